"""Capaian of the indicators of one level: rows from the one engine, their summary and the table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any, ClassVar

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString

from instansi.models import PerangkatDaerah
from kinerja.calculations import Aturan, HasilRataRata
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Indikator
from kinerja.queries import CapaianIndikator, DataKinerja
from kinerja.queries.periode import build_sendiri, get_periode_triwulan, is_sendiri_dibandingkan
from laporan.tabel.baris import Kategori, create_sel_kategori, create_sel_target, list_kategori
from laporan.tabel.dasar import SEL_KOSONG, Sel, create_sel_hasil
from laporan.tabel.rekap import TABEL_JENJANG
from portal.tables.kolom import PersenSelColumn, PredikatSelColumn, SelColumn, TercapaiColumn
from renstra.enums import JENJANG_BELANJA, Jenjang
from renstra.models import Dokumen, Simpul
from sakip.kit import xlsx
from sakip.kit.formats import TANDA_KOSONG
from sakip.kit.hasil import Hasil, Kosong
from sakip.kit.tables import PortalColumn, PortalTable, TanggalColumn
from sakip.kit.templatetags import kit

BELUM_DIISI = "belum_diisi"
DIHITUNG = "dihitung"
STATUS_TEKS: dict[str, str] = {
    BELUM_DIISI: "Belum diisi",
    DIHITUNG: "Dihitung dari komponen",
    **{str(satu.value): str(satu.label) for satu in StatusNilai},
}


@dataclass(frozen=True, slots=True)
class BarisCapaian:
    """One indikator: what the period compares and, for a part of the year, what the year compares."""

    urutan: int
    indikator: Indikator
    utama: CapaianIndikator
    target: Sel
    realisasi: Sel
    capaian: Sel
    predikat: Sel
    status: str
    diubah: datetime | None
    asal_url: str
    tahunan: CapaianIndikator | None = None
    target_tahun: Sel = SEL_KOSONG
    realisasi_tahun: Sel = SEL_KOSONG
    capaian_tahun: Sel = SEL_KOSONG
    predikat_lain: Sel = SEL_KOSONG

    @property
    def nama(self) -> str:
        """Name of the indikator."""
        return self.indikator.nama

    @property
    def dasar(self) -> str:
        """Which realisasi the target of the period is compared with."""
        return "periode itu" if is_sendiri_dibandingkan(self.indikator) else "s.d. periode itu"

    @property
    def satuan(self) -> str:
        """Unit of the values."""
        return self.indikator.satuan

    @property
    def simpul(self) -> Simpul | None:
        """Node that the indikator measures."""
        return self.indikator.simpul

    @property
    def program(self) -> Simpul | None:
        """Program above (or at) the node; None for tujuan and sasaran."""
        simpul = self.simpul
        while simpul is not None and simpul.jenjang != Jenjang.PROGRAM:
            simpul = simpul.induk if simpul.jenjang in JENJANG_BELANJA else None
        return simpul

    @property
    def tercapai(self) -> bool | None:
        """Whether the target of the period is met."""
        return self.utama.capaian.tercapai

    @property
    def urut_capaian(self) -> Decimal | None:
        """What the column capaian sorts by: the exact value (a cap does not mix the order)."""
        return self.utama.capaian.mentah

    @property
    def catatan(self) -> str:
        """What must stand beside the realisasi, for the workbook (the screen shows it in the cell)."""
        return "; ".join(self.utama.realisasi.catatan)

    @property
    def status_teks(self) -> str:
        """State of the value in words."""
        return STATUS_TEKS[self.status]


class DaftarCapaian:
    """Evaluated indicators of one level, year and period, in a fixed number of queries.

    The average, the filter on predikat and the order by capaian need every value of the level, so the level (not more
    than a few hundred indicators) is evaluated once and pages are cut from it; a second query per page would cost more.
    """

    def __init__(
        self,
        opd: PerangkatDaerah,
        *,
        tahun: int,
        periode: Periode,
        indikator: QuerySet[Indikator],
        jenjang: str,
        dokumen: Iterable[Dokumen],
        asal_url: str,
    ) -> None:
        self.periode = periode
        self.tahun = tahun
        self.asal_url = asal_url
        rows = (
            indikator.filter(opd=opd, simpul__jenjang=jenjang)
            .select_related("simpul__unit", "simpul__induk__induk")
            .order_by("simpul__urutan", "simpul_id", "urutan", "id")
        )
        self.data = DataKinerja(opd, tahun=tahun, indikator=list(rows), dokumen=dokumen)
        self.tabel = TABEL_JENJANG[jenjang]

    @cached_property
    def aturan(self) -> Aturan:
        """Rule of the level."""
        return self.data.aturan.get(self.tabel)

    @cached_property
    def periode_berisi(self) -> set[Periode]:
        """The periods in which the level has a target or a value."""
        ada: set[Periode] = set()
        for row in self.data.indikator:
            berkala, _ = self.data.targets_for_year(row, tahun=self.tahun)
            ada |= set(berkala) | set(self.data.entries(row, tahun=self.tahun))
            ada |= self.data.component_periods(row, tahun=self.tahun)
        return ada

    @cached_property
    def semua(self) -> list[BarisCapaian]:
        """Rows in the order of the plan: the indicators with a target or a realisasi of the year."""
        terukur = [row for row in self.data.indikator if self.data.is_measured(row)]
        return [self._create(urutan, row) for urutan, row in enumerate(terukur)]

    @cached_property
    def kategori(self) -> list[Kategori]:
        """The predicate columns that the rule of the level asks for."""
        return list_kategori(self.aturan, bawaan=True)

    def _get_periode(self, row: Indikator) -> Periode:
        """The period that stands for an indikator: a semester at its last quarter."""
        tampil = get_periode_triwulan(self.data, row, self.periode)
        return tampil if isinstance(tampil, Periode) else self.periode

    def judge_lain(self, bagian: Sequence[Indikator]) -> Sel:
        """The second predikat of an indikator, or of the mean of several; empty when the rule has one."""
        if len(self.kategori) == 1:
            return SEL_KOSONG
        aturan = self.kategori[1].aturan
        hasil = [
            self.data.capaian(row, aturan=aturan)
            if self.periode is Periode.TAHUN
            else self.data.capaian_triwulan(row, aturan=aturan, periode=self._get_periode(row))
            for row in bagian
        ]
        satu = hasil[0].capaian if len(hasil) == 1 else self.data.rata_rata(hasil, aturan=aturan)
        return create_sel_kategori(satu, aturan)

    def summarize(self, baris: Sequence[BarisCapaian]) -> HasilRataRata:
        """Average capaian of some rows with n, missing and capped."""
        return self.data.rata_rata([satu.utama for satu in baris], aturan=self.aturan)

    def _create(self, urutan: int, row: Indikator) -> BarisCapaian:
        setahun = self.periode is Periode.TAHUN
        tahunan = self.data.capaian(row, aturan=self.aturan, sampai=None if setahun else self.periode)
        # a semester stands at its last quarter; what is measured otherwise says so instead of a value
        tampil = get_periode_triwulan(self.data, row, self.periode)
        periode = self._get_periode(row)
        utama = tahunan if setahun else self.data.capaian_triwulan(row, aturan=self.aturan, periode=periode)
        realisasi = _create_sel_realisasi(
            utama.realisasi if setahun else build_sendiri(self.data, row, periode), row
        )
        if not isinstance(tampil, Periode):
            realisasi = Sel(teks=TANDA_KOSONG, keterangan=tampil)
        status, diubah = self._read_status(utama, periode)
        return BarisCapaian(
            urutan=urutan,
            indikator=row,
            utama=utama,
            target=create_sel_target(utama.target, row),
            realisasi=realisasi,
            capaian=_create_sel_capaian(utama, self.aturan),
            predikat=create_sel_kategori(utama.capaian, self.aturan),
            predikat_lain=self.judge_lain([row]),
            status=status,
            diubah=diubah,
            asal_url=self.asal_url.replace("/0/", f"/{row.pk}/", 1),
            tahunan=None if setahun else tahunan,
            target_tahun=SEL_KOSONG if setahun else create_sel_target(tahunan.target, row),
            realisasi_tahun=SEL_KOSONG if setahun else _create_sel_realisasi(tahunan.realisasi, row),
            capaian_tahun=SEL_KOSONG if setahun else _create_sel_capaian(tahunan, self.aturan),
        )

    def _read_status(self, satu: CapaianIndikator, periode: Periode) -> tuple[str, datetime | None]:
        """State and last change: of the period's value, for the year of its last value."""
        entries = {Periode(row.periode): row for row in satu.catatan}
        if periode is Periode.TAHUN:
            urut = [entries[p] for p in Periode if p in entries]
            row = urut[0] if Periode.TAHUN in entries else (urut[-1] if urut else None)
        else:
            row = entries.get(periode)
        if row is not None:
            return row.status, row.diubah
        dihitung = not entries and satu.realisasi.mentah is not None
        return (DIHITUNG if dihitung else BELUM_DIISI), None


