"""Penetapan: the report is frozen with all its rows and texts, and the year's values with it."""

import hashlib
import json
from contextlib import suppress
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from instansi.models import Jejak, Pengguna, PerangkatDaerah
from instansi.rules import can_tetapkan_laporan
from instansi.services import record_jejak
from instansi.services.jejak import create_jejak
from instansi.waktu import get_hari
from kinerja.enums import StatusNilai
from kinerja.models import Realisasi
from kinerja.rules import is_transisi_berlaku
from kinerja.services import LaporanDitetapkanError, lock_tahun
from laporan.dokumen import KONSEP, DokumenLkjip, render_lkjip_pdf
from laporan.dokumen_beku import dump_dokumen, load_dokumen
from laporan.enums import StatusLaporan
from laporan.lkjip import compose_lkjip
from laporan.models import Laporan, Snapshot
from laporan.pdf import HasilPdf
from laporan.queries import collect_isi, get_laporan
from laporan.services.narasi import get_or_create_laporan
from sakip.kit.errors import LayananError, TidakBerwenangError, translate_database_errors

FORMAT = 1
_DISAHKAN = [status for status in StatusNilai if is_transisi_berlaku(status, StatusNilai.DISAHKAN)]


class SnapshotRusakError(LayananError):
    """The frozen copy is not what was frozen; nothing is printed from it."""


def hash_snapshot(isi: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a snapshot: sorted keys, no spaces, UTF-8."""
    teks = json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(teks.encode()).hexdigest()


def tetapkan_laporan(
    *, pengguna: Pengguna, opd: PerangkatDaerah, tahun: int, saat: datetime | None = None
) -> Snapshot:
    """Freeze the report, approve and lock the year's values; all of it or nothing. Pressing again changes nothing.

    Raises TidakBerwenangError unless ``pengguna`` is the kepala, LaporanTanpaDataError when there is nothing to
    account for.
    """
    if not can_tetapkan_laporan(pengguna, opd):
        raise TidakBerwenangError("Hanya kepala perangkat daerah ini yang dapat menetapkan laporan.")
    saat = saat or timezone.now()
    get_or_create_laporan(opd, tahun)
    with translate_database_errors(), transaction.atomic():
        laporan: Laporan = Laporan.objects.select_for_update(of=("self",)).get(opd=opd, tahun=tahun)
        if laporan.status != StatusLaporan.DRAF:
            return laporan.snapshot
        with suppress(LaporanDitetapkanError):  # the year's values may be closed already; the report is not
            lock_tahun(pengguna=pengguna, opd=opd, tahun=tahun)
        isi = collect_isi(opd, tahun=tahun, pengguna=pengguna, tanggal=get_hari(opd.pemda, saat))
        beku = {
            "format": FORMAT,
            "isi": isi.to_json(),
            "cetak": dump_dokumen(compose_lkjip(isi)),
            "dibuat": saat.isoformat(),
            "dibuat_oleh": pengguna.jabatan_teks or pengguna.get_username(),
        }
        beku = json.loads(json.dumps(beku))  # what the database gives back: lists for tuples, plain text
        snapshot = Snapshot(laporan=laporan, isi=beku, sha256=hash_snapshot(beku), dibuat_oleh=pengguna)
        snapshot.save(force_insert=True)
        disahkan = _approve_values(pengguna, opd, tahun, saat)
        Laporan.objects.filter(pk=laporan.pk, status=StatusLaporan.DRAF).update(
            status=StatusLaporan.DITETAPKAN, ditetapkan_pada=saat, versi=F("versi") + 1
        )
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="tetapkan_laporan",
            objek=laporan,
            sebelum={"status": StatusLaporan.DRAF},
            sesudah={
                "status": StatusLaporan.DITETAPKAN,
                "tahun": tahun,
                "sha256": snapshot.sha256,
                "realisasi_disahkan": disahkan,
            },
        )
    return snapshot


def _approve_values(pengguna: Pengguna, opd: PerangkatDaerah, tahun: int, saat: datetime) -> int:
    """Approve what waits in a state from which the kepala approves, each with its audit row; return how many."""
    rows = list(
        Realisasi.objects.filter(
            indikator__opd=opd,
            tahun=tahun,
            dipakai=True,
            status__in=[*_DISAHKAN, StatusNilai.DIVERIFIKASI],
        ).order_by("id")
    )
    Realisasi.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=StatusNilai.DISAHKAN, versi=F("versi") + 1, diubah=saat, diubah_oleh=pengguna
    )
    Jejak.objects.bulk_create(
        create_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="sahkan_realisasi",
            objek=row,
            sebelum={"status": row.status, "versi": row.versi},
            sesudah={"status": StatusNilai.DISAHKAN, "versi": row.versi + 1},
        )
        for row in rows
    )
    return len(rows)


def load_isi_beku(laporan: Laporan) -> dict[str, Any]:
    """The snapshot of a set report after comparing its digest. Raises SnapshotRusakError."""
    snapshot = Snapshot.objects.filter(laporan=laporan).first()
    if snapshot is None or hash_snapshot(snapshot.isi) != snapshot.sha256:
        raise SnapshotRusakError(
            "Salinan beku laporan ini tidak utuh sehingga tidak dapat dicetak. Hubungi pengelola sistem."
        )
    isi: dict[str, Any] = snapshot.isi
    return isi


def load_dokumen_beku(laporan: Laporan) -> DokumenLkjip:
    """The printed document of a set report, from its snapshot alone. Raises SnapshotRusakError."""
    try:
        return load_dokumen(load_isi_beku(laporan)["cetak"])
    except (ValueError, KeyError) as error:
        raise SnapshotRusakError("Salinan beku laporan ini tidak dapat dibaca.") from error


def render_laporan(opd: PerangkatDaerah, tahun: int) -> HasilPdf:
    """The report as PDF: from live data with the watermark KONSEP, once set from its snapshot alone.

    Raises LaporanTanpaDataError, SnapshotRusakError, `laporan.pdf.PdfGagalError`.
    """
    laporan = get_laporan(opd, tahun)
    if laporan is not None and laporan.status != StatusLaporan.DRAF:
        return render_lkjip_pdf(load_dokumen_beku(laporan))
    return render_lkjip_pdf(compose_lkjip(collect_isi(opd, tahun=tahun), tanda_air=KONSEP))
