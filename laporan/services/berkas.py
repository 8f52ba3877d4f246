"""Stored files: immutable, named by their SHA-256, checked before they leave."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings

from instansi.models import Pengguna, PerangkatDaerah
from instansi.rules import can_view_opd
from instansi.services import record_jejak
from laporan.models import BerkasLaporan
from sakip.kit.errors import LayananError, TidakBerwenangError

FOLDER = "laporan"


class BerkasHilangError(LayananError):
    """The stored file is not where it was put."""


class BerkasBerubahError(LayananError):
    """The stored file is no longer the one that was stored; it is not given out."""


def get_lokasi(opd: PerangkatDaerah, tahun: int, sha256: str) -> Path:
    """Where the file with this digest stands."""
    return Path(settings.MEDIA_ROOT) / FOLDER / opd.singkatan / str(tahun) / f"{sha256}.pdf"


def store_berkas(opd: PerangkatDaerah, tahun: int, isi: bytes) -> str:
    """Write the file for good (temporary file, fsync, rename, read-only) and return its SHA-256.

    Writing it again is harmless. Raises LayananError when the disk refuses; nothing half-written stays behind.
    """
    sha256 = hashlib.sha256(isi).hexdigest()
    try:
        write_atomic(get_lokasi(opd, tahun, sha256), isi, mode=0o440)
    except OSError as error:
        raise LayananError(
            f"Berkas tidak dapat disimpan di server ({error.strerror}). Hubungi pengelola portal, lalu coba lagi."
        ) from error
    return sha256


def write_atomic(lokasi: Path, isi: bytes, *, mode: int) -> None:
    """Put a whole file in place or none. Raises OSError."""
    lokasi.parent.mkdir(parents=True, exist_ok=True, mode=0o750)
    handle, sementara = tempfile.mkstemp(prefix=".tulis-", dir=lokasi.parent)
    try:
        with os.fdopen(handle, "wb") as berkas:
            berkas.write(isi)
            berkas.flush()
            os.fsync(berkas.fileno())
        Path(sementara).chmod(mode)
        Path(sementara).replace(lokasi)
    except BaseException:
        Path(sementara).unlink(missing_ok=True)
        raise
    folder = os.open(lokasi.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


def read_berkas(berkas: BerkasLaporan) -> bytes:
    """Return the stored file after comparing its digest. Raises BerkasHilangError, BerkasBerubahError."""
    laporan = berkas.laporan
    try:
        isi = get_lokasi(laporan.opd, laporan.tahun, berkas.sha256).read_bytes()
    except OSError as error:
        raise BerkasHilangError(
            "Berkas laporan tidak ditemukan di server. Hubungi pengelola portal untuk memulihkannya dari cadangan."
        ) from error
    if hashlib.sha256(isi).hexdigest() != berkas.sha256:
        raise BerkasBerubahError(
            "Berkas di server berubah sejak disimpan sehingga tidak diberikan. Hubungi pengelola portal."
        )
    return isi


def record_unduhan(*, pengguna: Pengguna, berkas: BerkasLaporan) -> bytes:
    """Return the file for a download and write who took it. Raises TidakBerwenangError and as `read_berkas`."""
    if not can_view_opd(pengguna, berkas.laporan.opd):
        raise TidakBerwenangError("Anda tidak berhak membaca laporan perangkat daerah ini.")
    isi = read_berkas(berkas)
    record_jejak(
        pengguna=pengguna,
        opd=berkas.laporan.opd,
        aksi="unduh_laporan",
        objek=berkas,
        sebelum=None,
        sesudah={"sha256": berkas.sha256},
    )
    return isi
