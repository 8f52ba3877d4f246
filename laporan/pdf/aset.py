"""What a printed page may use: the print stylesheet and the fonts, read here and handed to the renderer by name."""

from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

from django.conf import settings

from laporan.pdf import PdfGagalError

_FONT: Final = (
    *(("source-serif-4", f"{tebal}-normal") for tebal in (400, 600)),
    *(("ibm-plex-sans", f"{tebal}-normal") for tebal in (400, 500, 600)),
)
_SUBSET: Final = ("latin", "latin-ext")


@lru_cache(maxsize=1)
def read_aset_cetak() -> MappingProxyType[str, bytes]:
    """Return the assets of `aset:cetak.css`: the stylesheet and its fonts. Read once per process.

    Raises `PdfGagalError` when a file is missing (browser assets not installed).
    """
    akar = Path(settings.BASE_DIR)
    sumber = {"cetak.css": akar / "static" / "cetak" / "cetak.css"}
    for keluarga, gaya in _FONT:
        for subset in _SUBSET:
            nama = f"{keluarga}-{subset}-{gaya}.woff"  # woff2 takes the renderer ten times as long to unpack
            sumber[f"font/{nama}"] = akar / "node_modules" / "@fontsource" / keluarga / "files" / nama
    try:
        return MappingProxyType({nama: berkas.read_bytes() for nama, berkas in sumber.items()})
    except OSError as galat:
        raise PdfGagalError(
            "Huruf cetak belum terpasang di server. Hubungi pengelola portal.", str(galat)
        ) from galat
