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
    get_or_create_laporan,
    kembalikan_narasi,
    simpan_narasi,
)
from laporan.services.penetapan import (
    SnapshotRusakError,
    hash_snapshot,
    load_dokumen_beku,
    load_isi_beku,
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
    "LaporanTerkunciError",
    "NarasiBerubahError",
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
    "record_unduhan",
    "render_laporan",
    "simpan_narasi",
    "store_berkas",
    "tanda_tangani",
    "tetapkan_laporan",
]
