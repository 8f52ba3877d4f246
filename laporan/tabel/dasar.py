"""Rows once, renderers many: the shape of an official table.

A definition makes ``HasilTabel`` from data; screen, Excel, PDF, the ``tabel`` command and the snapshot of a set
report render the same rows. A cell never reads another cell.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Any, Generic, Literal, TypeVar

from kinerja.calculations.aturan import Pita, Skala
from sakip.kit.formats import TANDA_KOSONG, format_angka
from sakip.kit.hasil import Derivasi, Hasil

JenisKolom = Literal["teks", "angka", "rupiah", "persen", "predikat"]
JenisBaris = Literal["simpul", "indikator", "rekening", "uraian", "total"]
DrafDari = Literal["kolom", "renstra", "semua", "tanpa"]
Data = TypeVar("Data")


class TabelTidakDikenalError(Exception):
    """No official table has this code."""

    def __init__(self, kode: str) -> None:
        self.pesan = f"Tabel dengan kode “{kode}” tidak dikenal. Lihat daftar kode dengan pilihan --daftar."
        super().__init__(self.pesan)


class TabelTanpaDataError(Exception):
    """The table needs data that the office does not have; ``pesan`` says what to enter."""

    def __init__(self, pesan: str) -> None:
        self.pesan = pesan
        super().__init__(pesan)


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column. ``kelompok`` is the head over it and its neighbours; ``lebar`` is percent of the printed width."""

    kode: str
    judul: str
    jenis: JenisKolom = "teks"
    kelompok: str = ""
    lebar: int = 0

    @property
    def is_angka(self) -> bool:
        """Whether cells are numbers, set to the right."""
        return self.jenis in {"angka", "rupiah", "persen"}


@dataclass(frozen=True, slots=True)
class Sel:
    """One cell: its text, its value as displayed, how it came about, and the reason when it is empty.

    ``catatan`` stands beside the value wherever it prints, also as a note of its table.
    """

    teks: str = ""
    nilai: Decimal | str | None = None
    desimal: int | None = None
    derivasi: Derivasi | None = None
    keterangan: str = ""
    tingkat: int = 0
    catatan: str = ""

    def to_json(self) -> dict[str, Any]:
        """Plain data for the snapshot of a report."""
        data: dict[str, Any] = {"teks": self.teks}
        if isinstance(self.nilai, Decimal):
            data["angka"] = str(self.nilai)
        elif self.nilai is not None:
            data["nilai"] = self.nilai
        if self.desimal is not None:
            data["desimal"] = self.desimal
        for name in ("keterangan", "tingkat", "catatan"):
            if value := getattr(self, name):
                data[name] = value
        if self.derivasi is not None:
            data["derivasi"] = {
                "rumus": self.derivasi.rumus,
                "masukan": [list(pair) for pair in self.derivasi.masukan],
                "langkah": list(self.derivasi.langkah),
                "batas": self.derivasi.batas,
                "pembulatan": self.derivasi.pembulatan,
                "pita": self.derivasi.pita,
                "sumber": self.derivasi.sumber,
                "catatan": list(self.derivasi.catatan),
            }
        return data

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Sel":
        """The cell that ``to_json`` described."""
        raw = data.get("derivasi")
        derivasi = None
        if raw is not None:
            derivasi = Derivasi(
                rumus=raw["rumus"],
                masukan=tuple((name, value) for name, value in raw["masukan"]),
                langkah=tuple(raw["langkah"]),
                batas=raw["batas"],
                pembulatan=raw["pembulatan"],
                pita=raw["pita"],
                sumber=raw["sumber"],
                catatan=tuple(raw["catatan"]),
            )
        nilai = Decimal(data["angka"]) if "angka" in data else data.get("nilai")
        return cls(
            teks=data["teks"],
            nilai=nilai,
            desimal=data.get("desimal"),
            derivasi=derivasi,
            keterangan=data.get("keterangan", ""),
            tingkat=data.get("tingkat", 0),
            catatan=data.get("catatan", ""),
        )


SEL_KOSONG = Sel()


@dataclass(frozen=True, slots=True)
class Baris:
    """One row: its stable key, its cells by column code, its level and kind."""

    kunci: str
    sel: Mapping[str, Sel]
    tingkat: int = 0
    jenis: JenisBaris = "indikator"

    def get(self, kode: str) -> Sel:
        """The cell of a column; empty when the row has none."""
        return self.sel.get(kode, SEL_KOSONG)


