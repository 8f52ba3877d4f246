"""The value of a period alone and up to it, and the periods in which an indikator is measured."""

from collections.abc import Mapping

from kinerja.calculations.periode import calculate_sendiri, list_sejenis
from kinerja.enums import TRIWULAN, Agregasi, MaknaTarget, Periode
from kinerja.models import Indikator
from kinerja.queries.data import DataKinerja
from kinerja.queries.nilai import DIUKUR_SETAHUN
from sakip.kit.hasil import Hasil

DIUKUR_PER_SEMESTER = "Diukur per semester."
"""Why the first and the third quarter of an indikator with semesters are empty."""
SEMESTER_DI: Mapping[Periode, Periode] = {Periode.TW2: Periode.S1, Periode.TW4: Periode.S2}
"""The semester that ends with a quarter."""


def get_jenis_periode(data: DataKinerja, indikator: Indikator) -> Periode:
    """Return TW1, S1 or TAHUN: whether the year measures quarters, semesters, or once.

    Values decide before targets: a yearly value is none of a quarter, even where quarters have targets.
    """
    bernilai = {
        *data.entries(indikator, tahun=data.tahun),
        *data.component_periods(indikator, tahun=data.tahun),
    }
    bertarget = set(data.targets_for_year(indikator, tahun=data.tahun)[0])
    for berisi in (bernilai, bertarget):
        if berisi:
            jenis = (satu for satu in (Periode.TW1, Periode.S1) if not berisi.isdisjoint(list_sejenis(satu)))
            return next(jenis, Periode.TAHUN)
    return Periode.TAHUN


def get_periode_triwulan(data: DataKinerja, indikator: Indikator, periode: Periode) -> Periode | str:
    """Return the period that stands at a quarter (a semester at its last), or why the quarter stays empty."""
    jenis = get_jenis_periode(data, indikator)
    if jenis is Periode.TW1 or periode not in TRIWULAN:
        return periode
    return DIUKUR_SETAHUN if jenis is Periode.TAHUN else SEMESTER_DI.get(periode, DIUKUR_PER_SEMESTER)


def build_sendiri(data: DataKinerja, indikator: Indikator, periode: Periode) -> Hasil:
    """Return what belongs to a period alone: its entry, or the increase where entries are positions (kumulatif)."""
    isi = data.realisasi_periode(indikator, tahun=data.tahun, periode=periode)
    if isi.mentah is None or indikator.agregasi != Agregasi.KUMULATIF:
        return isi
    posisi = {
        satu: data.realisasi_periode(indikator, tahun=data.tahun, periode=satu).mentah
        for satu in list_sejenis(periode)
    }
    return calculate_sendiri(
        posisi=posisi, periode=periode, desimal=indikator.desimal, sumber=isi.derivasi.sumber
    )


def is_sendiri_dibandingkan(indikator: Indikator) -> bool:
    """Whether the target of a period is compared with the period alone, not with what stands up to it."""
    return indikator.makna_target == MaknaTarget.PER_TRIWULAN and indikator.agregasi != Agregasi.KUMULATIF
