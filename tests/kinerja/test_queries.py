"""The read side of kinerja: rules in force, target that decides, realisasi, capaian, query counts."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from instansi.models import PerangkatDaerah
from kinerja.calculations import Aturan, Kosong
from kinerja.enums import Agregasi, Inklusif, JenisNilai, MaknaTarget, Periode
from kinerja.models import Indikator, KomponenIndikator, NilaiKomponen, PilihanOrdinal, Realisasi
from kinerja.queries import CapaianIndikator, DataKinerja, SumberAturan
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from renstra.models import Dokumen
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

D = Decimal
ATURAN = Aturan()
TW1, TW2, TW3, TW4 = Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4


def create_ditetapkan(opd: PerangkatDaerah, jenis: str = JenisDokumen.PK, **isi: Any) -> Dokumen:
    return builders.create_dokumen(opd, jenis, **{"status": StatusDokumen.DITETAPKAN} | isi)


def set_target(indikator: Indikator, dokumen: Dokumen, nilai: Any, **isi: Any) -> None:
    builders.create_target(indikator, dokumen, nilai=nilai, **{"periode": Periode.TAHUN} | isi)


def set_triwulan(indikator: Indikator, dokumen: Dokumen, *nilai: int) -> None:
    for periode, satu in zip((TW1, TW2, TW3, TW4), nilai, strict=False):
        set_target(indikator, dokumen, satu, periode=periode)


def fill_triwulan(indikator: Indikator, *nilai: int | None) -> None:
    for periode, satu in zip((TW1, TW2, TW3, TW4), nilai, strict=False):
        if satu is not None:
            builders.create_realisasi(indikator, nilai=satu, periode=periode)


def fill_tahun(indikator: Indikator, nilai: Any, **isi: Any) -> Realisasi:
    return builders.create_realisasi(indikator, nilai=nilai, **{"periode": Periode.TAHUN} | isi)


def load(opd: PerangkatDaerah, tahun: int = TAHUN) -> DataKinerja:
    return DataKinerja.load_office(opd, tahun=tahun)


def read_target(indikator: Indikator, dokumen: Dokumen | None = None) -> tuple[str, str] | None:
    """The year's target as it prints, and the kunci of the document that sets it."""
    _, setahun = load(indikator.opd).targets_for_year(indikator, tahun=TAHUN, dokumen=dokumen)
    return None if setahun is None else (setahun.nilai.teks(0), setahun.dokumen.kunci)


def measure(indikator: Indikator, **pilihan: Any) -> CapaianIndikator:
    return load(indikator.opd).capaian(indikator, **{"aturan": ATURAN} | pilihan)


# Rules ----------------------------------------------------------------------------------------------------------------


def test_sumber_aturan_without_rules_gives_the_default():
    assert SumberAturan(builders.create_opd(), TAHUN).get("capaian") == Aturan()


def test_sumber_aturan_prefers_the_office_over_its_pemda():
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda, batas_tampil=D(100))
    assert SumberAturan(opd, TAHUN).get().batas_tampil == 100
    builders.create_aturan(opd.pemda, opd=opd, batas_tampil=D(120))
    assert SumberAturan(opd, TAHUN).get().batas_tampil == 120


def test_sumber_aturan_of_a_table_wins_over_the_general_rule_of_the_same_owner():
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda, batas_tampil=D(100))
    builders.create_aturan(opd.pemda, tabel="pengukuran", desimal_k=0)
    sumber = SumberAturan(opd, TAHUN)
    assert (sumber.get("pengukuran").batas_tampil, sumber.get("pengukuran").desimal_kinerja) == (None, 0)
    assert sumber.get("capaian").batas_tampil == 100


def test_sumber_aturan_takes_the_latest_start_that_has_come():
    opd = builders.create_opd()
    for mulai, batas in ((TAHUN + 1, 150), (TAHUN, 120), (2019, 100)):
        builders.create_aturan(opd.pemda, tahun_mulai=mulai, batas_tampil=D(batas))
    tampil = [SumberAturan(opd, tahun).get().batas_tampil for tahun in (2018, TAHUN - 1, TAHUN, TAHUN + 1)]
    assert tampil == [None, D(100), D(120), D(150)]


