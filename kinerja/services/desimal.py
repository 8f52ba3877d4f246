"""What is stored is what prints: no value holds more decimals than its indikator is recorded with."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from kinerja.models import Indikator, NilaiKomponen, Pembanding, Realisasi, Target
from sakip.kit.decimals import count_desimal, exact, round_half_up
from sakip.kit.errors import IsianTidakSahError
from sakip.kit.formats import format_angka


class DesimalBerlebihError(IsianTidakSahError):
    """A value has more decimals than its indikator prints; ``bidang`` says which and what to write."""


@exact
def describe_desimal(nilai: Decimal, desimal: int) -> str:
    """Return what to write instead of a value with more than ``desimal`` decimals; empty when it fits.

    Worked: 12,5 in whole numbers names 12 and 13; -8,875 in two decimals names -8,88 and -8,87.
    """
    if count_desimal(nilai) <= desimal:
        return ""
    satuan = Decimal(1).scaleb(-desimal)
    bawah = round_half_up(nilai - satuan / 2, desimal)
    atas = bawah + satuan
    cara = f"dengan {desimal} desimal" if desimal else "tanpa desimal"
    return (
        f"Indikator ini dicatat {cara}. Tulis {format_angka(bawah, desimal)} atau {format_angka(atas, desimal)}, "
        "atau minta pengelola portal mengubah desimal indikator."
    )


def check_desimal(indikator: Indikator, bidang: Mapping[str, Decimal | None]) -> None:
    """Raise DesimalBerlebihError unless every value (by its field) fits the decimals of the indikator."""
    salah = {
        nama: [pesan]
        for nama, nilai in bidang.items()
        if nilai is not None and (pesan := describe_desimal(nilai, indikator.desimal))
    }
    if salah:
        raise DesimalBerlebihError(next(iter(salah.values()))[0], bidang=salah)


def check_desimal_turun(indikator: Indikator, desimal: int) -> None:
    """Raise DesimalBerlebihError when a stored value of the indikator needs more than ``desimal`` decimals."""
    if terlalu := [value for value in _list_tersimpan(indikator) if count_desimal(value) > desimal]:
        pesan = (
            f"“{indikator}” mempunyai nilai tersimpan {format_angka(terlalu[0])}. Perbaiki nilai itu lebih dulu, "
            f"atau pertahankan {indikator.desimal} desimal."
        )
        raise DesimalBerlebihError(pesan, bidang={"desimal": [pesan]})


def _list_tersimpan(indikator: Indikator) -> Iterable[Decimal]:
    """Every stored value that prints with the decimals of the indikator."""
    for rows in (
        Realisasi.objects.filter(indikator=indikator).values_list("nilai"),
        Target.objects.filter(indikator=indikator).values_list("nilai", "bawah", "atas"),
        NilaiKomponen.objects.filter(komponen__indikator=indikator).values_list("nilai"),
        Pembanding.objects.filter(indikator=indikator).values_list("nilai"),
    ):
        for row in rows:
            yield from (value for value in row if value is not None)
