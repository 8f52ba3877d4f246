"""Addresses of the screens. ``/opd/<singkatan>/<tahun>/...`` carries office and year (see `portal.konteks`)."""

from django.urls import URLPattern, URLResolver, include, path

from portal import konteks  # noqa: F401 - registers the path converter ``tahun``
from portal.views import beranda, ikhtisar, isian, pengesahan

app_name = "portal"

KANTOR = "opd/<slug:singkatan>/<tahun:tahun>/"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", beranda.BerandaView.as_view(), name="beranda"),
    path(KANTOR, beranda.BerandaKantorView.as_view(), name="beranda_kantor"),
    path(f"{KANTOR}isi/", isian.IsianView.as_view(), name="isian"),
    path(f"{KANTOR}isi/sahkan/", pengesahan.SahkanView.as_view(), name="isian_sahkan"),
    path(f"{KANTOR}isi/buka/", pengesahan.BukaPengesahanView.as_view(), name="isian_buka"),
    path(
        f"{KANTOR}isi/<int:indikator_id>/buka/",
        pengesahan.BukaPengesahanView.as_view(),
        name="isian_buka_satu",
    ),
    path(f"{KANTOR}isi/<int:indikator_id>/", isian.BarisView.as_view(), name="isian_baris"),
    path(f"{KANTOR}isi/<int:indikator_id>/riwayat/", isian.RiwayatView.as_view(), name="isian_riwayat"),
    path("ikhtisar/", ikhtisar.IkhtisarView.as_view(), name="ikhtisar"),
    path("", include("portal.urls_pengaturan")),
    path("", include("portal.urls_laporan")),
    path("", include("portal.urls_tabel")),
]
