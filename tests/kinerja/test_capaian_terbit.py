"""A past capaian entered as published: quoted where nothing can be computed, never in place of a computed one."""

from decimal import Decimal
from typing import Any

import pytest

from instansi.models import Jejak
from kinerja.calculations.aturan import Aturan
from kinerja.calculations.capaian import HasilCapaian
from kinerja.enums import BasisPredikat, Periode
from kinerja.models import CapaianTerbit, Indikator
from kinerja.queries import DataKinerja
from kinerja.services import NilaiTerkunciError, TahunBelumLewatError, set_capaian_terbit_batch
from laporan.tabel.daftar import build_tabel
from portal.masukan import list_masukan
from renstra.enums import StatusDokumen
from sakip.kit.errors import LayananError, TidakBerwenangError
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, get_sel
from tests.kinerja.calculations.test_aturan import PERMENDAGRI

pytestmark = pytest.mark.django_db

ASAL = "LKjIP 2021 Tabel 6 b.566"


@pytest.fixture
def kantor():
    """43,87 against 60 this year; last year a target of 55 without a realisasi."""
    kantor = create_kantor()
    kantor.indikator.realisasi.filter(tahun=TAHUN - 1).delete()
    return kantor


def publish(indikator, nilai="156.50", tahun=TAHUN - 1):
    return CapaianTerbit.objects.create(indikator=indikator, tahun=tahun, nilai=Decimal(nilai), asal=ASAL)


def read(indikator: Indikator, **pilihan: Any) -> HasilCapaian:
    data = DataKinerja.load_office(indikator.opd, tahun=TAHUN)
    isi: dict[str, Any] = {"aturan": Aturan(), "tahun": TAHUN - 1} | pilihan
    return data.capaian(indikator, **isi).capaian


def test_unknown_realisasi_prints_the_published_capaian_with_its_source(kantor):
    assert read(kantor.indikator).teks == "–"
    publish(kantor.indikator)
    tabel = build_tabel("tahun-lalu", opd=kantor.opd, tahun=TAHUN)
    sel = get_sel(tabel, kantor.indikator.kunci, "capaian_lalu")
    assert (sel.teks, get_sel(tabel, kantor.indikator.kunci, "realisasi_lalu").teks) == ("156,50", "–")
    assert sel.derivasi is not None
    assert (sel.derivasi.rumus, sel.derivasi.sumber) == ("capaian menurut dokumen yang diterbitkan", ASAL)
    assert f"{kantor.indikator.nama}: capaian dikutip dari {ASAL}." in tabel.catatan
    tc23 = build_tabel("tc23", opd=kantor.opd, tahun=TAHUN)
    assert get_sel(tc23, kantor.indikator.kunci, f"rasio_{TAHUN - 1}").teks == "156,50"


def test_published_capaian_is_neither_capped_nor_floored_but_caps_hold_in_averages(kantor):
    publish(kantor.indikator)
    hasil = read(
        kantor.indikator, aturan=Aturan(batas_tampil=Decimal(100), batas_rata=Decimal(120), skala=PERMENDAGRI)
    )
    assert (hasil.teks, hasil.untuk_rata, hasil.label) == ("156,50", Decimal(120), "Sangat Tinggi")
    realisasi = Aturan(skala=PERMENDAGRI, basis_predikat=BasisPredikat.REALISASI)
    assert read(kantor.indikator, aturan=realisasi).label == ""


def test_computed_capaian_comes_before_the_published_one_unless_its_realisasi_is_not_used(kantor):
    publish(kantor.indikator)
    realisasi = builders.create_realisasi(
        kantor.indikator, nilai=Decimal(38), tahun=TAHUN - 1, periode=Periode.TAHUN
    )
    assert read(kantor.indikator).teks == "69,09"
    realisasi.dipakai = False
    realisasi.save()
    assert read(kantor.indikator).teks == "156,50"


def test_reason_instead_of_a_realisasi_leaves_room_for_the_published_capaian(kantor):
    builders.create_realisasi(
        kantor.indikator, nilai=None, alasan="hanya capaian", tahun=TAHUN - 1, periode=Periode.TAHUN
    )
    publish(kantor.indikator, "100")
    assert read(kantor.indikator).teks == "100,00"


