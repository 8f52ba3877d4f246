"""Progress to the end of the renstra and the standard: the same figure as the capaian, added up over the years."""

from decimal import Decimal
from typing import Any

import pytest

from kinerja.enums import JenisPembanding
from kinerja.models import Indikator, Pembanding
from laporan.tabel.daftar import build_tabel
from laporan.tabel.dasar import HasilTabel
from renstra.enums import JenisDokumen, StatusDokumen
from renstra.models import Dokumen
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import get_sel

pytestmark = pytest.mark.django_db
D = Decimal
KOLOM = ("realisasi", "realisasi_sd", "target_akhir", "kemajuan", "sisa", "sisa_satuan")


def create_renstra(
    target: dict[int, Any], realisasi: dict[int, Any], *, aturan: dict[str, Any] | None = None, **isi: Any
) -> Indikator:
    """An indikator of a sasaran in a renstra of TAHUN - 1 to TAHUN + 2, values of some of its years."""
    default: dict[str, Any] = {"agregasi": "jumlah", "desimal": 0}
    indikator = builders.create_indikator(**default | isi)
    builders.create_aturan(indikator.opd.pemda, **aturan or {})
    renstra = builders.create_dokumen(
        indikator.opd,
        JenisDokumen.RENSTRA,
        tahun=TAHUN - 1,
        tahun_akhir=TAHUN + 2,
        status=StatusDokumen.DITETAPKAN,
    )
    for tahun, nilai in target.items():
        builders.create_target(indikator, renstra, nilai=nilai, tahun=tahun, periode="TAHUN")
    for tahun, nilai in realisasi.items():
        builders.create_realisasi(indikator, nilai=nilai, tahun=tahun, periode="TAHUN", status="disahkan")
    return indikator


def build_akhir(indikator: Indikator) -> HasilTabel:
    return build_tabel("akhir-renstra", opd=indikator.opd, tahun=TAHUN)


def read(indikator: Indikator, *kolom: str) -> tuple[str, ...]:
    tabel = build_akhir(indikator)
    return tuple(get_sel(tabel, indikator.kunci, satu).teks for satu in kolom)


@pytest.mark.parametrize(
    ("target", "sebutan"),
    [
        ({TAHUN + 2: 100}, "jumlah antartahun terhadap target tahun akhir"),
        (
            {TAHUN - 1: 20, TAHUN: 25, TAHUN + 1: 25, TAHUN + 2: 30},
            "jumlah antartahun terhadap jumlah target tahunan",
        ),
    ],
)
def test_values_that_add_up_progress_over_the_years(target, sebutan):
    indikator = create_renstra(target, {TAHUN - 1: 25, TAHUN: 20}, nama="Jumlah dokumen")

    assert read(indikator, *KOLOM) == ("20", "45", "100", "45,00", "55,00", "55")
    assert build_akhir(indikator).catatan == [f"Jumlah dokumen: {sebutan} renstra sejak {TAHUN - 1}."]


@pytest.mark.parametrize(
    ("agregasi", "pilihan", "kemajuan"),
    [
        ("jumlah", "", "45,00"),
        ("kumulatif", "", "20,00"),
        ("terakhir", "", "20,00"),
        ("rata_rata", "", "20,00"),
        ("terakhir", "total", "45,00"),
        ("jumlah", "nilai", "20,00"),
        ("jumlah", "tahunan", "–"),
    ],
)
def test_the_aggregation_or_the_indikator_itself_says_what_adds_up(agregasi, pilihan, kemajuan):
    indikator = create_renstra(
        {TAHUN + 2: 100}, {TAHUN - 1: 25, TAHUN: 20}, agregasi=agregasi, akumulasi_renstra=pilihan
    )
    assert read(indikator, "kemajuan") == (kemajuan,)


def test_a_percentage_of_two_numbers_does_not_add_up():
    indikator = create_renstra({TAHUN + 2: 100}, {TAHUN - 1: 25}, jenis_nilai="persen")
    builders.create_realisasi(indikator, nilai=None, pembilang=20, penyebut=100, periode="TAHUN")
    assert read(indikator, "kemajuan") == ("20,00",)


def test_a_year_without_a_value_is_named_and_not_zero():
    indikator = create_renstra({TAHUN + 2: 100}, {TAHUN: 20}, nama="Jumlah dokumen")

    assert read(indikator, "realisasi_sd", "kemajuan") == ("20", "20,00")
    assert build_akhir(indikator).catatan == [
        f"Jumlah dokumen: jumlah antartahun terhadap target tahun akhir renstra sejak {TAHUN - 1}; "
        f"tanpa tahun {TAHUN - 1} yang tidak bernilai."
    ]
    derivasi = get_sel(build_akhir(indikator), indikator.kunci, "realisasi_sd").derivasi
    assert derivasi is not None
    assert derivasi.catatan == (f"tahun {TAHUN - 1} tidak bernilai dan tidak dihitung",)


