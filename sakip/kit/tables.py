"""The tables of the portal on django-tables2: one base class, the kit's columns, one way out to Excel.

A column formats the cell on the screen, the total at the foot and the cell of the workbook from the same value. A page
shows 25 rows and never more than 100; an export goes over all rows without the rendering of django-tables2.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, ClassVar

import django_tables2 as tables
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django_tables2.utils import Accessor, OrderBy, call_with_appropriate

from sakip.kit import formats, urut, xlsx
from sakip.kit.templatetags import kit

BARIS_PER_HALAMAN = 25
MAKSIMUM_PER_HALAMAN = 100
JENJANG_TERDALAM = 5


def _resolve(accessor: str | Callable[[Any], Any] | None, record: Any) -> Any:
    """Follow an accessor such as ``indikator__desimal``; None when any part of the way is missing."""
    if accessor is None:
        return None
    if callable(accessor):
        return accessor(record)
    return Accessor(accessor).resolve(record, quiet=True)


class PortalColumn(tables.Column):  # type: ignore[misc]  # django-tables2 ships no types
    """A column whose value has one form for the screen, the foot and the workbook. ``satuan`` stands in the head."""

    empty_values = ()
    jenis: xlsx.Jenis = "teks"
    kelas = ""
    lebar: float | None = None

    def __init__(
        self, verbose_name: str | None = None, *, satuan: str = "", kelas: str = "", **kwargs: Any
    ) -> None:
        self.satuan = satuan
        nama_kelas = " ".join(part for part in (self.kelas, kelas) if part)
        attrs: dict[str, Any] = dict(kwargs.pop("attrs", None) or {})
        if nama_kelas:
            for bagian in ("th", "td", "tf"):
                attrs[bagian] = {"class": nama_kelas} | dict(attrs.get(bagian, {}))
        super().__init__(verbose_name, attrs=attrs, **kwargs)

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The value as the reader sees it; ``record`` is None at the foot."""
        return str(value)

    def reason(self, record: Any) -> str:
        """Why the value is missing, in words; empty when not known."""
        return ""

    def render(self, value: Any, record: Any) -> str | SafeString:
        """The cell on the screen: the value's form, or a dash with its reason."""
        if value is None or value == "":
            return kit.tiada(self.reason(record))
        return self.show(value, record)

    def footer(self, bound_column: Any, table: Any) -> str | SafeString:
        """The total at the foot, from ``table.total``; never a sum of the cells."""
        if bound_column.name in table.total:
            value = table.total[bound_column.name]
            return kit.tiada() if value is None else self.show(value, None)
        return str(super().footer(bound_column, table))

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """The cell of the workbook."""
        if value is None or isinstance(value, str | Decimal | int | date):
            return xlsx.Sel(value, alasan=self.reason(record) if value is None else "")
        return xlsx.Sel(str(value))

    def export_column(self, judul: str) -> xlsx.Kolom:
        """The head and width of the column in the workbook."""
        return xlsx.Kolom(judul, jenis=self.jenis, satuan=self.satuan, lebar=self.lebar)


class TeksColumn(PortalColumn):
    """A long text that wraps; it is never cut or hidden in a tooltip."""

    kelas = "teks-panjang"
    lebar = 48


class AngkaColumn(PortalColumn):
    """A number, right-aligned.

    ``desimal`` is how many decimals are shown (None: as many as the value has), ``desimal_dari`` an accessor that gives
    them per row (``indikator__desimal``), ``alasan_dari`` an accessor that gives the reason of a missing value.
    """

    jenis: xlsx.Jenis = "angka"
    kelas = "angka"

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        desimal: int | None = None,
        desimal_dari: str | None = None,
        alasan_dari: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.desimal = desimal
        self.desimal_dari = desimal_dari
        self.alasan_dari = alasan_dari
        super().__init__(verbose_name, **kwargs)

    def decimals(self, record: Any) -> int | None:
        """How many decimals the row shows."""
        own = _resolve(self.desimal_dari, record) if record is not None else None
        return self.desimal if own is None else int(own)

    def reason(self, record: Any) -> str:
        """The reason from ``alasan_dari``."""
        return str(_resolve(self.alasan_dari, record) or "")

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The number in id-ID."""
        return (
            formats.format_angka(value, self.decimals(record))
            if isinstance(value, Decimal | int)
            else str(value)
        )

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """A number with its decimals, or its reason."""
        if value is None or value == "":
            return xlsx.Sel(None, alasan=self.reason(record))
        if isinstance(value, Decimal | int):
            return xlsx.Sel(value, desimal=self.decimals(record))
        return xlsx.Sel(str(value))


class RupiahColumn(AngkaColumn):
    """An amount of rupiah without symbol; the unit ``Rp`` stands in the head. ``desimal`` 2 shows the sen."""

    jenis: xlsx.Jenis = "rupiah"

    def __init__(
        self, verbose_name: str | None = None, *, desimal: int = 0, satuan: str = "Rp", **kwargs: Any
    ) -> None:
        super().__init__(verbose_name, desimal=desimal, satuan=satuan, **kwargs)


class PersenColumn(AngkaColumn):
    """A percentage; the value is already in percent."""

    jenis: xlsx.Jenis = "persen"

    def __init__(self, verbose_name: str | None = None, *, desimal: int = 2, **kwargs: Any) -> None:
        super().__init__(verbose_name, desimal=desimal, **kwargs)

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The number with its percent sign."""
        if isinstance(value, Decimal | int):
            return formats.format_persen(value, self.decimals(record))
        return str(value)


