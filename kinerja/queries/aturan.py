"""Rules of measuring in force for an office, a year and a table."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import F, Q, TextChoices

from instansi.models import PerangkatDaerah
from kinerja.calculations.aturan import PENGATURAN, Aturan, Pita
from kinerja.calculations.aturan import Skala as SkalaHitung
from kinerja.enums import Inklusif
from kinerja.models import AturanCapaian, Skala

_BAKU = Aturan()


class SumberAturan:
    """Rules of an office for a year: the most specific wins.

    A rule for the table comes before a general one; among those the office's own before that of its pemda; then the one
    with the latest start.
    """

    def __init__(
        self, opd: PerangkatDaerah, tahun: int, *, rows: Iterable[AturanCapaian] | None = None
    ) -> None:
        stored = _read_aturan([opd], tahun) if rows is None else rows
        # pemda rules first, then the office's own, so that the office's own wins
        self._by_table = {
            row.tabel: _create_aturan(row) for row in sorted(stored, key=lambda row: row.opd_id is not None)
        }

    @classmethod
    def load_offices(cls, daftar: Sequence[PerangkatDaerah], tahun: int) -> "dict[int, SumberAturan]":
        """Rules of several offices by office id, read in one query."""
        rows = _read_aturan(daftar, tahun)
        return {
            opd.pk: cls(
                opd,
                tahun,
                rows=[
                    row
                    for row in rows
                    if row.opd_id == opd.pk or (row.opd_id is None and row.pemda_id == opd.pemda_id)
                ],
            )
            for opd in daftar
        }

    def get(self, tabel: str = "") -> Aturan:
        """The rule of an official table; the general rule when the table has none of its own."""
        return self._by_table.get(tabel) or self._by_table.get("") or _BAKU


def load_skala(ids: Iterable[int]) -> dict[int, SkalaHitung]:
    """Scales by id with their bands (two queries; none without ids)."""
    dicari = set(ids)
    if not dicari:
        return {}
    return {
        row.pk: _create_skala(row, [Pita(pita.batas_bawah, pita.nama) for pita in row.pita.all()])
        for row in Skala.objects.filter(pk__in=dicari).prefetch_related("pita")
    }


def _create_skala(row: Skala, pita: Sequence[Pita]) -> SkalaHitung:
    return SkalaHitung(
        nama=row.nama,
        sumber=row.sumber,
        inklusif=Inklusif(row.inklusif),
        pita=tuple(pita),
        batas_atas=row.batas_atas,
    )


def _read_aturan(daftar: Sequence[PerangkatDaerah], tahun: int) -> list[AturanCapaian]:
    """Rules in force in ``tahun`` with the bands of their scale, in the order in which later ones win (one query)."""
    rows = (
        AturanCapaian.objects.filter(
            Q(pemda_id__in={opd.pemda_id for opd in daftar}, opd__isnull=True)
            | Q(opd_id__in=[opd.pk for opd in daftar])
        )
        .filter(tahun_mulai__lte=tahun)
        .select_related("skala")
        .annotate(batas_pita=F("skala__pita__batas_bawah"), nama_pita=F("skala__pita__nama"))
        .order_by("tahun_mulai", "id", "batas_pita")
    )
    hasil: dict[int, AturanCapaian] = {}
    for row in rows:  # a rule stands once per band of its scale
        pertama = hasil.setdefault(row.pk, row)
        bands: list[Pita] = pertama.__dict__.setdefault("pita", [])
        if row.batas_pita is not None:
            bands.append(Pita(row.batas_pita, row.nama_pita))
    return list(hasil.values())


def _create_aturan(row: AturanCapaian) -> Aturan:
    """The rule as the engine takes it: every setting by its name."""
    isi: dict[str, Any] = {}
    for nama in PENGATURAN:
        nilai, baku = getattr(row, nama), getattr(_BAKU, nama)
        isi[nama] = type(baku)(nilai) if isinstance(baku, TextChoices) else nilai
    pita: list[Pita] = row.__dict__["pita"]
    return Aturan(**isi, skala=_create_skala(row.skala, pita) if pita else None, sumber=row.skala.sumber)
