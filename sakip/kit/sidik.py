"""Fingerprints: an act is done on what its page showed, or not at all.

A page that asks for an act carries the fingerprint of what it shows (``sidik``) and, signed, the shown values
(``terlihat``). The service compares the fingerprint with that of what is stored, inside its transaction and after its
lock; ``terlihat`` only serves to say what changed.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.core import signing

from sakip.kit.errors import LayananError


class TampilanBerubahError(LayananError):
    """What is stored is no longer what the page showed, or the page sent no fingerprint; nothing was done."""


@dataclass(frozen=True, slots=True)
class Perubahan:
    """One thing that changed since the page was shown, as it stood then and as it stands now."""

    nama: str
    lama: str
    baru: str


def calculate_sidik(isi: Any) -> str:
    """SHA-256 of the canonical JSON of ``isi``: sorted keys, no spaces, UTF-8, decimals and dates as text."""
    teks = json.dumps(isi, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_to_text)
    return hashlib.sha256(teks.encode()).hexdigest()


def _to_text(nilai: Any) -> str:
    if isinstance(nilai, Decimal):
        return f"{nilai:f}"
    if isinstance(nilai, date):
        return nilai.isoformat()
    raise TypeError(f"no canonical text for {type(nilai).__name__}")


def check_sidik(dilihat: str, kini: str, *, akibat: str) -> None:
    """Raise TampilanBerubahError unless the fingerprint of the page is that of now; ``akibat`` says what was not done.

    A missing or invented fingerprint is refused like an old one.
    """
    if dilihat != kini:
        raise TampilanBerubahError(
            f"Data berubah sejak halaman ini ditampilkan. {akibat} Periksa perubahannya, lalu ulangi."
        )


def write_terlihat(isi: Mapping[str, Any], *halaman: object) -> str:
    """Return what a page shows as signed text for a hidden field.

    ``halaman`` says which page, of which office and period, and who looks at it; nowhere else can the text be read.
    """
    return signing.dumps(dict(isi), salt=_get_salt(halaman), compress=True)


def read_terlihat(teks: str, *halaman: object) -> dict[str, Any]:
    """Return what the page showed; empty for a text that this portal did not sign for this very page."""
    try:
        isi = signing.loads(teks, salt=_get_salt(halaman))
    except signing.BadSignature:
        return {}
    return isi if isinstance(isi, dict) else {}


def _get_salt(halaman: tuple[object, ...]) -> str:
    return ":".join(["terlihat", *map(str, halaman)])