def test_sumber_aturan_ignores_another_pemda_and_another_office():
    opd = builders.create_opd()
    builders.create_aturan(builders.create_pemda(), batas_tampil=D(100))
    tetangga = builders.create_opd(opd.pemda)
    builders.create_aturan(opd.pemda, opd=tetangga, batas_tampil=D(100))
    assert SumberAturan(opd, TAHUN).get() == Aturan()


def test_sumber_aturan_carries_the_bands_in_ascending_order():
    opd = builders.create_opd()
    skala = builders.create_skala(opd.pemda, ((91, "Tinggi"), (0, "Rendah"), (51, "Sedang")))
    skala.inklusif = Inklusif.ATAS
    skala.save()
    builders.create_aturan(opd.pemda, skala=skala)
    dibaca = SumberAturan(opd, TAHUN).get().skala
    assert dibaca is not None
    assert [(pita.batas, pita.nama) for pita in dibaca.pita] == [
        (D(0), "Rendah"),
        (D(51), "Sedang"),
        (D(91), "Tinggi"),
    ]
    assert dibaca.inklusif == Inklusif.ATAS


def test_sumber_aturan_of_several_offices_equals_each_alone_in_one_query(django_assert_num_queries):
    opd = builders.create_opd()
    tetangga, lain = builders.create_opd(opd.pemda), builders.create_opd()
    builders.create_aturan(opd.pemda, batas_tampil=D(100))
    builders.create_aturan(opd.pemda, opd=tetangga, batas_tampil=D(120))
    builders.create_aturan(lain.pemda, batas_tampil=D(150))
    daftar = [opd, tetangga, lain]
    with django_assert_num_queries(1):
        sumber = SumberAturan.load_offices(daftar, TAHUN)
    assert [sumber[satu.pk].get().batas_tampil for satu in daftar] == [100, 120, 150]
    assert [SumberAturan(satu, TAHUN).get() for satu in daftar] == [sumber[satu.pk].get() for satu in daftar]


# Target that decides --------------------------------------------------------------------------------------------------

STRATEGIS = ["pk", "rkt", "rencana_aksi", "renstra", "dpa", "rkpd"]
OPERASIONAL = ["dpa", "pk", "rencana_aksi", "rkt", "renstra", "rkpd"]


@pytest.mark.parametrize(
    ("jenjang", "urutan"),
    [
        (Jenjang.TUJUAN, STRATEGIS),
        (Jenjang.SASARAN, STRATEGIS),
        (Jenjang.PROGRAM, OPERASIONAL),
        (Jenjang.KEGIATAN, OPERASIONAL),
        (Jenjang.SUB_KEGIATAN, OPERASIONAL),
    ],
)
def test_target_comes_from_the_first_family_that_has_one(jenjang, urutan):
    opd = builders.create_opd()
    indikator = builders.create_indikator(opd, builders.create_simpul(opd, jenjang))
    # entered from the one that decides least, so that each added document takes over
    for nomor, jenis in enumerate(reversed(urutan), start=1):
        dokumen = create_ditetapkan(opd, jenis)
        set_target(indikator, dokumen, nomor)
        assert read_target(indikator) == (str(nomor), dokumen.kunci)


@pytest.mark.parametrize(
    ("murni", "perubahan"),
    [
        (JenisDokumen.PK, JenisDokumen.PK_PERUBAHAN),
        (JenisDokumen.RKT, JenisDokumen.PERUBAHAN_RKT),
        (JenisDokumen.RENSTRA, JenisDokumen.PERUBAHAN_RENSTRA),
        (JenisDokumen.DPA, JenisDokumen.DPPA),
        (JenisDokumen.RKPD, JenisDokumen.RKPD_PERUBAHAN),
    ],
)
def test_target_of_the_later_version_replaces_the_earlier_one(murni, perubahan):
    indikator = builders.create_indikator()
    lama = create_ditetapkan(indikator.opd, murni, urutan=1)
    baru = create_ditetapkan(indikator.opd, perubahan, urutan=2, pendahulu=lama)
    set_target(indikator, baru, 70)
    set_target(indikator, lama, 60)
    assert read_target(indikator) == ("70", baru.kunci)


