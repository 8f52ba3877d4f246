"""Rules of one indikator, and of the mean of an office: one answer in every table and on every screen."""

from decimal import Decimal

import pytest

from kinerja.enums import (
    BagianHitung,
    BasisPredikat,
    CaraRataRata,
    FormulaMinimasi,
    KolomKategori,
    Periode,
    Polaritas,
    RumusEfisiensi,
    TingkatRataRata,
)
from kinerja.models import Pembanding, Target
from kinerja.queries import DataKinerja
from laporan.lkjip import create_tabel_cetak
from laporan.tabel.daftar import build_tabel
from portal.queries.ikhtisar import average_sasaran
from renstra.enums import JenisDokumen, Jenjang
from renstra.models import Dokumen, DukunganSasaran
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


def test_own_cap_in_means_holds_in_the_mean_of_sasaran_means_too(kantor):
    """A: 160 with an own cap of none; B: 100 and 150 under the cap of 100 of the rule. (160 + 100) / 2."""
    builders.create_aturan(
        kantor.opd.pemda, tabel="capaian", tingkat_rata=TingkatRataRata.SASARAN, batas_rata=Decimal(100)
    )
    kantor.realisasi.nilai = 96
    kantor.realisasi.save()
    kantor.indikator.batas_rata = Decimal(0)
    kantor.indikator.save()
    simpul = builders.create_simpul(kantor.opd, Jenjang.SASARAN)
    create_terukur(kantor, simpul, target=10, realisasi=10)
    create_terukur(kantor, simpul, target=10, realisasi=15)

    assert teks(kantor, "capaian", simpul.kunci, "capaian") == "100,00"
    assert teks(kantor, "capaian", "TOTAL", "capaian") == "130,00"


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
        "Dihitung menurut bobot indikator." in build_tabel("capaian", opd=kantor.opd, tahun=TAHUN).catatan[-2]
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


def create_keluaran(kantor, *, realisasi: int, pagu: str, belanja: str):
    """A sasaran with capaian ``realisasi`` percent and one program with its money."""
    sasaran = builders.create_simpul(kantor.opd, Jenjang.SASARAN)
    program = builders.create_simpul(kantor.opd, Jenjang.PROGRAM)
    DukunganSasaran.objects.create(program=program, sasaran=sasaran)
    create_terukur(kantor, sasaran, target=100, realisasi=realisasi)
    dpa = Dokumen.objects.get(opd=kantor.opd, jenis=JenisDokumen.DPA)
    builders.create_pagu(dpa, program, Decimal(pagu))
    builders.create_belanja(program, Decimal(belanja))
    return sasaran


def test_efisiensi_by_pmk22_shows_e_and_ne_of_each_sasaran_and_of_the_office(kantor):
    kantor.realisasi.delete()  # its sasaran has pagu without capaian: left out of E, and said so
    milik = [
        create_keluaran(kantor, realisasi=122, pagu="4000000", belanja="3800000"),
        create_keluaran(kantor, realisasi=80, pagu="1000000", belanja="975000"),
        create_keluaran(kantor, realisasi=142, pagu="5000000", belanja="4725000"),
    ]
    builders.create_aturan(kantor.opd.pemda, tabel="efisiensi", efisiensi=RumusEfisiensi.PMK22)
    tabel = build_tabel("efisiensi", opd=kantor.opd, tahun=TAHUN)
    assert [
        tuple(get_sel(tabel, kunci, kolom).teks for kolom in ("efisiensi", "ne", "kategori"))
        for kunci in (*(satu.kunci for satu in milik), kantor.sasaran.kunci, "TOTAL")
    ] == [
        ("22,13", "100,00", "Efisien"),
        ("-21,88", "0,00", "Kurang Efisien"),
        ("33,45", "100,00", "Efisien"),
        ("–", "–", "–"),
        ("25,67", "100,00", "Efisien"),
    ]
    total = get_sel(tabel, "TOTAL", "efisiensi")
    assert total.derivasi is not None
    assert total.derivasi.catatan == ("3 dari 4 sasaran dapat dihitung",)


