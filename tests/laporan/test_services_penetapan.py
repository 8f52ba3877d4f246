"""Penetapan freezes what the kepala saw, and only what can be printed and signed."""

import hashlib
import threading
from decimal import Decimal

import pytest
from django.db import transaction

from instansi.models import Jejak
from kinerja.enums import Periode, StatusNilai
from kinerja.models import KunciTahun, Realisasi
from kinerja.services import save_realisasi
from laporan.dokumen import render_lkjip_html
from laporan.enums import StatusLaporan
from laporan.isi import load_tabel
from laporan.models import Laporan, Narasi, Snapshot
from laporan.pdf import PdfGagalError, render_pdf_rinci
from laporan.pdf.aset import read_aset_cetak
from laporan.services import (
    LaporanTidakTercetakError,
    NarasiTerlaluPanjangError,
    render_laporan,
    simpan_narasi,
)
from laporan.services.narasi import ALINEA_TEKS, get_or_create_laporan
from sakip.kit.sidik import TampilanBerubahError
from tests import builders
from tests.builders import SAAT, TAHUN
from tests.builders_laporan import create_kantor, lihat, print_nothing, tetapkan
from tests.serentak import run_jobs, two_connections

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor()


def is_frozen() -> bool:
    return (
        Snapshot.objects.exists()
        or KunciTahun.objects.exists()
        or Laporan.objects.exclude(status=StatusLaporan.DRAF).exists()
        or Realisasi.objects.filter(status=StatusNilai.DISAHKAN).exists()
        or Jejak.objects.filter(aksi__in=["tetapkan_laporan", "kunci_tahun", "sahkan_realisasi"]).exists()
    )


def _nilai(kantor):
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(nilai=Decimal(99_999), versi=2)


def _tahun_lalu(kantor):
    Realisasi.objects.filter(indikator=kantor.indikator, tahun=TAHUN - 1).update(nilai=Decimal(1))


def _target(kantor):
    kantor.indikator.target.filter(tahun=TAHUN).update(nilai=Decimal(61))


def _narasi(kantor):
    simpan_narasi(
        pengguna=kantor.perencana, opd=kantor.opd, tahun=TAHUN, bagian="simpulan", teks="Lain.", versi=None
    )


def _sahkan(kantor):
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(status=StatusNilai.DIAJUKAN)


@pytest.mark.parametrize("ubah", [_nilai, _tahun_lalu, _target, _narasi, _sahkan])
def test_a_change_after_the_page_was_shown_freezes_nothing(kantor, ubah):
    dilihat = lihat(kantor)
    ubah(kantor)
    with pytest.raises(TampilanBerubahError, match="Laporan belum ditetapkan dan tidak ada yang dikunci"):
        tetapkan(kantor, sidik=dilihat)
    assert not is_frozen()
    tetapkan(kantor)


@pytest.mark.parametrize("sidik", ["", "0" * 64])
def test_a_missing_or_forged_fingerprint_is_refused(kantor, sidik):
    with pytest.raises(TampilanBerubahError):
        tetapkan(kantor, sidik=sidik)
    assert not is_frozen()


def test_a_change_while_the_pdf_is_made_freezes_nothing(kantor):
    def cetak(dokumen):
        _nilai(kantor)
        return print_nothing(dokumen)

    with pytest.raises(TampilanBerubahError):
        tetapkan(kantor, cetak=cetak)
    assert not is_frozen()


def test_the_fingerprint_lasts_over_midnight(kantor):
    from datetime import timedelta

    from laporan.services import read_rancangan

    besok = read_rancangan(kantor.opd, TAHUN, pengguna=kantor.kepala, saat=SAAT + timedelta(days=1))
    assert besok.sidik == lihat(kantor)


# What is printed ------------------------------------------------------------------------------------------------------


def test_what_was_rendered_first_is_what_the_set_report_prints(kantor):
    dicetak = []

    def cetak(dokumen):
        assert not is_frozen()
        html = render_lkjip_html(dokumen)
        dicetak.append(html)
        return render_pdf_rinci(html, aset=read_aset_cetak())

    tetapkan(kantor, cetak=cetak)
    jejak = Jejak.objects.get(aksi="tetapkan_laporan").sesudah
    assert jejak is not None
    hasil = render_laporan(kantor.opd, TAHUN)
    assert jejak["halaman"] == hasil.halaman
    kembali = render_pdf_rinci(dicetak[0], aset=read_aset_cetak())
    assert hashlib.sha256(kembali.isi).digest() == hashlib.sha256(hasil.isi).digest()


@pytest.mark.parametrize("terlalu_besar", [True, False])
def test_a_report_that_cannot_be_printed_is_not_set(kantor, terlalu_besar):
    simpan_narasi(
        pengguna=kantor.perencana,
        opd=kantor.opd,
        tahun=TAHUN,
        bagian="simpulan",
        teks="a\n\n" * 200,
        versi=None,
    )

    def cetak(dokumen):
        raise PdfGagalError("Dokumen berisi 700 halaman.", terlalu_besar=terlalu_besar)

    with pytest.raises(LaporanTidakTercetakError) as galat:
        tetapkan(kantor, cetak=cetak)
    assert not is_frozen()
    assert "Dokumen berisi 700 halaman." in galat.value.pesan
    petunjuk = "Bagian terpanjang: “Simpulan” (200 alinea, 598 huruf). Ringkas bagian itu pada Narasi"
    assert (petunjuk in galat.value.pesan) is terlalu_besar


