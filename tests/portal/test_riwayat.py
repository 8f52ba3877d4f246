"""The history of values: which period, what it was as it prints, by whom and when, however it was written."""

from decimal import Decimal
from typing import Any

import pytest

from instansi.models import Jejak
from kinerja.enums import JenisNilai, Periode, StatusNilai
from kinerja.models import PilihanOrdinal, Realisasi
from kinerja.services import clear_realisasi, record_realisasi_batch, save_realisasi, set_target
from portal.queries.riwayat import read_riwayat
from renstra.enums import JenisDokumen
from tests import builders
from tests.builders import SAAT, TAHUN

pytestmark = pytest.mark.django_db


def record(opd, *rows, koreksi=""):
    return record_realisasi_batch(
        pengguna=None,
        opd=opd,
        koreksi=koreksi,
        rows=[
            Realisasi(
                indikator=indikator,
                **{"tahun": 2022, "periode": "TAHUN", "status": StatusNilai.DISAHKAN} | isi,
            )
            for indikator, isi in rows
        ],
    )


def tell(indikator, **lain):
    return [
        (satu.aksi, satu.periode, satu.sebelum, satu.sesudah)
        for satu in read_riwayat(indikator.opd, indikator=indikator, **lain)
    ]


def test_imported_values_are_told_with_year_and_period_as_they_print():
    opd = builders.create_opd()
    angka = builders.create_indikator(opd, satuan="poin", desimal=2)
    pecahan = builders.create_indikator_pecahan(opd)
    record(
        opd,
        (angka, {"nilai": Decimal("43.8"), "asal": "LKjIP 2022"}),
        (angka, {"nilai": Decimal("60"), "tahun": 2021}),
        (pecahan, {"pembilang": Decimal(46), "penyebut": Decimal(49)}),
    )
    assert tell(angka, tahun=2022, periode=Periode.TAHUN) == [
        ("Dicatat dari dokumen", "Tahunan 2022", "belum diisi", "43,80 poin")
    ]
    assert [periode for _, periode, *_ in tell(angka)] == ["Tahunan 2021", "Tahunan 2022"]
    assert tell(pecahan) == [("Dicatat dari dokumen", "Tahunan 2022", "belum diisi", "46 dari 49")]
    assert {(satu.oleh, satu.sumber) for satu in read_riwayat(opd, indikator=angka)} == {
        ("Sistem", "LKjIP 2022"),
        ("Sistem", ""),
    }


def test_a_first_value_has_no_reason_of_a_correction():
    row = builders.create_indikator()
    record(row.opd, (row, {"nilai": Decimal(1)}), koreksi="perbaikan berkas")
    record(row.opd, (row, {"nilai": Decimal(2)}), koreksi="perbaikan berkas")
    assert [satu.alasan for satu in read_riwayat(row.opd, indikator=row)] == ["perbaikan berkas", ""]


def test_a_later_import_is_told_with_the_whole_value():
    opd = builders.create_opd()
    satu, dua = builders.create_indikator(opd), builders.create_indikator(opd)
    record(opd, (satu, {"nilai": Decimal(10)}), (dua, {"nilai": Decimal(20)}))
    record(
        opd,
        (satu, {"nilai": Decimal(11)}),
        (dua, {"nilai": Decimal(20), "asal": "LKjIP hlm. 5"}),
        koreksi="salah ketik",
    )
    record(opd, (dua, {"alasan": "belum terbit"}), koreksi="ditarik")
    awal = "Dicatat dari dokumen", "Tahunan 2022"
    assert tell(satu) == [(*awal, "10,00", "11,00"), (*awal, "belum diisi", "10,00")]
    assert tell(dua) == [
        (*awal, "20,00", "tidak tersedia: belum terbit"),
        (*awal, "20,00", "20,00"),
        (*awal, "belum diisi", "20,00"),
    ]
    assert [satu.alasan for satu in read_riwayat(opd, indikator=dua)] == ["ditarik", "salah ketik", ""]


