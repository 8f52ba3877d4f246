"""Values that no longer move: the lock of a year, and what else reading and writing services share about values."""

from typing import Any

from django.db import transaction

from instansi.models import KunciTahun, Pengguna, PerangkatDaerah
from instansi.services import check_tahun_terbuka, lock_opd, record_jejak
from kinerja.enums import Periode
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
