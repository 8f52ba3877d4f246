"""Exact number columns: integers in the database, ``Decimal`` in Python.

Django's DecimalField is a float store on SQLite, so sums drift. These fields keep a scaled integer in a 64-bit
column on both databases: SUM, ORDER BY and CHECK are exact. At most 18 digits are accepted, of which ``desimal``
stand after the comma.
"""

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models

from sakip.kit.decimals import exact

if TYPE_CHECKING:
    _Base = models.Field[Decimal | int | str | None, Any]  # null or not is the model's choice
    _CharField = models.CharField[str, str]
else:
    _Base = models.Field
    _CharField = models.CharField

MAX_DIGITS = 18


class TepatField(_Base):
    """A decimal number held as a scaled integer; ``desimal`` digits after the comma, 18 digits in all."""

    description = "Angka tepat"
    empty_strings_allowed = False

    def __init__(self, *args: Any, desimal: int, **kwargs: Any) -> None:
        self.desimal = desimal
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Keep the scale in migrations."""
        name, path, args, kwargs = super().deconstruct()
        kwargs["desimal"] = self.desimal
        return name, path, args, kwargs

    def get_internal_type(self) -> str:
        """Store as a 64-bit integer."""
        return "BigIntegerField"

    @exact
    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Decimal | None:
        """Turn the stored integer (or a SUM of it) into the exact Decimal."""
        if value is None:
            return None
        return Decimal(int(value)).scaleb(-self.desimal)

    def to_python(self, value: Any) -> Decimal | None:
        """Accept Decimal, int or a plain decimal string; refuse float, NaN and infinities."""
        if value is None or value == "":
            return None
        if isinstance(value, float):
            raise ValidationError("Nilai pecahan biner tidak diterima.", code="float")
        try:
            number = Decimal(value)
        except (InvalidOperation, TypeError, ValueError) as error:
            raise ValidationError("Isi angka yang benar.", code="invalid") from error
        if not number.is_finite():
            raise ValidationError("Isi angka yang benar.", code="invalid")
        return number

    def get_prep_value(self, value: Any) -> int | None:
        """Scale to the stored integer; raises ValidationError when digits would be lost, however far behind."""
        number = self.to_python(super().get_prep_value(value))
        if number is None:
            return None
        if not number:
            return 0
        depan = MAX_DIGITS - self.desimal
        if number.adjusted() >= depan:
            raise ValidationError(f"Paling banyak {depan} angka di depan koma.", code="max_digits")
        # By integers: a decimal context would round what lies beyond its precision without a word.
        sign, figures, exponent = number.as_tuple()
        shift = int(exponent) + self.desimal
        whole = int("".join(map(str, figures)))
        lost = 0
        scaled = whole * int(10 ** max(shift, 0))
        if shift < 0:
            scaled, lost = divmod(whole, int(10 ** min(-shift, len(figures))))
        if lost:
            raise ValidationError(
                f"Paling banyak {self.desimal} angka di belakang koma.", code="max_decimals"
            )
        return -scaled if sign else scaled

    def to_stored(self, value: Any) -> Decimal | None:
        """Return a value as it comes back from the database, trailing zeros and all."""
        return self.from_db_value(self.get_prep_value(value), None, None)

    def validate(self, value: Any, model_instance: Any) -> None:
        """Check the digits together with the other field checks."""
        super().validate(value, model_instance)
        self.get_prep_value(value)

    def value_to_string(self, obj: Any) -> str:
        """Serialise as a plain decimal string."""
        value = self.value_from_object(obj)
        return "" if value is None else str(value)


class RupiahField(TepatField):
    """Rupiah, held in sen."""

    def __init__(self, *args: Any, desimal: int = 2, **kwargs: Any) -> None:
        super().__init__(*args, desimal=desimal, **kwargs)


class NilaiField(TepatField):
    """A target, realisasi or weight, held in millionths."""

    def __init__(self, *args: Any, desimal: int = 6, **kwargs: Any) -> None:
        super().__init__(*args, desimal=desimal, **kwargs)


class KunciField(_CharField):
    """Short stable key of a row within its office, used by import files, workbooks and the tabel command."""

    default_validators = [  # noqa: RUF012 - the base class declares it as an instance list
        RegexValidator(
            r"^[a-z0-9][a-z0-9.-]*$", "Kunci hanya memuat huruf kecil, angka, titik dan tanda hubung."
        )
    ]
