"""What an LKjIP is composed of: the tables of one office and year, its texts, who signs. Plain data, no queries."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from laporan.dokumen import Penandatangan
from laporan.tabel.baris import TERCAPAI, TIDAK_TERCAPAI
from laporan.tabel.dasar import Baris, HasilTabel, Sel
from sakip.kit.errors import LayananError


class LaporanTanpaDataError(LayananError):
    """The report has nothing to account for; ``pesan`` says what to enter."""


@dataclass(frozen=True, slots=True)
class Kantor:
    """The office as the report introduces it."""

    nama: str
    singkatan: str
    pemda: str
    jenis_pemda: str = ""
    kepala_daerah: str = "Bupati"
    provinsi: str = ""
    tempat: str = ""
    alamat: str = ""
    visi: str = ""
    misi: tuple[str, ...] = ()
    tujuan: tuple[str, ...] = ()
    program: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    jabatan: tuple[str, ...] = ()

    @property
    def pemda_lengkap(self) -> str:
        """Kind and name of the government: "Kabupaten Lumajang"."""
        return f"{self.jenis_pemda} {self.pemda}".strip()


@dataclass(frozen=True, slots=True)
class DokumenDipakai:
    """A version of a plan or budget that the report rests on."""

    kunci: str
    nama: str
    nomor: str = ""
    tanggal: str = ""


@dataclass(frozen=True)
class IsiLaporan:
    """Everything that `laporan.lkjip.compose_lkjip` prints.

    ``tabel`` holds the official tables that have data, by code; ``kosong`` says of the others what to enter.
    ``narasi`` holds only texts that the office wrote; ``sasaran`` is (kunci, nama) of each measured sasaran;
    ``catatan_sasaran`` holds analysis texts that stand at a sasaran, by its kunci.
    """

    kantor: Kantor
    tahun: int
    tabel: Mapping[str, HasilTabel]
    kosong: Mapping[str, str] = field(default_factory=dict)
    narasi: Mapping[str, str] = field(default_factory=dict)
    catatan_sasaran: Mapping[str, Sequence[tuple[str, str]]] = field(default_factory=dict)
    penandatangan: Penandatangan | None = None
    dokumen: tuple[DokumenDipakai, ...] = ()
    aturan: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def sasaran(self) -> tuple[tuple[str, str], ...]:
        """(kunci, nama) of each measured sasaran, in the order of the table of capaian."""
        return tuple((b.kunci, b.get("nama").teks) for b, _ in group_rows(self.tabel.get("capaian")))

    def with_narasi(self, narasi: Mapping[str, str]) -> "IsiLaporan":
        """The same report with other texts of the office."""
        return replace(self, narasi=dict(narasi))

    def to_json(self) -> dict[str, Any]:
        """Plain data for the snapshot; tables keep the derivation of every cell."""
        return {
            "kantor": asdict(self.kantor),
            "tahun": self.tahun,
            "tabel": [tabel.to_json() for tabel in self.tabel.values()],
            "kosong": dict(self.kosong),
            "narasi": dict(self.narasi),
            "catatan_sasaran": {k: [list(pair) for pair in v] for k, v in self.catatan_sasaran.items()},
            "penandatangan": None if self.penandatangan is None else asdict(self.penandatangan),
            "dokumen": [asdict(satu) for satu in self.dokumen],
            "aturan": {k: dict(v) for k, v in self.aturan.items()},
        }


def load_tabel(isi: Mapping[str, Any]) -> dict[str, HasilTabel]:
    """Return the tables of a snapshot by code."""
    tabel = [HasilTabel.from_json(satu) for satu in isi["isi"]["tabel"]]
    return {satu.kode: satu for satu in tabel}


def group_rows(tabel: HasilTabel | None) -> Iterator[tuple[Baris, list[Baris]]]:
    """Yield each heading row with the indicator rows below it; rows without a heading and totals are left out."""
    kepala: Baris | None = None
    milik: list[Baris] = []
    for baris in tabel.baris if tabel is not None else ():
        if baris.jenis == "indikator" and kepala is not None:
            milik.append(baris)
            continue
        if kepala is not None:
            yield kepala, milik
        kepala, milik = (baris, []) if baris.jenis == "simpul" else (None, [])
    if kepala is not None:
        yield kepala, milik


@dataclass(frozen=True, slots=True)
class Hitungan:
    """How many indicators a table holds, and how many of them reached their target or did not; the rest is unknown."""

    jumlah: int
    tercapai: int
    tidak: int

    @property
    def dinilai(self) -> int:
        """Indicators with a capaian."""
        return self.tercapai + self.tidak

    @property
    def belum(self) -> int:
        """Indicators without a capaian: neither reached nor missed."""
        return self.jumlah - self.dinilai


def count_tercapai(baris: Iterable[Baris]) -> Hitungan:
    """Count the indicator rows of a table of capaian by what they say of the target."""
    kata = [satu.get("tercapai").teks for satu in baris if satu.jenis == "indikator"]
    return Hitungan(len(kata), kata.count(TERCAPAI), kata.count(TIDAK_TERCAPAI))


def get_sel(tabel: HasilTabel | None, kunci: str, kolom: str) -> Sel:
    """The cell of a row and column; empty when table, row or cell is missing."""
    baris = None if tabel is None else tabel.get_baris(kunci)
    return Sel() if baris is None else baris.get(kolom)
