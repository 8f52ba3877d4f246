"""Narasi, penetapan, signature and files: who may, what freezes, what survives tampering and double clicks."""

import threading
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django.test import override_settings

from instansi.enums import Peran
from instansi.models import Jejak
from kinerja.enums import Periode, StatusNilai
from kinerja.models import KunciTahun, Realisasi
from kinerja.services import LaporanDitetapkanError, save_realisasi
from laporan.dokumen import render_lkjip_html
from laporan.enums import StatusLaporan
from laporan.isi import LaporanTanpaDataError, load_tabel
from laporan.models import BerkasLaporan, Laporan, Narasi, Snapshot
from laporan.queries import get_laporan, get_snapshot
from laporan.services import (
    SANDI_CONTOH,
    BelumDitetapkanError,
    BerkasBerubahError,
    BerkasHilangError,
    LaporanTerkunciError,
    NarasiBerubahError,
    SnapshotRusakError,
    TandaTanganDitolakError,
    get_akar_tepercaya,
    get_sertifikat_contoh,
    hash_snapshot,
    kembalikan_narasi,
    load_dokumen_beku,
    load_isi_beku,
    read_berkas,
    read_rancangan,
    record_unduhan,
    render_laporan,
    simpan_narasi,
    tanda_tangani,
    tetapkan_laporan,
)
from laporan.services.berkas import get_lokasi
from laporan.tanda_tangan import verify_pdf
from sakip.kit import triggers
from sakip.kit.errors import BasisDataSibukError, IsianTidakSahError, TidakBerwenangError
from tests import builders
from tests.builders import SAAT, TAHUN
from tests.builders_laporan import create_kantor, get_sel, tetapkan
from tests.builders_sertifikat import SANDI, build_p12_asli, read_pem

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor()


def simpan(kantor, teks, *, versi=None, pengguna=None, bagian="simpulan"):
    return simpan_narasi(
        pengguna=pengguna or kantor.perencana,
        opd=kantor.opd,
        tahun=TAHUN,
        bagian=bagian,
        teks=teks,
        versi=versi,
    )


def kembalikan(kantor, versi):
    return kembalikan_narasi(
        pengguna=kantor.perencana, opd=kantor.opd, tahun=TAHUN, bagian="simpulan", versi=versi
    )


def tanda(kantor, p12=None, passphrase=SANDI_CONTOH, pengguna=None, sidik=None):
    snapshot = get_snapshot(get_laporan(kantor.opd, TAHUN))
    return tanda_tangani(
        pengguna=pengguna or kantor.kepala,
        opd=kantor.opd,
        tahun=TAHUN,
        sidik=sidik if sidik is not None or snapshot is None else snapshot.sha256,
        p12=get_sertifikat_contoh() if p12 is None else p12,
        passphrase=passphrase,
    )


def aksi() -> list[str]:
    return list(Jejak.objects.order_by("id").values_list("aksi", flat=True))


# Narasi ---------------------------------------------------------------------------------------------------------------


def test_simpan_narasi_counts_versions_and_writes_audit_rows(kantor):
    satu = simpan(kantor, " Pertama.\r\nLanjut. ")
    dua = simpan(kantor, "Kedua.", versi=satu.versi)
    assert (satu.teks, dua.teks, dua.versi - satu.versi) == ("Pertama.\nLanjut.", "Kedua.", 1)
    assert aksi() == ["simpan_narasi", "simpan_narasi"]
    assert Jejak.objects.order_by("id")[1].sebelum["teks"] == "Pertama.\nLanjut."


def test_simpan_narasi_again_changes_nothing(kantor):
    satu = simpan(kantor, "Sama.")
    assert simpan(kantor, "Sama.", versi=satu.versi).versi == satu.versi
    assert simpan(kantor, "Sama.").versi == satu.versi  # the answer was lost and the browser sends it again
    assert aksi() == ["simpan_narasi"]


