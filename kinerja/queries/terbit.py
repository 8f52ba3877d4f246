"""Capaian of past years as issued documents print them, read when first asked for."""

from collections.abc import Sequence
from functools import cached_property

from kinerja.models import CapaianTerbit


class DaftarTerbit:
    """Published capaian of some indicators: one query, and none while every capaian can be computed."""

    def __init__(self, ids: Sequence[int]) -> None:
        self._ids = ids

    @cached_property
    def _isi(self) -> dict[tuple[int, int], CapaianTerbit]:
        rows = CapaianTerbit.objects.filter(indikator__in=self._ids)
        return {(row.indikator_id, row.tahun): row for row in rows}

    def get(self, indikator_id: int, tahun: int) -> CapaianTerbit | None:
        """The published capaian of an indikator and year."""
        return self._isi.get((indikator_id, tahun))
