"""Forms and rules of the password in the words of the portal; Django's own Indonesian texts are stilted."""

from typing import Any

from django.contrib.auth import password_validation
from django.contrib.auth.forms import AuthenticationForm, PasswordChangeForm
from django.http import HttpRequest


class MasukForm(AuthenticationForm):
    """Signing in. One message for every reason, so that nobody learns which accounts exist."""

    def __init__(self, request: HttpRequest | None = None, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        self.error_messages = self.error_messages | {
            "invalid_login": "Nama pengguna atau kata sandi salah. Huruf besar dan kecil dibedakan.",
            "inactive": "Akun ini tidak aktif. Hubungi admin pemda.",
        }
        for nama, label in (("username", "Nama pengguna"), ("password", "Kata sandi")):
            self.fields[nama].label = label
            self.fields[nama].error_messages["required"] = f"Isi {label.lower()}."


class GantiSandiForm(PasswordChangeForm):
    """Changing the own password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.error_messages = self.error_messages | {
            "password_mismatch": "Kedua kata sandi baru tidak sama. Ketik ulang.",
            "password_incorrect": "Kata sandi lama salah. Ketik ulang.",
        }
        label = {
            "old_password": "Kata sandi lama",
            "new_password1": "Kata sandi baru",
            "new_password2": "Ulangi kata sandi baru",
        }
        for nama, teks in label.items():
            self.fields[nama].label = teks
            self.fields[nama].error_messages["required"] = f"{teks} belum diisi."
        self.fields["new_password2"].help_text = ""


class PanjangValidator(password_validation.MinimumLengthValidator):
    """The least length."""

    def get_error_message(self) -> str:
        """What to do about it."""
        return f"Kata sandi terlalu pendek; paling sedikit {self.min_length} huruf atau angka."

    def get_help_text(self) -> str:
        """The rule."""
        return f"Paling sedikit {self.min_length} huruf atau angka."


class MiripValidator(password_validation.UserAttributeSimilarityValidator):
    """Not like the user's names."""

    def get_error_message(self) -> str:
        """What to do about it."""
        return "Kata sandi terlalu mirip dengan %(verbose_name)s Anda."

    def get_help_text(self) -> str:
        """The rule."""
        return "Tidak mirip dengan nama atau nama pengguna Anda."


class UmumValidator(password_validation.CommonPasswordValidator):
    """Not one of the passwords that everybody tries first."""

    def get_error_message(self) -> str:
        """What to do about it."""
        return "Kata sandi ini terlalu umum dipakai; pilih yang lain."

    def get_help_text(self) -> str:
        """The rule."""
        return "Bukan kata sandi yang umum dipakai."


class AngkaValidator(password_validation.NumericPasswordValidator):
    """Not digits alone."""

    def get_error_message(self) -> str:
        """What to do about it."""
        return "Kata sandi tidak boleh hanya angka."

    def get_help_text(self) -> str:
        """The rule."""
        return "Tidak hanya angka."
