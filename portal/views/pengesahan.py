"""Pengesahan: the kepala approves the values of a period, and they are reopened with a reason."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect

from instansi.rules import can_buka_pengesahan, can_sahkan
from kinerja.models import Indikator
from kinerja.services import buka_pengesahan, sahkan_periode
from portal.forms import AlasanForm
from portal.queries.pengesahan import BarisSahkan, DaftarSahkan
from portal.tables.pengesahan import SahkanTable
from portal.views.isian import DITOLAK, KONFLIK, IsianView
from sakip.kit.errors import LayananError
from sakip.kit.kerangka import Remah
from sakip.kit.sidik import TampilanBerubahError, read_terlihat, write_terlihat


class SahkanView(IsianView):
    """The kepala approves the drafts of a period that he sees; what changed meanwhile is shown and not approved."""

    template_name = "portal/isian/sahkan.html"
    akses = staticmethod(can_sahkan)

    def get_remah(self) -> list[Remah]:
        """Office, entry screen, approval."""
        return [
            *super().get_remah()[:-1],
            Remah("Sahkan realisasi", self.alamat_halaman),
            Remah("Pengesahan"),
        ]

    @property
    def halaman(self) -> tuple[object, ...]:
        """What the signed values of this page belong to."""
        return ("sahkan", self.opd.pk, self.tahun, self.periode.value, self.pengguna.pk)

    @cached_property
    def sahkan(self) -> DaftarSahkan:
        """What is about to be approved and what is still missing."""
        return DaftarSahkan(self.daftar)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The values, the blanks, and the fingerprint of what is approved."""
        daftar = self.sahkan
        judul = f"Realisasi {self.periode.label} {self.tahun}"
        return super().get_context_data(
            **kwargs,
            sahkan=daftar,
            table=SahkanTable(daftar.terisi, judul=judul),
            terlihat=write_terlihat(daftar.terlihat, *self.halaman),
            url_halaman=self.alamat_halaman,
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve what was seen."""
        try:
            jumlah = sahkan_periode(
                pengguna=self.pengguna,
                opd=self.opd,
                tahun=self.tahun,
                periode=self.periode.value,
                sidik=request.POST.get("sidik", ""),
            )
        except TampilanBerubahError as error:
            terlihat = read_terlihat(request.POST.get("terlihat", ""), *self.halaman)
            perubahan = self.sahkan.list_perubahan(terlihat)
            konteks = self.get_context_data(galat=error.pesan, perubahan=perubahan)
            return self.render_to_response(konteks, status=KONFLIK)
        except LayananError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(
                request, f"{jumlah} nilai {self.periode.label} {self.tahun} disahkan dan terkunci."
            )
        return HttpResponseRedirect(self.alamat_halaman)


class BukaPengesahanView(IsianView):
    """The kepala or the admin makes approved values drafts again: those of the period, or that of one indikator."""

    template_name = "portal/isian/buka.html"
    akses = staticmethod(can_buka_pengesahan)

    def get_remah(self) -> list[Remah]:
        """Office, entry screen, reopening."""
        return [*super().get_remah()[:-1], Remah("Realisasi", self.alamat_halaman), Remah("Buka kembali")]

    @cached_property
    def indikator(self) -> Indikator | None:
        """The indikator of the address, None for the whole period; another office's is a 404."""
        pk = self.kwargs.get("indikator_id")
        if pk is None:
            return None
        satu: Indikator | None = Indikator.objects.filter(opd=self.opd, pk=pk).first()
        if satu is None:
            raise Http404
        return satu

    @cached_property
    def dibuka(self) -> list[BarisSahkan]:
        """What becomes a draft again."""
        semua = DaftarSahkan(self.daftar).disahkan
        return [satu for satu in semua if self.indikator is None or satu.indikator.pk == self.indikator.pk]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The values, the form, and whether the planner can type at all."""
        dasar = {"form": AlasanForm(), "indikator": self.indikator, "dibuka": self.dibuka}
        judul = f"Nilai {self.periode.label} {self.tahun} yang dibuka kembali"
        return super().get_context_data(
            **dasar | kwargs, table=SahkanTable(self.dibuka, judul=judul), url_halaman=self.alamat_halaman
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Reopen."""
        indikator = self.indikator
        form = AlasanForm(request.POST)
        if not form.is_valid():
            return self.render_to_response(self.get_context_data(form=form), status=DITOLAK)
        try:
            jumlah = buka_pengesahan(
                pengguna=self.pengguna,
                opd=self.opd,
                tahun=self.tahun,
                periode=self.periode.value,
                alasan=form.cleaned_data["alasan"],
                indikator=indikator,
            )
        except LayananError as error:
            messages.error(request, error.pesan)
        else:
            lanjut = (
                "Perencana dapat mengubahnya, lalu kepala mengesahkannya lagi."
                if self.daftar.status.terbuka
                else "Pengisian sedang tertutup: admin pemda perlu membuka jadwalnya agar perencana dapat mengubahnya."
            )
            messages.success(
                request, f"{jumlah} nilai {self.periode.label} {self.tahun} dibuka kembali. {lanjut}"
            )
        return HttpResponseRedirect(self.alamat_halaman)
