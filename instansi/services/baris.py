"""Writing rows by their natural key: the same is left alone, what is new or different is checked, stored, audited."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import QuerySet

from instansi.models import Pengguna, PerangkatDaerah
from instansi.rules import can_edit_rencana
from instansi.services.jejak import record_jejak
from instansi.services.kunci import lock_opd
from sakip.kit.errors import (
    LayananError,
    TidakBerwenangError,
    translate_integrity_error,
    translate_validation_error,
)

M = TypeVar("M", bound=models.Model)


class RincianGandaError(LayananError):
    """Two rows of one batch have the same natural key."""


@dataclass(frozen=True)
class HasilSimpan(Generic[M]):
    """Rows as stored, in the order given, and how many were new or changed."""

    baris: list[M]
    baru: int
    berubah: int

    @property
    def tetap(self) -> int:
        """Rows that were stored already with the same values."""
        return len(self.baris) - self.baru - self.berubah


def check_rencana(pengguna: Pengguna | None, opd: PerangkatDaerah) -> None:
    """Raise TidakBerwenangError unless ``pengguna`` may write the office's plan; None is the system."""
    if pengguna is not None and not can_edit_rencana(pengguna, opd):
        raise TidakBerwenangError(
            "Hanya perencana perangkat daerah ini atau admin pemda yang dapat mengubah rencana."
        )


def _comparable(model: type[models.Model], abaikan: frozenset[str]) -> "list[models.Field[Any, Any]]":
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and field.name not in abaikan and not getattr(field, "auto_now", False)
    ]


def _clean_new(row: models.Model, indeks: int) -> None:
    """Check the fields of a new row; uniqueness, checks and references are held by the insert itself."""
    relations = {field.name for field in row._meta.concrete_fields if field.is_relation}
    try:
        row.clean_fields(exclude=relations)
        row.clean()
    except ValidationError as error:
        raise translate_validation_error(error, type(row), indeks=indeks) from error


def _insert(new: Sequence[tuple[int, M]], model: type[M]) -> None:
    """Insert all rows at once; when the database refuses, find the row and say why."""
    try:
        with transaction.atomic():
            model._default_manager.bulk_create([row for _, row in new], batch_size=500)
    except IntegrityError:
        for indeks, row in new:
            row.pk = None
            row._state.adding = True
            try:
                with transaction.atomic():
                    row.full_clean()
                    row.save(force_insert=True)
            except ValidationError as error:
                raise translate_validation_error(error, model, indeks=indeks) from error
            except IntegrityError as error:
                raise translate_integrity_error(error, indeks=indeks) from error


def _update(row: models.Model, indeks: int) -> None:
    try:
        with transaction.atomic():
            row.full_clean()
            row.save(force_update=True)
    except ValidationError as error:
        raise translate_validation_error(error, type(row), indeks=indeks) from error
    except IntegrityError as error:
        raise translate_integrity_error(error, indeks=indeks) from error


