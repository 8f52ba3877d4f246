"""Pure calculations of the budget. See docs/perhitungan.md, chapter 12."""

from anggaran.calculations.jumlah import BarisJumlah, IndukTidakDikenalError, RincianDanTotalError, roll_up
from anggaran.calculations.serapan import (
    calculate_serapan,
    calculate_sisa_pagu,
    calculate_sisa_persen,
)

__all__ = [
    "BarisJumlah",
    "IndukTidakDikenalError",
    "RincianDanTotalError",
    "calculate_serapan",
    "calculate_sisa_pagu",
    "calculate_sisa_persen",
    "roll_up",
]
