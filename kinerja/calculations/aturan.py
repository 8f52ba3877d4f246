"""The choices of a report (`Aturan`), predicate scales (`Skala`) and targets (`NilaiTarget`).

See docs/perhitungan.md, chapter 4. All of them are plain frozen values; the models of the app build them.
"""

from dataclasses import dataclass, fields, replace
from decimal import Decimal
from itertools import pairwise
from typing import Any

from kinerja.enums import (
    BagianHitung,
    BasisPredikat,
    CaraRataRata,
    FormulaMinimasi,
    Inklusif,
    KolomKategori,
    NolPagu,
    RumusEfisiensi,
    RumusSerapan,
    TingkatRataRata,
)
from sakip.kit.decimals import round_half_up
from sakip.kit.formats import TANDA_KOSONG, format_angka, format_rasio
from sakip.kit.hasil import Hasil


@dataclass(frozen=True)
class Pita:
    """One band of a scale: its lower bound and its word."""

    batas: Decimal
    nama: str


@dataclass(frozen=True, kw_only=True)
class Skala:
    """A predicate scale: ascending lower bounds, half-open bands.

    ``inklusif`` says which bound belongs to a band: with BAWAH a band holds ``batas <= value < next``, with
    ATAS ``batas < value <= next``. The lowest band has no floor and the highest no ceiling, so every value
    has a band. ``batas_atas`` is the highest value that can be (5 for SPBE): beyond it is asked about, never refused.
    Raises ValueError for an empty scale or bounds that do not ascend.
    """

    nama: str
    pita: tuple[Pita, ...]
    inklusif: Inklusif = Inklusif.BAWAH
    sumber: str = ""
    batas_atas: Decimal | None = None

    def __post_init__(self) -> None:
        if not self.pita:
            raise ValueError("a scale needs at least one band")
        batas = [pita.batas for pita in self.pita]
        if any(lower >= upper for lower, upper in pairwise(batas)):
            raise ValueError("the bounds of a scale must ascend")

    def warna(self, pita: Pita) -> int:
        """Return the colour step of a band, 1 (lowest) to 5: the one answer of screen, Excel and PDF.

        The bands spread evenly, the lowest on 1 and the highest on 5: four bands are 1, 2, 4, 5. A scale of one
        band is 5. Raises ValueError for a band of another scale.
        """
        teratas = len(self.pita) - 1
        posisi = self.pita.index(pita)
        return 1 + int(round_half_up(Decimal(4 * posisi) / teratas, 0)) if teratas else 5

    def text_pita(self, pita: Pita) -> str:
        """Write a band with its bounds: ``Cukup Berhasil (56 ≤ nilai < 71)``."""
        index = self.pita.index(pita)
        kiri, kanan = ("≤", "<") if self.inklusif == Inklusif.BAWAH else ("<", "≤")
        bawah = f"{format_angka(pita.batas)} {kiri} " if index else ""
        atas = f" {kanan} {format_angka(self.pita[index + 1].batas)}" if index + 1 < len(self.pita) else ""
        return f"{pita.nama} ({bawah}nilai{atas})" if bawah or atas else pita.nama


def classify_predikat(*, nilai: Decimal | None, skala: Skala, desimal: int = 2) -> Pita | None:
    """Return the band of a value as displayed with ``desimal`` decimals; None for no value.

    Worked: 55,4 on 0/56/71/86 is the first band; 2,596 with two decimals is 2,60 and lies in the band that
    starts at 2,6; 80,00 on the AKIP scale (upper bound inclusive) is BB, 80,01 is A.
    """
    if nilai is None:
        return None
    tampil = round_half_up(nilai, desimal)
    hasil = skala.pita[0]
    for pita in skala.pita[1:]:
        if tampil > pita.batas or (tampil == pita.batas and skala.inklusif == Inklusif.BAWAH):
            hasil = pita
    return hasil


@dataclass(frozen=True, kw_only=True)
class Aturan:
    """The choices of one report or table, with the one default of each. Caps are percentages; None is no cap.

    The stored rules (`AturanCapaian`) and the example files have a field of the same name for each, except the
    scale, its source and the notes for a derivation; a new rule is one field here, one there and its words in the
    settings. ``desimal_k`` is for the K columns (kinerja) of tables that print them with other decimals. Raises
    ValueError for a cap that is not above 0.
    """

    batas_tampil: Decimal | None = None
    batas_rata: Decimal | None = None
    desimal: int = 2
    desimal_k: int | None = None
    formula_minimasi: FormulaMinimasi = FormulaMinimasi.SELISIH
    lantai_nol: bool = True
    rata_rata: CaraRataRata = CaraRataRata.ARITMETIKA
    tingkat_rata: TingkatRataRata = TingkatRataRata.INDIKATOR
    skala: Skala | None = None
    basis_predikat: BasisPredikat = BasisPredikat.CAPAIAN
    kategori: KolomKategori = KolomKategori.BAWAAN
    perubahan_capaian: bool = False
    efisiensi: RumusEfisiensi = RumusEfisiensi.SELISIH
    nilai_efisiensi: bool = False
    ambang_efisiensi: Decimal | None = None
    label_efisien: str = ""
    label_kurang_efisien: str = ""
    nol_pagu: NolPagu = NolPagu.KOSONG
    serapan: RumusSerapan = RumusSerapan.JUMLAH
    bagian: BagianHitung = BagianHitung.MENTAH
    sumber: str = ""
    catatan: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for batas in (self.batas_tampil, self.batas_rata):
            if batas is not None and batas <= 0:
                raise ValueError("a cap must be above 0")

    @property
    def desimal_kinerja(self) -> int:
        """Decimals of the K columns."""
        return self.desimal if self.desimal_k is None else self.desimal_k


