"""Cases of the read side that once went wrong: mixed quarters, ordinals, derived targets, succession."""

from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from instansi.models import PerangkatDaerah
from kinerja.calculations import Aturan, Kosong
from kinerja.enums import Agregasi, JenisNilai, MaknaTarget, Periode
from kinerja.models import Indikator, PilihanOrdinal
from kinerja.queries import DIUKUR_SETAHUN, DataKinerja
from laporan.tabel.daftar import build_tabel
from laporan.tabel.data import DataLaporan
from renstra.enums import JenisDokumen, StatusDokumen
from renstra.models import Dokumen
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

D = Decimal
ATURAN = Aturan()
TW1, TW2, TW3, TW4 = Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4
LALU = TAHUN - 1


def create_ditetapkan(opd: PerangkatDaerah, jenis: str = JenisDokumen.PK, **isi: Any) -> Dokumen:
    return builders.create_dokumen(opd, jenis, **{"status": StatusDokumen.DITETAPKAN} | isi)


def set_target(indikator: Indikator, dokumen: Dokumen, nilai: Any, **isi: Any) -> None:
    builders.create_target(indikator, dokumen, nilai=nilai, **{"periode": Periode.TAHUN} | isi)


def fill_pecahan(indikator: Indikator, *isi: tuple[Periode, int, int]) -> None:
    for periode, atas, bawah in isi:
        builders.create_realisasi(
            indikator, nilai=None, pembilang=D(atas), penyebut=D(bawah), periode=periode
        )


def load(opd: PerangkatDaerah, tahun: int = TAHUN) -> DataKinerja:
    return DataKinerja.load_office(opd, tahun=tahun)


@pytest.mark.parametrize("agregasi", [Agregasi.RATA_RATA, Agregasi.JUMLAH])
def test_capaian_triwulan_divides_sums_and_never_averages_percentages(agregasi):
    indikator = builders.create_indikator_pecahan(agregasi=agregasi, makna_target=MaknaTarget.TAHUNAN)
    set_target(indikator, create_ditetapkan(indikator.opd), 100)
    fill_pecahan(indikator, (TW1, 10, 20), (TW2, 30, 40))

    data = load(indikator.opd)

    assert data.capaian(indikator, aturan=ATURAN, sampai=TW2).capaian.teks == "66,67"
    assert data.capaian_triwulan(indikator, aturan=ATURAN, periode=TW2).capaian.teks == "66,67"


def test_formula_shows_what_the_percentage_of_the_year_is_made_of():
    indikator = builders.create_indikator_pecahan(agregasi=Agregasi.JUMLAH)
    set_target(indikator, create_ditetapkan(indikator.opd), 100)
    fill_pecahan(indikator, (TW2, 30, 40), (TW1, 10, 20))

    baris = build_tabel("formula", opd=indikator.opd, tahun=TAHUN).get_baris(indikator.kunci)

    assert baris is not None
    assert [baris.get(kode).teks for kode in ("pembilang", "penyebut", "hasil")] == ["40", "60", "66,67"]


def test_realisasi_with_mixed_rows_keeps_the_typed_value():
    indikator = builders.create_indikator_pecahan(agregasi=Agregasi.TERAKHIR)
    fill_pecahan(indikator, (TW1, 10, 20))
    builders.create_realisasi(indikator, nilai=80, periode=TW2)

    assert load(indikator.opd).realisasi(indikator, tahun=TAHUN).teks == "80,00"


def test_realisasi_up_to_a_quarter_gives_the_reason_of_that_quarter():
    indikator = builders.create_indikator()
    builders.create_realisasi(indikator, nilai=None, alasan="belum keluar", periode=TW1)
    builders.create_realisasi(indikator, nilai=None, alasan="dibatalkan", periode=TW3)

    assert load(indikator.opd).realisasi(indikator, tahun=TAHUN, sampai=TW1).alasan == "belum keluar"


def test_yearly_value_is_no_value_of_a_quarter():
    indikator = builders.create_indikator()
    builders.create_realisasi(indikator, nilai=80, periode=Periode.TAHUN)

    hasil = load(indikator.opd).realisasi(indikator, tahun=TAHUN, sampai=TW1)

    assert (hasil.mentah, hasil.keterangan) == (None, DIUKUR_SETAHUN)


def create_ordinal(opd: PerangkatDaerah) -> Indikator:
    indikator = builders.create_indikator(opd, jenis_nilai=JenisNilai.ORDINAL)
    for label, persen in (("A", 90), ("C", 50)):
        PilihanOrdinal.objects.create(indikator=indikator, label=label, persen=D(persen))
    return indikator


