"""Office and year from the path, the rest from the query; the choice is remembered; the navigation follows the role."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from instansi.enums import Peran
from portal.konteks import KUNCI_SESI, is_tahun
from tests import builders

pytestmark = pytest.mark.django_db


def beranda(opd, tahun=2023, **query):
    return reverse("portal:beranda_kantor", kwargs={"singkatan": opd.singkatan, "tahun": tahun}, query=query)


def isian(opd, tahun=2023, **query):
    return reverse("portal:isian", kwargs={"singkatan": opd.singkatan, "tahun": tahun}, query=query)


@pytest.fixture
def opd():
    opd = builders.create_opd()
    builders.create_dokumen(opd, tahun=2022)
    builders.create_dokumen(opd, tahun=2023)
    return opd


@pytest.fixture
def masuk(client):
    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in


def test_account_comes_with_its_assignments_in_one_query(opd, masuk):
    client = masuk(builders.create_perencana(opd))
    client.get(reverse("ganti_sandi_selesai"))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get(reverse("ganti_sandi_selesai"))
    assert len(queries) == 2  # session, account with assignments, office and government


def test_office_of_another_is_not_found(opd, masuk):
    lain = builders.create_opd(pemda=opd.pemda)
    client = masuk(builders.create_perencana(opd))
    assert client.get(beranda(opd)).status_code == 200
    assert client.get(beranda(lain)).status_code == 404


def test_office_of_another_government_is_not_found_for_inspektorat(opd, masuk):
    lain = builders.create_opd()
    client = masuk(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda))
    assert client.get(beranda(opd)).status_code == 200
    assert client.get(beranda(lain)).status_code == 404


@pytest.mark.parametrize("tahun", ["1999", "2100", "23", "abcd"])
def test_year_outside_the_century_is_not_found(opd, masuk, tahun):
    client = masuk(builders.create_perencana(opd))
    assert client.get(f"/opd/{opd.singkatan}/{tahun}/").status_code == 404


def test_choice_of_the_context_bar_becomes_the_path(opd, masuk):
    lain = builders.create_opd(pemda=opd.pemda)
    client = masuk(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=opd.pemda))
    response = client.get(isian(opd, kantor=lain.singkatan, tahun="2023", periode="TW2"))
    assert (response.status_code, response["Location"]) == (302, isian(lain, periode="TW2"))
    response = client.get(isian(opd, kantor=opd.singkatan, tahun="2022", periode="TW2", page="3"))
    assert response["Location"] == isian(opd, 2022, periode="TW2")


def test_choice_of_a_foreign_office_is_not_found(opd, masuk):
    lain = builders.create_opd(pemda=opd.pemda)
    client = masuk(builders.create_perencana(opd))
    assert client.get(isian(opd, kantor=lain.singkatan, periode="TW1")).status_code == 404


def test_another_office_opens_in_a_year_that_it_has(opd, masuk):
    lain = builders.create_opd(pemda=opd.pemda)
    builders.create_dokumen(lain, tahun=2021)
    client = masuk(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=opd.pemda))
    assert client.get(beranda(opd, kantor=lain.singkatan))["Location"] == beranda(lain, 2021)


@pytest.mark.parametrize("periode", ["TW9", "tw1", "1"])
def test_unknown_period_is_not_found(opd, masuk, periode):
    client = masuk(builders.create_perencana(opd))
    assert client.get(isian(opd, periode=periode)).status_code == 404


def test_choice_is_remembered_for_the_next_page(opd, masuk):
    client = masuk(builders.create_perencana(opd))
    client.get(isian(opd, 2022, periode="TW3"))
    assert client.session[KUNCI_SESI] == {"kantor": opd.singkatan, "tahun": 2022, "periode": "TW3"}
    assert client.get("/")["Location"] == beranda(opd, 2022)


def test_page_carries_the_context_bar_and_breadcrumbs(opd, masuk):
    client = masuk(builders.create_perencana(opd))
    context = client.get(isian(opd, periode="TW1")).context
    assert [(p.nama, p.nilai) for p in context["konteks"].pilihan] == [
        ("kantor", opd.singkatan),
        ("tahun", "2023"),
        ("periode", "TW1"),
    ]
    assert context["konteks"].peran == "Perencana"
    assert [r.label for r in context["remah"]] == [opd.nama, "Isi realisasi"]


@pytest.mark.parametrize(
    ("peran", "isi", "ikhtisar"),
    [
        (Peran.PERENCANA, "Isi realisasi", False),
        (Peran.KEPALA, "Sahkan realisasi", False),
        (Peran.VERIFIKATOR, "Realisasi", False),
        (Peran.INSPEKTORAT, "Realisasi", True),
        (Peran.PIMPINAN, "Realisasi", True),
        (Peran.ADMIN_PEMDA, "Realisasi", True),
    ],
)
def test_navigation_shows_what_the_role_can_use(opd, masuk, peran, isi, ikhtisar):
    lingkup = {"pemda": opd.pemda} if ikhtisar else {"opd": opd}
    client = masuk(builders.create_pengguna(peran, **lingkup))
    butir = [b.label for b in client.get(beranda(opd)).context["navigasi"]]
    kantor = ["Beranda", "Rencana", isi, "Capaian", "Anggaran", "Tabel resmi", "Laporan"]
    assert butir == [*kantor, *(["Ikhtisar", "Daftar laporan"] if ikhtisar else []), "Pengaturan"]


def test_page_over_all_offices_names_no_office_in_its_navigation(opd, masuk):
    client = masuk(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda))
    client.get(beranda(opd))
    butir = [b.label for b in client.get(reverse("portal:ikhtisar")).context["navigasi"]]
    assert butir == ["Beranda", "Ikhtisar", "Daftar laporan", "Pengaturan"]


@pytest.mark.parametrize("teks", ["1" * 5000, "999", "20234", "dua ribu", "٢٠٢٣", "2023 "])
def test_is_tahun_refuses_what_is_no_year(teks):
    assert not is_tahun(teks)


def test_is_tahun_knows_the_years_of_this_century():
    assert is_tahun("2000")
    assert is_tahun("2099")
