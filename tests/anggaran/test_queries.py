"""The read side of anggaran: document in force, roll-up, pooled sasaran, account lines, query counts."""

from decimal import Decimal
from typing import Any

import pytest

from anggaran.models import Pendapatan, RealisasiPendapatan
from anggaran.queries import DataAnggaran, Garis
from instansi.models import PerangkatDaerah
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from renstra.models import Dokumen, DukunganSasaran, Simpul
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

D = Decimal


def create_ditetapkan(opd: PerangkatDaerah, jenis: str = JenisDokumen.DPA, **isi: Any) -> Dokumen:
    return builders.create_dokumen(opd, jenis, **{"status": StatusDokumen.DITETAPKAN} | isi)


def create_program(opd: PerangkatDaerah, banyak: int = 2) -> tuple[Simpul, Simpul, list[Simpul]]:
    """A program with one kegiatan of ``banyak`` sub kegiatan."""
    program = builders.create_simpul(opd, Jenjang.PROGRAM)
    kegiatan = builders.create_simpul(opd, Jenjang.KEGIATAN, induk=program)
    return (
        program,
        kegiatan,
        [builders.create_simpul(opd, Jenjang.SUB_KEGIATAN, induk=kegiatan) for _ in range(banyak)],
    )


def load(opd: PerangkatDaerah, **isi: Any) -> DataAnggaran:
    return DataAnggaran(opd, **{"tahun": TAHUN} | isi)


# Document in force ----------------------------------------------------------------------------------------------------


def test_dokumen_without_a_budget_is_none_and_everything_is_empty():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    data = load(opd)
    assert data.dokumen is None
    assert (data.pagu, data.belanja) == ({program.pk: None}, {program.pk: None})
    assert (data.total_pagu, data.total_belanja, data.pendapatan) == (None, None, [])


def test_dokumen_in_force_is_the_last_set_budget_with_rows():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    dpa = create_ditetapkan(opd, urutan=1)
    builders.create_pagu(dpa, program, 100)
    assert load(opd).dokumen == dpa
    pergeseran = create_ditetapkan(opd, JenisDokumen.PERGESERAN, urutan=2)
    assert load(opd).dokumen == dpa  # a version whose rows are unknown replaces nothing
    builders.create_pagu(pergeseran, program, 110)
    dppa = create_ditetapkan(opd, JenisDokumen.DPPA, urutan=3)
    builders.create_pagu(dppa, program, 120)
    assert load(opd).dokumen == dppa
    assert load(opd).total_pagu == 120


def test_dokumen_in_force_of_one_urutan_follows_the_family_not_the_entry():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    dppa = create_ditetapkan(opd, JenisDokumen.DPPA, urutan=0)
    builders.create_pagu(dppa, program, 200)
    builders.create_pagu(create_ditetapkan(opd, urutan=0), program, 100)
    assert load(opd).dokumen == dppa


def test_dokumen_in_force_is_no_draft_no_plan_and_of_the_year():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    dpa = create_ditetapkan(opd, urutan=1)
    lain = (
        builders.create_dokumen(opd, JenisDokumen.DPPA, urutan=2),
        create_ditetapkan(opd, JenisDokumen.PK, urutan=3),
        create_ditetapkan(opd, JenisDokumen.DPPA, tahun=TAHUN + 1, urutan=4),
        create_ditetapkan(builders.create_opd(opd.pemda), JenisDokumen.DPPA, urutan=5),
    )
    for nomor, dokumen in enumerate((dpa, *lain), start=1):
        simpul = program if dokumen.opd == opd else builders.create_simpul(dokumen.opd)
        builders.create_pagu(dokumen, simpul, nomor)
    assert load(opd).dokumen == dpa
    assert load(opd).total_pagu == 1


def test_dokumen_chosen_is_read_as_it_is():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    dppa, pk = create_ditetapkan(opd, JenisDokumen.DPPA), create_ditetapkan(opd, JenisDokumen.PK)
    builders.create_pagu(dppa, program, 120)
    builders.create_pagu(pk, program, 90)
    assert load(opd, dokumen=pk).dokumen == pk
    assert load(opd, dokumen=pk).total_pagu == 90


# Roll-up --------------------------------------------------------------------------------------------------------------


