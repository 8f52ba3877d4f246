"""Form fields for numbers as they are written in Indonesia: strict, kept as typed, and refusing in words."""

from decimal import Decimal
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError

from sakip.kit.formats import (
    AngkaError,
    AngkaRancuError,
    format_angka,
    format_isian,
    parse_angka,
    parse_rasio,
    parse_rupiah,
)


class AngkaInput(forms.TextInput):
    """A text input for a number: the phone shows its numeric keys, the browser changes nothing."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"inputmode": "decimal", "autocomplete": "off", "class": "angka"} | (attrs or {}))


class AngkaField(forms.Field):
    """A Decimal in id-ID notation, read by `parse_angka`; empty is None, never 0.

    ``desimal`` is the most decimals allowed, ``digit`` the most digits before the comma; ``minimum`` and ``maksimum``
    are inclusive. ``bulat`` reads ``1.234`` as thousands (default: when ``desimal`` is 0). A refused text stays in the
    input and the message says what to type.
    """

    widget = AngkaInput
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Angka belum diisi.",
        "minimum": "Nilai paling kecil {batas}; yang diisi {nilai}.",
        "maksimum": "Nilai paling besar {batas}; yang diisi {nilai}.",
        "desimal": "Paling banyak {batas} angka di belakang koma; yang diisi {nilai}.",
        "bulat": "Isi bilangan bulat tanpa koma; yang diisi {nilai}.",
        "digit": "Paling banyak {batas} angka di depan koma; yang diisi {nilai}.",
    }

    def __init__(
        self,
        *,
        desimal: int | None = None,
        digit: int = 18,
        minimum: Decimal | int | None = None,
        maksimum: Decimal | int | None = None,
        bulat: bool | None = None,
        **kwargs: Any,
    ) -> None:
        self.desimal = desimal
        self.bulat = desimal == 0 if bulat is None else bulat
        self.digit = digit
        self.minimum = minimum
        self.maksimum = maksimum
        super().__init__(**kwargs)

    def parse(self, text: str) -> Decimal:
        """Read the typed text; raises `AngkaError`."""
        return parse_angka(text, bulat=self.bulat)

    def format(self, value: Decimal | int) -> str:
        """Write a value for the input, so that `parse` reads the same value back."""
        return format_isian(value)

    def to_python(self, value: Any) -> Decimal | None:
        """Return the number, or None for an empty text; raises ValidationError with the sentence for the page."""
        if value is None or isinstance(value, Decimal):
            return value
        text = str(value)
        if not text.strip():
            return None
        try:
            return self.parse(text)
        except AngkaError as error:
            code = "rancu" if isinstance(error, AngkaRancuError) else "tidak_terbaca"
            raise ValidationError(error.pesan, code=code) from error

    def _refuse(self, code: str, nilai: Decimal, batas: Decimal | int) -> ValidationError:
        pesan = str(self.error_messages[code]).format(nilai=format_angka(nilai), batas=format_angka(batas))
        return ValidationError(pesan, code=code)

    def validate(self, value: Any) -> None:
        """Hold the value to the field's bounds and digits."""
        super().validate(value)
        if value is None:
            return
        _, digits, exponent = value.normalize().as_tuple()
        if self.desimal is not None and isinstance(exponent, int) and -exponent > self.desimal:
            raise self._refuse("desimal" if self.desimal else "bulat", value, self.desimal)
        if len(digits) + int(exponent) > self.digit:
            raise self._refuse("digit", value, self.digit)
        if self.minimum is not None and value < self.minimum:
            raise self._refuse("minimum", value, self.minimum)
        if self.maksimum is not None and value > self.maksimum:
            raise self._refuse("maksimum", value, self.maksimum)

    def prepare_value(self, value: Any) -> Any:
        """What stands in the input: a stored number in id-ID, a typed text unchanged."""
        return self.format(value) if isinstance(value, Decimal | int) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether the typed text means another number than the stored one; unreadable text always does."""
        if self.disabled:
            return False
        try:
            typed = self.to_python(data)
            before = self.to_python(initial)
        except ValidationError:
            return True
        return typed != before


class RasioField(AngkaField):
    """n of a ratio 1:n, typed as ``1:25`` or 25 and read by `parse_rasio`; from 0."""

    def __init__(self, *, minimum: Decimal | int | None = 0, **kwargs: Any) -> None:
        super().__init__(minimum=minimum, **kwargs)
        self.widget.attrs["inputmode"] = "text"  # numeric keys have no colon

    def parse(self, text: str) -> Decimal:
        """Read the typed ratio; raises `AngkaError`."""
        return parse_rasio(text, bulat=self.bulat)

    def format(self, value: Decimal | int) -> str:
        """The ratio with its 1."""
        return f"1:{format_isian(value)}"


class RupiahField(AngkaField):
    """An amount of rupiah with at most two decimals, read by `parse_rupiah`; from 0 unless ``minimum`` says else."""

    def __init__(self, *, minimum: Decimal | int | None = 0, desimal: int = 2, **kwargs: Any) -> None:
        super().__init__(minimum=minimum, desimal=desimal, **kwargs)

    def parse(self, text: str) -> Decimal:
        """Read the typed amount; raises `AngkaError`."""
        return parse_rupiah(text)

    def format(self, value: Decimal | int) -> str:
        """The amount with thousands marks; sen only where there are some."""
        return format_angka(value, 2 if value != int(value) else 0)
