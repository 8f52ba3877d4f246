"""Addresses of the portal."""

from django.contrib.auth.views import PasswordChangeDoneView
from django.urls import include, path

from sakip import kesehatan
from sakip.akun import GantiSandiView, KeluarView, MasukView
from sakip.sesi import SesiView

urlpatterns = [
    path("healthz", kesehatan.healthz, name="healthz"),
    path("readyz", kesehatan.readyz, name="readyz"),
    path("masuk/", MasukView.as_view(), name="masuk"),
    path("masuk/sesi/", SesiView.as_view(), name="sesi"),
    path("keluar/", KeluarView.as_view(), name="keluar"),
    path("kata-sandi/", GantiSandiView.as_view(), name="ganti_sandi"),
    path("kata-sandi/selesai/", PasswordChangeDoneView.as_view(), name="ganti_sandi_selesai"),
    path("", include("portal.urls")),
]
