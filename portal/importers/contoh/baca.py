"""Reading the example files: one record per line, typed fields, and an error that names file, line, field and value."""

import csv
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from django.db.models import TextChoices

from sakip.kit.formats import AngkaError, parse_angka, parse_rasio, parse_rupiah
from sakip.kit.hasil import NILAI_TURUNAN

T = TypeVar("T")

MAKSIMUM_KESALAHAN = 20
"""Errors gathered from one folder before reading stops."""


class BarisRusakError(Exception):
    """A line that cannot be loaded, and what to do about it."""

    def __init__(self, *, berkas: str, baris: int, bidang: str, nilai: str, saran: str) -> None:
        self.berkas = berkas
        self.baris = baris
        self.bidang = bidang
        self.nilai = nilai
        self.saran = saran
        tempat = berkas + (f" baris {baris}" if baris else "") + (f", bidang {bidang}" if bidang else "")
        super().__init__(f"{tempat}: {f'“{nilai}”. ' if nilai else ''}{saran}")


class IkutanError(BarisRusakError):
    """A line that fails only because a line before it did; not reported on its own."""


class ContohRusakError(Exception):
    """All the errors of one folder; nothing of the folder is stored."""

    def __init__(self, folder: str, kesalahan: Sequence[BarisRusakError]) -> None:
        self.folder = folder
        self.kesalahan = list(kesalahan)
        super().__init__("\n".join(str(error) for error in kesalahan))


@dataclass
class Kumpulan:
    """Gathers the errors of a folder up to `MAKSIMUM_KESALAHAN`."""

    folder: str
    kesalahan: list[BarisRusakError] = field(default_factory=list)
    ikutan: list[BarisRusakError] = field(default_factory=list)

    @contextmanager
    def baris(self) -> Iterator[None]:
        """Work on one line; its error is kept and the next line follows."""
        try:
            yield
        except IkutanError as error:
            self.ikutan.append(error)
        except BarisRusakError as error:
            self.add(error)

    def add(self, error: BarisRusakError) -> None:
        """Keep an error; stop reading when there are many."""
        self.kesalahan.append(error)
        if len(self.kesalahan) >= MAKSIMUM_KESALAHAN:
            raise ContohRusakError(self.folder, self.kesalahan)

    def finish(self) -> None:
        """Raise ContohRusakError when anything failed; a line that only follows is named when nothing else is."""
        if kesalahan := self.kesalahan or self.ikutan:
            raise ContohRusakError(self.folder, kesalahan)


@dataclass
class Peta:
    """Stored rows of one file by their kunci, the kunci whose line failed, and whether the file could be read."""

    berkas: str
    isi: dict[str, Any] = field(default_factory=dict)
    rusak: set[str] = field(default_factory=set)
    terbaca: bool = True


