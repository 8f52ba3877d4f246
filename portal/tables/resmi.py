"""An official table (`HasilTabel`) on the screen and in a workbook: the same rows as in the report."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from urllib.parse import urlencode

from laporan.tabel.dasar import Baris, HasilTabel, Kolom, Sel

BARIS_PER_HALAMAN = 100


@dataclass(frozen=True, slots=True)
class KepalaKelompok:
    """A head over one or several columns; without ``judul`` the columns below have no common head."""

    judul: str
    rentang: int


@dataclass(frozen=True, slots=True)
class SelLayar:
    """A cell with its column, as the template shows it."""

    kolom: Kolom
    sel: Sel
    pertama: bool
    asal_url: str
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class BarisLayar:
    """A row as the template shows it."""

    baris: Baris
    sel: Sequence[SelLayar]

    @property
    def kelas(self) -> str:
        """Class of the row: a node stands out over its indicators."""
        return {"simpul": "kelompok", "total": "total"}.get(self.baris.jenis, "")


def create_kepala(kolom: Sequence[Kolom]) -> list[KepalaKelompok]:
    """Return the heads over groups of neighbours; empty when no column belongs to a group."""
    if not any(satu.kelompok for satu in kolom):
        return []
    return [
        KepalaKelompok(judul, len(list(isi))) for judul, isi in groupby(kolom, key=lambda satu: satu.kelompok)
    ]


def create_baris_layar(hasil: HasilTabel, baris: Sequence[Baris], alamat: str) -> list[BarisLayar]:
    """Return rows with the address of the derivation of every figure (``alamat`` ends with ``?`` or ``&``)."""
    rows = []
    for satu in baris:
        sel = []
        disebut = set()
        for nomor, kolom in enumerate(hasil.kolom):
            isi = satu.get(kolom.kode)
            url = (
                f"{alamat}{urlencode({'baris': satu.kunci, 'kolom': kolom.kode})}"
                if isi.derivasi is not None
                else ""
            )
            # one reason empties several cells of a row (realisasi, capaian, keterangan): it is said once
            alasan = isi.catatan or (isi.keterangan if isi.nilai is None else "")
            alasan = "" if alasan in disebut else alasan
            disebut.add(alasan)
            sel.append(SelLayar(kolom=kolom, sel=isi, pertama=nomor == 0, asal_url=url, alasan=alasan))
        rows.append(BarisLayar(satu, sel))
    return rows
