"""One menu of years: this year and every year with something, the same on every page and for every role."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from anggaran.models import Pendapatan, RealisasiPendapatan
from instansi.enums import Peran, ZonaWaktu
from kinerja.enums import Periode
from renstra.enums import JenisDokumen
from tests import builders

pytestmark = pytest.mark.django_db

INI = timezone.localdate().year


@pytest.fixture
def opd():
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    return opd


def tambah_target(opd):
    dokumen = builders.create_dokumen(opd, JenisDokumen.RKPD, tahun=2022)
    builders.create_target(builders.create_indikator(opd), dokumen, tahun=2024, periode=Periode.TAHUN)


def tambah_pendapatan(opd):
    dokumen = builders.create_dokumen(opd, JenisDokumen.DPA, tahun=2022)
    baris = Pendapatan.objects.create(dokumen=dokumen, kunci="p", uraian="Retribusi")
    RealisasiPendapatan.objects.create(pendapatan=baris, tahun=2021, bulan=0, jumlah=1)


ISI = {
    "nothing": (lambda opd: None, set()),
    "a document of one year": (lambda opd: builders.create_dokumen(opd, tahun=2022), {2022}),
    "a renstra": (
        lambda opd: builders.create_dokumen(opd, JenisDokumen.RENSTRA, tahun=2020, tahun_akhir=2022),
        {2020, 2021, 2022},
    ),
    "a target beyond its document": (tambah_target, {2022, 2024}),
    "a realisasi": (
        lambda opd: builders.create_realisasi(builders.create_indikator(opd), tahun=2019),
        {2019},
    ),
    "expenditure": (lambda opd: builders.create_belanja(builders.create_simpul(opd), tahun=2018), {2018}),
    "revenue": (tambah_pendapatan, {2021, 2022}),
    "a schedule": (lambda opd: builders.create_jadwal(opd.pemda, tahun=2017), {2017}),
}


def baca_menu(client, alamat):
    response = client.get(alamat, follow=True)
    assert response.status_code == 200, alamat
    (tahun,) = [satu for satu in response.context["konteks"].pilihan if satu.nama == "tahun"]
    return [int(nilai) for nilai, _ in tahun.opsi]


def alamat_kantor(opd, tahun):
    for nama in ("beranda_kantor", "rencana", "isian", "capaian", "anggaran", "daftar_tabel", "laporan"):
        yield reverse(f"portal:{nama}", kwargs={"singkatan": opd.singkatan, "tahun": tahun})
    yield f"{reverse('portal:aturan')}?kantor={opd.singkatan}&tahun={tahun}"


@pytest.mark.parametrize("nama", ISI)
@pytest.mark.parametrize(
    ("peran", "lingkup"),
    [
        (Peran.PERENCANA, False),
        (Peran.KEPALA, False),
        (Peran.VERIFIKATOR, False),
        (Peran.INSPEKTORAT, True),
        (Peran.PIMPINAN, True),
        (Peran.ADMIN_PEMDA, True),
    ],
)
def test_year_menu_is_one_on_every_page_for_every_role(client, opd, nama, peran, lingkup):
    tambah, tahun = ISI[nama]
    tambah(opd)
    client.force_login(builders.create_pengguna(peran, **({"pemda": opd.pemda} if lingkup else {"opd": opd})))
    harap = sorted({INI, *tahun}, reverse=True)
    alamat = list(alamat_kantor(opd, INI))
    if lingkup:
        alamat += [
            f"{reverse(f'portal:{satu}')}?tahun={INI}"
            for satu in ("beranda", "ikhtisar", "daftar_laporan", "jadwal")
        ]
    assert {satu: baca_menu(client, satu) for satu in alamat} == dict.fromkeys(alamat, harap)


def test_menu_over_offices_holds_the_years_of_all_and_of_no_neighbour(client, opd):
    lain = builders.create_opd(pemda=opd.pemda)
    builders.create_dokumen(opd, tahun=2021)
    builders.create_dokumen(lain, tahun=2022)
    builders.create_dokumen(builders.create_opd(), tahun=2020)
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda))
    assert baca_menu(client, f"{reverse('portal:ikhtisar')}?tahun=2021") == [INI, 2022, 2021]
    assert baca_menu(client, next(alamat_kantor(opd, 2021))) == [INI, 2021]


def test_new_year_comes_with_the_clock_of_the_government(client, opd, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 12, 31, 16, 0, tzinfo=UTC))
    builders.create_dokumen(opd, tahun=2022)
    client.force_login(builders.create_perencana(opd))
    for zona, ini in ((ZonaWaktu.WIB, 2026), (ZonaWaktu.WIT, 2027)):
        opd.pemda.zona = zona
        opd.pemda.save()
        assert baca_menu(client, next(alamat_kantor(opd, 2022))) == [ini, 2022]
