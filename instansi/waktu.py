"""The clock of a government: each moment is shown, and each day decided, in its own zone (WIB, WITA or WIT).

A page about one government runs on its clock (`activate_zona`), so that templates and tables show that clock too; what
stands beside rows of other governments, and every service, names the government.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from django.utils import timezone

from sakip.kit.formats import format_tanggal


class Berzona(Protocol):
    """What the clock needs of a government."""

    zona: str

    def get_zona_display(self) -> str:
        """WIB, WITA or WIT."""


def get_zona(pemda: Berzona) -> ZoneInfo:
    """The time zone of a government."""
    return ZoneInfo(pemda.zona)


def to_lokal(value: datetime, pemda: Berzona) -> datetime:
    """A moment as the clock of the government shows it."""
    return timezone.localtime(value, get_zona(pemda))


def get_hari(pemda: Berzona, saat: datetime | None = None) -> date:
    """The day of a moment (default: now) at the government."""
    return to_lokal(saat or timezone.now(), pemda).date()


def get_tahun_ini(daftar: Iterable[Berzona]) -> int:
    """The current year at the governments, the later one when it is New Year at one of them; without any, here."""
    return max((get_hari(pemda).year for pemda in daftar), default=timezone.localdate().year)


def format_hari(value: datetime, pemda: Berzona) -> str:
    """The day of a moment at the government in words: ``30 September 2023``."""
    return format_tanggal(get_hari(pemda, value))


def format_waktu(value: datetime, pemda: Berzona) -> str:
    """A moment at the government in words: ``30 September 2023 pukul 23.59 WIB``."""
    lokal = to_lokal(value, pemda)
    return f"{format_tanggal(lokal.date())} pukul {lokal:%H.%M} {pemda.get_zona_display()}"


def activate_zona(daftar: Iterable[Berzona]) -> None:
    """Run the rest of the request on the clock of the governments, when they have one; `ZonaMiddleware` ends it."""
    zona = {pemda.zona for pemda in daftar}
    if len(zona) == 1:
        timezone.activate(ZoneInfo(zona.pop()))
