"""Writing the report: its texts, its penetapan, its signature, and its stored files."""

from laporan.services.berkas import (
    BerkasBerubahError,
    BerkasHilangError,
    read_berkas,
    record_unduhan,
    store_berkas,
)
from laporan.services.narasi import (
    LaporanTerkunciError,
    NarasiBerubahError,
    NarasiTerlaluPanjangError,
    get_or_create_laporan,
    kembalikan_narasi,
    simpan_narasi,
)
from laporan.services.penarikan import LaporanDitandatanganiError, tarik_laporan
from laporan.services.penetapan import (
    LaporanTidakTercetakError,
    Rancangan,
    SnapshotRusakError,
    hash_snapshot,
    load_dokumen_beku,
    load_isi_beku,
    read_rancangan,
    render_laporan,
    tetapkan_laporan,
)
from laporan.services.tanda_tangan import (
    SANDI_CONTOH,
    BelumDitetapkanError,
    TandaTanganDitolakError,
    get_akar_tepercaya,
    get_sertifikat_contoh,
    is_sertifikat_contoh_tersedia,
    tanda_tangani,
)

__all__ = [
    "SANDI_CONTOH",
    "BelumDitetapkanError",
    "BerkasBerubahError",
    "BerkasHilangError",
    "LaporanDitandatanganiError",
    "LaporanTerkunciError",
    "LaporanTidakTercetakError",
    "NarasiBerubahError",
    "NarasiTerlaluPanjangError",
    "Rancangan",
    "SnapshotRusakError",
    "TandaTanganDitolakError",
    "get_akar_tepercaya",
    "get_or_create_laporan",
    "get_sertifikat_contoh",
    "hash_snapshot",
    "is_sertifikat_contoh_tersedia",
    "kembalikan_narasi",
    "load_dokumen_beku",
    "load_isi_beku",
    "read_berkas",
    "read_rancangan",
    "record_unduhan",
    "render_laporan",
    "simpan_narasi",
    "store_berkas",
    "tanda_tangani",
    "tarik_laporan",
    "tetapkan_laporan",
]