def test_target_of_a_draft_does_not_count():
    indikator = builders.create_indikator()
    pk = create_ditetapkan(indikator.opd)
    set_target(indikator, pk, 60)
    set_target(indikator, builders.create_dokumen(indikator.opd, JenisDokumen.PK_PERUBAHAN), 70)
    assert read_target(indikator) == ("60", pk.kunci)


def test_target_of_a_chosen_document_is_that_document_alone():
    indikator = builders.create_indikator()
    pk, renstra = create_ditetapkan(indikator.opd), create_ditetapkan(indikator.opd, JenisDokumen.RENSTRA)
    kosong, draf = create_ditetapkan(indikator.opd, JenisDokumen.RKT), builders.create_dokumen(indikator.opd)
    for dokumen, nilai in ((pk, 60), (renstra, 55), (draf, 65)):
        set_target(indikator, dokumen, nilai)
    assert read_target(indikator, renstra) == ("55", renstra.kunci)
    assert read_target(indikator, draf) == ("65", draf.kunci)
    assert read_target(indikator, kosong) is None
    assert measure(indikator, dokumen=renstra).teks_target == "55"


def test_target_of_another_year_does_not_count():
    indikator = builders.create_indikator()
    renstra = create_ditetapkan(indikator.opd, JenisDokumen.RENSTRA, tahun_akhir=TAHUN + 3)
    set_target(indikator, renstra, 90, tahun=TAHUN + 3)
    assert read_target(indikator) is None
    _, akhir = load(indikator.opd).targets_for_year(indikator, tahun=TAHUN + 3)
    assert akhir is not None
    assert akhir.nilai.nilai == 90


def test_targets_of_quarters_and_of_the_year_may_come_from_two_documents():
    indikator = builders.create_indikator(makna_target=MaknaTarget.KUMULATIF)
    pk, aksi = create_ditetapkan(indikator.opd), create_ditetapkan(indikator.opd, JenisDokumen.RENCANA_AKSI)
    set_target(indikator, pk, 10)
    set_triwulan(indikator, aksi, 2, 4, 6, 8)
    triwulan, setahun = load(indikator.opd).targets_for_year(indikator, tahun=TAHUN)
    assert {periode: (t.nilai.nilai, t.dokumen) for periode, t in triwulan.items()} == {
        TW1: (D(2), aksi),
        TW2: (D(4), aksi),
        TW3: (D(6), aksi),
        TW4: (D(8), aksi),
    }
    assert setahun is not None
    assert (setahun.nilai.nilai, setahun.dokumen) == (D(10), pk)


@pytest.mark.parametrize(
    ("makna", "agregasi", "nilai", "setahun"),
    [
        (MaknaTarget.KUMULATIF, Agregasi.KUMULATIF, (2, 4, 6, 8), "8"),
        (MaknaTarget.TAHUNAN, Agregasi.JUMLAH, (12, 12, 12, 12), "12"),
        (MaknaTarget.TAHUNAN, Agregasi.TERAKHIR, (29, 29, 28, 28), "28"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.JUMLAH, (3, 3, 3, 3), "12"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.KUMULATIF, (3, 3, 3, 3), "12"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.RATA_RATA, (80, 85, 90, 85), "85"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.TERAKHIR, (1, 2, 3, 4), "4"),
    ],
)
def test_year_target_follows_from_four_quarters_when_no_document_states_it(makna, agregasi, nilai, setahun):
    indikator = builders.create_indikator(makna_target=makna, agregasi=agregasi)
    aksi = create_ditetapkan(indikator.opd, JenisDokumen.RENCANA_AKSI)
    set_triwulan(indikator, aksi, *nilai)
    assert read_target(indikator) == (setahun, aksi.kunci)


