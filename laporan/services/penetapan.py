"""Penetapan: the report is frozen with all its rows and texts, and the year's values with it.

What is frozen is what the kepala saw (the fingerprint), and only what can be printed: the PDF is made first.
"""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from instansi.models import Pengguna, PerangkatDaerah
from instansi.rules import can_tetapkan_laporan
from instansi.services import lock_opd, record_jejak
from instansi.waktu import get_hari
from kinerja.enums import StatusNilai
from kinerja.models import Realisasi
from kinerja.rules import is_transisi_berlaku
from kinerja.services import LaporanDitetapkanError, lock_tahun, move_nilai
from laporan.dokumen import KONSEP, DokumenLkjip, render_lkjip_pdf
from laporan.dokumen_beku import dump_dokumen, load_dokumen
from laporan.enums import StatusLaporan
from laporan.isi import IsiLaporan
from laporan.lkjip import compose_lkjip
from laporan.models import Laporan, Snapshot
from laporan.narasi import list_bagian
from laporan.pdf import HasilPdf, PdfGagalError
from laporan.queries import collect_isi, get_laporan, get_snapshot
from laporan.services.narasi import check_panjang, count_alinea, get_or_create_laporan
from sakip.kit.errors import LayananError, TidakBerwenangError, translate_database_errors
from sakip.kit.formats import format_angka
from sakip.kit.sidik import calculate_sidik, check_sidik

FORMAT = 1
DISAHKAN_PENETAPAN = frozenset(
    {
        *(status for status in StatusNilai if is_transisi_berlaku(status, StatusNilai.DISAHKAN)),
        StatusNilai.DIVERIFIKASI,
    }
)
"""States of values that the penetapan approves: it is the kepala's, like their approval."""

AKSI_TETAPKAN = "tetapkan_laporan"


class SnapshotRusakError(LayananError):
    """The frozen copy is not what was frozen; nothing is printed from it."""


class LaporanTidakTercetakError(LayananError):
    """The report cannot be made into a PDF, so it is not set; ``pesan`` names the longest sections."""


@dataclass(frozen=True)
class Rancangan:
    """What a penetapan would freeze: texts and figures as they print, and the values of the year behind them."""

    isi: IsiLaporan
    nilai: list[Realisasi]

    @cached_property
    def sidik(self) -> str:
        """The fingerprint. The date of the signature block is not part of it: midnight changes nothing."""
        tanda = self.isi.penandatangan
        isi = replace(self.isi, penandatangan=None if tanda is None else replace(tanda, tanggal=""))
        return calculate_sidik([isi.to_json(), [[row.pk, row.versi, row.status] for row in self.nilai]])

    @property
    def disahkan(self) -> list[Realisasi]:
        """The values that the penetapan approves."""
        return [row for row in self.nilai if row.status in DISAHKAN_PENETAPAN]


