"""The LKjIP as a printed document: plain frozen structures, without models, that the print templates lay out.

Whoever composes the report fills these; cells arrive as the text that every other renderer shows. Numbers of
tables, figures and headings that are left empty are given by `number_dokumen`.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Literal

from django.template.loader import render_to_string

from laporan.pdf import HasilPdf, render_pdf_rinci
from laporan.pdf.aset import read_aset_cetak

Rata = Literal["kiri", "kanan", "tengah"]

KONSEP = "KONSEP"
CONTOH_TIDAK_SAH = "CONTOH – TIDAK SAH"

_ANGKA = re.compile(r"\(?[-−]?[\d.]+(?:,(\d+))?\)?(%?)")


@dataclass(frozen=True, slots=True)
class Paragraf:
    """One paragraph of plain text."""

    templat: ClassVar[str] = "laporan/cetak/_paragraf.html"
    teks: str


@dataclass(frozen=True, slots=True)
class Daftar:
    """A list, numbered or with dashes."""

    templat: ClassVar[str] = "laporan/cetak/_daftar.html"
    butir: tuple[str, ...]
    bernomor: bool = False


@dataclass(frozen=True, slots=True)
class Subjudul:
    """A heading inside a chapter: `tingkat` 2 (3.1) or 3 (3.1.1).

    `number_dokumen` gives `jangkar`, and `lanskap` to a heading that stands over a landscape table.
    """

    templat: ClassVar[str] = "laporan/cetak/_subjudul.html"
    judul: str
    tingkat: Literal[2, 3] = 2
    nomor: str = ""
    jangkar: str = ""
    lanskap: bool = False


@dataclass(frozen=True, slots=True)
class AngkaUtama:
    """A row of key figures: (value as text, what it is)."""

    templat: ClassVar[str] = "laporan/cetak/_angka_utama.html"
    butir: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class KolomCetak:
    """A column: `kelompok` is the head above it and its neighbours.

    `lebar` is percent of the table, 0 for a column sized by its content.
    """

    judul: str
    kelompok: str = ""
    rata: Rata = "kiri"
    lebar: int = 0


@dataclass(frozen=True, slots=True)
class BarisCetak:
    """A row of cells as text; a single cell in a wider table spans it.

    `tingkat` (0 to 5) indents the first left-aligned column; `jumlah` is a total with a rule above.
    """

    sel: tuple[str, ...]
    tingkat: int = 0
    tebal: bool = False
    jumlah: bool = False


@dataclass(frozen=True, slots=True)
class SelJudul:
    """A head cell as laid out."""

    judul: str
    kelas: str
    kolom: int = 1
    baris: int = 1
    kelompok: bool = False


@dataclass(frozen=True, slots=True)
class SelIsi:
    """A body cell as laid out."""

    teks: str
    kelas: str
    rentang: int = 1


@dataclass(frozen=True, slots=True)
class BarisTata:
    """A body row as laid out."""

    sel: tuple[SelIsi, ...]
    kelas: str


@dataclass(frozen=True, slots=True)
class TabelCetak:
    """A table with its caption above, source and note below.

    `lanskap` puts it on landscape pages, `rapat` sets it smaller.
    """

    templat: ClassVar[str] = "laporan/cetak/_tabel.html"
    kode: str
    judul: str
    kolom: tuple[KolomCetak, ...]
    baris: tuple[BarisCetak, ...]
    nomor: str = ""
    sumber: str = ""
    catatan: str = ""
    lanskap: bool = False
    rapat: bool = False

    @property
    def jangkar(self) -> str:
        """Anchor of the table in the document."""
        return f"tabel-{self.nomor}"

    @property
    def padat(self) -> bool:
        """Whether the table is set smaller: asked for, or because it has so many columns."""
        return self.rapat or len(self.kolom) > 12

    @property
    def lebar(self) -> tuple[int, ...]:
        """Widths of the columns in percent, 0 for those sized by content."""
        return tuple(kolom.lebar for kolom in self.kolom)

    @property
    def kepala(self) -> tuple[tuple[SelJudul, ...], ...]:
        """Head rows: neighbours with the same `kelompok` are joined under it."""
        tinggi = 2 if any(kolom.kelompok for kolom in self.kolom) else 1
        atas: list[SelJudul] = []
        bawah: list[SelJudul] = []
        sebelum = ""
        for i, kolom in enumerate(self.kolom):
            tepi = f"{' awal' if i == 0 else ''}{' akhir' if i == len(self.kolom) - 1 else ''}"
            if not kolom.kelompok:
                atas.append(SelJudul(kolom.judul, kolom.rata + tepi, baris=tinggi))
            else:
                bawah.append(SelJudul(kolom.judul, kolom.rata + tepi))
                lanjutan = kolom.kelompok == sebelum
                lebar = atas.pop().kolom + 1 if lanjutan else 1
                atas.append(SelJudul(kolom.kelompok, f"kelompok{tepi}", kolom=lebar, kelompok=True))
            sebelum = kolom.kelompok
        return (tuple(atas), tuple(bawah)) if tinggi == 2 else (tuple(atas),)

    @property
    def isi(self) -> tuple[BarisTata, ...]:
        """Body rows with classes for alignment, indent and weight; decimals of a column align on the comma."""
        desimal = self._decimals()
        utama = next((i for i, kolom in enumerate(self.kolom) if kolom.rata == "kiri"), 0)
        return tuple(self._row(baris, desimal, utama) for baris in self.baris)

    def _decimals(self) -> list[int]:
        banyak = [0] * len(self.kolom)
        for baris in self.baris:
            if len(baris.sel) != len(self.kolom):
                continue
            for i, teks in enumerate(baris.sel):
                if self.kolom[i].rata == "kanan" and (cocok := _ANGKA.fullmatch(teks)):
                    banyak[i] = max(banyak[i], len(cocok[1] or ""))
        return banyak

    def _row(self, baris: BarisCetak, desimal: Sequence[int], utama: int) -> BarisTata:
        kelas = " ".join(nama for nama, ada in (("tebal", baris.tebal), ("jumlah", baris.jumlah)) if ada)
        if len(baris.sel) == 1 and len(self.kolom) > 1:
            sel = SelIsi(baris.sel[0], f"kiri t{min(baris.tingkat, 5)}", len(self.kolom))
            return BarisTata((sel,), f"{kelas} rentang".strip())
        if len(baris.sel) != len(self.kolom):
            raise ValueError(
                f"Tabel {self.kode}: baris berisi {len(baris.sel)} sel, kolom {len(self.kolom)}."
            )
        isi = []
        for i, (teks, kolom) in enumerate(zip(baris.sel, self.kolom, strict=True)):
            nama: str = kolom.rata
            if i == utama and baris.tingkat:
                nama += f" t{min(baris.tingkat, 5)}"
            if kolom.rata == "kanan" and (cocok := _ANGKA.fullmatch(teks)):
                kurang = desimal[i] - len(cocok[1] or "")
                nama += f" angka k{min(kurang, 4)}{'' if cocok[1] else 'k'}" if kurang else " angka"
            isi.append(SelIsi(teks, nama))
        return BarisTata(tuple(isi), kelas)


@dataclass(frozen=True, slots=True)
class Grafik:
    """A chart; `svg` comes from `laporan.grafik` (safe markup), `keterangan` prints below it."""

    templat: ClassVar[str] = "laporan/cetak/_grafik.html"
    svg: str
    judul: str
    nomor: str = ""
    keterangan: str = ""

    @property
    def jangkar(self) -> str:
        """Anchor of the figure in the document."""
        return f"gambar-{self.nomor}"


Blok = Paragraf | Daftar | Subjudul | AngkaUtama | TabelCetak | Grafik


@dataclass(frozen=True, slots=True)
class Bagian:
    """A part that opens on a new page: a chapter (`nomor` "I"), a preface or an annex (`nomor` "Lampiran 1")."""

    judul: str
    blok: tuple[Blok, ...]
    nomor: str = ""
    jangkar: str = ""

    @property
    def lanskap(self) -> bool:
        """Whether the part begins on a landscape page."""
        return bool(self.blok) and isinstance(self.blok[0], TabelCetak | Subjudul) and self.blok[0].lanskap


@dataclass(frozen=True, slots=True)
class Penandatangan:
    """Who signs. `elektronik` prints the electronic signature text: only on the version rendered for signing."""

    jabatan: str
    nama: str
    pangkat: str = ""
    nip: str = ""
    tempat: str = ""
    tanggal: str = ""
    elektronik: bool = False


@dataclass(frozen=True, slots=True)
class Entri:
    """A line of a table of contents."""

    judul: str
    jangkar: str
    tingkat: int
    nomor: str = ""
    romawi: bool = False


@dataclass(frozen=True, slots=True)
class DokumenLkjip:
    """A whole report. `tanda_air` is "", `KONSEP` or `CONTOH_TIDAK_SAH`; it prints on every page."""

    judul: str
    opd: str
    pemda: str
    tahun: int
    bab: tuple[Bagian, ...]
    kata_pengantar: tuple[Blok, ...] = ()
    ikhtisar: tuple[Blok, ...] = ()
    lampiran: tuple[Bagian, ...] = ()
    penandatangan: Penandatangan | None = None
    singkatan: str = ""
    alamat: str = ""
    tempat: str = ""
    tanda_air: str = ""

    @property
    def kepala_halaman(self) -> str:
        """Running head: the office and the year."""
        return f"LKjIP {self.opd} Tahun {self.tahun}"

    @property
    def daftar_isi(self) -> tuple[Entri, ...]:
        """Lines of the table of contents, front matter first."""
        depan = [
            ("Kata Pengantar", "kata-pengantar", bool(self.kata_pengantar)),
            ("Ikhtisar Eksekutif", "ikhtisar-eksekutif", bool(self.ikhtisar)),
            ("Daftar Isi", "daftar-isi", True),
            ("Daftar Tabel", "daftar-tabel", bool(self.daftar_tabel)),
            ("Daftar Gambar", "daftar-gambar", bool(self.daftar_gambar)),
        ]
        entri = [Entri(judul, jangkar, 1, romawi=True) for judul, jangkar, ada in depan if ada]
        for bagian in (*self.bab, *self.lampiran):
            nomor = bagian.nomor if bagian in self.lampiran else f"Bab {bagian.nomor}"
            entri.append(Entri(bagian.judul, bagian.jangkar, 1, nomor))
            entri += [
                Entri(blok.judul, blok.jangkar, blok.tingkat, blok.nomor)
                for blok in bagian.blok
                if isinstance(blok, Subjudul)
            ]
        return tuple(entri)

    @property
    def daftar_tabel(self) -> tuple[Entri, ...]:
        """Lines of the list of tables."""
        tabel = (blok for blok in self._blocks() if isinstance(blok, TabelCetak))
        return tuple(Entri(blok.judul, blok.jangkar, 2, f"Tabel {blok.nomor}") for blok in tabel)

    @property
    def daftar_gambar(self) -> tuple[Entri, ...]:
        """Lines of the list of figures."""
        gambar = (blok for blok in self._blocks() if isinstance(blok, Grafik))
        return tuple(Entri(blok.judul, blok.jangkar, 2, f"Gambar {blok.nomor}") for blok in gambar)

    def _blocks(self) -> Iterable[Blok]:
        return (blok for bagian in (*self.bab, *self.lampiran) for blok in bagian.blok)


def parse_teks(teks: str) -> tuple[Blok, ...]:
    """Turn a typed narrative into blocks: an empty line ends a paragraph, lines of "- " or "1. " make a list."""
    hasil: list[Blok] = []
    for kelompok in re.split(r"\n\s*\n", teks.replace("\r\n", "\n").strip()):
        for jenis, isi in _runs(kelompok):
            if jenis == "teks":
                hasil.append(Paragraf(" ".join(isi)))
            else:
                hasil.append(Daftar(tuple(isi), bernomor=jenis == "nomor"))
    return tuple(hasil)


def _runs(kelompok: str) -> Iterable[tuple[str, list[str]]]:
    berjalan: tuple[str, list[str]] | None = None
    for baris in (potong.strip() for potong in kelompok.split("\n")):
        if not baris:
            continue
        cocok = re.match(r"(?:([-•–*])|\d+[.)])\s+", baris)
        jenis = "teks" if cocok is None else "garis" if cocok[1] else "nomor"
        isi = baris if cocok is None else baris[cocok.end() :]
        if berjalan is not None and berjalan[0] != "teks" and jenis == "teks":
            berjalan[1][-1] += f" {isi}"  # a continuation line of the last item
        elif berjalan is not None and berjalan[0] == jenis:
            berjalan[1].append(isi)
        else:
            if berjalan is not None:
                yield berjalan
            berjalan = (jenis, [isi])
    if berjalan is not None:
        yield berjalan


def number_dokumen(dokumen: DokumenLkjip) -> DokumenLkjip:
    """Return `dokumen` with numbers and anchors for every part, heading, table and figure that has none."""
    bab = tuple(
        _number_part(bagian, i, bagian.nomor or _roman(i), str(i))
        for i, bagian in enumerate(dokumen.bab, start=1)
    )
    lampiran = tuple(
        _number_part(bagian, i, bagian.nomor or f"Lampiran {i}", f"L{i}", "lampiran")
        for i, bagian in enumerate(dokumen.lampiran, start=1)
    )
    return replace(dokumen, bab=bab, lampiran=lampiran)


def _number_part(bagian: Bagian, urutan: int, nomor: str, awalan: str, jenis: str = "bab") -> Bagian:
    tabel = gambar = sub = subsub = 0
    hasil: list[Blok] = []
    for i, blok in enumerate(bagian.blok):
        if isinstance(blok, TabelCetak):
            tabel += 1
            blok = replace(blok, nomor=blok.nomor or f"{awalan}.{tabel}")
        elif isinstance(blok, Grafik):
            gambar += 1
            blok = replace(blok, nomor=blok.nomor or f"{awalan}.{gambar}")
        elif isinstance(blok, Subjudul):
            if blok.tingkat == 2:
                sub, subsub = sub + 1, 0
            else:
                subsub += 1
            otomatis = f"{awalan}.{sub}" if blok.tingkat == 2 else f"{awalan}.{sub}.{subsub}"
            blok = replace(
                blok,
                nomor=blok.nomor or otomatis,
                jangkar=f"sub-{otomatis}",
                lanskap=_is_over_landscape(bagian.blok[i + 1 :]),
            )
        hasil.append(blok)
    return replace(bagian, nomor=nomor, jangkar=f"{jenis}-{urutan}", blok=tuple(hasil))


def _is_over_landscape(berikut: Sequence[Blok]) -> bool:
    """Whether what follows a heading, after further headings, is a landscape table."""
    isi = next((blok for blok in berikut if not isinstance(blok, Subjudul)), None)
    return isinstance(isi, TabelCetak) and isi.lanskap


def _roman(angka: int) -> str:
    hasil = ""
    for nilai, tanda in ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")):
        while angka >= nilai:
            hasil, angka = hasil + tanda, angka - nilai
    return hasil


def render_lkjip_html(dokumen: DokumenLkjip) -> str:
    """Return the HTML of the report for `render_pdf`; empty numbers are filled in."""
    return render_to_string("laporan/cetak/lkjip.html", {"dok": number_dokumen(dokumen)})


def render_lkjip_pdf(dokumen: DokumenLkjip) -> HasilPdf:
    """Return the report as PDF. Raises `laporan.pdf.PdfGagalError` with a message for the user."""
    return render_pdf_rinci(render_lkjip_html(dokumen), aset=read_aset_cetak())