def test_teks_target_prints_the_decimals_that_were_set_or_the_label():
    opd = builders.create_opd()
    pk = create_ditetapkan(opd)
    target: dict[str, dict[str, Any]] = {
        "bulat": {"nilai": D(60)},
        "pecahan": {"nilai": D("2.60")},
        "pita": {"nilai": None, "bawah": D("2.6"), "atas": D("3.5"), "label": "Baik (2,60 – <3,50)"},
        "predikat": {"nilai": None, "label": "BB"},
    }
    for kunci, isi in target.items():
        indikator = builders.create_indikator(opd, kunci=kunci)
        set_target(indikator, pk, isi.pop("nilai"), **isi)
    data = load(opd)
    teks = {row.kunci: data.capaian(row, aturan=ATURAN).teks_target for row in data.indikator}
    assert teks == {"bulat": "60", "pecahan": "2,6", "pita": "Baik (2,60 – <3,50)", "predikat": "BB"}


# Realisasi ------------------------------------------------------------------------------------------------------------


def test_realisasi_without_a_row_is_belum_diisi():
    indikator = builders.create_indikator()
    set_target(indikator, create_ditetapkan(indikator.opd), 60)
    hasil = measure(indikator)
    assert (hasil.realisasi.teks, hasil.realisasi.kosong) == ("–", Kosong.BELUM_DIISI)
    assert (hasil.capaian.mentah, hasil.capaian.kosong) == (None, Kosong.BELUM_DIISI)


def test_realisasi_with_a_reason_is_tidak_tersedia_and_the_reason_prints():
    indikator = builders.create_indikator()
    set_target(indikator, create_ditetapkan(indikator.opd), 60)
    fill_tahun(indikator, None, alasan="Hasil evaluasi belum keluar")
    hasil = measure(indikator)
    assert (hasil.realisasi.kosong, hasil.realisasi.keterangan) == (
        Kosong.TIDAK_TERSEDIA,
        "Hasil evaluasi belum keluar",
    )
    assert (hasil.capaian.kosong, hasil.capaian.keterangan, hasil.capaian.tercapai) == (
        Kosong.TIDAK_TERSEDIA,
        "Hasil evaluasi belum keluar",
        None,
    )


def test_realisasi_of_0_is_a_value():
    indikator = builders.create_indikator()
    set_target(indikator, create_ditetapkan(indikator.opd), 60)
    fill_tahun(indikator, 0)
    hasil = measure(indikator)
    assert (hasil.realisasi.teks, hasil.realisasi.kosong) == ("0,00", None)
    assert (hasil.capaian.teks, hasil.capaian.tercapai) == ("0,00", False)


def test_realisasi_of_pembilang_and_penyebut_stays_unrounded():
    indikator = builders.create_indikator_pecahan()
    set_target(indikator, create_ditetapkan(indikator.opd), 100)
    fill_tahun(indikator, None, pembilang=D(46), penyebut=D(49))
    hasil = measure(indikator)
    assert (hasil.realisasi.teks, hasil.capaian.teks) == ("93,88", "93,88")
    assert hasil.realisasi.mentah is not None
    assert hasil.realisasi.mentah * 49 == pytest.approx(D(4600), abs=D("1e-40"))


def test_realisasi_of_two_published_values_takes_the_one_in_use():
    indikator = builders.create_indikator()
    fill_tahun(indikator, D("90.88"), dipakai=False, asal="Tabel 3.2")
    dipakai = fill_tahun(indikator, D("90.38"), asal="Tabel 3.1")
    fill_tahun(indikator, D("91.00"), dipakai=False, asal="Tabel 3.3")
    data = load(indikator.opd)
    hasil = data.realisasi(indikator, tahun=TAHUN)
    assert (hasil.teks, hasil.derivasi.sumber) == ("90,38", "Tabel 3.1")
    assert list(data.entries(indikator, tahun=TAHUN).values()) == [dipakai]


