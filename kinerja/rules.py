"""The states of one realisasi and who may move it: data first, then predicates over it.

draf → diajukan → diverifikasi → disahkan, with dikembalikan on the way back. ``berlaku`` marks what the portal drives
today: the kepala approves a draf directly, and an approved value is reopened as a draf until the penetapan.
"""

from dataclasses import dataclass

from instansi.enums import Peran
from kinerja.enums import StatusNilai


@dataclass(frozen=True)
class Transisi:
    """One step: from a state to a state, by one of the roles, under the name that the audit keeps."""

    dari: StatusNilai
    ke: StatusNilai
    peran: tuple[Peran, ...]
    aksi: str
    berlaku: bool = False


TRANSISI: tuple[Transisi, ...] = (
    Transisi(StatusNilai.DRAF, StatusNilai.DISAHKAN, (Peran.KEPALA,), "sahkan_realisasi", berlaku=True),
    Transisi(StatusNilai.DRAF, StatusNilai.DIAJUKAN, (Peran.PERENCANA,), "ajukan_realisasi"),
    Transisi(StatusNilai.DIKEMBALIKAN, StatusNilai.DIAJUKAN, (Peran.PERENCANA,), "ajukan_realisasi"),
    Transisi(StatusNilai.DIAJUKAN, StatusNilai.DIKEMBALIKAN, (Peran.VERIFIKATOR,), "kembalikan_realisasi"),
    Transisi(StatusNilai.DIAJUKAN, StatusNilai.DIVERIFIKASI, (Peran.VERIFIKATOR,), "verifikasi_realisasi"),
    Transisi(StatusNilai.DIVERIFIKASI, StatusNilai.DIKEMBALIKAN, (Peran.KEPALA,), "kembalikan_realisasi"),
    Transisi(StatusNilai.DIVERIFIKASI, StatusNilai.DISAHKAN, (Peran.KEPALA,), "sahkan_realisasi"),
    Transisi(
        StatusNilai.DISAHKAN,
        StatusNilai.DRAF,
        (Peran.KEPALA, Peran.ADMIN_PEMDA),
        "buka_pengesahan",
        berlaku=True,
    ),
)

STATUS_DAPAT_DIISI = frozenset({StatusNilai.DRAF, StatusNilai.DIKEMBALIKAN})
"""States in which the value itself may be typed over."""


def get_transisi(dari: str, ke: str) -> Transisi | None:
    """Return the step from ``dari`` to ``ke``, or None when there is none."""
    return next((step for step in TRANSISI if (step.dari, step.ke) == (dari, ke)), None)


def is_transisi_berlaku(dari: str, ke: str) -> bool:
    """Whether the portal drives the step from ``dari`` to ``ke`` today."""
    step = get_transisi(dari, ke)
    return step is not None and step.berlaku


def is_dapat_diisi(status: str) -> bool:
    """Whether a value in this state may be typed over."""
    return status in STATUS_DAPAT_DIISI
