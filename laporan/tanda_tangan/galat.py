"""What can go wrong with a signature, each in words for the person who presses the button."""


class TandaTanganError(Exception):
    """A signature that was not made. The text is for the user and never holds the passphrase."""

    pesan = "Dokumen tidak dapat ditandatangani."

    def __init__(self, pesan: str = "") -> None:
        super().__init__(pesan or self.pesan)


class SandiSertifikatSalahError(TandaTanganError):
    """The passphrase does not open the PKCS#12 file."""

    pesan = "Passphrase sertifikat salah. Dokumen belum ditandatangani; periksa passphrase lalu coba lagi."


class BerkasSertifikatRusakError(TandaTanganError):
    """The file is not a PKCS#12 container with one key and its certificate."""

    pesan = "Berkas sertifikat tidak dapat dibaca. Gunakan berkas .p12 atau .pfx yang berisi kunci dan sertifikat."


class SertifikatTidakBerlakuError(TandaTanganError):
    """The certificate is outside its validity, or not meant for signing."""

    pesan = "Sertifikat tidak berlaku untuk menandatangani dokumen."


class TandaAirWajibError(TandaTanganError):
    """The test certificate may only sign pages that say so."""

    pesan = "Sertifikat contoh hanya dapat menandatangani dokumen bertanda air “CONTOH – TIDAK SAH”."


class TandaAirTersisaError(TandaTanganError):
    """A draft or a sample must not get a real signature."""

    pesan = "Dokumen masih bertanda air KONSEP atau CONTOH sehingga tidak dapat ditandatangani. Susun ulang PDF-nya."


class PdfTidakDapatDitandatanganiError(TandaTanganError):
    """The file is no PDF, too large, or signed already."""


class TandaTanganTidakSahError(TandaTanganError):
    """The signature was made but does not verify; the result is thrown away."""

    pesan = "Tanda tangan yang dibuat tidak lolos pemeriksaan sehingga dibatalkan. Coba lagi."