@pytest.mark.parametrize(
    ("agregasi", "setahun", "sampai_tw2"),
    [
        (Agregasi.KUMULATIF, "6,00", "4,00"),
        (Agregasi.JUMLAH, "13,00", "7,00"),
        (Agregasi.TERAKHIR, "6,00", "4,00"),
        (Agregasi.RATA_RATA, "4,33", "3,50"),
        (Agregasi.MAKSIMUM, "6,00", "4,00"),
        (Agregasi.MINIMUM, "3,00", "3,00"),
    ],
)
def test_realisasi_of_quarters_is_aggregated_without_blanks(agregasi, setahun, sampai_tw2):
    indikator = builders.create_indikator(agregasi=agregasi)
    # typed out of order: the period decides, not the moment of typing
    for periode, nilai in ((TW3, 6), (TW1, 3), (TW2, 4)):
        builders.create_realisasi(indikator, nilai=nilai, periode=periode)
    data = load(indikator.opd)
    assert data.realisasi(indikator, tahun=TAHUN).teks == setahun
    assert data.realisasi(indikator, tahun=TAHUN, sampai=TW2).teks == sampai_tw2


def test_realisasi_of_fractions_over_quarters_divides_the_sums():
    indikator = builders.create_indikator_pecahan(agregasi=Agregasi.RATA_RATA)
    for periode, atas, bawah in ((TW1, 10, 20), (TW2, 30, 40)):
        builders.create_realisasi(
            indikator, nilai=None, pembilang=D(atas), penyebut=D(bawah), periode=periode
        )
    data = load(indikator.opd)
    assert data.realisasi(indikator, tahun=TAHUN).teks == "66,67"
    assert data.realisasi(indikator, tahun=TAHUN, sampai=TW1).teks == "50,00"


def test_realisasi_of_a_quarter_with_a_reason_does_not_hide_the_others():
    indikator = builders.create_indikator(agregasi=Agregasi.JUMLAH)
    builders.create_realisasi(indikator, nilai=5, periode=TW1)
    builders.create_realisasi(indikator, nilai=None, alasan="Survei ditunda", periode=TW2)
    hasil = load(indikator.opd).realisasi(indikator, tahun=TAHUN)
    assert (hasil.teks, hasil.kosong) == ("5,00", None)
    assert "1 dari 2 periode terisi" in hasil.derivasi.catatan


def test_realisasi_of_another_year_is_read_from_the_same_data(django_assert_num_queries):
    indikator = builders.create_indikator()
    fill_tahun(indikator, 70, tahun=TAHUN - 1)
    fill_tahun(indikator, 80)
    data = load(indikator.opd)
    assert data.realisasi(indikator, tahun=TAHUN).teks == "80,00"
    with django_assert_num_queries(0):
        assert data.realisasi(indikator, tahun=TAHUN - 1).teks == "70,00"


def test_capaian_of_an_ordinal_value_is_its_equivalent():
    indikator = builders.create_indikator(jenis_nilai=JenisNilai.ORDINAL)
    for label, persen in (("WTP", 100), ("WDP", 75)):
        PilihanOrdinal.objects.create(indikator=indikator, label=label, persen=D(persen))
    set_target(indikator, create_ditetapkan(indikator.opd), None, label="WTP")
    fill_tahun(indikator, None, label="WDP")
    hasil = measure(indikator)
    assert (hasil.capaian.teks, hasil.capaian.tercapai, hasil.teks_target) == ("75,00", False, "WTP")


# Index of components --------------------------------------------------------------------------------------------------


def create_indeks(opd: PerangkatDaerah) -> Indikator:
    """An index of two domains; the first has two aspects: (12 x 1,375 + 4,5 x 1)/16,5 and 3 at weights 40 and 60."""
    indikator = builders.create_indikator(opd, jenis_nilai=JenisNilai.INDEKS)

    def add(kunci: str, bobot: str, nilai: str = "", induk: KomponenIndikator | None = None) -> Any:
        row = KomponenIndikator.objects.create(
            indikator=indikator, kunci=kunci, nama=kunci, bobot=D(bobot), induk=induk
        )
        if nilai:
            NilaiKomponen.objects.create(komponen=row, tahun=TAHUN, nilai=D(nilai))
        return row

    domain = add("manajemen", "40")
    add("penerapan", "12", "1.375", domain)
    add("audit", "4.5", "1", domain)
    add("layanan", "60", "3")
    return indikator


