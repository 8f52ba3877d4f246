"""Ikhtisar: all offices in scope side by side."""

from functools import cached_property
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView

from instansi.rules import can_view_all
from portal.filters import SaringanCari, match_teks
from portal.konteks import LingkupMixin
from portal.tables.ikhtisar import BarisKantor, IkhtisarTable, PemuatKeadaan
from sakip.kit.views import TabelMixin

URUT_TERSIMPAN = {"nama", "pemda"}
"""Columns that are sorted without evaluating any office."""


class IkhtisarView(LingkupMixin, TabelMixin, TemplateView):
    """``/ikhtisar/?tahun=&q=&sort=&page=``: for inspektorat, pimpinan and admin pemda."""

    template_name = "portal/ikhtisar/ikhtisar.html"
    navigasi_aktif = "ikhtisar"
    remah_label = "Ikhtisar"
    table_class = IkhtisarTable

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for those who may see offices side by side."""
        if not can_view_all(self.pengguna):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_tahun_awal(self) -> int:
        """The latest year with values, so that the first look is not an empty one."""
        return max(self.tahun_kantor.bernilai, default=super().get_tahun_awal())

    @cached_property
    def saringan(self) -> SaringanCari:
        """The search."""
        return SaringanCari(self.request.GET, "Nama perangkat daerah")

    def get_table_data(self) -> list[BarisKantor]:
        """The offices that match; their state is read when they are shown."""
        daftar = [
            opd
            for opd in self.daftar_kantor
            if match_teks(self.saringan.get("q"), opd.nama_lengkap, opd.singkatan)
        ]
        pemuat = PemuatKeadaan(daftar, tahun=self.tahun)
        urut = self.request.GET.get("sort", "").lstrip("-")
        if (urut and urut not in URUT_TERSIMPAN) or self.request.GET.get("format"):
            pemuat.load_all()
        return [BarisKantor(opd, pemuat) for opd in daftar]

    def get_table_kwargs(self) -> dict[str, Any]:
        """The government only where there are several."""
        satu = len({opd.pemda_id for opd in self.daftar_kantor}) < 2
        return {
            "judul": f"Ikhtisar perangkat daerah tahun {self.tahun}",
            "exclude": ("pemda",) if satu else (),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list and its search."""
        return super().get_context_data(
            **kwargs, saringan=self.saringan, jumlah=len(self.daftar_kantor), lingkup=self.nama_lingkup
        )
