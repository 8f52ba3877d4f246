"""Tables: one value, one form on the screen, at the foot and in the workbook; pages never beyond 100 rows."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import django_tables2 as tables
import pytest
from django.template import Context, Template
from django.test import RequestFactory
from openpyxl import load_workbook

from sakip.kit.kerangka import Konteks, PilihanKonteks
from sakip.kit.tables import (
    AngkaColumn,
    PersenColumn,
    PohonColumn,
    PortalTable,
    PredikatColumn,
    RupiahColumn,
    TanggalColumn,
    TeksColumn,
)
from sakip.kit.templatetags import kit
from sakip.kit.views import HalamanTabelView
from sakip.kit.xlsx import Sel


class ContohTable(PortalTable):
    nama = PohonColumn("Indikator", jenjang_dari="jenjang", kode_dari="kode")
    satuan = tables.Column("Satuan")
    realisasi = AngkaColumn("Realisasi", desimal_dari="desimal", alasan_dari="alasan")
    capaian = PersenColumn("Capaian")
    predikat = PredikatColumn("Predikat", tingkat_dari="tingkat")
    pagu = RupiahColumn("Pagu")
    analisis = TeksColumn("Analisis")
    sampai = TanggalColumn("Sampai")


def build_row(**lain):
    return {
        "nama": "Indeks SPBE",
        "jenjang": 1,
        "kode": "2.16",
        "satuan": "Indeks",
        "realisasi": Decimal("2.66"),
        "desimal": 2,
        "alasan": "",
        "capaian": Decimal("102.3077"),
        "predikat": "Sangat Berhasil",
        "tingkat": 5,
        "pagu": Decimal("4908100368.00"),
        "analisis": "=1+1",
        "sampai": date(2023, 1, 17),
    } | lain


def read(isi: bytes) -> Any:
    return load_workbook(BytesIO(isi)).active


def cells(table):
    return [str(cell) for cell in table.rows[0]]


def test_columns_show_value_in_indonesian_form():
    assert cells(ContohTable([build_row()])) == [
        '<span class="jenjang jenjang-1"><span class="kode">2.16</span> Indeks SPBE</span>',
        "Indeks",
        "2,66",
        "102,31%",
        '<span class="predikat predikat-5">Sangat Berhasil</span>',
        "4.908.100.368",
        "=1+1",
        "17 Januari 2023",
    ]


def test_missing_values_are_dashes_with_reason_and_zero_is_zero():
    row = build_row(
        realisasi=None, alasan="belum keluar", capaian=None, predikat="", pagu=Decimal(0), sampai=None
    )
    tiada = '<span class="tiada">–</span>'
    assert cells(ContohTable([row]))[2:] == [
        f'{tiada}<span class="tiada-alasan">belum keluar</span>',
        tiada,
        tiada,
        "0",
        "=1+1",
        tiada,
    ]


def test_text_is_escaped():
    assert cells(ContohTable([build_row(nama="<b>", predikat="<i>", kode="")]))[0:5:4] == [
        '<span class="jenjang jenjang-1">&lt;b&gt;</span>',
        '<span class="predikat predikat-5">&lt;i&gt;</span>',
    ]


def test_footer_shows_given_total_and_never_sums():
    table = ContohTable(
        [build_row(), build_row()], total={"nama": "Jumlah", "pagu": Decimal(7), "capaian": None}
    )
    assert [str(column.footer) for column in table.columns] == [
        "Jumlah",
        "",
        "",
        '<span class="tiada">–</span>',
        "",
        "7",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("query", "jumlah", "kaki"),
    [
        ({}, 25, "1–25 dari 1.250"),
        ({"per_page": "100", "page": "2"}, 100, "101–200 dari 1.250"),
        ({"per_page": "5000"}, 100, "1–100 dari 1.250"),
        ({"per_page": "0"}, 1, "1–1 dari 1.250"),
        ({"per_page": "x", "page": "y"}, 25, "1–25 dari 1.250"),
        ({"page": "9999"}, 25, "1.226–1.250 dari 1.250"),
    ],
)
def test_page_holds_at_most_100_rows_and_says_which(query, jumlah, kaki):
    request = RequestFactory().get("/", query)
    table = ContohTable([build_row() for _ in range(1250)])
    tables.RequestConfig(request, paginate={"per_page": 25}).configure(table)
    html = Template("{% load django_tables2 %}{% render_table table %}").render(
        Context({"table": table, "request": request})
    )
    assert html.count("<td ") + html.count("<td>") == jumlah * 8
    assert kaki in html


def test_empty_table_says_what_to_do():
    request = RequestFactory().get("/")
    table = ContohTable([])
    table.kosong_judul, table.kosong_teks = "Belum ada indikator", "Muat rencana dahulu."
    html = Template("{% load django_tables2 %}{% render_table table %}").render(
        Context({"table": table, "request": request})
    )
    assert "Belum ada indikator" in html
    assert "Muat rencana dahulu." in html
    assert "<table" not in html


def test_head_links_sort_and_state_the_order():
    request = RequestFactory().get("/", {"sort": "-pagu", "q": "air", "page": "2"})
    table = ContohTable([build_row()])
    tables.RequestConfig(request).configure(table)
    html = Template("{% load django_tables2 %}{% render_table table %}").render(
        Context({"table": table, "request": request})
    )
    assert html.count('aria-sort="descending"') == 1
    assert 'href="?sort=pagu&amp;q=air"' in html


class ContohView(HalamanTabelView):
    table_class = ContohTable
    template_name = "kit/_tabel.html"

    def get_table_data(self):
        return [build_row(nama=f"Indikator {nomor:03}") for nomor in range(130)] + [build_row(realisasi=None)]

    def get_table_kwargs(self):
        return {"judul": "Capaian 2022", "total": {"nama": "Jumlah", "pagu": Decimal(7)}}


def test_export_sends_all_rows_with_context_and_typed_cells():
    request = RequestFactory().get("/", {"format": "xlsx", "sort": "-nama", "per_page": "25"})
    konteks = Konteks([PilihanKonteks("tahun", "Tahun", "2022", [("2022", "2022")])])
    setattr(request, "konteks", konteks)  # noqa: B010 - the middleware's attribute is not part of the request's type
    response: Any = ContohView.as_view()(request)
    assert response["Content-Disposition"] == 'attachment; filename="capaian-2022.xlsx"'
    sheet = read(response.content)
    assert (sheet["A1"].value, sheet["A2"].value, sheet["A3"].value[:8]) == (
        "Capaian 2022",
        "Tahun: 2022",
        "Diunduh:",
    )
    assert [cell.value for cell in sheet[5]] == [
        "Indikator", "Satuan", "Realisasi", "Capaian", "Predikat", "Pagu (Rp)", "Analisis", "Sampai",
    ]  # fmt: skip
    assert [cell.value for cell in sheet[6]][:7] == [
        "2.16 Indikator 129", "Indeks", 2.66, 102.3077, "Sangat Berhasil", 4908100368, "=1+1",
    ]  # fmt: skip
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert (sheet["A137"].value, sheet["F137"].value) == ("Jumlah", 7)
    assert sheet["A139"].value == "Jumlah baris: 131"


def test_own_export_value_of_a_table_is_used():
    class DenganNilai(PortalTable):
        nama = tables.Column("Nama")

        def value_nama(self, record):
            return record["nama"].upper()

    assert [list(row) for row in DenganNilai([{"nama": "a"}]).export_lembar().baris] == [[Sel("A")]]


def test_htmx_request_for_the_table_gets_only_the_table():
    class Halaman(ContohView):
        template_name = "base.html"

    view = Halaman()
    view.setup(RequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": "tabel"}))
    assert view.get_template_names() == ["kit/_tabel.html"]
    view.setup(RequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": "isi"}))
    assert view.get_template_names() == ["base.html"]
    view.setup(RequestFactory().get("/"))
    assert view.get_template_names() == ["base.html"]


def test_predikat_always_carries_its_word():
    assert kit.predikat("Baik", 4) == '<span class="predikat predikat-4">Baik</span>'
    assert kit.predikat("Baik", 9) == '<span class="predikat">Baik</span>'
    assert kit.predikat(None, 4) == '<span class="tiada">–</span>'


@pytest.mark.parametrize(
    ("nilai", "lebar"), [(Decimal("73.12"), "73.1"), (Decimal(250), "100.0"), (Decimal(-5), "0.0")]
)
def test_bar_is_cut_at_both_ends(nilai, lebar):
    assert f'class="batang-isi" width="{lebar}"' in kit.batang(nilai)
