from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Max, Sum

from anggaran.models import Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan, Rekening
from anggaran.services import (
    create_rekening,
    record_belanja,
    record_belanja_batch,
    record_pendapatan,
    record_pendapatan_batch,
    set_pagu,
    set_pagu_batch,
    set_pendapatan,
    set_ringkasan,
)
from instansi.models import Jejak, KunciTahun, PerangkatDaerah
from instansi.services import LaporanDitetapkanError
from renstra.models import Simpul
from renstra.services import (
    BedaPerangkatDaerahError,
    DokumenDitetapkanError,
    JenjangSalahError,
    create_simpul,
    tetapkan_dokumen,
)
from sakip.kit.errors import AturanDataError, IsianTidakSahError
from tests import builders

pytestmark = pytest.mark.django_db

PESAN_RINCIAN = (
    "Isi rincian atau total, bukan keduanya: simpul atau rekening di garis yang sama sudah terisi."
)
# 16 digits before the comma and 2 after: the largest amount that 18 digits hold.
TERBESAR = Decimal("9999999999999999.99")


def test_pagu_of_18_digits_is_stored_and_summed_exactly():
    opd = builders.create_opd()
    dokumen = builders.create_dokumen(opd)
    jumlah = [Decimal("1234567890123456.78"), Decimal("8765432109876543.21"), Decimal("0.01"), TERBESAR]
    for amount in jumlah:
        set_pagu(pengguna=None, dokumen=dokumen, simpul=builders.create_simpul(opd), jumlah=amount)
    assert list(Pagu.objects.order_by("id").values_list("jumlah", flat=True)) == jumlah
    assert Pagu.objects.aggregate(total=Sum("jumlah"), top=Max("jumlah")) == {
        "total": Decimal("19999999999999999.99"),
        "top": TERBESAR,
    }
    assert Pagu.objects.filter(jumlah=Decimal("0.01")).count() == 1


@pytest.mark.parametrize("jumlah", [Decimal("10000000000000000"), Decimal("1.005")])
def test_pagu_beyond_18_digits_or_sen_is_refused(jumlah):
    opd = builders.create_opd()
    with pytest.raises(IsianTidakSahError) as caught:
        set_pagu(
            pengguna=None,
            dokumen=builders.create_dokumen(opd),
            simpul=builders.create_simpul(opd),
            jumlah=jumlah,
        )
    assert list(caught.value.bidang) == ["jumlah"]


def test_pagu_negative_is_refused_in_words():
    opd = builders.create_opd()
    with pytest.raises(IsianTidakSahError) as caught:
        set_pagu(
            pengguna=None,
            dokumen=builders.create_dokumen(opd),
            simpul=builders.create_simpul(opd),
            jumlah=Decimal(-1),
        )
    assert caught.value.pesan == "Pagu tidak boleh negatif."


# Details or total: (first row, second row, refused) as (node level, account, item)
GARIS = [
    (("program", "", ""), ("kegiatan", "", ""), True),
    (("program", "", ""), ("sub_kegiatan", "", ""), True),
    (("kegiatan", "", ""), ("sub_kegiatan", "", ""), True),
    (("sub_kegiatan", "", ""), ("program", "", ""), True),
    (("sub_kegiatan", "5.1.02", "Kertas"), ("program", "5.1.01", ""), True),
    (("sub_kegiatan", "", ""), ("sub_kegiatan", "5.1", ""), True),
    (("sub_kegiatan", "5.1.02", ""), ("sub_kegiatan", "5.1", ""), True),
    (("sub_kegiatan", "5.1", ""), ("sub_kegiatan", "5.1.02", ""), True),
    (("sub_kegiatan", "5.1.02", ""), ("sub_kegiatan", "5.1.02", "Kertas"), True),
    (("sub_kegiatan", "5.1.02", ""), ("sub_kegiatan", "5.1.01", ""), False),
    (("sub_kegiatan", "5.1.02", ""), ("sub_kegiatan", "5.1.020", ""), False),
    (("sub_kegiatan", "5.1.02", "Kertas"), ("sub_kegiatan", "5.1.02", "Tinta"), False),
]