def test_ordinal_takes_the_last_label_up_to_the_period():
    indikator = create_ordinal(builders.create_opd())
    set_target(indikator, create_ditetapkan(indikator.opd), None, label="A")
    builders.create_realisasi(indikator, nilai=None, label="A", periode=TW4)
    builders.create_realisasi(indikator, nilai=None, label="C", periode=TW1)

    data = load(indikator.opd)
    setahun = data.capaian(indikator, aturan=ATURAN)

    assert (setahun.realisasi.teks, setahun.capaian.teks) == ("A", "100,00")
    assert data.capaian(indikator, aturan=ATURAN, sampai=TW2).realisasi.teks == "C"
    assert data.capaian_triwulan(indikator, aturan=ATURAN, periode=TW2).capaian.teks == "–"


def test_ordinal_query_count_is_constant():
    def count(banyak: int) -> int:
        opd = builders.create_opd()
        for _ in range(banyak):
            builders.create_realisasi(create_ordinal(opd), nilai=None, label="C", periode=Periode.TAHUN)
        with CaptureQueriesContext(connection) as queries:
            data = load(opd)
            for indikator in data.indikator:
                data.capaian(indikator, aturan=ATURAN)
        return len(queries)

    assert count(1) == count(3) == 6  # the last for published capaian: no target is known


def test_year_target_follows_the_newest_version_in_whichever_form():
    indikator = builders.create_indikator(makna_target=MaknaTarget.PER_TRIWULAN, agregasi=Agregasi.JUMLAH)
    set_target(indikator, create_ditetapkan(indikator.opd), 100)
    perubahan = create_ditetapkan(indikator.opd, JenisDokumen.PK_PERUBAHAN)
    for periode in (TW1, TW2, TW3, TW4):
        set_target(indikator, perubahan, 5, periode=periode)

    assert load(indikator.opd).capaian(indikator, aturan=ATURAN).teks_target == "20"


def test_year_target_is_unknown_while_a_quarter_is_missing():
    indikator = builders.create_indikator(makna_target=MaknaTarget.PER_TRIWULAN, agregasi=Agregasi.JUMLAH)
    dokumen = create_ditetapkan(indikator.opd)
    for periode in (TW1, TW2):
        set_target(indikator, dokumen, 5, periode=periode)

    assert load(indikator.opd).capaian(indikator, aturan=ATURAN).target is None


def test_computed_year_target_prints_in_the_decimals_of_the_indikator():
    indikator = builders.create_indikator(
        makna_target=MaknaTarget.PER_TRIWULAN, agregasi=Agregasi.RATA_RATA, desimal=2
    )
    dokumen = create_ditetapkan(indikator.opd)
    for periode, nilai in zip((TW1, TW2, TW3, TW4), (10, 10, 10, 11), strict=True):
        set_target(indikator, dokumen, nilai, periode=periode)
    tiga = builders.create_indikator(
        indikator.opd, makna_target=MaknaTarget.PER_TRIWULAN, agregasi=Agregasi.RATA_RATA, desimal=2
    )
    set_target(tiga, dokumen, D("0.000001"), periode=Periode.S1)
    set_target(tiga, dokumen, D("0.000002"), periode=Periode.S2)

    data = load(indikator.opd)

    assert data.capaian(indikator, aturan=ATURAN).teks_target == "10,25"
    assert data.capaian(tiga, aturan=ATURAN).teks_target == "0,00"


def test_last_dokumen_and_target_agree_on_the_version():
    indikator = builders.create_indikator()
    lama = create_ditetapkan(
        indikator.opd, JenisDokumen.PERUBAHAN_RENSTRA, tahun=TAHUN - 5, tahun_akhir=TAHUN, urutan=2
    )
    baru = create_ditetapkan(
        indikator.opd, JenisDokumen.RENSTRA, tahun=TAHUN, tahun_akhir=TAHUN + 3, urutan=1
    )
    for dokumen in (lama, baru):
        set_target(indikator, dokumen, 1)

    data = DataLaporan(indikator.opd, tahun=TAHUN)
    _, target = data.kinerja.targets_for_year(data.indikator[0], tahun=TAHUN)

    assert target is not None
    assert target.dokumen == data.last_dokumen("renstra") == baru


def test_tc23_compares_with_the_target_of_the_renstra():
    indikator = builders.create_indikator()
    renstra = create_ditetapkan(indikator.opd, JenisDokumen.RENSTRA, tahun_akhir=TAHUN + 3)
    set_target(indikator, renstra, 55)
    set_target(indikator, create_ditetapkan(indikator.opd), 60)
    builders.create_realisasi(indikator, nilai=55, periode=Periode.TAHUN)

    baris = build_tabel("tc23", opd=indikator.opd, tahun=TAHUN).get_baris(indikator.kunci)

    assert baris is not None
    assert (baris.get(f"t_{TAHUN}").teks, baris.get(f"rasio_{TAHUN}").teks) == ("55", "100,00")


