"""Who signs in gets a new session; who may no longer be here is out with the next request."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from instansi.models import Jejak, Penugasan
from tests import builders

pytestmark = pytest.mark.django_db

SANDI = "sandi-yang-panjang-sekali"


@pytest.fixture
def akun():
    opd = builders.create_opd()
    user = builders.create_perencana(opd)
    user.set_password(SANDI)
    user.save()
    return user, reverse("portal:beranda_kantor", kwargs={"singkatan": opd.singkatan, "tahun": 2023})


def masuk(client, user, **lain):
    return client.post(reverse("masuk"), {"username": user.username, "password": SANDI} | lain)


def test_session_planted_before_signing_in_is_not_taken_over(client, akun):
    user, _ = akun
    session = client.session
    session["tanda"] = "penyerang"
    session.save()
    sebelum = session.session_key
    masuk(client, user)
    assert client.session.session_key != sebelum
    assert client.session["_auth_user_id"] == str(user.pk)


def test_session_key_of_a_visitor_is_not_accepted(client, akun):
    user, _ = akun
    client.cookies["sessionid"] = "a" * 32
    masuk(client, user)
    assert client.session.session_key != "a" * 32


@pytest.mark.parametrize(
    "tujuan",
    [
        "https://jahat.example/",
        "//jahat.example/",
        "///jahat.example/",
        "/\\jahat.example/",
        "javascript:alert(1)",
        "http:jahat.example",
    ],
)
def test_sign_in_leads_to_no_other_site(client, akun, tujuan):
    response = masuk(client, akun[0], next=tujuan)
    assert (response.status_code, response["Location"]) == (302, "/")


def test_password_change_ends_the_other_sessions(akun):
    user, alamat = akun
    satu, dua = Client(), Client()
    for client in (satu, dua):
        masuk(client, user)
        assert client.get(alamat).status_code == 200
    lama = satu.session.session_key
    baru = "kalimat-lain-yang-panjang"
    response = satu.post(
        reverse("ganti_sandi"), {"old_password": SANDI, "new_password1": baru, "new_password2": baru}
    )
    assert response.status_code == 302
    assert satu.session.session_key != lama
    assert satu.get(alamat).status_code == 200
    assert dua.get(alamat)["Location"].startswith("/masuk/")


def test_sign_out_ends_the_session_on_the_server(client, akun):
    user, alamat = akun
    masuk(client, user)
    kunci = client.session.session_key
    client.post(reverse("keluar"))
    client.cookies["sessionid"] = kunci
    assert client.get(alamat)["Location"].startswith("/masuk/")


def test_disabled_account_is_out_at_once(client, akun):
    user, alamat = akun
    masuk(client, user)
    type(user).objects.filter(pk=user.pk).update(is_active=False)
    assert client.get(alamat)["Location"].startswith("/masuk/")


def test_demo_account_is_out_when_the_portal_turns_to_production(client, akun, settings):
    user, alamat = akun
    type(user).objects.filter(pk=user.pk).update(contoh=True)
    masuk(client, user)
    settings.IS_PRODUCTION = True
    assert client.get(alamat)["Location"].startswith("/masuk/")


@pytest.mark.parametrize("batas", [{"selesai": -1}, {"mulai": 1}])
def test_assignment_out_of_force_opens_nothing(client, akun, batas):
    user, alamat = akun
    masuk(client, user)
    assert client.get(alamat).status_code == 200
    hari = {nama: timezone.localdate() + timedelta(days=n) for nama, n in batas.items()}
    Penugasan.objects.filter(pengguna=user).update(**hari)
    assert client.get(alamat).status_code == 404


def test_account_events_are_in_the_audit_without_address(client, akun):
    user, _ = akun
    masuk(client, user)
    baru = "kalimat-lain-yang-panjang"
    client.post(reverse("ganti_sandi"), {"old_password": SANDI, "new_password1": baru, "new_password2": baru})
    client.post(reverse("keluar"))
    rows = list(Jejak.objects.filter(objek_jenis="instansi.pengguna").order_by("id"))
    assert [row.aksi for row in rows] == ["masuk", "ganti_sandi", "keluar"]
    assert {(row.pengguna_id, row.opd_id, row.sebelum, row.sesudah) for row in rows} == {
        (user.pk, None, None, None)
    }


def test_failed_sign_in_and_refused_password_are_no_events(client, akun):
    client.post(reverse("masuk"), {"username": akun[0].username, "password": "salah"})
    assert not Jejak.objects.exists()
