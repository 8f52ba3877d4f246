"""Values that no longer move: the lock of a year, and what else reading and writing services share about values."""

from typing import Any

from django.db import connection, transaction

from instansi.models import Pengguna, PerangkatDaerah
from instansi.services import record_jejak
from kinerja.enums import Periode
from kinerja.models import KunciTahun, Realisasi
from sakip.kit.errors import (
    LayananError,
)


class NilaiTerkunciError(LayananError):
    """The value is submitted or approved and cannot be typed over."""


class LaporanDitetapkanError(NilaiTerkunciError):
    """The report of the year is frozen, and the year's values with it."""


def lock_opd(opd: PerangkatDaerah) -> None:
    """Hold the office for this transaction, so that closing a year waits for a write, or the write for the closing.

    On PostgreSQL the row lock also holds back the insert of a KunciTahun, which refers to the office. SQLite needs
    nothing: its transaction holds the only write lock from the start.
    """
    if connection.features.has_select_for_update:
        PerangkatDaerah.objects.select_for_update().filter(pk=opd.pk).values_list("pk").first()


def check_tahun_terbuka(opd: PerangkatDaerah, tahun: int) -> None:
    """Raise LaporanDitetapkanError when the report of the year has been set and its values are closed for good."""
    if KunciTahun.objects.filter(opd=opd, tahun=tahun).exists():
        raise LaporanDitetapkanError(describe_terkunci(tahun))


def describe_terkunci(tahun: int) -> str:
    """The sentence for a value of a closed year."""
    return f"Laporan tahun {tahun} sudah ditetapkan. Nilainya tidak dapat diubah lagi."


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