class PredikatColumn(PortalColumn):
    """A predikat: its word on the colour of the step that ``tingkat_dari`` (an accessor, 1..5) gives."""

    kelas = "sempit"
    lebar = 22

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        tingkat_dari: str | None = None,
        alasan_dari: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.tingkat_dari = tingkat_dari
        self.alasan_dari = alasan_dari
        super().__init__(verbose_name, **kwargs)

    def reason(self, record: Any) -> str:
        """The reason from ``alasan_dari``."""
        return str(_resolve(self.alasan_dari, record) or "")

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The word on its colour."""
        tingkat = _resolve(self.tingkat_dari, record) if record is not None else None
        return kit.predikat(str(value), tingkat)


class PohonColumn(PortalColumn):
    """A name in the cascade: indented by ``jenjang_dari`` (an accessor, 0 the highest), the code before it."""

    lebar = 56

    def __init__(
        self,
        verbose_name: str | None = None,
        *,
        jenjang_dari: str,
        kode_dari: str | None = None,
        **kwargs: Any,
    ) -> None:
        self.jenjang_dari = jenjang_dari
        self.kode_dari = kode_dari
        super().__init__(verbose_name, **kwargs)

    def _level(self, record: Any) -> int:
        return min(max(int(_resolve(self.jenjang_dari, record) or 0), 0), JENJANG_TERDALAM)

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The code and the name at their level."""
        if record is None:
            return str(value)
        kode = _resolve(self.kode_dari, record)
        awal = format_html('<span class="kode">{}</span> ', kode) if kode else SafeString("")
        return format_html('<span class="jenjang jenjang-{}">{}{}</span>', self._level(record), awal, value)

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """Code and name as one text, indented like the screen."""
        level = self._level(record)
        kode = _resolve(self.kode_dari, record)
        return xlsx.Sel(f"{kode} {value}" if kode else str(value or ""), inden=level, tebal=level == 0)


class TanggalColumn(PortalColumn):
    """A date in words; a time of day after it when the value has one."""

    jenis: xlsx.Jenis = "tanggal"
    kelas = "sempit"

    @staticmethod
    def to_lokal(value: datetime) -> datetime:
        """A moment on the clock of the page."""
        return timezone.localtime(value) if timezone.is_aware(value) else value

    def show(self, value: Any, record: Any) -> str | SafeString:
        """``17 Januari 2023``, with a time ``17 Januari 2023, 10.42``."""
        if isinstance(value, datetime):
            local = self.to_lokal(value)
            return f"{formats.format_tanggal(local.date())}, {local:%H.%M}"
        return formats.format_tanggal(value) if isinstance(value, date) else str(value)


