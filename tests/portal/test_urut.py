"""Every column of every list that can be sorted: a dash stands below every value, upwards and downwards."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from anggaran.models import Pagu
from instansi.enums import Peran
from instansi.models import PerangkatDaerah
from kinerja.enums import Periode
from kinerja.models import Realisasi
from laporan.models import Laporan
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from sakip.kit.urut import sort_rows
from tests import builders

pytestmark = pytest.mark.django_db

TAHUN = 2023
HALAMAN = {
    "capaian": "portal:capaian?periode=TAHUN",
    "capaian of a quarter": "portal:capaian?periode=TW1",
    "anggaran": "portal:anggaran?",
    "ikhtisar": "portal:ikhtisar?",
    "daftar laporan": "portal:daftar_laporan?",
    "jadwal": "portal:jadwal?",
}


def isi_kantor(pemda, nilai, belanja):
    """An office with indicators and programs, some of them without a value (None)."""
    opd = builders.create_opd(pemda=pemda)
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    sasaran = builders.create_simpul(opd, Jenjang.SASARAN)
    for satu in nilai:
        row = builders.create_indikator(opd, sasaran)
        for periode in (Periode.TW1, Periode.TW4):
            builders.create_target(row, pk, nilai=10, periode=periode)
        if satu is not None:
            builders.create_realisasi(row, nilai=satu, periode=Periode.TW1)
    for pagu, jumlah in belanja:
        program = builders.create_simpul(opd)
        if pagu is not None:
            builders.create_pagu(dpa, program, pagu)
        if jumlah is not None:
            builders.create_belanja(program, jumlah)
    return opd


@pytest.fixture
def masuk(client):
    pemda = builders.create_pemda()
    builders.create_aturan(pemda)
    anggaran = [(100, 50), (0, 5), (80, None), (None, 7), (60, -6)]
    opd = isi_kantor(pemda, [None, 12, -3, None, 0, 9], anggaran)
    isi_kantor(pemda, [None], [(None, 4)])
    isi_kantor(pemda, [-7], [(10, -2)])
    isi_kantor(pemda, [], [])
    Realisasi.objects.filter(nilai=12).update(diubah=datetime(2020, 1, 1, tzinfo=UTC))
    Laporan.objects.create(
        opd=opd, tahun=TAHUN, status="ditetapkan", ditetapkan_pada=datetime(2024, 1, 2, tzinfo=UTC)
    )
    builders.create_jadwal(pemda, "TW2")
    builders.create_jadwal(pemda, "TW1", tutup=datetime(2023, 5, 1, tzinfo=UTC))
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=pemda))
    client.opd = opd
    return client


def baca(client, nama, urut=""):
    tempat, _, query = HALAMAN[nama].partition("?")
    try:
        alamat = reverse(tempat) + f"?tahun={TAHUN}"
    except Exception:  # noqa: BLE001 - a page of one office has its address below the office
        alamat = reverse(tempat, kwargs={"singkatan": client.opd.singkatan, "tahun": TAHUN}) + "?"
    return client.get(f"{alamat}&{query}&sort={urut}&per_page=100").context["table"]


def is_tiada(row, kolom):
    return strip_tags(str(row.get_cell(kolom))).strip().startswith("–")


@pytest.mark.parametrize("nama", HALAMAN)
def test_a_dash_stands_last_whichever_way_a_column_is_sorted(masuk, nama):
    kolom = [satu.name for satu in baca(masuk, nama).columns if satu.orderable]
    assert kolom
    bertiada = 0
    for satu in kolom:
        for arah in ("", "-"):
            rows = list(baca(masuk, nama, arah + satu).rows)
            tiada = [is_tiada(row, satu) for row in rows]
            assert tiada == sorted(tiada), (satu, arah)
            bertiada += any(tiada)
    assert bertiada


def test_values_go_up_and_down_around_the_dashes(masuk):
    naik = ["0,00", "0,00", "90,00", "120,00"]
    for sort, harap in (("capaian", naik), ("-capaian", naik[::-1])):
        rows = [row.record.capaian.teks for row in baca(masuk, "capaian of a quarter", sort).rows]
        assert rows == [*harap, "–", "–"]


@pytest.mark.parametrize(("menurun", "harap"), [(False, ["b", "c"]), (True, ["c", "b"])])
def test_database_puts_missing_and_blank_last_both_ways(menurun, harap):
    """SQLite takes NULL for the smallest, PostgreSQL for the greatest; neither knows a blank."""
    for alamat in ("c", "", "b"):
        builders.create_opd(alamat=alamat)
    rows = sort_rows(PerangkatDaerah.objects.all(), [("alamat", menurun)])
    assert [row.alamat for row in rows] == [*harap, ""]
    opd = builders.create_opd()
    for jumlah in (None, 5, 3):
        builders.create_realisasi(builders.create_indikator(opd), nilai=jumlah, alasan="" if jumlah else "x")
    nilai = [row.nilai for row in sort_rows(Realisasi.objects.all(), [("nilai", menurun)])]
    assert nilai == [*sorted([Decimal(3), Decimal(5)], reverse=menurun), None]
    assert Pagu.objects.count() == 0
