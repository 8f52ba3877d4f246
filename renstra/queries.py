"""Reading the plan: the order in which documents replace one another."""

from renstra.enums import KELUARGA_DOKUMEN
from renstra.models import Dokumen

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
