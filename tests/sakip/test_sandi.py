"""Signing in, the password, and the pages of refusals speak Indonesian, whatever goes wrong."""

import html
import re

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

pytestmark = pytest.mark.django_db

SANDI = "sandi-yang-panjang-sekali"
INGGRIS = re.compile(
    r"\b(the|this|that|and|your|you|is|are|was|not|with|too|must|please|enter|password|username|field|required|invalid"
    r"|correct|match|change|log ?in|sign|out|forbidden|found|error|server|request|page|back|contain|at least|similar"
    r"|common|numeric|account|locked|attempts)\b",
    re.IGNORECASE,
)
SERAPAN = {"server"}  # words of Indonesian too


def find_english(halaman: str) -> list[str]:
    """English words in what a page shows or reads aloud."""
    isi = re.sub(r"(?s)<(script|style|svg)\b.*?</\1>|<!--.*?-->", " ", halaman)
    dibaca = re.findall(r'(?:aria-label|placeholder|title|alt|data-terkunci|data-putus)="([^"]*)"', isi)
    teks = html.unescape(" ".join([re.sub(r"<[^>]+>", " ", isi), *dibaca]))
    return sorted({kata.lower() for kata in INGGRIS.findall(teks)} - SERAPAN)


def test_finder_sees_english():
    assert find_english('<p title="Back">Please enter a <b>correct</b> password</p>') == [
        "back",
        "correct",
        "enter",
        "password",
        "please",
    ]


@pytest.fixture
def masuk(client, django_user_model):
    user = django_user_model.objects.create_user(
        "budi.santoso", "budi.santoso@contoh.test", SANDI, first_name="Hartono", last_name="Wicaksana"
    )
    client.force_login(user)
    return client


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({"username": "budi", "password": "salah"}, "Nama pengguna atau kata sandi salah."),
        ({"username": "", "password": ""}, "Isi nama pengguna."),
        ({"username": "budi", "password": ""}, "Isi kata sandi."),
        ({"username": "x" * 300, "password": "salah"}, "Nama pengguna atau kata sandi salah."),
        ({"username": "budi\x00", "password": "salah"}, "Karakter null"),
    ],
)
def test_sign_in_page_speaks_indonesian(client, isi, pesan):
    halaman = client.post(reverse("masuk"), isi).content.decode()
    assert pesan in halaman
    assert find_english(halaman) == []
    assert find_english(client.get(reverse("masuk"), {"next": "/ikhtisar/"}).content.decode()) == []
    assert find_english(client.get(reverse("masuk"), headers={"HX-Request": "true"}).content.decode()) == []


def test_lockout_speaks_indonesian(client, settings):
    settings.AXES_ENABLED = True
    isi = {"username": "budi", "password": "salah"}
    response = [client.post(reverse("masuk"), isi) for _ in range(6)][-1]
    assert response.status_code == 429
    assert find_english(response.content.decode()) == []


@pytest.mark.parametrize(
    ("lama", "baru", "ulang", "pesan"),
    [
        ("salah", "sandi-baru-sekali", "sandi-baru-sekali", "Kata sandi lama salah."),
        ("", "", "", "Kata sandi baru belum diisi."),
        (SANDI, "sandi-baru-sekali", "sandi-baru-lain", "Kedua kata sandi baru tidak sama."),
        (SANDI, "pendek", "pendek", "paling sedikit 10 huruf atau angka"),
        (SANDI, "budi.santoso1", "budi.santoso1", "terlalu mirip dengan nama pengguna Anda"),
        (SANDI, "hartono-hartono", "hartono-hartono", ""),
        (SANDI, "wicaksana1", "wicaksana1", "terlalu mirip dengan nama belakang Anda"),
        (SANDI, "password123", "password123", "terlalu umum dipakai"),
        (SANDI, "8391750264", "8391750264", "tidak boleh hanya angka"),
    ],
)
def test_change_of_password_speaks_indonesian(masuk, lama, baru, ulang, pesan):
    isi = {"old_password": lama, "new_password1": baru, "new_password2": ulang}
    response = masuk.post(reverse("ganti_sandi"), isi)
    halaman = response.content.decode()
    if pesan:
        assert response.status_code == 200
        assert pesan in halaman
    assert find_english(halaman) == []


def test_change_of_password_names_its_rules_and_ends_in_indonesian(masuk):
    halaman = masuk.get(reverse("ganti_sandi")).content.decode()
    for aturan in ("Paling sedikit 10", "Tidak mirip", "Bukan kata sandi yang umum", "Tidak hanya angka"):
        assert aturan in halaman
    assert find_english(halaman) == []
    assert find_english(masuk.get(reverse("ganti_sandi_selesai")).content.decode()) == []


@pytest.mark.parametrize("nama", ["400", "403", "403_csrf", "404", "413", "429", "500"])
def test_pages_of_refusals_speak_indonesian(nama):
    for sendiri in (True, False):
        assert find_english(render_to_string(f"{nama}.html", {"sendiri": sendiri})) == []
