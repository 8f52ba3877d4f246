"""Beranda: where am I, what is the state, what is expected of me."""

from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.views.generic import TemplateView

from portal.konteks import (
    KantorMixin,
    get_daftar_dokumen,
    get_daftar_kantor,
    get_kantor_bawaan,
    get_pengguna,
    get_tahun_bawaan,
    get_url_kantor,
)


class BerandaView(TemplateView):
    """The first page after signing in: leads to the office's beranda."""

    template_name = "portal/beranda.html"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Go to the beranda of the office chosen last."""
        opd = get_kantor_bawaan(request, get_daftar_kantor(get_pengguna(request)))
        if opd is not None:
            tahun = get_tahun_bawaan(request, get_daftar_dokumen(opd))
            return HttpResponseRedirect(get_url_kantor("portal:beranda_kantor", opd, tahun))
        return super().dispatch(request, *args, **kwargs)


class BerandaKantorView(KantorMixin, TemplateView):
    """The beranda of an office and year."""

    template_name = "portal/beranda_kantor.html"
    navigasi_aktif = "beranda"
