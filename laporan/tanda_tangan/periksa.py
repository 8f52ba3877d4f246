"""Verification of a signed PDF: is it, byte for byte, what was signed, and by whom."""

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import parser
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel
from pyhanko_certvalidator import CertificateValidator, ValidationContext
from pyhanko_certvalidator.errors import PathBuildingError, PathValidationError

from laporan.tanda_tangan.sertifikat import Sertifikat, describe_sertifikat, load_p12

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class HasilVerifikasi:
    """The finding on a file.

    `utuh`: one signature that covers the whole file, and not one byte differs. `terpercaya`: the signer's
    certificate leads to one of the roots given. `waktu` is the signer's own clock. `pesan` is for the user.
    """

    ada: bool
    utuh: bool
    terpercaya: bool
    pesan: str
    sertifikat: Sertifikat | None = None
    waktu: datetime | None = None
    alasan: str = ""
    lokasi: str = ""

    @property
    def contoh(self) -> bool:
        """Whether the test certificate signed it."""
        return self.sertifikat is not None and self.sertifikat.contoh


_TANPA = "Dokumen ini tidak memuat tanda tangan elektronik."
_BERUBAH = "Dokumen ini telah berubah setelah ditandatangani."
_RUSAK = "Dokumen ini rusak atau bukan PDF yang utuh."
_UTUH = "Dokumen utuh: tidak berubah sejak ditandatangani."
_CONTOH = "Dokumen utuh, tetapi ditandatangani dengan sertifikat contoh sehingga tidak sah."


def verify_pdf(pdf: bytes, *, trust: Sequence[bytes] = ()) -> HasilVerifikasi:
    """Verify the signature of `pdf` offline; `trust` holds root certificates as DER. Never raises for a bad file."""
    try:
        return _verify(pdf, trust)
    except Exception as galat:  # noqa: BLE001  a tampered file may break the parser anywhere; that is a finding
        _log.info("pdf does not parse: %s", type(galat).__name__)
        return HasilVerifikasi(ada=False, utuh=False, terpercaya=False, pesan=_RUSAK)


def is_penerbit_diakui(p12: bytes, passphrase: str, *, trust: Sequence[bytes]) -> bool:
    """Whether the certificate of `p12` leads to one of the roots (DER), offline. Raises as `load_p12`."""
    isi = load_p12(p12, passphrase)
    if isi.cert is None:  # load_p12 refuses this; said again for the type checker
        return False
    der = serialization.Encoding.DER
    konteks = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(satu) for satu in trust], allow_fetching=False
    )
    penguji = CertificateValidator(
        asn1_x509.Certificate.load(isi.cert.certificate.public_bytes(der)),
        intermediate_certs=[
            asn1_x509.Certificate.load(satu.certificate.public_bytes(der)) for satu in isi.additional_certs
        ],
        validation_context=konteks,
    )
    try:
        asyncio.run(penguji.async_validate_path())
    except (PathBuildingError, PathValidationError):
        return False
    return True


def _verify(pdf: bytes, trust: Sequence[bytes]) -> HasilVerifikasi:
    tanda_tangan = PdfFileReader(BytesIO(pdf)).embedded_signatures
    if not tanda_tangan:
        return HasilVerifikasi(ada=False, utuh=False, terpercaya=False, pesan=_TANPA)
    terakhir = tanda_tangan[-1]
    # Without roots only integrity is asked: the signer's own certificate then closes the path.
    akar = [asn1_x509.Certificate.load(satu) for satu in trust] or [terakhir.signer_cert]
    konteks = ValidationContext(trust_roots=akar, allow_fetching=False)
    status = validate_pdf_signature(terakhir, konteks, skip_diff=True)
    utuh = (
        len(tanda_tangan) == 1
        and status.intact
        and status.valid
        and status.coverage is SignatureCoverageLevel.ENTIRE_FILE
        and _is_gap_clean(pdf, terakhir)
    )
    sertifikat = describe_sertifikat(x509.load_der_x509_certificate(terakhir.signer_cert.dump()))
    return HasilVerifikasi(
        ada=True,
        utuh=utuh,
        terpercaya=utuh and bool(trust) and bool(status.trusted),
        pesan=_BERUBAH if not utuh else _CONTOH if sertifikat.contoh else _UTUH,
        sertifikat=sertifikat,
        waktu=status.signer_reported_dt,
        alasan=str(terakhir.sig_object.get("/Reason", "")),
        lokasi=str(terakhir.sig_object.get("/Location", "")),
    )


def _is_gap_clean(pdf: bytes, tanda_tangan: EmbeddedPdfSignature) -> bool:
    """Whether the bytes that no digest covers are exactly the signature and its zero padding.

    Without this a byte changed in the padding would pass unnoticed.
    """
    _, awal, lanjut, _ = (int(angka) for angka in tanda_tangan.byte_range)
    celah = pdf[awal:lanjut]
    isi = tanda_tangan.pkcs7_content
    panjang = parser.peek(isi)
    tulisan = isi.hex().encode()
    return not any(isi[panjang:]) and celah in (b"<" + tulisan + b">", b"<" + tulisan.upper() + b">")
