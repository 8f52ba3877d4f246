"""Targets and realisasi that are more than a point: predikat, words, 1:n, bounds of either kind, below zero."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from kinerja.calculations import Aturan, Kosong
from kinerja.enums import Agregasi, JenisNilai, MaknaTarget, Periode, Polaritas
from kinerja.models import Indikator, Realisasi, Target
from kinerja.queries import CapaianIndikator, DataKinerja
from kinerja.services import record_realisasi_batch, save_realisasi, set_pilihan, set_target
from kinerja.services.realisasi import IsianRealisasiError, describe_isian
from renstra.enums import StatusDokumen
from sakip.kit.errors import IsianTidakSahError
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

D = Decimal
ATURAN = Aturan()
TW1, TW2 = Periode.TW1, Periode.TW2
SETAHUN: dict[str, Any] = {"periode": Periode.TAHUN}


def set_tahun(
    indikator: Indikator, *, target: dict[str, Any] | None, realisasi: dict[str, Any] | None
) -> None:
    if target is not None:
        dokumen = builders.create_dokumen(indikator.opd, status=StatusDokumen.DITETAPKAN)
        builders.create_target(indikator, dokumen, **{"nilai": None} | SETAHUN | target)
    if realisasi is not None:
        builders.create_realisasi(indikator, **{"nilai": None} | SETAHUN | realisasi)


def measure(indikator: Indikator) -> CapaianIndikator:
    return DataKinerja.load_office(indikator.opd, tahun=TAHUN).capaian(indikator, aturan=ATURAN)


def prints(indikator: Indikator) -> tuple[str, str, str, str]:
    satu = measure(indikator)
    return satu.teks_target, satu.realisasi.teks, satu.capaian.teks, satu.capaian.keterangan


@pytest.mark.parametrize(
    ("target", "realisasi", "capaian"),
    [("BB", "BB", "100,00"), ("BB", "B", "87,50"), ("B", "BB", "114,29"), ("BB", "A", "112,50")],
)
def test_predikat_is_compared_with_its_target(target, realisasi, capaian):
    indikator = builders.create_predikat()
    set_tahun(indikator, target={"label": target}, realisasi={"label": realisasi})
    assert prints(indikator) == (target, realisasi, capaian, "")


def test_predikat_without_target_or_realisasi_says_which():
    opd = builders.create_opd()
    tanpa_target, tanpa_realisasi = builders.create_predikat(opd), builders.create_predikat(opd)
    set_tahun(tanpa_target, target=None, realisasi={"label": "BB"})
    set_tahun(tanpa_realisasi, target={"label": "BB"}, realisasi=None)
    assert prints(tanpa_target) == ("–", "BB", "–", "Target belum ditetapkan.")
    assert prints(tanpa_realisasi) == ("BB", "–", "–", "Realisasi belum diisi.")


def test_predikat_target_of_quarters_that_add_up_keeps_its_word():
    indikator = builders.create_predikat(agregasi=Agregasi.JUMLAH, makna_target=MaknaTarget.PER_TRIWULAN)
    dokumen = builders.create_dokumen(indikator.opd, status=StatusDokumen.DITETAPKAN)
    for periode in (TW1, TW2, Periode.TW3, Periode.TW4):
        builders.create_target(indikator, dokumen, nilai=None, label="BB", periode=periode)
        builders.create_realisasi(indikator, nilai=None, label="BB", periode=periode)
    assert prints(indikator) == ("BB", "BB", "100,00", "")


def test_predikat_of_a_predecessor_names_it():
    lama = builders.create_predikat(nama="Predikat lama")
    baru = builders.create_predikat(lama.opd, menggantikan=lama)
    builders.create_realisasi(lama, nilai=None, label="B", tahun=TAHUN - 1, **SETAHUN)
    hasil = DataKinerja.load_office(lama.opd, tahun=TAHUN).realisasi(baru, tahun=TAHUN - 1)
    assert (hasil.teks, hasil.derivasi.sumber) == ("B", "indikator yang digantikan: Predikat lama")


def test_target_and_realisasi_outside_the_choices_are_refused():
    indikator = builders.create_predikat()
    dokumen = builders.create_dokumen(indikator.opd)
    isi: dict[str, Any] = {"pengguna": None, "dokumen": dokumen, "indikator": indikator, "tahun": TAHUN}
    with pytest.raises(IsianTidakSahError, match=r"Pilih salah satu: A, BB, B, D\.") as caught:
        set_target(**isi, label="Baik")
    assert list(caught.value.bidang) == ["label"]
    with pytest.raises(IsianTidakSahError, match="Isi predikatnya, bukan angka"):
        set_target(**isi, nilai=D(80))
    set_target(**isi, label="–", periode=TW1)
    set_target(**isi, label="BB", periode=TW2)
    row = Realisasi(indikator=indikator, tahun=TAHUN - 1, periode=TW1, label="E")
    with pytest.raises(IsianTidakSahError, match="Pilih salah satu"):
        record_realisasi_batch(pengguna=None, opd=indikator.opd, rows=[row])


def test_choices_cannot_leave_out_a_label_that_stands_in_a_target():
    indikator = builders.create_indikator(jenis_nilai=JenisNilai.ORDINAL)
    builders.create_target(indikator, nilai=None, label="BB")
    with pytest.raises(IsianTidakSahError, match="masih dipakai target atau realisasi: BB"):
        set_pilihan(pengguna=None, indikator=indikator, pilihan=[("A", D(90))])
    with pytest.raises(IsianTidakSahError, match="tidak boleh negatif"):
        set_pilihan(pengguna=None, indikator=indikator, pilihan=[("BB", D(-1))])
    with pytest.raises(IsianTidakSahError, match="masing-masing sekali"):
        set_pilihan(pengguna=None, indikator=indikator, pilihan=[("BB", D(1)), ("bb", D(2))])


# Words ----------------------------------------------------------------------------------------------------------------


def test_text_target_is_measured_and_never_called_missing():
    opd = builders.create_opd()
    terisi = builders.create_indikator(opd, jenis_nilai=JenisNilai.TEKS)
    kosong = builders.create_indikator(opd, jenis_nilai=JenisNilai.TEKS)
    angka = builders.create_indikator(opd)
    tak_ada = builders.create_indikator(opd)
    set_tahun(terisi, target={"label": "Terlaksana"}, realisasi={"label": "Terlaksana sebagian"})
    set_tahun(kosong, target={"label": "Terlaksana"}, realisasi=None)
    set_tahun(angka, target={"label": "Baik"}, realisasi={"nilai": 80})
    set_tahun(tak_ada, target={"label": "–"}, realisasi=None)
    teks = "Target berupa teks; capaian tidak dihitung."
    assert prints(terisi) == ("Terlaksana", "Terlaksana sebagian", "–", teks)
    assert prints(kosong) == ("Terlaksana", "–", "–", "Realisasi belum diisi.")
    assert prints(angka) == ("Baik", "80,00", "–", teks)
    data = DataKinerja.load_office(opd, tahun=TAHUN)
    assert [data.is_measured(row) for row in (terisi, kosong, angka, tak_ada)] == [True, True, True, False]
    bagian = [data.capaian(row, aturan=ATURAN) for row in (terisi, kosong, angka)]
    rata = data.rata_rata(bagian, aturan=ATURAN)
    assert (rata.anggota, rata.dinilai, rata.teks) == (3, 0, "–")


def test_text_realisasi_against_a_number_says_so():
    indikator = builders.create_indikator(jenis_nilai=JenisNilai.TEKS)
    set_tahun(indikator, target={"nilai": 5}, realisasi={"label": "Terlaksana"})
    assert prints(indikator)[1:] == ("Terlaksana", "–", "Realisasi berupa teks; capaian tidak dihitung.")


def test_text_is_typed_only_where_words_are_measured():
    teks, pengguna = builders.create_isian(indikator=builders.create_indikator(jenis_nilai=JenisNilai.TEKS))
    isi: dict[str, Any] = {"tahun": TAHUN, "periode": TW1, "versi": None, "saat": builders.SAAT}
    row = save_realisasi(pengguna=pengguna, indikator=teks, label="Terlaksana " * 9, **isi)
    assert row.label == ("Terlaksana " * 9).strip()
    with pytest.raises(IsianRealisasiError, match="Isi teksnya, bukan angka"):
        save_realisasi(pengguna=pengguna, indikator=teks, nilai=D(5), **isi)
    angka, pengguna = builders.create_isian()
    with pytest.raises(IsianRealisasiError, match="dinilai dengan angka"):
        save_realisasi(pengguna=pengguna, indikator=angka, label="Terlaksana", **isi)


# Ratios 1:n -----------------------------------------------------------------------------------------------------------


def test_ratio_is_compared_as_a_number_and_prints_as_one_to_n():
    indikator = builders.create_indikator(
        jenis_nilai=JenisNilai.RASIO, polaritas=Polaritas.MINIMASI, desimal=0
    )
    set_tahun(indikator, target={"nilai": 20}, realisasi={"nilai": 25})
    assert prints(indikator) == ("1:20", "1:25", "75,00", "")
    masukan = dict(measure(indikator).capaian.derivasi.masukan)
    assert (masukan["target"], masukan["realisasi"]) == ("1:20", "1:25")
    row = builders.create_realisasi(indikator, nilai=24, tahun=TAHUN - 1)
    assert describe_isian(row) == "1:24"
    row.nilai = D(-1)
    with pytest.raises(IsianTidakSahError, match="Rasio 1:n tidak boleh negatif"):
        record_realisasi_batch(pengguna=None, opd=indikator.opd, rows=[row])


def test_ratio_of_two_numbers_prints_as_one_to_n():
    indikator = builders.create_indikator_pecahan(jenis_nilai=JenisNilai.RASIO, desimal=1, faktor=D(1))
    set_tahun(indikator, target={"nilai": 20}, realisasi={"pembilang": 490, "penyebut": 20})
    assert prints(indikator)[:3] == ("1:20", "1:24,5", "122,50")


# Bounds and numbers below zero ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "polaritas", "realisasi", "teks", "capaian"),
    [
        ({"atas": 5, "atas_inklusif": True}, Polaritas.MINIMASI, "5", "≤5", "100,00"),
        ({"atas": 5}, Polaritas.MINIMASI, "5", "<5", "99,99"),
        ({"bawah": 3}, Polaritas.MAKSIMASI, "3", "≥3", "100,00"),
        ({"bawah": 3, "bawah_inklusif": False}, Polaritas.MAKSIMASI, "3", ">3", "99,99"),
        ({"bawah": 3, "atas": 5}, Polaritas.RENTANG, "5", "3 – <5", "99,99"),
        ({"bawah": 3, "atas": 5, "atas_inklusif": True}, Polaritas.RENTANG, "5", "3 – 5", "100,00"),
        ({"bawah": -5, "atas": -2}, Polaritas.RENTANG, "-3", "-5 – <-2", "100,00"),
        ({"nilai": 10}, Polaritas.MAKSIMASI, "-2.5", "10", "0,00"),
        ({"nilai": 10}, Polaritas.MINIMASI, "-2.5", "10", "225,00"),
    ],
)
def test_bounds_of_either_kind_print_and_decide(target, polaritas, realisasi, teks, capaian):
    indikator = builders.create_indikator(polaritas=polaritas)
    set_tahun(indikator, target=target, realisasi={"nilai": D(realisasi)})
    assert prints(indikator)[0] == teks
    satu = measure(indikator).capaian
    assert (satu.teks, satu.tercapai) == (capaian, capaian not in ("99,99", "0,00"))


def test_negative_target_prints_with_its_reason_and_counts():
    indikator = builders.create_indikator()
    set_tahun(indikator, target={"nilai": D("-2.5")}, realisasi={"nilai": D("-1.75")})
    assert prints(indikator) == ("-2,5", "-1,75", "–", "Target negatif, capaian tidak dapat dihitung.")
    assert DataKinerja.load_office(indikator.opd, tahun=TAHUN).is_measured(indikator)


def test_bound_on_the_wrong_side_is_not_called_missing():
    indikator = builders.create_indikator()
    set_tahun(indikator, target={"atas": 5}, realisasi={"nilai": 4})
    satu = measure(indikator).capaian
    assert (satu.kosong, satu.keterangan) == (Kosong.TARGET_POLARITAS, Kosong.TARGET_POLARITAS.keterangan)


def test_band_that_ends_before_it_starts_is_refused():
    indikator = builders.create_indikator()
    with pytest.raises(IntegrityError), transaction.atomic():
        builders.create_target(indikator, nilai=None, bawah=5, atas=3)
    assert not Target.objects.filter(indikator=indikator).exists()