def test_simpan_narasi_of_a_stale_form_keeps_the_stored_text(kantor):
    satu = simpan(kantor, "Satu.")
    simpan(kantor, "Dua.", versi=satu.versi)
    with pytest.raises(NarasiBerubahError) as galat:
        simpan(kantor, "Tiga.", versi=satu.versi)
    assert str(galat.value.tersimpan and galat.value.tersimpan.teks) == "Dua."
    with pytest.raises(NarasiBerubahError):
        simpan(kantor, "Tiga.")
    assert Narasi.objects.get().teks == "Dua."


def test_kembalikan_narasi_makes_older_forms_stale(kantor):
    satu = simpan(kantor, "Satu.")
    assert kembalikan(kantor, satu.versi)
    assert not kembalikan(kantor, satu.versi)
    with pytest.raises(NarasiBerubahError) as galat:
        simpan(kantor, "Lama.", versi=satu.versi)
    assert galat.value.tersimpan is None
    baru = simpan(kantor, "Baru.")
    assert baru.versi > satu.versi
    with pytest.raises(NarasiBerubahError):
        kembalikan(kantor, satu.versi)


@pytest.mark.parametrize(("peran", "boleh"), [(p, p in (Peran.PERENCANA, Peran.KEPALA)) for p in Peran])
def test_simpan_narasi_by_role(kantor, peran, boleh):
    pemda = None if peran in (Peran.PERENCANA, Peran.KEPALA, Peran.VERIFIKATOR) else kantor.opd.pemda
    user = builders.create_pengguna(peran, opd=kantor.opd, pemda=pemda)
    if boleh:
        assert simpan(kantor, "x", pengguna=user).teks == "x"
    else:
        with pytest.raises(TidakBerwenangError):
            simpan(kantor, "x", pengguna=user)


def test_simpan_narasi_of_a_neighbour_or_too_long_is_refused(kantor):
    with pytest.raises(TidakBerwenangError):
        simpan(kantor, "x", pengguna=create_kantor().perencana)
    with pytest.raises(IsianTidakSahError, match="20000 huruf"):
        simpan(kantor, "x" * 20_001)


# Penetapan ------------------------------------------------------------------------------------------------------------


def test_tetapkan_freezes_values_texts_and_year(kantor):
    simpan(kantor, "Simpulan kami.")
    snapshot = tetapkan(kantor)
    laporan = Laporan.objects.get()
    assert (laporan.status, laporan.ditetapkan_pada) == (StatusLaporan.DITETAPKAN, SAAT)
    assert KunciTahun.objects.filter(opd=kantor.opd, tahun=TAHUN).exists()
    assert set(
        Realisasi.objects.filter(indikator__opd=kantor.opd, tahun=TAHUN).values_list("status", flat=True)
    ) == {StatusNilai.DISAHKAN}
    snapshot.refresh_from_db()
    assert snapshot.sha256 == hash_snapshot(snapshot.isi)
    assert snapshot.isi["isi"]["narasi"] == {"simpulan": "Simpulan kami."}
    sel = get_sel(load_tabel(snapshot.isi)["capaian"], kantor.indikator.kunci, "capaian")
    assert sel.derivasi is not None
    assert (sel.nilai, sel.derivasi.langkah) == (Decimal("73.12"), ("43,87 / 60 × 100", "= 73,116667…"))
    assert aksi()[1:] == ["kunci_tahun", "sahkan_realisasi", "sahkan_realisasi", "tetapkan_laporan"]


def test_tetapkan_again_changes_nothing(kantor):
    satu = tetapkan(kantor)
    jejak = aksi()
    assert tetapkan(kantor).pk == satu.pk
    assert aksi() == jejak


def test_values_after_penetapan_are_refused(kantor):
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN)
    tetapkan(kantor)
    with pytest.raises(LaporanDitetapkanError):
        save_realisasi(
            pengguna=kantor.perencana,
            indikator=kantor.indikator,
            tahun=TAHUN,
            periode=Periode.TAHUN,
            nilai=Decimal(50),
            versi=2,
            saat=SAAT,
        )
    with pytest.raises(LaporanTerkunciError, match="sudah ditetapkan"):
        simpan(kantor, "Terlambat.")
    with pytest.raises(LaporanTerkunciError):
        kembalikan(kantor, None)


