"""Rules of measuring in force for an office, a year and a table."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Q

from instansi.models import PerangkatDaerah
from kinerja.calculations.aturan import Aturan, Pita
from kinerja.calculations.aturan import Skala as SkalaHitung
from kinerja.enums import (
    BagianHitung,
    BasisPredikat,
    FormulaMinimasi,
    Inklusif,
    NolPagu,
    RumusEfisiensi,
)
from kinerja.models import AturanCapaian, Skala


class SumberAturan:
    """Rules of an office for a year: the most specific wins.

    A rule for the table comes before a general one; among those the office's own before that of its pemda; then the one
    with the latest start.
    """

    def __init__(
        self, opd: PerangkatDaerah, tahun: int, *, rows: Iterable[tuple[Any, ...]] | None = None
    ) -> None:
        bands: dict[int, list[Pita]] = defaultdict(list)
        rules: dict[int, Sequence[object]] = {}
        for values in _read_aturan([opd], tahun) if rows is None else rows:
            rules[values[0]] = values
            if values[16] is not None:
                bands[values[0]].append(Pita(values[16], values[17]))
        self._by_table: dict[str, Aturan] = {}
        # pemda rules first, then the office's own, so that the office's own wins
        for row in sorted(rules.values(), key=lambda r: r[1] is not None):
            self._by_table[str(row[2])] = _create_aturan(row, bands[int(str(row[0]))])

    @classmethod
    def load_offices(cls, daftar: Sequence[PerangkatDaerah], tahun: int) -> "dict[int, SumberAturan]":
        """Rules of several offices by office id, read in one query."""
        rows = _read_aturan(daftar, tahun)
        return {
            opd.pk: cls(
                opd,
                tahun,
                rows=[r for r in rows if r[1] == opd.pk or (r[1] is None and r[18] == opd.pemda_id)],
            )
            for opd in daftar
        }

    def get(self, tabel: str = "") -> Aturan:
        """The rule of an official table; the general rule when the table has none of its own."""
        return self._by_table.get(tabel) or self._by_table.get("") or Aturan()


def load_skala(ids: Iterable[int]) -> dict[int, SkalaHitung]:
    """Scales by id with their bands (two queries; none without ids)."""
    dicari = set(ids)
    if not dicari:
        return {}
    return {
        row.pk: SkalaHitung(
            nama=row.nama,
            sumber=row.sumber,
            inklusif=Inklusif(row.inklusif),
            pita=tuple(Pita(pita.batas_bawah, pita.nama) for pita in row.pita.all()),
        )
        for row in Skala.objects.filter(pk__in=dicari).prefetch_related("pita")
    }


def _read_aturan(daftar: Sequence[PerangkatDaerah], tahun: int) -> list[tuple[Any, ...]]:
    """Rules in force in ``tahun``, one row per band of their scale, in the order in which later ones win."""
    rows = (
        AturanCapaian.objects.filter(
            Q(pemda_id__in={opd.pemda_id for opd in daftar}, opd__isnull=True)
            | Q(opd_id__in=[opd.pk for opd in daftar])
        )
        .filter(tahun_mulai__lte=tahun)
        .order_by("tahun_mulai", "id", "skala__pita__batas_bawah")
        .values_list(
            "id",
            "opd_id",
            "tabel",
            "batas_tampil",
            "batas_rata",
            "desimal",
            "desimal_k",
            "formula_minimasi",
            "lantai_nol",
            "basis_predikat",
            "efisiensi",
            "nol_pagu",
            "bagian",
            "skala__nama",
            "skala__sumber",
            "skala__inklusif",
            "skala__pita__batas_bawah",
            "skala__pita__nama",
            "pemda_id",
        )
    )
    return list(rows)


def _create_aturan(row: Sequence[object], bands: Sequence[Pita]) -> Aturan:
    (
        _,
        _,
        _,
        tampil,
        rata,
        desimal,
        desimal_k,
        minimasi,
        lantai,
        basis,
        efisiensi,
        nol,
        bagian,
        nama,
        sumber,
    ) = row[:15]
    skala = (
        SkalaHitung(nama=str(nama), sumber=str(sumber), inklusif=Inklusif(str(row[15])), pita=tuple(bands))
        if bands
        else None
    )
    return Aturan(
        batas_tampil=tampil if isinstance(tampil, Decimal) else None,
        batas_rata=rata if isinstance(rata, Decimal) else None,
        desimal=int(str(desimal)),
        desimal_k=None if desimal_k is None else int(str(desimal_k)),
        formula_minimasi=FormulaMinimasi(str(minimasi)),
        lantai_nol=bool(lantai),
        skala=skala,
        basis_predikat=BasisPredikat(str(basis)),
        efisiensi=RumusEfisiensi(str(efisiensi)),
        nol_pagu=NolPagu(str(nol)),
        bagian=BagianHitung(str(bagian)),
        sumber=str(sumber or ""),
    )
