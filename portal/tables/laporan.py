"""The reports of all offices in scope for a year."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from instansi.models import PerangkatDaerah
from laporan.enums import JenisBerkas, StatusLaporan
from laporan.models import BerkasLaporan, Laporan
from portal.konteks import get_url_kantor
from portal.tables.kolom import WaktuColumn
from sakip.kit.tables import PortalColumn, PortalTable, TeksColumn

BELUM = "belum"
STATUS_TEKS: dict[str, str] = {
    BELUM: "Belum disusun",
    **{str(satu.value): str(satu.label) for satu in StatusLaporan},
}


@dataclass(frozen=True, slots=True)
class BarisLaporan:
    """The report of one office."""

    opd: PerangkatDaerah
    tahun: int
    status: str
    ditetapkan: datetime | None = None
    ditandatangani: datetime | None = None
    contoh: bool = False

    @property
    def nama(self) -> str:
        """Name of the office."""
        return self.opd.sebutan

    @property
    def pemda(self) -> str:
        """Name of its government."""
        return str(self.opd.pemda)

    @property
    def status_teks(self) -> str:
        """State in words."""
        return STATUS_TEKS[self.status] + (" (contoh)" if self.contoh else "")


def list_baris(daftar: Sequence[PerangkatDaerah], *, tahun: int) -> list[BarisLaporan]:
    """One row per office, in two queries."""
    laporan = {row.opd_id: row for row in Laporan.objects.filter(opd__in=[o.pk for o in daftar], tahun=tahun)}
    berkas = {
        row.laporan_id: row
        for row in BerkasLaporan.objects.filter(
            laporan__in=[row.pk for row in laporan.values()], jenis=JenisBerkas.BERTANDA_TANGAN
        )
    }
    return [_create(opd, tahun, laporan.get(opd.pk), berkas) for opd in daftar]


def _create(
    opd: PerangkatDaerah, tahun: int, laporan: Laporan | None, berkas: dict[int, BerkasLaporan]
) -> BarisLaporan:
    if laporan is None:
        return BarisLaporan(opd, tahun, BELUM)
    file = berkas.get(laporan.pk)
    return BarisLaporan(
        opd,
        tahun,
        laporan.status,
        laporan.ditetapkan_pada,
        None if file is None else file.dibuat,
        file is not None and file.contoh,
    )


class _KantorColumn(PortalColumn):
    """Name of the office with the way to its report."""

    lebar = 48

    def show(self, value: Any, record: Any) -> SafeString:
        """The link."""
        return format_html(
            '<a href="{}">{}</a>', get_url_kantor("portal:laporan", record.opd, record.tahun), value
        )


class DaftarLaporanTable(PortalTable):
    """State of the report of each office."""

    kartu = True
    nama = _KantorColumn("Perangkat daerah")
    pemda = TeksColumn("Pemerintah daerah")
    status = TeksColumn("Status", accessor="status_teks", order_by=("status",))
    ditetapkan = WaktuColumn("Ditetapkan")
    ditandatangani = WaktuColumn("Ditandatangani")