@transaction.atomic
def save_baris(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah | None,
    model: type[M],
    rows: Sequence[M],
    ada: Iterable[Any],
    kunci: Sequence[str],
    aksi: str,
    abaikan: Sequence[str] = (),
    periksa: Callable[[M, M | None, dict[str, tuple[Any, Any]]], None] | None = None,
    objek: models.Model | None = None,
    alasan: str = "",
) -> HasilSimpan[M]:
    """Store ``rows`` (unsaved instances that carry the wanted values) over ``ada`` (the stored rows of their scope).

    The office is locked before ``ada`` is read, so that two writers of one office follow each other; what the caller
    reads for ``periksa`` must be read after that (inside ``periksa``, or after a `lock_opd` of its own).

    ``kunci`` are the attribute names of the natural key, ``abaikan`` fields that are not compared or overwritten.
    ``periksa(row, stored, changes)`` may refuse a new row (stored None) or a change (field -> (old, new)). One audit
    row is written for the batch, about the row itself when only one is written, else about ``objek`` (default: the
    office); none when nothing changes. Errors carry ``indeks``, the position in ``rows``.
    """
    if opd is not None:
        lock_opd(opd)
    fields = _comparable(model, frozenset(abaikan))
    stored = {tuple(getattr(row, name) for name in kunci): row for row in ada}
    result: list[M] = []
    new: list[tuple[int, M]] = []
    changed: list[tuple[M, dict[str, tuple[Any, Any]]]] = []
    seen: set[tuple[Any, ...]] = set()
    for indeks, row in enumerate(rows):
        key = tuple(getattr(row, name) for name in kunci)
        if key in seen:
            raise RincianGandaError("Baris ini tertulis dua kali. Hapus salah satu.", indeks=indeks)
        seen.add(key)
        old = stored.get(key)
        try:
            if old is None:
                _clean_new(row, indeks)
                if periksa is not None:
                    periksa(row, None, {})
                new.append((indeks, row))
                result.append(row)
                continue
            result.append(old)
            changes = {
                field.name: (getattr(old, field.attname), getattr(row, field.attname))
                for field in fields
                if getattr(old, field.attname) != getattr(row, field.attname)
            }
            if not changes:
                continue
            if periksa is not None:
                periksa(row, old, changes)
        except LayananError as error:
            error.indeks = indeks
            raise
        for field in fields:
            if field.name in changes:
                setattr(old, field.attname, changes[field.name][1])
        _update(old, indeks)
        changed.append((old, changes))
    if new:
        _insert(new, model)
    if not new and not changed:
        return HasilSimpan(result, 0, 0)

    if len(new) + len(changed) == 1:
        one = changed[0][0] if changed else new[0][1]
        sebelum = {name: pair[0] for name, pair in changed[0][1].items()} if changed else None
        sesudah = (
            {name: pair[1] for name, pair in changed[0][1].items()}
            if changed
            else {field.name: getattr(one, field.attname) for field in fields}
        )
        record_jejak(
            pengguna=pengguna, opd=opd, aksi=aksi, objek=one, sebelum=sebelum, sesudah=sesudah, alasan=alasan
        )
    else:
        subject: models.Model = objek or opd or (new[0][1] if new else changed[0][0])
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi=aksi,
            objek=subject,
            sebelum={
                "jenis": model._meta.label_lower,
                "berubah": [
                    {"id": row.pk, **{n: p[0] for n, p in changes.items()}} for row, changes in changed
                ],
            },
            sesudah={
                "jenis": model._meta.label_lower,
                "berubah": [
                    {"id": row.pk, **{n: p[1] for n, p in changes.items()}} for row, changes in changed
                ],
                "baru": [
                    {"id": row.pk}
                    | {
                        field.name: getattr(row, field.attname)
                        for field in fields
                        if field.name not in ("opd",)
                    }
                    for _, row in new
                ],
            },
            alasan=alasan,
        )
    return HasilSimpan(result, len(new), len(changed))


@transaction.atomic
def drop_baris(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    rows: Sequence[M],
    ada: QuerySet[M],
    kunci: Sequence[str],
    aksi: str,
    alasan: str,
) -> int:
    """Remove the rows of ``ada`` whose natural key ``rows`` do not name; return how many.

    For a source that holds its scope whole: what left it must not stand beside what came instead. One audit row keeps
    what was removed.
    """
    lock_opd(opd)
    bernama = {tuple(getattr(row, name) for name in kunci) for row in rows}
    lepas = [row for row in ada if tuple(getattr(row, name) for name in kunci) not in bernama]
    if lepas:
        bidang = _comparable(type(lepas[0]), frozenset({"opd"}))
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi=aksi,
            objek=opd,
            sebelum={
                "jenis": lepas[0]._meta.label_lower,
                "dihapus": [
                    {"id": row.pk} | {satu.name: getattr(row, satu.attname) for satu in bidang}
                    for row in lepas
                ],
            },
            sesudah=None,
            alasan=alasan,
        )
        ada.filter(pk__in=[row.pk for row in lepas]).delete()
    return len(lepas)
