"""Texts of the report: generated from cells, replaced by the office's."""

import pytest

from laporan.isi import get_sel
from laporan.narasi import (
    BagianTidakDikenalError,
    generate_teks,
    get_bagian,
    get_kode_sasaran,
    get_teks,
    list_bagian,
    list_teks,
)
from laporan.queries import collect_isi
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor()


@pytest.fixture
def isi(kantor):
    return collect_isi(kantor.opd, tahun=TAHUN)


def test_list_bagian_has_one_analysis_per_sasaran_in_order_of_print(kantor, isi):
    assert [satu.kode for satu in list_bagian(isi)] == [
        "kata-pengantar",
        "ikhtisar-eksekutif",
        "penjelasan-umum",
        "struktur",
        "aspek-strategis",
        "isu-strategis",
        "ikhtisar-pk",
        f"sasaran-{kantor.sasaran.kunci}",
        "efisiensi",
        "realisasi-anggaran",
        "simpulan",
        "langkah-perbaikan",
    ]


def test_generate_teks_of_sasaran_takes_its_numbers_from_cells(kantor, isi):
    teks = generate_teks(isi, get_kode_sasaran(kantor.sasaran.kunci))
    assert teks == (
        "Sasaran “Meningkatnya keterbukaan” diukur dengan satu indikator. Capaiannya 73,12% dengan kategori Rendah."
        "\n\n"
        "Indeks keterbukaan terealisasi 43,87 poin dari target 60 poin sehingga capaiannya 73,12% (target tidak "
        "tercapai). Realisasi itu naik dari 38,00 poin pada tahun 2022. Terhadap target akhir Renstra sebesar "
        "80 poin, tingkat kemajuannya 54,84%."
    )
    assert get_sel(isi.tabel["capaian"], kantor.indikator.kunci, "capaian").teks == "73,12"


def test_generate_teks_of_simpulan_counts_and_sums(isi):
    assert generate_teks(isi, "simpulan") == (
        f"Pada tahun {TAHUN} Dinas Contoh mengukur satu sasaran dengan satu indikator kinerja. Rata-rata capaian "
        "indikator sasaran adalah 73,12% dengan kategori Rendah. Satu indikator tidak mencapai target."
        "\n\n"
        f"Pagu anggaran menurut DPA {TAHUN} adalah Rp1.000.000 dan terealisasi sebesar Rp950.000 atau 95,00%."
    )


def test_generate_teks_of_isu_and_langkah_use_the_analysis(isi):
    assert generate_teks(isi, "isu-strategis").endswith("\n\n- Tenaga teknis masih kurang.")
    assert generate_teks(isi, "langkah-perbaikan").endswith("\n\n- Menambah pelatihan.")


def test_generate_teks_without_realisasi_prints_the_reason_not_zero(kantor):
    kantor.realisasi.nilai = None
    kantor.realisasi.alasan = "Hasil evaluasi belum terbit"
    kantor.realisasi.save()
    isi = collect_isi(kantor.opd, tahun=TAHUN)
    teks = generate_teks(isi, get_kode_sasaran(kantor.sasaran.kunci))
    assert teks.endswith("Indeks keterbukaan belum dapat dinilai: hasil evaluasi belum terbit.")
    assert "belum tersedia" in generate_teks(isi, "simpulan")


def test_get_teks_prefers_the_office_even_when_empty(isi):
    punya = isi.with_narasi({"simpulan": "Kami menyimpulkan.", "struktur": ""})
    assert get_teks(punya, "simpulan") == "Kami menyimpulkan."
    assert get_teks(punya, "struktur") == ""
    satu = next(t for t in list_teks(punya) if t.bagian.kode == "simpulan")
    assert (satu.ditulis, satu.otomatis == generate_teks(isi, "simpulan")) == (True, True)


def test_unknown_bagian_is_refused(isi):
    with pytest.raises(BagianTidakDikenalError):
        get_bagian(isi, "lain")
    with pytest.raises(BagianTidakDikenalError):
        generate_teks(isi, "sasaran-lain")


def test_get_kode_sasaran_of_a_long_key_fits_and_stays_apart():
    a, b = get_kode_sasaran("x" * 70 + "a"), get_kode_sasaran("x" * 70 + "b")
    assert len(a) == 60
    assert a != b