@dataclass(frozen=True, slots=True)
class HasilTabel:
    """An official table with its rows, ready for any renderer."""

    kode: str
    judul: str
    kolom: Sequence[Kolom]
    baris: Sequence[Baris]
    sumber: str = ""
    catatan: Sequence[str] = ()
    lanskap: bool = False
    konteks: Sequence[tuple[str, str]] = field(default=())

    def get_baris(self, kunci: str) -> Baris | None:
        """The row with this key, or None."""
        return next((baris for baris in self.baris if baris.kunci == kunci), None)

    def to_json(self) -> dict[str, Any]:
        """Plain data for the snapshot of a report."""
        return {
            "kode": self.kode,
            "judul": self.judul,
            "kolom": [[k.kode, k.judul, k.jenis, k.kelompok, k.lebar] for k in self.kolom],
            "baris": [
                {
                    "kunci": b.kunci,
                    "tingkat": b.tingkat,
                    "jenis": b.jenis,
                    "sel": {kode: sel.to_json() for kode, sel in b.sel.items()},
                }
                for b in self.baris
            ],
            "sumber": self.sumber,
            "catatan": list(self.catatan),
            "lanskap": self.lanskap,
            "konteks": [list(pair) for pair in self.konteks],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "HasilTabel":
        """The table that ``to_json`` described."""
        return cls(
            kode=data["kode"],
            judul=data["judul"],
            kolom=[Kolom(*values) for values in data["kolom"]],
            baris=[
                Baris(
                    kunci=b["kunci"],
                    tingkat=b["tingkat"],
                    jenis=b["jenis"],
                    sel={kode: Sel.from_json(sel) for kode, sel in b["sel"].items()},
                )
                for b in data["baris"]
            ],
            sumber=data["sumber"],
            catatan=data["catatan"],
            lanskap=data["lanskap"],
            konteks=[(label, value) for label, value in data["konteks"]],
        )


@dataclass(frozen=True, slots=True)
class TabelResmi(Generic[Data]):
    """Definition of an official table: what it is called and how its rows are made.

    ``draf_dari`` says where its realisasi come from: the year and those that its columns name, the years of the renstra
    so far, every measured indikator of the year (a count of them), or nowhere (a plan), so that figures over values
    that are not approved say so.
    """

    kode: str
    judul: str
    rujukan: str
    susun: Callable[[Data], HasilTabel]
    perlu_dokumen: bool = False
    draf_dari: DrafDari = "kolom"


def create_sel_teks(teks: str) -> Sel:
    """Return a text cell."""
    return Sel(teks=teks, nilai=teks)


def create_sel_angka(nilai: Decimal | int | None, desimal: int | None = None, *, keterangan: str = "") -> Sel:
    """Return a number cell that was entered, not computed; None prints as a dash with its reason."""
    if nilai is None:
        return Sel(teks=TANDA_KOSONG, keterangan=keterangan)
    return Sel(teks=format_angka(nilai, desimal), nilai=Decimal(nilai), desimal=desimal)


def create_sel_rupiah(nilai: Decimal | None, *, derivasi: Derivasi | None = None) -> Sel:
    """Return an amount cell in whole rupiah unless it has sen."""
    if nilai is None:
        return Sel(teks=TANDA_KOSONG, derivasi=derivasi)
    desimal = 0 if nilai == nilai.to_integral_value() else 2
    return Sel(teks=format_angka(nilai, desimal), nilai=nilai, desimal=desimal, derivasi=derivasi)


def create_sel_hasil(hasil: Hasil | None, desimal: int | None = None) -> Sel:
    """Return the cell of a computed figure with its derivation."""
    if hasil is None:
        return Sel(teks=TANDA_KOSONG)
    return Sel(
        teks=hasil.teks,
        nilai=hasil.teks if hasil.is_kata else hasil.tampil,
        desimal=None if hasil.is_kata else desimal,
        derivasi=hasil.derivasi,
        keterangan=hasil.keterangan,
        catatan="; ".join(hasil.catatan),
    )


def add_catatan_sel(tabel: HasilTabel) -> HasilTabel:
    """Return the table with the notes of its cells below it, each once and named by its row."""
    catatan = [
        f"{baris.get('nama').teks}: {sel.catatan}."
        for baris in tabel.baris
        for sel in baris.sel.values()
        if sel.catatan
    ]
    return replace(tabel, catatan=list(dict.fromkeys((*tabel.catatan, *catatan)))) if catatan else tabel


def create_sel_predikat(pita: Pita | None, skala: Skala | None, *, derivasi: Derivasi | None = None) -> Sel:
    """Return a predicate cell: its word and the colour step of its band."""
    if pita is None or skala is None:
        return Sel(teks=TANDA_KOSONG)
    return Sel(teks=pita.nama, nilai=pita.nama, tingkat=skala.warna(pita), derivasi=derivasi)
