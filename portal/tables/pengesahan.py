"""The values that the kepala approves."""

from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal.tables.capaian import IndikatorColumn, StatusNilaiColumn
from portal.tables.kolom import PredikatSelColumn, SelColumn
from sakip.kit.tables import PortalColumn, PortalTable


class NilaiColumn(PortalColumn):
    """The value that is approved, in what it is made of below it."""

    kelas = "angka"

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The value."""
        rinci = format_html('<span class="di-bawah">{}</span>', record.rinci) if record.rinci else ""
        return format_html("<b>{}</b>{}", value, rinci)


class PengisianColumn(PortalColumn):
    """Who wrote the value, and when below it."""

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The position over the moment."""
        return format_html('{}<span class="di-bawah">{}</span>', value.oleh, value.waktu)


class SahkanTable(PortalTable):
    """Values of a period with target and capaian: all on one page, because all of it is approved."""

    kartu = True

    nama = IndikatorColumn("Indikator", orderable=False)
    satuan = PortalColumn("Satuan", orderable=False)
    target = SelColumn("Target", orderable=False)
    nilai = NilaiColumn("Realisasi", orderable=False)
    capaian = SelColumn("Capaian", satuan="%", orderable=False)
    predikat = PredikatSelColumn("Predikat", orderable=False)
    pengisian = PengisianColumn("Diisi oleh", orderable=False)
    status_teks = StatusNilaiColumn("Status", orderable=False)
