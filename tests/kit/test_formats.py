"""Numbers, rupiah and dates, in and out, in id-ID."""

import contextlib
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sakip.kit.formats import (
    AngkaError,
    AngkaRancuError,
    AngkaTidakTerbacaError,
    format_angka,
    format_isian,
    format_persen,
    format_rasio,
    format_rupiah,
    format_tanggal,
    parse_angka,
    parse_rasio,
    parse_rupiah,
    terbilang,
)

D = Decimal


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("85,25", "85.25"),
        ("1.234,5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("-8,88", "-8.88"),
        ("−8,88", "-8.88"),
        ("(8,88)", "-8.88"),
        ("2,012", "2.012"),
        ("2012", "2012"),
        ("85.25", "85.25"),
        ("2.25", "2.25"),
        ("2.2", "2.2"),
        ("2.0125", "2.0125"),
        ("0.125", "0.125"),
        ("0", "0"),
        ("-0", "0"),
        (" 60 ", "60"),
        ("\u00a043,87", "43.87"),
        ("123456789012345678901234567890", "123456789012345678901234567890"),
        ("-12345678901234567890123456789,5", "-12345678901234567890123456789.5"),
    ],
)
def test_parse_angka_reads(text: str, expected: str) -> None:
    assert parse_angka(text) == D(expected)


@pytest.mark.parametrize(
    ("text", "besar", "pecahan"),
    [
        ("1.234", "1234", "1,234"),
        ("2.012", "2012", "2,012"),
        ("-2.012", "-2012", "-2,012"),
        ("(2.012)", "-2012", "-2,012"),
        ("1234.567", "1234567", "1234,567"),
    ],
)
def test_parse_angka_refuses_two_readings(text: str, besar: str, pecahan: str) -> None:
    with pytest.raises(AngkaRancuError) as refused:
        parse_angka(text)
    assert refused.value.pesan == (
        f"“{text}” dapat dibaca {besar} atau {pecahan}. Tulis {besar} (tanpa titik) atau {pecahan} (dengan koma)."
    )
    assert refused.value.teks == text


@pytest.mark.parametrize(
    ("text", "expected"),
    [("1.000", "1000"), ("1.234", "1234"), ("-2.012", "-2012"), ("(2.012)", "-2012"), ("12.5", "12.5")],
)
def test_parse_angka_reads_thousands_in_a_unit_of_whole_numbers(text: str, expected: str) -> None:
    assert parse_angka(text, bulat=True) == D(expected)


def test_parse_angka_refuses_what_is_no_thousands_mark_in_a_whole_unit_too() -> None:
    with pytest.raises(AngkaRancuError):
        parse_angka("1234.567", bulat=True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  ",
        "-",
        "–",
        "N/A",
        "Baik",
        "NaN",
        "inf",
        "Infinity",
        "1e5",
        "1E5",
        "12%",
        "1 234",
        "1,234.5",
        "1,234,567",
        "3.209,848,994",
        "12.34,5",
        "1.2.3",
        "01.234.567",
        ",5",
        "5,",
        "--5",
        "-(5)",
        "+5",
        "١٢",
        "²",
        "1_000",
        "1" * 31,
    ],
)
def test_parse_angka_refuses_other_texts(text: str) -> None:
    with pytest.raises(AngkaTidakTerbacaError) as refused:
        parse_angka(text)
    assert refused.value.pesan.endswith(".")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("4908100368", "4908100368"),
        ("4.908.100.368", "4908100368"),
        ("1.234", "1234"),
        ("Rp1.234.567,00", "1234567"),
        ("Rp 1.234", "1234"),
        ("Rp. 1.234,-", "1234"),
        ("rp1.234.567,-", "1234567"),
        ("1.234.567,50", "1234567.50"),
        ("1.234,5", "1234.5"),
        ("3.209,848,994", "3209848994"),
        ("1,234,567", "1234567"),
        ("1,234,567.00", "1234567"),
        ("1234.5", "1234.5"),
        ("-Rp1.000", "-1000"),
        ("Rp-1.000", "-1000"),
        ("(1.000)", "-1000"),
        ("Rp 0", "0"),
        ("85,25", "85.25"),
    ],
)
def test_parse_rupiah_reads(text: str, expected: str) -> None:
    assert parse_rupiah(text) == D(expected)


def test_parse_rupiah_refuses_two_readings() -> None:
    with pytest.raises(AngkaRancuError) as refused:
        parse_rupiah("2,012")
    assert refused.value.pesan.startswith("“2,012” dapat dibaca 2012 rupiah atau 2,012 rupiah.")


@pytest.mark.parametrize("text", ["1.234,567", "Rp12.345.678,901", "1,234.567", "-1.234,567"])
def test_parse_rupiah_refuses_a_third_decimal(text: str) -> None:
    with pytest.raises(AngkaRancuError):
        parse_rupiah(text)


@pytest.mark.parametrize(
    "text",
    ["", "Rp", "Rp.", "gratis", "1.234.00", "1.23.456", "12.3456", "1e9", "USD 5", "1 000", "-(5)", "0.123"],
)
def test_parse_rupiah_refuses_other_texts(text: str) -> None:
    with pytest.raises(AngkaTidakTerbacaError):
        parse_rupiah(text)


