"""When the periods of a year may be filled: the list."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from instansi.models import JadwalPengisian, Pemda, Pengguna
from instansi.rules import can_set_jadwal, can_view_all, is_periode_terbuka
from instansi.waktu import get_hari
from kinerja.enums import TRIWULAN, Periode
from portal.konteks import get_daftar_kantor, get_ingatan, get_sebutan_peran, remember
from portal.queries.tahun import TahunKantor, load_tahun
from portal.tables.kolom import WaktuColumn
from portal.views.pengaturan.dasar import PengaturanMixin, get_nama_pemda, read_tahun
from sakip.kit.formats import format_angka
from sakip.kit.kerangka import Konteks, PilihanKonteks
from sakip.kit.tables import PortalColumn, PortalTable
from sakip.kit.templatetags import kit
from sakip.kit.views import HalamanTabelView

PERIODE_JADWAL: tuple[Periode, ...] = (*TRIWULAN, Periode.S1, Periode.S2, Periode.TAHUN)
"""The periods that may be opened, in the order of the list."""


class Keadaan(Enum):
    """State of a period: a word and the icon beside it."""

    TIDAK_DIJADWALKAN = "Tidak dijadwalkan", "kosong"
    BELUM_DIBUKA = "Belum dibuka", "jam"
    TERBUKA = "Terbuka", "ubah"
    DITUTUP = "Ditutup", "kunci"

    def __init__(self, teks: str, ikon: str) -> None:
        self.teks = teks
        self.ikon = ikon


def get_keadaan(jadwal: JadwalPengisian | None, saat: datetime) -> Keadaan:
    """Return the state of a period at ``saat``."""
    if jadwal is None:
        return Keadaan.TIDAK_DIJADWALKAN
    if is_periode_terbuka(jadwal, saat):
        return Keadaan.TERBUKA
    return Keadaan.BELUM_DIBUKA if saat < jadwal.buka else Keadaan.DITUTUP


def describe_keadaan(jadwal: JadwalPengisian | None, saat: datetime, pemda: Pemda) -> str:
    """Say the state with the days left, counted in the time zone of the government: ``Terbuka, 12 hari lagi``."""
    keadaan = get_keadaan(jadwal, saat)
    batas = None
    if jadwal is not None and keadaan in (Keadaan.BELUM_DIBUKA, Keadaan.TERBUKA):
        batas = jadwal.buka if keadaan is Keadaan.BELUM_DIBUKA else jadwal.tutup
        if batas is None:
            return f"{keadaan.teks}, belum ada tanggal penutupan"
    if batas is None:
        return keadaan.teks
    sisa = (get_hari(pemda, batas) - get_hari(pemda, saat)).days
    if sisa > 0:
        return f"{keadaan.teks}, {format_angka(sisa)} hari lagi"
    return f"{keadaan.teks}, {'hari ini' if keadaan is Keadaan.BELUM_DIBUKA else 'hari terakhir'}"


def get_daftar_pemda(user: Pengguna) -> list[Pemda]:
    """Governments that the user reaches as a whole, by name; an assignment to one office reaches none (one query)."""
    lingkup = user.lingkup
    return list(
        Pemda.objects.all() if lingkup.semua else Pemda.objects.filter(pk__in=lingkup.pemda).order_by("nama")
    )


@dataclass(frozen=True, slots=True)
class BarisJadwal:
    """A period of a government and year."""

    pemda: Pemda
    tahun: int
    periode: Periode
    jadwal: JadwalPengisian | None
    saat: datetime
    boleh_ubah: bool

    @property
    def nama_pemda(self) -> str:
        """The government."""
        return get_nama_pemda(self.pemda)

    @property
    def nama_periode(self) -> str:
        """The period in words."""
        return str(self.periode.label)

    @property
    def urutan(self) -> int:
        """Place of the period in the list."""
        return PERIODE_JADWAL.index(self.periode)

    @property
    def buka(self) -> datetime | None:
        """When it opens."""
        return self.jadwal.buka if self.jadwal else None

    @property
    def tutup(self) -> datetime | None:
        """When it closes."""
        return self.jadwal.tutup if self.jadwal else None

    @property
    def keadaan(self) -> Keadaan:
        """The state now."""
        return get_keadaan(self.jadwal, self.saat)

    @property
    def teks_keadaan(self) -> str:
        """The state now, with the days left."""
        return describe_keadaan(self.jadwal, self.saat, self.pemda)

    @property
    def aksi(self) -> list[tuple[str, str]]:
        """What the user may do: label and address."""
        if not self.boleh_ubah:
            return []
        kunci = {"pemda_id": self.pemda.pk, "tahun": self.tahun, "periode": self.periode.value}
        aksi = [("Ubah" if self.jadwal else "Buka", reverse("portal:jadwal_ubah", kwargs=kunci))]
        if self.keadaan is Keadaan.TERBUKA:
            aksi.append(("Tutup", reverse("portal:jadwal_tutup", kwargs=kunci)))
        return aksi


class WaktuJadwalColumn(WaktuColumn):
    """A moment of the schedule."""

    pemda_dari = "pemda"

    def reason(self, record: Any) -> str:
        """An open end is not the same as no schedule."""
        return "belum ditentukan" if record.jadwal else ""

    def render(self, value: Any, record: Any) -> str | SafeString:
        """One element, so that a card of the phone keeps the dash beside its reason."""
        return format_html("<span>{}</span>", super().render(value, record))


class KeadaanColumn(PortalColumn):
    """The state: words with an icon, never colour alone."""

    lebar = 34

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The icon and the words."""
        return format_html("<span>{} {}</span>", kit.ikon(record.keadaan.ikon), value)


