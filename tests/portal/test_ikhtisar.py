"""The overview of offices: figures of the engine, in scope, in a constant number of queries."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from instansi.enums import Peran
from kinerja.enums import Periode
from laporan.models import Laporan
from portal.queries.ikhtisar import load_isian_lingkup, load_keadaan
from renstra.enums import JenisDokumen, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db

URL = "/ikhtisar/?tahun=2023"


def create_kantor(pemda, nilai=None, **isi):
    """An office with one sasaran indikator (target 60), its realisasi when given, a budget spent by 98.5 percent."""
    opd = builders.create_opd(pemda=pemda, **isi)
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    row = builders.create_indikator(opd)
    builders.create_target(row, pk, nilai=60)
    if nilai is not None:
        builders.create_realisasi(row, nilai=Decimal(nilai))
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    program = builders.create_simpul(opd)
    builders.create_pagu(dpa, program, 1_000_000)
    builders.create_belanja(program, 985_000)
    return opd


@pytest.fixture
def pemda():
    pemda = builders.create_pemda()
    builders.create_aturan(pemda)
    return pemda


@pytest.fixture
def inspektorat(client, pemda):
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=pemda))
    return client


def baris(response):
    return [row.record for row in response.context["table"].rows]


def test_shows_average_missing_absorption_and_report(inspektorat, pemda):
    opd = create_kantor(pemda, "43.87")
    kosong = builders.create_indikator(opd)
    builders.create_target(kosong, opd.dokumen.first(), nilai=10)
    Laporan.objects.create(opd=opd, tahun=2023)
    (satu,) = baris(inspektorat.get(URL))
    assert (satu.capaian, satu.dinilai, satu.belum) == (Decimal("73.12"), "1 dari 2", 1)
    assert (satu.predikat.teks, satu.serapan, satu.laporan) == ("Rendah", Decimal("98.50"), "Draf")
    assert satu.diubah is not None


def test_average_is_that_of_the_capaian_page(inspektorat, pemda):
    opd = create_kantor(pemda, "43.87")
    builders.create_target(builders.create_indikator(opd), opd.dokumen.first(), nilai=10)
    (satu,) = baris(inspektorat.get(URL))
    halaman = reverse("portal:capaian", kwargs={"singkatan": opd.singkatan, "tahun": 2023})
    lain = inspektorat.get(f"{halaman}?periode=TAHUN").context["view"].rata
    assert (satu.keadaan.rata.tampil, satu.keadaan.rata.anggota) == (lain.tampil, lain.anggota)


def test_office_without_values_has_a_reason_and_no_zero(inspektorat, pemda):
    create_kantor(pemda)
    (satu,) = baris(inspektorat.get(URL))
    assert (satu.capaian, satu.alasan_capaian) == (None, "Tidak ada nilai yang dapat dihitung.")


def test_only_offices_in_scope(inspektorat, pemda):
    create_kantor(pemda, nama="Dinas Sendiri")
    create_kantor(builders.create_pemda(), nama="Dinas Asing")
    assert [satu.nama for satu in baris(inspektorat.get(URL))] == ["Dinas Sendiri"]


@pytest.mark.parametrize("peran", [Peran.PERENCANA, Peran.KEPALA])
def test_office_roles_have_no_overview(client, pemda, peran):
    opd = create_kantor(pemda)
    client.force_login(builders.create_pengguna(peran, opd=opd))
    assert client.get(URL).status_code == 403


@pytest.mark.parametrize("jumlah", [1, 3])
@pytest.mark.parametrize("urut", ["", "capaian", "-serapan", "diubah"])
def test_query_count_does_not_grow_with_the_offices(inspektorat, pemda, jumlah, urut):
    for _ in range(jumlah):
        create_kantor(pemda, "43.87")
    url = f"{URL}&sort={urut}"
    inspektorat.get(url)
    with CaptureQueriesContext(connection) as queries:
        response = inspektorat.get(url)
    assert len(baris(response)) == jumlah
    # session, account, offices, years, dokumen, indikator, target, realisasi, aturan, pagu, belanja, change, laporan
    assert len(queries) == 13


def test_sorts_by_capaian_with_offices_without_one_below(inspektorat, pemda):
    for nama, nilai in (("A", "43.87"), ("B", None), ("C", "60")):
        create_kantor(pemda, nilai, nama=nama)
    assert [satu.nama for satu in baris(inspektorat.get(f"{URL}&sort=-capaian"))] == ["C", "A", "B"]


def test_filters_by_name(inspektorat, pemda):
    create_kantor(pemda, nama="Dinas Kesehatan")
    create_kantor(pemda, nama="Dinas Pendidikan")
    assert [satu.nama for satu in baris(inspektorat.get(f"{URL}&q=sehat"))] == ["Dinas Kesehatan"]


def test_pages_of_twenty_five(inspektorat, pemda):
    for _ in range(26):
        builders.create_opd(pemda=pemda)
    table = inspektorat.get(f"{URL}&page=2").context["table"]
    assert (len(table.page.object_list), table.paginator.num_pages) == (1, 2)


def test_export_holds_every_office(inspektorat, pemda):
    for nomor in range(26):
        create_kantor(pemda, "43.87", nama=f"Dinas {nomor:02}")
    response = inspektorat.get(f"{URL}&format=xlsx")
    lembar = load_workbook(BytesIO(response.content)).worksheets[0]
    nama = [str(sel.value) for (sel,) in lembar.iter_rows(min_col=1, max_col=1) if sel.value]
    assert [n for n in nama if n.startswith("Dinas")] == [f"Dinas {nomor:02}" for nomor in range(26)]


def test_leads_down_to_the_capaian_of_the_office(inspektorat, pemda):
    opd = create_kantor(pemda)
    (satu,) = baris(inspektorat.get(URL))
    assert satu.url == (
        reverse("portal:capaian", kwargs={"singkatan": opd.singkatan, "tahun": 2023}) + "?periode=TAHUN"
    )


def test_first_look_is_the_latest_year_with_values(inspektorat, pemda):
    opd = create_kantor(pemda, "43.87")
    builders.create_dokumen(opd, tahun=2024)
    assert inspektorat.get("/ikhtisar/").context["tahun"] == 2023


@pytest.mark.parametrize("tahun", ["1999", "abc", "2100"])
def test_impossible_year_is_not_found(inspektorat, tahun):
    assert inspektorat.get(f"/ikhtisar/?tahun={tahun}").status_code == 404


def test_absorption_uses_the_last_set_budget_with_rows(pemda):
    opd = create_kantor(pemda)
    program = opd.simpul.get(jenjang="program")
    dppa = builders.create_dokumen(opd, JenisDokumen.DPPA, status=StatusDokumen.DITETAPKAN)
    builders.create_dokumen(opd, JenisDokumen.DPPA, status=StatusDokumen.DITETAPKAN)
    builders.create_pagu(dppa, program, 2_000_000)
    draf = builders.create_dokumen(opd, JenisDokumen.DPPA)
    builders.create_pagu(draf, program, 5)
    assert load_keadaan([opd], tahun=2023)[opd.pk].serapan.tampil == Decimal("49.25")


def test_load_isian_lingkup_counts_what_each_government_types():
    lama, kantor = builders.create_indikator(), []
    for _ in range(2):
        opd = builders.create_opd(builders.create_pemda())
        kantor.append(opd)
        builders.create_jadwal(opd.pemda, Periode.TW1)
        indikator = builders.create_indikator(opd)
        builders.create_target(indikator)
        builders.create_realisasi(indikator)
    builders.create_target(builders.create_indikator(kantor[1]))
    # the newest version in force types this one once a year: no cell of the quarter
    setahun = builders.create_indikator(kantor[1])
    builders.create_target(setahun)
    baru = builders.create_dokumen(kantor[1], JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN)
    builders.create_target(setahun, baru, periode=Periode.TAHUN)
    hasil = load_isian_lingkup([*kantor, lama.opd], tahun=builders.TAHUN, saat=builders.SAAT)
    assert [(satu.status.opd, satu.jumlah, satu.terisi) for satu in hasil] == [
        (kantor[0], 1, 1),
        (kantor[1], 2, 1),
    ]
