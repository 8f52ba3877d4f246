"""Isi realisasi: all indicators of an office for a period on one screen."""

from django.views.generic import TemplateView

from kinerja.enums import Periode
from portal.konteks import KantorMixin


class IsianView(KantorMixin, TemplateView):
    """The entry screen."""

    template_name = "portal/isian/isian.html"
    navigasi_aktif = "isian"
    remah_label = "Isi realisasi"
    pilihan_periode = tuple(Periode)
    periode_bawaan = Periode.TW1