@dataclass(frozen=True)
class Baris:
    """One line of a file with its fields as text."""

    berkas: str
    nomor: int
    isi: Mapping[str, str]

    def error(self, bidang: str, saran: str) -> BarisRusakError:
        """An error about one field of this line."""
        return BarisRusakError(
            berkas=self.berkas, baris=self.nomor, bidang=bidang, nilai=self.isi.get(bidang, ""), saran=saran
        )

    def teks(self, bidang: str, *, wajib: bool = False) -> str:
        """A text; empty is refused when ``wajib``."""
        text = self.isi[bidang]
        if wajib and not text:
            raise self.error(bidang, "Bidang ini wajib diisi.")
        return text

    def asal(self) -> str:
        """Where the value stands; how it was derived when it stands nowhere (column ``turunan``)."""
        turunan = self.isi["turunan"]
        return f"{self.isi['asal']}; {NILAI_TURUNAN} {turunan}" if turunan else self.isi["asal"]

    def _read(self, bidang: str, read: Callable[[str], T], saran: str) -> T | None:
        text = self.isi[bidang]
        if not text:
            return None
        try:
            return read(text)
        except AngkaError as error:
            raise self.error(bidang, error.pesan) from error
        except ValueError as error:
            raise self.error(bidang, saran) from error

    def angka(self, bidang: str, *, bulat: bool = False, rasio: bool = False) -> Decimal | None:
        """A number in id-ID notation, with ``rasio`` also ``1:25``; ``1.234`` is refused as ambiguous unless the unit
        is of whole numbers.
        """
        read = parse_rasio if rasio else parse_angka
        return self._read(bidang, lambda text: read(text, bulat=bulat), "")

    def rupiah(self, bidang: str) -> Decimal | None:
        """An amount of rupiah: ``4908100368`` or ``4.908.100.368``."""
        return self._read(bidang, parse_rupiah, "")

    def bulat(self, bidang: str) -> int | None:
        """A plain whole number."""
        return self._read(bidang, int, "Isi bilangan bulat, misalnya 2022.")

    def tahun(self, bidang: str = "tahun") -> int:
        """A year of four digits."""
        value = self.bulat(bidang)
        if value is None or not 1945 <= value <= 9999:
            raise self.error(bidang, "Isi tahun dengan empat angka, misalnya 2022.")
        return value

    def tanggal(self, bidang: str) -> date | None:
        """A date in ISO form."""
        return self._read(bidang, date.fromisoformat, "Isi tanggal dengan bentuk 2022-01-31.")

    def ya(self, bidang: str, *, baku: bool) -> bool:
        """``ya`` or ``tidak``; empty is ``baku``."""
        text = self.isi[bidang]
        if text not in ("", "ya", "tidak"):
            raise self.error(bidang, "Isi ya atau tidak.")
        return baku if not text else text == "ya"

    def pilihan(self, bidang: str, pilihan: type[TextChoices], *, baku: str = "") -> str:
        """One of the choice values; empty is ``baku``, refused when there is none."""
        text = self.isi[bidang] or baku
        if text not in pilihan.values:
            raise self.error(bidang, f"Isi salah satu dari: {', '.join(pilihan.values)}.")
        return text

    def pilihan_opsional(self, bidang: str, pilihan: type[TextChoices]) -> str:
        """One of the choice values, or empty."""
        return self.pilihan(bidang, pilihan) if self.isi[bidang] else ""

    def rujuk(self, bidang: str, peta: Peta) -> Any:
        """The row of another file that the field names by its kunci; required."""
        row = self.rujuk_opsional(bidang, peta)
        if row is None:
            raise self.error(bidang, f"Isi kunci dari {peta.berkas}.")
        return row

    def rujuk_opsional(self, bidang: str, peta: Peta) -> Any | None:
        """The row of another file that the field names by its kunci, or None when empty."""
        kunci = self.isi[bidang]
        if not kunci:
            return None
        if kunci in peta.rusak or (kunci not in peta.isi and not peta.terbaca):
            raise IkutanError(
                berkas=self.berkas,
                baris=self.nomor,
                bidang=bidang,
                nilai=kunci,
                saran=f"Perbaiki {peta.berkas}.",
            )
        if kunci not in peta.isi:
            raise self.error(
                bidang, f"Kunci ini tidak ada di {peta.berkas}. Perbaiki atau tambahkan barisnya."
            )
        return peta.isi[kunci]


