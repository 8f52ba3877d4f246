"""What the measuring side knows of an office: rules, targets in force, realisasi, capaian on read.

`DataKinerja` reads an office once (a fixed number of queries, whatever its size) and then answers from memory
through the one engine in ``kinerja.calculations``.
"""

from kinerja.queries.aturan import SumberAturan
from kinerja.queries.data import CapaianIndikator, DataKinerja
from kinerja.queries.nilai import DIUKUR_SETAHUN, Pecahan
from kinerja.queries.target import TargetBerlaku, convert_target, get_desimal_target

__all__ = [
    "DIUKUR_SETAHUN",
    "CapaianIndikator",
    "DataKinerja",
    "Pecahan",
    "SumberAturan",
    "TargetBerlaku",
    "convert_target",
    "get_desimal_target",
]
