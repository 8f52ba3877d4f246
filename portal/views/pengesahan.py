"""Pengesahan: the kepala approves the values of a period."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from instansi.rules import can_sahkan
from kinerja.services import sahkan_periode
from portal.views.isian import IsianView
from sakip.kit.errors import LayananError
from sakip.kit.kerangka import Remah


class SahkanView(IsianView):
    """The kepala approves the drafts of a period, after reading what that means."""

    template_name = "portal/isian/sahkan.html"
    akses = staticmethod(can_sahkan)

    def get_remah(self) -> list[Remah]:
        """Office, entry screen, approval."""
        return [
            *super().get_remah()[:-1],
            Remah("Sahkan realisasi", self.alamat_halaman),
            Remah("Pengesahan"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """What is about to be approved and what is still missing."""
        belum = [satu for satu in self.daftar.baris if not satu.terisi]
        return super().get_context_data(**kwargs, belum=belum, url_halaman=self.alamat_halaman)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approve."""
        try:
            jumlah = sahkan_periode(
                pengguna=self.pengguna, opd=self.opd, tahun=self.tahun, periode=self.periode.value
            )
        except LayananError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(
                request, f"{jumlah} nilai {self.periode.label} {self.tahun} disahkan dan terkunci."
            )
        return HttpResponseRedirect(self.alamat_halaman)
