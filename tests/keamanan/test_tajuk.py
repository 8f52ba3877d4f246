"""Headers and cookies."""

import pytest
from django.http import HttpResponse
from django.urls import reverse

from tests import builders

pytestmark = pytest.mark.django_db


def parse_csp(response):
    return {
        bagian.split()[0]: bagian.split()[1:]
        for bagian in response["Content-Security-Policy"].split(";")
        if bagian.strip()
    }


@pytest.fixture
def halaman(client):
    opd = builders.create_opd()
    client.force_login(builders.create_perencana(opd))
    return client.get(reverse("portal:beranda_kantor", kwargs={"singkatan": opd.singkatan, "tahun": 2023}))


@pytest.mark.parametrize(
    ("arahan", "nilai"),
    [
        ("default-src", ["'self'"]),
        ("script-src", ["'self'"]),
        ("style-src", ["'self'"]),
        ("connect-src", ["'self'"]),
        ("form-action", ["'self'"]),
        ("object-src", ["'none'"]),
        ("base-uri", ["'none'"]),
        ("frame-ancestors", ["'none'"]),
    ],
)
def test_policy_allows_only_the_portal(halaman, arahan, nilai):
    assert parse_csp(halaman)[arahan] == nilai


def test_personal_page_is_kept_by_no_cache(halaman):
    assert halaman["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("alamat", ["/masuk/", "/tidak-ada/", "/opd/lain/2023/"])
def test_every_answer_says_how_it_may_be_kept(client, alamat):
    response = client.get(alamat)
    assert "private" in response["Cache-Control"]


def test_view_may_say_otherwise(rf):
    from sakip.middleware import HeadersMiddleware

    def view(request):
        return HttpResponse(headers={"Cache-Control": "max-age=60"})

    assert HeadersMiddleware(view)(rf.get("/"))["Cache-Control"] == "max-age=60"


def test_no_device_and_no_foreign_page(halaman):
    for fitur in ("camera", "geolocation", "microphone", "payment"):
        assert f"{fitur}=()" in halaman["Permissions-Policy"]
    assert halaman["Cross-Origin-Resource-Policy"] == "same-origin"
    assert halaman["Cross-Origin-Opener-Policy"] == "same-origin"
    assert halaman["Referrer-Policy"] == "same-origin"
    assert halaman["X-Content-Type-Options"] == "nosniff"
    assert halaman["X-Frame-Options"] == "DENY"


def test_cookies_are_out_of_reach_of_scripts(client, django_user_model):
    django_user_model.objects.create_user("budi", password="sandi-yang-panjang-sekali")
    client.get(reverse("masuk"))
    client.post(reverse("masuk"), {"username": "budi", "password": "sandi-yang-panjang-sekali"})
    for nama in ("csrftoken", "sessionid"):
        kue = client.cookies[nama]
        assert kue["httponly"]
        assert kue["samesite"] == "Lax"
        assert kue["path"] == "/"


def test_page_holds_no_inline_script_or_style(halaman):
    import re

    isi = halaman.content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)", isi)
    assert not re.search(r"\son[a-z]+=", isi)
    assert not re.search(r"\sstyle=|<style", isi)
    assert '"allowEval":false' in isi
    assert '"historyCacheSize":0' in isi  # htmx keeps no page in the browser
