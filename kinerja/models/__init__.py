"""How it is measured: rules and scales, indikator, components, targets, realisasi, comparisons, analyses."""

from kinerja.models.analisis import Analisis, AnalisisQuerySet, Pembanding
from kinerja.models.aturan import AturanCapaian, PitaSkala, Skala
from kinerja.models.indikator import (
    Indikator,
    IndikatorQuerySet,
    KomponenIndikator,
    NilaiKomponen,
    PilihanOrdinal,
)
from kinerja.models.nilai import (
    PESAN_TAHUN_ATAU_PERIODE,
    KunciTahun,
    Realisasi,
    RealisasiQuerySet,
    Target,
    TargetQuerySet,
)

__all__ = [
    "PESAN_TAHUN_ATAU_PERIODE",
    "Analisis",
    "AnalisisQuerySet",
    "AturanCapaian",
    "Indikator",
    "IndikatorQuerySet",
    "KomponenIndikator",
    "KunciTahun",
    "NilaiKomponen",
    "Pembanding",
    "PilihanOrdinal",
    "PitaSkala",
    "Realisasi",
    "RealisasiQuerySet",
    "Skala",
    "Target",
    "TargetQuerySet",
]
