"""Guessing passwords: the same answer for every reason, counted by account and address, also behind a proxy."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from sakip.backends import get_client_address

pytestmark = pytest.mark.django_db

SANDI = "sandi-yang-panjang-sekali"


def masuk(client, username, password="salah", **extra):
    return client.post(reverse("masuk"), {"username": username, "password": password}, **extra)


@pytest.mark.parametrize(
    ("username", "password"),
    [("tidak-ada", SANDI), ("budi", "salah"), ("nonaktif", SANDI), ("nonaktif", "salah"), ("contoh", SANDI)],
)
def test_every_refusal_reads_the_same(client, settings, django_user_model, username, password):
    settings.IS_PRODUCTION = True
    django_user_model.objects.create_user("budi", password=SANDI)
    django_user_model.objects.create_user("nonaktif", password=SANDI, is_active=False)
    django_user_model.objects.create_user("contoh", password=SANDI, contoh=True)
    response = masuk(client, username, password)
    assert response.status_code == 200
    form = response.context["form"]
    assert form.errors.as_data()["__all__"][0].code == "invalid_login"
    assert list(form.errors) == ["__all__"]


def test_unknown_account_costs_a_hash_like_a_known_one(client, django_user_model, monkeypatch):
    """The work is counted instead of the time, which a busy machine would blur."""
    from django.contrib.auth import hashers

    hitung = []
    asli = hashers.MD5PasswordHasher.encode

    def encode(self, password, salt):
        hitung.append(1)
        return asli(self, password, salt)

    django_user_model.objects.create_user("budi", password=SANDI)
    monkeypatch.setattr(hashers.MD5PasswordHasher, "encode", encode)
    jumlah = []
    for nama in ("budi", "tidak-ada"):
        hitung.clear()
        masuk(client, nama)
        jumlah.append(len(hitung))
    assert jumlah[0] == jumlah[1] == 1


def test_lockout_answers_the_same_for_an_unknown_account(client, settings, django_user_model):
    settings.AXES_ENABLED = True
    django_user_model.objects.create_user("budi", password=SANDI)
    jawaban = {nama: [masuk(client, nama).status_code for _ in range(6)] for nama in ("budi", "tidak-ada")}
    assert jawaban["budi"] == jawaban["tidak-ada"] == [200, 200, 200, 200, 429, 429]


def test_lockout_behind_a_proxy_concerns_the_visitors_address_only(client, settings, django_user_model):
    settings.AXES_ENABLED = True
    settings.BEHIND_PROXY = True
    django_user_model.objects.create_user("budi", password=SANDI)
    penyerang = {"headers": {"X-Forwarded-For": "10.0.0.9, 203.0.113.9"}}
    for _ in range(5):
        masuk(client, "budi", **penyerang)
    assert masuk(client, "budi", SANDI, **penyerang).status_code == 429
    # What the visitor writes into the header himself does not free him.
    palsu = {"headers": {"X-Forwarded-For": "198.51.100.7, 203.0.113.9"}}
    assert masuk(client, "budi", SANDI, **palsu).status_code == 429
    lain = {"headers": {"X-Forwarded-For": "203.0.113.10"}}
    assert masuk(client, "budi", SANDI, **lain).status_code == 302


@pytest.mark.parametrize(
    ("proxy", "header", "alamat"),
    [
        (False, "203.0.113.9", "127.0.0.1"),
        (True, "203.0.113.9", "203.0.113.9"),
        (True, "1.2.3.4, 203.0.113.9", "203.0.113.9"),
        (True, "2001:db8::1", "2001:db8::1"),
        (True, "bukan alamat", "127.0.0.1"),
        (True, "", "127.0.0.1"),
    ],
)
def test_client_address(settings, proxy, header, alamat):
    settings.BEHIND_PROXY = proxy
    request = RequestFactory().get("/", headers={"X-Forwarded-For": header})
    assert get_client_address(request) == alamat
