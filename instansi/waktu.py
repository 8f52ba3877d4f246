"""The clock of a government: each moment is shown, and each day decided, in its own zone (WIB, WITA or WIT)."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from instansi.models import Pemda
from sakip.kit.formats import format_tanggal


def get_zona(pemda: Pemda) -> ZoneInfo:
    """The time zone of a government."""
    return ZoneInfo(pemda.zona)


def to_lokal(value: datetime, pemda: Pemda) -> datetime:
    """A moment as the clock of the government shows it."""
    return timezone.localtime(value, get_zona(pemda))


def get_hari(pemda: Pemda, saat: datetime | None = None) -> date:
    """The day of a moment (default: now) at the government."""
    return to_lokal(saat or timezone.now(), pemda).date()


def format_hari(value: datetime, pemda: Pemda) -> str:
    """The day of a moment at the government in words: ``30 September 2023``."""
    return format_tanggal(get_hari(pemda, value))


def format_waktu(value: datetime, pemda: Pemda, *, pemisah: str = " pukul ") -> str:
    """A moment at the government in words: ``30 September 2023 pukul 23.59 WIB``."""
    lokal = to_lokal(value, pemda)
    return f"{format_tanggal(lokal.date())}{pemisah}{lokal:%H.%M} {pemda.get_zona_display()}"
