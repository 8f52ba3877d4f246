"""PKCS#12 certificates: opening, what they say, and the test certificate of demos."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asn1crypto import pkcs12 as asn1_pkcs12
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID, ObjectIdentifier

from laporan.tanda_tangan.galat import BerkasSertifikatRusakError, SandiSertifikatSalahError

TANDA_CONTOH = "CONTOH – TIDAK SAH"
"""Organization in subject and issuer of the test certificate: every PDF viewer shows it."""

BATAS_PUTARAN = 4_000_000
"""Rounds of key derivation of a file that is opened; usual ones have some ten thousand, a hostile one billions."""

_PENANDATANGANAN_DOKUMEN = ObjectIdentifier("1.3.6.1.5.5.7.3.36")  # RFC 9336


@dataclass(frozen=True, slots=True)
class Sertifikat:
    """What a certificate says. `serial` is hexadecimal; `rantai` holds the issuers that come with it, as DER."""

    subjek: str
    penerbit: str
    serial: str
    mulai: datetime
    akhir: datetime
    contoh: bool
    rantai: tuple[bytes, ...] = ()
    boleh_menandatangani: bool = True


def read_sertifikat(p12: bytes, passphrase: str) -> Sertifikat:
    """Open `p12` and describe its certificate.

    Raises `SandiSertifikatSalahError` for a wrong passphrase and `BerkasSertifikatRusakError` for anything that
    is not a PKCS#12 file with a key and its certificate.
    """
    isi = load_p12(p12, passphrase)
    if isi.cert is None:  # load_p12 refuses this; said again for the type checker
        raise BerkasSertifikatRusakError
    rantai = tuple(
        tambahan.certificate.public_bytes(serialization.Encoding.DER) for tambahan in isi.additional_certs
    )
    return describe_sertifikat(isi.cert.certificate, rantai)


def read_akar(pem: bytes) -> list[bytes]:
    """Certificates of a PEM file as DER. Raises `BerkasSertifikatRusakError` when it holds none that can be read."""
    try:
        return [
            satu.public_bytes(serialization.Encoding.DER) for satu in x509.load_pem_x509_certificates(pem)
        ]
    except ValueError as error:
        raise BerkasSertifikatRusakError from error


def is_sertifikat_contoh(p12: bytes, passphrase: str) -> bool:
    """Whether `p12` is the test certificate, whose documents must carry the watermark. Raises as `read_sertifikat`."""
    return read_sertifikat(p12, passphrase).contoh


def load_p12(p12: bytes, passphrase: str) -> pkcs12.PKCS12KeyAndCertificates:
    """Open `p12`, telling a wrong passphrase from a broken file. Key and certificate are both present."""
    try:
        putaran = _count_putaran(asn1_pkcs12.Pfx.load(p12, strict=True))
    except (ValueError, TypeError, KeyError) as galat:
        raise BerkasSertifikatRusakError from galat
    if putaran > BATAS_PUTARAN:
        raise BerkasSertifikatRusakError
    try:
        isi = pkcs12.load_pkcs12(p12, passphrase.encode())
    except ValueError as galat:
        raise SandiSertifikatSalahError from galat
    if isi.key is None or isi.cert is None:
        raise BerkasSertifikatRusakError
    return isi


def _count_putaran(pfx: asn1_pkcs12.Pfx) -> int:
    """Rounds of key derivation that opening the file costs; parses the whole container."""
    mac = pfx["mac_data"]
    jumlah: int = mac["iterations"].native if mac.native else 0
    for bagian in pfx.authenticated_safe:
        if bagian["content_type"].native == "encrypted_data":
            sandi = bagian["content"]["encrypted_content_info"]["content_encryption_algorithm"]
            jumlah += sandi.kdf_iterations
            continue
        for isi in asn1_pkcs12.SafeContents.load(bagian["content"].native):
            if isi["bag_id"].native == "pkcs8_shrouded_key_bag":
                jumlah += isi["bag_value"]["encryption_algorithm"].kdf_iterations
    return jumlah


def describe_sertifikat(sertifikat: x509.Certificate, rantai: tuple[bytes, ...] = ()) -> Sertifikat:
    """Describe an X.509 certificate."""
    try:
        guna = sertifikat.extensions.get_extension_for_class(x509.KeyUsage).value
        boleh = guna.digital_signature or guna.content_commitment
    except x509.ExtensionNotFound:
        boleh = True
    return Sertifikat(
        subjek=_name(sertifikat.subject),
        penerbit=_name(sertifikat.issuer),
        serial=f"{sertifikat.serial_number:X}",
        mulai=sertifikat.not_valid_before_utc,
        akhir=sertifikat.not_valid_after_utc,
        contoh=_is_contoh(sertifikat.subject) or _is_contoh(sertifikat.issuer),
        rantai=rantai,
        boleh_menandatangani=boleh,
    )


def create_sertifikat_contoh(
    passphrase: str, *, nama: str = "Penanda Tangan Contoh", mulai: datetime | None = None, hari: int = 3650
) -> bytes:
    """Return a PKCS#12 file with a key and a certificate of a made-up authority, both marked CONTOH.

    For demos and tests only. `mulai` is the start of validity (default: a day ago), `hari` its length in days.
    """
    awal = mulai or datetime.now(UTC) - timedelta(days=1)
    akhir = awal + timedelta(days=hari)
    kunci_otoritas = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kunci = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    otoritas = _build(_contoh_name("Otoritas Sertifikat Contoh"), kunci_otoritas.public_key(), awal, akhir)
    nama_otoritas = _contoh_name("Otoritas Sertifikat Contoh")
    induk = (
        otoritas.issuer_name(nama_otoritas)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_key_usage(otoritas=True), critical=True)
        .sign(kunci_otoritas, hashes.SHA256())
    )
    sertifikat = (
        _build(_contoh_name(nama), kunci.public_key(), awal, akhir)
        .issuer_name(nama_otoritas)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_key_usage(otoritas=False), critical=True)
        .add_extension(
            x509.ExtendedKeyUsage([_PENANDATANGANAN_DOKUMEN, ExtendedKeyUsageOID.EMAIL_PROTECTION]),
            critical=False,
        )
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(kunci_otoritas.public_key()), critical=False
        )
        .sign(kunci_otoritas, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(
        b"contoh", kunci, sertifikat, [induk], serialization.BestAvailableEncryption(passphrase.encode())
    )


def _build(
    nama: x509.Name, kunci: rsa.RSAPublicKey, awal: datetime, akhir: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(nama)
        .public_key(kunci)
        .serial_number(x509.random_serial_number())
        .not_valid_before(awal)
        .not_valid_after(akhir)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(kunci), critical=False)
    )


def _key_usage(*, otoritas: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not otoritas,
        content_commitment=not otoritas,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=otoritas,
        crl_sign=otoritas,
        encipher_only=False,
        decipher_only=False,
    )


def _contoh_name(nama: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, TANDA_CONTOH),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{nama} (CONTOH)"),
        ]
    )


def _is_contoh(nama: x509.Name) -> bool:
    return any(
        atribut.value == TANDA_CONTOH for atribut in nama.get_attributes_for_oid(NameOID.ORGANIZATION_NAME)
    )


def _name(nama: x509.Name) -> str:
    """The common name, else the whole distinguished name."""
    umum = nama.get_attributes_for_oid(NameOID.COMMON_NAME)
    return str(umum[0].value) if umum else nama.rfc4514_string()
