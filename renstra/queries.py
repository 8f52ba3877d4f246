"""Reading the plan: which documents there are, and which of them is in force. No other module decides that.

A document is in force for a year when it is set, covers the year and was issued by the day asked for (one without a
date counts as issued); of several versions of one family the newest decides.
"""

from collections.abc import Container, Iterable
from datetime import date

from instansi.models import PerangkatDaerah
from renstra.enums import KELUARGA_DOKUMEN, StatusDokumen
from renstra.models import Dokumen

_KELUARGA = {str(jenis): keluarga for keluarga, anggota in KELUARGA_DOKUMEN.items() for jenis in anggota}
_TEMPAT = {
    str(jenis): tempat for keluarga in KELUARGA_DOKUMEN.values() for tempat, jenis in enumerate(keluarga)
}
"""Place of a jenis in its family: the first version 0, what replaces it 1, 2."""


def urut_versi(dokumen: Dokumen) -> tuple[int, int, int, int]:
    """Sort key of the versions of one family: the greater one replaces the smaller one.

    Year, then ``urutan``, then the place of the jenis in `KELUARGA_DOKUMEN` (a DPPA follows a DPA of the same urutan,
    whichever was entered first), then the order of entry.
    """
    return dokumen.tahun, dokumen.urutan, _TEMPAT[dokumen.jenis], dokumen.pk


def sort_versi(dokumen: Iterable[Dokumen]) -> list[Dokumen]:
    """Return documents in order of version, the oldest first."""
    return sorted(dokumen, key=urut_versi)


def load_daftar_dokumen(*opd: PerangkatDaerah) -> list[Dokumen]:
    """Return all documents of offices in order of version, the oldest first (one query)."""
    return sort_versi(Dokumen.objects.filter(opd__in=[satu.pk for satu in opd]))


def list_jenis(*keluarga: str) -> tuple[str, ...]:
    """Return the kinds of document of some families; without a name those of all."""
    return tuple(jenis for nama in keluarga or KELUARGA_DOKUMEN for jenis in KELUARGA_DOKUMEN[nama])


def list_ditetapkan(dokumen: Iterable[Dokumen], *, tahun: int, per_tanggal: date | None) -> list[Dokumen]:
    """Return the set documents that cover the year and were issued by ``per_tanggal`` (None: whenever)."""
    return [
        row
        for row in dokumen
        if row.status == StatusDokumen.DITETAPKAN
        and row.tahun <= tahun <= row.tahun_akhir
        and (per_tanggal is None or row.tanggal is None or row.tanggal <= per_tanggal)
    ]


def list_berlaku(
    dokumen: Iterable[Dokumen], *, keluarga: str, tahun: int, per_tanggal: date | None
) -> list[Dokumen]:
    """Return the set versions of a family ("dpa" ...) for a year as of a day, the newest first.

    The first one is in force; where it is silent about something, the next one that names it decides.
    """
    calon = list_ditetapkan(dokumen, tahun=tahun, per_tanggal=per_tanggal)
    return sort_versi(row for row in calon if _KELUARGA[row.jenis] == keluarga)[::-1]


def dokumen_berlaku(
    dokumen: Iterable[Dokumen],
    *,
    keluarga: str,
    tahun: int,
    per_tanggal: date | None,
    memuat: Container[int] | None = None,
) -> Dokumen | None:
    """Return the document of a family ("renstra", "dpa" ...) in force for a year as of a day, or None.

    ``memuat`` are the ids of the documents that name what is asked for (a pagu, a revenue): others do not count.
    """
    urut = list_berlaku(dokumen, keluarga=keluarga, tahun=tahun, per_tanggal=per_tanggal)
    return next((row for row in urut if memuat is None or row.pk in memuat), None)
