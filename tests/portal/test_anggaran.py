"""Pagu and realisasi: rolled up rows, totals, levels, documents, account lines, Excel."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from instansi.models import PerangkatDaerah
from renstra.enums import JenisDokumen, StatusDokumen
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


@pytest.fixture
def dpa(opd: PerangkatDaerah):
    return builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)


def alamat(opd: PerangkatDaerah, akhir: str = "") -> str:
    return f"/opd/{opd.singkatan}/{builders.TAHUN}/anggaran/{akhir}"


def baris(response) -> list[tuple[str, Decimal | None, Decimal | None, str, Decimal | None]]:
    return [
        (row.simpul.jenjang, row.pagu, row.realisasi, row.persen.teks, row.sisa)
        for row in response.context["table"].data
    ]


def test_anggaran_rolls_up_and_totals_programs_once(masuk, opd, dpa):
    pohon = builders.create_pohon(opd)
    builders.create_pagu(dpa, pohon["sub_kegiatan"], 200)
    builders.create_belanja(pohon["sub_kegiatan"], 150)

    response = masuk.get(alamat(opd))

    angka = (Decimal(200), Decimal(150), "75,00", Decimal(50))
    assert baris(response) == [("program", *angka), ("kegiatan", *angka), ("sub_kegiatan", *angka)]
    assert response.context["table"].total == {
        "nama": "Jumlah seluruh program",
        "pagu": Decimal(200),
        "realisasi": Decimal(150),
        "persen": Decimal("75.00"),
        "sisa": Decimal(50),
    }


def test_anggaran_of_a_level_keeps_the_total_of_the_office(masuk, opd, dpa):
    pohon = builders.create_pohon(opd)
    builders.create_pagu(dpa, pohon["sub_kegiatan"], 200)

    response = masuk.get(alamat(opd, "?jenjang=kegiatan"))

    assert [row[0] for row in baris(response)] == ["kegiatan"]
    assert response.context["table"].total["pagu"] == Decimal(200)


def test_anggaran_zero_pagu_and_missing_realisasi_are_no_zero(masuk, opd, dpa):
    nol, kosong = builders.create_simpul(opd), builders.create_simpul(opd)
    builders.create_pagu(dpa, nol, 0)
    builders.create_belanja(nol, 0)
    builders.create_pagu(dpa, kosong, 10)

    response = masuk.get(alamat(opd))

    assert baris(response) == [
        ("program", Decimal(0), Decimal(0), "–", Decimal(0)),
        ("program", Decimal(10), None, "–", None),
    ]
    assert "Pagu nol, serapan tidak dapat dihitung." in response.content.decode()


def test_anggaran_of_another_document(masuk, opd, dpa):
    program = builders.create_simpul(opd)
    builders.create_pagu(dpa, program, 10)
    dppa = builders.create_dokumen(opd, JenisDokumen.DPPA, status=StatusDokumen.DITETAPKAN)
    builders.create_pagu(dppa, program, 25)

    assert baris(masuk.get(alamat(opd)))[0][1] == Decimal(25)
    assert baris(masuk.get(alamat(opd, f"?dokumen={dpa.kunci}")))[0][1] == Decimal(10)


def test_anggaran_without_rows_says_what_to_do(masuk, opd):
    assert "Belum ada anggaran tahun 2023" in masuk.get(alamat(opd)).content.decode()


def test_anggaran_exports_amounts_as_numbers_with_the_total(masuk, opd, dpa):
    program = builders.create_simpul(opd, nama="Program satu")
    builders.create_pagu(dpa, program, 400)
    builders.create_belanja(program, 100)

    response = masuk.get(alamat(opd, "?format=xlsx"))
    lembar = load_workbook(BytesIO(response.content)).worksheets[0]
    isi = [[sel.value for sel in row] for row in lembar.iter_rows()]

    assert ["Program satu", 400, 100, 25, 300] in isi
    assert ["Jumlah seluruh program", 400, 100, 25, 300] in isi


def test_rincian_anggaran_lists_children_and_account_lines(masuk, opd, dpa):
    pohon = builders.create_pohon(opd)
    barang = builders.create_rekening("5.1.02", "Belanja barang dan jasa")
    builders.create_pagu(dpa, pohon["sub_kegiatan"], 200, rekening=barang)
    builders.create_belanja(pohon["sub_kegiatan"], 150, rekening=barang)

    program = masuk.get(alamat(opd, f"{pohon['program'].pk}/")).context
    sub = masuk.get(alamat(opd, f"{pohon['sub_kegiatan'].pk}/"), headers=PANEL)

    assert [(row.simpul, row.pagu) for row in program["anak"]] == [(pohon["kegiatan"], Decimal(200))]
    assert [(r.kode, r.pagu, r.realisasi, r.persen.teks) for r in sub.context["rekening"]] == [
        ("5.1.02", Decimal(200), Decimal(150), "75,00")
    ]
    assert "<html" not in sub.content.decode()


def test_rincian_anggaran_adds_items_up_to_their_account(masuk, opd, dpa):
    program = builders.create_simpul(opd)
    barang = builders.create_rekening("5.1.02", "Belanja barang dan jasa")
    builders.create_pagu(dpa, program, 200, rekening=barang)
    builders.create_belanja(program, 50, rekening=barang, uraian="Sewa")
    builders.create_belanja(program, 100, rekening=barang, uraian="Honor")

    rekening = masuk.get(alamat(opd, f"{program.pk}/")).context["rekening"]

    assert [(r.kode, r.uraian, r.pagu, r.realisasi, r.persen.teks) for r in rekening] == [
        ("5.1.02", "", Decimal(200), Decimal(150), "75,00"),
        ("5.1.02", "Sewa", None, Decimal(50), "–"),
        ("5.1.02", "Honor", None, Decimal(100), "–"),
    ]


def test_anggaran_absorption_opens_its_derivation(masuk, opd, dpa):
    program = builders.create_simpul(opd)
    builders.create_pagu(dpa, program, 400)
    builders.create_belanja(program, 100)

    halaman = masuk.get(alamat(opd, "?rinci=serapan"), headers=PANEL).content.decode()

    assert "100 / 400 × 100" in halaman


def test_anggaran_of_a_neighbour_is_not_found(masuk, opd):
    asing = builders.create_simpul(builders.create_opd())

    assert masuk.get(alamat(asing.opd)).status_code == 404
    assert masuk.get(alamat(opd, f"{asing.pk}/")).status_code == 404


@pytest.mark.parametrize("akhir", ["?jenjang=tujuan", "?dokumen=tidak-ada"])
def test_anggaran_with_an_unknown_choice_is_not_found(masuk, opd, akhir):
    assert masuk.get(alamat(opd, akhir)).status_code == 404


@pytest.mark.parametrize("jumlah", [1, 3])
def test_anggaran_takes_eight_queries_whatever_the_rows(masuk, opd, dpa, jumlah, django_assert_num_queries):
    for _ in range(jumlah):
        program = builders.create_simpul(opd)
        builders.create_pagu(dpa, program, 10)
        builders.create_belanja(program, 5)
    masuk.get(alamat(opd))

    with django_assert_num_queries(8):  # session, user, years, dokumen, simpul, aturan, pagu, belanja
        assert len(baris(masuk.get(alamat(opd)))) == jumlah
