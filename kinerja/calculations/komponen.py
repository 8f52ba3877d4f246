"""An index as a weighted tree of components. See docs/perhitungan.md, chapter 10."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sakip.kit.decimals import NOL, exact
from sakip.kit.formats import format_angka
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai

RUMUS = "jumlah (bobot × nilai) / jumlah bobot"


class PohonKomponenError(ValueError):
    """The components do not form a tree, or a level mixes components with and without weights."""

    def __init__(self, pesan: str) -> None:
        self.pesan = pesan
        super().__init__(pesan)


@dataclass(frozen=True, kw_only=True)
class Komponen:
    """A component: key, name, parent (None: directly below the index), weight, and its value when it is a
    leaf.
    """

    kunci: str
    nama: str = ""
    induk: str | None = None
    bobot: Decimal | None = None
    nilai: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class HasilKomponen:
    """The index itself, and the result of every component by key."""

    indeks: Hasil
    komponen: Mapping[str, Hasil]


@exact
def calculate_komponen(*, komponen: Sequence[Komponen], desimal: int = 2, sumber: str = "") -> HasilKomponen:
    """Return the index and the value of every component; parts stay unrounded.

    A parent is Σ (bobot x child) / Σ bobot over its children that have a value, weights of any scale;
    children without weights weigh the same. A value given to a parent is ignored: parents are computed.
    Raises PohonKomponenError for an unknown parent, a doubled key, a circle, weights on some children only,
    or a weight below 0. Worked: (12 x 1,375 + 4,5 x 1)/16,5 = 1,27; SPBE 2022 = 2,66.
    """
    anak = _build_tree(komponen)
    hasil: dict[str, Hasil] = {}
    for satu in _sort_leaves_first(anak, len(komponen)):
        bawah = anak.get(satu.kunci)
        hasil[satu.kunci] = (
            _create_leaf(satu, desimal, sumber) if not bawah else _combine(bawah, hasil, desimal, sumber)
        )
    indeks = _combine(anak.get(None, []), hasil, desimal, sumber)
    return HasilKomponen(indeks=indeks, komponen={satu.kunci: hasil[satu.kunci] for satu in komponen})


def _build_tree(komponen: Sequence[Komponen]) -> dict[str | None, list[Komponen]]:
    kunci = {satu.kunci for satu in komponen}
    if len(kunci) != len(komponen):
        raise PohonKomponenError("Kunci komponen tidak boleh berulang.")
    anak: dict[str | None, list[Komponen]] = {}
    for satu in komponen:
        if satu.induk is not None and satu.induk not in kunci:
            raise PohonKomponenError(f"Induk “{satu.induk}” dari komponen “{satu.kunci}” tidak ada.")
        if satu.bobot is not None and satu.bobot < 0:
            raise PohonKomponenError(f"Bobot komponen “{satu.kunci}” tidak boleh negatif.")
        anak.setdefault(satu.induk, []).append(satu)
    for saudara in anak.values():
        if len({satu.bobot is None for satu in saudara}) > 1:
            raise PohonKomponenError(
                "Komponen pada satu tingkat harus semuanya berbobot atau semuanya tanpa bobot."
            )
    return anak


def _sort_leaves_first(anak: Mapping[str | None, list[Komponen]], jumlah: int) -> list[Komponen]:
    urut: list[Komponen] = []
    antrean = list(anak.get(None, []))
    while antrean:
        satu = antrean.pop()
        urut.append(satu)
        antrean.extend(anak.get(satu.kunci, []))
    if len(urut) != jumlah:
        raise PohonKomponenError("Komponen tidak boleh menjadi induk dari dirinya sendiri.")
    return urut[::-1]


def _create_leaf(satu: Komponen, desimal: int, sumber: str) -> Hasil:
    if satu.nilai is None:
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus="nilai komponen", sumber=sumber)
    return create_hasil(nilai=satu.nilai, desimal=desimal, rumus="nilai komponen", sumber=sumber)


def _combine(anak: list[Komponen], hasil: Mapping[str, Hasil], desimal: int, sumber: str) -> Hasil:
    terisi = [
        (satu, nilai, Decimal(1) if satu.bobot is None else satu.bobot)
        for satu in anak
        if (nilai := hasil[satu.kunci].mentah) is not None
    ]
    masukan = tuple(
        (satu.nama or satu.kunci, f"{text_nilai(nilai)} (bobot {format_angka(bobot)})")
        for satu, nilai, bobot in terisi
    )
    catatan = () if len(terisi) == len(anak) else (f"{len(terisi)} dari {len(anak)} komponen bernilai",)
    total = sum((bobot for _, _, bobot in terisi), NOL)
    if total == 0:
        return create_hasil_kosong(
            kosong=Kosong.TANPA_NILAI, rumus=RUMUS, masukan=masukan, sumber=sumber, catatan=catatan
        )
    suku = " + ".join(f"{format_angka(bobot)} × {text_nilai(nilai)}" for _, nilai, bobot in terisi)
    return create_hasil(
        nilai=sum((bobot * nilai for _, nilai, bobot in terisi), NOL) / total,
        desimal=desimal,
        rumus=RUMUS,
        masukan=masukan,
        langkah=(f"({suku}) / {format_angka(total)}",),
        sumber=sumber,
        catatan=catatan,
    )
