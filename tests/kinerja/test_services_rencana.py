from decimal import Decimal
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from instansi.enums import Peran
from instansi.models import Jejak
from kinerja.enums import Periode
from kinerja.models import (
    Indikator,
    KomponenIndikator,
    KunciTahun,
    NilaiKomponen,
    PilihanOrdinal,
    Target,
)
from kinerja.services import (
    LaporanDitetapkanError,
    create_indikator,
    set_analisis,
    set_aturan,
    set_komponen,
    set_nilai_komponen,
    set_pembanding,
    set_pilihan,
    set_skala,
    set_target,
    set_target_batch,
)
from renstra.services import (
    BedaPerangkatDaerahError,
    DipakaiDokumenError,
    DokumenDitetapkanError,
    JenjangSalahError,
    tetapkan_dokumen,
)
from sakip.kit.errors import AturanDataError, IsianTidakSahError, TidakBerwenangError
from tests import builders

pytestmark = pytest.mark.django_db

PESAN_TAHUN = (
    "Nilai satu tahun diisi per triwulan, per semester, atau satu nilai tahunan; tidak boleh bercampur."
)


def test_target_year_or_periods_of_one_document():
    indikator = builders.create_indikator()
    dokumen = builders.create_dokumen(indikator.opd)
    isi: dict[str, Any] = {"pengguna": None, "indikator": indikator, "tahun": 2023, "nilai": Decimal(1)}
    set_target(dokumen=dokumen, periode=Periode.TW1, **isi)
    set_target(dokumen=dokumen, periode=Periode.TW2, **isi)
    with pytest.raises(AturanDataError) as caught:
        set_target(dokumen=dokumen, **isi)
    assert caught.value.pesan == PESAN_TAHUN
    with pytest.raises(AturanDataError) as caught:
        set_target(dokumen=dokumen, periode=Periode.S1, **isi)
    assert caught.value.pesan == PESAN_TAHUN
    set_target(dokumen=builders.create_dokumen(indikator.opd), **isi)
    semester = builders.create_dokumen(indikator.opd)
    for periode in (Periode.S1, Periode.S2):
        set_target(dokumen=semester, periode=periode, **isi)
    with pytest.raises(IntegrityError, match="Nilai satu tahun"), transaction.atomic():
        Target.objects.filter(dokumen=dokumen, periode=Periode.TW1).update(periode=Periode.TAHUN)


def test_target_of_12_and_6_digits_is_stored_exactly():
    indikator = builders.create_indikator(desimal=6)
    dokumen = builders.create_dokumen(indikator.opd)
    nilai = Decimal("123456789012.345678")
    row = set_target(pengguna=None, dokumen=dokumen, indikator=indikator, tahun=2023, nilai=nilai)
    row.refresh_from_db()
    assert row.nilai == nilai


def test_target_empty_or_upside_down_is_refused_in_words():
    indikator = builders.create_indikator()
    isi: dict[str, Any] = {
        "pengguna": None,
        "dokumen": builders.create_dokumen(indikator.opd),
        "indikator": indikator,
        "tahun": 2023,
    }
    with pytest.raises(IsianTidakSahError) as caught:
        set_target(**isi)
    assert caught.value.pesan == "Isi nilai target, rentang target, atau labelnya."
    with pytest.raises(IsianTidakSahError) as caught:
        set_target(**isi, bawah=Decimal("3.5"), atas=Decimal("2.6"))
    assert caught.value.pesan == "Batas atas target lebih kecil daripada batas bawah."


def test_target_of_a_set_document_needs_a_correction():
    indikator = builders.create_indikator()
    dokumen = builders.create_dokumen(indikator.opd)
    isi: dict[str, Any] = {"pengguna": None, "dokumen": dokumen, "indikator": indikator, "tahun": 2023}
    set_target(**isi, nilai=Decimal(1))
    tetapkan_dokumen(pengguna=None, dokumen=dokumen)
    with pytest.raises(DokumenDitetapkanError):
        set_target(**isi, nilai=Decimal(2))
    set_target(**isi, nilai=Decimal(2), koreksi="Salah salin")
    assert dokumen.target.get().nilai == 2


