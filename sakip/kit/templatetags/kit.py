"""Template tags and filters of the UI kit: ``{% load kit %}``. Numbers are written by `sakip.kit.formats` alone."""

from datetime import date
from decimal import Decimal

from django import template
from django.forms import BoundField
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from sakip.kit import formats
from sakip.kit.decimals import round_half_up

register = template.Library()

JUMLAH_TINGKAT = 5
"""Steps of the fixed predikat scale, 1 the lowest."""


@register.simple_tag
def ikon(nama: str, label: str = "") -> SafeString:
    """An icon of ``static/ikon.svg``; decorative unless it has a ``label``."""
    href = f"{static('ikon.svg')}#{nama}"
    if label:
        return format_html(
            '<svg class="ikon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, href
        )
    return format_html('<svg class="ikon" aria-hidden="true"><use href="{}"></use></svg>', href)


@register.simple_tag
def predikat(teks: str | None, tingkat: int | None = None) -> SafeString:
    """A predikat as its word on the colour of step ``tingkat`` (1..5); neutral without a step, a dash without word."""
    if not teks:
        return tiada()
    if tingkat is None or not 1 <= int(tingkat) <= JUMLAH_TINGKAT:
        return format_html('<span class="predikat">{}</span>', teks)
    return format_html('<span class="predikat predikat-{}">{}</span>', int(tingkat), teks)


@register.simple_tag
def tiada(alasan: str = "") -> SafeString:
    """The mark of a value that is not there, with its reason in words when there is one. Never 0."""
    if not alasan:
        return format_html('<span class="tiada">{}</span>', formats.TANDA_KOSONG)
    return format_html(
        '<span class="tiada">{}</span><span class="tiada-alasan">{}</span>', formats.TANDA_KOSONG, alasan
    )


@register.simple_tag
def batang(nilai: Decimal | int | None, tingkat: int | None = None, maksimum: int = 100) -> SafeString:
    """A bar for ``nilai`` of ``maksimum``, cut at both ends; beside a printed number, so hidden from screen readers."""
    if nilai is None:
        return SafeString("")
    bagian = min(max(Decimal(nilai), Decimal(0)), Decimal(maksimum)) * 100 / maksimum
    return format_html(
        '<svg class="batang{}" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">'
        '<rect class="batang-dasar" width="100" height="8"></rect>'
        '<rect class="batang-isi" width="{}" height="8"></rect></svg>',
        f" batang-{tingkat}" if tingkat else "",
        str(round_half_up(bagian, 1)),
    )


_KELAS_MASUKAN = {"select": "form-select", "checkbox": "form-check-input", "radio": "", "hidden": ""}
_KOSONG = SafeString("")


def _control(field: BoundField) -> SafeString:
    """The input with its class and the ids of the help and errors that describe it."""
    widget = field.field.widget
    kelas = _KELAS_MASUKAN.get(getattr(widget, "input_type", "textarea"), "form-control")
    attrs: dict[str, str | bool] = {
        "class": " ".join(part for part in (kelas, widget.attrs.get("class", "")) if part)
    }
    described = [f"{field.auto_id}-bantuan"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}-galat")
        attrs["aria-invalid"] = "true"
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.simple_tag
def galat(field: BoundField) -> SafeString:
    """The errors of a field, for beside its input; nothing when there are none."""
    if not field.errors:
        return _KOSONG
    return format_html(
        '<div class="bidang-galat" id="{}-galat">{}<div>{}</div></div>',
        field.auto_id,
        ikon("galat"),
        format_html_join("", "<div>{}</div>", ((error,) for error in field.errors)),
    )


@register.simple_tag
def masukan(field: BoundField) -> SafeString:
    """Only the input and its errors, for a cell of a grid; named by the label for screen readers."""
    label = format_html('<label class="visually-hidden" for="{}">{}</label>', field.id_for_label, field.label)
    return format_html("{}{}{}", label, _control(field), galat(field))


@register.simple_tag
def bidang(field: BoundField, label: str = "") -> SafeString:
    """A form field with label, control, help and errors, tied together for screen readers; ``label`` renames it."""
    widget = field.field.widget
    wajib = (
        format_html(' <span class="wajib" aria-hidden="true">{}</span>', "*")
        if field.field.required
        else _KOSONG
    )
    bantuan = (
        format_html('<div class="bidang-bantuan" id="{}-bantuan">{}</div>', field.auto_id, field.help_text)
        if field.help_text
        else _KOSONG
    )
    isi = _control(field)
    nama = label or field.label
    if getattr(widget, "input_type", "") == "checkbox" and not widget.use_fieldset:
        return format_html(
            '<div class="bidang"><label class="bidang-centang">{}<span>{}{}</span></label>{}{}</div>',
            isi,
            nama,
            wajib,
            galat(field),
            bantuan,
        )
    if widget.use_fieldset:
        return format_html(
            '<fieldset class="bidang bidang-pilihan"><legend>{}{}</legend>{}{}{}</fieldset>',
            nama,
            wajib,
            isi,
            galat(field),
            bantuan,
        )
    return format_html(
        '<div class="bidang"><label for="{}">{}{}</label>{}{}{}</div>',
        field.id_for_label,
        nama,
        wajib,
        isi,
        galat(field),
        bantuan,
    )


@register.filter
def angka(value: Decimal | int | None, desimal: int | None = None) -> str:
    """``1.234,5``; with an argument, rounded half-up to that many decimals."""
    return formats.format_angka(value, desimal)


@register.filter
def isian(value: Decimal | int | None) -> str:
    """A number as it stands in an input field."""
    return formats.format_isian(value)


@register.filter
def persen(value: Decimal | int | None, desimal: int | None = 2) -> str:
    """``73,12%``."""
    return formats.format_persen(value, desimal)


@register.filter
def rupiah(value: Decimal | int | None, sen: bool = False) -> str:
    """``Rp1.234.567``; the two decimals too with ``True``, or when the amount has sen: what is stored is shown."""
    return formats.format_rupiah(value, sen=bool(sen) or (value is not None and value != int(value)))


@register.filter(expects_localtime=True)
def tanggal(value: date | None) -> str:
    """``17 Januari 2023``; of a moment its day on the clock of the page."""
    return formats.format_tanggal(value)
