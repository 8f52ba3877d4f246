"""How it is measured: rules and scales, indikator, components, targets, realisasi, comparisons, analyses."""

from instansi.models import KunciTahun
from kinerja.models.analisis import Analisis, AnalisisQuerySet, Pembanding
from kinerja.models.aturan import AturanCapaian, PitaSkala, Skala
from kinerja.models.indikator import (
    PESAN_INDUK_KOMPONEN,
    Indikator,
    IndikatorQuerySet,
    KomponenIndikator,
    NilaiKomponen,
    PilihanOrdinal,
)
from kinerja.models.nilai import (
    Realisasi,
    RealisasiQuerySet,
    Target,
    TargetQuerySet,
)
from kinerja.models.terbit import CapaianTerbit

__all__ = [
    "PESAN_INDUK_KOMPONEN",
    "Analisis",
    "AnalisisQuerySet",
    "AturanCapaian",
    "CapaianTerbit",
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
