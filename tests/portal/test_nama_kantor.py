"""Two offices of one name in one scope: each carries its government wherever it is named."""

from io import BytesIO

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from instansi.enums import Peran
from tests import builders

pytestmark = pytest.mark.django_db

NAMA = "Dinas Kominfo"


@pytest.fixture
def kembar():
    pemda = [builders.create_pemda(nama=nama) for nama in ("Alfa", "Beta")]
    for satu in pemda:
        builders.create_aturan(satu)
    return [builders.create_opd(satu, nama=NAMA) for satu in pemda]


@pytest.fixture
def masuk(client, kembar):
    client.force_login(builders.create_pengguna(is_superuser=True))
    return client


def harap(kembar):
    return [f"{NAMA} – Kabupaten {opd.pemda.nama}" for opd in kembar]


def alamat(nama, opd=None, **query):
    kunci = {"singkatan": opd.singkatan, "tahun": 2023} if opd else {}
    return reverse(f"portal:{nama}", kwargs=kunci, query={"tahun": 2023} | query if not opd else query)


def test_menu_breadcrumb_and_title_carry_the_government(masuk, kembar):
    for nama in ("rencana", "capaian", "anggaran", "daftar_tabel", "laporan", "isian"):
        query = {"periode": "TW1"} if nama == "isian" else {}
        context = masuk.get(alamat(nama, kembar[0], **query)).context
        (kantor,) = [satu for satu in context["konteks"].pilihan if satu.nama == "kantor"]
        assert [teks for _, teks in kantor.opsi] == harap(kembar)
        assert kantor.teks == harap(kembar)[0]
        assert context["remah"][0].label == harap(kembar)[0]
    assert f"<h1>{harap(kembar)[0]}</h1>" in masuk.get(alamat("beranda_kantor", kembar[0])).content.decode()
    aturan = masuk.get(reverse("portal:aturan")).context["konteks"].pilihan[0]
    assert [teks for _, teks in aturan.opsi] == harap(kembar)


@pytest.mark.parametrize("nama", ["ikhtisar", "daftar_laporan"])
def test_lists_and_their_workbooks_carry_the_government(masuk, kembar, nama):
    rows = masuk.get(alamat(nama)).context["table"].rows
    assert [row.record.nama for row in rows] == harap(kembar)
    lembar = load_workbook(BytesIO(masuk.get(alamat(nama, format="xlsx")).content)).worksheets[0]
    assert set(harap(kembar)) <= {sel.value for baris in lembar.iter_rows() for sel in baris}
    for satu in harap(kembar):
        assert satu in masuk.get(alamat("beranda")).content.decode()


def test_search_finds_an_office_by_its_government(masuk, kembar):
    for nama in ("ikhtisar", "daftar_laporan"):
        rows = masuk.get(alamat(nama, q="kominfo beta")).context["table"].rows
        assert [row.record.opd for row in rows] == [kembar[1]]


def test_workbook_of_an_office_names_its_government(client, kembar):
    client.force_login(builders.create_perencana(kembar[1]))
    lembar = load_workbook(
        BytesIO(client.get(alamat("anggaran", kembar[1], format="xlsx")).content)
    ).worksheets[0]
    assert "Pemerintah daerah: Kabupaten Beta" in {baris[0].value for baris in lembar.iter_rows()}


def test_name_stays_short_where_it_is_the_only_one(client, kembar):
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=kembar[0].pemda))
    assert client.get(alamat("capaian", kembar[0])).context["remah"][0].label == NAMA