def test_ne_and_words_of_efisiensi_follow_the_rule_of_the_table(kantor):
    assert "ne" not in [k.kode for k in build_tabel("efisiensi", opd=kantor.opd, tahun=TAHUN).kolom]
    for kode in ("efisiensi", "pengukuran"):
        builders.create_aturan(
            kantor.opd.pemda, tabel=kode, nilai_efisiensi=True, label_kurang_efisien="Tidak Efisien"
        )
    # selisih 73,12 - 95,00 is -21,88: clipped to -20
    kolom = ("efisiensi", "ne", "kategori")
    assert [teks(kantor, "efisiensi", kantor.sasaran.kunci, satu) for satu in kolom] == [
        "-21,88",
        "0,00",
        "Tidak Efisien",
    ]
    pengukuran = build_tabel("pengukuran", opd=kantor.opd, tahun=TAHUN)
    baris = next(b for b in pengukuran.baris if b.get("nama").teks == "Jumlah layanan")
    assert (baris.get("efisiensi").teks, baris.get("ne").teks) == ("25,00", "100,00")


BERKATEGORI = {
    "tahun-lalu": ("kategori", "kategori_lalu"),
    "akhir-renstra": ("kategori",),
    "standar-nasional": ("kategori",),
    "tc23": (f"kategori_{TAHUN}", f"kategori_{TAHUN - 1}"),
    "analisis": ("kategori",),
    "efisiensi": ("k_kategori",),
}


@pytest.fixture
def terbanding(kantor):
    """83,94 against 88 this year, 60 against 88 last year; standard and end of the renstra 110."""
    kantor.realisasi.nilai = Decimal("83.94")
    kantor.realisasi.save()
    Target.objects.filter(indikator=kantor.indikator).update(nilai=88)
    Target.objects.filter(indikator=kantor.indikator, tahun=TAHUN + 2).update(nilai=110)
    renstra = Dokumen.objects.get(opd=kantor.opd, jenis=JenisDokumen.RENSTRA)
    builders.create_target(kantor.indikator, renstra, nilai=88, tahun=TAHUN, periode=Periode.TAHUN)
    kantor.indikator.realisasi.filter(tahun=TAHUN - 1).update(nilai=60)
    Pembanding.objects.create(
        indikator=kantor.indikator, kunci="n", tahun=TAHUN, jenis="nasional", nama="N", nilai=Decimal(110)
    )
    skala = builders.create_skala(
        kantor.opd.pemda, ((0, "Kurang"), (56, "Cukup"), (71, "Berhasil"), (86, "Sangat"))
    )
    return kantor, skala


def test_kategori_stands_beside_any_comparison_when_the_rule_says_so(terbanding):
    kantor, skala = terbanding
    for kode in BERKATEGORI:
        kolom = [
            k.kode for k in build_tabel(kode, opd=kantor.opd, tahun=TAHUN).kolom if k.jenis == "predikat"
        ]
        assert kolom == [], kode
    hasil: dict[str, list[str]] = {}
    for kode, dinilai in BERKATEGORI.items():
        builders.create_aturan(kantor.opd.pemda, tabel=kode, skala=skala, kategori=KolomKategori.SATU)
        hasil[kode] = [teks(kantor, kode, kantor.indikator.kunci, satu) for satu in dinilai]
    # capaian 95,39; last year 68,18; progress and standard 76,31
    assert hasil == {
        "tahun-lalu": ["Sangat", "Cukup"],
        "akhir-renstra": ["Berhasil"],
        "standar-nasional": ["Berhasil"],
        "tc23": ["Sangat", "Cukup"],
        "analisis": ["Sangat"],
        "efisiensi": ["Sangat"],
    }


def test_two_predikat_stand_beside_each_other_each_on_its_basis(terbanding):
    kantor, skala = terbanding
    for kode in ("capaian", "tahun-lalu", "akhir-renstra"):
        builders.create_aturan(kantor.opd.pemda, tabel=kode, skala=skala, kategori=KolomKategori.DUA)
    pasangan = {
        kode: [teks(kantor, kode, kantor.indikator.kunci, kolom) for kolom in ("kategori", "kategori_lain")]
        for kode in ("capaian", "tahun-lalu", "akhir-renstra")
    }
    assert pasangan == {
        "capaian": ["Sangat", "Berhasil"],
        "tahun-lalu": ["Sangat", "Berhasil"],
        "akhir-renstra": ["Berhasil", "Berhasil"],
    }
    judul = [
        k.judul for k in build_tabel("capaian", opd=kantor.opd, tahun=TAHUN).kolom if k.jenis == "predikat"
    ]
    assert judul == ["Kategori atas capaian", "Kategori atas realisasi"]


