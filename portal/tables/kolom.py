"""Columns of figures that open their derivation in the side panel."""

from decimal import Decimal
from operator import attrgetter
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from instansi.waktu import format_waktu
from laporan.keluaran import convert_sel
from laporan.tabel.dasar import Sel
from sakip.kit import formats, xlsx
from sakip.kit.tables import AngkaColumn, PortalColumn, RupiahColumn
from sakip.kit.templatetags import kit


def link_asal(isi: str | SafeString, url: str) -> SafeString:
    """A figure as a link that opens its derivation: in the panel with htmx, else as a page."""
    return format_html(
        '<a class="asal-angka" href="{}" hx-get="{}" hx-target="#panel-isi">{}</a>', url, url, isi
    )


class _AsalMixin:
    """Wraps the cell in the link to ``record.asal_url``."""

    def render(self, value: Any, record: Any) -> str | SafeString:
        """The cell, or its dash with the reason, as a link."""
        isi = super().render(value, record)  # type: ignore[misc]  # a mixin for the columns of the kit
        url = getattr(record, "asal_url", "")
        return link_asal(isi, url) if url else isi


class SelColumn(_AsalMixin, AngkaColumn):
    """A cell of an official table (`Sel`) on a screen: its text, its typed value in the workbook, its reason."""

    def render(self, value: Any, record: Any) -> str | SafeString:
        """The text of the cell; a dash with its reason when it holds no value."""
        sel = value if isinstance(value, Sel) else Sel()
        return super().render(sel if sel.nilai is not None else None, _Beralasan(record, sel.keterangan))

    def reason(self, record: Any) -> str:
        """The reason that the cell brings."""
        return record.alasan if isinstance(record, _Beralasan) else ""

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The text with its note below; a plain number (the foot) in the decimals of the column."""
        if isinstance(value, Sel) and value.catatan:
            return format_html('{}<span class="di-bawah">{}</span>', value.teks, value.catatan)
        if isinstance(value, Sel):
            return value.teks
        return super().show(value, record)

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """The typed value of the cell."""
        return convert_sel(value) if isinstance(value, Sel) else xlsx.Sel(None)


class PersenSelColumn(SelColumn):
    """A `Sel` in percent; the sign stands in the head."""

    jenis: xlsx.Jenis = "persen"


class PredikatSelColumn(PortalColumn):
    """A predicate cell (`Sel`): its word on the colour of its step."""

    kelas = "sempit"
    lebar = 22

    def render(self, value: Any, record: Any) -> str | SafeString:
        """The badge, or a dash."""
        return self.show(value, record)

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The badge, at the foot too."""
        if isinstance(value, Sel):
            return kit.predikat(str(value.nilai or ""), value.tingkat or None)
        return kit.predikat(str(value or ""))

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """The word."""
        return convert_sel(value) if isinstance(value, Sel) else xlsx.Sel(None)


class TercapaiColumn(PortalColumn):
    """Whether a target is met: a word with an icon, never colour alone."""

    kelas = "sempit"
    lebar = 16

    def show(self, value: Any, record: Any) -> str | SafeString:
        """Tercapai or Tidak tercapai."""
        ikon, teks = ("berhasil", "Tercapai") if value else ("turun", "Tidak tercapai")
        return format_html('<span class="tercapai">{} {}</span>', kit.ikon(ikon), teks)

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """The word."""
        return xlsx.Sel(None if value is None else "Tercapai" if value else "Tidak tercapai")


class AsalRupiahColumn(_AsalMixin, RupiahColumn):
    """An amount of rupiah that opens its derivation; sen only where there are some."""

    def decimals(self, record: Any) -> int | None:
        """Whole rupiah; amounts with sen show both."""
        return None

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The amount without symbol."""
        if isinstance(value, Decimal):
            return formats.format_angka(value, 0 if value == value.to_integral_value() else 2)
        return super().show(value, record)


class WaktuColumn(PortalColumn):
    """A moment on the clock of the row's government (``pemda_dari``, a path), with the name of its zone."""

    kelas = "sempit"
    lebar = 30
    pemda_dari = "opd.pemda"

    def show(self, value: Any, record: Any) -> str | SafeString:
        """``1 April 2023 pukul 08.00 WITA``."""
        return format_waktu(value, attrgetter(self.pemda_dari)(record))

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """The same text: a date of a workbook has no zone."""
        return (
            xlsx.Sel(None, alasan=self.reason(record))
            if value is None
            else xlsx.Sel(str(self.show(value, record)))
        )


class _Beralasan:
    """A record seen together with the reason of one of its cells."""

    def __init__(self, record: Any, alasan: str) -> None:
        self.asal_url = getattr(record, "asal_url", "")
        self.alasan = alasan
