"""Which part of a node's budget belongs to which of its indikator. See docs/perhitungan.md, chapter 11."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sakip.kit.decimals import NOL, exact, round_half_up

SEN = 2


@dataclass(frozen=True, kw_only=True)
class SimpulBiaya:
    """A node with its parent and the amount entered at it in rupiah (None: no row; a parent of rows has
    none).

    To allocate to indikator of a sasaran, give a program the sasaran that it mainly supports as its
    ``induk``.
    """

    kunci: str
    induk: str | None = None
    jumlah: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class IndikatorBiaya:
    """An indikator with its node, the indikator one level up that it supports, and its explicit share of its
    node.
    """

    kunci: str
    simpul: str
    mendukung: str | None = None
    porsi: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class HasilAlokasi:
    """Amount of every indikator (None: unknown, prints "–"), and for those the nodes whose amount could not
    be assigned.
    """

    jumlah: Mapping[str, Decimal | None]
    belum_terbagi: Mapping[str, tuple[str, ...]]


@exact
def allocate_jumlah(*, simpul: Sequence[SimpulBiaya], indikator: Sequence[IndikatorBiaya]) -> HasilAlokasi:
    """Return the amount of every indikator, of one kind (pagu or realisasi).

    The only indikator of a node has all of the node's amount. With several, each amount at or below the node
    goes to the one that all indikator of the amount's node lead to by ``mendukung``; else it is split by the
    explicit ``porsi`` of those indikator (proportions, all of them given) among the ones they lead to; else
    by the porsi of the node's own indikator when no link is made; else it is unknown for all that might own
    it. No amount below a node is None. Amounts that are divided alike are added and then shared; a share is rounded to
    sen, the last above 0 takes the remainder. Worked: docs/perhitungan.md, chapter 11.
    """
    induk = {satu.kunci: satu.induk for satu in simpul}
    milik: dict[str, list[IndikatorBiaya]] = {}
    for satu in indikator:
        milik.setdefault(satu.simpul, []).append(satu)
    daun: dict[str, list[SimpulBiaya]] = {kunci: [] for kunci in milik}
    for biaya in simpul:
        if biaya.jumlah is not None:
            for kunci in _walk(biaya.kunci, induk):
                if kunci in daun:
                    daun[kunci].append(biaya)
    atas = {satu.kunci: satu.mendukung for satu in indikator}

    jumlah: dict[str, Decimal | None] = {}
    belum: dict[str, list[str]] = {}
    for kunci, calon in milik.items():
        # amounts of one division are added before they are shared, so that only their sum is rounded
        kelompok: dict[tuple[tuple[str, Decimal], ...], Decimal] = {}
        menerima: set[str] = set()
        for biaya in daun[kunci]:
            pembagian = _divide(biaya, kunci, calon, milik, induk, atas)
            menerima.update(penerima for penerima, _ in pembagian.bagian)
            if pembagian.diketahui:
                nilai = biaya.jumlah or NOL
                kelompok[pembagian.bagian] = kelompok.get(pembagian.bagian, NOL) + nilai
            else:
                for penerima, _ in pembagian.bagian:
                    belum.setdefault(penerima, []).append(biaya.kunci)
        terkumpul = {satu.kunci: NOL for satu in calon}
        for bagian, nilai in kelompok.items():
            for penerima, potongan in _share(nilai, bagian).items():
                terkumpul[penerima] += potongan
        for satu in calon:
            diketahui = satu.kunci not in belum and bool(daun[kunci])
            jumlah[satu.kunci] = terkumpul[satu.kunci] if diketahui and satu.kunci in menerima else None
    return HasilAlokasi(
        jumlah={satu.kunci: jumlah[satu.kunci] for satu in indikator},
        belum_terbagi={kunci: tuple(nodes) for kunci, nodes in belum.items()},
    )


def _walk(kunci: str, atas: Mapping[str, str | None]) -> list[str]:
    """Return a key and what lies above it; a circle ends the walk."""
    jalan: list[str] = []
    langkah: str | None = kunci
    while langkah is not None and langkah not in jalan:
        jalan.append(langkah)
        langkah = atas.get(langkah)
    return jalan


@dataclass(frozen=True, slots=True)
class _Pembagian:
    """Who shares an amount in which proportion; not known: who might own it."""

    bagian: tuple[tuple[str, Decimal], ...]
    diketahui: bool = True


def _unknown(kunci: Iterable[str]) -> _Pembagian:
    return _Pembagian(tuple((satu, NOL) for satu in kunci), diketahui=False)


def _divide(
    biaya: SimpulBiaya,
    simpul: str,
    calon: list[IndikatorBiaya],
    milik: Mapping[str, list[IndikatorBiaya]],
    induk: Mapping[str, str | None],
    atas: Mapping[str, str | None],
) -> _Pembagian:
    """Return how one amount is divided among the indikator of ``simpul``."""
    if len(calon) == 1:
        return _Pembagian(((calon[0].kunci, Decimal(1)),))
    kunci_calon = {satu.kunci for satu in calon}
    for tingkat in _walk(biaya.kunci, induk):
        if tingkat == simpul:
            break
        pengukur = milik.get(tingkat)
        if not pengukur:
            continue
        tujuan = {
            satu.kunci: next((k for k in _walk(satu.kunci, atas) if k in kunci_calon), None)
            for satu in pengukur
        }
        arah = {target for target in tujuan.values() if target is not None}
        if not arah:
            continue
        if None in tujuan.values():
            return _unknown(kunci_calon)
        if len(arah) == 1:
            return _Pembagian(((arah.pop(), Decimal(1)),))
        return _divide_by_porsi([(tujuan[satu.kunci] or "", satu.porsi) for satu in pengukur])
    return _divide_by_porsi([(satu.kunci, satu.porsi) for satu in calon])


def _divide_by_porsi(porsi: list[tuple[str, Decimal | None]]) -> _Pembagian:
    """Return the division by explicit shares; not known when one is missing or below 0, or none is above 0."""
    bagian = [(kunci, nilai) for kunci, nilai in porsi if nilai is not None and nilai >= 0]
    if len(bagian) < len(porsi) or not any(nilai for _, nilai in bagian):
        return _unknown(dict.fromkeys(kunci for kunci, _ in porsi))
    return _Pembagian(tuple(bagian))


def _share(nilai: Decimal, porsi: tuple[tuple[str, Decimal], ...]) -> dict[str, Decimal]:
    """Split an amount in proportion; the last share above 0 takes the remainder of rounding to sen."""
    total = sum((bagian for _, bagian in porsi), NOL)
    hasil: dict[str, Decimal] = {}
    sisa = nilai
    terakhir = max(nomor for nomor, (_, bagian) in enumerate(porsi) if bagian > 0)
    for nomor, (kunci, bagian) in enumerate(porsi):
        potongan = sisa if nomor == terakhir else round_half_up(nilai * bagian / total, SEN)
        sisa -= potongan
        hasil[kunci] = hasil.get(kunci, NOL) + potongan
    return hasil