def test_pagu_and_belanja_roll_up_from_their_own_depths():
    opd = builders.create_opd()
    program, kegiatan, (satu, dua) = create_program(opd)
    lain = builders.create_simpul(opd)
    dpa = create_ditetapkan(opd)
    builders.create_pagu(dpa, kegiatan, 1_000)
    builders.create_pagu(dpa, lain, D("0.25"))
    builders.create_belanja(satu, 400)
    builders.create_belanja(dua, D("499.50"))
    data = load(opd)
    assert data.pagu == {program.pk: 1000, kegiatan.pk: 1000, satu.pk: None, dua.pk: None, lain.pk: D("0.25")}
    assert data.belanja == {
        program.pk: D("899.50"),
        kegiatan.pk: D("899.50"),
        satu.pk: 400,
        dua.pk: D("499.50"),
        lain.pk: None,
    }
    assert (data.total_pagu, data.total_belanja) == (D("1000.25"), D("899.50"))


def test_pagu_of_0_is_membership_and_no_row_is_absence():
    opd = builders.create_opd()
    ada, tiada = builders.create_simpul(opd), builders.create_simpul(opd)
    builders.create_pagu(create_ditetapkan(opd), ada, 0)
    data = load(opd)
    assert (data.pagu[ada.pk], data.pagu[tiada.pk], data.total_pagu) == (D(0), None, D(0))


def test_pagu_of_18_digits_rolls_up_exactly():
    opd = builders.create_opd()
    program, kegiatan, sub = create_program(opd, 3)
    dpa = create_ditetapkan(opd)
    for simpul, jumlah in zip(sub, ("9999999999999999.99", "9999999999999999.98", "0.01"), strict=True):
        builders.create_pagu(dpa, simpul, D(jumlah))
    data = load(opd)
    assert data.total_pagu == data.pagu[program.pk] == data.pagu[kegiatan.pk] == D("19999999999999999.98")


def test_belanja_adds_months_and_leaves_other_years_and_offices_out():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    for bulan, jumlah in ((1, 100), (2, 150), (12, -50)):
        builders.create_belanja(program, jumlah, bulan=bulan)
    builders.create_belanja(program, 999, tahun=TAHUN - 1)
    builders.create_belanja(builders.create_simpul(builders.create_opd(opd.pemda)), 999)
    assert load(opd).total_belanja == 200


def test_simpul_stand_parent_first_in_their_order():
    opd = builders.create_opd()
    builders.create_pohon(opd)
    program, kegiatan, sub = create_program(opd)
    awal = builders.create_simpul(opd, urutan=0)
    urut = load(opd).simpul
    assert urut[0] == awal
    assert urut[-4:] == [program, kegiatan, *sub]
    assert {row.jenjang for row in urut} == {Jenjang.PROGRAM, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN}


# Accounts and items ---------------------------------------------------------------------------------------------------


def test_garis_are_the_accounts_and_items_of_a_node_with_months_added_up():
    opd = builders.create_opd()
    _, _, (satu, dua) = create_program(opd)
    pegawai, barang = (
        builders.create_rekening("5.1.01", "Belanja Pegawai"),
        builders.create_rekening("5.1.02", "Belanja Barang dan Jasa"),
    )
    dpa = create_ditetapkan(opd)
    builders.create_pagu(dpa, satu, 500, rekening=pegawai, asal="Tabel 1")
    builders.create_pagu(dpa, satu, 300, rekening=barang, uraian="Alat tulis")
    builders.create_pagu(dpa, satu, 200, rekening=barang, uraian="Perjalanan")
    builders.create_pagu(dpa, dua, 70)
    for bulan, jumlah in ((1, 40), (2, 60)):
        builders.create_belanja(satu, jumlah, bulan=bulan, rekening=pegawai)
    data = load(opd)
    assert data.garis_pagu(satu) == [
        Garis("5.1.01", "Belanja Pegawai", "", D(500), "Tabel 1"),
        Garis("5.1.02", "Belanja Barang dan Jasa", "Alat tulis", D(300)),
        Garis("5.1.02", "Belanja Barang dan Jasa", "Perjalanan", D(200)),
    ]
    assert data.garis_belanja(satu) == [Garis("5.1.01", "Belanja Pegawai", "", D(100))]
    assert data.garis_pagu(dua) == []
    assert (data.pagu[satu.pk], data.total_pagu) == (D(1000), D(1070))