def test_index_is_computed_from_its_components_with_unrounded_parts():
    opd = builders.create_opd()
    indikator = create_indeks(opd)
    set_target(indikator, create_ditetapkan(opd), D("2.6"))
    data = load(opd)
    pohon = data.components(indikator, tahun=TAHUN)
    assert pohon is not None
    assert {kunci: hasil.teks for kunci, hasil in pohon.komponen.items()} == {
        "manajemen": "1,27",
        "penerapan": "1,38",
        "audit": "1,00",
        "layanan": "3,00",
    }
    hasil = data.capaian(indikator, aturan=ATURAN)
    # (40 x 1,2727... + 60 x 3)/100 = 2,3090...; /2,6 = 88,81
    assert (hasil.realisasi.teks, hasil.capaian.teks) == ("2,31", "88,81")
    assert [row.kunci for row in data.component_rows(indikator)] == [
        "manajemen",
        "penerapan",
        "audit",
        "layanan",
    ]


def test_index_with_a_published_value_prints_that_value():
    opd = builders.create_opd()
    indikator = create_indeks(opd)
    fill_tahun(indikator, D("2.66"))
    assert load(opd).realisasi(indikator, tahun=TAHUN).teks == "2,66"


def test_index_of_a_year_without_component_values_is_belum_diisi():
    opd = builders.create_opd()
    indikator = create_indeks(opd)
    data = load(opd)
    assert data.components(indikator, tahun=TAHUN - 1) is None
    assert data.realisasi(indikator, tahun=TAHUN - 1).kosong == Kosong.BELUM_DIISI


# Capaian of a quarter -------------------------------------------------------------------------------------------------


def measure_triwulan(indikator: Indikator) -> list[tuple[str, str, str]]:
    """Target, realisasi and capaian of each quarter against the quarterly target."""
    data = load(indikator.opd)
    hasil = [
        data.capaian_triwulan(indikator, aturan=ATURAN, periode=periode) for periode in (TW1, TW2, TW3, TW4)
    ]
    return [(satu.teks_target, satu.realisasi.teks, satu.capaian.teks) for satu in hasil]


def create_triwulanan(
    makna: MaknaTarget, agregasi: Agregasi, target: tuple[int, ...], realisasi: tuple[int | None, ...]
) -> Indikator:
    indikator = builders.create_indikator(makna_target=makna, agregasi=agregasi)
    set_triwulan(indikator, create_ditetapkan(indikator.opd, JenisDokumen.RENCANA_AKSI), *target)
    fill_triwulan(indikator, *realisasi)
    return indikator


def test_capaian_triwulan_kumulatif_compares_the_position_with_the_running_total():
    indikator = create_triwulanan(MaknaTarget.KUMULATIF, Agregasi.KUMULATIF, (2, 4, 6, 8), (2, 8, None, None))
    assert measure_triwulan(indikator) == [
        ("2", "2,00", "100,00"),
        ("4", "8,00", "200,00"),
        ("6", "–", "–"),
        ("8", "–", "–"),
    ]


def test_capaian_triwulan_tahunan_compares_the_sum_so_far_with_the_target_of_the_year():
    indikator = create_triwulanan(MaknaTarget.TAHUNAN, Agregasi.JUMLAH, (12, 12, 12, 12), (3, 3, 3, 3))
    assert measure_triwulan(indikator) == [
        ("12", "3,00", "25,00"),
        ("12", "6,00", "50,00"),
        ("12", "9,00", "75,00"),
        ("12", "12,00", "100,00"),
    ]


def test_capaian_triwulan_tahunan_takes_the_target_of_the_year_where_no_quarter_has_one():
    indikator = builders.create_indikator(makna_target=MaknaTarget.TAHUNAN)
    pk = create_ditetapkan(indikator.opd)
    set_target(indikator, pk, 80)
    fill_triwulan(indikator, 40)
    hasil = load(indikator.opd).capaian_triwulan(indikator, aturan=ATURAN, periode=TW1)
    assert (hasil.teks_target, hasil.capaian.teks) == ("80", "50,00")
    assert hasil.target is not None
    assert hasil.target.dokumen == pk