def hash_snapshot(isi: dict[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a snapshot: sorted keys, no spaces, UTF-8."""
    return calculate_sidik(isi)


def read_rancangan(
    opd: PerangkatDaerah, tahun: int, *, pengguna: Pengguna, saat: datetime | None = None
) -> Rancangan:
    """What ``pengguna`` would freeze now, with the values that he approves counted as approved."""
    tanggal = get_hari(opd.pemda, saat)
    isi = collect_isi(
        opd,
        tahun=tahun,
        pengguna=pengguna,
        tanggal=tanggal,
        disahkan={StatusNilai.DISAHKAN, *DISAHKAN_PENETAPAN},
    )
    rows = Realisasi.objects.filter(indikator__opd=opd, tahun=tahun, dipakai=True).select_related("indikator")
    return Rancangan(isi, list(rows.order_by("id")))


def tetapkan_laporan(
    *,
    pengguna: Pengguna,
    opd: PerangkatDaerah,
    tahun: int,
    sidik: str,
    saat: datetime | None = None,
    cetak: Callable[[DokumenLkjip], HasilPdf] = render_lkjip_pdf,
) -> Snapshot:
    """Freeze the report, approve and lock the year's values; all of it or nothing. Pressing again changes nothing.

    ``sidik`` is the fingerprint of the `Rancangan` that the kepala saw. ``cetak`` makes the PDF before anything is
    frozen and outside the transaction, because it takes seconds; what is frozen afterwards has the same fingerprint.

    Raises TidakBerwenangError unless ``pengguna`` is the kepala, LaporanTanpaDataError when there is nothing to
    account for, TampilanBerubahError, LaporanTidakTercetakError.
    """
    if not can_tetapkan_laporan(pengguna, opd):
        raise TidakBerwenangError("Hanya kepala perangkat daerah ini yang dapat menetapkan laporan.")
    saat = saat or timezone.now()
    laporan = get_or_create_laporan(opd, tahun)
    if (ada := get_snapshot(laporan)) is not None:
        return ada
    rancangan = read_rancangan(opd, tahun, pengguna=pengguna, saat=saat)
    _check_dilihat(sidik, rancangan)
    pdf = _render(rancangan.isi, cetak)
    with translate_database_errors(), transaction.atomic():
        laporan = Laporan.objects.select_for_update(of=("self",)).get(pk=laporan.pk)
        if (ada := get_snapshot(laporan)) is not None:
            return ada
        lock_opd(opd)
        rancangan = read_rancangan(opd, tahun, pengguna=pengguna, saat=saat)
        _check_dilihat(sidik, rancangan)
        with suppress(LaporanDitetapkanError):  # the year's values may be closed already; the report is not
            lock_tahun(pengguna=pengguna, opd=opd, tahun=tahun)
        beku = {
            "format": FORMAT,
            "isi": rancangan.isi.to_json(),
            "cetak": dump_dokumen(compose_lkjip(rancangan.isi)),
            "dibuat": saat.isoformat(),
            "dibuat_oleh": pengguna.jabatan_teks or pengguna.get_username(),
        }
        beku = json.loads(json.dumps(beku))  # what the database gives back: lists for tuples, plain text
        snapshot = Snapshot(laporan=laporan, isi=beku, sha256=hash_snapshot(beku), dibuat_oleh=pengguna)
        snapshot.save(force_insert=True)
        disahkan = rancangan.disahkan
        move_nilai(
            disahkan,
            StatusNilai.DISAHKAN,
            pengguna=pengguna,
            opd=opd,
            aksi="sahkan_realisasi",
            saat=saat,
            alasan=f"Penetapan laporan tahun {tahun}",
        )
        Laporan.objects.filter(pk=laporan.pk, status=StatusLaporan.DRAF).update(
            status=StatusLaporan.DITETAPKAN, ditetapkan_pada=saat, versi=F("versi") + 1
        )
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi=AKSI_TETAPKAN,
            objek=laporan,
            sebelum={"status": StatusLaporan.DRAF},
            sesudah={
                "status": StatusLaporan.DITETAPKAN,
                "tahun": tahun,
                "sha256": snapshot.sha256,
                "halaman": pdf.halaman,
                "realisasi_disahkan": len(disahkan),
                "realisasi": [[row.pk, row.status] for row in disahkan],  # for a withdrawal: from which state
            },
        )
    return snapshot


def _check_dilihat(sidik: str, rancangan: Rancangan) -> None:
    check_sidik(sidik, rancangan.sidik, akibat="Laporan belum ditetapkan dan tidak ada yang dikunci.")


def _render(isi: IsiLaporan, cetak: Callable[[DokumenLkjip], HasilPdf]) -> HasilPdf:
    """The PDF of what would be frozen, as it comes back from the frozen copy."""
    judul = {satu.kode: satu.judul for satu in list_bagian(isi)}
    check_panjang({judul.get(kode, kode): teks for kode, teks in isi.narasi.items()})
    try:
        return cetak(load_dokumen(dump_dokumen(compose_lkjip(isi))))
    except PdfGagalError as error:
        pesan = f"Laporan belum ditetapkan dan tidak ada yang dikunci, karena PDF-nya tidak dapat disusun. {error}"
        if error.terlalu_besar:
            pesan += f" {describe_terpanjang({judul.get(k, k): teks for k, teks in isi.narasi.items()})}"
        raise LaporanTidakTercetakError(pesan) from error


def describe_terpanjang(narasi: dict[str, str]) -> str:
    """Name the three longest texts by their titles, and what to do."""
    panjang = sorted(narasi.items(), key=lambda pair: (-count_alinea(pair[1]), -len(pair[1])))[:3]
    if not panjang:
        return "Semua teks masih otomatis; hubungi pengelola portal."
    rinci = "; ".join(
        f"“{judul}” ({format_angka(count_alinea(teks))} alinea, {format_angka(len(teks))} huruf)"
        for judul, teks in panjang
    )
    return f"Bagian terpanjang: {rinci}. Ringkas bagian itu pada Narasi, lalu tetapkan lagi."


def load_isi_beku(laporan: Laporan) -> dict[str, Any]:
    """The snapshot of a set report after comparing its digest. Raises SnapshotRusakError."""
    snapshot = get_snapshot(laporan)
    if snapshot is None or hash_snapshot(snapshot.isi) != snapshot.sha256:
        raise SnapshotRusakError(
            "Salinan beku laporan ini tidak utuh sehingga tidak dapat dicetak. Hubungi pengelola portal."
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
