"""Signing with PKCS#12: what is signed verifies, one changed byte is found, and every refusal says why."""

import random
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.serialization import pkcs12

from laporan.dokumen import CONTOH_TIDAK_SAH, KONSEP
from laporan.pdf import render_pdf
from laporan.tanda_tangan import (
    BerkasSertifikatRusakError,
    PdfTidakDapatDitandatanganiError,
    SandiSertifikatSalahError,
    SertifikatTidakBerlakuError,
    TandaAirTersisaError,
    TandaAirWajibError,
    TandaTanganError,
    TandaTanganHasil,
    create_sertifikat_contoh,
    is_sertifikat_contoh,
    read_sertifikat,
    sign_pdf,
    verify_pdf,
)
from tests.builders_sertifikat import SANDI, build_p12_asli

SAAT = datetime(2026, 1, 17, 3, 0, tzinfo=UTC)


def build_pdf(tanda_air: str = "") -> bytes:
    kata_kunci = f'<meta name="keywords" content="{tanda_air}">' if tanda_air else ""
    return render_pdf(
        f"<html lang='id'><title>Laporan</title>{kata_kunci}<p>Isi laporan {tanda_air}", aset={}
    )


@pytest.fixture(scope="module")
def p12() -> bytes:
    return create_sertifikat_contoh(SANDI, mulai=SAAT - timedelta(days=1))


@pytest.fixture(scope="module")
def pdf_contoh() -> bytes:
    return build_pdf(CONTOH_TIDAK_SAH)


@pytest.fixture(scope="module")
def hasil(p12: bytes, pdf_contoh: bytes) -> TandaTanganHasil:
    return sign_pdf(
        pdf_contoh,
        p12=p12,
        passphrase=SANDI,
        alasan="Penetapan",
        lokasi="Contoh",
        jabatan="Kepala",
        waktu=SAAT,
    )


def test_sign_pdf_appends_and_verifies(p12: bytes, pdf_contoh: bytes, hasil: TandaTanganHasil) -> None:
    temuan = verify_pdf(hasil.isi, trust=read_sertifikat(p12, SANDI).rantai)
    assert hasil.isi.startswith(pdf_contoh)
    assert (temuan.ada, temuan.utuh, temuan.terpercaya, temuan.contoh) == (True, True, True, True)
    assert (temuan.alasan, temuan.lokasi, temuan.waktu) == ("Penetapan", "Contoh", SAAT)
    assert temuan.sertifikat is not None
    assert (temuan.sertifikat.serial, temuan.sertifikat.subjek) == (
        hasil.serial,
        "Penanda Tangan Contoh (CONTOH)",
    )
    assert hasil.contoh
    assert temuan.pesan == "Dokumen utuh, tetapi ditandatangani dengan sertifikat contoh sehingga tidak sah."


def test_verify_pdf_without_roots_is_not_trusted(hasil: TandaTanganHasil) -> None:
    temuan = verify_pdf(hasil.isi)
    assert (temuan.utuh, temuan.terpercaya) == (True, False)


def test_verify_pdf_with_foreign_root_is_not_trusted(hasil: TandaTanganHasil) -> None:
    asing = read_sertifikat(create_sertifikat_contoh("lain"), "lain").rantai
    temuan = verify_pdf(hasil.isi, trust=asing)
    assert (temuan.utuh, temuan.terpercaya) == (True, False)


def test_verify_pdf_finds_any_flipped_byte_of_the_signed_ranges(hasil: TandaTanganHasil) -> None:
    awal = hasil.isi.index(b"/Contents <")
    akhir = hasil.isi.index(b">", awal)
    acak = random.Random(20260117)
    tempat = [
        acak.choice((acak.randrange(awal), acak.randrange(akhir + 1, len(hasil.isi)))) for _ in range(60)
    ]
    for letak in [*tempat, akhir - 1, awal + 12]:  # the last two: padding and head of the signature itself
        isi = bytearray(hasil.isi)
        isi[letak] ^= 1 << acak.randrange(8)
        assert not verify_pdf(bytes(isi)).utuh, letak


def test_verify_pdf_finds_an_appended_revision(hasil: TandaTanganHasil) -> None:
    assert not verify_pdf(hasil.isi + b"\n% tambahan\n").utuh


def test_verify_pdf_of_unsigned_or_foreign_files(pdf_contoh: bytes) -> None:
    assert verify_pdf(pdf_contoh).pesan == "Dokumen ini tidak memuat tanda tangan elektronik."
    assert verify_pdf(b"bukan pdf").pesan == "Dokumen ini rusak atau bukan PDF yang utuh."


@pytest.mark.skipif(shutil.which("pdfsig") is None, reason="poppler-utils not installed")
def test_pdfsig_agrees(hasil: TandaTanganHasil, tmp_path: Path) -> None:
    def run(isi: bytes) -> str:
        berkas = tmp_path / "a.pdf"
        berkas.write_bytes(isi)
        return subprocess.run(["pdfsig", berkas], capture_output=True, check=False).stdout.decode()

    keluaran = run(hasil.isi)
    assert "Signature Validation: Signature is Valid." in keluaran
    assert "Total document signed" in keluaran
    assert "Signature Type: ETSI.CAdES.detached" in keluaran
    letak = hasil.isi.index(b"stream", 200) + 20
    rusak = bytearray(hasil.isi)
    rusak[letak] ^= 1
    assert "Signature Validation: Digest Mismatch." in run(bytes(rusak))
    assert not verify_pdf(bytes(rusak)).utuh


