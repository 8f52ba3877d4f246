"""Which number a cell means: of the period itself or up to it, and the other one beside it."""

from collections.abc import Mapping
from decimal import Decimal

from kinerja.calculations.periode import calculate_tambahan, list_sejenis
from kinerja.enums import JENIS_BERLABEL, Agregasi, JenisNilai, Periode
from kinerja.models import Indikator
from sakip.kit.formats import format_angka, format_rasio

POSISI = (Agregasi.KUMULATIF, Agregasi.TERAKHIR)
"""Values that say where the year stands; those of the others belong to their period alone."""

_SEBUTAN = {
    Agregasi.JUMLAH: "s.d.",
    Agregasi.RATA_RATA: "rata-rata s.d.",
    Agregasi.MAKSIMUM: "tertinggi s.d.",
    Agregasi.MINIMUM: "terendah s.d.",
}


def describe_lingkup(indikator: Indikator, periode: Periode) -> str:
    """Say what is typed: ``triwulan ini``, ``s.d. semester ini``; empty for a yearly value and for a word."""
    if periode is Periode.TAHUN or indikator.jenis_nilai in JENIS_BERLABEL:
        return ""
    nama = "triwulan ini" if periode.value.startswith("TW") else "semester ini"
    return f"s.d. {nama}" if indikator.agregasi in POSISI else nama


def describe_padanan(
    indikator: Indikator, periode: Periode, nilai: Mapping[Periode, Decimal | None], sampai: str
) -> tuple[str, str] | None:
    """Return name and figure of the number that is not typed; None where it is the same or cannot be known.

    ``nilai`` are the values of the year by period, ``sampai`` the figure up to the period as it prints. Worked, TW2:
    jumlah 3, 5 is ("s.d. Triwulan II", "8"); kumulatif 3, 8 is ("triwulan ini saja", "5"); kumulatif 3, –, 9 at TW3 is
    ("sejak Triwulan I", "6").
    """
    lingkup = describe_lingkup(indikator, periode)
    if not lingkup or indikator.agregasi == Agregasi.TERAKHIR:
        return None
    urut = list_sejenis(periode)
    lalu = urut[: urut.index(periode)]
    if indikator.agregasi == Agregasi.KUMULATIF:
        tambahan = calculate_tambahan(nilai=nilai, periode=periode)
        if tambahan is None:
            return None
        sejak, angka = tambahan
        nama = f"{lingkup.removeprefix('s.d. ')} saja" if sejak == lalu[-1] else f"sejak {sejak.label}"
        tulis = format_rasio if indikator.jenis_nilai == JenisNilai.RASIO else format_angka
        return nama, tulis(angka, indikator.desimal)
    if all(nilai.get(p) is None for p in lalu):
        return None
    return f"{_SEBUTAN[Agregasi(indikator.agregasi)]} {periode.label}", sampai