def test_without_the_value_of_the_year_there_is_no_progress():
    indikator = create_renstra({TAHUN: 25, TAHUN + 2: 100}, {TAHUN - 1: 25})
    assert read(indikator, *KOLOM) == ("–", "–", "100", "–", "–", "–")


@pytest.mark.parametrize(
    ("sebanding", "kemajuan", "tanpa"), [(True, "45,00", ""), (False, "20,00", f"{TAHUN - 1}")]
)
def test_a_successor_adds_the_years_of_what_it_replaced_when_they_compare(sebanding, kemajuan, tanpa):
    lama = builders.create_indikator(agregasi="jumlah")
    builders.create_realisasi(lama, nilai=25, tahun=TAHUN - 1, periode="TAHUN")
    indikator = create_renstra(
        {TAHUN + 2: 100},
        {TAHUN: 20},
        opd=lama.opd,
        simpul=lama.simpul,
        menggantikan=lama,
        sebanding=sebanding,
    )
    assert read(indikator, "kemajuan") == (kemajuan,)
    assert (f"tanpa tahun {tanpa}" in build_akhir(indikator).catatan[0]) is bool(tanpa)


@pytest.mark.parametrize(
    ("isi", "target", "nilai", "sisa"),
    [
        ({"desimal": 2}, 90, "43.87", ("48,74", "51,26", "46,13")),
        ({"polaritas": "minimasi", "desimal": 1}, 10, "12", ("80,00", "20,00", "2,0")),
        ({"polaritas": "minimasi", "desimal": 1}, 10, "8", ("120,00", "-20,00", "-2,0")),
        ({"polaritas": "stabil"}, 100, "107", ("93,00", "7,00", "7")),
        ({"desimal": 2}, "2.90", "3.43", ("118,28", "-18,28", "-0,53")),
    ],
)
def test_sisa_stands_in_poin_and_in_the_unit_with_its_decimals(isi, target, nilai, sisa):
    indikator = create_renstra({TAHUN + 2: target}, {TAHUN: D(nilai)}, agregasi="terakhir", **isi)
    assert read(indikator, "kemajuan", "sisa", "sisa_satuan") == sisa


@pytest.mark.parametrize("bagian", ["mentah", "tampil"])
def test_a_capped_progress_leaves_nothing_negative(bagian):
    indikator = create_renstra(
        {TAHUN + 2: "2.90"}, {TAHUN: D("3.43")}, desimal=2, aturan={"batas_tampil": 100, "bagian": bagian}
    )
    assert read(indikator, "kemajuan", "sisa", "sisa_satuan") == ("100,00", "0,00", "0,00")
    assert build_akhir(indikator).catatan[0] == "Capaian dibatasi 100%."


def test_selisih_stands_in_the_decimals_of_the_indikator():
    indikator = create_renstra({TAHUN: 100}, {TAHUN - 1: 106, TAHUN: 110})
    tabel = build_tabel("tahun-lalu", opd=indikator.opd, tahun=TAHUN)
    assert [get_sel(tabel, indikator.kunci, satu).teks for satu in ("selisih", "perubahan")] == ["4", "3,77"]


# One answer for the same realisasi and the same target ---------------------------------------------------------------


def create_sama(aturan: dict[str, Any], pembilang: int, penyebut: int, target: str, **isi: Any) -> Indikator:
    """An indikator whose target of the year, target at the end and standard are the same."""
    indikator = create_renstra(
        {TAHUN + 2: target}, {}, aturan=aturan, jenis_nilai="persen", desimal=isi.pop("desimal", 2), **isi
    )
    builders.create_realisasi(indikator, nilai=None, pembilang=pembilang, penyebut=penyebut, periode="TAHUN")
    pk = builders.create_dokumen(indikator.opd, status=StatusDokumen.DITETAPKAN)
    builders.create_target(indikator, pk, nilai=D(target), periode="TAHUN")
    Pembanding.objects.create(
        indikator=indikator,
        kunci="nasional",
        tahun=TAHUN,
        jenis=JenisPembanding.NASIONAL,
        nama="Nasional",
        nilai=D(target),
    )
    return indikator


