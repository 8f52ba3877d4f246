"""The answer of every calculation: a value, how it prints, or why there is none, and how it came about.

See docs/perhitungan.md, chapter 3.
"""

from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from sakip.kit.decimals import DIGIT_BERARTI, round_half_up
from sakip.kit.formats import TANDA_KOSONG, format_angka

NILAI_TURUNAN = "nilai turunan:"
"""Stands in the source of a value that no document prints, before how it was derived."""


class Kosong(StrEnum):
    """Why a result has no value. None of these is ever read as 0."""

    BELUM_DIISI = "belum_diisi"
    TIDAK_TERSEDIA = "tidak_tersedia"
    TARGET_KOSONG = "target_kosong"
    TARGET_NOL = "target_nol"
    TARGET_NEGATIF = "target_negatif"
    BELUM_DINILAI = "belum_dinilai"
    REALISASI_NOL = "realisasi_nol"
    PENYEBUT_NOL = "penyebut_nol"
    PAGU_NOL = "pagu_nol"
    PAGU_KOSONG = "pagu_kosong"
    TANPA_PEMBANDING = "tanpa_pembanding"
    TANPA_PADANAN = "tanpa_padanan"
    TANPA_NILAI = "tanpa_nilai"
    TIDAK_SEBANDING = "tidak_sebanding"
    BOBOT_KOSONG = "bobot_kosong"
    NILAI_NEGATIF = "nilai_negatif"
    TARGET_TEKS = "target_teks"
    REALISASI_TEKS = "realisasi_teks"
    TARGET_POLARITAS = "target_polaritas"

    @property
    def keterangan(self) -> str:
        """The reason as an Indonesian sentence."""
        return _KETERANGAN[self]


_KETERANGAN = {
    Kosong.BELUM_DIISI: "Realisasi belum diisi.",
    Kosong.TIDAK_TERSEDIA: "Realisasi tidak tersedia.",
    Kosong.TARGET_KOSONG: "Target belum ditetapkan.",
    Kosong.TARGET_NOL: "Target nol, capaian tidak dapat dihitung dan perlu penjelasan.",
    Kosong.TARGET_NEGATIF: "Target negatif, capaian tidak dapat dihitung.",
    Kosong.BELUM_DINILAI: "Target dan realisasi nol, belum dinilai.",
    Kosong.REALISASI_NOL: "Realisasi nol, rasio terbalik tidak dapat dihitung.",
    Kosong.PENYEBUT_NOL: "Penyebut nol, persentase tidak dapat dihitung.",
    Kosong.PAGU_NOL: "Pagu nol, serapan tidak dapat dihitung.",
    Kosong.PAGU_KOSONG: "Pagu belum ada.",
    Kosong.TANPA_PEMBANDING: "Tidak ada nilai pembanding.",
    Kosong.TANPA_PADANAN: "Predikat tidak ada pada tabel padanan.",
    Kosong.TANPA_NILAI: "Tidak ada nilai yang dapat dihitung.",
    Kosong.TIDAK_SEBANDING: "Indikator ini menggantikan indikator yang tidak sebanding.",
    Kosong.BOBOT_KOSONG: "Bobot indikator belum lengkap, rata-rata berbobot tidak dapat dihitung.",
    Kosong.NILAI_NEGATIF: "Ada nilai negatif, rata-rata geometrik tidak dapat dihitung.",
    Kosong.TARGET_TEKS: "Target berupa teks; capaian tidak dihitung.",
    Kosong.REALISASI_TEKS: "Realisasi berupa teks; capaian tidak dihitung.",
    Kosong.TARGET_POLARITAS: "Batas target tidak sesuai dengan polaritas indikator; capaian tidak dihitung.",
}


