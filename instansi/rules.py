"""Who may do what: predicates ``(user, obj) -> bool`` over roles and scope. They read no database of their own."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Protocol, runtime_checkable

from instansi.enums import Peran

PERAN_RENCANA = frozenset({Peran.PERENCANA, Peran.ADMIN_PEMDA})
"""Roles that may write a plan."""


class OpdLike(Protocol):
    """What the rules need of an office."""

    @property
    def pk(self) -> Any:
        """Primary key."""

    @property
    def pemda_id(self) -> int:
        """Primary key of its government."""


class PemdaLike(Protocol):
    """What the rules need of a government."""

    @property
    def pk(self) -> Any:
        """Primary key."""


class JadwalLike(Protocol):
    """What the rules need of a schedule."""

    def is_terbuka(self, saat: datetime) -> bool:
        """Whether values may be written at ``saat``."""


@runtime_checkable
class Berperan(Protocol):
    """A user with assignments; an anonymous visitor is none."""

    @property
    def is_active(self) -> bool:
        """Whether the account may be used."""

    @property
    def lingkup(self) -> Any:
        """What the user may reach."""

    @property
    def penugasan_aktif(self) -> Iterable[Any]:
        """Assignments in force."""

    def peran_pada(self, opd: Any) -> frozenset[str]:
        """Roles at an office."""


def _has_peran(user: object, opd: OpdLike, *peran: str) -> bool:
    return isinstance(user, Berperan) and bool(user.is_active) and not user.peran_pada(opd).isdisjoint(peran)


def can_view_opd(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may read the office: assigned to it, to its whole government, or superuser."""
    if not isinstance(user, Berperan) or not user.is_active:
        return False
    lingkup = user.lingkup
    return bool(lingkup.semua or opd.pk in lingkup.opd or opd.pemda_id in lingkup.pemda)


def can_view_all(user: object, pemda: PemdaLike | None = None) -> bool:
    """Whether ``user`` may see the offices side by side: of ``pemda``, or of any government when it is None."""
    if not isinstance(user, Berperan) or not user.is_active:
        return False
    lingkup = user.lingkup
    return bool(lingkup.semua or (pemda.pk in lingkup.pemda if pemda is not None else lingkup.pemda))


def can_edit_rencana(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may write the office's plan and budget."""
    return _has_peran(user, opd, *PERAN_RENCANA)


def can_fill_realisasi(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may type realisasi: the perencana of the office and nobody else."""
    return _has_peran(user, opd, Peran.PERENCANA)


def can_sahkan(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may approve the values of a period: the kepala of the office."""
    return _has_peran(user, opd, Peran.KEPALA)


def can_buka_pengesahan(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may reopen approved values: the kepala of the office, or the admin."""
    return _has_peran(user, opd, Peran.KEPALA, Peran.ADMIN_PEMDA)


def can_edit_narasi(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may edit the texts of the report."""
    return _has_peran(user, opd, Peran.PERENCANA, Peran.KEPALA)


def can_tetapkan_laporan(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may freeze the report: the kepala, who answers for it."""
    return _has_peran(user, opd, Peran.KEPALA)


def can_tarik_laporan(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may take back a report that is set and not signed: the admin, not who answers for it."""
    return _has_peran(user, opd, Peran.ADMIN_PEMDA)


def can_sign(user: object, opd: OpdLike) -> bool:
    """Whether ``user`` may sign the report: the kepala."""
    return _has_peran(user, opd, Peran.KEPALA)


def can_set_jadwal(user: object, pemda: PemdaLike) -> bool:
    """Whether ``user`` may open and close periods: the admin of the government."""
    if not isinstance(user, Berperan) or not user.is_active:
        return False
    return any(
        tugas.peran == Peran.ADMIN_PEMDA and tugas.opd_id is None and tugas.pemda_id == pemda.pk
        for tugas in user.penugasan_aktif
    )


def is_periode_terbuka(jadwal: JadwalLike | None, saat: datetime) -> bool:
    """Whether a period may be filled at ``saat``; a period without a schedule is closed."""
    return jadwal is not None and jadwal.is_terbuka(saat)
