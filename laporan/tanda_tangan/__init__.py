"""Electronic signatures on PDF: PAdES B-B with a local PKCS#12 certificate, and their verification.

The passphrase lives only in the arguments of the call: it is never stored, logged or put on a queue. A test
certificate signs only pages that carry its watermark, and a real one never signs a draft or a sample.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from laporan.dokumen import CONTOH_TIDAK_SAH, KONSEP
from laporan.tanda_tangan.galat import (
    BerkasSertifikatRusakError,
    PdfTidakDapatDitandatanganiError,
    SandiSertifikatSalahError,
    SertifikatTidakBerlakuError,
    TandaAirTersisaError,
    TandaAirWajibError,
    TandaTanganError,
    TandaTanganTidakSahError,
)
from laporan.tanda_tangan.periksa import HasilVerifikasi, is_penerbit_diakui, verify_pdf
from laporan.tanda_tangan.sertifikat import (
    Sertifikat,
    create_sertifikat_contoh,
    is_sertifikat_contoh,
    read_akar,
    read_sertifikat,
)
from sakip.kit.formats import format_tanggal

__all__ = [
    "BerkasSertifikatRusakError",
    "HasilVerifikasi",
    "PdfTidakDapatDitandatanganiError",
    "SandiSertifikatSalahError",
    "Sertifikat",
    "SertifikatTidakBerlakuError",
    "TandaAirTersisaError",
    "TandaAirWajibError",
    "TandaTanganError",
    "TandaTanganHasil",
    "TandaTanganTidakSahError",
    "create_sertifikat_contoh",
    "is_penerbit_diakui",
    "is_sertifikat_contoh",
    "read_akar",
    "read_sertifikat",
    "sign_pdf",
    "verify_pdf",
]

BATAS_UKURAN = 50 << 20
"""Bytes of the largest PDF that is signed."""

_BIDANG = "TandaTangan"


@dataclass(frozen=True, slots=True)
class TandaTanganHasil:
    """A signed file: `sha256` of the result and `sha256_asal` of what was signed, both hexadecimal."""

    isi: bytes
    sha256: str
    sha256_asal: str
    subjek: str
    penerbit: str
    serial: str
    waktu: datetime
    contoh: bool


class _Penanda(PdfSigner):
    """A signer whose clock is given."""

    waktu: datetime

    def init_signing_session(
        self, pdf_out: BasePdfFileWriter, existing_fields_only: bool = False
    ) -> PdfSigningSession:
        sesi = super().init_signing_session(pdf_out, existing_fields_only=existing_fields_only)
        sesi.system_time = self.waktu
        return sesi


def sign_pdf(
    pdf: bytes,
    *,
    p12: bytes,
    passphrase: str,
    alasan: str = "",
    lokasi: str = "",
    jabatan: str = "",
    waktu: datetime | None = None,
) -> TandaTanganHasil:
    """Sign the finished `pdf` and verify the result before it is returned.

    `alasan`, `lokasi` and `jabatan` are written into the signature; `waktu` (default: now) is the signing time.
    Raises a `TandaTanganError`, whose subclasses tell a wrong passphrase, a broken or expired certificate, a
    missing or leftover watermark and an unusable PDF apart. The input is never changed.
    """
    saat = waktu or datetime.now(UTC)
    sertifikat = read_sertifikat(p12, passphrase)
    _check_sertifikat(sertifikat, saat)
    _check_pdf(pdf, contoh=sertifikat.contoh)
    penanda = SimpleSigner.load_pkcs12_data(p12, other_certs=[], passphrase=passphrase.encode())
    data = PdfSignatureMetadata(
        field_name=_BIDANG,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        name=f"{sertifikat.subjek}, {jabatan}" if jabatan else sertifikat.subjek,
        reason=alasan or None,
        location=lokasi or None,
    )
    pembubuh = _Penanda(data, signer=penanda)
    pembubuh.waktu = saat
    try:
        hasil = pembubuh.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf))).getvalue()
    except (PdfError, SigningError, ValueError) as galat:
        raise PdfTidakDapatDitandatanganiError from galat
    if not (verify_pdf(hasil).utuh and hasil.startswith(pdf)):
        raise TandaTanganTidakSahError
    return TandaTanganHasil(
        isi=hasil,
        sha256=hashlib.sha256(hasil).hexdigest(),
        sha256_asal=hashlib.sha256(pdf).hexdigest(),
        subjek=sertifikat.subjek,
        penerbit=sertifikat.penerbit,
        serial=sertifikat.serial,
        waktu=saat,
        contoh=sertifikat.contoh,
    )


def _check_sertifikat(sertifikat: Sertifikat, saat: datetime) -> None:
    if saat < sertifikat.mulai:
        raise SertifikatTidakBerlakuError(
            f"Sertifikat baru berlaku mulai {_format_hari(sertifikat.mulai, saat)}."
        )
    if saat > sertifikat.akhir:
        raise SertifikatTidakBerlakuError(
            f"Sertifikat sudah habis masa berlakunya pada {_format_hari(sertifikat.akhir, saat)}."
        )
    if not sertifikat.boleh_menandatangani:
        raise SertifikatTidakBerlakuError("Sertifikat ini tidak diterbitkan untuk tanda tangan elektronik.")


def _format_hari(value: datetime, saat: datetime) -> str:
    """The day of a moment in words, on the clock of the signing."""
    return format_tanggal(value.astimezone(saat.tzinfo).date())


def _check_pdf(pdf: bytes, *, contoh: bool) -> None:
    if not pdf.startswith(b"%PDF-"):
        raise PdfTidakDapatDitandatanganiError("Berkas yang akan ditandatangani bukan PDF.")
    if len(pdf) > BATAS_UKURAN:
        raise PdfTidakDapatDitandatanganiError(f"PDF lebih besar dari {BATAS_UKURAN >> 20} MB.")
    try:
        pembaca = PdfFileReader(BytesIO(pdf))
        bertanda = bool(pembaca.embedded_signatures)
        tanda_air = str(pembaca.trailer["/Info"].get("/Keywords", "")) if "/Info" in pembaca.trailer else ""
    except (PdfError, ValueError, KeyError) as galat:
        raise PdfTidakDapatDitandatanganiError("PDF yang akan ditandatangani rusak.") from galat
    if bertanda:
        raise PdfTidakDapatDitandatanganiError("Dokumen ini sudah ditandatangani.")
    if contoh and tanda_air != CONTOH_TIDAK_SAH:
        raise TandaAirWajibError
    if not contoh and tanda_air in (KONSEP, CONTOH_TIDAK_SAH):
        raise TandaAirTersisaError
