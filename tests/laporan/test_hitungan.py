"""What is not known prints as not known: counts, means, key figures and charts of a report with holes."""

from decimal import Decimal

import pytest

from anggaran.models import RealisasiBelanja
from kinerja.enums import Periode
from kinerja.models import CapaianTerbit, Realisasi
from laporan.dokumen import AngkaUtama
from laporan.isi import Hitungan
from laporan.lkjip import compose_lkjip
from laporan.narasi import generate_teks, get_kode_sasaran
from laporan.queries import collect_isi
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db


def collect(*, kosong: int, lebih: int = 3):
    """A report of 1 + ``lebih`` indicators of sasaran, of which the last ``kosong`` have no realisasi."""
    kantor = create_kantor(lebih=lebih)
    rows = Realisasi.objects.filter(indikator__simpul=kantor.sasaran, tahun=TAHUN).order_by("-indikator_id")
    for row in rows[:kosong]:
        row.delete()
    return kantor, collect_isi(kantor.opd, tahun=TAHUN)


def key_figures(isi):
    return next((blok.butir for blok in compose_lkjip(isi).ikhtisar if isinstance(blok, AngkaUtama)), ())


def test_count_of_a_report_with_half_of_its_values_counts_the_rest_apart():
    kantor, isi = collect(kosong=2)
    assert generate_teks(isi, "simpulan").split("\n\n")[0] == (
        f"Pada tahun {TAHUN} Dinas Contoh mengukur satu sasaran dengan empat indikator kinerja. Rata-rata capaian dua "
        "indikator yang sudah dinilai adalah 76,56% dengan kategori Tinggi. Dua dari empat indikator sudah dinilai. "
        "Dua indikator tidak mencapai target; dua indikator belum dapat dinilai."
    )
    assert key_figures(isi) == (
        ("76,56%", "rata-rata capaian indikator sasaran"),
        ("0 dari 2", "indikator sasaran yang sudah dinilai mencapai target"),
        ("2 dari 4", "indikator sasaran belum dinilai"),
        ("95,00%", "serapan anggaran"),
    )
    teks = generate_teks(isi, get_kode_sasaran(kantor.sasaran.kunci))
    assert "Capaian dua indikator yang sudah dinilai rata-rata 76,56% dengan kategori Tinggi." in teks


def test_count_of_a_report_without_values_says_that_nothing_is_known():
    _, isi = collect(kosong=4)
    simpulan = generate_teks(isi, "simpulan").split("\n\n")[0]
    assert simpulan.endswith("dengan empat indikator kinerja. Realisasi indikator tersebut belum tersedia.")
    assert key_figures(isi) == (
        ("4 dari 4", "indikator sasaran belum dinilai"),
        ("95,00%", "serapan anggaran"),
    )
    assert generate_teks(isi, "langkah-perbaikan").startswith("Langkah perbaikan yang akan dilakukan")


@pytest.mark.parametrize(
    ("kosong", "catatan"),
    [
        (0, "Rata-rata dari 2 indikator yang dinilai."),
        (1, "Rata-rata dari 1 indikator yang dinilai; 1 belum dinilai."),
        (2, "Belum ada yang dinilai dari 2 indikator."),
    ],
)
def test_note_of_a_mean_never_says_nought(kosong, catatan):
    _, isi = collect(kosong=kosong, lebih=1)
    assert catatan in isi.tabel["capaian"].catatan


def test_count_of_a_full_report_names_no_hole():
    _, isi = collect(kosong=0)
    assert ("0 dari 4", "indikator sasaran mencapai target") in key_figures(isi)
    assert "belum" not in generate_teks(isi, "simpulan")


def test_hitungan_keeps_the_unknown_apart():
    assert Hitungan(5, 2, 1).dinilai == 3
    assert Hitungan(5, 2, 1).belum == 2


def test_expenditure_of_a_program_that_is_missing_is_not_nought():
    kantor = create_kantor()
    lain = builders.create_simpul(kantor.opd, "program", nama="Program Lain")
    builders.create_pagu(kantor.opd.dokumen.get(jenis="dpa"), lain, 500_000)
    isi = collect_isi(kantor.opd, tahun=TAHUN)
    assert "Realisasi satu program belum tersedia dan tidak terhitung." in generate_teks(
        isi, "realisasi-anggaran"
    )


def test_chart_of_a_sasaran_shows_an_indicator_without_value_and_a_gap_in_the_years():
    kantor = create_kantor(lebih=1)
    Realisasi.objects.filter(indikator__simpul=kantor.sasaran, tahun=TAHUN).exclude(
        indikator=kantor.indikator
    ).delete()
    builders.create_realisasi(kantor.indikator, nilai=Decimal(30), tahun=TAHUN - 3, periode=Periode.TAHUN)
    svg = str(next(g for g in _charts(compose_lkjip(collect_isi(kantor.opd, tahun=TAHUN)))))
    assert "belum dinilai" in svg
    assert svg.count("<circle") == 3
    assert svg.count("<polyline") == 1
    assert f">{TAHUN - 2}</text>" in svg


def _charts(dokumen):
    return (blok.svg for bab in dokumen.bab for blok in bab.blok if hasattr(blok, "svg"))


def test_a_quoted_capaian_is_told_with_its_source_not_as_unknown():
    """The sentence said that the indikator cannot be judged yet, beside a table that judged it at 156,50."""
    kantor = create_kantor()
    Realisasi.objects.filter(indikator=kantor.indikator, tahun=TAHUN).delete()
    CapaianTerbit.objects.create(
        indikator=kantor.indikator, tahun=TAHUN, nilai=Decimal("156.5"), asal="LKjIP b.1"
    )
    teks = generate_teks(collect_isi(kantor.opd, tahun=TAHUN), get_kode_sasaran(kantor.sasaran.kunci))
    assert "Indeks keterbukaan mempunyai capaian 156,50% (capaian dikutip dari LKjIP b.1)." in teks
    assert "belum dapat dinilai" not in teks


def test_an_overspent_budget_is_told_as_such():
    """The text spoke of Rp-50.000 that were not absorbed."""
    kantor = create_kantor()
    RealisasiBelanja.objects.update(jumlah=1_050_000)
    teks = generate_teks(collect_isi(kantor.opd, tahun=TAHUN), "realisasi-anggaran")
    assert "atau 105,00%. Realisasi melampaui pagu sebesar Rp50.000." in teks