def test_each_table_obeys_its_own_basis_and_scale(terbanding):
    kantor, skala = terbanding
    lain = builders.create_skala(kantor.opd.pemda, ((0, "Rendah"), (90, "Tinggi")))
    pilihan = {"kategori": KolomKategori.SATU}
    builders.create_aturan(
        kantor.opd.pemda, tabel="capaian", skala=skala, basis_predikat=BasisPredikat.REALISASI
    )
    builders.create_aturan(kantor.opd.pemda, tabel="tahun-lalu", skala=lain, **pilihan)
    builders.create_aturan(
        kantor.opd.pemda, tabel="analisis", skala=lain, basis_predikat=BasisPredikat.REALISASI, **pilihan
    )
    kunci = kantor.indikator.kunci
    assert [teks(kantor, kode, kunci, "kategori") for kode in ("capaian", "tahun-lalu", "analisis")] == [
        "Berhasil",
        "Tinggi",
        "Rendah",
    ]


def test_kategori_of_quarters(kantor):
    indikator = builders.create_indikator(kantor.opd, kantor.program, desimal=0)
    builders.create_target(indikator, nilai=10)
    builders.create_realisasi(indikator, nilai=8)
    builders.create_aturan(kantor.opd.pemda, tabel="triwulan", kategori=KolomKategori.SATU)
    assert teks(kantor, "triwulan", indikator.kunci, "kategori_TW1") == "Tinggi"


def test_change_of_capaian_is_a_column_by_rule(kantor):
    assert "perubahan_capaian" not in [
        k.kode for k in build_tabel("tahun-lalu", opd=kantor.opd, tahun=TAHUN).kolom
    ]
    builders.create_aturan(
        kantor.opd.pemda, tabel="tahun-lalu", perubahan_capaian=True, bagian=BagianHitung.TAMPIL
    )
    # 73,12 - 69,09
    assert teks(kantor, "tahun-lalu", kantor.indikator.kunci, "perubahan_capaian") == "4,03"
    kantor.indikator.realisasi.filter(tahun=TAHUN - 1).delete()
    tabel = build_tabel("tahun-lalu", opd=kantor.opd, tahun=TAHUN)
    sel = get_sel(tabel, kantor.indikator.kunci, "perubahan_capaian")
    assert (sel.teks, sel.keterangan) == ("–", "Tidak ada nilai pembanding.")


def rekap(kantor) -> list[tuple[str, ...]]:
    tabel = build_tabel("rekap-kategori", opd=kantor.opd, tahun=TAHUN)
    return [tuple(baris.get(k.kode).teks for k in tabel.kolom) for baris in tabel.baris]


def test_rekap_counts_indicators_per_kategori_with_the_missing_and_percentages_of_the_total(kantor):
    create_terukur(kantor, kantor.sasaran, target=10, realisasi=10)
    belum = builders.create_indikator(kantor.opd, kantor.sasaran)
    builders.create_target(
        belum, builders.create_dokumen(kantor.opd, status="ditetapkan"), periode=Periode.TAHUN
    )
    assert rekap(kantor) == [
        ("Indikator sasaran", "2 dari 3 dinilai", "3", "100,00"),
        ("Tinggi", "76 ≤ nilai", "1", "33,33"),
        ("Rendah", "nilai < 76", "1", "33,33"),
        ("Belum dinilai", "", "1", "33,33"),
        ("Indikator program", "1 dari 1 dinilai", "1", "100,00"),
        ("Tinggi", "76 ≤ nilai", "1", "100,00"),
        ("Rendah", "nilai < 76", "0", "0,00"),
        ("Belum dinilai", "", "0", "0,00"),
        ("Seluruh indikator", "3 dari 4 dinilai", "4", "100,00"),
        ("Tinggi", "76 ≤ nilai", "2", "50,00"),
        ("Rendah", "nilai < 76", "1", "25,00"),
        ("Belum dinilai", "", "1", "25,00"),
    ]


