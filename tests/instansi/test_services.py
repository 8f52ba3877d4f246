from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction

from instansi.enums import Peran
from instansi.models import Jejak, Pengguna, UnitKerja
from instansi.services import (
    AkunContohDitolakError,
    HasilSimpan,
    RincianGandaError,
    create_akun_contoh,
    create_jabatan,
    create_opd,
    create_pemda,
    create_unit,
    record_jejak,
    save_baris,
    set_jadwal,
    to_jejak,
)
from sakip.kit.errors import IsianTidakSahError, TidakBerwenangError
from tests import builders

pytestmark = pytest.mark.django_db


def test_to_jejak_keeps_numbers_exact():
    opd = builders.create_opd()
    assert to_jejak(
        {"a": Decimal("123456789012.345678"), "b": date(2023, 1, 17), "c": opd, "d": None, "e": [1, True]}
    ) == {
        "a": "123456789012.345678",
        "b": "2023-01-17",
        "c": opd.pk,
        "d": None,
        "e": [1, True],
    }


def test_record_jejak_names_the_row():
    opd = builders.create_opd()
    user = builders.create_perencana(opd)
    row = record_jejak(
        pengguna=user,
        opd=opd,
        aksi="ubah",
        objek=opd,
        sebelum={"x": Decimal("1.50")},
        sesudah=None,
        alasan="uji",
    )
    row.refresh_from_db()
    assert (row.objek_jenis, row.objek_id, row.sebelum, row.sesudah, row.alasan) == (
        "instansi.perangkatdaerah",
        opd.pk,
        {"x": "1.50"},
        None,
        "uji",
    )


@pytest.mark.parametrize("statement", ["UPDATE instansi_jejak SET aksi = 'x'", "DELETE FROM instansi_jejak"])
def test_jejak_is_append_only(statement):
    opd = builders.create_opd()
    record_jejak(pengguna=None, opd=opd, aksi="a", objek=opd, sebelum=None, sesudah=None)
    with pytest.raises(IntegrityError, match="Jejak tidak dapat diubah atau dihapus"), transaction.atomic():
        connection.cursor().execute(statement)
    assert list(Jejak.objects.values_list("aksi", flat=True)) == ["a"]


def test_create_pemda_twice_writes_once():
    first = create_pemda(pengguna=None, nama="Contoh", jenis="kota", tempat="Contoh")
    assert create_pemda(pengguna=None, nama="Contoh", jenis="kota", tempat="Contoh") == first
    assert Jejak.objects.count() == 1
    create_pemda(pengguna=None, nama="Contoh", jenis="kota", tempat="Lain")
    row = Jejak.objects.first()
    assert row is not None
    assert (row.sebelum, row.sesudah) == ({"tempat": "Contoh"}, {"tempat": "Lain"})


def test_create_opd_with_taken_singkatan_updates_it():
    opd = builders.create_opd()
    changed = create_opd(pengguna=None, pemda=opd.pemda, nama="Nama Baru", singkatan=opd.singkatan)
    assert (changed.pk, changed.nama) == (opd.pk, "Nama Baru")


def test_create_jabatan_second_head_is_refused_in_words():
    opd = builders.create_opd()
    create_jabatan(pengguna=None, opd=opd, kunci="kepala", nama="Kepala Dinas", kepala=True)
    with pytest.raises(IsianTidakSahError) as caught:
        create_jabatan(pengguna=None, opd=opd, kunci="kepala-2", nama="Kepala Lain", kepala=True)
    assert caught.value.pesan == "Perangkat daerah sudah mempunyai jabatan kepala."


def test_create_unit_without_name_names_the_field():
    with pytest.raises(IsianTidakSahError) as caught:
        create_unit(pengguna=None, opd=builders.create_opd(), kunci="a", nama="")
    assert list(caught.value.bidang) == ["nama"]
    assert caught.value.pesan.startswith("Nama: ")