def test_set_report_prints_from_its_snapshot_alone(kantor):
    tetapkan(kantor)
    laporan = Laporan.objects.get()
    sebelum = render_lkjip_html(load_dokumen_beku(laporan))
    Realisasi.objects.filter(indikator__opd=kantor.opd).update(nilai=Decimal(1))
    kantor.indikator.nama = "Nama lain"
    kantor.indikator.save()
    kantor.opd.nama = "Kantor lain"
    kantor.opd.save()
    assert render_lkjip_html(load_dokumen_beku(Laporan.objects.get())) == sebelum
    assert "43,87" in sebelum
    assert "Indeks keterbukaan" in sebelum


def test_snapshot_cannot_be_changed_and_a_forged_one_does_not_print(kantor):
    snapshot = tetapkan(kantor)
    with pytest.raises(IntegrityError, match="tidak dapat diubah"), transaction.atomic():
        Snapshot.objects.filter(pk=snapshot.pk).update(sha256="0" * 64)
    laporan = Laporan.objects.get()
    assert load_isi_beku(laporan)["format"] == 1
    triggers.uninstall()  # what somebody with the rights of the database owner can do
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE laporan_snapshot SET sha256 = %s", ["0" * 64])
    finally:
        triggers.install("laporan")
    with pytest.raises(SnapshotRusakError):
        load_isi_beku(laporan)


def test_tetapkan_without_data_leaves_nothing_behind():
    opd = builders.create_opd()
    kepala = builders.create_kepala(opd)
    sidik = read_rancangan(opd, TAHUN, pengguna=kepala).sidik
    with pytest.raises(LaporanTanpaDataError, match="belum dapat disusun"):
        tetapkan_laporan(pengguna=kepala, opd=opd, tahun=TAHUN, sidik=sidik)
    assert (Snapshot.objects.count(), KunciTahun.objects.count()) == (0, 0)
    assert Laporan.objects.get().status == StatusLaporan.DRAF
    assert aksi() == []


@pytest.mark.parametrize("peran", [p for p in Peran if p != Peran.KEPALA])
def test_only_the_kepala_sets_and_signs(kantor, peran):
    pemda = None if peran in (Peran.PERENCANA, Peran.VERIFIKATOR) else kantor.opd.pemda
    user = builders.create_pengguna(peran, opd=kantor.opd, pemda=pemda)
    with pytest.raises(TidakBerwenangError):
        tetapkan(kantor, pengguna=user)
    with pytest.raises(TidakBerwenangError):
        tanda(kantor, pengguna=user)


def test_kepala_of_a_neighbour_neither_sets_nor_signs(kantor):
    lain = create_kantor().kepala
    with pytest.raises(TidakBerwenangError):
        tetapkan(kantor, pengguna=lain)
    with pytest.raises(TidakBerwenangError):
        tanda(kantor, pengguna=lain)


@pytest.mark.django_db(transaction=True)
def test_two_penetapan_at_once_make_one_snapshot():
    kantor = create_kantor()
    pagar, galat = threading.Barrier(2), []

    def run():
        try:
            pagar.wait(10)
            tetapkan(kantor)
        except Exception as error:  # noqa: BLE001  shown by the assertion below
            galat.append(error)
        finally:
            connections.close_all()

    utas = [threading.Thread(target=run) for _ in range(2)]
    for satu in utas:
        satu.start()
    for satu in utas:
        satu.join(60)
    # the shared in-memory SQLite of the tests refuses the second writer at once instead of letting it wait
    assert [type(satu) for satu in galat] in ([], [BasisDataSibukError] * (connection.vendor == "sqlite"))
    assert Snapshot.objects.count() == 1
    assert aksi().count("tetapkan_laporan") == 1


# Signature and file ---------------------------------------------------------------------------------------------------


def test_tanda_tangani_needs_penetapan(kantor):
    with pytest.raises(BelumDitetapkanError):
        tanda(kantor)