def test_target_of_another_office_is_refused():
    indikator = builders.create_indikator()
    with pytest.raises(BedaPerangkatDaerahError):
        set_target(
            pengguna=None,
            dokumen=builders.create_dokumen(builders.create_opd()),
            indikator=indikator,
            tahun=2023,
            nilai=Decimal(1),
        )


def test_set_target_batch_names_the_broken_row_and_stores_none():
    indikator = builders.create_indikator()
    dokumen = builders.create_dokumen(indikator.opd)
    rows = [
        Target(dokumen=dokumen, indikator=indikator, tahun=2023, periode=periode, nilai=Decimal(1))
        for periode in (Periode.TW1, Periode.TW2, Periode.TAHUN)
    ]
    with pytest.raises(AturanDataError) as caught:
        set_target_batch(pengguna=None, opd=indikator.opd, rows=rows)
    assert (caught.value.indeks, Target.objects.count()) == (2, 0)


def test_indikator_of_a_set_document_keeps_its_substance():
    indikator = builders.create_indikator(nama="Lama")
    opd, dokumen = indikator.opd, builders.create_dokumen(indikator.opd)
    builders.create_target(indikator, dokumen)
    isi: dict[str, Any] = {
        "pengguna": None,
        "opd": opd,
        "simpul": indikator.simpul,
        "kunci": indikator.kunci,
        "jenis": indikator.jenis,
        "urutan": indikator.urutan,
    }
    create_indikator(**isi, nama="Ubah sebelum ditetapkan")
    tetapkan_dokumen(pengguna=None, dokumen=dokumen)
    with pytest.raises(DipakaiDokumenError, match="koreksi"):
        create_indikator(**isi, nama="Ubah sesudah ditetapkan")
    create_indikator(**isi, nama="Ubah sebelum ditetapkan", sumber="Inspektorat")  # not a change of substance
    create_indikator(**isi, nama="Koreksi", sumber="Inspektorat", koreksi="Salah ketik")
    indikator.refresh_from_db()
    assert indikator.nama == "Koreksi"


def test_indikator_supports_one_level_up():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    iku = builders.create_indikator(simpul=pohon["sasaran"])
    isi: dict[str, Any] = {"pengguna": None, "opd": opd, "nama": "I", "mendukung": iku}
    create_indikator(kunci="p", simpul=pohon["program"], jenis="program", **isi)
    with pytest.raises(JenjangSalahError):
        create_indikator(kunci="k", simpul=pohon["kegiatan"], jenis="kegiatan", **isi)


def test_indikator_with_half_a_fraction_is_refused_in_words():
    opd = builders.create_opd()
    with pytest.raises(IsianTidakSahError) as caught:
        create_indikator(
            pengguna=None,
            opd=opd,
            kunci="a",
            nama="A",
            jenis="program",
            simpul=builders.create_simpul(opd),
            label_pembilang="Ada",
        )
    assert caught.value.pesan == "Isi pembilang dan penyebut bersama-sama."


def test_skala_bounds_ascend_and_are_replaced_as_a_whole():
    pemda = builders.create_pemda()
    isi: dict[str, Any] = {"pengguna": None, "pemda": pemda, "kunci": "s", "nama": "Skala"}
    skala = set_skala(**isi, pita=[(Decimal(0), "Rendah"), (Decimal("75.5"), "Tinggi")])
    set_skala(**isi, pita=[(Decimal(0), "Rendah"), (Decimal("75.5"), "Tinggi")])
    assert Jejak.objects.count() == 2  # the scale and its bands, once
    set_skala(**isi, pita=[(Decimal(0), "Kurang"), (Decimal(51), "Cukup"), (Decimal(76), "Baik")])
    assert list(skala.pita.values_list("nama", flat=True)) == ["Kurang", "Cukup", "Baik"]
    with pytest.raises(IsianTidakSahError, match="menaik"):
        set_skala(**isi, pita=[(Decimal(50), "A"), (Decimal(0), "B")])
    assert skala.pita.count() == 3