@pytest.mark.parametrize(("satu", "dua", "ditolak"), GARIS)
def test_pagu_details_or_total_on_one_line(satu, dua, ditolak):
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    dokumen = builders.create_dokumen(opd)

    def store(baris: tuple[str, str, str], target=dokumen) -> None:
        jenjang, kode, uraian = baris
        rekening = builders.create_rekening(kode) if kode else None
        set_pagu(
            pengguna=None,
            dokumen=target,
            simpul=pohon[jenjang],
            rekening=rekening,
            uraian=uraian,
            jumlah=Decimal(1),
        )

    store(satu)
    store(dua, builders.create_dokumen(opd))  # another document is another line
    if not ditolak:
        store(dua)
        return
    with pytest.raises(AturanDataError) as caught:
        store(dua)
    assert caught.value.pesan == PESAN_RINCIAN
    assert dokumen.pagu.count() == 1


@pytest.mark.parametrize(("satu", "dua", "ditolak"), GARIS)
def test_belanja_details_or_total_on_one_line(satu, dua, ditolak):
    pohon = builders.create_pohon(builders.create_opd())

    def store(baris: tuple[str, str, str], tahun: int = 2023) -> None:
        jenjang, kode, uraian = baris
        rekening = builders.create_rekening(kode) if kode else None
        record_belanja(
            pengguna=None,
            simpul=pohon[jenjang],
            tahun=tahun,
            rekening=rekening,
            uraian=uraian,
            jumlah=Decimal(1),
        )

    store(satu)
    store(dua, 2024)
    if not ditolak:
        store(dua)
        return
    with pytest.raises(AturanDataError) as caught:
        store(dua)
    assert caught.value.pesan == PESAN_RINCIAN
    assert RealisasiBelanja.objects.filter(tahun=2023).count() == 1


def test_pagu_moved_onto_a_taken_line_is_refused_by_the_database():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    dokumen = builders.create_dokumen(opd)
    builders.create_pagu(dokumen, pohon["sub_kegiatan"])
    lain = builders.create_pagu(dokumen, builders.create_simpul(opd))
    with pytest.raises(IntegrityError, match="Isi rincian atau total"), transaction.atomic():
        Pagu.objects.filter(pk=lain.pk).update(simpul=pohon["program"])


def test_belanja_months_or_year():
    simpul = builders.create_simpul(builders.create_opd())
    for bulan in (1, 2):
        record_belanja(pengguna=None, simpul=simpul, tahun=2023, bulan=bulan, jumlah=Decimal(1))
    with pytest.raises(AturanDataError) as caught:
        record_belanja(pengguna=None, simpul=simpul, tahun=2023, jumlah=Decimal(1))
    assert caught.value.pesan == "Realisasi belanja diisi per bulan atau setahun, bukan keduanya."
    with pytest.raises(IsianTidakSahError, match="Bulan 1–12"):
        record_belanja(pengguna=None, simpul=simpul, tahun=2023, bulan=13, jumlah=Decimal(1))


def test_set_pagu_twice_writes_once():
    opd = builders.create_opd()
    isi: dict[str, Any] = {"dokumen": builders.create_dokumen(opd), "simpul": builders.create_simpul(opd)}
    row = set_pagu(pengguna=None, **isi, jumlah=Decimal("5.50"))
    assert set_pagu(pengguna=None, **isi, jumlah=Decimal("5.5")) == row
    assert Jejak.objects.filter(opd=opd).count() == 1
    set_pagu(pengguna=None, **isi, jumlah=Decimal(6))
    jejak = Jejak.objects.filter(opd=opd).first()
    assert jejak is not None
    assert (jejak.sebelum, jejak.sesudah) == ({"jumlah": "5.50"}, {"jumlah": "6"})


