"""Writing the measuring side: indicators and targets, and the values that an office types."""

from instansi.services import LaporanDitetapkanError, NilaiTerkunciError, check_tahun_terbuka
from kinerja.services.desimal import DesimalBerlebihError
from kinerja.services.kejanggalan import PerluKeyakinanError, check_kejanggalan, list_kejanggalan
from kinerja.services.komponen import (
    set_komponen,
    set_komponen_batch,
    set_nilai_komponen,
    set_nilai_komponen_batch,
    set_pilihan,
)
from kinerja.services.kunci import lock_tahun, move_nilai, unlock_tahun
from kinerja.services.pengesahan import (
    TidakAdaDisahkanError,
    TidakAdaDrafError,
    buka_pengesahan,
    calculate_sidik_nilai,
    filter_menunggu,
    sahkan_periode,
)
from kinerja.services.realisasi import (
    IsianRealisasiError,
    PeriodeTertutupError,
    PeriodeTidakBerlakuError,
    RealisasiBerubahError,
    clear_realisasi,
    save_realisasi,
)
from kinerja.services.rencana import (
    create_indikator,
    create_indikator_batch,
    set_analisis,
    set_analisis_batch,
    set_aturan,
    set_pembanding,
    set_pembanding_batch,
    set_skala,
    set_target,
    set_target_batch,
)
from kinerja.services.terbit import TahunBelumLewatError, record_realisasi_batch, set_capaian_terbit_batch

__all__ = [
    "DesimalBerlebihError",
    "IsianRealisasiError",
    "LaporanDitetapkanError",
    "NilaiTerkunciError",
    "PeriodeTertutupError",
    "PeriodeTidakBerlakuError",
    "PerluKeyakinanError",
    "RealisasiBerubahError",
    "TahunBelumLewatError",
    "TidakAdaDisahkanError",
    "TidakAdaDrafError",
    "buka_pengesahan",
    "calculate_sidik_nilai",
    "check_kejanggalan",
    "check_tahun_terbuka",
    "clear_realisasi",
    "create_indikator",
    "create_indikator_batch",
    "filter_menunggu",
    "list_kejanggalan",
    "lock_tahun",
    "move_nilai",
    "record_realisasi_batch",
    "sahkan_periode",
    "save_realisasi",
    "set_analisis",
    "set_analisis_batch",
    "set_aturan",
    "set_capaian_terbit_batch",
    "set_komponen",
    "set_komponen_batch",
    "set_nilai_komponen",
    "set_nilai_komponen_batch",
    "set_pembanding",
    "set_pembanding_batch",
    "set_pilihan",
    "set_skala",
    "set_target",
    "set_target_batch",
    "unlock_tahun",
]