def test_rekap_judges_a_level_by_the_rule_of_its_table(kantor):
    skala = builders.create_skala(kantor.opd.pemda, ((0, "Kurang"), (71, "Baik")))
    builders.create_aturan(
        kantor.opd.pemda, tabel="capaian", skala=skala, basis_predikat=BasisPredikat.REALISASI
    )
    hasil = rekap(kantor)
    assert hasil[1:3] == [("Baik", "71 ≤ nilai", "0", "0,00"), ("Kurang", "nilai < 71", "1", "100,00")]
    assert [baris[0] for baris in hasil[-2:]] == ["Seluruh indikator", "Belum dinilai"]  # two scales
    assert teks(kantor, "capaian", kantor.indikator.kunci, "kategori") == "Kurang"


def test_a_rule_that_classifies_means_alone_leaves_the_indicators_without_kategori(kantor):
    lain = create_terukur(kantor, kantor.sasaran, target=10, realisasi=10)
    builders.create_aturan(kantor.opd.pemda, tabel="capaian", basis_predikat=BasisPredikat.RATA_RATA)
    kunci = (kantor.indikator.kunci, lain.kunci, kantor.sasaran.kunci, "TOTAL")
    assert [teks(kantor, "capaian", satu, "kategori") for satu in kunci] == ["–", "–", "Tinggi", "Tinggi"]
    lain.realisasi.all().delete()  # the mean of one value is that value, and is classified as a mean
    assert [teks(kantor, "capaian", satu, "kategori") for satu in kunci] == ["–", "–", "Rendah", "Rendah"]
    assert "dinilai atas rata-rata capaian." in " ".join(
        build_tabel("capaian", opd=kantor.opd, tahun=TAHUN).catatan
    )


def test_weights_reach_the_mean_realisasi_that_is_classified(kantor):
    # realisasi 43,87 (weight 1) and 90 (weight 9) in poin: plain mean 66,94 is Rendah, weighted 85,39 is Tinggi
    kantor.indikator.bobot = Decimal(1)
    kantor.indikator.save()
    create_terukur(kantor, kantor.sasaran, target=100, realisasi=90, satuan="poin", bobot=Decimal(9))
    dasar = {"tabel": "capaian", "basis_predikat": BasisPredikat.REALISASI}
    polos = builders.create_aturan(kantor.opd.pemda, **dasar)
    assert teks(kantor, "capaian", kantor.sasaran.kunci, "kategori") == "Rendah"
    builders.create_aturan(
        kantor.opd.pemda, opd=kantor.opd, skala=polos.skala, rata_rata=CaraRataRata.BERBOBOT, **dasar
    )
    assert teks(kantor, "capaian", kantor.sasaran.kunci, "kategori") == "Tinggi"


def test_efisiensi_turns_the_page_when_a_rule_adds_columns(kantor):
    cetak = create_tabel_cetak(build_tabel("efisiensi", opd=kantor.opd, tahun=TAHUN))
    assert (cetak.rapat, cetak.lanskap) == (True, False)
    builders.create_aturan(
        kantor.opd.pemda, tabel="efisiensi", nilai_efisiensi=True, kategori=KolomKategori.DUA
    )
    cetak = create_tabel_cetak(build_tabel("efisiensi", opd=kantor.opd, tahun=TAHUN))
    assert (len(cetak.kolom), cetak.rapat, cetak.lanskap) == (12, False, True)


@pytest.mark.parametrize("periode", ["TAHUN", "TW4"])
def test_capaian_page_shows_two_predikat_when_the_rule_says_so(client, terbanding, periode):
    kantor, skala = terbanding
    client.force_login(builders.create_perencana(kantor.opd))
    alamat = f"/opd/{kantor.opd.singkatan}/{TAHUN}/capaian/"
    pilihan = {"jenjang": "sasaran", "periode": periode}
    kolom = [satu.name for satu in client.get(alamat, pilihan).context["table"].columns.iterall()]
    assert "predikat" in kolom
    assert "predikat_lain" not in kolom
    builders.create_aturan(kantor.opd.pemda, tabel="capaian", skala=skala, kategori=KolomKategori.DUA)
    table = client.get(alamat, pilihan).context["table"]
    assert [str(table.columns[nama].column.verbose_name) for nama in ("predikat", "predikat_lain")] == [
        "Predikat atas capaian",
        "Predikat atas realisasi",
    ]
    (baris,) = [row.record for row in table.rows]
    if periode == "TAHUN":
        assert (baris.predikat.teks, baris.predikat_lain.teks) == ("Sangat", "Berhasil")
