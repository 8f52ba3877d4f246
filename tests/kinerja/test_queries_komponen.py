"""Indices: parts of them, periods, sums, no weights, and a typed value beside the computed one."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kinerja.calculations import Aturan, Kosong
from kinerja.enums import Agregasi, CaraKomponen, MaknaTarget, Periode
from kinerja.models import Indikator
from kinerja.queries import DIUKUR_SETAHUN, DataKinerja
from kinerja.services import set_komponen, set_nilai_komponen
from renstra.enums import StatusDokumen
from sakip.kit.errors import AturanDataError, IsianTidakSahError
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

D = Decimal
ATURAN = Aturan()
TW1, TW2, TW3, TW4 = Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4
SEBAGIAN = "2 dari 4 komponen bernilai"


def load(indikator: Indikator) -> DataKinerja:
    return DataKinerja.load_office(indikator.opd, tahun=TAHUN)


def set_target(indikator: Indikator, nilai: int, **isi: Any) -> None:
    dokumen = builders.create_dokumen(indikator.opd, status=StatusDokumen.DITETAPKAN)
    builders.create_target(indikator, dokumen, nilai=nilai, **{"periode": Periode.TAHUN} | isi)


def test_partial_index_says_so_with_its_capaian():
    indikator = builders.create_indeks(nilai=("3", None, "4", None), bobot=(40, 20, 20, 20))
    set_target(indikator, 4)
    satu = load(indikator).capaian(indikator, aturan=ATURAN)
    # (40 x 3 + 20 x 4)/60 = 3,33; /4 = 83,33
    assert (satu.realisasi.teks, satu.capaian.teks) == ("3,33", "83,33")
    assert satu.realisasi.catatan == satu.capaian.catatan == (SEBAGIAN,)
    assert SEBAGIAN in satu.capaian.derivasi.catatan


def test_full_index_says_nothing():
    indikator = builders.create_indeks(nilai=("3", "1", "4", "2"))
    hasil = load(indikator).realisasi(indikator, tahun=TAHUN)
    assert (hasil.teks, hasil.catatan) == ("2,50", ())


def test_index_as_a_sum():
    indikator = builders.create_indeks(
        nilai=("25.1", "22.3", "11.4", "18.2"), bobot=(30, 30, 15, 25), cara_komponen=CaraKomponen.JUMLAH
    )
    assert load(indikator).realisasi(indikator, tahun=TAHUN).teks == "77,00"


def test_typed_value_beside_components_states_both():
    indikator = builders.create_indeks(nilai=("3", "2"))
    builders.create_realisasi(indikator, nilai=D("2.6"), periode=Periode.TAHUN)
    hasil = load(indikator).realisasi(indikator, tahun=TAHUN)
    assert hasil.teks == "2,60"
    assert hasil.catatan == ("nilai yang diisi 2,60 dipakai; dari komponen 2,50 (selisih 0,1)",)
    assert hasil.derivasi.catatan == hasil.catatan


def test_typed_value_that_agrees_needs_no_note():
    indikator = builders.create_indeks(nilai=("3", "2", "2"))
    builders.create_realisasi(indikator, nilai=D("2.33"), periode=Periode.TAHUN)  # 2,333...
    assert load(indikator).realisasi(indikator, tahun=TAHUN).catatan == ()


def test_not_available_beside_components_is_a_contradiction_too():
    indikator = builders.create_indeks(nilai=("3", None, "2", None))
    builders.create_realisasi(indikator, nilai=None, alasan="Belum keluar", periode=Periode.TAHUN)
    hasil = load(indikator).realisasi(indikator, tahun=TAHUN)
    assert (hasil.teks, hasil.keterangan) == ("–", "Belum keluar")
    assert hasil.catatan == (f"dinyatakan tidak tersedia; dari komponen 2,50, {SEBAGIAN}",)


def create_triwulanan(**isi: Any) -> Indikator:
    """Components 1 and 2: TW1 2 and 4, TW2 4 and –, TW3 – and 6."""
    indikator = builders.create_indeks(nilai=(None, None), **isi)
    for periode, kunci, nilai in (
        (TW1, "k1", "2"),
        (TW1, "k2", "4"),
        (TW2, "k1", "4"),
        (TW3, "k2", "6"),
    ):
        builders.create_nilai_komponen(indikator, kunci, nilai, periode=periode)
    return indikator


@pytest.mark.parametrize(
    ("agregasi", "tw1", "tw2", "tahun"),
    [
        (Agregasi.TERAKHIR, "3,00", "4,00", "5,00"),  # 2 4 | 4 4 | 4 6
        (Agregasi.RATA_RATA, "3,00", "3,50", "4,00"),  # 2 4 | 3 4 | 3 5
        (Agregasi.JUMLAH, "3,00", "5,00", "8,00"),  # 2 4 | 6 4 | 6 10
        (Agregasi.MAKSIMUM, "3,00", "4,00", "5,00"),
        (Agregasi.MINIMUM, "3,00", "3,00", "3,00"),
    ],
)
def test_components_of_periods_combine_as_the_indikator_aggregates(agregasi, tw1, tw2, tahun):
    indikator = create_triwulanan(agregasi=agregasi)
    data = load(indikator)
    sampai = [data.realisasi(indikator, tahun=TAHUN, sampai=p).teks for p in (TW1, TW2, None)]
    assert sampai == [tw1, tw2, tahun]
    assert data.is_measured(indikator)


def test_index_of_a_quarter_is_made_of_that_quarter():
    indikator = create_triwulanan()
    data = load(indikator)
    sendiri = [data.realisasi_periode(indikator, tahun=TAHUN, periode=p) for p in (TW1, TW2, TW3, TW4)]
    assert [satu.teks for satu in sendiri] == ["3,00", "4,00", "6,00", "–"]
    assert [satu.catatan for satu in sendiri[:2]] == [(), ("1 dari 2 komponen bernilai",)]
    assert sendiri[3].kosong is Kosong.BELUM_DIISI


@pytest.mark.parametrize(
    ("makna", "hasil"),
    [
        (MaknaTarget.TAHUNAN, ("4,00", "80,00", ())),
        (MaknaTarget.PER_TRIWULAN, ("4,00", "80,00", ("1 dari 2 komponen bernilai",))),
    ],
)
def test_capaian_triwulan_of_an_index(makna, hasil):
    indikator = create_triwulanan(makna_target=makna)
    set_target(indikator, 5, periode=TW2)
    satu = load(indikator).capaian_triwulan(indikator, aturan=ATURAN, periode=TW2)
    assert (satu.realisasi.teks, satu.capaian.teks, satu.realisasi.catatan) == hasil
    tw4 = load(indikator).capaian_triwulan(indikator, aturan=ATURAN, periode=TW4)
    assert tw4.realisasi.kosong is Kosong.BELUM_DIISI


def test_yearly_components_are_no_value_of_a_quarter():
    indikator = builders.create_indeks(nilai=("3", "2"))
    data = load(indikator)
    hasil = data.realisasi(indikator, tahun=TAHUN, sampai=TW2)
    assert (hasil.teks, hasil.keterangan) == ("–", DIUKUR_SETAHUN)
    assert data.realisasi(indikator, tahun=TAHUN).teks == "2,50"


def test_component_value_of_a_year_never_stands_beside_periods():
    indikator = create_triwulanan()
    komponen = indikator.komponen.get(kunci="k1")
    with pytest.raises(AturanDataError, match="tidak boleh bercampur"):
        set_nilai_komponen(pengguna=None, komponen=komponen, tahun=TAHUN, nilai=D(1))
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.create_nilai_komponen(indikator, "k1", "1", periode=Periode.S1)
    set_nilai_komponen(pengguna=None, komponen=komponen, tahun=TAHUN + 1, nilai=D(1))


def test_components_that_cannot_be_computed_are_refused():
    indikator = builders.create_indeks()
    isi: dict[str, Any] = {"pengguna": None, "nama": "Komponen"}
    induk = set_komponen(indikator=indikator, kunci="d", **isi)
    anak = set_komponen(indikator=indikator, kunci="a", induk=induk, bobot=D(2), **isi)
    with pytest.raises(IsianTidakSahError, match="semuanya berbobot atau semuanya tanpa bobot"):
        set_komponen(indikator=indikator, kunci="b", induk=induk, **isi)
    assert indikator.komponen.count() == 2
    with pytest.raises(IsianTidakSahError, match="berjenis indeks"):
        set_komponen(indikator=builders.create_indikator(), kunci="d", **isi)
    with pytest.raises(IsianTidakSahError, match="komponen di bawahnya"):
        set_nilai_komponen(pengguna=None, komponen=induk, tahun=TAHUN, nilai=D(1))
    set_nilai_komponen(pengguna=None, komponen=anak, tahun=TAHUN, nilai=D(1))
