"""Composition: order, left-out parts, one reading of the data."""

import json
from dataclasses import replace
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from laporan.dokumen import KONSEP, Subjudul, TabelCetak, render_lkjip_html
from laporan.dokumen_beku import dump_dokumen, load_dokumen
from laporan.isi import LaporanTanpaDataError, load_tabel
from laporan.lkjip import compose_lkjip, create_tabel_cetak
from laporan.queries import collect_isi, is_berisi
from laporan.tabel.dasar import HasilTabel
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db


@pytest.fixture
def isi():
    return collect_isi(create_kantor().opd, tahun=TAHUN)


def kode(bagian) -> list[str]:
    return [blok.kode for blok in bagian.blok if isinstance(blok, TabelCetak)]


def judul(bagian) -> list[str]:
    return [f"{blok.nomor} {blok.judul}" for blok in bagian.blok if isinstance(blok, Subjudul)]


def test_compose_follows_the_regulation(isi):
    dok = compose_lkjip(isi, tanda_air=KONSEP)
    assert [f"{bab.nomor} {bab.judul}" for bab in dok.bab] == [
        "I Pendahuluan",
        "II Perencanaan Kinerja",
        "III Akuntabilitas Kinerja",
        "IV Penutup",
    ]
    assert judul(dok.bab[2]) == [
        "3.1 Capaian Kinerja Organisasi",
        "3.1.1 Target dan Realisasi Kinerja Tahun Ini",
        "3.1.2 Perbandingan dengan Tahun-Tahun Sebelumnya",
        "3.1.3 Perbandingan dengan Target Jangka Menengah",
        "3.1.4 Analisis Keberhasilan, Kegagalan dan Solusi",
        "3.1.5 Analisis Efisiensi Penggunaan Sumber Daya",
        "3.1.6 Program dan Kegiatan yang Menunjang",
        "3.2 Realisasi Anggaran",
    ]
    assert kode(dok.bab[2]) == [
        "capaian",
        "rekap-kategori",
        "tahun-lalu",
        "akhir-renstra",
        "analisis",
        "efisiensi",
        "program-kegiatan",
        "pengukuran",
        "anggaran",
        "belanja",
        "ringkasan",
    ]
    assert [satu.judul for satu in dok.lampiran] == [
        "Rencana Kinerja Tahunan",
        "Pencapaian Kinerja Pelayanan",
        "Penelusuran Perhitungan Capaian",
    ]
    assert dok.tanda_air == KONSEP
    assert dok.penandatangan is not None
    assert dok.penandatangan.jabatan == "Kepala Dinas Contoh"


def test_compose_prints_the_cells_of_the_tables(isi):
    dok = compose_lkjip(isi)
    capaian = next(b for b in dok.bab[2].blok if isinstance(b, TabelCetak) and b.kode == "capaian")
    assert [baris.sel for baris in capaian.baris] == [
        ("Meningkatnya keterbukaan", "", "", "", "73,12", "Rendah", ""),
        ("Indeks keterbukaan", "poin", "60", "43,87", "73,12", "Rendah", "Tidak tercapai"),
        ("Rata-rata capaian", "", "", "", "73,12", "Rendah", ""),
    ]


def test_compose_without_budget_leaves_its_headings_out(isi):
    tanpa = {k: v for k, v in isi.tabel.items() if k not in ("anggaran", "belanja", "efisiensi", "ringkasan")}
    dok = compose_lkjip(replace(isi, tabel=tanpa))
    assert not [j for j in judul(dok.bab[2]) if "Anggaran" in j or "Efisiensi" in j]


def test_compose_without_sasaran_data_is_refused_with_what_to_enter():
    opd = builders.create_opd()
    with pytest.raises(LaporanTanpaDataError, match=r"belum dapat disusun.*Minta pengelola portal"):
        compose_lkjip(collect_isi(opd, tahun=TAHUN))


def test_landscape_table_takes_its_heading_along(isi):
    blok = compose_lkjip(isi).bab[2].blok
    pasangan = [
        (kepala, tabel)
        for kepala, tabel in pairwise(blok)
        if isinstance(kepala, Subjudul) and isinstance(tabel, TabelCetak)
    ]
    assert [(kepala.lanskap, tabel.lanskap) for kepala, tabel in pasangan if tabel.kode == "tahun-lalu"] == [
        (True, True)
    ]
    assert all(kepala.lanskap == tabel.lanskap for kepala, tabel in pasangan)


def test_belanja_without_accounts_does_not_repeat_the_budget(isi):
    belanja = isi.tabel["belanja"]
    assert is_berisi(belanja)
    assert not is_berisi(replace(belanja, baris=[b for b in belanja.baris if b.jenis != "rekening"]))


def test_long_table_goes_to_an_annex_and_the_chapter_says_so(isi):
    belanja = isi.tabel["belanja"]
    panjang = replace(belanja, baris=[belanja.baris[0]] * 41)
    dok = compose_lkjip(replace(isi, tabel={**isi.tabel, "belanja": panjang}))
    assert "belanja" not in kode(dok.bab[2])
    assert "Rincian Belanja" in [satu.judul for satu in dok.lampiran]
    assert "dimuat pada lampiran “Rincian Belanja”" in render_lkjip_html(dok)


def test_missing_value_prints_its_reason_in_the_note():
    kantor = create_kantor()
    kantor.realisasi.nilai = None
    kantor.realisasi.alasan = "Hasil evaluasi belum terbit"
    kantor.realisasi.save()
    tabel = create_tabel_cetak(collect_isi(kantor.opd, tahun=TAHUN).tabel["capaian"])
    assert tabel.baris[1].sel[3:5] == ("–", "–")
    assert "Tanda – pada Indeks keterbukaan: hasil evaluasi belum terbit." in tabel.catatan


def test_isi_and_document_survive_json(isi):
    kembali = load_tabel(json.loads(json.dumps({"isi": isi.to_json()})))
    assert {k: v.to_json() for k, v in kembali.items()} == {k: v.to_json() for k, v in isi.tabel.items()}
    assert all(isinstance(satu, HasilTabel) for satu in kembali.values())
    dok = compose_lkjip(isi)
    assert load_dokumen(json.loads(json.dumps(dump_dokumen(dok)))) == dok


def test_collect_isi_queries_do_not_grow_with_rows():
    def count(kantor) -> int:
        with CaptureQueriesContext(
            connection,
        ) as queries:
            collect_isi(kantor.opd, tahun=TAHUN)
        return len(queries)

    assert count(create_kantor()) == count(create_kantor(lebih=3))