def test_a_value_that_is_not_used_is_told_as_such():
    opd = builders.create_opd()
    row = builders.create_indikator(opd)
    record(
        opd,
        (row, {"nilai": Decimal(1)}),
        (row, {"nilai": Decimal(2), "dipakai": False, "asal": "Laporan lain"}),
    )
    assert {sesudah for *_, sesudah in tell(row)} == {"1,00", "2,00 (tidak dipakai)"}


def test_typed_cleared_and_locked_values_are_told():
    indikator, perencana = builders.create_isian(indikator=builders.create_indikator(satuan="%"))
    builders.create_target(indikator, indikator.target.get().dokumen, periode=Periode.TW2)
    isi: dict[str, Any] = {
        "pengguna": perencana,
        "indikator": indikator,
        "tahun": TAHUN,
        "periode": Periode.TW1,
        "saat": SAAT,
    }
    save_realisasi(nilai=Decimal("61.5"), versi=None, **isi)
    clear_realisasi(versi=1, **isi)
    row = save_realisasi(nilai=Decimal(70), versi=None, **isi)
    # what a penetapan records: only what it changes
    Jejak.objects.create(
        opd=indikator.opd,
        aksi="sahkan_realisasi",
        objek_jenis="kinerja.realisasi",
        objek_id=row.pk,
        sebelum={"status": "draf", "versi": 3},
        sesudah={"status": "disahkan", "versi": 4},
    )
    tw1 = "Triwulan I 2023"
    assert tell(indikator) == [
        ("Disahkan", tw1, "70,00%", "70,00%"),
        ("Diisi", tw1, "belum diisi", "70,00%"),
        ("Dikosongkan", tw1, "61,50%", "belum diisi"),
        ("Diisi", tw1, "belum diisi", "61,50%"),
    ]
    assert tell(indikator, tahun=TAHUN, periode=Periode.TW2) == []


def test_targets_and_neighbours_are_no_part_of_the_history():
    opd = builders.create_opd()
    row, lain = builders.create_indikator(opd), builders.create_indikator(opd)
    dokumen = builders.create_dokumen(opd, JenisDokumen.PK)
    set_target(pengguna=None, dokumen=dokumen, indikator=row, tahun=2022, nilai=Decimal(5))
    record(opd, (lain, {"nilai": Decimal(1)}), (lain, {"nilai": Decimal(2), "tahun": 2021}))
    assert tell(row) == []


def test_a_label_and_more_decimals_than_the_indikator_are_told_as_stored():
    opd = builders.create_opd()
    kata = builders.create_indikator(opd, jenis_nilai=JenisNilai.ORDINAL)
    PilihanOrdinal.objects.create(indikator=kata, label="BB", persen=Decimal(80))
    record(opd, (kata, {"label": "BB"}))
    assert tell(kata)[0][3] == "BB"
    bulat = builders.create_indikator(opd, desimal=0)
    Jejak.objects.create(
        opd=opd,
        aksi="isi_realisasi",
        objek_jenis="kinerja.realisasi",
        objek_id=builders.create_realisasi(bulat).pk,
        sesudah={"indikator": bulat.pk, "tahun": 2023, "periode": "TW1", "nilai": "12.5"},
    )
    assert tell(bulat)[0][3] == "12,5"


def test_the_time_is_that_of_the_government(client):
    opd = builders.create_opd(builders.create_pemda(zona="Asia/Jayapura"))
    row = builders.create_realisasi(builders.create_indikator(opd), periode="TAHUN")
    Jejak.objects.create(
        opd=opd,
        aksi="isi_realisasi",
        objek_jenis="kinerja.realisasi",
        objek_id=row.pk,
        sesudah={"nilai": "80"},
    )
    client.force_login(builders.create_perencana(opd))
    (satu,) = read_riwayat(opd, indikator=row.indikator)
    assert satu.waktu.endswith(" WIT")
    isi = client.get(f"/opd/{opd.singkatan}/2023/derivasi/{row.indikator_id}/").content.decode()
    assert "<b>Diisi</b>, Tahunan 2023, oleh Sistem" in isi
    assert satu.waktu in isi