def _create_sel_realisasi(hasil: Hasil, row: Indikator) -> Sel:
    """The realisasi; that it is not filled in yet is said once, by the state of the value."""
    sel = create_sel_hasil(hasil, row.desimal)
    if hasil.kosong is Kosong.BELUM_DIISI:
        return Sel(teks=sel.teks, derivasi=sel.derivasi)
    return sel


def _create_sel_capaian(satu: CapaianIndikator, aturan: Aturan) -> Sel:
    """The capaian; its reason only where it says more than the dash of the realisasi beside it."""
    sel = create_sel_hasil(satu.capaian, aturan.desimal)
    if satu.capaian.kosong is not None and satu.realisasi.kosong is not None and satu.target is not None:
        return Sel(teks=sel.teks, derivasi=sel.derivasi)
    return replace(sel, catatan="")


class IndikatorColumn(PortalColumn):
    """The indikator under the node that it measures."""

    kelas = "kolom-indikator"
    lebar = 60

    def show(self, value: Any, record: Any) -> str | SafeString:
        """Node in small text, the indikator below it."""
        if record is None or record.simpul is None:
            return str(value)
        simpul = record.simpul
        kode = format_html('<span class="kode">{}</span> ', simpul.kode) if simpul.kode else SafeString("")
        return format_html(
            '<span class="di-bawah">{}{}</span><span class="nama-indikator">{}</span>',
            kode,
            simpul.nama,
            value,
        )