def test_tanda_tangani_refuses_a_wrong_passphrase_before_rendering(kantor, caplog):
    tetapkan(kantor)
    with pytest.raises(TandaTanganDitolakError, match="Passphrase sertifikat salah"):
        tanda(kantor, passphrase="rahasia-keliru")
    with pytest.raises(TandaTanganDitolakError, match="tidak dapat dibaca"):
        tanda(kantor, p12=b"bukan sertifikat")
    with pytest.raises(TandaTanganDitolakError, match="lebih besar dari 64 KB"):
        tanda(kantor, p12=b"x" * 65_537)
    assert Laporan.objects.get().status == StatusLaporan.DITETAPKAN
    assert BerkasLaporan.objects.count() == 0
    assert "rahasia-keliru" not in caplog.text
    assert "rahasia-keliru" not in str(list(Jejak.objects.values()))


def test_sertifikat_contoh_is_made_once_and_never_in_production():
    assert get_sertifikat_contoh() == get_sertifikat_contoh()
    with override_settings(IS_PRODUCTION=True), pytest.raises(TandaTanganDitolakError):
        get_sertifikat_contoh()


def test_sertifikat_contoh_does_not_sign_in_production(kantor):
    tetapkan(kantor)
    p12 = get_sertifikat_contoh()
    with override_settings(IS_PRODUCTION=True), pytest.raises(TandaTanganDitolakError, match="produksi"):
        tanda(kantor, p12=p12)


def test_only_a_recognised_issuer_signs_in_production(kantor, tmp_path):
    tetapkan(kantor)
    p12, lain = build_p12_asli(), build_p12_asli()
    akar, akar_lain = tmp_path / "akar.pem", tmp_path / "lain.pem"
    akar.write_bytes(read_pem(p12))
    akar_lain.write_bytes(read_pem(lain))

    with override_settings(IS_PRODUCTION=True):
        with pytest.raises(TandaTanganDitolakError, match="belum diatur"):
            tanda(kantor, p12=p12, passphrase=SANDI)
        with (
            override_settings(SERTIFIKAT_AKAR=str(akar_lain)),
            pytest.raises(TandaTanganDitolakError, match="tidak diakui"),
        ):
            tanda(kantor, p12=p12, passphrase=SANDI)
        with override_settings(SERTIFIKAT_AKAR=str(akar)):
            berkas = tanda(kantor, p12=p12, passphrase=SANDI)
            assert verify_pdf(read_berkas(berkas), trust=get_akar_tepercaya()).terpercaya

    assert berkas.contoh is False


def test_tanda_tangani_signs_once_stores_and_serves_the_checked_file(kantor):
    tetapkan(kantor)
    berkas = tanda(kantor)
    assert tanda(kantor, passphrase="apa saja").pk == berkas.pk  # a second click gets the same file
    assert aksi().count("tandatangani_laporan") == 1
    laporan = Laporan.objects.get()
    assert laporan.status == StatusLaporan.DITANDATANGANI
    assert (berkas.contoh, berkas.sertifikat_subjek) == (True, "Kepala Perangkat Daerah (CONTOH)")

    isi = record_unduhan(pengguna=kantor.perencana, berkas=berkas)
    assert len(isi) == berkas.ukuran
    assert verify_pdf(isi).utuh
    assert aksi()[-1] == "unduh_laporan"
    with pytest.raises(TidakBerwenangError):
        record_unduhan(pengguna=create_kantor().perencana, berkas=berkas)
    assert render_laporan(kantor.opd, TAHUN).halaman > 10

    lokasi = get_lokasi(kantor.opd, TAHUN, berkas.sha256)
    assert lokasi.stat().st_mode & 0o777 == 0o440
    assert [satu.name for satu in lokasi.parent.iterdir()] == [lokasi.name]
    lokasi.chmod(0o640)
    rusak = bytearray(isi)
    rusak[len(isi) // 2] ^= 1
    lokasi.write_bytes(bytes(rusak))
    with pytest.raises(BerkasBerubahError):
        read_berkas(berkas)
    assert not verify_pdf(bytes(rusak)).utuh
    lokasi.unlink()
    with pytest.raises(BerkasHilangError):
        read_berkas(berkas)
    with pytest.raises(IntegrityError), transaction.atomic():
        BerkasLaporan.objects.filter(pk=berkas.pk).delete()