class AksiColumn(PortalColumn):
    """Links to change a row."""

    kelas = "sempit"

    def show(self, value: Any, record: Any) -> str | SafeString:
        """The links, named with their period for screen readers."""
        tautan = format_html_join(
            " ",
            '<a class="btn btn-sm" href="{}">{}<span class="visually-hidden"> {} {}</span></a>',
            ((url, label, record.nama_periode, record.tahun) for label, url in value),
        )
        return format_html("<span>{}</span>", tautan)

    def render(self, value: Any, record: Any) -> str | SafeString:
        """Nothing where nothing may be done."""
        return self.show(value, record) if value else ""


class JadwalTable(PortalTable):
    """Periods with their opening and closing."""

    kartu = True
    nama_periode = PortalColumn("Periode", order_by=("urutan", "nama_pemda"))
    nama_pemda = PortalColumn("Pemerintah daerah", order_by=("nama_pemda", "urutan"))
    buka = WaktuJadwalColumn("Dibuka")
    tutup = WaktuJadwalColumn("Ditutup")
    teks_keadaan = KeadaanColumn("Keadaan")
    aksi = AksiColumn("Tindakan", orderable=False, exclude_from_export=True)


class JadwalView(PengaturanMixin, HalamanTabelView):
    """``/pengaturan/jadwal/?pemda=&tahun=&format=xlsx``: the periods of the governments in scope."""

    template_name = "portal/pengaturan/jadwal.html"
    table_class = JadwalTable
    bagian = "jadwal"
    remah_label = "Jadwal pengisian"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever reaches no whole government has no such page."""
        if not can_view_all(self.pengguna):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def daftar_pemda(self) -> list[Pemda]:
        """Governments in scope."""
        return get_daftar_pemda(self.pengguna)

    @cached_property
    def pemda(self) -> Pemda | None:
        """The chosen government; None for all of them."""
        diminta = self.request.GET.get("pemda", "")
        if not diminta:
            return self.daftar_pemda[0] if len(self.daftar_pemda) == 1 else None
        pemda = next((satu for satu in self.daftar_pemda if str(satu.pk) == diminta), None)
        if pemda is None:
            raise Http404
        return pemda

    @cached_property
    def tahun_kantor(self) -> TahunKantor:
        """Years of the offices of the governments (two queries)."""
        return load_tahun(get_daftar_kantor(self.pengguna), pemda=self.daftar_pemda)

    @cached_property
    def tahun(self) -> int:
        """The year of the URL, else the one chosen last, else the latest with a schedule, else this year."""
        diminta = read_tahun(self.request)
        if diminta is not None:
            remember(self.request, tahun=diminta)
            return diminta
        ingat = get_ingatan(self.request).get("tahun")
        return (
            ingat
            if isinstance(ingat, int)
            else max(self.tahun_kantor.terjadwal, default=self.tahun_kantor.ini)
        )

    def build_konteks(self) -> Konteks:
        """Government and year."""
        pemda = [(str(satu.pk), get_nama_pemda(satu)) for satu in self.daftar_pemda]
        if len(pemda) != 1:
            pemda.insert(0, ("", "Semua pemerintah daerah"))
        tahun = self.tahun_kantor.list_menu(self.tahun)
        return Konteks(
            [
                PilihanKonteks("pemda", "Pemerintah daerah", str(self.pemda.pk) if self.pemda else "", pemda),
                PilihanKonteks("tahun", "Tahun", str(self.tahun), tahun),
            ],
            peran=get_sebutan_peran(self.pengguna),
        )

    @cached_property
    def baris(self) -> list[BarisJadwal]:
        """Every period of the chosen governments, scheduled or not (one query)."""
        pilihan = [self.pemda] if self.pemda else self.daftar_pemda
        rows = JadwalPengisian.objects.filter(pemda__in=[satu.pk for satu in pilihan], tahun=self.tahun)
        jadwal = {(row.pemda_id, row.periode): row for row in rows}
        saat = timezone.now()
        return [
            BarisJadwal(
                satu,
                self.tahun,
                periode,
                jadwal.get((satu.pk, periode.value)),
                saat,
                can_set_jadwal(self.pengguna, satu),
            )
            for satu in pilihan
            for periode in PERIODE_JADWAL
        ]

    def get_table_data(self) -> list[BarisJadwal]:
        """The periods."""
        return self.baris

    def get_table_kwargs(self) -> dict[str, Any]:
        """Title; without the columns that say nothing here."""
        tanpa = [] if self.pemda is None else ["nama_pemda"]
        if not any(satu.boleh_ubah for satu in self.baris):
            tanpa.append("aksi")
        return {"judul": f"Jadwal pengisian tahun {self.tahun}", "exclude": tanpa}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """How many periods are open, and whether the user may change them."""
        return super().get_context_data(
            **kwargs,
            tahun=self.tahun,
            terbuka=sum(satu.keadaan is Keadaan.TERBUKA for satu in self.baris),
            can_edit=any(satu.boleh_ubah for satu in self.baris),
        )
