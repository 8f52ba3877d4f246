"""What somebody typed stays text: on the page, in a workbook, in CSV, in a chart and in the PDF."""

import re
from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from instansi.models import PerangkatDaerah
from kinerja.models import Indikator, Realisasi
from laporan.grafik import IndikatorGrafik, draw_capaian
from laporan.keluaran import write_csv, write_xlsx
from laporan.models import Narasi
from laporan.services import render_laporan, simpan_narasi
from laporan.tabel.daftar import build_tabel
from renstra.models import Simpul
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db

MUATAN = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'><svg/onload=alert(3)>{{7*7}}{% debug %}"
RUMUS = '=HYPERLINK("http://jahat.example";"klik")'


@pytest.fixture
def kantor():
    """An office in which every text that a person can write holds the payload."""
    kantor = create_kantor()
    Indikator.objects.filter(opd=kantor.opd).update(nama=MUATAN, satuan="<b>x</b>")
    Simpul.objects.filter(opd=kantor.opd).update(nama=MUATAN, sasaran=MUATAN)
    Realisasi.objects.filter(indikator__opd=kantor.opd).update(catatan=MUATAN, asal="<i>asal</i>")
    PerangkatDaerah.objects.filter(pk=kantor.opd.pk).update(nama=f'Dinas "{MUATAN}"', alamat=MUATAN)
    kantor.perencana.jabatan_teks = MUATAN
    kantor.perencana.save()
    simpan_narasi(
        pengguna=kantor.perencana,
        opd=kantor.opd,
        tahun=TAHUN,
        bagian="kata-pengantar",
        teks=f"{MUATAN}\n\n- {MUATAN}\n\n1. {MUATAN}",
        versi=None,
    )
    return kantor


HALAMAN = [
    ("beranda_kantor", ""),
    ("isian", "periode=TAHUN"),
    ("isian_riwayat", "periode=TAHUN"),
    ("capaian", "jenjang=sasaran"),
    ("derivasi", ""),
    ("rencana", "buka=semua&semua=ya"),
    ("anggaran", ""),
    ("rincian_anggaran", ""),
    ("laporan", ""),
    ("laporan_narasi", ""),
    ("tabel", ""),
]


def url(nama, kantor, query=""):
    tambahan = {
        "isian_riwayat": {"indikator_id": kantor.indikator.pk},
        "derivasi": {"indikator_id": kantor.indikator.pk},
        "rincian_anggaran": {"simpul_id": kantor.program.pk},
        "tabel": {"kode": "capaian"},
    }
    jalur = {"singkatan": kantor.opd.singkatan, "tahun": TAHUN} | tambahan.get(nama, {})
    return f"{reverse(f'portal:{nama}', kwargs=jalur)}?{query}"


def check_inert(isi: str) -> None:
    assert not re.search(r"<script>|<img src=x|<svg/onload|<b>x</b>|<i>asal</i>", isi)
    assert "49" not in re.findall(r"\{\{.*?\}\}|alert\(3\)&gt;(\d+)", isi)


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "panel-isi"}])
def test_pages_show_the_payload_as_text(client, kantor, headers):
    client.force_login(kantor.perencana)
    for nama, query in HALAMAN:
        response = client.get(url(nama, kantor, query), headers=headers)
        assert response.status_code == 200, nama
        isi = response.content.decode()
        check_inert(isi)
        assert "&lt;script&gt;" in isi or nama == "isian_riwayat", nama


@pytest.mark.parametrize("nama", ["isian", "capaian", "rencana", "derivasi"])
def test_parameters_come_back_as_text(client, kantor, nama):
    client.force_login(kantor.perencana)
    dasar = {"periode": "TAHUN"} if nama == "isian" else {}
    for parameter in ("q", "tabel", "sort", "cabang", "isi", "jenjang", "kolom"):
        response = client.get(url(nama, kantor), dasar | {parameter: MUATAN})
        assert response.status_code in (200, 404), parameter
        check_inert(response.content.decode())


def test_refused_input_comes_back_as_text(client, kantor):
    client.force_login(kantor.perencana)
    alamat = reverse(
        "portal:isian_baris",
        kwargs={"singkatan": kantor.opd.singkatan, "tahun": TAHUN, "indikator_id": kantor.indikator.pk},
    )
    data = {"nilai": MUATAN, "alasan": MUATAN * 9, "catatan": MUATAN, "versi": MUATAN}
    for headers in ({}, {"HX-Request": "true"}):
        response = client.post(f"{alamat}?periode=TAHUN", data, headers=headers)
        assert response.status_code in (409, 422)
        check_inert(response.content.decode())


def test_pdf_of_a_report_full_of_payloads_runs_and_fetches_nothing(kantor):
    hasil = render_laporan(PerangkatDaerah.objects.get(pk=kantor.opd.pk), TAHUN)
    assert hasil.ditolak == ()
    for tanda in (b"/JavaScript", b"/JS ", b"/EmbeddedFile", b"/Launch", b"/SubmitForm"):
        assert tanda not in hasil.isi


def test_chart_shows_the_payload_as_text():
    svg = draw_capaian(MUATAN, [IndikatorGrafik(MUATAN, None, MUATAN, MUATAN, MUATAN)])
    assert "<script>" not in svg
    assert "<img" not in svg
    assert "onload" not in re.sub(r"&lt;.*?&gt;", "", svg)


@pytest.mark.parametrize("awal", ["=", "+", "-", "@", "\t=", "\r="])
def test_exports_hold_no_formula(kantor, awal):
    Indikator.objects.filter(opd=kantor.opd).update(nama=f"{awal}{RUMUS}")
    Simpul.objects.filter(opd=kantor.opd).update(nama=f"{awal}{RUMUS}")
    hasil = build_tabel("capaian", opd=kantor.opd, tahun=TAHUN)
    for baris in write_csv(hasil).split("\r\n"):
        for sel in baris.split(";"):
            teks = sel.strip('"')
            assert not teks.startswith(("=", "@", "\t", "\r")), teks
            assert not re.match(r"[+-](?![\d,.]*$)", teks), teks
    for lembar in load_workbook(BytesIO(write_xlsx(hasil))):
        assert all(sel.data_type != "f" for baris in lembar.iter_rows() for sel in baris)


@pytest.mark.parametrize("nama", ["capaian", "anggaran", "tabel"])
def test_excel_of_a_page_holds_no_formula_and_a_plain_file_name(client, kantor, nama):
    Indikator.objects.filter(opd=kantor.opd).update(nama=RUMUS)
    Simpul.objects.filter(opd=kantor.opd).update(nama=RUMUS)
    PerangkatDaerah.objects.filter(pk=kantor.opd.pk).update(nama='Dinas "A"\r\nSet-Cookie: a=b; =1+1')
    client.force_login(kantor.perencana)
    response = client.get(url(nama, kantor, "format=xlsx"))
    assert re.fullmatch(r'attachment; filename="[a-z0-9-]+\.xlsx"', response["Content-Disposition"])
    sel = [s for lembar in load_workbook(BytesIO(response.content)) for b in lembar.iter_rows() for s in b]
    assert any(str(s.value).startswith("=HYPERLINK") for s in sel)
    assert all(s.data_type != "f" for s in sel)


def test_stored_text_is_what_was_typed(kantor):
    """Nothing is stripped on the way in: escaping belongs to the output."""
    assert MUATAN in Narasi.objects.get().teks