def test_capaian_triwulan_per_triwulan_compares_the_quarter_alone():
    indikator = create_triwulanan(MaknaTarget.PER_TRIWULAN, Agregasi.JUMLAH, (3, 3, 3, 3), (3, 6, None, 0))
    assert measure_triwulan(indikator) == [
        ("3", "3,00", "100,00"),
        ("3", "6,00", "200,00"),
        ("3", "–", "–"),
        ("3", "0,00", "0,00"),
    ]


def test_capaian_triwulan_per_triwulan_of_positions_adds_the_targets_so_far():
    indikator = create_triwulanan(MaknaTarget.PER_TRIWULAN, Agregasi.KUMULATIF, (3, 3, 3, 3), (3, 3, 9, 12))
    assert measure_triwulan(indikator) == [
        ("3", "3,00", "100,00"),
        ("6", "3,00", "50,00"),
        ("9", "9,00", "100,00"),
        ("12", "12,00", "100,00"),
    ]


def test_capaian_triwulan_of_a_quarter_without_data_prints_its_reason():
    indikator = create_triwulanan(MaknaTarget.PER_TRIWULAN, Agregasi.JUMLAH, (3, 3), (3,))
    builders.create_realisasi(indikator, nilai=None, alasan="Survei ditunda", periode=TW2)
    hasil = load(indikator.opd).capaian_triwulan(indikator, aturan=ATURAN, periode=TW2)
    assert (hasil.capaian.kosong, hasil.capaian.keterangan) == (Kosong.TIDAK_TERSEDIA, "Survei ditunda")


def test_capaian_up_to_a_quarter_is_against_the_target_of_the_year():
    indikator = create_triwulanan(MaknaTarget.KUMULATIF, Agregasi.KUMULATIF, (2, 4, 6, 8), (2, 4, None, None))
    hasil = measure(indikator, sampai=TW1)
    assert (hasil.teks_target, hasil.realisasi.teks, hasil.capaian.teks) == ("8", "2,00", "25,00")
    assert measure(indikator).capaian.teks == "50,00"


def test_capaian_names_the_documents_in_its_derivation():
    indikator = builders.create_indikator()
    pk = create_ditetapkan(indikator.opd)
    set_target(indikator, pk, 60, asal="Tabel 2.1")
    fill_tahun(indikator, D("43.87"), asal="Tabel 3.1")
    hasil = measure(indikator)
    assert hasil.capaian.teks == "73,12"
    assert hasil.capaian.derivasi.sumber == f"target: {pk}, Tabel 2.1; realisasi: Tabel 3.1"


# Averages -------------------------------------------------------------------------------------------------------------


def test_rata_rata_leaves_missing_out_and_counts_it():
    opd = builders.create_opd()
    pk = create_ditetapkan(opd)
    # two values, none typed, one not available, one without a target
    for target, nilai, alasan in (
        (D("2.6"), D("2"), ""),
        (D("2.6"), D("3.43"), ""),
        (D(10), None, ""),
        (D(10), None, "Belum keluar"),
        (None, D(5), ""),
    ):
        indikator = builders.create_indikator(opd)
        if target is not None:
            set_target(indikator, pk, target)
        if nilai is not None or alasan:
            fill_tahun(indikator, nilai, alasan=alasan)
    data = load(opd)
    bagian = [data.capaian(row, aturan=ATURAN) for row in data.indikator]
    rata = data.rata_rata(bagian, aturan=ATURAN)
    assert (rata.teks, rata.anggota, rata.dinilai, rata.tidak_dinilai) == ("104,42", 5, 2, 3)
    kosong = data.rata_rata(bagian[2:], aturan=ATURAN)
    assert (kosong.teks, kosong.kosong, kosong.tidak_dinilai) == ("–", Kosong.TANPA_NILAI, 3)


