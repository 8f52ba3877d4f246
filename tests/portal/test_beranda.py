"""Beranda: the way in by role, what waits, and the state of the year."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from instansi.enums import Peran
from kinerja.enums import StatusNilai
from laporan.enums import StatusLaporan
from laporan.models import Laporan
from renstra.enums import JenisDokumen, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db


@pytest.fixture
def opd():
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    return opd


@pytest.fixture
def dokumen(opd):
    return builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)


def beranda(opd):
    return reverse("portal:beranda_kantor", kwargs={"singkatan": opd.singkatan, "tahun": 2023})


def buka(client, user, url):
    client.force_login(user)
    return client.get(url)


def test_user_of_an_office_starts_at_its_latest_year(client, opd, dokumen):
    assert buka(client, builders.create_perencana(opd), "/")["Location"] == beranda(opd)


def test_user_without_a_role_is_told_whom_to_ask(client):
    response = buka(client, builders.create_pengguna(), "/")
    assert (response.status_code, "Hubungi pengelola portal" in response.content.decode()) == (200, True)


def test_perencana_sees_open_periods_with_what_is_missing(client, opd, dokumen):
    satu, dua = builders.create_indikator(opd), builders.create_indikator(opd)
    for row in (satu, dua):
        builders.create_target(row, dokumen)
        builders.create_target(row, dokumen, periode="TW2")
    builders.create_realisasi(satu)
    builders.create_jadwal(opd.pemda, tutup=timezone.now() + timedelta(days=3))
    (tugas,) = buka(client, builders.create_perencana(opd), beranda(opd)).context["tugas"]
    assert (tugas.judul, tugas.label, tugas.utama) == (
        "Isi realisasi Triwulan I 2023",
        "Lanjutkan mengisi",
        True,
    )
    assert "1 dari 2 nilai belum diisi" in tugas.teks
    assert "3 hari lagi" in tugas.teks


def test_nearest_deadline_comes_first(client, opd, dokumen):
    row = builders.create_indikator(opd)
    for periode, hari in (("TW1", 30), ("TW2", 3)):
        builders.create_target(row, dokumen, periode=periode)
        builders.create_jadwal(opd.pemda, periode, tutup=timezone.now() + timedelta(days=hari))
    tugas = buka(client, builders.create_perencana(opd), beranda(opd)).context["tugas"]
    assert [satu.judul for satu in tugas] == [
        "Isi realisasi Triwulan II 2023",
        "Isi realisasi Triwulan I 2023",
    ]


def test_kepala_sees_what_waits_for_approval(client, opd, dokumen):
    row = builders.create_indikator(opd)
    builders.create_target(row, dokumen)
    builders.create_realisasi(row)
    builders.create_jadwal(opd.pemda)
    (tugas,) = buka(client, builders.create_kepala(opd), beranda(opd)).context["tugas"]
    assert (tugas.judul, tugas.label) == ("Sahkan realisasi Triwulan I 2023", "Periksa dan sahkan")


@pytest.mark.parametrize(
    ("peran", "status", "harapan"),
    [
        (Peran.PERENCANA, None, ["Susun laporan kinerja 2022"]),
        (Peran.PERENCANA, StatusLaporan.DRAF, ["Susun laporan kinerja 2022"]),
        (Peran.PERENCANA, StatusLaporan.DITETAPKAN, []),
        (Peran.KEPALA, None, ["Tetapkan laporan kinerja 2022"]),
        (Peran.KEPALA, StatusLaporan.DITETAPKAN, ["Tandatangani laporan kinerja 2022"]),
        (Peran.KEPALA, StatusLaporan.DITANDATANGANI, []),
        (Peran.VERIFIKATOR, None, []),
    ],
)
@pytest.mark.parametrize("tahun", [2022, 2023])
def test_report_of_a_year_with_values_waits(client, opd, dokumen, peran, status, harapan, tahun):
    row = builders.create_indikator(opd)
    builders.create_dokumen(opd, JenisDokumen.PK, tahun=2022, status=StatusDokumen.DITETAPKAN)
    for satu in (2021, 2022):  # 2021 has a value to compare with and no plan
        builders.create_realisasi(row, tahun=satu, periode="TAHUN", status=StatusNilai.DISAHKAN)
    if status is not None:
        pada = None if status == StatusLaporan.DRAF else timezone.now()
        Laporan.objects.create(opd=opd, tahun=2022, status=status, ditetapkan_pada=pada)
    url = reverse("portal:beranda_kantor", kwargs={"singkatan": opd.singkatan, "tahun": tahun})
    tugas = buka(client, builders.create_pengguna(peran, opd=opd), url).context["tugas"]
    assert [satu.judul for satu in tugas] == harapan
    assert [satu.url for satu in tugas] == [f"/opd/{opd.singkatan}/2022/laporan/"] * len(harapan)


def test_verifikator_is_told_what_the_role_can_do(client, opd, dokumen):
    response = buka(client, builders.create_pengguna(Peran.VERIFIKATOR, opd=opd), beranda(opd))
    assert "belum memakai tahap verifikasi" in response.content.decode()


def test_admin_is_asked_to_open_a_year_and_to_set_an_end(client, opd, dokumen):
    client.force_login(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=opd.pemda))
    (tugas,) = client.get("/?tahun=2023").context["tugas"]
    assert (tugas.judul, tugas.url, tugas.utama) == (
        "Buka pengisian realisasi 2023",
        "/pengaturan/jadwal/?tahun=2023",
        True,
    )
    builders.create_jadwal(opd.pemda)
    builders.create_jadwal(opd.pemda, "TW2", tutup=timezone.now() + timedelta(days=3))
    (tugas,) = client.get("/?tahun=2023").context["tugas"]
    assert tugas.judul == "Tentukan batas pengisian 2023"
    assert tugas.teks.startswith("Triwulan I terbuka tanpa tanggal penutupan")


@pytest.mark.parametrize("peran", [Peran.INSPEKTORAT, Peran.PIMPINAN])
def test_who_only_reads_a_government_has_no_tasks(client, opd, dokumen, peran):
    client.force_login(builders.create_pengguna(peran, pemda=opd.pemda))
    assert client.get("/?tahun=2023").context["tugas"] == []


def test_state_of_the_year(client, opd, dokumen):
    row = builders.create_indikator(opd)
    builders.create_target(row, dokumen, nilai=60)
    builders.create_realisasi(row, nilai=Decimal("43.87"))
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    program = builders.create_simpul(opd)
    builders.create_pagu(dpa, program, 1_000_000)
    builders.create_belanja(program, 985_000)
    Laporan.objects.create(opd=opd, tahun=2023)
    ringkas = buka(client, builders.create_perencana(opd), beranda(opd)).context["ringkas"]
    assert [butir["nilai"] for butir in ringkas[:3]] == ["73,12%", "98,50%", "Draf"]


def test_office_without_a_plan_says_so(client, opd):
    response = buka(client, builders.create_perencana(opd), beranda(opd))
    assert "belum mempunyai indikator" in response.content.decode()


@pytest.mark.parametrize("jumlah", [1, 3])
def test_query_count_of_an_office(client, opd, dokumen, jumlah):
    for _ in range(jumlah):
        row = builders.create_indikator(opd)
        builders.create_target(row, dokumen)
        builders.create_realisasi(row)
    buka(client, builders.create_perencana(opd), beranda(opd))
    with CaptureQueriesContext(connection) as queries:
        client.get(beranda(opd))
    # session, account, dokumen, indikator, target, realisasi, aturan, belanja, last change, laporan, schedule, lock,
    # years with values and states of the reports that wait; pagu is read only where there is a budget document
    assert len(queries) == 15


@pytest.mark.parametrize("peran", [Peran.INSPEKTORAT, Peran.PIMPINAN, Peran.ADMIN_PEMDA])
def test_user_of_a_government_sees_all_offices_together(client, opd, dokumen, peran):
    lain = builders.create_opd(pemda=opd.pemda)
    for kantor in (opd, lain):
        buku = builders.create_dokumen(kantor, JenisDokumen.RKT, status=StatusDokumen.DITETAPKAN)
        row = builders.create_indikator(kantor)
        builders.create_target(row, buku)
    builders.create_realisasi(row)
    builders.create_jadwal(opd.pemda)
    builders.create_opd()
    context = buka(client, builders.create_pengguna(peran, pemda=opd.pemda), "/?tahun=2023").context
    (periode,) = context["periode"]
    assert (periode.jumlah, periode.terisi) == (2, 1)
    assert [kantor for kantor, _ in context["kantor"]] == sorted([opd, lain], key=lambda o: o.nama)


@pytest.mark.parametrize("jumlah", [1, 3])
def test_query_count_of_a_government(client, opd, dokumen, jumlah):
    for _ in range(jumlah):
        builders.create_opd(pemda=opd.pemda)
    client.force_login(builders.create_pengguna(Peran.PIMPINAN, pemda=opd.pemda))
    client.get("/?tahun=2023")
    with CaptureQueriesContext(connection) as queries:
        client.get("/?tahun=2023")
    # session, account, offices, years, laporan, documents, target, realisasi, schedule
    assert len(queries) == 9