PENGATURAN: tuple[str, ...] = tuple(
    satu.name for satu in fields(Aturan) if satu.name not in {"skala", "sumber", "catatan"}
)
"""The settings of a rule by name, in order."""


def override_aturan(
    aturan: Aturan,
    *,
    batas_tampil: Decimal | None = None,
    batas_rata: Decimal | None = None,
    formula_minimasi: str = "",
) -> Aturan:
    """Return the rule with the choices of one indikator, noted for its derivation; a cap of 0 is no cap."""
    isi: dict[str, Any] = {}
    catatan = []
    for nama, batas, sebutan in (
        ("batas_tampil", batas_tampil, "batas capaian yang ditampilkan"),
        ("batas_rata", batas_rata, "batas capaian dalam rata-rata"),
    ):
        if batas is not None:
            isi[nama] = batas or None
            teks = f"{format_angka(batas)}%" if batas else "tidak ada"
            catatan.append(f"{sebutan} menurut aturan indikator ini: {teks}")
    if formula_minimasi:
        isi["formula_minimasi"] = FormulaMinimasi(formula_minimasi)
        catatan.append("rumus semakin rendah semakin baik menurut aturan indikator ini")
    return replace(aturan, **isi, catatan=(*aturan.catatan, *catatan)) if isi else aturan


def get_bagian(*, hasil: Hasil, aturan: Aturan) -> Decimal | None:
    """Return the part that a formula takes from another result: raw or displayed, as the rule says.

    What the cap lowered stays lowered, so that 100,00 never stands beside a figure made of 118,28.
    """
    return hasil.tampil if hasil.dibatasi or aturan.bagian == BagianHitung.TAMPIL else hasil.mentah


def get_bagian_rata(*, hasil: Hasil, aturan: Aturan) -> Decimal | None:
    """Return what an average takes from a result: raw or displayed, capped by ``batas_rata``, a cap of its own."""
    bagian = hasil.tampil if aturan.bagian == BagianHitung.TAMPIL else hasil.mentah
    if bagian is None or aturan.batas_rata is None:
        return bagian
    return min(bagian, aturan.batas_rata)


_TANPA_JANJI = frozenset({"", "-", "—", TANDA_KOSONG})


@dataclass(frozen=True, kw_only=True)
class NilaiTarget:
    """A target: a point (``nilai``) or a band (``bawah``, ``atas``) with an optional label, or words alone.

    A value on a bound that does not belong to the band misses it (see `is_batas_luar`). ``rasio`` prints numbers as
    1:n. Raises ValueError when ``bawah`` lies above ``atas``.
    """

    nilai: Decimal | None = None
    bawah: Decimal | None = None
    atas: Decimal | None = None
    bawah_termasuk: bool = True
    atas_termasuk: bool = False
    label: str = ""
    rasio: bool = False

    def __post_init__(self) -> None:
        if self.bawah is not None and self.atas is not None and self.bawah > self.atas:
            raise ValueError("the lower bound of a target lies above its upper bound")

    @property
    def is_angka(self) -> bool:
        """Whether there is a number to compare with."""
        return any(satu is not None for satu in (self.nilai, self.bawah, self.atas))

    @property
    def is_teks(self) -> bool:
        """Whether it is words alone; a dash says nothing."""
        return not self.is_angka and self.label.strip() not in _TANPA_JANJI

    @property
    def is_kosong(self) -> bool:
        """Whether nothing is promised: no number, and no words but a dash."""
        return not self.is_angka and not self.is_teks

    @property
    def is_rentang(self) -> bool:
        """Whether the target is a band."""
        return self.bawah is not None or self.atas is not None

    @property
    def minimal(self) -> Decimal | None:
        """The number that 'higher is better' divides by: the lower bound, else the point."""
        return self.nilai if self.bawah is None else self.bawah

    @property
    def maksimal(self) -> Decimal | None:
        """The number that 'lower is better' compares with: the upper bound, else the point."""
        return self.nilai if self.atas is None else self.atas

    def is_batas_luar(self, nilai: Decimal) -> bool:
        """Whether a value lies exactly on a bound that does not belong to the band."""
        return (nilai == self.bawah and not self.bawah_termasuk) or (
            nilai == self.atas and not self.atas_termasuk
        )

    def teks(self, desimal: int | None = None) -> str:
        """Write the target: ``60``, ``1:25``, ``2,60 – <3,50``, ``≥2,60`` or ``–``.

        A word stands before its numbers, ``Baik (2,60 – <3,50)``; a label that holds figures of its own is the text.
        """
        if self.label and (not self.is_angka or any(huruf.isdigit() for huruf in self.label)):
            return self.label
        angka = self._write_angka(desimal)
        return f"{self.label} ({angka})" if self.label else angka

    def _write_angka(self, desimal: int | None) -> str:
        tulis = format_rasio if self.rasio else format_angka
        if not self.is_rentang:
            return tulis(self.nilai, desimal)
        bawah = tulis(self.bawah, desimal) if self.bawah is not None else ""
        atas = tulis(self.atas, desimal) if self.atas is not None else ""
        if bawah and atas:
            tanda_bawah, tanda_atas = "" if self.bawah_termasuk else ">", "" if self.atas_termasuk else "<"
            return f"{tanda_bawah}{bawah} – {tanda_atas}{atas}"
        if bawah:
            return f"{'≥' if self.bawah_termasuk else '>'}{bawah}"
        return f"{'≤' if self.atas_termasuk else '<'}{atas}"