def test_aturan_belongs_to_the_admin_of_the_government():
    opd = builders.create_opd()
    skala = builders.create_skala(opd.pemda)
    admin = builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=opd.pemda)
    aturan = set_aturan(pengguna=admin, pemda=opd.pemda, skala=skala, batas_tampil=Decimal(100))
    assert set_aturan(pengguna=admin, pemda=opd.pemda, skala=skala).pk == aturan.pk
    set_aturan(pengguna=admin, pemda=opd.pemda, skala=skala, tabel="efisiensi")
    assert opd.pemda.aturan.count() == 2
    with pytest.raises(TidakBerwenangError):
        set_aturan(pengguna=builders.create_perencana(opd), pemda=opd.pemda, skala=skala)


def test_komponen_pembanding_and_analisis_are_stored_by_key():
    indikator = builders.create_indikator(jenis_nilai="indeks")
    induk = set_komponen(pengguna=None, indikator=indikator, kunci="d1", nama="Domain", bobot=Decimal(13))
    daun = set_komponen(
        pengguna=None, indikator=indikator, kunci="i1", nama="Butir", bobot=Decimal("1.3"), induk=induk
    )
    for nilai in (Decimal(1), Decimal(3)):
        set_nilai_komponen(pengguna=None, komponen=daun, tahun=2023, nilai=nilai)
        set_pembanding(
            pengguna=None, indikator=indikator, kunci="n", tahun=2023, jenis="nasional", nama="N", nilai=nilai
        )
        set_analisis(
            pengguna=None,
            opd=indikator.opd,
            indikator=indikator,
            tahun=2023,
            jenis="solusi",
            teks=f"Teks {nilai}",
        )
    assert [row.nilai for row in daun.nilai.all()] == [Decimal(3)]
    assert [row.nilai for row in indikator.pembanding.all()] == [Decimal(3)]
    assert [row.teks for row in indikator.analisis.all()] == ["Teks 3"]


def test_nilai_komponen_of_a_closed_year_is_refused():
    indikator = builders.create_indikator(jenis_nilai="indeks")
    daun = set_komponen(pengguna=None, indikator=indikator, kunci="i1", nama="Butir", bobot=Decimal(1))
    KunciTahun.objects.create(opd=indikator.opd, tahun=2023)
    with pytest.raises(LaporanDitetapkanError):
        set_nilai_komponen(pengguna=None, komponen=daun, tahun=2023, nilai=Decimal(1))
    assert NilaiKomponen.objects.count() == 0


# One office, one government, one indikator ----------------------------------------------------------------------------


def test_target_of_two_offices_is_held_by_the_database():
    indikator = builders.create_indikator()
    with pytest.raises(IntegrityError, match="perangkat daerah yang sama"), transaction.atomic():
        builders.create_target(indikator, builders.create_dokumen(builders.create_opd()))
    target = builders.create_target(indikator)
    lain = builders.create_dokumen(builders.create_opd())
    with pytest.raises(IntegrityError, match="perangkat daerah yang sama"), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(dokumen=lain)


def test_indikator_does_not_replace_itself():
    indikator = builders.create_indikator()
    with pytest.raises(IntegrityError, match="indikator_ganti_lain"), transaction.atomic():
        Indikator.objects.filter(pk=indikator.pk).update(menggantikan=indikator)


def test_aturan_of_another_government_is_refused():
    pemda, lain = builders.create_pemda(), builders.create_pemda()
    isi: dict[str, Any] = {"pengguna": builders.create_pengguna("admin_pemda", pemda=pemda), "pemda": pemda}
    with pytest.raises(IsianTidakSahError) as caught:
        set_aturan(**isi, skala=builders.create_skala(pemda), opd=builders.create_opd(lain))
    assert list(caught.value.bidang) == ["opd"]
    with pytest.raises(IsianTidakSahError) as caught:
        set_aturan(**isi, skala=builders.create_skala(lain))
    assert list(caught.value.bidang) == ["skala"]
    set_aturan(**isi, skala=builders.create_skala(pemda), opd=builders.create_opd(pemda))


