"""Components of indices with their values of every year and period, read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from django.db.models import F

from kinerja.calculations.komponen import HasilKomponen, Komponen, calculate_komponen
from kinerja.calculations.periode import aggregate_periode
from kinerja.enums import Agregasi, CaraKomponen, JenisNilai, Periode
from kinerja.models import Indikator, KomponenIndikator


class PohonKomponen:
    """Component trees of some indicators."""

    def __init__(
        self,
        komponen: Mapping[int, Sequence[KomponenIndikator]],
        nilai: Mapping[tuple[int, int], Mapping[Periode, Decimal]],
    ) -> None:
        self._komponen = komponen
        self._nilai = nilai
        self._dihitung: dict[tuple[int, int, Periode | None, Periode | None], HasilKomponen | None] = {}

    @classmethod
    def load(cls, indikator: Iterable[Indikator]) -> "PohonKomponen":
        """Trees in order, values by (component, year): one query, none without an index."""
        komponen: dict[int, dict[int, KomponenIndikator]] = defaultdict(dict)
        nilai: dict[tuple[int, int], dict[Periode, Decimal]] = defaultdict(dict)
        if indeks := [row.pk for row in indikator if row.jenis_nilai == JenisNilai.INDEKS]:
            rows = (
                KomponenIndikator.objects.filter(indikator__in=indeks)
                .annotate(isi_tahun=F("nilai__tahun"), isi_periode=F("nilai__periode"), isi=F("nilai__nilai"))
                .order_by("urutan", "id")
            )
            for row in rows:
                komponen[row.indikator_id].setdefault(row.pk, row)
                if row.isi is not None:
                    nilai[row.pk, row.isi_tahun][Periode(row.isi_periode)] = row.isi
        return cls({pk: list(isi.values()) for pk, isi in komponen.items()}, nilai)

    def rows(self, indikator: Indikator) -> Sequence[KomponenIndikator]:
        """Stored components of an indikator in order."""
        return self._komponen.get(indikator.pk, ())

    def periods(self, indikator: Indikator, tahun: int) -> set[Periode]:
        """Periods of a year in which a component has a value."""
        return {p for row in self.rows(indikator) for p in self._nilai.get((row.pk, tahun), ())}

    def years(self, indikator: Indikator) -> set[int]:
        """Years in which a component has a value."""
        milik = {row.pk for row in self.rows(indikator)}
        return {tahun for pk, tahun in self._nilai if pk in milik}

    def calculate(
        self,
        indikator: Indikator,
        *,
        tahun: int,
        sampai: Periode | None = None,
        periode: Periode | None = None,
    ) -> HasilKomponen | None:
        """The tree with the values of a year (up to ``sampai``), or of one ``periode`` alone.

        The values of a leaf are combined as the indikator aggregates. None when no component has a value there.
        """
        kunci = (indikator.pk, tahun, sampai, periode)
        if kunci not in self._dihitung:
            self._dihitung[kunci] = self._calculate(indikator, tahun, sampai, periode)
        return self._dihitung[kunci]

    def _calculate(
        self, indikator: Indikator, tahun: int, sampai: Periode | None, periode: Periode | None
    ) -> HasilKomponen | None:
        rows = self.rows(indikator)
        agregasi = Agregasi(indikator.agregasi)
        nilai: dict[int, Decimal | None] = {}
        for row in rows:
            isi = self._nilai.get((row.pk, tahun), {})
            nilai[row.pk] = (
                isi.get(periode)
                if periode is not None
                else aggregate_periode(nilai=isi, agregasi=agregasi, sampai=sampai).mentah
            )
        if all(satu is None for satu in nilai.values()):
            return None
        kunci = {row.pk: row.kunci for row in rows}
        return calculate_komponen(
            komponen=[
                Komponen(
                    kunci=row.kunci,
                    nama=row.nama,
                    induk=None if row.induk_id is None else kunci[row.induk_id],
                    bobot=row.bobot,
                    nilai=nilai[row.pk],
                )
                for row in rows
            ],
            cara=CaraKomponen(indikator.cara_komponen),
            desimal=indikator.desimal,
        )