def test_save_baris_batch_writes_one_audit_row_and_all_or_nothing():
    opd = builders.create_opd()

    def save(*names: str) -> HasilSimpan[UnitKerja]:
        rows = [UnitKerja(opd=opd, kunci=f"u{i}", nama=name) for i, name in enumerate(names)]
        return save_baris(
            pengguna=None,
            opd=opd,
            model=UnitKerja,
            rows=rows,
            ada=UnitKerja.objects.filter(opd=opd),
            kunci=["kunci"],
            aksi="simpan_unit",
        )

    hasil = save("A", "B", "C")
    assert (hasil.baru, hasil.berubah, hasil.tetap) == (3, 0, 0)
    hasil = save("A", "B2", "C")
    assert (hasil.baru, hasil.berubah, hasil.tetap) == (0, 1, 2)
    hasil = save("A", "B2", "C")
    assert (hasil.baru, hasil.berubah, hasil.tetap) == (0, 0, 3)
    assert Jejak.objects.filter(opd=opd).count() == 2

    with pytest.raises(IsianTidakSahError) as caught:
        save("A9", "B2", "C", "D", "B2")  # the fifth takes a name that is there
    assert (caught.value.indeks, caught.value.pesan) == (4, "Unit kerja ini sudah ada.")
    assert list(UnitKerja.objects.order_by("kunci").values_list("nama", flat=True)) == ["A", "B2", "C"]
    assert Jejak.objects.filter(opd=opd).count() == 2


def test_save_baris_same_key_twice_names_the_second_row():
    opd = builders.create_opd()
    rows = [UnitKerja(opd=opd, kunci="a", nama="A"), UnitKerja(opd=opd, kunci="a", nama="B")]
    with pytest.raises(RincianGandaError) as caught:
        save_baris(pengguna=None, opd=opd, model=UnitKerja, rows=rows, ada=[], kunci=["kunci"], aksi="x")
    assert caught.value.indeks == 1
    assert UnitKerja.objects.count() == 0


def test_set_jadwal_only_by_admin_of_the_government():
    pemda = builders.create_pemda()
    admin = builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=pemda)
    buka = datetime(2023, 4, 1, tzinfo=UTC)
    jadwal = set_jadwal(pengguna=admin, pemda=pemda, tahun=2023, periode="TW1", buka=buka)
    assert set_jadwal(pengguna=admin, pemda=pemda, tahun=2023, periode="TW1", buka=buka) == jadwal
    assert Jejak.objects.count() == 1
    with pytest.raises(TidakBerwenangError):
        set_jadwal(pengguna=builders.create_pengguna(), pemda=pemda, tahun=2023, periode="TW2", buka=buka)


def test_set_jadwal_closing_before_opening_is_refused_in_words():
    with pytest.raises(IsianTidakSahError) as caught:
        set_jadwal(
            pengguna=None,
            pemda=builders.create_pemda(),
            tahun=2023,
            periode="TW1",
            buka=datetime(2023, 4, 2, tzinfo=UTC),
            tutup=datetime(2023, 4, 1, tzinfo=UTC),
        )
    assert caught.value.pesan == "Waktu tutup harus setelah waktu buka."


def test_create_akun_contoh_refused_in_production(settings):
    settings.IS_PRODUCTION = True
    opd = builders.create_opd()
    with pytest.raises(AkunContohDitolakError):
        create_akun_contoh(
            nama_pengguna="a.b",
            sandi="sandi-yang-panjang",
            jabatan="Perencana",
            peran="perencana",
            pemda=opd.pemda,
            opd=opd,
        )
    assert Pengguna.objects.count() == 0


def test_create_akun_contoh_never_takes_over_a_real_account():
    opd = builders.create_opd()
    builders.create_pengguna(username="perencana.x")
    with pytest.raises(AkunContohDitolakError):
        create_akun_contoh(
            nama_pengguna="perencana.x",
            sandi="sandi-yang-panjang",
            jabatan="",
            peran="perencana",
            pemda=opd.pemda,
            opd=opd,
        )


def test_constraint_messages_are_words():
    """Every constraint that a planner can meet says in Indonesian what is wrong; the rest is met by code alone."""
    silent = {
        constraint.name
        for model in apps.get_models()
        if model._meta.app_label in ("instansi", "renstra", "anggaran", "kinerja")
        for constraint in model._meta.constraints
        if constraint.violation_error_message == constraint.default_violation_error_message
    }
    assert silent == {"asal_usul_unik"}
