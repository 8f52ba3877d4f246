"""Rows out as an Excel workbook: numbers as numbers, text always as text, nothing that a spreadsheet would run.

One writer for every table of the portal. The rows are those of the screen and of the PDF; nothing is calculated here.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.writer.excel import ExcelWriter

from sakip.kit.formats import TANDA_KOSONG, format_angka

JENIS_MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DIGIT_PASTI = 15
"""Significant digits that a spreadsheet keeps. A longer number is written as text, so that no digit is lost."""
MAKSIMUM_TEKS = 32_767
"""Characters that one cell can hold."""

Jenis = Literal["teks", "angka", "rupiah", "persen", "tanggal"]
Nilai = Decimal | int | str | date | datetime | bool | None

_LEBAR: dict[Jenis, float] = {"teks": 32, "angka": 14, "rupiah": 20, "persen": 12, "tanggal": 18}
_TERLARANG = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_NAMA_TERLARANG = re.compile(r"[\[\]:*?/\\]")
_AWAL_RUMUS = ("=", "+", "-", "@", "\t")
_WAKTU_ARSIP = datetime(1980, 1, 1)  # noqa: DTZ001 - the first moment that an archive can name, in no zone
_FORMAT_TANGGAL = "[$-421]d mmmm yyyy"

_TEBAL = Font(bold=True)
_JUDUL = Font(bold=True, size=13)
_KECIL = Font(italic=True, color="FF4D595B")
_KEPALA = PatternFill("solid", fgColor="FFEEF1F1")
_GARIS = Border(bottom=Side(style="thin", color="FFA9B6B8"))
_GARIS_ATAS = Border(top=Side(style="thin", color="FFA9B6B8"))


@dataclass(frozen=True, slots=True)
class Sel:
    """A value with its own form: decimals, indent by level, weight, or why it is missing (``alasan``, for None)."""

    nilai: Nilai
    desimal: int | None = None
    inden: int = 0
    tebal: bool = False
    alasan: str = ""


@dataclass(frozen=True, slots=True)
class Kolom:
    """One column: head, unit, kind, decimals (None: as many as each value has) and width in characters."""

    judul: str
    jenis: Jenis = "teks"
    desimal: int | None = None
    satuan: str = ""
    lebar: float | None = None


@dataclass(frozen=True, slots=True)
class Lembar:
    """One sheet: title, context as (label, value), columns, rows, an optional total row and notes below."""

    nama: str
    judul: str
    kolom: Sequence[Kolom]
    baris: Iterable[Sequence[Nilai | Sel]]
    konteks: Sequence[tuple[str, str]] = ()
    total: Sequence[Nilai | Sel] | None = None
    catatan: Sequence[str] = field(default=())


def clean_text(text: str) -> str:
    """Return the text without what a workbook cannot hold, newlines as LF, cut visibly at the cell's limit."""
    clean = _TERLARANG.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(clean) > MAKSIMUM_TEKS:
        tail = " … (dipotong)"
        clean = clean[: MAKSIMUM_TEKS - len(tail)] + tail
    return clean


def _significant_digits(value: Decimal) -> int:
    return len("".join(map(str, value.as_tuple().digits)).strip("0"))


def _number_format(value: Decimal, kolom: Kolom, desimal: int | None) -> str:
    places = desimal
    if places is None:
        exponent = value.normalize().as_tuple().exponent
        places = max(0, -exponent) if isinstance(exponent, int) else 0
    pattern = "#,##0" + (f".{'0' * places}" if places else "")
    return f'{pattern}"%"' if kolom.jenis == "persen" else pattern


@cache
def _alignment(wrap: bool, indent: int, right: bool) -> Alignment:
    """The few alignments of a workbook, each made once: a new one per cell costs more than the cell."""
    return Alignment(vertical="top", wrap_text=wrap, indent=indent, horizontal="right" if right else None)


class _Penulis:
    """Writes the cells of one sheet."""

    def __init__(self, sheet: Any) -> None:  # the stubs of write-only sheets lack most of their attributes
        self.sheet = sheet

    def _cell(self, value: Any) -> Cell:
        cell: Cell = WriteOnlyCell(self.sheet, value=value)
        return cell

    def text(self, value: str, *, font: Font | None = None) -> Cell:
        """A cell that is text whatever it begins with; the quote prefix keeps it so when somebody edits it."""
        text = clean_text(value)
        cell = self._cell(text)
        cell.data_type = "s"
        if text.startswith(_AWAL_RUMUS):
            cell.quotePrefix = True
        if font is not None:
            cell.font = font
        return cell

    def value(self, isi: Nilai | Sel, kolom: Kolom, *, tebal: bool = False) -> Cell:
        """A cell of the kind that its value has. Raises TypeError for a float: figures are never floats."""
        sel = isi if isinstance(isi, Sel) else Sel(isi)
        cell = self._typed(sel, kolom)
        if tebal or sel.tebal:
            cell.font = _TEBAL
        is_text = cell.data_type == "s"
        cell.alignment = _alignment(is_text, sel.inden, is_text and kolom.jenis not in ("teks", "tanggal"))
        return cell

    def _typed(self, sel: Sel, kolom: Kolom) -> Cell:
        value = sel.nilai
        if value is None:
            return self.text(f"{TANDA_KOSONG} {sel.alasan}") if sel.alasan else self._cell(None)
        if isinstance(value, bool):
            return self.text("Ya" if value else "Tidak")
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, datetime):
            local = timezone.localtime(value) if timezone.is_aware(value) else value
            cell = self._cell(local.replace(tzinfo=None))
            cell.number_format = f"{_FORMAT_TANGGAL} hh.mm"
            return cell
        if isinstance(value, date):
            cell = self._cell(value)
            cell.number_format = _FORMAT_TANGGAL
            return cell
        if not isinstance(value, Decimal | int):
            raise TypeError(f"cannot write {type(value).__name__} into a workbook")
        number = Decimal(value)
        desimal = sel.desimal if sel.desimal is not None else kolom.desimal
        if not number.is_finite():
            raise TypeError("cannot write a number that is not finite")
        if _significant_digits(number) > DIGIT_PASTI:
            return self.text(format_angka(number, desimal))
        cell = self._cell(number)
        cell.number_format = _number_format(number, kolom, desimal)
        return cell