@pytest.mark.parametrize(
    ("value", "desimal", "expected"),
    [
        (D("1234567.891"), 2, "1.234.567,89"),
        (D("-8.875"), 2, "-8,88"),
        (D("43.870"), None, "43,87"),
        (D("1E+3"), None, "1.000"),
        (D(60), 2, "60,00"),
        (D("-0.004"), 2, "0,00"),
        (D("-0.0"), None, "0"),
        (12, 0, "12"),
        (None, 2, "–"),
        (D("1234567890123456789012345678901.25"), 2, "1.234.567.890.123.456.789.012.345.678.901,25"),
    ],
)
def test_format_angka(value: Decimal | int | None, desimal: int | None, expected: str) -> None:
    assert format_angka(value, desimal) == expected


def test_format_angka_kurung_for_negative_only() -> None:
    assert format_angka(D("-8.88"), 2, kurung=True) == "(8,88)"
    assert format_angka(D("8.88"), 2, kurung=True) == "8,88"


def test_format_persen() -> None:
    assert format_persen(D("73.1166")) == "73,12%"
    assert format_persen(D("461.25"), 0) == "461%"
    assert format_persen(None) == "–"


def test_format_rupiah() -> None:
    assert format_rupiah(D(1234567)) == "Rp1.234.567,00"
    assert format_rupiah(D(1234567), sen=False) == "Rp1.234.567"
    assert format_rupiah(D(1234567), simbol=False) == "1.234.567,00"
    assert format_rupiah(D("-1234.5")) == "-Rp1.234,50"
    assert format_rupiah(None) == "–"


def test_format_tanggal() -> None:
    assert format_tanggal(date(2023, 1, 17)) == "17 Januari 2023"
    assert format_tanggal(date(2022, 12, 1)) == "1 Desember 2022"
    assert format_tanggal(None) == "–"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (0, "nol"),
        (11, "sebelas"),
        (15, "lima belas"),
        (21, "dua puluh satu"),
        (100, "seratus"),
        (111, "seratus sebelas"),
        (1000, "seribu"),
        (1250, "seribu dua ratus lima puluh"),
        (2012, "dua ribu dua belas"),
        (100_000, "seratus ribu"),
        (101_000, "seratus satu ribu"),
        (1_000_000, "satu juta"),
        (215_000_000_000, "dua ratus lima belas miliar"),
        (10**12, "satu triliun"),
        (D("-1250.05"), "minus seribu dua ratus lima puluh koma nol lima"),
    ],
)
def test_terbilang(value: Decimal | int, expected: str) -> None:
    assert terbilang(value) == expected


@pytest.mark.parametrize("value", [10**18, D("NaN")])
def test_terbilang_refuses(value: Decimal | int) -> None:
    with pytest.raises(ValueError, match="cannot spell"):
        terbilang(value)


NUMBERS = st.decimals(min_value=D("-1e15"), max_value=D("1e15"), places=6)


@given(value=NUMBERS)
def test_parse_angka_reads_back_format_isian(value: Decimal) -> None:
    assert parse_angka(format_isian(value)) == value


@given(value=NUMBERS, desimal=st.integers(1, 6), kurung=st.booleans())
def test_parse_angka_reads_back_format_angka(value: Decimal, desimal: int, kurung: bool) -> None:
    text = format_angka(value, desimal, kurung=kurung)
    assert format_angka(parse_angka(text), desimal, kurung=kurung) == text


@given(value=st.integers(-(10**15), 10**15))
def test_parse_angka_reads_back_integers_or_refuses_the_ambiguous(value: int) -> None:
    text = format_angka(value, 0)
    if 1000 <= abs(value) <= 999_999:
        with pytest.raises(AngkaRancuError):
            parse_angka(text)
    else:
        assert parse_angka(text) == value


@given(sen=st.integers(-(10**17), 10**17), simbol=st.booleans())
def test_parse_rupiah_reads_back_format_rupiah(sen: int, simbol: bool) -> None:
    value = D(sen).scaleb(-2)
    assert parse_rupiah(format_rupiah(value, simbol=simbol)) == value


@given(rupiah=st.integers(-(10**15), 10**15))
def test_parse_rupiah_reads_back_whole_rupiah(rupiah: int) -> None:
    assert parse_rupiah(format_rupiah(rupiah, sen=False)) == rupiah


@given(text=st.text(alphabet="0123456789.,-()Rp% e", max_size=12))
def test_parse_gives_a_finite_number_or_an_angka_error(text: str) -> None:
    for parse in (parse_angka, parse_rupiah):
        with contextlib.suppress(AngkaError):
            assert parse(text).is_finite()


# Ratios 1:n -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"), [("1:25", "25"), (" 1 : 0,5 ", "0.5"), ("25", "25"), ("1:1.234,5", "1234.5")]
)
def test_parse_rasio(text: str, expected: str) -> None:
    assert parse_rasio(text) == D(expected)
    assert parse_rasio(format_rasio(D(expected)).replace(".", "")) == D(expected)


@pytest.mark.parametrize("text", ["2:50", "1:", ":25", "1:2:3", "satu", "1:1.234"])
def test_parse_rasio_refuses(text: str) -> None:
    with pytest.raises(AngkaError):
        parse_rasio(text)


def test_format_rasio() -> None:
    assert (format_rasio(D(25), 0), format_rasio(D("24.5")), format_rasio(None)) == ("1:25", "1:24,5", "–")
