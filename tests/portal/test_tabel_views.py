"""The official tables on the screen: one renderer, derivation of a cell, workbook, what to enter when empty."""

from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from instansi.models import PerangkatDaerah
from kinerja.enums import Periode
from laporan.tabel.daftar import list_tabel
from laporan.tabel.dasar import Baris, HasilTabel, Kolom, Sel
from portal.tables.resmi import create_baris_layar, create_kepala
from renstra.enums import JenisDokumen, StatusDokumen
from sakip.kit.hasil import Derivasi
from tests import builders

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"
PANEL = {"HX-Request": "true", "HX-Target": "panel-isi"}


@pytest.fixture
def opd() -> PerangkatDaerah:
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    return opd


@pytest.fixture
def masuk(client: Client, opd: PerangkatDaerah) -> Client:
    client.force_login(builders.create_perencana(opd), BACKEND)
    return client


def alamat(opd: PerangkatDaerah, akhir: str = "") -> str:
    return f"/opd/{opd.singkatan}/{builders.TAHUN}/tabel/{akhir}"


def create_capaian(opd: PerangkatDaerah):
    indikator = builders.create_indikator(opd, nama="Indeks satu")
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    builders.create_target(indikator, pk, nilai=60, periode=Periode.TAHUN)
    builders.create_realisasi(indikator, nilai=30, periode=Periode.TAHUN)
    return indikator, pk


def test_daftar_tabel_links_every_official_table(masuk, opd):
    halaman = masuk.get(alamat(opd)).content.decode()

    assert [satu.kode for satu in list_tabel() if f'href="{alamat(opd, satu.kode)}/"' not in halaman] == []


def test_tabel_shows_the_rows_of_the_report(masuk, opd):
    indikator, _ = create_capaian(opd)

    response = masuk.get(alamat(opd, "capaian/"))

    baris = {satu.baris.kunci: satu.baris for satu in response.context["baris"]}
    assert baris[indikator.kunci].get("capaian").teks == "50,00"
    assert [satu.baris.kunci for satu in response.context["total"]] == ["TOTAL"]


def test_tabel_cell_opens_its_derivation(masuk, opd):
    indikator, _ = create_capaian(opd)
    query = f"capaian/?baris={indikator.kunci}&kolom=capaian"

    panel = masuk.get(alamat(opd, query), headers=PANEL).content.decode()
    halaman = masuk.get(alamat(opd, query)).content.decode()

    assert "30 / 60 × 100" in panel
    assert "<html" not in panel
    assert "30 / 60 × 100" in halaman
    assert "<html" in halaman


@pytest.mark.parametrize(
    "query", ["baris=tidak-ada&kolom=capaian", "baris=TOTAL&kolom=tidak-ada", "baris=TOTAL"]
)
def test_tabel_cell_that_does_not_exist_is_not_found(masuk, opd, query):
    create_capaian(opd)

    assert masuk.get(alamat(opd, f"capaian/?{query}")).status_code == 404


def test_tabel_exports_typed_cells(masuk, opd):
    create_capaian(opd)

    response = masuk.get(alamat(opd, "capaian/?format=xlsx"))
    lembar = load_workbook(BytesIO(response.content)).worksheets[0]
    isi = [[sel.value for sel in row] for row in lembar.iter_rows()]

    assert ["Indeks satu", None, 60, 30, 50, "Rendah", "Tidak tercapai"] in isi
    assert response["Content-Disposition"] == f'attachment; filename="capaian-{opd.singkatan}-2023.xlsx"'


def test_tabel_without_data_says_what_to_enter(masuk, opd):
    response = masuk.get(alamat(opd, "capaian/"))

    assert response.status_code == 200
    assert "Tabel ini belum dapat disusun" in response.content.decode()
    assert response.context["pesan"] in response.content.decode()


@pytest.mark.parametrize("kode", [satu.kode for satu in list_tabel()])
def test_tabel_of_an_empty_office_is_no_error(masuk, opd, kode):
    assert masuk.get(alamat(opd, f"{kode}/")).status_code == 200


def test_tabel_per_document_obeys_the_choice(masuk, opd):
    _, pk = create_capaian(opd)

    response = masuk.get(alamat(opd, f"pk/?dokumen={pk.kunci}"))

    assert response.context["konteks"].pilihan[-1].nilai == pk.kunci


def test_tabel_unknown_or_of_a_neighbour_is_not_found(masuk, opd):
    assert masuk.get(alamat(opd, "tidak-ada/")).status_code == 404
    assert masuk.get(alamat(builders.create_opd(), "capaian/")).status_code == 404


def test_kepala_groups_neighbours_and_is_empty_without_groups():
    kolom = [Kolom("nama", "Nama"), Kolom("a", "A", kelompok="2022"), Kolom("b", "B", kelompok="2022")]

    assert [(satu.judul, satu.rentang) for satu in create_kepala(kolom)] == [("", 1), ("2022", 2)]
    assert create_kepala(kolom[:1]) == []


def test_baris_layar_says_a_reason_once_per_row():
    kosong = Sel(teks="–", keterangan="Realisasi belum diisi.")
    hasil = HasilTabel("x", "X", [Kolom("a", "A"), Kolom("b", "B")], [Baris("k", {"a": kosong, "b": kosong})])

    (baris,) = create_baris_layar(hasil, hasil.baris, "?")

    assert [satu.alasan for satu in baris.sel] == ["Realisasi belum diisi.", ""]


def test_baris_layar_writes_any_row_key_into_the_address():
    hasil = HasilTabel(
        "x",
        "X",
        [Kolom("a", "A")],
        [Baris("s/5.1/ATK & lain", {"a": Sel("1", derivasi=Derivasi(rumus="a"))})],
    )

    (baris,) = create_baris_layar(hasil, hasil.baris, "?")

    assert baris.sel[0].asal_url == "?baris=s%2F5.1%2FATK+%26+lain&kolom=a"


@pytest.mark.parametrize("jumlah", [1, 3])
def test_tabel_takes_constant_queries_whatever_the_rows(masuk, opd, jumlah, django_assert_num_queries):
    for _ in range(jumlah):
        create_capaian(opd)
    masuk.get(alamat(opd, "capaian/"))

    # session, user, dokumen, simpul, indikator, aturan, target, realisasi
    with django_assert_num_queries(9):
        masuk.get(alamat(opd, "capaian/"))
