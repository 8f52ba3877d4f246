"""The overview of offices: one row per office, evaluated in blocks with a fixed number of queries."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from instansi.models import PerangkatDaerah
from laporan.tabel.dasar import Sel
from portal.konteks import get_url_kantor
from portal.queries.ikhtisar import KeadaanKantor, load_keadaan
from portal.tables.kolom import PredikatSelColumn, WaktuColumn
from sakip.kit import xlsx
from sakip.kit.tables import MAKSIMUM_PER_HALAMAN, PersenColumn, PortalColumn, PortalTable
from sakip.kit.templatetags import kit


class PemuatKeadaan:
    """Evaluates offices when a row is first looked at: a page at once, or all of them for order and export."""

    def __init__(self, daftar: Sequence[PerangkatDaerah], *, tahun: int) -> None:
        self.daftar = daftar
        self.tahun = tahun
        self._posisi = {opd.pk: posisi for posisi, opd in enumerate(daftar)}
        self._keadaan: dict[int, KeadaanKantor] = {}

    def load_all(self) -> None:
        """Evaluate every office at once."""
        self._keadaan = load_keadaan(self.daftar, tahun=self.tahun)

    def get(self, opd: PerangkatDaerah) -> KeadaanKantor:
        """The state of an office; its block (never more than a page can show) is evaluated with it."""
        if opd.pk not in self._keadaan:
            awal = self._posisi[opd.pk] // MAKSIMUM_PER_HALAMAN * MAKSIMUM_PER_HALAMAN
            self._keadaan |= load_keadaan(self.daftar[awal : awal + MAKSIMUM_PER_HALAMAN], tahun=self.tahun)
        return self._keadaan[opd.pk]


class BarisKantor:
    """One office of the list."""

    def __init__(self, opd: PerangkatDaerah, pemuat: PemuatKeadaan) -> None:
        self.opd = opd
        self._pemuat = pemuat

    @property
    def nama(self) -> str:
        """Name of the office."""
        return self.opd.sebutan

    @property
    def pemda(self) -> str:
        """Name of its government."""
        return str(self.opd.pemda)

    @property
    def keadaan(self) -> KeadaanKantor:
        """Its state in the year."""
        return self._pemuat.get(self.opd)

    @property
    def capaian(self) -> Decimal | None:
        """Average capaian of the sasaran indicators as it prints."""
        return self.keadaan.rata.tampil

    @property
    def predikat(self) -> Sel:
        """Predikat of the average."""
        return self.keadaan.predikat

    @property
    def dinilai(self) -> str:
        """Indicators with a capaian of those that are measured: ``5 dari 6``."""
        rata = self.keadaan.rata
        return f"{rata.dinilai} dari {rata.anggota}"

    @property
    def belum(self) -> int:
        """Indicators without a capaian."""
        return self.keadaan.rata.tidak_dinilai

    @property
    def draf(self) -> int:
        """Values behind the average that are not approved."""
        return self.keadaan.draf

    @property
    def serapan(self) -> Decimal | None:
        """Absorption of the budget in percent."""
        return self.keadaan.serapan.tampil

    @property
    def diubah(self) -> datetime | None:
        """Last change of a realisasi of the year."""
        return self.keadaan.diubah

    @property
    def laporan(self) -> str:
        """State of the report."""
        return self.keadaan.status_laporan

    @property
    def alasan_capaian(self) -> str:
        """Why there is no average."""
        return self.keadaan.rata.keterangan

    @property
    def alasan_serapan(self) -> str:
        """Why there is no absorption."""
        return self.keadaan.serapan.keterangan

    @property
    def url(self) -> str:
        """Down to the office: its capaian, else its beranda while that screen does not exist."""
        tahun = self._pemuat.tahun
        return get_url_kantor("portal:capaian", self.opd, tahun, periode="TAHUN") or get_url_kantor(
            "portal:beranda_kantor", self.opd, tahun
        )


class KantorColumn(PortalColumn):
    """The office as a link to its capaian."""

    lebar = 56

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The link."""
        return str(value) if record is None else format_html('<a href="{}">{}</a>', record.url, value)


class DinilaiColumn(PortalColumn):
    """How many indicators stand behind an average, with what is missing or not approved in words."""

    kelas = "sempit"
    lebar = 16

    def show(self, value: Any, record: Any) -> str | SafeString:
        """``5 dari 6``, what is missing, and what is not approved."""
        catatan = [] if record is None else self._notes(record)
        return format_html(
            "{}{}",
            value,
            format_html_join("", '<span class="tiada-alasan">{}</span>', ((satu,) for satu in catatan)),
        )

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """The same in one text."""
        return xlsx.Sel("; ".join([str(value), *self._notes(record)]))

    @staticmethod
    def _notes(record: Any) -> list[str]:
        notes = [f"{record.belum} belum dinilai"] if record.belum else []
        return [*notes, f"{record.draf} nilai belum disahkan"] if record.draf else notes


class LaporanColumn(PortalColumn):
    """State of the report: a word with its mark."""

    kelas = "sempit"
    lebar = 18

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The word."""
        if record is None or record.keadaan.laporan is None:
            return format_html('<span class="tiada">{}</span>', value)
        ikon = "ubah" if record.keadaan.laporan.ditetapkan_pada is None else "perisai"
        return format_html("{} {}", kit.ikon(ikon), value)


class IkhtisarTable(PortalTable):
    """Offices side by side."""

    kartu = True
    judul = "Ikhtisar perangkat daerah"
    kosong_judul = "Tidak ada perangkat daerah yang cocok"
    kosong_teks = "Ubah kata pencarian, atau hapus saringan."

    nama = KantorColumn("Perangkat daerah", order_by="nama")
    pemda = PortalColumn("Pemerintah daerah", order_by=("pemda", "nama"))
    capaian = PersenColumn(
        "Rata-rata capaian sasaran", order_by="keadaan__rata__mentah", alasan_dari="alasan_capaian"
    )
    predikat = PredikatSelColumn("Predikat", orderable=False)
    dinilai = DinilaiColumn("Indikator dinilai", order_by="belum")
    serapan = PersenColumn(
        "Serapan anggaran", order_by="keadaan__serapan__mentah", alasan_dari="alasan_serapan"
    )
    diubah = WaktuColumn("Pembaruan terakhir")
    laporan = LaporanColumn("Laporan kinerja", order_by="laporan")

    class Meta(PortalTable.Meta):
        pass
