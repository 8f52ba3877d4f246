"""The inside of a soak run: prepares the database, plays the kepala, and reads what is stored.

Run by ``manage.py shell``; answers one JSON line for each JSON line ``{"do": name, ...}`` of standard input.
"""

import json
import sys
from collections.abc import Callable
from datetime import datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import connection, transaction

from instansi.enums import Peran
from instansi.models import Jejak, Pengguna, PerangkatDaerah
from instansi.services import create_akun_contoh, lock_opd, set_jadwal
from kinerja.enums import JenisNilai
from kinerja.models import Indikator, Realisasi, Target
from kinerja.services import set_target_batch
from laporan.isi import get_sel, load_tabel
from laporan.models import Snapshot
from laporan.pdf import HasilPdf
from laporan.services import read_rancangan, tetapkan_laporan
from renstra.enums import JenisDokumen
from renstra.services import create_dokumen, tetapkan_dokumen
from sakip.kit.errors import LayananError

KANTOR = "kominfo-pasuruan"
TAHUN_SUMBER = 2023
PERIODE = "TW1"
AKSI = ("isi_realisasi", "ubah_realisasi")


def get_opd() -> PerangkatDaerah:
    """The office of the run."""
    opd: PerangkatDaerah = PerangkatDaerah.objects.select_related("pemda").get(singkatan=KANTOR)
    return opd


def prepare(*, perencana: int, sel: int) -> dict[str, Any]:
    """Create the planners; return their names, the password, and the indicators whose cells they fight for."""
    opd = get_opd()
    nama = [f"perencana{i}.soak" for i in range(perencana)]
    for satu in nama:
        create_akun_contoh(
            nama_pengguna=satu,
            sandi=settings.SANDI_CONTOH,
            jabatan=f"Perencana {satu}",
            peran=Peran.PERENCANA,
            pemda=opd.pemda,
            opd=opd,
        )
    indikator = (
        Indikator.objects.filter(
            opd=opd,
            jenis_nilai=JenisNilai.ANGKA,
            label_pembilang="",
            target__tahun=TAHUN_SUMBER,
            target__periode=PERIODE,
        )
        .order_by("urutan", "id")
        .values_list("pk", flat=True)[:sel]
    )
    return {"akun": nama, "sandi": settings.SANDI_CONTOH, "kantor": KANTOR, "indikator": list(indikator)}


def open_tahun(*, tahun: int) -> dict[str, Any]:
    """Open another year with the quarterly targets of the practice year."""
    opd = get_opd()
    dokumen = create_dokumen(
        pengguna=None,
        opd=opd,
        kunci=f"rencana-aksi-{tahun}-soak",
        jenis=JenisDokumen.RENCANA_AKSI,
        tahun=tahun,
        urutan=1,
        contoh=True,
    )
    sumber = Target.objects.filter(
        dokumen__opd=opd, dokumen__jenis=JenisDokumen.RENCANA_AKSI, tahun=TAHUN_SUMBER
    ).exclude(periode="TAHUN")
    rows = [
        Target(
            dokumen=dokumen,
            indikator=satu.indikator,
            tahun=tahun,
            periode=satu.periode,
            nilai=satu.nilai,
            bawah=satu.bawah,
            atas=satu.atas,
            label=satu.label,
            asal="soak",
        )
        for satu in sumber.select_related("indikator").order_by("id")
    ]
    set_target_batch(pengguna=None, opd=opd, rows=rows)
    tetapkan_dokumen(pengguna=None, dokumen=dokumen)
    buka = datetime(2020, 1, 1, tzinfo=ZoneInfo(opd.pemda.zona))
    set_jadwal(pengguna=None, pemda=opd.pemda, tahun=tahun, periode=PERIODE, buka=buka)
    return {"target": len(rows)}


def set_laporan(*, tahun: int) -> dict[str, Any]:
    """The kepala sets the report; returns why not when the portal refuses.

    Who sees the report and sets it while others save would be told of every save; here the office is held in between,
    and nothing is printed, so that the saves meet the lock itself.
    """
    kepala, opd = Pengguna.objects.get(username="kepala.pasuruan"), get_opd()
    try:
        with transaction.atomic():
            lock_opd(opd)
            tetapkan_laporan(
                pengguna=kepala,
                opd=opd,
                tahun=tahun,
                sidik=read_rancangan(opd, tahun, pengguna=kepala).sidik,
                cetak=lambda _: HasilPdf(b"", 0, ()),
            )
    except LayananError as error:
        return {"ditolak": f"{type(error).__name__}: {error.pesan}"}
    return {}


def read_rows(*, tahun: int, indikator: list[int]) -> dict[str, Any]:
    """Stored values of the cells: ``{indikator: [value, version, status]}``."""
    rows = Realisasi.objects.filter(indikator__in=indikator, tahun=tahun, periode=PERIODE, dipakai=True)
    return {"rows": {str(row.indikator_id): [str(row.nilai), row.versi, row.status] for row in rows}}


def read_events(*, tahun: int, indikator: list[int]) -> dict[str, Any]:
    """Audit rows of accepted saves in their order: id, indikator, version, value, account."""
    events = Jejak.objects.filter(aksi__in=AKSI).order_by("id").select_related("pengguna")
    return {
        "events": [
            [
                row.pk,
                row.sesudah["indikator"],
                row.sesudah["versi"],
                str(Decimal(row.sesudah["nilai"])),
                row.pengguna.username if row.pengguna else "",
            ]
            for row in events
            if row.sesudah and row.sesudah["tahun"] == tahun and row.sesudah["indikator"] in indikator
        ]
    }


def read_penetapan(*, tahun: int, indikator: list[int]) -> dict[str, Any]:
    """Id of the audit row of the penetapan, and the values of the cells in the frozen copy."""
    jejak = Jejak.objects.filter(aksi="tetapkan_laporan", sesudah__tahun=tahun).values_list("pk", flat=True)
    snapshot = Snapshot.objects.get(laporan__opd=get_opd(), laporan__tahun=tahun)
    tabel = load_tabel(snapshot.isi).get("triwulan")
    beku = {}
    for row in Indikator.objects.filter(pk__in=indikator):
        nilai = get_sel(tabel, row.kunci or "", f"realisasi_{PERIODE}").nilai
        beku[str(row.pk)] = None if nilai is None else str(nilai)
    return {"jejak": list(jejak), "beku": beku}


def check_integrity() -> dict[str, Any]:
    """SQLite's own check of the file after its writers were killed."""
    if connection.vendor != "sqlite":
        return {"integrity": "ok"}
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA integrity_check")
        return {"integrity": cursor.fetchone()[0]}


PERINTAH: dict[str, Callable[..., dict[str, Any]]] = {
    "prepare": prepare,
    "open": open_tahun,
    "set": set_laporan,
    "rows": read_rows,
    "events": read_events,
    "penetapan": read_penetapan,
    "integrity": check_integrity,
}


def main() -> None:
    """Answer until the other end closes."""
    for line in sys.stdin:
        perintah = json.loads(line)
        jawaban = PERINTAH[perintah.pop("do")](**perintah)
        sys.stdout.write(f"{json.dumps(jawaban)}\n")
        sys.stdout.flush()
