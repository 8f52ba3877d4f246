"""Workbooks: what is a number stays a number, what is text stays text, and nothing can run."""

from datetime import UTC, date, datetime
from decimal import Decimal
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from sakip.kit.xlsx import Kolom, Lembar, Sel, clean_text, write_workbook

KOLOM = (Kolom("Uraian"), Kolom("Pagu", jenis="rupiah", desimal=0, satuan="Rp"))


def build_lembar(*baris, kolom=KOLOM, **lain):
    return Lembar(nama="Pagu", judul="Pagu per program", kolom=kolom, baris=baris, **lain)


def read(isi: bytes) -> Any:
    return load_workbook(BytesIO(isi)).active


def test_write_workbook_places_title_context_head_rows_total_and_count():
    sheet = read(
        write_workbook(
            [
                build_lembar(
                    ("Program A", Decimal("4908100368")),
                    ("Program B", 0),
                    konteks=[("Tahun", "2022")],
                    total=("Jumlah", Decimal("4908100368")),
                    catatan=["Sumber: DPA"],
                )
            ]
        )
    )
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        ["Pagu per program", None],
        ["Tahun: 2022", None],
        [None, None],
        ["Uraian", "Pagu (Rp)"],
        ["Program A", 4908100368],
        ["Program B", 0],
        ["Jumlah", 4908100368],
        [None, None],
        ["Jumlah baris: 2", None],
        ["Sumber: DPA", None],
    ]
    assert sheet.freeze_panes == "B5"
    assert sheet.auto_filter.ref == "A4:B6"
    assert sheet["B5"].number_format == "#,##0"


def test_write_workbook_without_context_keeps_head_on_third_row():
    sheet = read(write_workbook([build_lembar(("Program A", 1))]))
    assert (sheet.freeze_panes, sheet["A3"].value, sheet["A4"].value) == ("B4", "Uraian", "Program A")


@pytest.mark.parametrize(
    ("nilai", "kolom", "format_angka"),
    [
        (Decimal("43.87"), Kolom("x", jenis="angka"), "#,##0.00"),
        (Decimal("43.870"), Kolom("x", jenis="angka"), "#,##0.00"),
        (Decimal("100"), Kolom("x", jenis="angka"), "#,##0"),
        (Decimal("73.12"), Kolom("x", jenis="persen", desimal=2), '#,##0.00"%"'),
        (Sel(Decimal("3.5"), desimal=3), Kolom("x", jenis="angka", desimal=1), "#,##0.000"),
    ],
)
def test_number_format_follows_decimals(nilai, kolom, format_angka):
    cell = read(write_workbook([build_lembar((nilai,), kolom=[kolom])]))["A4"]
    assert (cell.data_type, cell.number_format) == ("n", format_angka)


def test_number_beyond_fifteen_digits_is_text_with_every_digit():
    cell = read(write_workbook([build_lembar(("x", Decimal("123456789012345678")))]))["B4"]
    assert (cell.data_type, cell.value) == ("s", "123.456.789.012.345.678")


def test_round_amount_beyond_fifteen_places_stays_a_number():
    cell = read(write_workbook([build_lembar(("x", Decimal("120000000000000000")))]))["B4"]
    assert (cell.data_type, cell.value) == ("n", 120000000000000000)


def test_missing_value_is_empty_or_its_reason_never_zero():
    sheet = read(write_workbook([build_lembar(("a", None), ("b", Sel(None, alasan="belum keluar")))]))
    assert (sheet["B4"].value, sheet["B5"].value) == (None, "– belum keluar")


def test_dates_are_dates_in_local_time():
    sheet = read(
        write_workbook(
            [
                build_lembar(
                    (date(2023, 1, 17), datetime(2023, 1, 17, 3, 42, tzinfo=UTC)),
                    kolom=[Kolom("a", jenis="tanggal"), Kolom("b", jenis="tanggal")],
                )
            ]
        )
    )
    assert sheet["A4"].value == datetime(2023, 1, 17)  # noqa: DTZ001 - a workbook holds no zone
    assert sheet["B4"].value == datetime(2023, 1, 17, 10, 42)  # noqa: DTZ001 - a workbook holds no zone


@pytest.mark.parametrize("nilai", [1.5, Decimal("NaN"), Decimal("Infinity"), object()])
def test_value_that_is_no_exact_figure_is_refused(nilai):
    with pytest.raises(TypeError):
        write_workbook([build_lembar(("x", nilai))])


def test_row_of_other_length_is_refused():
    with pytest.raises(ValueError, match="zip"):
        write_workbook([build_lembar(("x",))])


def test_workbook_without_sheet_is_refused():
    with pytest.raises(ValueError, match="at least one sheet"):
        write_workbook([])


def test_sheet_names_are_legal_and_different():
    satu = Lembar(nama="Capaian: [IKU] 2022/2023 Dinas Sosial Kota", judul="x", kolom=[Kolom("a")], baris=[])
    book = load_workbook(BytesIO(write_workbook([satu, satu])))
    assert book.sheetnames == ["Capaian IKU 2022 2023 Dinas Sos", "Capaian IKU 2022 2023 Dinas S 2"]


def test_text_beyond_the_cell_limit_is_cut_visibly():
    assert clean_text("a" * 40_000)[-14:] == "a … (dipotong)"
    assert len(clean_text("a" * 40_000)) == 32_767


@pytest.mark.parametrize(
    "teks", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "#N/A", "{=1}", "=cmd|' /C calc'!A0"]
)
def test_text_that_looks_like_a_formula_stays_text(teks):
    sheet = read(write_workbook([build_lembar((teks, teks))]))
    assert [(cell.data_type, cell.value) for cell in sheet[4]] == [("s", teks), ("s", teks)]


@settings(max_examples=300, deadline=None)
@given(teks=st.text(max_size=60), depan=st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", "#"]))
def test_any_text_comes_back_as_text_and_makes_no_formula(teks, depan):
    isi = write_workbook(
        [
            Lembar(
                nama=depan + teks,
                judul=depan + teks,
                kolom=[Kolom(depan + teks)],
                baris=[(depan + teks,)],
                konteks=[(depan + teks, teks)],
                total=(depan + teks,),
                catatan=[depan + teks],
            )
        ]
    )
    with ZipFile(BytesIO(isi)) as archive:
        assert b"<f>" not in archive.read("xl/worksheets/sheet1.xml")
    sheet = read(isi)
    assert {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None} <= {"s"}
    assert sheet["A5"].value == (clean_text(depan + teks) or None)


@settings(max_examples=200, deadline=None)
@given(nilai=st.decimals(min_value=Decimal("-1e13"), max_value=Decimal("1e13"), places=2))
def test_any_amount_comes_back_exact(nilai):
    cell = read(write_workbook([build_lembar(("x", nilai))]))["B4"]
    assert Decimal(str(cell.value)) == nilai