class SimpulColumn(PortalColumn):
    """The node, for the workbook."""

    lebar = 50

    def __init__(self, verbose_name: str) -> None:
        super().__init__(verbose_name, accessor="simpul", visible=False, orderable=False)

    def export(self, value: Any, record: Any) -> xlsx.Sel:
        """Code and name."""
        return xlsx.Sel(" ".join(part for part in (value.kode, value.nama) if part) if value else "")


class StatusNilaiColumn(PortalColumn):
    """State of a value: a word with its mark."""

    kelas = "sempit"
    lebar = 18

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The word."""
        if record is None or record.status == BELUM_DIISI:
            return format_html('<span class="tiada">{}</span>', value)
        ikon = "perisai" if record.status in (StatusNilai.DIVERIFIKASI, StatusNilai.DISAHKAN) else "ubah"
        return format_html('<span class="status-nilai">{} {}</span>', kit.ikon(ikon), value)


class PembaruanColumn(TanggalColumn):
    """When a value was last changed: the day, the time below it."""

    def show(self, value: Any, record: Any) -> str | SafeString:
        """``20 Nov 2026`` over ``20.12``."""
        local = self.to_lokal(value)
        return format_html(
            '{}<span class="di-bawah">{}</span>', date_format(local, "j M Y"), f"{local:%H.%M}"
        )


class CapaianTable(PortalTable):
    """Capaian of a year."""

    kartu = True
    judul = "Capaian kinerja"

    simpul = SimpulColumn("Rencana")
    nama = IndikatorColumn("Indikator", order_by="urutan")
    satuan = PortalColumn("Satuan")
    target = SelColumn("Target", orderable=False)
    realisasi = SelColumn("Realisasi", orderable=False)
    capaian = PersenSelColumn("Capaian", satuan="%", order_by="urut_capaian")
    predikat = PredikatSelColumn("Predikat", orderable=False)
    predikat_lain = PredikatSelColumn("Predikat lain", orderable=False)
    tercapai = TercapaiColumn("Ketercapaian", orderable=False)
    status_teks = StatusNilaiColumn("Status nilai", order_by="status_teks")
    diubah = PembaruanColumn("Diperbarui")
    catatan = PortalColumn("Catatan", visible=False, orderable=False)

    class Meta(PortalTable.Meta):
        sequence: ClassVar[tuple[str, ...]] = ("simpul", "nama", "...")

    def __init__(self, *args: Any, desimal: int, kategori: Sequence[Kategori] = (), **kwargs: Any) -> None:
        dua = len(kategori) > 1
        super().__init__(*args, exclude=() if dua else ("predikat_lain",), **kwargs)
        if dua:
            for nama, satu in zip(("predikat", "predikat_lain"), kategori, strict=True):
                self.columns[nama].column.verbose_name = satu.judul.replace("Kategori", "Predikat")
        for nama in ("capaian", "capaian_tahun"):
            if nama in self.columns.columns:
                self.columns[nama].column.desimal = desimal


class CapaianPeriodeTable(CapaianTable):
    """Capaian of a part of the year: against the target of the period and against the target of the year."""

    dasar = PortalColumn("Capaian dari realisasi", orderable=False)
    target_tahun = SelColumn("Target setahun", orderable=False)
    realisasi_tahun = SelColumn("Realisasi sampai periode ini", orderable=False)
    capaian_tahun = PersenSelColumn("Capaian terhadap target setahun", satuan="%", orderable=False)

    class Meta(CapaianTable.Meta):
        sequence: ClassVar[tuple[str, ...]] = (
            "simpul",
            "nama",
            "satuan",
            "target",
            "realisasi",
            "capaian",
            "dasar",
            "predikat",
            "predikat_lain",
            "tercapai",
            "target_tahun",
            "realisasi_tahun",
            "capaian_tahun",
            "status_teks",
            "diubah",
            "catatan",
        )

    def __init__(self, *args: Any, sebutan: str, tahun: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kepala = {
            "target": f"Target {sebutan}",
            "realisasi": f"Realisasi {sebutan}",
            "capaian": f"Capaian {sebutan}",
            "target_tahun": f"Target {tahun}",
            "realisasi_tahun": f"Realisasi s.d. {sebutan}",
            "capaian_tahun": f"Capaian {tahun}",
        }
        for nama, judul in kepala.items():
            self.columns[nama].column.verbose_name = judul
