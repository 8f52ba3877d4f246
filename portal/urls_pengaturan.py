"""Addresses of Pengaturan: the schedule of the periods and the rules of capaian."""

from django.urls import path

from portal import konteks  # noqa: F401 - registers the path converter ``tahun``
from portal.views.pengaturan import aturan, dasar, jadwal, periode

JADWAL = "pengaturan/jadwal/"
PERIODE = f"{JADWAL}<int:pemda_id>/<tahun:tahun>/<slug:periode>/"

urlpatterns = [
    path("pengaturan/", dasar.PengaturanView.as_view(), name="pengaturan"),
    path(JADWAL, jadwal.JadwalView.as_view(), name="jadwal"),
    path(PERIODE, periode.JadwalUbahView.as_view(), name="jadwal_ubah"),
    path(f"{PERIODE}tutup/", periode.JadwalTutupView.as_view(), name="jadwal_tutup"),
    path("pengaturan/aturan/", aturan.AturanView.as_view(), name="aturan"),
]