def test_garis_of_an_item_without_an_account_keeps_its_uraian():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    builders.create_pagu(create_ditetapkan(opd), program, 30, uraian="Honor tim")
    assert load(opd).garis_pagu(program) == [Garis("", "", "Honor tim", D(30))]


# Sasaran --------------------------------------------------------------------------------------------------------------


def test_pooled_sasaran_adds_the_rupiah_of_the_programs_that_mainly_support_it():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    kedua, luar = builders.create_simpul(opd), builders.create_simpul(opd)
    DukunganSasaran.objects.create(program=kedua, sasaran=pohon["sasaran"])
    dpa = create_ditetapkan(opd)
    for program, jumlah in ((pohon["program"], 9_188_401_808), (kedua, 89_407_640), (luar, 5)):
        builders.create_pagu(dpa, program, jumlah)
    builders.create_belanja(kedua, 80_000_000)
    data = load(opd)
    assert data.pooled_for_sasaran(pohon["sasaran"], data.pagu) == 9_277_809_448
    assert data.pooled_for_sasaran(pohon["sasaran"], data.belanja) == 80_000_000
    assert data.total_pagu == 9_277_809_453


def test_pooled_sasaran_takes_the_porsi_of_a_program_that_is_shared():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    lain = builders.create_simpul(opd, Jenjang.SASARAN, induk=pohon["tujuan"])
    DukunganSasaran.objects.filter(program=pohon["program"]).update(porsi=D("66.6"))
    DukunganSasaran.objects.create(program=pohon["program"], sasaran=lain, utama=False, porsi=D("33.4"))
    builders.create_pagu(create_ditetapkan(opd), pohon["program"], D("9999999999999999.00"))
    data = load(opd)
    bagian = [data.pooled_for_sasaran(sasaran, data.pagu) for sasaran in (pohon["sasaran"], lain)]
    assert bagian == [D("6659999999999999.334"), D("3339999999999999.666")]


def test_pooled_sasaran_without_porsi_leaves_a_program_of_another_sasaran_out():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    lain = builders.create_simpul(opd, Jenjang.SASARAN, induk=pohon["tujuan"])
    DukunganSasaran.objects.create(program=pohon["program"], sasaran=lain, utama=False)
    builders.create_pagu(create_ditetapkan(opd), pohon["program"], 100)
    data = load(opd)
    assert data.pooled_for_sasaran(pohon["sasaran"], data.pagu) == 100
    assert data.pooled_for_sasaran(lain, data.pagu) is None


def test_pooled_sasaran_main_link_without_porsi_has_what_the_others_leave():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    lain = builders.create_simpul(opd, Jenjang.SASARAN, induk=pohon["tujuan"])
    DukunganSasaran.objects.create(program=pohon["program"], sasaran=lain, utama=False, porsi=D(30))
    builders.create_pagu(create_ditetapkan(opd), pohon["program"], 1000)
    data = load(opd)
    bagian = [data.pooled_for_sasaran(sasaran, data.pagu) for sasaran in (pohon["sasaran"], lain)]
    assert bagian == [700, 300]
    assert sum(jumlah or 0 for jumlah in bagian) == data.total_pagu


def test_pooled_sasaran_whose_program_has_no_row_is_none():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    data = load(opd)
    assert data.pooled_for_sasaran(pohon["sasaran"], data.pagu) is None


# Revenue --------------------------------------------------------------------------------------------------------------


def create_pendapatan(dokumen: Dokumen, kunci: str = "retribusi", target: int = 1_000) -> Pendapatan:
    return Pendapatan.objects.create(dokumen=dokumen, kunci=kunci, uraian=kunci, target=D(target))


