"""Progress and comparison."""

from decimal import Decimal

import pytest

from kinerja.calculations import (
    Aturan,
    Kosong,
    NilaiTarget,
    calculate_capaian,
    calculate_perubahan_persen,
    calculate_selisih_poin,
    calculate_sisa,
)
from kinerja.calculations.perbandingan import create_tanpa_standar
from kinerja.enums import BagianHitung, Polaritas

D = Decimal


@pytest.mark.parametrize(
    ("realisasi", "target", "kemajuan", "sisa"),
    [
        ("43.87", "90", "48,74", "51,26"),
        ("2.00", "2.90", "68,97", "31,03"),
        ("3.43", "2.90", "118,28", "-18,28"),
        ("65.09", "80", "81,36", "18,64"),
        ("93.88", "100", "93,88", "6,12"),
        ("46.94", "90", "52,16", "47,84"),
    ],
)
def test_kemajuan_and_sisa(realisasi: str, target: str, kemajuan: str, sisa: str) -> None:
    hasil = calculate_capaian(
        target=NilaiTarget(nilai=D(target)), realisasi=D(realisasi), polaritas=Polaritas.MAKSIMASI
    )
    assert hasil.teks == kemajuan
    for bagian in BagianHitung:
        assert calculate_sisa(kemajuan=hasil, aturan=Aturan(bagian=bagian)).teks == sisa


@pytest.mark.parametrize("bagian", list(BagianHitung))
def test_sisa_of_a_capped_kemajuan_is_that_of_the_cap(bagian: BagianHitung) -> None:
    aturan = Aturan(batas_tampil=D(100), bagian=bagian)
    kemajuan = calculate_capaian(
        target=NilaiTarget(nilai=D("2.90")),
        realisasi=D("3.43"),
        polaritas=Polaritas.MAKSIMASI,
        aturan=aturan,
    )
    assert (kemajuan.teks, calculate_sisa(kemajuan=kemajuan, aturan=aturan).teks) == ("100,00", "0,00")


def test_sisa_without_progress_keeps_the_reason() -> None:
    kemajuan = calculate_capaian(
        target=NilaiTarget(nilai=D(10)), realisasi=None, polaritas=Polaritas.MAKSIMASI, alasan="N/A"
    )
    sisa = calculate_sisa(kemajuan=kemajuan)
    assert (sisa.teks, sisa.kosong, sisa.alasan) == ("–", Kosong.TIDAK_TERSEDIA, "N/A")


def test_without_a_standard_there_is_no_comparison() -> None:
    kosong = create_tanpa_standar(realisasi=D("43.87"))
    assert (kosong.teks, kosong.kosong) == ("–", Kosong.TANPA_PEMBANDING)


def test_selisih_poin() -> None:
    assert calculate_selisih_poin(sekarang=D("93.88"), dahulu=D("90.38")).teks == "3,50"
    assert calculate_selisih_poin(sekarang=D("81.08"), dahulu=D(100)).teks == "-18,92"
    assert calculate_selisih_poin(sekarang=D(1), dahulu=None).kosong is Kosong.TANPA_PEMBANDING
    assert calculate_selisih_poin(sekarang=None, dahulu=D(1)).kosong is Kosong.BELUM_DIISI
    assert calculate_selisih_poin(sekarang=None, dahulu=D(1), alasan="x").kosong is Kosong.TIDAK_TERSEDIA


def test_perubahan_persen() -> None:
    assert calculate_perubahan_persen(sekarang=D("106.13"), dahulu=D(100)).teks == "6,13"
    assert calculate_perubahan_persen(sekarang=D(-5), dahulu=D(-10)).teks == "50,00"
    assert calculate_perubahan_persen(sekarang=D(1), dahulu=D(0)).kosong is Kosong.PENYEBUT_NOL
    assert calculate_perubahan_persen(sekarang=D(1), dahulu=None).kosong is Kosong.TANPA_PEMBANDING