def _sheet_names(lembar: Sequence[Lembar]) -> Iterator[str]:
    used: set[str] = set()
    for number, satu in enumerate(lembar, start=1):
        legal = " ".join(_NAMA_TERLARANG.sub(" ", clean_text(satu.nama)).split())
        base = legal[:31].strip(" '") or f"Lembar {number}"
        name, suffix = base, 2
        while name.casefold() in used:
            name = f"{base[: 30 - len(str(suffix))].rstrip()} {suffix}"
            suffix += 1
        used.add(name.casefold())
        yield name


def _write_sheet(sheet: Any, lembar: Lembar) -> None:
    penulis = _Penulis(sheet)
    head = len(lembar.konteks) + 3 if lembar.konteks else 3
    for index, kolom in enumerate(lembar.kolom, start=1):
        sheet.column_dimensions[get_column_letter(index)].width = kolom.lebar or _LEBAR[kolom.jenis]
    sheet.freeze_panes = f"B{head + 1}"
    sheet.print_title_rows = f"{head}:{head}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True

    sheet.append([penulis.text(lembar.judul, font=_JUDUL)])
    for label, isi in lembar.konteks:
        sheet.append([penulis.text(f"{label}: {isi}")])
    sheet.append([])

    kepala = []
    for kolom in lembar.kolom:
        cell = penulis.text(f"{kolom.judul} ({kolom.satuan})" if kolom.satuan else kolom.judul, font=_TEBAL)
        cell.fill, cell.border = _KEPALA, _GARIS
        cell.alignment = Alignment(
            wrap_text=True,
            vertical="bottom",
            horizontal="left" if kolom.jenis in ("teks", "tanggal") else "right",
        )
        kepala.append(cell)
    sheet.append(kepala)

    jumlah = 0
    for isi_baris in lembar.baris:
        sheet.append(
            [penulis.value(isi, kolom) for isi, kolom in zip(isi_baris, lembar.kolom, strict=True)],
        )
        jumlah += 1
    if jumlah:
        sheet.auto_filter.ref = f"A{head}:{get_column_letter(len(lembar.kolom))}{head + jumlah}"
    if lembar.total is not None:
        cells = [
            penulis.value(isi, kolom, tebal=True)
            for isi, kolom in zip(lembar.total, lembar.kolom, strict=True)
        ]
        for cell in cells:
            cell.border = _GARIS_ATAS
        sheet.append(cells)
    sheet.append([])
    for catatan in (f"Jumlah baris: {format_angka(jumlah)}", *lembar.catatan):
        sheet.append([penulis.text(catatan, font=_KECIL)])


def _discard(sheets: Sequence[Any]) -> None:
    """Close sheets that will not be saved and remove their temporary files; openpyxl would keep them until exit."""
    for sheet in sheets:
        sheet.close()
        sheet._writer.cleanup()


class _Arsip(ZipFile):
    """An archive whose members carry no time of their making."""

    def writestr(self, zinfo_or_arcname: Any, data: Any, *args: Any, **kwargs: Any) -> None:
        """Add a member."""
        tanpa_waktu = ZipInfo(str(zinfo_or_arcname), date_time=_WAKTU_ARSIP.timetuple()[:6])
        super().writestr(tanpa_waktu, data, compress_type=ZIP_DEFLATED)

    def write(self, filename: Any, arcname: Any = None, *args: Any, **kwargs: Any) -> None:
        """Add a file as a member."""
        self.writestr(arcname, Path(filename).read_bytes())


def write_workbook(lembar: Sequence[Lembar]) -> bytes:
    """Return an .xlsx file with one sheet per `Lembar`.

    Decimal and int become numbers with a number format, dates become dates, text is always text (no formula can come
    out of it), None an empty cell or a dash with its reason. Raises ValueError without a sheet or when a row and the
    columns differ in length, TypeError for a float.
    """
    if not lembar:
        raise ValueError("a workbook needs at least one sheet")
    workbook = Workbook(write_only=True)
    workbook.properties.creator = "Portal SAKIP"
    workbook.properties.title = clean_text(lembar[0].judul)
    sheets = []
    try:
        for satu, nama in zip(lembar, _sheet_names(lembar), strict=True):
            sheets.append(workbook.create_sheet(nama))
            _write_sheet(sheets[-1], satu)
    except BaseException:
        _discard(sheets)
        raise
    # Not ``workbook.save``, which stamps the minute: the same rows are the same bytes.
    workbook.properties.created = workbook.properties.modified = _WAKTU_ARSIP
    buffer = BytesIO()
    ExcelWriter(workbook, _Arsip(buffer, "w", ZIP_DEFLATED)).save()
    return buffer.getvalue()
