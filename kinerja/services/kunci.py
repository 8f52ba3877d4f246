"""Values that no longer move: the lock of a year, and what else reading and writing services share about values."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from instansi.models import Jejak, KunciTahun, Pengguna, PerangkatDaerah
from instansi.services import check_tahun_terbuka, lock_opd, record_jejak
from instansi.services.jejak import create_jejak
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Realisasi


@transaction.atomic
def lock_tahun(*, pengguna: Pengguna, opd: PerangkatDaerah, tahun: int) -> KunciTahun:
    """Close the values of an office and year for good; the first step of a penetapan, before its rows are read.

    Raises LaporanDitetapkanError when it is closed already. Who may do so is the penetapan's to check.
    """
    lock_opd(opd)
    check_tahun_terbuka(opd, tahun)
    row: KunciTahun = KunciTahun.objects.create(opd=opd, tahun=tahun)
    record_jejak(
        pengguna=pengguna, opd=opd, aksi="kunci_tahun", objek=row, sebelum=None, sesudah={"tahun": tahun}
    )
    return row


@transaction.atomic
def unlock_tahun(*, pengguna: Pengguna, opd: PerangkatDaerah, tahun: int, alasan: str) -> None:
    """Open the values of an office and year again, when its report is withdrawn; a year that is open stays so.

    Who may do so, and whether the report may be withdrawn, is the withdrawal's to check.
    """
    lock_opd(opd)
    for row in KunciTahun.objects.filter(opd=opd, tahun=tahun):
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="buka_kunci_tahun",
            objek=row,
            sebelum={"tahun": tahun},
            sesudah=None,
            alasan=alasan,
        )
        row.delete()


def describe_periode(periode: str, tahun: int) -> str:
    """Name a period: Triwulan I 2023."""
    return f"{Periode(periode).label} {tahun}" if periode in Periode.values else f"{periode} {tahun}"


def get_isi_jejak(row: Realisasi) -> dict[str, Any]:
    """What the audit row keeps of a realisasi."""
    return {
        "indikator": row.indikator_id,
        "tahun": row.tahun,
        "periode": row.periode,
        "nilai": row.nilai,
        "pembilang": row.pembilang,
        "penyebut": row.penyebut,
        "label": row.label,
        "alasan": row.alasan,
        "catatan": row.catatan,
        "status": row.status,
        "versi": row.versi,
    }


def move_nilai(
    rows: Sequence[Realisasi],
    ke: StatusNilai,
    *,
    pengguna: Pengguna,
    opd: PerangkatDaerah,
    aksi: str,
    saat: datetime,
    alasan: str = "",
) -> None:
    """Bring values, which the caller holds locked, into a state, each with its audit row."""
    before = [get_isi_jejak(row) for row in rows]
    Realisasi.objects.filter(pk__in=[row.pk for row in rows]).update(
        status=ke, versi=F("versi") + 1, diubah=saat, diubah_oleh=pengguna
    )
    Jejak.objects.bulk_create(
        create_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi=aksi,
            objek=row,
            sebelum=sebelum,
            sesudah=sebelum | {"status": ke, "versi": row.versi + 1},
            alasan=alasan,
        )
        for row, sebelum in zip(rows, before, strict=True)
    )
