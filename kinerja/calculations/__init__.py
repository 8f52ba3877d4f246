"""The one engine of capaian: pure functions on decimals. Described in docs/perhitungan.md before it is
programmed.
"""

from kinerja.calculations.alokasi import HasilAlokasi, IndikatorBiaya, SimpulBiaya, allocate_jumlah
from kinerja.calculations.aturan import Aturan, NilaiTarget, Pita, Skala, classify_predikat
from kinerja.calculations.capaian import (
    HasilCapaian,
    calculate_capaian,
    calculate_capaian_padanan,
    calculate_persentase,
)
from kinerja.calculations.efisiensi import (
    KeluaranAnggaran,
    LabelEfisiensi,
    calculate_efisiensi,
    calculate_efisiensi_keluaran,
    calculate_nilai_efisiensi,
    calculate_nilai_efisiensi_aturan,
)
from kinerja.calculations.komponen import HasilKomponen, Komponen, PohonKomponenError, calculate_komponen
from kinerja.calculations.perbandingan import (
    calculate_perubahan_capaian,
    calculate_perubahan_persen,
    calculate_selisih_poin,
    calculate_sisa,
)
from kinerja.calculations.periode import (
    PasanganPeriode,
    PeriodeCampurError,
    aggregate_periode,
    aggregate_persentase,
    calculate_target_berjalan,
    get_pasangan_triwulan,
    get_target_triwulan,
    is_menurun,
    list_periode_sampai,
)
from kinerja.calculations.rata_rata import (
    HasilRataRata,
    calculate_rata_rata,
    calculate_rata_rata_bertingkat,
)
from sakip.kit.hasil import Derivasi, Hasil, Kosong

__all__ = [
    "Aturan",
    "Derivasi",
    "Hasil",
    "HasilAlokasi",
    "HasilCapaian",
    "HasilKomponen",
    "HasilRataRata",
    "IndikatorBiaya",
    "KeluaranAnggaran",
    "Komponen",
    "Kosong",
    "LabelEfisiensi",
    "NilaiTarget",
    "PasanganPeriode",
    "PeriodeCampurError",
    "Pita",
    "PohonKomponenError",
    "SimpulBiaya",
    "Skala",
    "aggregate_periode",
    "aggregate_persentase",
    "allocate_jumlah",
    "calculate_capaian",
    "calculate_capaian_padanan",
    "calculate_efisiensi",
    "calculate_efisiensi_keluaran",
    "calculate_komponen",
    "calculate_nilai_efisiensi",
    "calculate_nilai_efisiensi_aturan",
    "calculate_persentase",
    "calculate_perubahan_capaian",
    "calculate_perubahan_persen",
    "calculate_rata_rata",
    "calculate_rata_rata_bertingkat",
    "calculate_selisih_poin",
    "calculate_sisa",
    "calculate_target_berjalan",
    "classify_predikat",
    "get_pasangan_triwulan",
    "get_target_triwulan",
    "is_menurun",
    "list_periode_sampai",
]