def test_rata_rata_caps_what_it_takes_and_counts_the_capped():
    opd = builders.create_opd()
    pk = create_ditetapkan(opd)
    for nilai in (20, 5):
        indikator = builders.create_indikator(opd)
        set_target(indikator, pk, 10)
        fill_tahun(indikator, nilai)
    aturan = Aturan(batas_rata=D(100))
    data = load(opd)
    bagian = [data.capaian(row, aturan=aturan) for row in data.indikator]
    assert [satu.capaian.teks for satu in bagian] == ["200,00", "50,00"]
    rata = data.rata_rata(bagian, aturan=aturan)
    assert (rata.teks, rata.anggota_dibatasi) == ("75,00", 1)


# Query counts ---------------------------------------------------------------------------------------------------------


def create_kantor(banyak: int) -> PerangkatDaerah:
    """An office with ``banyak`` numbers, quarterly fractions and indices, all with targets."""
    opd = builders.create_opd()
    pk, aksi = create_ditetapkan(opd), create_ditetapkan(opd, JenisDokumen.RENCANA_AKSI)
    builders.create_aturan(opd.pemda)
    for _ in range(banyak):
        angka, pecahan, indeks = (
            builders.create_indikator(opd),
            builders.create_indikator_pecahan(opd),
            create_indeks(opd),
        )
        set_target(angka, pk, 60)
        set_target(indeks, pk, 3)
        set_triwulan(pecahan, aksi, 100, 100, 100, 100)
        fill_tahun(angka, 50)
        builders.create_realisasi(pecahan, nilai=None, pembilang=D(1), penyebut=D(2))
    return opd


@pytest.mark.parametrize("banyak", [1, 3])
def test_data_kinerja_reads_an_office_in_six_queries(banyak, django_assert_num_queries):
    opd = create_kantor(banyak)
    with django_assert_num_queries(6):  # indikator, aturan, dokumen, target, realisasi, komponen
        data = DataKinerja.load_office(opd, tahun=TAHUN)
        bagian = [data.capaian(row, aturan=data.aturan.get("capaian")) for row in data.indikator]
        for row in data.indikator:
            data.capaian_triwulan(row, aturan=data.aturan.get("triwulan"), periode=TW1)
        rata = data.rata_rata(bagian, aturan=data.aturan.get("capaian"))
    assert (rata.anggota, rata.dinilai) == (3 * banyak, 3 * banyak)


def test_data_kinerja_without_an_index_reads_no_components():
    indikator = builders.create_indikator()
    fill_tahun(indikator, 50)
    with CaptureQueriesContext(connection) as queries:
        measure(indikator)
    assert not [query for query in queries.captured_queries if "kinerja_komponenindikator" in query["sql"]]


@pytest.mark.parametrize("banyak", [1, 3])
def test_data_kinerja_of_several_offices_equals_each_alone(banyak, django_assert_num_queries):
    daftar = [create_kantor(1) for _ in range(banyak)]
    indikator = list(Indikator.objects.filter(opd__in=daftar).select_related("simpul").order_by("id"))
    dokumen = list(Dokumen.objects.filter(opd__in=daftar))

    def read(data: DataKinerja, opd: PerangkatDaerah) -> list[str]:
        milik = [row for row in indikator if row.opd_id == opd.pk]
        return [data.capaian(row, aturan=data.aturan.get()).capaian.teks for row in milik]

    with django_assert_num_queries(4):  # target, realisasi, komponen, aturan
        semua = DataKinerja.load_offices(daftar, tahun=TAHUN, indikator=indikator, dokumen=dokumen)
        bersama = [read(semua[opd.pk], opd) for opd in daftar]
    assert bersama == [read(load(opd), opd) for opd in daftar]
    assert bersama == [["83,33", "50,00", "76,97"]] * banyak


def test_data_kinerja_holds_only_the_indicators_of_its_office():
    milik = builders.create_indikator()
    builders.create_indikator(builders.create_opd(milik.opd.pemda))
    assert load(milik.opd).indikator == [milik]
