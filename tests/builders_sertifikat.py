"""Certificates that tests sign with."""

from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

SANDI = "sandi contoh 1"
SAAT = datetime(2026, 1, 17, 3, 0, tzinfo=UTC)


def build_p12_asli(*, tanda_tangan: bool = True) -> bytes:
    """A certificate without the mark of a sample."""
    kunci = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    nama = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "Kepala Dinas")])
    guna = dict.fromkeys(
        (
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    sertifikat = (
        x509.CertificateBuilder()
        .subject_name(nama)
        .issuer_name(nama)
        .public_key(kunci.public_key())
        .serial_number(255)
        .not_valid_before(SAAT - timedelta(days=400))
        .not_valid_after(datetime.now(UTC) + timedelta(days=400))
        .add_extension(
            x509.KeyUsage(
                digital_signature=tanda_tangan,
                content_commitment=tanda_tangan,
                key_cert_sign=not tanda_tangan,
                **guna,
            ),
            critical=True,
        )
        .sign(kunci, hashes.SHA256())
    )
    sandi = serialization.BestAvailableEncryption(SANDI.encode())
    return pkcs12.serialize_key_and_certificates(b"x", kunci, sertifikat, None, sandi)


def read_pem(p12: bytes) -> bytes:
    """The certificate of a container as PEM."""
    sertifikat = pkcs12.load_pkcs12(p12, SANDI.encode()).cert
    assert sertifikat is not None
    return sertifikat.certificate.public_bytes(serialization.Encoding.PEM)