def test_sign_pdf_with_wrong_passphrase_says_so(p12: bytes, pdf_contoh: bytes) -> None:
    with pytest.raises(SandiSertifikatSalahError, match=r"^Passphrase sertifikat salah\.") as galat:
        sign_pdf(pdf_contoh, p12=p12, passphrase="salah-sekali")
    assert "salah-sekali" not in str(galat.value)


@pytest.mark.parametrize("rusak", [b"", b"abc", b"\x30\x03\x02\x01\x03"])
def test_sign_pdf_with_broken_certificate_file_says_so(rusak: bytes, pdf_contoh: bytes) -> None:
    with pytest.raises(BerkasSertifikatRusakError, match=r"^Berkas sertifikat tidak dapat dibaca\."):
        sign_pdf(pdf_contoh, p12=rusak, passphrase=SANDI)


def test_sign_pdf_with_cut_certificate_file_says_so(p12: bytes, pdf_contoh: bytes) -> None:
    with pytest.raises(BerkasSertifikatRusakError):
        sign_pdf(pdf_contoh, p12=p12[:-10], passphrase=SANDI)


def test_sign_pdf_with_container_without_key_says_so(pdf_contoh: bytes) -> None:
    tambahan = pkcs12.load_pkcs12(create_sertifikat_contoh(SANDI), SANDI.encode()).additional_certs
    kosong = pkcs12.serialize_key_and_certificates(
        b"x", None, None, [satu.certificate for satu in tambahan], serialization.NoEncryption()
    )
    with pytest.raises(TandaTanganError):
        sign_pdf(pdf_contoh, p12=kosong, passphrase="")


@pytest.mark.parametrize(
    ("saat", "pesan"),
    [
        (SAAT - timedelta(days=9), "baru berlaku mulai 16 Januari 2026"),
        (SAAT + timedelta(days=9999), "sudah habis"),
    ],
)
def test_sign_pdf_outside_validity_is_refused(
    p12: bytes, pdf_contoh: bytes, saat: datetime, pesan: str
) -> None:
    with pytest.raises(SertifikatTidakBerlakuError, match=pesan):
        sign_pdf(pdf_contoh, p12=p12, passphrase=SANDI, waktu=saat)


def test_sign_pdf_with_certificate_for_other_use_is_refused() -> None:
    with pytest.raises(SertifikatTidakBerlakuError, match="tidak diterbitkan untuk tanda tangan"):
        sign_pdf(build_pdf(), p12=build_p12_asli(tanda_tangan=False), passphrase=SANDI)


@pytest.mark.parametrize("tanda_air", ["", KONSEP])
def test_sign_pdf_with_test_certificate_needs_the_watermark(p12: bytes, tanda_air: str) -> None:
    with pytest.raises(TandaAirWajibError):
        sign_pdf(build_pdf(tanda_air), p12=p12, passphrase=SANDI, waktu=SAAT)


def test_sign_pdf_with_real_certificate_refuses_watermarks(pdf_contoh: bytes) -> None:
    asli = build_p12_asli()
    assert not is_sertifikat_contoh(asli, SANDI)
    for pdf in (pdf_contoh, build_pdf(KONSEP)):
        with pytest.raises(TandaAirTersisaError):
            sign_pdf(pdf, p12=asli, passphrase=SANDI)
    hasil = sign_pdf(build_pdf(), p12=asli, passphrase=SANDI)
    assert (hasil.contoh, hasil.serial, hasil.subjek) == (False, "FF", "Kepala Dinas")
    assert verify_pdf(hasil.isi).pesan == "Dokumen utuh: tidak berubah sejak ditandatangani."


def test_sign_pdf_twice_is_refused(p12: bytes, hasil: TandaTanganHasil) -> None:
    with pytest.raises(PdfTidakDapatDitandatanganiError, match="sudah ditandatangani"):
        sign_pdf(hasil.isi, p12=p12, passphrase=SANDI)


@pytest.mark.parametrize(("isi", "pesan"), [(b"teks", "bukan PDF"), (b"%PDF-1.7\nrusak", "rusak")])
def test_sign_pdf_of_unusable_file_is_refused(p12: bytes, isi: bytes, pesan: str) -> None:
    with pytest.raises(PdfTidakDapatDitandatanganiError, match=pesan):
        sign_pdf(isi, p12=p12, passphrase=SANDI, waktu=SAAT)


def test_is_sertifikat_contoh_knows_its_own(p12: bytes) -> None:
    assert is_sertifikat_contoh(p12, SANDI)
    with pytest.raises(SandiSertifikatSalahError):
        is_sertifikat_contoh(p12, "lain")
