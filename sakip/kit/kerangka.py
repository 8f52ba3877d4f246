"""What the shell of every page shows around it: navigation, context bar and breadcrumbs.

The portal's context processor and views fill these; ``templates/base.html`` reads them as ``navigasi``, ``konteks``
and ``remah``.
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ButirNavigasi:
    """One task in the left navigation. ``ikon`` is a symbol of ``static/ikon.svg``; ``jumlah`` counts what waits."""

    label: str
    url: str
    ikon: str
    aktif: bool = False
    jumlah: int | None = None


@dataclass(frozen=True, slots=True)
class PilihanKonteks:
    """One choice of the context bar: query parameter ``nama``, the chosen ``nilai``, ``opsi`` of (value, text)."""

    nama: str
    label: str
    nilai: str
    opsi: Sequence[tuple[str, str]]

    @property
    def teks(self) -> str:
        """The text of the chosen option; empty when the chosen value is none of them."""
        return next((teks for nilai, teks in self.opsi if nilai == self.nilai), "")

    @property
    def tetap(self) -> bool:
        """Whether there is nothing to choose: the bar then prints the text instead of a select."""
        return len(self.opsi) == 1 and self.opsi[0][0] == self.nilai


@dataclass(frozen=True, slots=True)
class Konteks:
    """The office, year, period and dokumen that a page obeys. ``aksi`` is where the choice is sent (else this page)."""

    pilihan: Sequence[PilihanKonteks]
    peran: str = ""
    aksi: str = ""

    @property
    def judul(self) -> str:
        """The first choice in words (the office), for the phone's one-line summary."""
        return self.pilihan[0].teks if self.pilihan else ""

    @property
    def ringkas(self) -> str:
        """The other choices in words: ``2023 · Triwulan II · PK Perubahan``."""
        return " · ".join(pilihan.teks for pilihan in self.pilihan[1:] if pilihan.teks)


@dataclass(frozen=True, slots=True)
class Remah:
    """One breadcrumb; without ``url`` it is where the reader stands."""

    label: str
    url: str = ""
