"""Order of rows in which a missing value comes last, whichever way they are ordered."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.constants import LOOKUP_SEP
from django.db.models.functions import NullIf
from django_tables2.utils import Accessor

Jalur = tuple[str, bool]
"""Path of a value, and whether the greatest comes first."""


def is_tiada(value: Any) -> bool:
    """Whether a value prints as a dash."""
    return value is None or value == ""


def sort_rows(rows: Any, jalur: Sequence[Jalur]) -> Any:
    """Return rows (a list, or a query) ordered by some paths, the deciding one first; equal ones keep their order."""
    return _order_query(rows, jalur) if isinstance(rows, QuerySet) else _sort_list(rows, jalur)


def _sort_list(rows: Iterable[Any], jalur: Sequence[Jalur]) -> list[Any]:
    hasil = list(rows)
    for path, menurun in reversed(jalur):
        nilai = [(Accessor(path).resolve(row, quiet=True), row) for row in hasil]
        ada = [satu for satu in nilai if not is_tiada(satu[0])]
        ada.sort(key=lambda satu: satu[0], reverse=menurun)
        hasil = [row for _, row in ada] + [row for satu, row in nilai if is_tiada(satu)]
    return hasil


def _order_query(rows: QuerySet[Any], jalur: Sequence[Jalur]) -> QuerySet[Any]:
    urutan = []
    for path, menurun in jalur:
        nama = path.replace(".", LOOKUP_SEP)
        teks = isinstance(F(nama).resolve_expression(rows.query.clone()).output_field, CharField | TextField)
        isi = NullIf(F(nama), Value("")) if teks else F(nama)
        urutan.append(isi.desc(nulls_last=True) if menurun else isi.asc(nulls_last=True))
    return rows.order_by(*urutan, "pk")