def test_pagu_of_a_set_document_needs_a_correction():
    opd = builders.create_opd()
    dokumen, simpul = builders.create_dokumen(opd), builders.create_simpul(opd)
    set_pagu(pengguna=None, dokumen=dokumen, simpul=simpul, jumlah=Decimal(1))
    tetapkan_dokumen(pengguna=None, dokumen=dokumen)
    set_pagu(pengguna=None, dokumen=dokumen, simpul=simpul, jumlah=Decimal(1))
    for node in (simpul, builders.create_simpul(opd)):
        with pytest.raises(DokumenDitetapkanError):
            set_pagu(pengguna=None, dokumen=dokumen, simpul=node, jumlah=Decimal(2))
    set_pagu(pengguna=None, dokumen=dokumen, simpul=simpul, jumlah=Decimal(2), koreksi="Salah salin")
    assert dokumen.pagu.get().jumlah == 2


def test_pagu_stands_on_budget_levels_of_the_same_office():
    opd = builders.create_opd()
    dokumen = builders.create_dokumen(opd)
    with pytest.raises(JenjangSalahError):
        set_pagu(
            pengguna=None, dokumen=dokumen, simpul=builders.create_simpul(opd, "sasaran"), jumlah=Decimal(1)
        )
    asing = builders.create_simpul(builders.create_opd())
    with pytest.raises(BedaPerangkatDaerahError):
        set_pagu(pengguna=None, dokumen=dokumen, simpul=asing, jumlah=Decimal(1))


def test_set_pagu_batch_names_the_broken_row_and_stores_none():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    dokumen = builders.create_dokumen(opd)
    rows = [
        Pagu(dokumen=dokumen, simpul=node, jumlah=Decimal(1))
        for node in (builders.create_simpul(opd), pohon["program"], pohon["kegiatan"])
    ]
    with pytest.raises(AturanDataError) as caught:
        set_pagu_batch(pengguna=None, opd=opd, rows=rows)
    assert (caught.value.indeks, Pagu.objects.count()) == (2, 0)


def test_record_belanja_batch_of_many_rows_writes_one_audit_row(django_assert_max_num_queries):
    opd = builders.create_opd()
    simpul = builders.create_simpul(opd)
    rekening = builders.create_rekening("5.1.02")

    def rows() -> list[RealisasiBelanja]:
        return [
            RealisasiBelanja(
                simpul=simpul, tahun=2023, rekening=rekening, uraian=f"Butir {i}", jumlah=Decimal(i)
            )
            for i in range(300)
        ]

    with django_assert_max_num_queries(10):
        assert record_belanja_batch(pengguna=None, opd=opd, rows=rows()).baru == 300
    assert record_belanja_batch(pengguna=None, opd=opd, rows=rows()).tetap == 300
    assert Jejak.objects.filter(opd=opd).count() == 1


def test_create_rekening_takes_the_name_of_the_classification():
    assert create_rekening(pengguna=None, kode="5.1.02").nama == "Belanja Barang dan Jasa"
    assert create_rekening(pengguna=None, kode="5.2.02.05").nama == "Belanja Modal Peralatan dan Mesin"
    assert create_rekening(pengguna=None, kode="5.1.02") == Rekening.objects.get(kode="5.1.02")
    with pytest.raises(IsianTidakSahError, match=r"5\.1\.02"):
        create_rekening(pengguna=None, kode="belanja")


def test_pendapatan_and_ringkasan_are_stored_by_key():
    opd = builders.create_opd()
    dokumen = builders.create_dokumen(opd, "dppa")
    induk = set_pendapatan(pengguna=None, dokumen=dokumen, kunci="pad", uraian="PAD")
    anak = set_pendapatan(
        pengguna=None, dokumen=dokumen, kunci="menara", uraian="Menara", induk=induk, target=TERBESAR
    )
    record_pendapatan(pengguna=None, pendapatan=anak, tahun=2022, jumlah=Decimal("639410000"))
    record_pendapatan(pengguna=None, pendapatan=anak, tahun=2022, jumlah=Decimal("639410001"))
    set_ringkasan(pengguna=None, dokumen=dokumen, butir="belanja", nilai=Decimal(5))
    set_ringkasan(pengguna=None, dokumen=dokumen, butir="belanja", nilai=Decimal(6))
    anak.refresh_from_db()
    assert anak.target == TERBESAR
    assert anak.realisasi.get().jumlah == Decimal("639410001")
    assert dokumen.ringkasan.get().nilai == 6


