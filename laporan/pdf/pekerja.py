"""The child process that turns HTML into PDF: no network, no files, bounded memory and time.

Started by `laporan.pdf.render_pdf` as a plain script in isolated mode, so it imports nothing of the project.
It reads one message from standard input and writes one to standard output; both are an 8-byte big-endian length,
a JSON header of that length, then the blobs that the header announces.

In:  {"html": size, "aset": {name: size, ...}, "maks_halaman": n, "memori": bytes, "waktu": seconds}
Out: {"halaman": n, "ditolak": [url, ...]} and the PDF, or {"galat": code, "rinci": text} and nothing.
"""

import contextlib
import json
import logging
import os
import resource
import sys
import warnings
from typing import Any, BinaryIO, NoReturn

SKEMA = "aset:"
_JENIS_ISI = {
    "css": "text/css",
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "woff2": "font/woff2",
    "woff": "font/woff",
    "ttf": "font/ttf",
}


class BerkasTerlaluBesarError(Exception):
    """The document has more pages than the caller allows."""


def _read(stream: BinaryIO) -> tuple[dict[str, Any], str, dict[str, bytes]]:
    size = int.from_bytes(stream.read(8), "big")
    kepala: dict[str, Any] = json.loads(stream.read(size))
    html = stream.read(kepala["html"]).decode()
    return kepala, html, {nama: stream.read(ukuran) for nama, ukuran in kepala["aset"].items()}


def _write(kepala: dict[str, Any], isi: bytes = b"") -> None:
    data = json.dumps(kepala).encode()
    sys.stdout.buffer.write(len(data).to_bytes(8, "big") + data + isi)
    sys.stdout.buffer.flush()


def _limit(memori: int, waktu: int) -> None:
    """Bound address space, processor time and file size; give way to the web processes."""
    resource.setrlimit(resource.RLIMIT_AS, (memori, memori))
    resource.setrlimit(resource.RLIMIT_CPU, (waktu, waktu))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_FSIZE, (64 << 20, 64 << 20))
    with contextlib.suppress(OSError):
        os.nice(10)


def _seal() -> None:
    """Refuse, from now on, every socket and every program started by Python code: a second wall."""
    terlarang = ("socket.", "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.fork", "urllib.")

    def guard(peristiwa: str, _argumen: tuple[object, ...]) -> None:
        if peristiwa.startswith(terlarang):
            raise PermissionError(peristiwa)

    sys.addaudithook(guard)


def _render(html: str, aset: dict[str, bytes], maks_halaman: int) -> tuple[bytes, int, list[str]]:
    from weasyprint import HTML  # noqa: PLC0415  late: the limits hold while the library loads
    from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415  as above

    ditolak: list[str] = []

    class PengambilAset(URLFetcher):  # type: ignore[misc]  # the library carries no types
        """Serve `aset:<name>` from memory, refuse everything else (files, network, data, relative)."""

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> Any:
            nama = url.removeprefix(SKEMA)
            if not url.startswith(SKEMA) or nama not in aset:
                ditolak.append(url[:200])
                raise ValueError("alamat di luar aset yang diberikan")
            jenis = _JENIS_ISI.get(nama.rpartition(".")[2], "application/octet-stream")
            return URLFetcherResponse(url, aset[nama], {"Content-Type": jenis})

        def open(self, url: Any, data: Any = None, timeout: Any = None) -> NoReturn:
            raise ValueError("alamat di luar aset yang diberikan")

    dokumen = HTML(string=html, base_url=SKEMA, url_fetcher=PengambilAset()).render(
        pdf_tags=True, presentational_hints=True
    )
    halaman = len(dokumen.pages)
    if halaman > maks_halaman:
        raise BerkasTerlaluBesarError(str(halaman))
    isi: bytes = dokumen.write_pdf(pdf_tags=True)
    return isi, halaman, sorted(set(ditolak))


def main() -> None:
    """Serve one request. Every failure becomes a code that the parent puts into words."""
    kepala, html, aset = _read(sys.stdin.buffer)
    _limit(kepala["memori"], kepala["waktu"])
    warnings.simplefilter("ignore")
    logging.getLogger("weasyprint").setLevel(logging.CRITICAL)
    _seal()
    try:
        isi, halaman, ditolak = _render(html, aset, kepala["maks_halaman"])
    except MemoryError:
        _write({"galat": "memori", "rinci": ""})
    except BerkasTerlaluBesarError as galat:
        _write({"galat": "halaman", "rinci": str(galat)})
    except ImportError as galat:
        _write({"galat": "pustaka", "rinci": str(galat)})
    except OSError as galat:
        _write({"galat": "pustaka" if "library" in str(galat) else "susunan", "rinci": str(galat)})
    except Exception as galat:  # noqa: BLE001  the process ends here, and the parent needs the reason
        _write({"galat": "susunan", "rinci": f"{type(galat).__name__}: {galat}"})
    else:
        _write({"halaman": halaman, "ditolak": ditolak}, isi)


if __name__ == "__main__":
    main()
