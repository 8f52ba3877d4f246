"""Writing the organisation side, and the one way in which every app writes rows with their audit."""

from instansi.services.baris import HasilSimpan, RincianGandaError, check_rencana, drop_baris, save_baris
from instansi.services.jejak import record_jejak, to_jejak
from instansi.services.kunci import (
    LaporanDitetapkanError,
    NilaiTerkunciError,
    build_check_tahun,
    check_tahun_terbuka,
    describe_terkunci,
    lock_opd,
)
from instansi.services.organisasi import (
    AkunContohDitolakError,
    create_akun_contoh,
    create_jabatan,
    create_opd,
    create_pemda,
    create_penugasan,
    create_unit,
    set_jadwal,
)

__all__ = [
    "AkunContohDitolakError",
    "HasilSimpan",
    "LaporanDitetapkanError",
    "NilaiTerkunciError",
    "RincianGandaError",
    "build_check_tahun",
    "check_rencana",
    "check_tahun_terbuka",
    "create_akun_contoh",
    "create_jabatan",
    "create_opd",
    "create_pemda",
    "create_penugasan",
    "create_unit",
    "describe_terkunci",
    "drop_baris",
    "lock_opd",
    "record_jejak",
    "save_baris",
    "set_jadwal",
    "to_jejak",
]