class PortalTable(tables.Table):  # type: ignore[misc]  # django-tables2 ships no types
    """Base of every table: the kit's template, 25 rows a page (100 at most), totals from the query, export.

    ``judul`` names the table, ``total`` maps column names to totals, ``kosong_*`` say what to do when there are no
    rows. With ``kartu`` a phone shows one record per card. A column of plain django-tables2 is exported as its text;
    for another text define ``value_<column>(self, value, record)``.
    """

    judul: str = ""
    kartu: ClassVar[bool] = False
    kosong_judul: str = "Belum ada data"
    kosong_teks: str = "Tidak ada baris untuk pilihan ini. Ubah saringan, tahun, atau periode."
    kosong_url: str = ""
    kosong_label: str = ""
    bisa_ekspor: bool = False

    class Meta:
        template_name = "django_tables2/tabel.html"

    def __init__(
        self, *args: Any, judul: str | None = None, total: Mapping[str, Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if judul is not None:
            self.judul = judul
        self.total: dict[str, Any] = dict(total or {})

    @property
    def order_by(self) -> Any:
        """The order of the rows: aliases of columns, ``-`` for descending."""
        return self._order_by

    @order_by.setter
    def order_by(self, value: Any) -> None:
        """Order the rows; a missing value comes last in either direction."""
        tables.Table.order_by.fset(self, value)
        if self._order_by:
            self.data.data = urut.sort_rows(self.data.data, self._list_accessors())

    def _list_accessors(self) -> list[tuple[str, bool]]:
        """What the rows are ordered by: the path of each value, and whether the greatest comes first."""
        hasil = []
        for alias in self._order_by:
            bound = self.columns[alias.bare]
            paths = bound.column.order_by or (bound.accessor,)
            hasil += [
                (OrderBy(path).bare, OrderBy(path).is_descending != alias.is_descending) for path in paths
            ]
        return hasil

    @property
    def kelas_tabel(self) -> str:
        """The class attribute of the table element."""
        parts = ("tabel", "tabel-kartu" if self.kartu else "", str((self.attrs or {}).get("class", "")))
        return " ".join(part for part in parts if part)

    @property
    def pilihan_per_halaman(self) -> tuple[int, ...]:
        """Page sizes worth offering for the rows there are."""
        if self.paginator is None or self.paginator.count <= BARIS_PER_HALAMAN:
            return ()
        return (BARIS_PER_HALAMAN, 50, MAKSIMUM_PER_HALAMAN)

    def paginate(self, *args: Any, per_page: int | None = None, **kwargs: Any) -> Any:
        """Cut the rows into pages of ``per_page`` (25; between 1 and 100 whatever is asked)."""
        size = BARIS_PER_HALAMAN if per_page is None else per_page
        return super().paginate(*args, per_page=min(max(size, 1), MAKSIMUM_PER_HALAMAN), **kwargs)

    def _export_columns(self) -> list[Any]:
        return [column for column in self.columns.iterall() if not column.column.exclude_from_export]

    def _export_cell(self, bound: Any, record: Any) -> xlsx.Sel:
        accessor = bound.accessor
        value = _resolve(accessor if callable(accessor) else str(accessor), record)
        own = getattr(self, f"value_{bound.name}", None)
        if own is not None:
            return xlsx.Sel(call_with_appropriate(own, {"value": value, "record": record}))
        if isinstance(bound.column, PortalColumn):
            return bound.column.export(value, record)
        return xlsx.Sel(None if value is None else str(value))

    def export_lembar(
        self,
        *,
        judul: str | None = None,
        konteks: Sequence[tuple[str, str]] = (),
        catatan: Sequence[str] = (),
    ) -> xlsx.Lembar:
        """The whole table (every row, not the page) as a sheet for `sakip.kit.xlsx.write_workbook`."""
        bounds = self._export_columns()
        kolom = []
        for bound in bounds:
            column = bound.column
            own = isinstance(column, PortalColumn)
            kolom.append(column.export_column(str(bound.header)) if own else xlsx.Kolom(str(bound.header)))
        total: list[xlsx.Nilai | xlsx.Sel] | None = None
        if self.total:
            total = [self._export_total(bound) for bound in bounds]
        nama = judul or self.judul or "Tabel"
        return xlsx.Lembar(
            nama=nama,
            judul=nama,
            kolom=kolom,
            baris=([self._export_cell(bound, record) for bound in bounds] for record in self.data),
            konteks=konteks,
            total=total,
            catatan=catatan,
        )

    def _export_total(self, bound: Any) -> xlsx.Nilai | xlsx.Sel:
        value = self.total.get(bound.name)
        column = bound.column
        if isinstance(column, AngkaColumn) and isinstance(value, Decimal | int):
            return xlsx.Sel(value, desimal=column.desimal)
        if isinstance(column, PortalColumn) and not isinstance(value, Decimal | int | str | None):
            return column.export(value, None)
        return value if value is None or isinstance(value, Decimal | int | str) else str(value)