KOLOM: dict[str, str] = {
    "simpul": "kunci;jenjang;induk;misi;kode;nama;sasaran;unit;menggantikan;sebanding",
    "dukungan": "program;sasaran;utama;porsi",
    "dokumen": "kunci;jenis;tahun;tahun_akhir;nomor;tanggal;pendahulu;alasan;urutan",
    "indikator": (
        "kunci;simpul;jenis;nama;satuan;polaritas;agregasi;makna_target;jenis_nilai;desimal;frekuensi;mendukung;porsi;"
        "definisi;pembilang;penyebut;faktor;sumber;menggantikan;sebanding;skala;porsi_belanja;asal;"
        "bobot;batas_tampil;batas_rata;formula_minimasi;akumulasi_renstra;cara_komponen"
    ),
    "pilihan": "indikator;label;persen;asal",
    "komponen": "indikator;kunci;induk;nama;bobot;tahun;nilai;asal;periode",
    "target": "dokumen;indikator;tahun;periode;nilai;bawah;atas;label;asal;bawah_termasuk;atas_termasuk",
    "realisasi": "indikator;tahun;periode;nilai;pembilang;penyebut;alasan;dipakai;asal;turunan;label",
    "capaian_terbit": "indikator;tahun;nilai;asal",
    "pagu": "dokumen;simpul;rekening;uraian;jumlah;asal;turunan",
    "belanja": "simpul;tahun;bulan;rekening;uraian;jumlah;asal",
    "pendapatan": "dokumen;kunci;induk;uraian;target;tahun;realisasi;realisasi_lalu;asal;turunan",
    "ringkasan": "dokumen;butir;nilai;asal",
    "pembanding": "kunci;indikator;tahun;jenis;nama;nilai;sumber;asal",
    "analisis": "indikator;simpul;tahun;periode;jenis;teks;asal",
}
"""Columns of each file, in order."""

KOLOM_OPSIONAL: dict[str, frozenset[str]] = {
    "indikator": frozenset(
        {
            "skala",
            "porsi_belanja",
            "asal",
            "bobot",
            "batas_tampil",
            "batas_rata",
            "formula_minimasi",
            "akumulasi_renstra",
            "cara_komponen",
        }
    ),
    "komponen": frozenset({"periode"}),
    "target": frozenset({"bawah_termasuk", "atas_termasuk"}),
    "realisasi": frozenset({"turunan", "label"}),
    "pagu": frozenset({"turunan"}),
    "pendapatan": frozenset({"turunan"}),
    "analisis": frozenset({"asal"}),
}
"""Columns that a file may leave out."""


def _split(line: str) -> list[str]:
    return [part.strip() for part in next(csv.reader([line], delimiter=";", strict=True))]


def read_csv(folder: Path, tabel: str, kumpulan: Kumpulan) -> list[Baris]:
    """Read one file of a folder. Lines starting with ``#`` and empty lines are skipped."""
    path = folder / f"{tabel}.csv"
    berkas = f"{folder.name}/{path.name}"
    kolom = KOLOM[tabel].split(";")

    def refuse(baris: int, nilai: str, saran: str) -> BarisRusakError:
        return BarisRusakError(berkas=berkas, baris=baris, bidang="", nilai=nilai[:80], saran=saran)

    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        kumpulan.add(
            refuse(0, "", "Berkas tidak ada. Buat berkas ini, sekurang-kurangnya dengan baris judulnya.")
        )
        return []
    except UnicodeDecodeError as error:
        kumpulan.add(
            refuse(0, "", f"Berkas bukan UTF-8 (byte ke-{error.start}). Simpan ulang sebagai UTF-8.")
        )
        return []
    rows: list[Baris] = []
    judul: list[str] = []
    for nomor, line in enumerate(lines, start=1):
        if not line.strip() or line.startswith("#"):
            continue
        with kumpulan.baris():
            try:
                isi = _split(line)
            except csv.Error as error:
                raise refuse(
                    nomor, line, "Tanda kutip tidak berpasangan. Tutup atau hapus tanda kutipnya."
                ) from error
            if not judul:
                judul = isi
                boleh_hilang = KOLOM_OPSIONAL.get(tabel, frozenset())
                if isi != [nama for nama in kolom if nama in isi or nama not in boleh_hilang]:
                    kumpulan.add(refuse(nomor, line, f"Judul kolom harus: {KOLOM[tabel]}"))
                    return []
                continue
            if len(isi) != len(judul):
                raise refuse(
                    nomor,
                    line,
                    f"Baris mempunyai {len(isi)} bidang, seharusnya {len(judul)}: {';'.join(judul)}. Kutip teks yang "
                    "memuat titik koma.",
                )
            rows.append(Baris(berkas, nomor, dict.fromkeys(kolom, "") | dict(zip(judul, isi, strict=True))))
    return rows


