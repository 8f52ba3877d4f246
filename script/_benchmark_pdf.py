"""One rendering of a report, timed from outside, in a process that does nothing else.

``python -m script._benchmark_pdf portal|plain FOLDER`` prints JSON: wall seconds, processor seconds and peak resident
bytes of the rendering child, and the SHA-256 of the PDF. This process stays small and starts one child only, so that
what the kernel counts for "the children" is that child's alone (and the peak it inherits at the fork is below its own).

FOLDER holds ``index.html``, the report with ``aset:`` addresses, and the assets; ``plain/`` the same with the
addresses of files, because plain WeasyPrint reads files.
"""

import hashlib
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

from laporan.pdf import render_pdf_rinci

PLAIN = """
import os, sys
os.nice(10)  # as the portal's: both give way to others alike
from weasyprint import HTML
HTML(filename=sys.argv[1]).write_pdf(sys.argv[2], pdf_tags=True, presentational_hints=True)
"""


def render_portal(folder: Path) -> bytes:
    """Render on the portal's path: a sealed child with limits, assets handed over by name."""
    akar = folder / "aset"
    aset = {path.relative_to(akar).as_posix(): path.read_bytes() for path in sorted(akar.rglob("*.*"))}
    html = (folder / "index.html").read_text()
    return render_pdf_rinci(html, aset=aset).isi


def render_plain(folder: Path) -> bytes:
    """Render with the library alone, without a fetcher, limits or a seal; same options, so the same document."""
    keluaran = folder / "plain.pdf"
    lingkungan = {
        "LANG": "C.UTF-8",
        "HOME": str(folder),
        "TMPDIR": str(folder),
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": "0",
    }
    if pustaka := os.environ.get("LD_LIBRARY_PATH"):
        lingkungan["LD_LIBRARY_PATH"] = pustaka
    subprocess.run(
        [
            sys.executable,
            "-I",
            "-W",
            "ignore",
            "-c",
            PLAIN,
            str(folder / "plain" / "index.html"),
            str(keluaran),
        ],
        check=True,
        cwd=folder,
        env=lingkungan,
        stderr=subprocess.DEVNULL,
    )
    return keluaran.read_bytes()


def main() -> None:
    """Render once and print what it took."""
    jalan, folder = sys.argv[1], Path(sys.argv[2])
    render = {"portal": render_portal, "plain": render_plain}[jalan]
    mulai = time.perf_counter()
    isi = render(folder)
    detik = time.perf_counter() - mulai
    anak = resource.getrusage(resource.RUSAGE_CHILDREN)
    hasil = {
        "wall": detik,
        "cpu": anak.ru_utime + anak.ru_stime,
        "memory": anak.ru_maxrss * 1024,
        "size": len(isi),
        "sha256": hashlib.sha256(isi).hexdigest(),
    }
    sys.stdout.write(json.dumps(hasil))


if __name__ == "__main__":
    main()