def test_target_that_only_another_document_lacks_does_not_quote(kantor):
    builders.create_realisasi(kantor.indikator, nilai=Decimal(38), tahun=TAHUN - 1, periode=Periode.TAHUN)
    publish(kantor.indikator)
    assert read(kantor.indikator, keluarga="rkt").teks == "–"
    kantor.indikator.target.filter(tahun=TAHUN - 1).delete()
    assert read(kantor.indikator).teks == "156,50"


def test_parts_of_a_year_and_the_running_year_are_never_quoted(kantor):
    publish(kantor.indikator)
    assert read(kantor.indikator, sampai=Periode.TW2).teks == "–"
    data = DataKinerja.load_office(kantor.opd, tahun=TAHUN)
    ini = data.per_tanggal.year
    publish(kantor.indikator, tahun=ini)
    assert data.published(kantor.indikator, tahun=ini) is None


@pytest.mark.parametrize(("sebanding", "teks"), [(True, "156,50"), (False, "–")])
def test_comparable_successor_quotes_its_predecessor(kantor, sebanding, teks):
    baru = builders.create_indikator(
        kantor.opd, kantor.sasaran, menggantikan=kantor.indikator, sebanding=sebanding
    )
    publish(kantor.indikator)
    assert read(baru).teks == teks


@pytest.mark.parametrize("jumlah", [1, 3])
def test_published_capaian_takes_one_query_and_none_while_all_is_known(django_assert_num_queries, jumlah):
    opd = builders.create_opd()
    indikator = [builders.create_indikator(opd) for _ in range(jumlah)]
    dokumen = builders.create_dokumen(opd, tahun=TAHUN - 1, status=StatusDokumen.DITETAPKAN)
    for row in indikator:
        publish(row)
    data = DataKinerja(opd, tahun=TAHUN, indikator=indikator)
    with django_assert_num_queries(4):  # documents, targets, realisasi, published
        assert [data.capaian(row, aturan=Aturan(), tahun=TAHUN - 1).capaian.teks for row in indikator] == [
            "156,50"
        ] * jumlah
    for row in indikator:
        builders.create_target(row, dokumen, periode=Periode.TAHUN)
        builders.create_realisasi(row, tahun=TAHUN - 1, periode=Periode.TAHUN)
    data = DataKinerja(opd, tahun=TAHUN, indikator=indikator)
    with django_assert_num_queries(3):
        assert [data.capaian(row, aturan=Aturan(), tahun=TAHUN - 1).capaian.teks for row in indikator] == [
            "80,00"
        ] * jumlah


def test_service_stores_with_a_trace_and_changes_only_with_a_reason(kantor):
    def catat(nilai, tahun=TAHUN - 1, asal=ASAL, koreksi="", pengguna=None):
        row = CapaianTerbit(indikator=kantor.indikator, tahun=tahun, nilai=Decimal(nilai), asal=asal)
        return set_capaian_terbit_batch(pengguna=pengguna, opd=kantor.opd, rows=[row], koreksi=koreksi)

    catat("156.5")
    assert Jejak.objects.filter(aksi="catat_capaian_terbit").count() == 1
    assert catat("156.5").berubah == 0
    with pytest.raises(NilaiTerkunciError):
        catat("150")
    assert catat("150", koreksi="salah ketik").berubah == 1
    with pytest.raises(TahunBelumLewatError):
        catat("150", tahun=2999)
    with pytest.raises(LayananError):
        catat("150", tahun=TAHUN - 2, asal="")
    with pytest.raises(TidakBerwenangError):
        catat("150", tahun=TAHUN - 2, pengguna=builders.create_perencana(builders.create_opd()))
    lain = builders.create_indikator(builders.create_opd())
    with pytest.raises(LayananError):
        set_capaian_terbit_batch(
            pengguna=None,
            opd=kantor.opd,
            rows=[CapaianTerbit(indikator=lain, tahun=TAHUN - 1, nilai=Decimal(1), asal=ASAL)],
        )


def test_a_quoted_capaian_is_no_proof_for_the_figure_it_quotes(kantor):
    publish(kantor.indikator)
    (masukan,) = [satu for satu in list_masukan(kantor.opd) if isinstance(satu.baris, CapaianTerbit)]
    assert (masukan.nilai, masukan.is_turunan) == (Decimal("156.50"), True)