def test_pendapatan_comes_from_the_last_set_budget_that_has_some(django_assert_num_queries):
    opd = builders.create_opd()
    dpa = create_ditetapkan(opd, urutan=1)
    create_ditetapkan(opd, JenisDokumen.DPPA, urutan=3)
    create_pendapatan(create_ditetapkan(opd, tahun=TAHUN - 1, urutan=4))
    create_pendapatan(create_ditetapkan(builders.create_opd(opd.pemda), urutan=5))
    row = create_pendapatan(dpa)
    RealisasiPendapatan.objects.create(pendapatan=row, tahun=TAHUN, jumlah=D(900))
    with django_assert_num_queries(2):
        rows = load(opd).pendapatan
        assert [(satu, [r.jumlah for r in satu.realisasi.all()]) for satu in rows] == [(row, [900])]
    dppa = create_ditetapkan(opd, JenisDokumen.DPPA, urutan=6)
    baru = create_pendapatan(dppa, target=500)
    assert load(opd).pendapatan == [baru]


def test_pendapatan_of_a_chosen_document_is_that_document_alone():
    opd = builders.create_opd()
    dpa, dppa = create_ditetapkan(opd, urutan=1), create_ditetapkan(opd, JenisDokumen.DPPA, urutan=2)
    row, _ = create_pendapatan(dpa), create_pendapatan(dppa)
    assert load(opd, dokumen=dpa).pendapatan == [row]


def list_realisasi(opd: PerangkatDaerah) -> list[tuple[int, int, int]]:
    (row,) = load(opd).pendapatan
    return [(satu.tahun, satu.bulan, int(satu.jumlah)) for satu in row.realisasi.all()]


def test_pendapatan_of_a_draft_or_a_plan_does_not_displace_the_set_budget():
    opd = builders.create_opd()
    row = create_pendapatan(create_ditetapkan(opd, urutan=1))
    create_pendapatan(builders.create_dokumen(opd, JenisDokumen.DPPA, urutan=2), target=500)
    create_pendapatan(create_ditetapkan(opd, JenisDokumen.PK, urutan=3), target=400)
    assert load(opd).pendapatan == [row]


def test_pendapatan_of_a_later_dppa_keeps_the_realisasi_of_the_dpa():
    opd = builders.create_opd()
    lama = create_pendapatan(create_ditetapkan(opd, urutan=1))
    for tahun, bulan, jumlah in ((TAHUN - 1, 0, 700), (TAHUN, 1, 300), (TAHUN, 2, 250)):
        RealisasiPendapatan.objects.create(pendapatan=lama, tahun=tahun, bulan=bulan, jumlah=D(jumlah))
    baru = create_pendapatan(create_ditetapkan(opd, JenisDokumen.DPPA, urutan=2), target=500)
    create_pendapatan(create_ditetapkan(opd, tahun=TAHUN - 1, urutan=9))
    assert load(opd).pendapatan == [baru]
    assert list_realisasi(opd) == [(TAHUN - 1, 0, 700), (TAHUN, 1, 300), (TAHUN, 2, 250)]
    RealisasiPendapatan.objects.create(pendapatan=baru, tahun=TAHUN, bulan=2, jumlah=D(260))
    RealisasiPendapatan.objects.create(pendapatan=baru, tahun=TAHUN, bulan=3, jumlah=D(10))
    assert list_realisasi(opd)[1:] == [(TAHUN, 1, 300), (TAHUN, 2, 260), (TAHUN, 3, 10)]


# Query counts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("banyak", [1, 3])
def test_data_anggaran_reads_an_office_in_six_queries(banyak, django_assert_num_queries):
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    dpa, dppa = create_ditetapkan(opd, urutan=1), create_ditetapkan(opd, JenisDokumen.DPPA, urutan=2)
    rekening = builders.create_rekening("5.1.02")
    for _ in range(banyak):
        _, _, (sub,) = create_program(opd, 1)
        for dokumen in (dpa, dppa):
            builders.create_pagu(dokumen, sub, 100, rekening=rekening)
        builders.create_belanja(sub, 90, rekening=rekening)
    with django_assert_num_queries(6):  # simpul, dokumen, which have rows, pagu, belanja, dukungan
        data = load(opd)
        assert (data.total_pagu, data.total_belanja) == (100 * banyak, 90 * banyak)
        assert [len(data.garis_pagu(row)) for row in data.simpul].count(1) == banyak
        assert sum(len(data.garis_belanja(row)) for row in data.simpul) == banyak
        data.pooled_for_sasaran(pohon["sasaran"], data.pagu)
