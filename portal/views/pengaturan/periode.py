"""One period of the schedule: opening it, moving its bounds, closing it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from instansi.models import JadwalPengisian, Pemda, Pengguna, PerangkatDaerah
from instansi.rules import can_set_jadwal, is_periode_terbuka
from instansi.services import set_jadwal
from instansi.waktu import format_waktu, get_zona
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Realisasi
from portal.konteks import get_sebutan_peran
from portal.views.pengaturan.dasar import PengaturanMixin, get_nama_pemda
from portal.views.pengaturan.jadwal import (
    PERIODE_JADWAL,
    describe_keadaan,
    get_daftar_pemda,
    get_keadaan,
)
from sakip.kit.errors import LayananError, translate_database_errors
from sakip.kit.formats import format_angka
from sakip.kit.kerangka import Konteks, PilihanKonteks, Remah
from sakip.kit.views import get_scoped_queryset

BENTUK_WAKTU = "%Y-%m-%dT%H:%M"
"""What a browser sends for ``datetime-local``."""


class JadwalBerubahError(LayananError):
    """Somebody else changed the schedule since it was read."""


class WaktuField(forms.DateTimeField):
    """A moment typed as the clock of ``zona`` shows it; years 2000 to 2099."""

    widget = forms.DateTimeInput(format=BENTUK_WAKTU, attrs={"type": "datetime-local"})
    default_error_messages: ClassVar[dict[str, Any]] = {
        "required": "Isi tanggal dan jamnya.",
        "invalid": "Isi tanggal dan jam lengkap, misalnya 01/04/2023 08.00.",
        "tahun": "Isi tanggal antara tahun 2000 dan 2099.",
    }

    def __init__(self, *, zona: ZoneInfo, **kwargs: Any) -> None:
        super().__init__(input_formats=[BENTUK_WAKTU, f"{BENTUK_WAKTU}:%S"], **kwargs)
        self.zona = zona

    def to_python(self, value: Any) -> datetime | None:
        """Read the text as a moment in the zone."""
        teks = str(value or "").strip()
        if teks and not isinstance(value, datetime) and teks[:2] != "20" and teks[:4].isdigit():
            raise ValidationError(self.error_messages["tahun"], code="tahun")
        with timezone.override(self.zona):
            return super().to_python(value)

    def prepare_value(self, value: Any) -> Any:
        """Show a stored moment as the clock of the zone."""
        with timezone.override(self.zona):
            return super().prepare_value(value)


def get_versi(jadwal: JadwalPengisian | None) -> str:
    """What tells one state of a schedule from another; ``baru`` for none."""
    if jadwal is None:
        return "baru"
    return "/".join(waktu.isoformat() if waktu else "" for waktu in (jadwal.buka, jadwal.tutup))


class JadwalForm(forms.Form):
    """Opening and closing of one period. ``versi`` is the state that the writer saw."""

    versi = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(
        self, data: Mapping[str, Any] | None = None, *, pemda: Pemda, jadwal: JadwalPengisian | None
    ) -> None:
        awal = {
            "buka": jadwal.buka if jadwal else None,
            "tutup": jadwal.tutup if jadwal else None,
            "versi": get_versi(jadwal),
        }
        super().__init__(data, initial=awal, use_required_attribute=False)
        self.pemda = pemda
        self.jadwal = jadwal
        zona, nama = get_zona(pemda), pemda.get_zona_display()
        self.fields["buka"] = WaktuField(
            label="Dibuka", zona=zona, help_text=f"Waktu {nama}. Sejak saat ini realisasi dapat diisi."
        )
        self.fields["tutup"] = WaktuField(
            label="Ditutup",
            zona=zona,
            required=False,
            help_text=f"Waktu {nama}. Kosongkan bila belum ditentukan: periode terbuka sampai ditutup.",
        )

    def _keep_detik(self, nama: str) -> datetime | None:
        """The typed moment; the stored one when only the seconds, which the input does not show, differ."""
        diisi: datetime | None = self.cleaned_data.get(nama)
        ada: datetime | None = getattr(self.jadwal, nama, None)
        sama = diisi is not None and ada is not None and ada.replace(second=0, microsecond=0) == diisi
        return ada if sama else diisi

    def clean_buka(self) -> datetime | None:
        """The opening."""
        return self._keep_detik("buka")

    def clean_tutup(self) -> datetime | None:
        """The closing."""
        return self._keep_detik("tutup")

    def clean(self) -> dict[str, Any]:
        """The closing lies after the opening."""
        isi = super().clean() or self.cleaned_data
        buka, tutup = isi.get("buka"), isi.get("tutup")
        if buka and tutup and tutup <= buka:
            waktu = format_waktu(buka, self.pemda)
            self.add_error("tutup", f"Waktu tutup harus setelah waktu buka ({waktu}).")
        return isi


def save_jadwal(
    *,
    pengguna: Pengguna,
    pemda: Pemda,
    tahun: int,
    periode: Periode,
    buka: datetime,
    tutup: datetime | None,
    versi: str,
) -> JadwalPengisian:
    """Set the schedule through the service, if it is still as the writer saw it (``versi``).

    Raises JadwalBerubahError when it is not, else what ``set_jadwal`` raises.
    """
    with translate_database_errors(), transaction.atomic():
        rows = JadwalPengisian.objects.select_for_update().filter(pemda=pemda, tahun=tahun, periode=periode)
        if get_versi(rows.first()) != versi:
            raise JadwalBerubahError(
                "Jadwal ini berubah sejak halaman dibuka: oleh pengguna lain, atau oleh Anda di tab lain."
            )
        return set_jadwal(
            pengguna=pengguna, pemda=pemda, tahun=tahun, periode=periode, buka=buka, tutup=tutup
        )


class _PeriodeView(PengaturanMixin, TemplateView):
    """One period of a government: out of scope a 404, without the role a 403."""

    bagian = "jadwal"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Find what the path names."""
        super().setup(request, *args, **kwargs)
        pemda = next((p for p in get_daftar_pemda(self.pengguna) if p.pk == kwargs["pemda_id"]), None)
        if pemda is None or kwargs["periode"] not in PERIODE_JADWAL:
            raise Http404
        self.pemda = pemda
        self.tahun = int(kwargs["tahun"])
        self.periode = Periode(kwargs["periode"])
        self.saat = timezone.now()
        self.jadwal = self.read_jadwal()

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only the admin of the government."""
        if not can_set_jadwal(self.pengguna, self.pemda):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def read_jadwal(self) -> JadwalPengisian | None:
        """The schedule as stored."""
        rows = JadwalPengisian.objects.filter(pemda=self.pemda, tahun=self.tahun, periode=self.periode)
        return rows.first()

    @property
    def nama(self) -> str:
        """``Triwulan I 2023``."""
        return f"{self.periode.label} {self.tahun}"

    @property
    def url_daftar(self) -> str:
        """The list of the year."""
        return f"{reverse('portal:jadwal')}?pemda={self.pemda.pk}&tahun={self.tahun}"

    def build_konteks(self) -> Konteks:
        """What the path names: nothing to choose."""
        return Konteks(
            [
                PilihanKonteks(nama, label, nilai, [(nilai, teks)])
                for nama, label, nilai, teks in (
                    ("pemda", "Pemerintah daerah", str(self.pemda.pk), get_nama_pemda(self.pemda)),
                    ("tahun", "Tahun", str(self.tahun), str(self.tahun)),
                    ("periode", "Periode", self.periode.value, str(self.periode.label)),
                )
            ],
            peran=get_sebutan_peran(self.pengguna),
        )

    def get_remah(self) -> list[Remah]:
        """Pengaturan, schedule, period."""
        return [super().get_remah()[0], Remah("Jadwal pengisian", self.url_daftar), Remah(self.nama)]

    def describe_tersimpan(self) -> str:
        """What is stored now, in words."""
        if self.jadwal is None:
            return "Periode ini tidak dijadwalkan."
        tutup = format_waktu(self.jadwal.tutup, self.pemda) if self.jadwal.tutup else "belum ditentukan"
        return f"Dibuka {format_waktu(self.jadwal.buka, self.pemda)}; ditutup {tutup}."

    def describe_akibat(self) -> list[str]:
        """What closing does, with the offices and values that it concerns (two queries)."""
        kantor = get_scoped_queryset(PerangkatDaerah, self.pengguna).filter(pemda=self.pemda).count()
        isi = (
            get_scoped_queryset(Realisasi, self.pengguna)
            .filter(indikator__opd__pemda=self.pemda, tahun=self.tahun, periode=self.periode, dipakai=True)
            .aggregate(
                jumlah=Count("id"),
                kantor=Count("indikator__opd", distinct=True),
                draf=Count("id", filter=~Q(status=StatusNilai.DISAHKAN)),
            )
        )
        jumlah, di_kantor, draf = (format_angka(isi[nama]) for nama in ("jumlah", "kantor", "draf"))
        nilai = (
            f"{jumlah} nilai yang sudah diisi pada {di_kantor} perangkat daerah tetap tersimpan dan tetap tampil "
            "di tabel capaian."
            if isi["jumlah"]
            else "Belum ada nilai yang diisi pada periode ini; tidak ada yang hilang."
        )
        akibat = [
            f"Perencana pada {format_angka(kantor)} perangkat daerah di {get_nama_pemda(self.pemda)} tidak dapat "
            f"lagi mengisi atau mengubah realisasi {self.nama}.",
            nilai,
        ]
        if isi["draf"]:
            akibat.append(
                f"{draf} nilai belum disahkan; kepala perangkat daerah tetap dapat mengesahkannya setelah ditutup."
            )
        return [*akibat, "Periode dapat dibuka lagi kapan saja dengan mengubah waktu tutupnya."]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The period, its state, what closing does."""
        dasar = {
            "nama": self.nama,
            "nama_pemda": get_nama_pemda(self.pemda),
            "jadwal": self.jadwal,
            "keadaan": get_keadaan(self.jadwal, self.saat),
            "teks_keadaan": describe_keadaan(self.jadwal, self.saat, self.pemda),
            "tersimpan": self.describe_tersimpan(),
            "terbuka": is_periode_terbuka(self.jadwal, self.saat),
            "akibat": self.describe_akibat(),
            "url_daftar": self.url_daftar,
            "url_ubah": reverse("portal:jadwal_ubah", kwargs=self.kwargs),
            "url_tutup": reverse("portal:jadwal_tutup", kwargs=self.kwargs),
        }
        return super().get_context_data(**dasar | kwargs)

    def save(self, *, buka: datetime, tutup: datetime | None, versi: str) -> None:
        """Set the schedule and tell what it is now."""
        lama = get_versi(self.jadwal)
        self.jadwal = save_jadwal(
            pengguna=self.pengguna,
            pemda=self.pemda,
            tahun=self.tahun,
            periode=self.periode,
            buka=buka,
            tutup=tutup,
            versi=versi,
        )
        if get_versi(self.jadwal) == lama:
            messages.info(self.request, f"Tidak ada yang berubah pada jadwal {self.nama}.")
            return
        keadaan = describe_keadaan(self.jadwal, timezone.now(), self.pemda)
        messages.success(
            self.request,
            f"Jadwal {self.nama} {get_nama_pemda(self.pemda)} tersimpan. {self.describe_tersimpan()} "
            f"Keadaan sekarang: {keadaan[:1].lower()}{keadaan[1:]}.",
        )