def test_komponen_parent_of_another_indikator_is_refused():
    opd = builders.create_opd()
    satu, dua = (builders.create_indikator(opd, jenis_nilai="indeks") for _ in range(2))
    isi: dict[str, Any] = {"pengguna": None, "nama": "Aspek", "bobot": Decimal(1)}
    induk = set_komponen(indikator=satu, kunci="a", **isi)
    with pytest.raises(IsianTidakSahError) as caught:
        set_komponen(indikator=dua, kunci="b", induk=induk, **isi)
    assert caught.value.bidang == {"induk": ["Induk komponen harus berada pada indikator yang sama."]}
    set_komponen(indikator=satu, kunci="b", induk=induk, **isi)
    with pytest.raises(IntegrityError, match="indikator yang sama"), transaction.atomic():
        KomponenIndikator.objects.filter(pk=induk.pk).update(indikator=dua)
    with pytest.raises(IntegrityError), transaction.atomic():
        KomponenIndikator.objects.filter(pk=induk.pk).update(induk=induk)


# Choices of an ordinal indikator --------------------------------------------------------------------------------------


def test_pilihan_is_replaced_as_a_whole():
    indikator = builders.create_indikator(jenis_nilai="ordinal")
    isi: dict[str, Any] = {"pengguna": builders.create_perencana(indikator.opd), "indikator": indikator}
    rows = set_pilihan(**isi, pilihan=[("C", Decimal(50)), ("A", Decimal(90))])
    assert [(row.label, row.persen) for row in rows] == [("A", 90), ("C", 50)]
    assert set_pilihan(**isi, pilihan=[(" C ", Decimal(50)), ("A", Decimal(90))]) == rows
    set_pilihan(**isi, pilihan=[("A", Decimal(90)), ("B", Decimal(70))])
    assert list(PilihanOrdinal.objects.values_list("label", flat=True)) == ["A", "B"]
    assert Jejak.objects.filter(aksi="simpan_pilihan", opd=indikator.opd).count() == 2


@pytest.mark.parametrize("pilihan", [[], [("", 1)], [("A", 90), ("A ", 80)], [("A" * 41, 90)]])
def test_pilihan_without_label_or_twice_is_refused(pilihan):
    indikator = builders.create_indikator(jenis_nilai="ordinal")
    with pytest.raises(IsianTidakSahError):
        set_pilihan(pengguna=None, indikator=indikator, pilihan=[(nama, Decimal(n)) for nama, n in pilihan])
    assert not PilihanOrdinal.objects.exists()


def test_pilihan_of_a_number_or_by_a_stranger_is_refused():
    indikator = builders.create_indikator()
    pilihan = [("A", Decimal(90))]
    with pytest.raises(IsianTidakSahError, match="dinilai dengan angka"):
        set_pilihan(pengguna=None, indikator=indikator, pilihan=pilihan)
    with pytest.raises(TidakBerwenangError):
        set_pilihan(pengguna=builders.create_kepala(indikator.opd), indikator=indikator, pilihan=pilihan)


def test_pilihan_that_is_in_use_stays():
    indikator = builders.create_indikator(jenis_nilai="ordinal")
    isi: dict[str, Any] = {"pengguna": None, "indikator": indikator}
    set_pilihan(**isi, pilihan=[("A", Decimal(90)), ("B", Decimal(70))])
    builders.create_realisasi(indikator, nilai=None, label="B")
    with pytest.raises(IsianTidakSahError, match="masih dipakai target atau realisasi: B"):
        set_pilihan(**isi, pilihan=[("A", Decimal(90))])
    dokumen = builders.create_dokumen(indikator.opd, status="ditetapkan")
    builders.create_target(indikator, dokumen, nilai=None, label="A")
    baru = [("A", Decimal(95)), ("B", Decimal(70))]
    with pytest.raises(DipakaiDokumenError):
        set_pilihan(**isi, pilihan=baru)
    set_pilihan(**isi, pilihan=baru, koreksi="Salah salin")


def test_highest_value_of_a_scale_is_stored_and_lies_above_its_bands():
    pita = [(Decimal(0), "Kurang"), (Decimal("4.2"), "Memuaskan")]
    create = partial(
        set_skala, pengguna=None, pemda=builders.create_pemda(), kunci="spbe", nama="SPBE", pita=pita
    )
    with pytest.raises(IsianTidakSahError) as refused:
        create(batas_atas=Decimal(4))
    assert list(refused.value.bidang) == ["batas_atas"]
    assert create(batas_atas=Decimal(5)).batas_atas == 5
