"""Charts as plain SVG: presentation attributes only (no style, no script), the same on screen and on paper.

Geometry is computed from Decimal; every printed value is a text that the caller already shows elsewhere.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from sakip.kit.decimals import round_half_up
from sakip.kit.formats import TANDA_KOSONG

LEBAR = 640
_X_BATANG = Decimal(216)
_LEBAR_BATANG = Decimal(150)
_X_RIWAYAT = Decimal(466)
_LEBAR_RIWAYAT = Decimal(152)
_BATAS_SKALA = Decimal(150)
_HURUF_NAMA = 34
_HURUF_RIWAYAT = 6

_TINTA = "#16191d"
_PUDAR = "#44505a"
_GARIS = "#b4bcc2"
_BATANG = "#2a6f97"
_LATAR = "#e6ebee"
_FONT = "IBM Plex Sans, sans-serif"


@dataclass(frozen=True, slots=True)
class TitikTahun:
    """A year's value for the line, with the text at its dot. `nilai` None is a gap: its text, or a dash."""

    tahun: int
    nilai: Decimal | None
    teks: str = ""


@dataclass(frozen=True, slots=True)
class IndikatorGrafik:
    """One row: `capaian` in percent draws the bar (None: no bar), texts stand beside it.

    `keterangan` is for instance "43,87 dari target 60,00 persen"; `riwayat` holds the years, oldest first.
    """

    nama: str
    capaian: Decimal | None
    capaian_teks: str
    keterangan: str = ""
    predikat: str = ""
    riwayat: tuple[TitikTahun, ...] = ()


def draw_capaian(judul: str, indikator: Sequence[IndikatorGrafik]) -> SafeString:
    """Return the chart of a sasaran: a bar of capaian against the target at 100, and the line of past years, which
    stops at a year without a value.

    Bars run from 0 to the largest capaian, at least 100 and at most 150 percent; a longer one is cut and marked.
    """
    terbesar = max((baris.capaian for baris in indikator if baris.capaian is not None), default=Decimal(100))
    skala = min(max(terbesar, Decimal(100)), _BATAS_SKALA)
    ada_riwayat = any(_points(baris) for baris in indikator)
    y = Decimal(34)
    bagian: list[SafeString] = []
    for nomor, baris in enumerate(indikator):
        nama = _wrap(baris.nama, _HURUF_NAMA)
        tinggi = max(Decimal(len(nama) * 15 + (15 if baris.keterangan else 0) + 16), Decimal(58))
        if nomor:
            bagian.append(_line(Decimal(0), y, Decimal(LEBAR), y, _GARIS, "0.5"))
        bagian.append(_labels(nama, baris.keterangan, y))
        bagian.append(_bar(baris, y, skala))
        bagian.append(_history(baris, y))
        y += tinggi
    x_target = _X_BATANG + _LEBAR_BATANG * 100 / skala
    return format_html(
        '<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {} {}" font-family="{}" fill="{}">'
        "<title>{}</title><desc>{}</desc>{}{}{}</svg>",
        LEBAR,
        _n(y),
        _FONT,
        _TINTA,
        judul,
        _describe(indikator),
        _header(x_target, ada_riwayat=ada_riwayat),
        mark_safe("".join(bagian)),  # noqa: S308  joined from safe parts only
        _line(Decimal(0), y, Decimal(LEBAR), y, _GARIS, "0.5"),
    )


def _describe(indikator: Sequence[IndikatorGrafik]) -> str:
    return " ".join(
        f"{baris.nama}: capaian {baris.capaian_teks}{f' ({baris.predikat})' if baris.predikat else ''}"
        f"{f', {baris.keterangan}' if baris.keterangan else ''}."
        for baris in indikator
    )


def _header(x_target: Decimal, *, ada_riwayat: bool) -> SafeString:
    riwayat = _text(_X_RIWAYAT - 8, Decimal(11), "Realisasi per tahun", ukuran=11, warna=_PUDAR)
    return format_html(
        "{}{}{}{}{}",
        _text(Decimal(0), Decimal(11), "Indikator", ukuran=11, warna=_PUDAR),
        _text(_X_BATANG, Decimal(11), "Capaian terhadap target", ukuran=11, warna=_PUDAR),
        _text(x_target, Decimal(25), "100%", ukuran=10, jangkar="middle", warna=_PUDAR),
        riwayat if ada_riwayat else "",
        _line(Decimal(0), Decimal(33), Decimal(LEBAR), Decimal(33), _TINTA, "0.8"),
    )


def _labels(nama: Sequence[str], keterangan: str, y: Decimal) -> SafeString:
    baris = format_html_join(
        "", "{}", ((_text(Decimal(0), y + 19 + 15 * i, teks),) for i, teks in enumerate(nama))
    )
    bawah = (
        _text(Decimal(0), y + 19 + 15 * len(nama), keterangan, ukuran=10.5, warna=_PUDAR)
        if keterangan
        else ""
    )
    return format_html("{}{}", baris, bawah)