class JadwalUbahView(_PeriodeView):
    """``/pengaturan/jadwal/<pemda>/<tahun>/<periode>/``: open, move or close a period."""

    template_name = "portal/pengaturan/jadwal_ubah.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form as stored, unless one was typed."""
        kwargs.setdefault("form", JadwalForm(pemda=self.pemda, jadwal=self.jadwal))
        return super().get_context_data(**kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save; what was typed stays in the form when it is refused."""
        form = JadwalForm(request.POST, pemda=self.pemda, jadwal=self.jadwal)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=422)
        isi = form.cleaned_data
        try:
            self.save(buka=isi["buka"], tutup=isi["tutup"], versi=isi["versi"])
        except LayananError as error:
            # Shown with what is stored now; saving again then replaces that on purpose.
            self.jadwal = self.read_jadwal()
            data = request.POST.copy()
            data["versi"] = get_versi(self.jadwal)
            form = JadwalForm(data, pemda=self.pemda, jadwal=self.jadwal)
            return self.render_to_response(self.get_context_data(form=form, konflik=error.pesan), status=409)
        return HttpResponseRedirect(self.url_daftar)


class JadwalTutupView(_PeriodeView):
    """``/pengaturan/jadwal/<pemda>/<tahun>/<periode>/tutup/``: close an open period now, after saying what follows."""

    template_name = "portal/pengaturan/jadwal_tutup.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The state that the reader sees and decides on."""
        return super().get_context_data(versi=get_versi(self.jadwal), **kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Close at this moment."""
        if self.jadwal is None or not is_periode_terbuka(self.jadwal, self.saat):
            return self.render_to_response(self.get_context_data(), status=409)
        try:
            self.save(buka=self.jadwal.buka, tutup=self.saat, versi=request.POST.get("versi", ""))
        except LayananError as error:
            self.jadwal = self.read_jadwal()
            return self.render_to_response(self.get_context_data(konflik=error.pesan), status=409)
        return HttpResponseRedirect(self.url_daftar)