@dataclass(frozen=True, kw_only=True)
class Derivasi:
    """How a figure came about, in words that can be printed beside it."""

    rumus: str
    masukan: tuple[tuple[str, str], ...] = ()
    langkah: tuple[str, ...] = ()
    batas: str = ""
    pembulatan: str = ""
    pita: str = ""
    sumber: str = ""
    catatan: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Hasil:
    """A calculated figure.

    ``mentah`` is exact (after the floor, before cap and rounding), ``tampil`` capped and rounded, ``teks``
    its id-ID text or "–", ``untuk_rata`` what an average takes. Either all of the values are there, or
    ``kosong`` says why not and ``alasan`` holds the reason that prints. A qualitative result has only a
    ``label``. ``catatan`` must stand beside the value wherever it prints.
    """

    mentah: Decimal | None
    tampil: Decimal | None
    teks: str
    derivasi: Derivasi
    untuk_rata: Decimal | None = None
    kosong: Kosong | None = None
    alasan: str = ""
    dibatasi: bool = False
    label: str = ""
    catatan: tuple[str, ...] = ()

    @property
    def is_kata(self) -> bool:
        """Whether it prints as a word instead of a number: a predikat, a text, a ratio."""
        return bool(self.label) and self.teks == self.label

    @property
    def keterangan(self) -> str:
        """Why there is no value: the typed reason, else the standard sentence; empty when there is one."""
        if self.kosong is None:
            return ""
        return self.alasan or self.kosong.keterangan


H = TypeVar("H", bound=Hasil)


def add_catatan(hasil: H, catatan: tuple[str, ...]) -> H:
    """Return a result with notes that must stand beside it wherever it prints, its derivation included."""
    if not catatan:
        return hasil
    baru = tuple(satu for satu in catatan if satu not in hasil.derivasi.catatan)
    derivasi = replace(hasil.derivasi, catatan=(*hasil.derivasi.catatan, *baru))
    return replace(hasil, catatan=(*hasil.catatan, *catatan), derivasi=derivasi)


def text_nilai(value: Decimal | None) -> str:
    """Write an input or a step of a derivation: all of its decimals up to six, then "…"."""
    if value is None:
        return TANDA_KOSONG
    pendek = round_half_up(value, 6)
    return format_angka(pendek) if pendek == value else f"{format_angka(pendek)}…"


def text_pembulatan(nilai: Decimal, desimal: int) -> str:
    """Describe the rounding for a derivation; empty when what prints is the value itself.

    Worked: 46/49 × 100 in two decimals is "dibulatkan dari 93,877551… ke 2 desimal"; 75 is not rounded.
    """
    if round_half_up(nilai, desimal) == round_half_up(nilai, DIGIT_BERARTI):
        return ""
    ke = f"{desimal} desimal" if desimal else "bilangan bulat"
    return f"dibulatkan dari {text_nilai(nilai)} ke {ke}"


def create_hasil(
    *,
    nilai: Decimal,
    desimal: int,
    rumus: str,
    masukan: tuple[tuple[str, str], ...] = (),
    langkah: tuple[str, ...] = (),
    sumber: str = "",
    catatan: tuple[str, ...] = (),
    label: str = "",
) -> Hasil:
    """Return a result without cap: rounded half-up to ``desimal``."""
    tampil = round_half_up(nilai, desimal)
    return Hasil(
        mentah=nilai,
        tampil=tampil,
        teks=format_angka(tampil, desimal),
        untuk_rata=nilai,
        label=label,
        derivasi=Derivasi(
            rumus=rumus,
            masukan=masukan,
            langkah=langkah,
            pembulatan=text_pembulatan(nilai, desimal),
            sumber=sumber,
            catatan=catatan,
        ),
    )


def create_hasil_kosong(
    *,
    kosong: Kosong,
    rumus: str,
    masukan: tuple[tuple[str, str], ...] = (),
    alasan: str = "",
    sumber: str = "",
    catatan: tuple[str, ...] = (),
) -> Hasil:
    """Return a result without a value, with the reason."""
    return Hasil(
        mentah=None,
        tampil=None,
        teks=TANDA_KOSONG,
        kosong=kosong,
        alasan=alasan,
        derivasi=Derivasi(
            rumus=rumus, masukan=masukan, sumber=sumber, catatan=(*catatan, alasan or kosong.keterangan)
        ),
    )
