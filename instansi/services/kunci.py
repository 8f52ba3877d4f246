"""The row lock of an office, and the years whose values no longer move."""

from collections.abc import Callable, Iterable

from django.db import connection

from instansi.models import KunciTahun, PerangkatDaerah
from sakip.kit.errors import LayananError


class NilaiTerkunciError(LayananError):
    """The value is submitted or approved and cannot be typed over."""


class LaporanDitetapkanError(NilaiTerkunciError):
    """The report of the year is frozen, and the year's values with it."""


def lock_opd(opd: PerangkatDaerah) -> None:
    """Hold the office for this transaction, so that what is read next stays true until the write.

    On PostgreSQL the row lock also holds back the insert of every row that refers to the office. SQLite needs nothing:
    its transaction holds the only write lock from the start.
    """
    if connection.features.has_select_for_update:
        PerangkatDaerah.objects.select_for_update().filter(pk=opd.pk).values_list("pk").first()


def describe_terkunci(tahun: int) -> str:
    """The sentence for a value of a closed year."""
    return (
        f"Laporan tahun {tahun} sudah ditetapkan dan nilainya terkunci. Selama laporan belum ditandatangani, admin "
        "pemda dapat menariknya bila ada yang harus diperbaiki."
    )


def check_tahun_terbuka(opd: PerangkatDaerah, tahun: int) -> None:
    """Raise LaporanDitetapkanError when the report of the year has been set and its values are closed for good."""
    if KunciTahun.objects.filter(opd=opd, tahun=tahun).exists():
        raise LaporanDitetapkanError(describe_terkunci(tahun))


def build_check_tahun(opd: PerangkatDaerah, tahun: Iterable[int]) -> Callable[[int], None]:
    """Return `check_tahun_terbuka` for many rows: one query, made at the first call, which must follow `lock_opd`."""
    terkunci: set[int] | None = None

    def check(satu: int) -> None:
        nonlocal terkunci
        if terkunci is None:
            terkunci = set(
                KunciTahun.objects.filter(opd=opd, tahun__in=set(tahun)).values_list("tahun", flat=True)
            )
        if satu in terkunci:
            raise LaporanDitetapkanError(describe_terkunci(satu))

    return check
