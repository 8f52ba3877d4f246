"""Addresses of the portal."""

from django.contrib.auth.views import LoginView, LogoutView, PasswordChangeDoneView, PasswordChangeView
from django.urls import include, path

from sakip import kesehatan

urlpatterns = [
    path("healthz", kesehatan.healthz, name="healthz"),
    path("readyz", kesehatan.readyz, name="readyz"),
    path("masuk/", LoginView.as_view(redirect_authenticated_user=True), name="masuk"),
    path("keluar/", LogoutView.as_view(), name="keluar"),
    path("kata-sandi/", PasswordChangeView.as_view(success_url="selesai/"), name="ganti_sandi"),
    path("kata-sandi/selesai/", PasswordChangeDoneView.as_view(), name="ganti_sandi_selesai"),
    path("", include("portal.urls")),
]
