"""Addresses of the screens that read: capaian, rencana, anggaran, derivation, official tables."""

from django.urls import path

from portal import konteks  # noqa: F401 - registers the path converter ``tahun``
from portal.views import anggaran, capaian, derivasi, rencana, tabel

KANTOR = "opd/<slug:singkatan>/<tahun:tahun>/"

urlpatterns = [
    path(f"{KANTOR}capaian/", capaian.CapaianView.as_view(), name="capaian"),
    path(f"{KANTOR}derivasi/<int:indikator_id>/", derivasi.DerivasiView.as_view(), name="derivasi"),
    path(f"{KANTOR}rencana/", rencana.RencanaView.as_view(), name="rencana"),
    path(f"{KANTOR}anggaran/", anggaran.AnggaranView.as_view(), name="anggaran"),
    path(
        f"{KANTOR}anggaran/<int:simpul_id>/", anggaran.RincianAnggaranView.as_view(), name="rincian_anggaran"
    ),
    path(f"{KANTOR}tabel/", tabel.DaftarTabelView.as_view(), name="daftar_tabel"),
    path(f"{KANTOR}tabel/<slug:kode>/", tabel.TabelView.as_view(), name="tabel"),
]