def test_twelve_sections_of_short_paragraphs_are_refused_before_anything_is_frozen(kantor):
    """Texts stored before there was a limit: they froze a report that no renderer could finish."""
    laporan = get_or_create_laporan(kantor.opd, TAHUN)
    for bagian in ("kata-pengantar", "simpulan", "struktur"):
        Narasi.objects.create(laporan=laporan, bagian=bagian, teks="a\n\n" * 6_660)
    with pytest.raises(NarasiTerlaluPanjangError, match="“Kata pengantar” paling banyak 300 alinea"):
        tetapkan(kantor)
    assert not is_frozen()


def test_the_real_renderer_stops_a_report_over_its_limit(kantor):
    def cetak(dokumen):
        return render_pdf_rinci(render_lkjip_html(dokumen), aset=read_aset_cetak(), batas_halaman=5)

    with pytest.raises(LaporanTidakTercetakError, match=r"batasnya 5 halaman\. Semua teks masih otomatis"):
        tetapkan(kantor, cetak=cetak)
    assert not is_frozen()


# Length of texts ------------------------------------------------------------------------------------------------------


def simpan(kantor, bagian, teks, versi=None):
    return simpan_narasi(
        pengguna=kantor.perencana, opd=kantor.opd, tahun=TAHUN, bagian=bagian, teks=teks, versi=versi
    )


def test_a_section_of_too_many_paragraphs_is_refused_when_it_is_saved(kantor):
    with pytest.raises(NarasiTerlaluPanjangError, match="paling banyak 300 alinea atau butir; teks ini 6660"):
        simpan(kantor, "simpulan", "a\n\n" * 6_660)
    simpan(kantor, "simpulan", "a\n\n" * ALINEA_TEKS)


def test_all_sections_together_are_bounded_and_a_shorter_text_is_always_taken(kantor):
    laporan = get_or_create_laporan(kantor.opd, TAHUN)
    panjang = Narasi.objects.create(laporan=laporan, bagian="simpulan", teks="x" * 20_000)
    for nomor in range(9):
        Narasi.objects.create(laporan=laporan, bagian=f"bagian-{nomor}", teks="x" * 20_000)
    with pytest.raises(
        NarasiTerlaluPanjangError, match="Semua teks laporan bersama-sama paling banyak 200000"
    ):
        simpan(kantor, "struktur", "x")
    assert simpan(kantor, "simpulan", "x" * 19_000, panjang.versi).teks == "x" * 19_000
    simpan(kantor, "struktur", "x" * 1_000)


# Drafts ---------------------------------------------------------------------------------------------------------------


def test_a_set_report_has_no_draft_and_says_what_is_not_approved(kantor):
    lain = Realisasi.objects.exclude(pk=kantor.realisasi.pk).get(tahun=TAHUN)
    Realisasi.objects.filter(pk=lain.pk).update(status=StatusNilai.DIAJUKAN)
    Realisasi.objects.filter(tahun=TAHUN - 1).update(status=StatusNilai.DISAHKAN)
    tabel = load_tabel(tetapkan(kantor).isi)
    catatan = {kode: [c for c in satu.catatan if "belum disahkan" in c] for kode, satu in tabel.items()}
    assert {kode for kode, isi in catatan.items() if isi} == {
        "program-kegiatan",
        "pengukuran",
        "rekap-kategori",
    }
    assert catatan["program-kegiatan"] == ["Memuat 1 nilai yang belum disahkan."]
    kantor.realisasi.refresh_from_db()
    lain.refresh_from_db()
    assert (kantor.realisasi.status, lain.status) == (StatusNilai.DISAHKAN, StatusNilai.DIAJUKAN)


# Races ----------------------------------------------------------------------------------------------------------------


@two_connections
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("diperiksa", [True, False], ids=["checked", "control"])
def test_race_of_a_writer_and_the_penetapan(monkeypatch, diperiksa):
    """A save is under way when the kepala confirms; without the check (the control) he freezes what he never saw."""
    if not diperiksa:
        monkeypatch.setattr("laporan.services.penetapan.check_sidik", lambda *args, **kwargs: None)
    kantor = create_kantor()
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN)
    dilihat = lihat(kantor)
    rendered, saved, done = threading.Event(), threading.Event(), threading.Event()

    def cetak(dokumen):
        rendered.set()
        saved.wait(10)
        return print_nothing(dokumen)

    def writer():
        rendered.wait(10)
        with transaction.atomic():
            save_realisasi(
                pengguna=kantor.perencana,
                indikator=kantor.indikator,
                tahun=TAHUN,
                periode=Periode.TAHUN,
                nilai=Decimal(99_999),
                versi=1,
                saat=SAAT,
            )
            saved.set()
            done.wait(0.5)  # the penetapan is waiting for the office meanwhile
        return "saved"

    def penetapan():
        try:
            return tetapkan(kantor, sidik=dilihat, cetak=cetak)
        finally:
            done.set()

    results = run_jobs(writer, penetapan)
    assert results[0] == "saved"
    if diperiksa:
        assert isinstance(results[1], TampilanBerubahError)
        assert not is_frozen()
    else:
        assert isinstance(results[1], Snapshot)
        assert "99.999" in str(results[1].isi)
