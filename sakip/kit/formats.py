"""Numbers, rupiah and dates as Indonesian officials write them: in strictly, out in one form.

Reading never guesses. What has one reading is read; what has two (``1.234``) is refused with a sentence that
names both readings and what to type. The sentence is the ``pesan`` of the error, ready for the page.
"""

import re
from datetime import date
from decimal import Decimal

from sakip.kit.decimals import round_half_up

TANDA_KOSONG = "–"
"""What a cell prints when there is no value. It is never 0."""

NAMA_BULAN = (
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
)

MAKSIMUM_DIGIT = 30


class AngkaError(ValueError):
    """A text that cannot be read as a number. ``pesan`` is the Indonesian sentence for the page."""

    def __init__(self, pesan: str, *, teks: str = "") -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.teks = teks


class AngkaTidakTerbacaError(AngkaError):
    """The text is no number in id-ID notation."""


class AngkaRancuError(AngkaError):
    """The text has two readings, such as ``1.234``; ``pesan`` names both."""


_RUPIAH_AWAL = re.compile(r"^(?:Rp\.?|IDR)\s*", re.IGNORECASE)
_RUPIAH_AKHIR = re.compile(r"[,.]\s?[-–—]{1,2}$")
_KELOMPOK_TITIK = re.compile(r"[1-9][0-9]{0,2}(?:\.[0-9]{3})+")
_KELOMPOK_CAMPUR = re.compile(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+")


def _split_sign(text: str) -> tuple[bool, str]:
    """Return (negative, rest) for ``-x``, a typographic minus, and the accountant's ``(x)``."""
    if text.startswith("(") and text.endswith(")"):
        return True, text[1:-1].strip()
    if text[:1] in ("-", "−", "–"):
        return True, text[1:].strip()
    return False, text


def _to_decimal(digits: str, *, negative: bool, teks: str) -> Decimal:
    if sum(character.isdigit() for character in digits) > MAKSIMUM_DIGIT:
        raise AngkaTidakTerbacaError(f"Angka terlalu panjang (lebih dari {MAKSIMUM_DIGIT} digit).", teks=teks)
    value = Decimal(digits)
    return value.copy_negate() if negative and value else value


def _clean(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ").strip()


def parse_angka(text: str, *, bulat: bool = False) -> Decimal:
    """Read a number in id-ID notation.

    Read: ``85,25`` · ``1.234,5`` · ``1.234.567`` · ``-8,88`` · ``(8,88)`` · ``2,012`` · and, because people
    type it, a decimal point that cannot be a thousands mark: ``85.25`` · ``2.2`` · ``2.0125`` · ``0.125``.

    ``bulat`` is for a unit of whole numbers: there ``1.234`` is 1234, because 1,234 cannot be meant. Otherwise
    refused with `AngkaRancuError`: ``1.234`` and ``2.012`` (one point, three digits). Refused with
    `AngkaTidakTerbacaError`: text, units and signs such as ``%``, exponents, NaN and infinity, spaces inside,
    ``1,234.5``, ``3.209,848,994``, an empty text, and more than `MAKSIMUM_DIGIT` digits.
    """
    teks = _clean(text)
    if not teks:
        raise AngkaTidakTerbacaError("Angka belum diisi.", teks=text)
    negative, body = _split_sign(teks)
    if "%" in body:
        raise AngkaTidakTerbacaError(f"“{teks}” memuat tanda persen. Tulis angkanya saja.", teks=text)
    if re.search(r"[^0-9.,]", body) or not re.search(r"[0-9]", body):
        raise AngkaTidakTerbacaError(f"“{teks}” bukan angka. Contoh penulisan: 1.234,56.", teks=text)

    if re.fullmatch(r"[0-9]+(?:,[0-9]+)?", body):
        return _to_decimal(body.replace(",", "."), negative=negative, teks=text)
    if re.fullmatch(_KELOMPOK_TITIK.pattern + r",[0-9]+", body):
        return _to_decimal(body.replace(".", "").replace(",", "."), negative=negative, teks=text)
    point = re.fullmatch(r"([0-9]+)\.([0-9]+)", body)
    if point and not (bulat and _KELOMPOK_TITIK.fullmatch(body)):
        whole, fraction = point.groups()
        if len(fraction) != 3 or whole == "0":
            return _to_decimal(body, negative=negative, teks=text)
        sign = "-" if negative else ""
        besar, pecahan = f"{sign}{whole}{fraction}", f"{sign}{whole},{fraction}"
        raise AngkaRancuError(
            f"“{teks}” dapat dibaca {besar} atau {pecahan}. Tulis {besar} (tanpa titik) atau {pecahan} (dengan koma).",
            teks=text,
        )
    if _KELOMPOK_TITIK.fullmatch(body):
        return _to_decimal(body.replace(".", ""), negative=negative, teks=text)
    raise AngkaTidakTerbacaError(
        f"“{teks}” tidak mengikuti penulisan angka Indonesia. Titik memisahkan ribuan dan koma memisahkan desimal, "
        "contoh: 1.234,56.",
        teks=text,
    )


def parse_rasio(text: str, *, bulat: bool = False) -> Decimal:
    """Read n of a ratio 1:n: ``1:25``, ``1 : 0,5``, or n alone. Raises `AngkaError`, also for ``2:50``."""
    satu, pemisah, n = _clean(text).partition(":")
    if not pemisah:
        return parse_angka(satu, bulat=bulat)
    if satu.strip() != "1":
        raise AngkaTidakTerbacaError(f"“{_clean(text)}” bukan rasio 1:n. Tulis 1:25.", teks=text)
    return parse_angka(n, bulat=bulat)


def parse_rupiah(text: str) -> Decimal:
    """Read an amount of rupiah; the result has at most two decimals (sen).

    Money has no third decimal, so ``1.234`` is one thousand two hundred thirty-four. Read: ``4908100368`` ·
    ``4.908.100.368`` · ``Rp1.234.567,00`` · ``Rp. 1.234,-`` · ``1.234.567,50`` · ``3.209,848,994`` (three
    groups with mixed marks) · ``1,234,567.00`` · ``1234.5`` · ``-Rp1.000`` · ``(1.000)``. Refused with
    `AngkaRancuError`: ``2,012`` and ``1.234,567`` (the last mark may be meant as the comma of a third decimal); with
    `AngkaTidakTerbacaError`: everything else.
    """
    teks = _clean(text)
    if not teks:
        raise AngkaTidakTerbacaError("Jumlah rupiah belum diisi.", teks=text)
    negative, body = _split_sign(teks)
    body = _RUPIAH_AWAL.sub("", body)
    if not negative:
        negative, body = _split_sign(body)
    body = _RUPIAH_AKHIR.sub("", body).strip()
    if re.search(r"[^0-9.,]", body) or not re.search(r"[0-9]", body):
        raise AngkaTidakTerbacaError(
            f"“{teks}” bukan jumlah rupiah. Contoh penulisan: Rp1.234.567,00.", teks=text
        )

    whole, sen = body, ""
    tail = re.fullmatch(r"(.*[0-9])([.,])([0-9]{1,2})", body)
    if tail and tail[2] not in tail[1]:
        whole, sen = tail[1], tail[3]
    pecahan = re.fullmatch(r"(?:[0-9]{1,3}|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),[0-9]{3}", whole) or re.fullmatch(
        r"[1-9][0-9]{0,2}(?:,[0-9]{3})+\.[0-9]{3}", whole
    )
    if pecahan and not sen:
        satuan = re.sub(r"[.,]", "", whole)
        raise AngkaRancuError(
            f"“{teks}” dapat dibaca {satuan} rupiah atau {satuan[:-3]},{satuan[-3:]} rupiah. Tulis {satuan} (tanpa "
            "koma), atau paling banyak dua angka di belakang koma.",
            teks=text,
        )
    if re.fullmatch(r"[0-9]+", whole) or _KELOMPOK_CAMPUR.fullmatch(whole):
        digits = re.sub(r"[.,]", "", whole)
        return _to_decimal(f"{digits}.{sen}" if sen else digits, negative=negative, teks=text)
    raise AngkaTidakTerbacaError(
        f"“{teks}” tidak terbaca sebagai jumlah rupiah. Contoh penulisan: Rp1.234.567,00.", teks=text
    )


def _group(digits: str) -> str:
    return f"{int(digits):,}".replace(",", ".")


def format_angka(value: Decimal | int | None, desimal: int | None = None, *, kurung: bool = False) -> str:
    """Write a number in id-ID: ``1.234.567,89``; `TANDA_KOSONG` for None.

    ``desimal`` rounds half-up to that many decimals; None keeps the decimals that the value needs (43,870 is
    ``43,87``). ``kurung`` writes a negative number as ``(8,88)`` instead of ``-8,88``.
    """
    if value is None:
        return TANDA_KOSONG
    number = Decimal(value)
    if desimal is not None:
        number = round_half_up(number, desimal)
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    if desimal is None:
        fraction = fraction.rstrip("0")
    text = _group(whole) + (f",{fraction}" if fraction else "")
    if number >= 0:
        return text
    return f"({text})" if kurung else f"-{text}"


def format_rasio(value: Decimal | int | None, desimal: int | None = None) -> str:
    """Write n as a ratio: ``1:25``; `TANDA_KOSONG` for None."""
    return TANDA_KOSONG if value is None else f"1:{format_angka(value, desimal)}"


def format_isian(value: Decimal | int | None) -> str:
    """Write a number for an input field, without thousands marks, so that `parse_angka` reads the same number
    back.
    """
    if value is None:
        return ""
    return format_angka(value).replace(".", "")


def format_persen(value: Decimal | int | None, desimal: int | None = 2, *, kurung: bool = False) -> str:
    """Write a percentage: ``73,12%``; `TANDA_KOSONG` for None. The value is already in percent."""
    if value is None:
        return TANDA_KOSONG
    return f"{format_angka(value, desimal, kurung=kurung)}%"


def format_rupiah(value: Decimal | int | None, *, sen: bool = True, simbol: bool = True) -> str:
    """Write rupiah: ``Rp1.234.567,00``, without ``sen`` ``Rp1.234.567``, without ``simbol`` ``1.234.567,00``.

    A negative amount is ``-Rp1.234,00``; None is `TANDA_KOSONG`.
    """
    if value is None:
        return TANDA_KOSONG
    text = format_angka(value, 2 if sen else 0)
    if not simbol:
        return text
    return f"-Rp{text[1:]}" if text.startswith("-") else f"Rp{text}"


def format_tanggal(value: date | None) -> str:
    """Write a date: ``17 Januari 2023``; `TANDA_KOSONG` for None."""
    if value is None:
        return TANDA_KOSONG
    return f"{value.day} {NAMA_BULAN[value.month - 1]} {value.year}"


_SATUAN = (
    "nol",
    "satu",
    "dua",
    "tiga",
    "empat",
    "lima",
    "enam",
    "tujuh",
    "delapan",
    "sembilan",
    "sepuluh",
    "sebelas",
)
_KELIPATAN = (
    (10**15, "kuadriliun"),
    (10**12, "triliun"),
    (10**9, "miliar"),
    (10**6, "juta"),
    (10**3, "ribu"),
    (10**2, "ratus"),
    (10, "puluh"),
)


def _spell(number: int) -> str:
    if number < 12:
        return _SATUAN[number]
    if number < 20:
        return f"{_SATUAN[number - 10]} belas"
    for size, word in _KELIPATAN:
        if number >= size:
            count, rest = divmod(number, size)
            head = f"se{word}" if count == 1 and size in (100, 1000) else f"{_spell(count)} {word}"
            return f"{head} {_spell(rest)}" if rest else head
    raise AssertionError("unreachable: every number of 20 and above has a multiple")


def terbilang(value: Decimal | int) -> str:
    """Spell a number: 1.250 is ``seribu dua ratus lima puluh``; decimals digit by digit after ``koma``.

    Raises ValueError at 10**18 and beyond, or for a value that is not finite.
    """
    number = Decimal(value)
    if not number.is_finite() or number.copy_abs() >= 10**18:
        raise ValueError(f"cannot spell {value}")
    whole, _, fraction = f"{number.copy_abs():f}".partition(".")
    fraction = fraction.rstrip("0")
    text = _spell(int(whole))
    if fraction:
        text += " koma " + " ".join(_SATUAN[int(digit)] for digit in fraction)
    return f"minus {text}" if number < 0 else text
