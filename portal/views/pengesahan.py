"""Pengesahan: the kepala approves the values of a period."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

from instansi.rules import can_sahkan
from kinerja.services import sahkan_periode
from portal.queries.pengesahan import DaftarSahkan
from portal.tables.pengesahan import SahkanTable
from portal.views.isian import KONFLIK, IsianView
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
            table=SahkanTable(daftar.baris, judul=judul),
            terlihat=write_terlihat(daftar.terlihat),
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
            perubahan = self.sahkan.list_perubahan(read_terlihat(request.POST.get("terlihat", "")))
            konteks = self.get_context_data(galat=error.pesan, perubahan=perubahan)
            return self.render_to_response(konteks, status=KONFLIK)
        except LayananError as error:
            messages.error(request, error.pesan)
        else:
            messages.success(
                request, f"{jumlah} nilai {self.periode.label} {self.tahun} disahkan dan terkunci."
            )
        return HttpResponseRedirect(self.alamat_halaman)