@pytest.mark.parametrize("polaritas", ["maksimasi", "minimasi", "stabil"])
@pytest.mark.parametrize(
    "aturan",
    [
        {"bagian": "mentah"},
        {"bagian": "tampil"},
        {"bagian": "mentah", "batas_tampil": 60, "desimal": 3},
        {"bagian": "tampil", "formula_minimasi": "rasio"},
    ],
)
def test_capaian_progress_and_standard_agree(aturan, polaritas):
    # 46/98 is 46,938775…: raw 52,1542 and displayed 52,1556 of 90
    indikator = create_sama(aturan, 46, 98, "90", polaritas=polaritas)
    sama = {
        get_sel(build_tabel(kode, opd=indikator.opd, tahun=TAHUN), indikator.kunci, kolom).teks
        for kode, kolom in (
            ("capaian", "capaian"),
            ("akhir-renstra", "kemajuan"),
            ("standar-nasional", "capaian"),
        )
    }
    assert len(sama) == 1


@pytest.mark.parametrize(("bagian", "capaian"), [("mentah", "52,15"), ("tampil", "52,16")])
def test_bagian_reaches_the_capaian_of_a_computed_realisasi(bagian, capaian):
    indikator = create_sama({"bagian": bagian}, 46, 98, "90")
    tabel = build_tabel("capaian", opd=indikator.opd, tahun=TAHUN)
    assert get_sel(tabel, indikator.kunci, "capaian").teks == capaian


def test_indikator_stays_in_tc23_until_its_successor_stands_there():
    """A successor of a later year took the row of the indikator that is measured now."""
    lama = create_renstra({TAHUN: 10}, {TAHUN: 9})
    baru = builders.create_indikator(lama.opd, lama.simpul, menggantikan=lama, desimal=0)
    builders.create_realisasi(baru, nilai=8, tahun=TAHUN + 1, periode="TAHUN")

    sekarang = build_tabel("tc23", opd=lama.opd, tahun=TAHUN)
    nanti = build_tabel("tc23", opd=lama.opd, tahun=TAHUN + 1)

    assert get_sel(sekarang, lama.kunci, f"rasio_{TAHUN}").teks == "90,00"
    assert sekarang.get_baris(baru.kunci) is None
    assert get_sel(nanti, baru.kunci, f"r_{TAHUN}").teks == "9"
    assert nanti.get_baris(lama.kunci) is None


def test_a_partial_index_says_so_beside_its_progress_and_change():
    """Components of TAHUN - 1: 2 and none; of TAHUN: 3 and none, added up over the years."""
    lain = create_renstra({}, {}, aturan={"perubahan_capaian": True})
    renstra = Dokumen.objects.get(opd=lain.opd)
    indeks = builders.create_indeks(lain.opd, simpul=lain.simpul, nilai=("3", None), agregasi="jumlah")
    builders.create_nilai_komponen(indeks, "k1", "2", tahun=TAHUN - 1)
    for tahun in range(TAHUN - 1, TAHUN + 3):
        builders.create_target(indeks, renstra, nilai=10, tahun=tahun, periode="TAHUN")

    akhir = build_akhir(indeks)
    lalu = build_tabel("tahun-lalu", opd=indeks.opd, tahun=TAHUN)

    kini, dahulu = "1 dari 2 komponen bernilai", f"tahun {TAHUN - 1}: 1 dari 2 komponen bernilai"
    for tabel, kolom in (
        (akhir, KOLOM[1:2] + KOLOM[3:]),
        (lalu, ("selisih", "perubahan", "perubahan_capaian")),
    ):
        for satu in kolom:
            assert get_sel(tabel, indeks.kunci, satu).catatan == f"{kini}; {dahulu}", satu
    assert get_sel(akhir, indeks.kunci, "kemajuan").teks == "12,50"
    assert get_sel(lalu, indeks.kunci, "selisih").teks == "1,00"


def test_end_of_the_renstra_is_its_last_year_in_the_plan_as_in_the_progress():
    """The plan printed the target of an earlier year as the end where the last year has none."""
    tanpa = create_renstra({TAHUN: 20}, {TAHUN: 9})
    lain = builders.create_indikator(tanpa.opd, tanpa.simpul)
    builders.create_target(
        lain, Dokumen.objects.get(opd=tanpa.opd), nilai=30, tahun=TAHUN + 2, periode="TAHUN"
    )

    rencana = build_tabel("target-renstra", opd=tanpa.opd, tahun=TAHUN)

    assert get_sel(rencana, tanpa.kunci, "akhir").teks == read(tanpa, "target_akhir")[0] == "–"
    assert get_sel(rencana, lain.kunci, "akhir").teks == "30"