# Nodes that move, offices that differ ---------------------------------------------------------------------------------


@pytest.mark.parametrize("apa", ["pagu", "belanja"])
@pytest.mark.parametrize("dalam", ["kegiatan", "sub_kegiatan"])
def test_simpul_does_not_move_below_a_node_with_a_total(apa, dalam):
    opd = builders.create_opd()
    dokumen = builders.create_dokumen(opd, "dpa")
    tujuan, asal = builders.create_simpul(opd), builders.create_simpul(opd)
    kegiatan = builders.create_simpul(opd, "kegiatan", induk=asal)
    isi = {"kegiatan": kegiatan, "sub_kegiatan": builders.create_simpul(opd, "sub_kegiatan", induk=kegiatan)}
    for simpul in (tujuan, isi[dalam]):
        if apa == "pagu":
            builders.create_pagu(dokumen, simpul)
        else:
            builders.create_belanja(simpul)

    def move(induk):
        create_simpul(
            pengguna=None,
            opd=opd,
            kunci=kegiatan.kunci,
            jenjang="kegiatan",
            nama=kegiatan.nama,
            induk=induk,
            urutan=kegiatan.urutan,
        )

    with pytest.raises(AturanDataError, match="tidak dapat dipindahkan ke sini"):
        move(tujuan)
    kegiatan.refresh_from_db()
    assert kegiatan.induk == asal
    kosong = builders.create_simpul(opd)
    move(kosong)
    kegiatan.refresh_from_db()
    assert kegiatan.induk == kosong


def test_simpul_moves_when_the_rows_are_of_two_documents():
    opd = builders.create_opd()
    tujuan = builders.create_simpul(opd)
    kegiatan = builders.create_simpul(opd, "kegiatan")
    builders.create_pagu(builders.create_dokumen(opd, "dpa"), tujuan)
    builders.create_pagu(builders.create_dokumen(opd, "dppa"), kegiatan)
    Simpul.objects.filter(pk=kegiatan.pk).update(induk=tujuan)


def test_pagu_of_two_offices_is_held_by_the_database():
    opd = builders.create_opd()
    dokumen = builders.create_dokumen(opd, "dpa")
    with pytest.raises(IntegrityError, match="perangkat daerah yang sama"), transaction.atomic():
        builders.create_pagu(dokumen, builders.create_simpul(builders.create_opd()))
    pagu = builders.create_pagu(dokumen, builders.create_simpul(opd))
    with pytest.raises(IntegrityError, match="perangkat daerah yang sama"), transaction.atomic():
        Pagu.objects.filter(pk=pagu.pk).update(dokumen=builders.create_dokumen(builders.create_opd()))


# Revenue and closed years ---------------------------------------------------------------------------------------------


def create_pendapatan(opd: PerangkatDaerah, jenis: str = "dpa", **isi: Any) -> Pendapatan:
    dokumen = isi.pop("dokumen", None) or builders.create_dokumen(opd, jenis)
    bawaan: dict[str, Any] = {"kunci": "retribusi", "uraian": "Retribusi", "target": Decimal(9)}
    return set_pendapatan(pengguna=None, dokumen=dokumen, **bawaan | isi)


