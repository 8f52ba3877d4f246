"""HTML to PDF in a process of its own, which can reach neither the network nor the disk's files.

The parent reads stylesheets and fonts and hands them over by name; HTML and CSS refer to them as `aset:<name>`.
Any other address, also `file:` and `data:`, is refused and left out of the result.
"""

import json
import logging
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

BATAS_WAKTU = 180
"""Seconds of wall clock, and of processor time, for one document."""
BATAS_MEMORI = 1_536 << 20
"""Bytes of address space of the child."""
BATAS_HALAMAN = 600

_PEKERJA = Path(__file__).with_name("pekerja.py")
_PESAN = {
    "memori": "Dokumen terlalu besar untuk disusun: batas memori terlampaui.",
    "pustaka": "Penyusun PDF belum terpasang lengkap di server. Hubungi pengelola portal.",
    "susunan": "Dokumen tidak dapat disusun menjadi PDF.",
}
_log = logging.getLogger(__name__)


class PdfGagalError(Exception):
    """The PDF was not made. The text is for the user, `rinci` for the log; `terlalu_besar`: a limit was exceeded."""

    def __init__(self, pesan: str, rinci: str = "", *, terlalu_besar: bool = False) -> None:
        super().__init__(pesan)
        self.rinci = rinci
        self.terlalu_besar = terlalu_besar


@dataclass(frozen=True, slots=True)
class HasilPdf:
    """A rendered document, its number of pages, and the addresses that it asked for in vain."""

    isi: bytes
    halaman: int
    ditolak: tuple[str, ...]


def render_pdf(html: str, *, aset: Mapping[str, bytes]) -> bytes:
    """Return `html` as a PDF; the same input gives the same bytes. Raises `PdfGagalError`."""
    return render_pdf_rinci(html, aset=aset).isi


def render_pdf_rinci(
    html: str,
    *,
    aset: Mapping[str, bytes],
    batas_waktu: int = BATAS_WAKTU,
    batas_memori: int = BATAS_MEMORI,
    batas_halaman: int = BATAS_HALAMAN,
) -> HasilPdf:
    """Render within the given limits (seconds, bytes, pages) and tell what was refused.

    A missing `aset:` name is a fault of the template and fails; a foreign address (somebody's text) is only left out.
    """
    naskah = html.encode()
    kepala = json.dumps(
        {
            "html": len(naskah),
            "aset": {nama: len(isi) for nama, isi in aset.items()},
            "maks_halaman": batas_halaman,
            "memori": batas_memori,
            "waktu": batas_waktu,
        }
    ).encode()
    pesan = b"".join([len(kepala).to_bytes(8, "big"), kepala, naskah, *aset.values()])
    with tempfile.TemporaryDirectory(prefix="cetak-") as folder:
        try:
            proses = subprocess.run(
                [sys.executable, "-I", str(_PEKERJA)],
                input=pesan,
                capture_output=True,
                cwd=folder,
                env=_environment(folder),
                timeout=batas_waktu,
                check=False,
            )
        except subprocess.TimeoutExpired as galat:
            raise PdfGagalError(
                f"Penyusunan PDF dihentikan karena melebihi {batas_waktu} detik. Coba lagi atau ringkas dokumennya.",
                terlalu_besar=True,
            ) from galat
    return _answer(proses, batas_halaman)


def _environment(folder: str) -> dict[str, str]:
    """A clean environment: nothing of the parent's (its secrets above all) but the way to shared libraries."""
    lingkungan = {
        "LANG": "C.UTF-8",
        "HOME": folder,
        "TMPDIR": folder,
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "0",
    }
    pustaka = os.environ.get("LD_LIBRARY_PATH")
    return lingkungan | ({"LD_LIBRARY_PATH": pustaka} if pustaka else {})


def _answer(proses: subprocess.CompletedProcess[bytes], batas_halaman: int) -> HasilPdf:
    keluaran = proses.stdout
    ukuran = int.from_bytes(keluaran[:8], "big")
    try:
        kepala = json.loads(keluaran[8 : 8 + ukuran])
    except ValueError as galat:
        rinci = f"keluar {proses.returncode}: {proses.stderr.decode(errors='replace')[-2000:]}"
        _log.error("pdf worker died: %s", rinci)
        kode = "memori" if b"MemoryError" in proses.stderr else "susunan"
        raise PdfGagalError(_PESAN[kode], rinci, terlalu_besar=kode == "memori") from galat
    if kode := kepala.get("galat"):
        _log.error("pdf failed: %s %s", kode, kepala["rinci"])
        if kode == "halaman":
            raise PdfGagalError(
                f"Dokumen berisi {kepala['rinci']} halaman; batasnya {batas_halaman} halaman.",
                terlalu_besar=True,
            )
        raise PdfGagalError(_PESAN[kode], kepala["rinci"], terlalu_besar=kode == "memori")
    ditolak = tuple(kepala["ditolak"])
    if hilang := [alamat for alamat in ditolak if alamat.startswith("aset:")]:
        raise PdfGagalError(f"Aset cetak tidak ditemukan: {', '.join(hilang)}.")
    if ditolak:
        _log.warning("pdf refused %d addresses: %s", len(ditolak), ", ".join(ditolak))
    return HasilPdf(isi=keluaran[8 + ukuran :], halaman=kepala["halaman"], ditolak=ditolak)
