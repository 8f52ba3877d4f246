"""Penetapan of a report by the kepala, and its withdrawal by the admin."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.generic import TemplateView

from instansi.rules import can_tarik_laporan, can_tetapkan_laporan
from laporan.enums import StatusLaporan
from laporan.forms import TetapkanForm
from laporan.queries import get_snapshot
from laporan.services import Rancangan, read_rancangan, tarik_laporan, tetapkan_laporan
from portal.forms import AlasanForm
from portal.queries.laporan import list_kekurangan
from portal.queries.penetapan import get_terlihat, list_periode, list_perubahan
from portal.views.laporan import DITOLAK, KONFLIK, LaporanMixin
from sakip.akun import confirm_sandi
from sakip.kit.errors import LayananError
from sakip.kit.sidik import TampilanBerubahError, read_terlihat, write_terlihat


@method_decorator(sensitive_post_parameters("password"), name="dispatch")
class TetapkanView(LaporanMixin, TemplateView):
    """Penetapan: what freezes is shown, the year is typed, the password asked."""

    template_name = "portal/laporan/tetapkan.html"
    langkah_label = "Penetapan"
    akses = staticmethod(can_tetapkan_laporan)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What freezes; a report that is set already says so."""
        if self.status != StatusLaporan.DRAF:
            return self.back(messages.INFO, f"Laporan ini sudah {self.status.label.lower()}.")
        return super().get(request, *args, **kwargs)

    @property
    def halaman(self) -> tuple[object, ...]:
        """What the signed values of this page belong to."""
        return ("tetapkan", self.opd.pk, self.tahun, self.pengguna.pk)

    @cached_property
    def rancangan(self) -> Rancangan:
        """What would be frozen now."""
        return read_rancangan(self.opd, self.tahun, pengguna=self.pengguna)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What freezes and what is missing, in the kepala's sight before he answers for it."""
        rancangan = self.rancangan
        dasar = {"form": TetapkanForm(tahun=self.tahun)}
        periode = list_periode(self.opd, tahun=self.tahun, dokumen=self.daftar_dokumen, saat=timezone.now())
        return super().get_context_data(
            **dasar | kwargs,
            kekurangan=list_kekurangan(
                rancangan.isi, url_isian=self.url("portal:isian"), label_isian="Sahkan realisasi"
            ),
            siap="capaian" in rancangan.isi.tabel,
            dokumen_dipakai=rancangan.isi.dokumen,
            rancangan=rancangan,
            terlihat=write_terlihat(get_terlihat(rancangan), *self.halaman),
            daftar_periode=[(satu, self.url("portal:isian", periode=satu.periode.value)) for satu in periode],
            draf=len(rancangan.disahkan),
            terbuka=[str(satu.periode.label) for satu in periode if satu.status.terbuka],
            url_pdf=self.url("portal:laporan_pratinjau"),
        )

    @sensitive_variables("form")
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Set what was seen; a refusal keeps the page and says why."""
        if self.status != StatusLaporan.DRAF:
            return self.back(messages.INFO, f"Laporan ini sudah {self.status.label.lower()}.")
        form = TetapkanForm(request.POST, tahun=self.tahun)
        if form.is_valid() and not confirm_sandi(request, form.cleaned_data["password"]):
            form.add_error("password", "Kata sandi salah.")
        if not form.is_valid():
            galat = "Laporan belum ditetapkan. Periksa tahun dan kata sandi pada akhir halaman ini."
            return self.refuse(DITOLAK, form=form, galat=galat)
        try:
            tetapkan_laporan(
                pengguna=self.pengguna, opd=self.opd, tahun=self.tahun, sidik=request.POST.get("sidik", "")
            )
        except TampilanBerubahError as error:
            terlihat = read_terlihat(request.POST.get("terlihat", ""), *self.halaman)
            return self.refuse(KONFLIK, galat=error.pesan, perubahan=list_perubahan(self.rancangan, terlihat))
        except LayananError as error:
            return self.refuse(DITOLAK, galat=error.pesan)
        return self.back(
            messages.SUCCESS, f"Laporan tahun {self.tahun} ditetapkan. Data dan teksnya dibekukan."
        )

    def refuse(self, status: int, **konteks: Any) -> HttpResponse:
        """The page with what is wrong and a fresh fingerprint; year and password are typed again."""
        return self.render_to_response(self.get_context_data(**konteks), status=status)


class TarikView(LaporanMixin, TemplateView):
    """The admin takes a set report back, with a reason, before it is signed."""

    template_name = "portal/laporan/tarik.html"
    langkah_label = "Penarikan"
    akses = staticmethod(can_tarik_laporan)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """What a withdrawal does; a draf and a signed report say that there is nothing to take back."""
        if self.status == StatusLaporan.DRAF:
            return self.back(messages.INFO, "Laporan masih draf. Tidak ada penetapan yang dapat ditarik.")
        if self.status == StatusLaporan.DITANDATANGANI:
            return self.back(messages.INFO, "Laporan sudah ditandatangani dan tidak dapat ditarik.")
        return super().get(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The frozen copy and the form."""
        dasar = {"form": AlasanForm(), "snapshot": get_snapshot(self.laporan)}
        return super().get_context_data(**dasar | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Take it back."""
        form = AlasanForm(request.POST)
        if not form.is_valid():
            if self.status != StatusLaporan.DITETAPKAN:
                return self.get(request, *args, **kwargs)
            return self.render_to_response(self.get_context_data(form=form), status=DITOLAK)
        try:
            tarik_laporan(
                pengguna=self.pengguna,
                opd=self.opd,
                tahun=self.tahun,
                alasan=form.cleaned_data["alasan"],
                sidik=request.POST.get("sidik", ""),
            )
        except LayananError as error:
            return self.back(messages.ERROR, error.pesan)
        return self.back(
            messages.SUCCESS,
            f"Laporan tahun {self.tahun} ditarik dan kembali menjadi draf. Salinan bekunya tetap disimpan.",
        )