def test_pendapatan_parent_stands_in_the_same_document():
    opd = builders.create_opd()
    induk = create_pendapatan(opd, target=None)
    with pytest.raises(IsianTidakSahError) as caught:
        create_pendapatan(opd, "dppa", kunci="rincian", induk=induk)
    assert caught.value.bidang == {"induk": ["Induk pendapatan harus berada pada dokumen yang sama."]}
    create_pendapatan(opd, dokumen=induk.dokumen, kunci="rincian", induk=induk)
    for ubah in ({"dokumen": builders.create_dokumen(opd, "dppa")}, {"induk": induk}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Pendapatan.objects.filter(pk=induk.pk).update(**ubah)


def test_pendapatan_parent_has_no_target_of_its_own():
    opd = builders.create_opd()
    induk = create_pendapatan(opd)
    isi: dict[str, Any] = {"dokumen": induk.dokumen, "kunci": "rincian", "induk": induk}
    with pytest.raises(AturanDataError, match="Kosongkan target induk"):
        create_pendapatan(opd, **isi)
    create_pendapatan(opd, dokumen=induk.dokumen, target=None)
    create_pendapatan(opd, **isi)
    with pytest.raises(AturanDataError, match="Kosongkan target induk"):
        create_pendapatan(opd, dokumen=induk.dokumen)


def test_pendapatan_parent_has_no_realisasi_of_its_own():
    opd = builders.create_opd()
    induk = create_pendapatan(opd, target=None)
    isi: dict[str, Any] = {"pengguna": None, "tahun": 2023, "jumlah": Decimal(5)}
    record_pendapatan(pendapatan=induk, **isi)
    with pytest.raises(AturanDataError, match="Hapus realisasi induk dahulu"):
        create_pendapatan(opd, dokumen=induk.dokumen, kunci="rincian", induk=induk)
    RealisasiPendapatan.objects.all().delete()
    create_pendapatan(opd, dokumen=induk.dokumen, kunci="rincian", induk=induk)
    with pytest.raises(AturanDataError, match="dicatat pada rinciannya"):
        record_pendapatan(pendapatan=induk, **isi)


def test_pendapatan_is_recorded_by_month_or_by_year_over_all_documents():
    opd = builders.create_opd()
    dpa, dppa = create_pendapatan(opd), create_pendapatan(opd, "dppa")
    isi: dict[str, Any] = {"pengguna": None, "tahun": 2023, "jumlah": Decimal(5)}
    record_pendapatan(pendapatan=dpa, **isi)
    for row in (dpa, dppa):
        with pytest.raises(AturanDataError, match="per bulan atau setahun"):
            record_pendapatan(pendapatan=row, bulan=1, **isi)
    record_pendapatan(pendapatan=create_pendapatan(opd, dokumen=dpa.dokumen, kunci="pajak"), bulan=1, **isi)


def test_pendapatan_of_a_later_document_changes_the_amount_in_its_place():
    opd = builders.create_opd()
    dpa, dppa = create_pendapatan(opd), create_pendapatan(opd, "dppa")
    isi: dict[str, Any] = {"pengguna": None, "tahun": 2023, "bulan": 1}
    record_pendapatan(pendapatan=dpa, jumlah=Decimal(5), **isi)
    row = record_pendapatan(pendapatan=dppa, jumlah=Decimal(6), **isi)
    assert (row.pendapatan, RealisasiPendapatan.objects.get().jumlah) == (dpa, 6)
    lain = create_pendapatan(builders.create_opd())
    with pytest.raises(BedaPerangkatDaerahError):
        record_pendapatan_batch(
            pengguna=None,
            opd=opd,
            rows=[RealisasiPendapatan(pendapatan=lain, tahun=2023, bulan=1, jumlah=Decimal(7))],
        )


def test_belanja_and_pendapatan_of_a_closed_year_are_refused():
    opd = builders.create_opd()
    simpul, pendapatan = builders.create_simpul(opd), create_pendapatan(opd)
    isi: dict[str, Any] = {"pengguna": None, "jumlah": Decimal(5)}
    record_belanja(simpul=simpul, tahun=2023, **isi)
    KunciTahun.objects.create(opd=opd, tahun=2023)
    record_belanja(simpul=simpul, tahun=2023, **isi)  # the same writes nothing
    with pytest.raises(LaporanDitetapkanError, match="Laporan tahun 2023 sudah ditetapkan"):
        record_belanja(simpul=simpul, tahun=2023, pengguna=None, jumlah=Decimal(6))
    with pytest.raises(LaporanDitetapkanError):
        record_pendapatan(pendapatan=pendapatan, tahun=2023, **isi)
    record_belanja(simpul=simpul, tahun=2024, **isi)
    record_pendapatan(pendapatan=pendapatan, tahun=2024, **isi)
