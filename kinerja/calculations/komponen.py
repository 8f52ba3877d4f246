"""An index as a weighted tree of components. See docs/perhitungan.md, chapter 10."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.enums import CaraKomponen
from sakip.kit.decimals import NOL, exact
from sakip.kit.formats import format_angka
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai

RUMUS = {
    CaraKomponen.RATA_RATA: "jumlah (bobot × nilai) / jumlah bobot",
    CaraKomponen.JUMLAH: "jumlah nilai komponen",
}


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
def calculate_komponen(
    *,
    komponen: Sequence[Komponen],
    cara: CaraKomponen = CaraKomponen.RATA_RATA,
    desimal: int = 2,
    sumber: str = "",
) -> HasilKomponen:
    """Return the index and the value of every component; parts stay unrounded.

    A parent is Σ (bobot x child) / Σ bobot over its children that have a value, weights of any scale; children
    without weights weigh the same. With ``cara`` JUMLAH it is Σ child. A value given to a parent is ignored: parents
    are computed. When leaves have no value, what lies above says in ``catatan`` how many have. Raises
    PohonKomponenError for an unknown parent, a doubled key, a circle, weights on some children only, or a weight
    below 0. Worked: (12 x 1,375 + 4,5 x 1)/16,5 = 1,27; SPBE 2022 = 2,66; the sum of 25,1 and 22,3 is 47,40.
    """
    anak = build_tree(komponen)
    hasil: dict[str, Hasil] = {}
    daun: dict[str, tuple[int, int]] = {}
    cara = CaraKomponen(cara)
    for satu in _sort_leaves_first(anak, len(komponen)):
        bawah = anak.get(satu.kunci)
        if bawah:
            daun[satu.kunci] = _count(bawah, daun)
            hasil[satu.kunci] = _combine(bawah, hasil, daun[satu.kunci], cara, desimal, sumber)
        else:
            hasil[satu.kunci] = _create_leaf(satu, desimal, sumber)
            daun[satu.kunci] = (int(satu.nilai is not None), 1)
    akar = anak.get(None, [])
    indeks = _combine(akar, hasil, _count(akar, daun), cara, desimal, sumber)
    return HasilKomponen(indeks=indeks, komponen={satu.kunci: hasil[satu.kunci] for satu in komponen})


def _count(anak: Sequence[Komponen], daun: Mapping[str, tuple[int, int]]) -> tuple[int, int]:
    """Leaves with a value, and all leaves, below some children."""
    pasangan = [daun[satu.kunci] for satu in anak]
    return sum(terisi for terisi, _ in pasangan), sum(semua for _, semua in pasangan)


def build_tree(komponen: Sequence[Komponen]) -> dict[str | None, list[Komponen]]:
    """Return the components by their parent. Raises PohonKomponenError unless they form a tree with whole levels."""
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


def _combine(
    anak: list[Komponen],
    hasil: Mapping[str, Hasil],
    daun: tuple[int, int],
    cara: CaraKomponen,
    desimal: int,
    sumber: str,
) -> Hasil:
    berbobot = cara is CaraKomponen.RATA_RATA
    terisi = [
        (satu, nilai, satu.bobot if berbobot and satu.bobot is not None else Decimal(1))
        for satu in anak
        if (nilai := hasil[satu.kunci].mentah) is not None
    ]
    masukan = tuple(
        (
            satu.nama or satu.kunci,
            f"{text_nilai(nilai)} (bobot {format_angka(bobot)})" if berbobot else text_nilai(nilai),
        )
        for satu, nilai, bobot in terisi
    )
    catatan = () if daun[0] == daun[1] else (f"{daun[0]} dari {daun[1]} komponen bernilai",)
    pembagi = sum((bobot for _, _, bobot in terisi), NOL) if berbobot else Decimal(bool(terisi))
    if pembagi == 0:
        return create_hasil_kosong(
            kosong=Kosong.TANPA_NILAI, rumus=RUMUS[cara], masukan=masukan, sumber=sumber, catatan=catatan
        )
    suku = " + ".join(
        f"{format_angka(bobot)} × {text_nilai(nilai)}" if berbobot else text_nilai(nilai)
        for _, nilai, bobot in terisi
    )
    jumlah = create_hasil(
        nilai=sum((bobot * nilai for _, nilai, bobot in terisi), NOL) / pembagi,
        desimal=desimal,
        rumus=RUMUS[cara],
        masukan=masukan,
        langkah=(f"({suku}) / {format_angka(pembagi)}" if berbobot else suku,),
        sumber=sumber,
        catatan=catatan,
    )
    return replace(jumlah, catatan=catatan)
