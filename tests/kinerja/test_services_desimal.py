"""What is stored is what prints: no writer takes more decimals than the indikator has."""

from decimal import Decimal

import pytest

from kinerja.enums import JenisPembanding, Periode
from kinerja.models import Indikator, KomponenIndikator, Realisasi
from kinerja.services import (
    DesimalBerlebihError,
    IsianRealisasiError,
    create_indikator,
    record_realisasi_batch,
    save_realisasi,
    set_nilai_komponen,
    set_pembanding,
    set_target,
)
from kinerja.services.desimal import describe_desimal
from renstra.enums import StatusDokumen
from tests import builders
from tests.builders import SAAT, TAHUN

pytestmark = pytest.mark.django_db


def save(desimal, nilai):
    indikator, perencana = builders.create_isian(indikator=builders.create_indikator(desimal=desimal))
    return save_realisasi(
        pengguna=perencana,
        indikator=indikator,
        tahun=TAHUN,
        periode=Periode.TW1,
        nilai=Decimal(nilai),
        versi=None,
        saat=SAAT,
    )


@pytest.mark.parametrize(
    ("nilai", "desimal", "pesan"),
    [
        ("12.5", 0, "Indikator ini dicatat tanpa desimal. Tulis 12 atau 13,"),
        ("43.875", 2, "Indikator ini dicatat dengan 2 desimal. Tulis 43,87 atau 43,88,"),
        ("-8.875", 2, "Indikator ini dicatat dengan 2 desimal. Tulis -8,88 atau -8,87,"),
        ("0.000001", 0, "Indikator ini dicatat tanpa desimal. Tulis 0 atau 1,"),
    ],
)
def test_realisasi_with_more_decimals_than_the_indikator_is_refused_beside_the_cell(nilai, desimal, pesan):
    with pytest.raises(IsianRealisasiError) as refused:
        save(desimal, nilai)
    assert refused.value.bidang["nilai"] == [
        f"{pesan} atau minta pengelola portal mengubah desimal indikator."
    ]
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize(
    ("nilai", "desimal"), [("12", 0), ("12.000", 0), ("43.87", 2), ("1E+3", 0), ("2.012", 3)]
)
def test_realisasi_within_the_decimals_is_stored(nilai, desimal):
    assert save(desimal, nilai).nilai == Decimal(nilai)
    assert describe_desimal(Decimal(nilai), desimal) == ""


def test_every_other_writer_refuses_more_decimals_too():
    indikator = builders.create_indikator(desimal=1)
    opd = indikator.opd
    dokumen = builders.create_dokumen(opd)
    komponen = KomponenIndikator.objects.create(indikator=indikator, kunci="k", nama="K", bobot=1)
    lebih = Decimal("2.25")

    def refuse(bidang, write, **isi):
        with pytest.raises(DesimalBerlebihError) as refused:
            write(pengguna=None, **isi)
        assert list(refused.value.bidang) == [bidang]

    target = {"dokumen": dokumen, "indikator": indikator, "tahun": TAHUN}
    refuse("nilai", set_target, nilai=lebih, **target)
    refuse("bawah", set_target, bawah=lebih, atas=Decimal(3), **target)
    refuse("atas", set_target, bawah=Decimal(2), atas=lebih, **target)
    refuse("nilai", set_nilai_komponen, komponen=komponen, tahun=TAHUN, nilai=lebih)
    refuse(
        "nilai",
        set_pembanding,
        indikator=indikator,
        kunci="nasional",
        tahun=TAHUN,
        jenis=JenisPembanding.NASIONAL,
        nama="Nasional",
        nilai=lebih,
    )
    row = Realisasi(indikator=indikator, tahun=2020, periode=Periode.TAHUN, nilai=lebih)
    refuse("nilai", record_realisasi_batch, opd=opd, rows=[row])


@pytest.mark.parametrize("simpan", ["realisasi", "target"])
def test_decimals_of_an_indikator_do_not_fall_below_its_stored_values(simpan):
    indikator = builders.create_indikator(desimal=2)
    if simpan == "realisasi":
        builders.create_realisasi(indikator, nilai=Decimal("12.5"))
    else:
        dokumen = builders.create_dokumen(indikator.opd, status=StatusDokumen.DRAF)
        builders.create_target(indikator, dokumen, nilai=Decimal("12.5"))
    isi = {nama: getattr(indikator, nama) for nama in ("kunci", "simpul", "jenis", "nama", "urutan")}
    with pytest.raises(DesimalBerlebihError) as refused:
        create_indikator(pengguna=None, opd=indikator.opd, desimal=0, **isi)
    assert list(refused.value.bidang) == ["desimal"]
    create_indikator(pengguna=None, opd=indikator.opd, desimal=1, **isi)
    assert Indikator.objects.get(pk=indikator.pk).desimal == 1