def test_akhir_renstra_never_takes_the_target_of_another_document():
    indikator = builders.create_indikator()
    akhir = TAHUN + 3
    renstra = create_ditetapkan(indikator.opd, JenisDokumen.RENSTRA, tahun_akhir=akhir)
    create_ditetapkan(
        indikator.opd, JenisDokumen.PERUBAHAN_RENSTRA, tahun_akhir=akhir, pendahulu=renstra, urutan=9
    )
    set_target(indikator, renstra, 90, tahun=akhir)
    set_target(indikator, create_ditetapkan(indikator.opd, tahun=akhir, tahun_akhir=akhir), 70, tahun=akhir)
    set_target(indikator, renstra, 60)
    builders.create_realisasi(indikator, nilai=45, periode=Periode.TAHUN)

    baris = build_tabel("akhir-renstra", opd=indikator.opd, tahun=TAHUN).get_baris(indikator.kunci)

    assert baris is not None
    assert (baris.get("target_akhir").teks, baris.get("kemajuan").teks) == ("90", "50,00")


def test_belanja_adds_deeper_accounts_to_their_account():
    program = builders.create_simpul(builders.create_opd())
    dokumen = create_ditetapkan(program.opd, JenisDokumen.DPA)
    builders.create_pagu(dokumen, program, 100, rekening=builders.create_rekening("5.1.02"))
    builders.create_belanja(program, 90, rekening=builders.create_rekening("5.1.02.01"))

    tabel = build_tabel("belanja", opd=program.opd, tahun=TAHUN)
    induk, anak = tabel.get_baris(f"{program.kunci}/5.1.02"), tabel.get_baris(f"{program.kunci}/5.1.02.01")

    assert induk is not None
    assert anak is not None
    assert [induk.get(kode).teks for kode in ("pagu", "realisasi", "persen")] == ["100", "90", "90,00"]
    assert (anak.get("realisasi").teks, anak.tingkat) == ("90", induk.tingkat + 1)


def create_penerus(*, sebanding: bool) -> tuple[Indikator, Indikator]:
    lama = builders.create_indikator(agregasi=Agregasi.JUMLAH)
    baru = builders.create_indikator(lama.opd, lama.simpul, menggantikan=lama, sebanding=sebanding, desimal=1)
    set_target(baru, create_ditetapkan(lama.opd), 100)
    builders.create_realisasi(baru, nilai=90, periode=Periode.TAHUN)
    for periode in (TW1, TW2):
        builders.create_realisasi(lama, nilai=40, periode=periode, tahun=LALU)
    return lama, baru


def test_earlier_year_follows_a_comparable_predecessor():
    lama, baru = create_penerus(sebanding=True)

    hasil = load(lama.opd).realisasi(baru, tahun=LALU)

    assert hasil.teks == "80,0"
    assert lama.nama in hasil.derivasi.sumber
    baris = build_tabel("tahun-lalu", opd=lama.opd, tahun=TAHUN).get_baris(baru.kunci)
    assert baris is not None
    assert (baris.get("realisasi_lalu").teks, baris.get("selisih").teks) == ("80,0", "10,0")


def test_earlier_year_of_an_incomparable_predecessor_is_not_shown():
    lama, baru = create_penerus(sebanding=False)

    hasil = load(lama.opd).realisasi(baru, tahun=LALU)

    assert (hasil.teks, hasil.kosong) == ("–", Kosong.TIDAK_SEBANDING)


def test_report_year_never_takes_the_value_of_a_predecessor():
    lama = builders.create_indikator()
    baru = builders.create_indikator(lama.opd, lama.simpul, menggantikan=lama)
    builders.create_realisasi(lama, nilai=40, periode=Periode.TAHUN)

    assert load(lama.opd).realisasi(baru, tahun=TAHUN).kosong is Kosong.BELUM_DIISI


def test_index_is_classified_on_its_own_scale_when_the_realisasi_is_classified():
    opd = builders.create_opd()
    umum = builders.create_skala(opd.pemda, ((0, "Kurang"), (86, "Sangat Baik")))
    nilai = builders.create_skala(opd.pemda, ((0, "Kurang"), (2, "Baik")))
    builders.create_aturan(opd.pemda, skala=umum, basis_predikat="realisasi")
    indikator = builders.create_indikator(opd, skala=nilai)
    set_target(indikator, create_ditetapkan(opd), D("2.6"))
    builders.create_realisasi(indikator, nilai=D("2.6"), periode=Periode.TAHUN)

    baris = build_tabel("capaian", opd=opd, tahun=TAHUN).get_baris(indikator.kunci)

    assert baris is not None
    assert (baris.get("capaian").teks, baris.get("kategori").teks) == ("100,00", "Baik")


def test_semester_value_counts_from_the_quarter_in_which_it_ends():
    indikator = builders.create_indikator(agregasi=Agregasi.JUMLAH)
    for periode in (Periode.S1, Periode.S2):
        builders.create_realisasi(indikator, nilai=5, periode=periode)

    data = load(indikator.opd)

    assert [
        data.realisasi(indikator, tahun=TAHUN, sampai=periode).teks for periode in (TW1, TW2, TW3, TW4)
    ] == ["–", "5,00", "5,00", "10,00"]
