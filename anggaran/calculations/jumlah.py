"""Sums up a tree: a parent is the sum of its children. See docs/perhitungan.md, chapter 12."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Generic, TypeVar

from sakip.kit.decimals import exact

K = TypeVar("K", bound=Hashable)


@dataclass(frozen=True)
class BarisJumlah(Generic[K]):
    """One node: its key, the key of its parent (None for a root), and its own amount in rupiah (None: no
    row).
    """

    kunci: K
    induk: K | None
    jumlah: Decimal | None = None


class IndukTidakDikenalError(ValueError):
    """A node names a parent that is not in the tree, comes twice, or is its own ancestor."""


class RincianDanTotalError(ValueError):
    """A node has an amount of its own and amounts below it; ``kunci`` is the node."""

    def __init__(self, kunci: object) -> None:
        self.kunci = kunci
        self.pesan = (
            f"“{kunci}” memiliki jumlah sendiri dan rincian di bawahnya. "
            "Isi rincian atau total, bukan keduanya."
        )
        super().__init__(self.pesan)


@exact
def roll_up(*, baris: Sequence[BarisJumlah[K]]) -> dict[K, Decimal | None]:
    """Return the amount of every node: its own, or the sum of its children; None when nothing below it has
    one.

    A parent with some children without amounts is the sum of the others. The order of ``baris`` is kept.
    Raises IndukTidakDikenalError for a broken tree and RincianDanTotalError when a node has both an amount
    and amounts below it.
    """
    anak: dict[K | None, list[K]] = {}
    sendiri: dict[K, Decimal | None] = {}
    for node in baris:
        if node.kunci in sendiri:
            raise IndukTidakDikenalError(f"node {node.kunci!r} comes twice")
        sendiri[node.kunci] = node.jumlah
        anak.setdefault(node.induk, []).append(node.kunci)
    for node in baris:
        if node.induk is not None and node.induk not in sendiri:
            raise IndukTidakDikenalError(f"node {node.kunci!r} names the unknown parent {node.induk!r}")

    urut: list[K] = []
    antrean = list(anak.get(None, []))
    while antrean:
        kunci = antrean.pop()
        urut.append(kunci)
        antrean.extend(anak.get(kunci, []))
    if len(urut) != len(sendiri):
        raise IndukTidakDikenalError("a node is its own ancestor")

    hasil: dict[K, Decimal | None] = {}
    for kunci in reversed(urut):
        bawah = [jumlah for child in anak.get(kunci, []) if (jumlah := hasil[child]) is not None]
        milik = sendiri[kunci]
        if milik is not None and bawah:
            raise RincianDanTotalError(kunci)
        hasil[kunci] = sum(bawah[1:], bawah[0]) if bawah else milik
    return {node.kunci: hasil[node.kunci] for node in baris}