def _bar(baris: IndikatorGrafik, y: Decimal, skala: Decimal) -> SafeString:
    atas = y + 10
    if baris.capaian is None:
        return _text(_X_BATANG, atas + 12, baris.capaian_teks, warna=_PUDAR)
    terpotong = baris.capaian > skala
    lebar = _LEBAR_BATANG * min(max(baris.capaian, Decimal(0)), skala) / skala
    ujung = _X_BATANG + lebar
    x_target = _X_BATANG + _LEBAR_BATANG * 100 / skala
    tanda = SafeString("")
    if terpotong:
        tanda = format_html('<path d="M{} {}l5 0l-5 15l-5 0z" fill="#ffffff"/>', _n(ujung - 14), _n(atas))
    return format_html(
        '<rect x="{}" y="{}" width="{}" height="15" fill="{}"/><rect x="{}" y="{}" width="{}" height="15" fill="{}"/>'
        "{}{}{}{}",
        _n(_X_BATANG),
        _n(atas),
        _n(x_target - _X_BATANG),
        _LATAR,
        _n(_X_BATANG),
        _n(atas),
        _n(lebar),
        _BATANG,
        tanda,
        _line(x_target, y + 4, x_target, y + 31, _TINTA, "1.2"),
        _text(max(ujung, x_target) + 7, atas + 12, baris.capaian_teks, tebal=True),
        _text(_X_BATANG, atas + 29, baris.predikat, ukuran=10.5, warna=_PUDAR) if baris.predikat else "",
    )


def _points(baris: IndikatorGrafik) -> tuple[TitikTahun, ...]:
    """The history if there is a line in it: at least two years with a value."""
    berisi = sum(titik.nilai is not None for titik in baris.riwayat)
    return baris.riwayat if berisi > 1 else ()


def _history(baris: IndikatorGrafik, y: Decimal) -> SafeString:
    titik = _points(baris)
    if not titik:
        return SafeString("")
    nilai = [satu.nilai for satu in titik if satu.nilai is not None]
    terendah, rentang = min(nilai), max(nilai) - min(nilai)
    jarak = _LEBAR_RIWAYAT / (len(titik) - 1)
    letak: list[tuple[Decimal, Decimal, TitikTahun]] = []
    ruas: list[list[str]] = [[]]
    bagian: list[SafeString] = []
    for i, satu in enumerate(titik):
        x = _X_RIWAYAT + jarak * i
        bagian.append(_text(x, y + 50, str(satu.tahun), ukuran=9.5, jangkar="middle", warna=_PUDAR))
        if satu.nilai is None:  # a gap: the line ends here, and the year says that nothing is known
            ruas.append([])
            teks = satu.teks if 0 < len(satu.teks) <= _HURUF_RIWAYAT else TANDA_KOSONG
            bagian.append(_text(x, y + 36, teks, ukuran=10, jangkar="middle", warna=_PUDAR))
            continue
        tinggi = (satu.nilai - terendah) / rentang if rentang else Decimal("0.5")
        letak.append((x, y + 36 - 14 * tinggi, satu))
        ruas[-1].append(f"{_n(x)},{_n(letak[-1][1])}")
    bagian += [
        format_html(
            '<polyline points="{}" fill="none" stroke="{}" stroke-width="1.4"/>', " ".join(satu_ruas), _BATANG
        )
        for satu_ruas in ruas
        if len(satu_ruas) > 1
    ]
    semua = len(titik) <= 5 and all(len(satu.teks) <= _HURUF_RIWAYAT for _, _, satu in letak)
    for urutan, (x, atas, satu) in enumerate(letak):
        ujung = urutan in (0, len(letak) - 1)
        bagian.append(format_html('<circle cx="{}" cy="{}" r="2.4" fill="{}"/>', _n(x), _n(atas), _BATANG))
        if semua or ujung:
            akhir = urutan == len(letak) - 1
            bagian.append(_text(x, atas - 6, satu.teks, ukuran=10, jangkar="middle", tebal=akhir))
    return mark_safe("".join(bagian))  # noqa: S308  joined from safe parts only


def _wrap(teks: str, huruf: int) -> list[str]:
    """Break `teks` into lines of at most `huruf` characters, at spaces where possible."""
    baris: list[str] = [""]
    for kata in teks.split():
        while len(kata) > huruf:
            if baris[-1]:
                baris.append("")
            baris[-1], kata = kata[:huruf], kata[huruf:]
        calon = f"{baris[-1]} {kata}".strip()
        if len(calon) <= huruf:
            baris[-1] = calon
        else:
            baris.append(kata)
    return baris


def _n(nilai: Decimal) -> str:
    """A coordinate with at most one decimal."""
    return f"{round_half_up(nilai, 1).normalize():f}"


def _line(x1: Decimal, y1: Decimal, x2: Decimal, y2: Decimal, warna: str, tebal: str) -> SafeString:
    return format_html(
        '<line x1="{}" y1="{}" x2="{}" y2="{}" stroke="{}" stroke-width="{}"/>',
        _n(x1),
        _n(y1),
        _n(x2),
        _n(y2),
        warna,
        tebal,
    )


def _text(
    x: Decimal,
    y: Decimal,
    teks: str,
    *,
    ukuran: float = 12,
    jangkar: str = "start",
    warna: str = _TINTA,
    tebal: bool = False,
) -> SafeString:
    return format_html(
        '<text x="{}" y="{}" font-size="{}" text-anchor="{}" fill="{}"{}>{}</text>',
        _n(x),
        _n(y),
        ukuran,
        jangkar,
        warna,
        mark_safe(' font-weight="600"') if tebal else "",
        teks,
    )
