"""The reports of all offices in scope side by side."""

from functools import cached_property
from typing import Any

from django import forms
from django.views.generic import TemplateView

from portal.filters import Saringan, match_teks
from portal.konteks import LingkupMixin
from portal.tables.laporan import STATUS_TEKS, BarisLaporan, DaftarLaporanTable, list_baris
from sakip.kit.views import TabelMixin


class DaftarLaporanView(LingkupMixin, TabelMixin, TemplateView):
    """``/laporan/?tahun=&q=&status=``."""

    template_name = "portal/laporan/daftar.html"
    navigasi_aktif = "daftar_laporan"
    remah_label = "Daftar laporan"
    table_class = DaftarLaporanTable

    @cached_property
    def saringan(self) -> Saringan:
        """Text and state."""
        cari = forms.TextInput(attrs={"type": "search", "placeholder": "Nama perangkat daerah"})
        return Saringan(
            self.request.GET,
            {
                "q": forms.CharField(label="Cari", required=False, max_length=100, widget=cari),
                "status": forms.ChoiceField(
                    label="Status", required=False, choices=[("", "Semua"), *STATUS_TEKS.items()]
                ),
            },
        )

    def get_table_data(self) -> list[BarisLaporan]:
        """The offices that match."""
        status, cari = self.saringan.get("status"), self.saringan.get("q")
        return [
            satu
            for satu in list_baris(self.daftar_kantor, tahun=self.tahun)
            if status in ("", satu.status) and match_teks(cari, satu.opd.nama_lengkap, satu.opd.singkatan)
        ]

    def get_table_kwargs(self) -> dict[str, Any]:
        """The government only where there are several."""
        satu = len({opd.pemda_id for opd in self.daftar_kantor}) < 2
        return {"judul": f"Laporan kinerja tahun {self.tahun}", "exclude": ("pemda",) if satu else ()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The list and its filters."""
        return super().get_context_data(
            **kwargs, saringan=self.saringan, jumlah=len(self.daftar_kantor), lingkup=self.nama_lingkup
        )
