"""Addresses of the report: its state, texts, preview, penetapan, signature, file; the reports of all offices."""

from django.urls import path

from portal import konteks  # noqa: F401 - registers the path converter ``tahun``
from portal.views import daftar_laporan, laporan, penetapan

LAPORAN = "opd/<slug:singkatan>/<tahun:tahun>/laporan/"

urlpatterns = [
    path("laporan/", daftar_laporan.DaftarLaporanView.as_view(), name="daftar_laporan"),
    path(LAPORAN, laporan.LaporanView.as_view(), name="laporan"),
    path(f"{LAPORAN}narasi/", laporan.NarasiView.as_view(), name="laporan_narasi"),
    path(f"{LAPORAN}narasi/<str:bagian>/", laporan.BagianView.as_view(), name="laporan_bagian"),
    path(
        f"{LAPORAN}narasi/<str:bagian>/kembali/",
        laporan.BagianView.as_view(kembali=True),
        name="laporan_bagian_kembali",
    ),
    path(f"{LAPORAN}pratinjau.pdf", laporan.PratinjauView.as_view(), name="laporan_pratinjau"),
    path(f"{LAPORAN}tetapkan/", penetapan.TetapkanView.as_view(), name="laporan_tetapkan"),
    path(f"{LAPORAN}tarik/", penetapan.TarikView.as_view(), name="laporan_tarik"),
    path(f"{LAPORAN}tanda-tangan/", laporan.TandaTanganView.as_view(), name="laporan_tanda_tangan"),
    path(f"{LAPORAN}unduh/", laporan.UnduhView.as_view(), name="laporan_unduh"),
    path(f"{LAPORAN}verifikasi/", laporan.VerifikasiView.as_view(), name="laporan_verifikasi"),
]
