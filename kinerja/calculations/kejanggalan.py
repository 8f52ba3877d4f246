"""What deserves a question before a realisasi is stored. See docs/perhitungan.md, chapter 13.

A question never blocks: an odd number may be true. Nothing here changes a number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from kinerja.calculations.aturan import Skala
from kinerja.calculations.periode import list_sejenis
from kinerja.enums import Agregasi, Periode
from sakip.kit.decimals import SERATUS
from sakip.kit.formats import format_angka

CAPAIAN_WAJAR = Decimal(200)
"""A capaian above this is asked about, in percent."""


class JenisKejanggalan(StrEnum):
    """What is odd."""

    MENURUN = "menurun"
    MELEBIHI = "melebihi"
    CAPAIAN_TINGGI = "capaian_tinggi"
    CAPAIAN_NEGATIF = "capaian_negatif"
    PECAHAN = "pecahan"
    LUAR_SKALA = "luar_skala"


@dataclass(frozen=True)
class Kejanggalan:
    """One odd thing about a value, in a sentence for beside its cell."""

    jenis: JenisKejanggalan
    kalimat: str


def find_kejanggalan(
    *,
    nilai: Mapping[Periode, Decimal | None],
    periode: Periode,
    agregasi: Agregasi,
    capaian: Sequence[tuple[str, Decimal | None]] = (),
    pembilang: Decimal | None = None,
    penyebut: Decimal | None = None,
    faktor: Decimal = SERATUS,
    skala: Skala | None = None,
    desimal: int = 2,
) -> tuple[Kejanggalan, ...]:
    """Return what is odd about the value of ``periode`` among the values of its year; empty for nothing.

    ``nilai`` are the values by period with the new one in place, ``capaian`` the capaian before floor and cap with what
    each is measured against ("target Triwulan I"), ``skala`` the scale of the value itself, ``desimal`` the decimals in
    which values print. Asked about: a cumulative value below an earlier or above a later one, a capaian above
    `CAPAIAN_WAJAR` or below 0, a pembilang above the penyebut of a percentage (faktor 100), a value outside its scale.
    Worked: kumulatif TW1 8, TW2 5 asks about TW2; 125 against 10 is 1.250,00 % and asks.
    """
    satu = nilai.get(periode)
    janggal: list[Kejanggalan] = []
    if satu is not None and agregasi == Agregasi.KUMULATIF:
        janggal += _check_urutan(nilai, periode, satu, desimal)
    janggal += _check_capaian(capaian)
    if faktor == SERATUS and pembilang is not None and penyebut is not None and pembilang > penyebut > 0:
        kalimat = (
            f"Pembilang {format_angka(pembilang)} lebih besar daripada penyebut {format_angka(penyebut)}, "
            "sehingga persentasenya lebih dari 100."
        )
        janggal.append(Kejanggalan(JenisKejanggalan.PECAHAN, kalimat))
    if satu is not None and skala is not None and (kalimat := _check_skala(satu, skala, desimal)):
        janggal.append(Kejanggalan(JenisKejanggalan.LUAR_SKALA, kalimat))
    return tuple(janggal)


def _check_urutan(
    nilai: Mapping[Periode, Decimal | None], periode: Periode, satu: Decimal, desimal: int
) -> list[Kejanggalan]:
    """A position may not fall: compare with the nearest filled periods before and after."""
    urut = list_sejenis(periode)
    di = urut.index(periode)
    teks = format_angka(satu, desimal)
    hasil = []
    sebelum = next((p for p in reversed(urut[:di]) if nilai.get(p) is not None), None)
    sesudah = next((p for p in urut[di + 1 :] if nilai.get(p) is not None), None)
    lalu = None if sebelum is None else nilai[sebelum]
    nanti = None if sesudah is None else nilai[sesudah]
    if sebelum is not None and lalu is not None and satu < lalu:
        kalimat = (
            f"Nilai kumulatif turun: {sebelum.label} {format_angka(lalu, desimal)}, {periode.label} {teks}."
        )
        hasil.append(Kejanggalan(JenisKejanggalan.MENURUN, kalimat))
    if sesudah is not None and nanti is not None and satu > nanti:
        kalimat = (
            f"Nilai kumulatif {periode.label} {teks} melebihi {sesudah.label} yang sudah diisi, "
            f"{format_angka(nanti, desimal)}."
        )
        hasil.append(Kejanggalan(JenisKejanggalan.MELEBIHI, kalimat))
    return hasil


def _check_capaian(capaian: Sequence[tuple[str, Decimal | None]]) -> list[Kejanggalan]:
    """The first capaian of each kind that is out of the ordinary."""
    ada = [(acuan, satu) for acuan, satu in capaian if satu is not None]
    tinggi = next(((acuan, satu) for acuan, satu in ada if satu > CAPAIAN_WAJAR), None)
    negatif = next(((acuan, satu) for acuan, satu in ada if satu < 0), None)
    hasil = []
    if tinggi is not None:
        kalimat = f"Capaian terhadap {tinggi[0]} {format_angka(tinggi[1], 2)}%, lebih dari {CAPAIAN_WAJAR}%."
        hasil.append(Kejanggalan(JenisKejanggalan.CAPAIAN_TINGGI, kalimat))
    if negatif is not None:
        kalimat = f"Capaian terhadap {negatif[0]} {format_angka(negatif[1], 2)}%, di bawah nol."
        hasil.append(Kejanggalan(JenisKejanggalan.CAPAIAN_NEGATIF, kalimat))
    return hasil


def _check_skala(nilai: Decimal, skala: Skala, desimal: int) -> str:
    """Below the lowest bound, or above the top: the stated one, else one widest band above the highest bound."""
    bawah, puncak = skala.pita[0], skala.pita[-1]
    teks = format_angka(nilai, desimal)
    if nilai < bawah.batas:
        return f"Nilai {teks} di bawah batas skala {skala.nama}, {format_angka(bawah.batas)}."
    if skala.batas_atas is not None:
        if nilai > skala.batas_atas:
            return f"Nilai {teks} di atas batas skala {skala.nama}, {format_angka(skala.batas_atas)}."
        return ""
    lebar = max((atas.batas - bawah.batas for bawah, atas in pairwise(skala.pita)), default=None)
    if lebar is not None and nilai > puncak.batas + lebar:
        mulai = format_angka(puncak.batas)
        return f"Nilai {teks} jauh di atas predikat tertinggi {skala.nama}: {puncak.nama}, mulai {mulai}."
    return ""
