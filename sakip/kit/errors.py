"""Failures that a service anticipates, with the Indonesian sentence that the page shows.

Each service defines its own classes beside the function that raises them; all share `LayananError`, so that a view
catches one class and shows ``pesan``. What the database refuses (a trigger or a constraint) is translated here.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import IntegrityError, OperationalError, models


class LayananError(Exception):
    """A write that a service refuses; nothing of it is stored.

    ``pesan`` says what is wrong and what to do, ``bidang`` holds messages by field name (empty for a rule about the
    whole row), ``indeks`` is the position of the row in a batch.
    """

    def __init__(
        self, pesan: str, *, bidang: Mapping[str, Sequence[str]] | None = None, indeks: int | None = None
    ) -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.bidang: dict[str, list[str]] = {nama: list(isi) for nama, isi in (bidang or {}).items()}
        self.indeks = indeks


class TidakBerwenangError(LayananError):
    """The user lacks the role that the action needs."""


class IsianTidakSahError(LayananError):
    """The row breaks a rule of its fields or constraints."""


class AturanDataError(LayananError):
    """The row breaks a rule across rows that a database trigger holds."""


class BasisDataSibukError(LayananError):
    """The database could not take the write now; trying again may help."""


def translate_validation_error(
    error: ValidationError, model: type[models.Model], *, indeks: int | None = None
) -> IsianTidakSahError:
    """Turn the errors of ``full_clean`` into one error; each message is preceded by the name of its field."""
    if not hasattr(error, "error_dict"):
        return IsianTidakSahError(" ".join(error.messages), indeks=indeks)
    bidang: dict[str, list[str]] = {}
    kalimat: list[str] = []
    for nama, pesan in error.message_dict.items():
        if nama == NON_FIELD_ERRORS:
            kalimat.extend(pesan)
            continue
        bidang[nama] = pesan
        label = str(getattr(model._meta.get_field(nama), "verbose_name", nama))
        kalimat.append(f"{label[:1].upper()}{label[1:]}: {' '.join(pesan)}")
    return IsianTidakSahError(" ".join(kalimat), bidang=bidang, indeks=indeks)


def _constraint_messages() -> Iterator[tuple[str, frozenset[str], str]]:
    """Yield (name, columns, message) of every constraint of the portal's models."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            names = constraint.fields if isinstance(constraint, models.UniqueConstraint) else ()
            table = model._meta.db_table
            columns = frozenset(f"{table}.{getattr(model._meta.get_field(n), 'attname', n)}" for n in names)
            yield constraint.name, columns, str(constraint.violation_error_message or "")


def translate_integrity_error(error: IntegrityError, *, indeks: int | None = None) -> LayananError:
    """Turn what the database refused into words: a trigger's own sentence, or the message of the constraint."""
    diag = getattr(error.__cause__, "diag", None)
    text = str(getattr(diag, "message_primary", None) or error).strip()
    name = str(getattr(diag, "constraint_name", None) or "")
    columns: frozenset[str] = frozenset()
    if found := re.match(r"CHECK constraint failed: (\w+)", text):
        name = found[1]
    elif found := re.match(r"UNIQUE constraint failed: (?:index '(\w+)'|(.+))", text):
        name = found[1] or ""
        columns = frozenset(part.strip() for part in (found[2] or "").split(",")) - {""}
    elif not name and re.match(r"FOREIGN KEY|NOT NULL|null value", text):
        return IsianTidakSahError("Data yang dirujuk tidak ada atau belum diisi.", indeks=indeks)
    elif not name:
        return AturanDataError(text, indeks=indeks)
    for constraint, fields, message in _constraint_messages():
        if (name and constraint == name) or (columns and fields == columns):
            return IsianTidakSahError(message, indeks=indeks)
    if "foreign key" in text.lower():
        return IsianTidakSahError("Data yang dirujuk tidak ada atau masih dipakai.", indeks=indeks)
    return IsianTidakSahError("Data ini melanggar aturan basis data atau sudah ada.", indeks=indeks)


@contextmanager
def translate_database_errors() -> Iterator[None]:
    """Wrap a transaction: what the database refuses leaves as a `LayananError`. Stand outside ``atomic``."""
    try:
        yield
    except IntegrityError as error:
        raise translate_integrity_error(error) from error
    except OperationalError as error:
        raise BasisDataSibukError("Basis data sedang sibuk. Tunggu sebentar, lalu simpan lagi.") from error
