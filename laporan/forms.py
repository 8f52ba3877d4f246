"""Shape and wording of what is typed for a report."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile as Unggahan
from django.views.decorators.debug import sensitive_variables

from laporan.services import SANDI_CONTOH, get_sertifikat_contoh, is_sertifikat_contoh_tersedia
from laporan.services.narasi import PANJANG_TEKS
from laporan.services.tanda_tangan import BATAS_P12


class NarasiForm(forms.Form):
    """The text of one section, with the version that was opened (empty: the generated text)."""

    teks = forms.CharField(
        label="Teks",
        required=False,
        max_length=PANJANG_TEKS,
        strip=False,
        widget=forms.Textarea,
        help_text="Baris kosong memisahkan alinea. Baris yang diawali “- ” atau “1. ” menjadi daftar.",
        error_messages={
            "max_length": "Teks paling panjang %(limit_value)d huruf; teks ini %(show_value)d huruf."
        },
    )
    versi = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class TetapkanForm(forms.Form):
    """The confirmation of a penetapan: the year typed, the password of the account."""

    tahun = forms.CharField(
        label="Ketik tahun laporan",
        max_length=10,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "Ketik tahun laporan."},
    )
    # by this name the guard of sign-in knows that it must not keep what is typed
    password = forms.CharField(
        label="Kata sandi Anda",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text="Untuk memastikan bahwa Anda sendiri yang menetapkan.",
        error_messages={"required": "Isi kata sandi Anda."},
    )

    def __init__(self, *args: Any, tahun: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._tahun = tahun

    def clean_tahun(self) -> str:
        """The year of this report and no other."""
        teks: str = self.cleaned_data["tahun"].strip()
        if teks != str(self._tahun):
            raise forms.ValidationError(f"Laporan ini untuk tahun {self._tahun}. Ketik {self._tahun}.")
        return teks


class TandaTanganForm(forms.Form):
    """A certificate with its passphrase, or the test certificate of this installation. Nothing of it is kept."""

    sertifikat = forms.FileField(
        label="Sertifikat (.p12 atau .pfx)",
        required=False,
        allow_empty_file=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".p12,.pfx"}),
        help_text="Paling besar 64 KB. Berkas hanya dipakai untuk tanda tangan ini dan tidak disimpan.",
        error_messages={"empty": "Berkas sertifikat kosong."},
    )
    passphrase = forms.CharField(
        label="Passphrase sertifikat",
        required=False,
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text="Tidak disimpan dan tidak dicatat.",
    )
    contoh = forms.BooleanField(
        label="Pakai sertifikat contoh",
        required=False,
        help_text="Untuk latihan: setiap halaman diberi tanda air “CONTOH – TIDAK SAH”.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_sertifikat_contoh_tersedia():
            del self.fields["contoh"]

    @sensitive_variables()
    def clean(self) -> dict[str, Any]:
        """Either the test certificate, or a file with a passphrase."""
        data = super().clean() or {}
        if data.get("contoh"):
            return data
        if not data.get("sertifikat") and "sertifikat" not in self.errors:
            self.add_error("sertifikat", "Pilih berkas sertifikat.")
        if not data.get("passphrase") and "passphrase" not in self.errors:
            self.add_error("passphrase", "Isi passphrase sertifikat.")
        return data

    def clean_sertifikat(self) -> "Unggahan[bytes] | None":
        """Refuse a file that cannot be a certificate by its size."""
        berkas: Unggahan[bytes] | None = self.cleaned_data["sertifikat"]
        if berkas and (berkas.size or 0) > BATAS_P12:
            raise forms.ValidationError(f"Berkas lebih besar dari {BATAS_P12 >> 10} KB.")
        return berkas

    @sensitive_variables()
    def get_p12(self) -> tuple[bytes, str]:
        """The certificate and its passphrase, once the form is valid. Raises TandaTanganDitolakError."""
        if self.cleaned_data.get("contoh"):
            return get_sertifikat_contoh(), SANDI_CONTOH
        return self.cleaned_data["sertifikat"].read(), self.cleaned_data["passphrase"]


class PeriksaForm(forms.Form):
    """A PDF whose signature is checked; it is not kept."""

    berkas = forms.FileField(
        label="Berkas PDF",
        widget=forms.ClearableFileInput(attrs={"accept": ".pdf,application/pdf"}),
        help_text="Paling besar 50 MB. Berkas tidak disimpan.",
        error_messages={"required": "Pilih berkas PDF.", "empty": "Berkas kosong."},
    )

    def clean_berkas(self) -> "Unggahan[bytes]":
        """Refuse what is too large to check."""
        berkas: Unggahan[bytes] = self.cleaned_data["berkas"]
        if (berkas.size or 0) > 50 << 20:
            raise forms.ValidationError("Berkas lebih besar dari 50 MB.")
        return berkas
