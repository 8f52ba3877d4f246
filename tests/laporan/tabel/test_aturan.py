"""Rules of one indikator, and of the mean of an office: one answer in every table and on every screen."""

from decimal import Decimal

import pytest

from kinerja.enums import CaraRataRata, FormulaMinimasi, Periode, Polaritas, TingkatRataRata
from kinerja.models import Pembanding
from kinerja.queries import DataKinerja
from laporan.tabel.daftar import build_tabel
from portal.queries.ikhtisar import average_sasaran
from renstra.enums import Jenjang
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, get_sel

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor()


def teks(kantor, kode: str, kunci: str, kolom: str) -> str:
    return get_sel(build_tabel(kode, opd=kantor.opd, tahun=TAHUN), kunci, kolom).teks


def create_terukur(kantor, simpul, *, target: int, realisasi: int, **isi):
    """An indikator with a target of the year and its realisasi."""
    indikator = builders.create_indikator(kantor.opd, simpul, **isi)
    dokumen = builders.create_dokumen(kantor.opd, status="ditetapkan")
    builders.create_target(indikator, dokumen, nilai=target, periode=Periode.TAHUN)
    builders.create_realisasi(indikator, nilai=realisasi, periode=Periode.TAHUN)
    return indikator


@pytest.fixture
def dua_sasaran(kantor):
    """A second sasaran with three indicators of 100 beside the first with one of 80."""
    kantor.realisasi.nilai = 48
    kantor.realisasi.save()
    simpul = builders.create_simpul(kantor.opd, Jenjang.SASARAN)
    for _ in range(3):
        create_terukur(kantor, simpul, target=10, realisasi=10)
    return kantor


@pytest.mark.parametrize(("tingkat", "rata"), [("indikator", "95,00"), ("sasaran", "90,00")])
def test_mean_of_an_office_is_one_on_table_page_beranda_and_report(client, dua_sasaran, tingkat, rata):
    opd = dua_sasaran.opd
    builders.create_aturan(opd.pemda, tabel="capaian", tingkat_rata=TingkatRataRata(tingkat))
    assert teks(dua_sasaran, "capaian", "TOTAL", "capaian") == rata
    assert average_sasaran(DataKinerja.load_office(opd, tahun=TAHUN)).teks == rata
    client.force_login(builders.create_perencana(opd))
    halaman = client.get(f"/opd/{opd.singkatan}/{TAHUN}/capaian/", {"jenjang": "sasaran", "periode": "TAHUN"})
    assert halaman.context["ringkas"][1]["nilai"] == "4 dari 4"
    assert f"{rata}%" in str(halaman.context["ringkas"][0]["nilai"])


def test_mean_by_weight_says_so_and_is_empty_until_every_weight_is_known(kantor):
    lain = create_terukur(kantor, kantor.sasaran, target=10, realisasi=10, bobot=Decimal(3))
    builders.create_aturan(kantor.opd.pemda, tabel="capaian", rata_rata=CaraRataRata.BERBOBOT)
    tabel = build_tabel("capaian", opd=kantor.opd, tahun=TAHUN)
    sel = get_sel(tabel, "TOTAL", "capaian")
    assert (sel.teks, sel.keterangan) == (
        "–",
        "Bobot indikator belum lengkap, rata-rata berbobot tidak dapat dihitung.",
    )
    kantor.indikator.bobot = Decimal(1)
    kantor.indikator.save()
    # (73,1167 + 3 x 100) / 4
    assert teks(kantor, "capaian", "TOTAL", "capaian") == "93,28"
    assert teks(kantor, "capaian", lain.kunci, "capaian") == "100,00"
    assert (
        "Dihitung menurut bobot indikator." in build_tabel("capaian", opd=kantor.opd, tahun=TAHUN).catatan[-1]
    )


def test_own_formula_and_caps_of_an_indikator_hold_in_every_table(kantor):
    indikator = create_terukur(
        kantor,
        kantor.sasaran,
        target=10,
        realisasi=12,
        polaritas=Polaritas.MINIMASI,
        formula_minimasi=FormulaMinimasi.RASIO,
    )
    luar = create_terukur(kantor, kantor.sasaran, target=10, realisasi=16, batas_tampil=Decimal(120))
    bebas = create_terukur(
        kantor, kantor.sasaran, target=10, realisasi=16, batas_tampil=Decimal(0), batas_rata=Decimal(110)
    )
    for row in (indikator, luar):
        Pembanding.objects.create(
            indikator=row, kunci=row.kunci, tahun=TAHUN, jenis="nasional", nama="Nasional", nilai=Decimal(10)
        )
    for kode in ("capaian", "tahun-lalu", "efisiensi", "analisis", "standar-nasional"):
        builders.create_aturan(kantor.opd.pemda, tabel=kode, batas_tampil=Decimal(100))
    for kode in ("capaian", "tahun-lalu", "efisiensi", "analisis", "standar-nasional"):
        assert teks(kantor, kode, indikator.kunci, "capaian") == "83,33", kode
        assert teks(kantor, kode, luar.kunci, "capaian") == "120,00", kode
    sel = get_sel(build_tabel("capaian", opd=kantor.opd, tahun=TAHUN), bebas.kunci, "capaian")
    assert sel.teks == "160,00"
    assert sel.derivasi is not None
    assert sel.derivasi.catatan == (
        "batas capaian yang ditampilkan menurut aturan indikator ini: tidak ada",
        "batas capaian dalam rata-rata menurut aturan indikator ini: 110%",
    )
    # (73,1167 + 83,3333 + 160 + 110) / 4: the own cap of the last one, none of the others
    assert teks(kantor, "capaian", "TOTAL", "capaian") == "100,00"
    builders.create_aturan(kantor.opd.pemda, opd=kantor.opd, tabel="capaian")
    assert teks(kantor, "capaian", "TOTAL", "capaian") == "106,61"
