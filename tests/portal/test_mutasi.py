"""Whatever is changed in an office's numbers changes what its official tables show: a sample; script/soak tries all."""

import random
from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from django.core.management import call_command

from anggaran.models import Pagu
from instansi.models import PerangkatDaerah
from kinerja.models import Realisasi
from laporan.tabel.daftar import build_tabel_from
from laporan.tabel.dasar import Sel
from portal.masukan import changed, list_masukan
from portal.mutasi import explain_diam, find_beku, find_diam

ANGKA = Path(__file__).parent.parent / "angka"
PER_JENIS = 2
TAHUN = {"lampung-barat": 2023, "lumajang": 2022, "luwu-timur": 2022, "pasuruan": 2022}


@pytest.fixture
def kantor(db):
    call_command("muat_contoh", verbosity=0)
    return {nama: PerangkatDaerah.objects.get(singkatan=f"kominfo-{nama}") for nama in TAHUN}


def sample(masukan, benih):
    """Some inputs of each kind, always the same."""
    acak = random.Random(benih)
    hasil = []
    for _, kelompok in groupby(masukan, key=lambda satu: (type(satu.baris).__name__, satu.bidang)):
        semua = list(kelompok)
        hasil += acak.sample(semua, min(PER_JENIS, len(semua)))
    return hasil


def hard_code(tabel, kunci, kolom):
    """A builder of tables in which one figure is written down instead of computed."""

    def susun(kode, data):
        hasil = build_tabel_from(kode, data)
        if kode != tabel:
            return hasil
        baris = [
            replace(satu, sel={**satu.sel, kolom: Sel("73,12")}) if satu.kunci == kunci else satu
            for satu in hasil.baris
        ]
        return replace(hasil, baris=baris)

    return susun


@pytest.mark.parametrize("nama", TAHUN)
def test_each_sampled_input_moves_a_figure(kantor, nama):
    masukan = sample([s for s in list_masukan(kantor[nama]) if not explain_diam(s)], benih=20221231)

    diam = find_diam(kantor[nama], masukan, tahun=TAHUN[nama])

    assert [str(satu) for satu in diam] == []


def test_an_input_that_no_table_shows_is_found(kantor):
    opd = kantor["pasuruan"]
    pagu = [satu for satu in list_masukan(opd) if isinstance(satu.baris, Pagu)][-1:]

    assert find_diam(opd, pagu, tahun=2022) == []
    assert find_diam(opd, pagu, tahun=2022, susun=lambda kode, data: build_tabel_from("pk", data)) == pagu


def test_every_published_figure_moves_when_the_inputs_move(kantor):
    assert find_beku(ANGKA) == []


def test_a_hard_coded_figure_is_found(kantor):
    beku = find_beku(ANGKA, hard_code("capaian", "ikip", "capaian"))

    assert {(satu.tabel, satu.baris, satu.kolom) for satu in beku} == {("capaian", "ikip", "capaian")}


def test_a_change_is_taken_back(kantor):
    satu = next(satu for satu in list_masukan(kantor["pasuruan"]) if isinstance(satu.baris, Realisasi))
    with changed([satu]):
        assert Realisasi.objects.get(pk=satu.baris.pk).nilai != satu.nilai
    assert Realisasi.objects.get(pk=satu.baris.pk).nilai == satu.nilai
