"""Tables over values that nobody approved say so, and only those."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kinerja.enums import Periode, StatusNilai
from kinerja.models import Realisasi
from laporan.dokumen import render_lkjip_html
from laporan.lkjip import compose_lkjip
from laporan.queries import collect_isi
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from laporan.tabel.draf import count_draf
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    kantor = create_kantor()
    Realisasi.objects.update(status=StatusNilai.DISAHKAN)
    return kantor


def read_catatan(kantor, **isi) -> dict[str, list[str]]:
    """The notes about drafts of every table that has data."""
    data = DataLaporan(kantor.opd, tahun=TAHUN, **isi)
    hasil = {}
    for satu in list_tabel():
        try:
            catatan = build_tabel_from(satu.kode, data).catatan
        except TabelTanpaDataError:
            continue
        if draf := [teks for teks in catatan if "belum disahkan" in teks]:
            hasil[satu.kode] = draf
    return hasil


def test_tables_over_approved_values_say_nothing(kantor):
    assert read_catatan(kantor) == {}


@pytest.mark.parametrize("status", [s for s in StatusNilai if s != StatusNilai.DISAHKAN])
def test_every_table_that_shows_a_draft_says_so(kantor, status):
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(status=status)
    catatan = read_catatan(kantor)
    assert set(catatan) == {
        "capaian",
        "rekap-kategori",
        "tahun-lalu",
        "akhir-renstra",
        "standar-nasional",
        "analisis",
        "efisiensi",
        "tc23",
    }
    assert {tuple(satu) for satu in catatan.values()} == {("Memuat 1 nilai yang belum disahkan.",)}


def test_a_draft_of_an_earlier_year_is_told_where_that_year_is_shown(kantor):
    Realisasi.objects.filter(tahun=TAHUN - 1).update(status=StatusNilai.DRAF)
    assert set(read_catatan(kantor)) == {"tahun-lalu", "akhir-renstra", "tc23"}


def test_a_draft_of_a_replaced_indikator_counts_where_its_successor_shows_it(kantor):
    penerus = builders.create_indikator(
        kantor.opd, kantor.sasaran, menggantikan=kantor.indikator, sebanding=True
    )
    builders.create_realisasi(penerus, periode=Periode.TAHUN, status=StatusNilai.DISAHKAN)
    Realisasi.objects.filter(indikator=kantor.indikator, tahun=TAHUN).delete()
    kantor.indikator.target.filter(tahun=TAHUN).delete()
    Realisasi.objects.filter(tahun=TAHUN - 1).update(status=StatusNilai.DRAF)
    assert read_catatan(kantor)["tc23"] == ["Memuat 1 nilai yang belum disahkan."]


def test_a_draft_of_a_predecessor_that_is_not_comparable_is_nowhere_shown(kantor):
    baru = builders.create_indikator(
        kantor.opd, kantor.sasaran, menggantikan=kantor.indikator, sebanding=False
    )
    builders.create_realisasi(baru, periode=Periode.TAHUN, status=StatusNilai.DISAHKAN)
    lama = builders.create_realisasi(kantor.indikator, periode=Periode.TAHUN, tahun=TAHUN - 2)
    data = DataLaporan(kantor.opd, tahun=TAHUN)
    assert count_draf(data, [baru], [TAHUN - 2]) == 0
    assert count_draf(data, [lama.indikator], [TAHUN - 2]) == 1


def test_values_of_all_periods_and_indicators_are_counted_once(kantor):
    Realisasi.objects.update(status=StatusNilai.DRAF)
    assert read_catatan(kantor)["tahun-lalu"] == ["Memuat 2 nilai yang belum disahkan."]


def test_states_that_a_penetapan_approves_count_as_approved(kantor):
    Realisasi.objects.update(status=StatusNilai.DRAF)
    assert read_catatan(kantor, disahkan={StatusNilai.DRAF, StatusNilai.DISAHKAN}) == {}


def test_the_note_costs_no_query(kantor):
    def count() -> int:
        data = DataLaporan(kantor.opd, tahun=TAHUN)
        with CaptureQueriesContext(connection) as queries:
            build_tabel_from("capaian", data)
        return len(queries)

    tanpa = count()
    Realisasi.objects.update(status=StatusNilai.DRAF)
    assert count() == tanpa


def test_the_printed_report_carries_the_note(kantor):
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(status=StatusNilai.DRAF)
    isi = collect_isi(kantor.opd, tahun=TAHUN)
    assert "Memuat 1 nilai yang belum disahkan." in render_lkjip_html(compose_lkjip(isi))
    Realisasi.objects.update(status=StatusNilai.DISAHKAN)
    isi = collect_isi(kantor.opd, tahun=TAHUN)
    assert "belum disahkan" not in render_lkjip_html(compose_lkjip(isi))