@dataclass(frozen=True)
class Bagian:
    """One table of opd.toml; errors name the file and the key."""

    berkas: str
    nama: str
    isi: Mapping[str, Any]

    def error(self, kunci: str, saran: str) -> BarisRusakError:
        """An error about one key."""
        nilai = str(self.isi.get(kunci, ""))
        bidang = f"{self.nama}.{kunci}" if kunci else self.nama
        return BarisRusakError(berkas=self.berkas, baris=0, bidang=bidang, nilai=nilai, saran=saran)

    def teks(self, kunci: str, *, wajib: bool = False, baku: str = "") -> str:
        """A text (a number is taken as its digits)."""
        value = self.isi.get(kunci, baku)
        if not isinstance(value, str | int) or isinstance(value, bool):
            raise self.error(kunci, "Isi teks di antara tanda kutip.")
        if wajib and value == "":
            raise self.error(kunci, "Bidang ini wajib diisi.")
        return str(value).strip()

    def angka(self, kunci: str) -> Decimal | None:
        """A number written as text; empty or absent is None."""
        return self.read_angka(kunci, self.teks(kunci))

    def read_angka(self, kunci: str, text: str) -> Decimal | None:
        """Read a number that belongs to ``kunci``."""
        try:
            return parse_angka(text) if text else None
        except AngkaError as error:
            raise self.error(kunci, error.pesan) from error

    def bulat(self, kunci: str, *, baku: int | None = None) -> int | None:
        """A whole number; empty or absent is ``baku``."""
        value = self.isi.get(kunci, "")
        if value == "":
            return baku
        if isinstance(value, bool) or not re.fullmatch(r"\d+", str(value)):
            raise self.error(kunci, "Isi bilangan bulat.")
        return int(value)

    def ya(self, kunci: str, *, baku: bool) -> bool:
        """True or false; absent is ``baku``."""
        value = self.isi.get(kunci, baku)
        if not isinstance(value, bool):
            raise self.error(kunci, "Isi true atau false.")
        return value

    def daftar(self, kunci: str) -> list[Any]:
        """A list; absent is empty."""
        value = self.isi.get(kunci, [])
        if not isinstance(value, list):
            raise self.error(kunci, "Isi daftar di antara tanda kurung siku.")
        return value

    def pilihan(self, kunci: str, pilihan: type[TextChoices], *, baku: str) -> str:
        """One of the choice values; empty or absent is ``baku``."""
        value = self.teks(kunci) or baku
        if value not in pilihan.values:
            raise self.error(kunci, f"Isi salah satu dari: {', '.join(pilihan.values)}.")
        return value


def read_toml(folder: Path) -> tuple[Bagian, Callable[[str], list[Bagian]]]:
    """Read opd.toml: its top level, and a function that gives the tables of a name. Raises BarisRusakError."""
    path = folder / "opd.toml"
    berkas = f"{folder.name}/{path.name}"
    try:
        isi = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise BarisRusakError(
            berkas=berkas, baris=0, bidang="", nilai="", saran="Berkas tidak ada. Buat berkas ini."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        found = re.search(r"line (\d+)", str(error))
        raise BarisRusakError(
            berkas=berkas,
            baris=int(found[1]) if found else 0,
            bidang="",
            nilai="",
            saran=f"Bukan TOML yang benar ({error}). Perbaiki baris ini.",
        ) from error

    def bagian(nama: str) -> list[Bagian]:
        value = isi.get(nama, [])
        tables = value if isinstance(value, list) else [value]
        return [Bagian(berkas, nama, table) for table in tables]

    return Bagian(berkas, "opd.toml", {k: v for k, v in isi.items() if isinstance(v, str | int)}), bagian
