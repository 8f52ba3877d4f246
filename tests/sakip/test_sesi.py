"""A part of a page never gets the sign-in page; signing in in place is for the user whose page it is."""

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.urls import URLPattern, get_resolver, reverse

from instansi.models import Jejak
from sakip.sesi import TANDA

pytestmark = pytest.mark.django_db

SANDI = "sandi-yang-panjang-sekali"
BAGIAN = {"HX-Request": "true"}
TERBUKA = {"healthz", "readyz", "masuk", "sesi", "keluar"}
CONTOH = {"tahun": 2023, "periode": "TW1", "bagian": "kata-pengantar", "singkatan": "x"}


@pytest.fixture
def budi(django_user_model):
    return django_user_model.objects.create_user("budi", password=SANDI)


def list_alamat():
    """Every address of the portal, with some value for each of its parameters."""

    def walk(patterns, awalan):
        for satu in patterns:
            if not isinstance(satu, URLPattern):
                yield from walk(satu.url_patterns, [*awalan, *([satu.namespace] if satu.namespace else [])])
            elif satu.name and satu.name not in TERBUKA:
                nilai = {nama: CONTOH.get(nama, 1) for nama in satu.pattern.converters}
                yield reverse(":".join([*awalan, satu.name]), kwargs=nilai)

    return sorted(set(walk(get_resolver().url_patterns, [])))


@pytest.mark.parametrize("metode", ["get", "post"])
def test_no_part_of_a_page_is_answered_with_the_sign_in_page(client, metode):
    alamat = list_alamat()
    assert len(alamat) > 30
    for satu in alamat:
        for tajuk in (BAGIAN, BAGIAN | {"HX-Boosted": "true", "HX-Target": "tabel"}):
            response = getattr(client, metode)(satu, headers=tajuk)
            assert (satu, response.status_code, response.get(TANDA)) == (satu, 401, "berakhir")
            assert b"<form" not in response.content


def test_page_still_leads_to_the_sign_in_page(client):
    response = client.get(reverse("ganti_sandi"))
    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=/kata-sandi/")


def test_part_of_the_page_of_another_user_is_refused(client, budi, django_user_model):
    client.force_login(budi)
    lain = django_user_model.objects.create_user("lain")
    alamat = reverse("ganti_sandi_selesai")
    jawaban = [client.get(alamat, headers={"X-Pengguna": str(u.pk)} | BAGIAN) for u in (budi, lain)]
    assert [(r.status_code, r.get(TANDA)) for r in jawaban] == [(200, None), (401, "lain")]


def test_stale_token_of_a_part_can_be_mended(budi):
    client = Client(enforce_csrf_checks=True)
    client.force_login(budi)
    alamat = reverse("ganti_sandi")
    client.get(alamat)
    response = client.post(alamat, headers=BAGIAN | {"X-CSRFToken": "x" * 32})
    assert (response.status_code, response[TANDA]) == (403, "token")
    token = client.get(reverse("sesi")).json()["token"]
    assert client.post(alamat, headers=BAGIAN | {"X-CSRFToken": token}).status_code == 200


def test_page_learns_whose_session_it_is(client, budi):
    isi = client.get(reverse("sesi"), headers=BAGIAN | {"X-Pengguna": str(budi.pk)}).json()
    assert isi == {"pengguna": "", "akun": "", "token": isi["token"]}
    client.force_login(budi)
    isi = client.get(reverse("sesi")).json()
    assert (isi["pengguna"], isi["akun"]) == (str(budi.pk), "budi")


def sign_in_place(client, username, password, pengguna):
    isi = {"username": username, "password": password, "pengguna": str(pengguna)}
    return client.post(reverse("masuk"), isi, headers=BAGIAN)


def test_signing_in_in_place_gives_the_new_token_and_an_audit_row(client, budi):
    response = sign_in_place(client, "budi", SANDI, budi.pk)
    isi = response.json()
    assert (response.status_code, isi["pengguna"]) == (200, str(budi.pk))
    assert isi["token"]
    assert client.session["_auth_user_id"] == str(budi.pk)
    assert list(Jejak.objects.values_list("aksi", flat=True)) == ["masuk"]


@pytest.mark.parametrize("sandi", ["salah", ""])
def test_signing_in_in_place_says_what_is_wrong(client, budi, sandi):
    response = sign_in_place(client, "budi", sandi, budi.pk)
    assert response.status_code == 422
    assert response.json()["galat"]
    assert "_auth_user_id" not in client.session


def test_signing_in_in_place_as_another_user_is_refused(client, budi, django_user_model):
    lain = django_user_model.objects.create_user("lain", password=SANDI)
    client.force_login(lain)
    response = sign_in_place(client, "lain", SANDI, budi.pk)
    assert response.status_code == 422
    assert "akun lain" in response.json()["galat"]
    assert client.session["_auth_user_id"] == str(lain.pk)
    assert not Jejak.objects.exists()


def test_dialog_names_the_account_that_the_browser_uses_now(client, budi):
    alamat = reverse("masuk")
    assert b"<dialog" in client.get(alamat, headers=BAGIAN).content
    client.force_login(budi)
    assert "masuk sebagai <b>budi</b>" in client.get(alamat, headers=BAGIAN).content.decode()


def test_signing_out_twice_ends_at_the_sign_in_page(client, budi):
    client.force_login(budi)
    tujuan = [client.post(reverse("keluar"))["Location"] for _ in range(2)]
    assert tujuan == ["/masuk/", "/masuk/"]
    assert list(Jejak.objects.values_list("aksi", flat=True)) == ["keluar"]


def test_signing_in_in_place_rotates_the_session_key_and_stays_on_the_page(client, budi, settings):
    client.get(reverse("masuk"))
    client.cookies[settings.SESSION_COOKIE_NAME] = sebelum = "kunci-yang-dititipkan-orang-lain"
    isi = {"username": "budi", "password": SANDI, "pengguna": str(budi.pk), "next": "https://jahat.example/"}
    response = client.post(reverse("masuk"), isi, headers=BAGIAN)
    assert (response.status_code, response.get("Location")) == (200, None)
    assert client.session.session_key not in (None, sebelum)


def test_signing_in_in_place_tells_a_wrong_password_and_an_unknown_or_closed_account_alike(client, budi):
    tutup = type(budi).objects.create_user("tutup", password=SANDI, is_active=False)
    jawaban = [
        sign_in_place(client, nama, sandi, pengguna)
        for nama, sandi, pengguna in (
            ("budi", "salah", budi.pk),
            ("tidak-ada", "salah", budi.pk),
            ("tutup", SANDI, tutup.pk),
        )
    ]
    assert len({(satu.status_code, satu.content) for satu in jawaban}) == 1


def test_wrong_passwords_in_place_and_on_the_page_count_together(client, budi, settings):
    settings.AXES_ENABLED = True
    for ke in range(4):
        isi = {"username": "budi", "password": "salah", "pengguna": str(budi.pk)}
        client.post(reverse("masuk"), isi, headers=BAGIAN if ke % 2 else {})
    assert sign_in_place(client, "budi", "salah", budi.pk).status_code == 429
    assert sign_in_place(client, "budi", SANDI, budi.pk).status_code == 429
    assert client.post(reverse("masuk"), {"username": "budi", "password": SANDI}).status_code == 429
    assert not any(SANDI in str(row) or "salah" in str(row) for row in AccessAttempt.objects.values())
