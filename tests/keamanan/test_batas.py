"""What a request may bring and cost."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sakip.middleware import read_length, take_lock, take_place
from tests import builders

pytestmark = pytest.mark.django_db

BESAR = 3 << 20


def kirim(client, alamat, ukuran):
    return client.post(alamat, {"berkas": SimpleUploadedFile("a.pdf", b"0" * ukuran)})


@pytest.fixture
def kantor():
    opd = builders.create_opd()
    return opd, {"singkatan": opd.singkatan, "tahun": 2023}


def test_visitor_brings_no_file(client):
    response = kirim(client, reverse("masuk"), BESAR)
    assert response.status_code == 413
    assert "Kiriman terlalu besar" in response.content.decode()


def test_signed_in_user_brings_a_file_up_to_the_limit(client, settings, kantor):
    opd, jalur = kantor
    client.force_login(builders.create_kepala(opd))
    alamat = reverse("portal:laporan_verifikasi", kwargs=jalur)
    assert kirim(client, alamat, BESAR).status_code == 200
    settings.BODY_LIMIT = BESAR
    assert kirim(client, alamat, BESAR).status_code == 413


def test_form_without_file_is_bounded(client, kantor):
    opd, jalur = kantor
    client.force_login(builders.create_kepala(opd))
    alamat = reverse("portal:laporan_bagian", kwargs={**jalur, "bagian": "kata-pengantar"})
    assert client.post(alamat, {"teks": "a" * BESAR}).status_code == 400
    assert client.post(alamat, {f"b{n}": "1" for n in range(5001)}).status_code == 400


@pytest.mark.parametrize(
    ("teks", "bytes_"), [("", 0), ("12", 12), ("-1", 0), ("²", 0), ("9" * 5000, int("9" * 18)), ("1e9", 0)]
)
def test_length_of_a_body(teks, bytes_):
    assert read_length(teks) == bytes_


@pytest.fixture
def pratinjau(client, kantor):
    opd, jalur = kantor
    user = builders.create_kepala(opd)
    client.force_login(user)
    return user, reverse("portal:laporan_pratinjau", kwargs=jalur)


@pytest.mark.parametrize("method", ["get", "head"])
def test_second_preview_of_a_user_waits_for_the_first(client, pratinjau, method):
    user, alamat = pratinjau
    with take_lock(f"pengguna-{user.pk}"):
        response = getattr(client, method)(alamat)
        assert (response.status_code, response["Retry-After"]) == (429, "15")
    assert client.get(alamat).status_code == 302  # a report without data says so on its page


def test_previews_of_the_server_are_bounded(client, settings, pratinjau):
    settings.COSTLY_TOGETHER = 2
    _, alamat = pratinjau
    with take_lock("tempat-1"), take_lock("tempat-2"):
        response = client.get(alamat)
    assert response.status_code == 503
    assert "beberapa dokumen sekaligus" in response.content.decode()


def test_second_signing_of_a_user_waits_for_the_first(client, pratinjau):
    user, alamat = pratinjau
    with take_lock(f"pengguna-{user.pk}"):
        assert client.post(alamat.replace("pratinjau.pdf", "tanda-tangan/")).status_code == 429


def test_lock_is_held_once_and_given_back():
    with take_lock("uji") as satu, take_lock("uji") as dua:
        assert (satu, dua) == (True, False)
    with take_lock("uji") as lagi:
        assert lagi


def test_places_are_counted_over_threads():
    def ambil(_):
        with take_place(2) as dapat:
            hasil.append(dapat)
            gerbang.wait()

    import threading

    hasil: list[bool] = []
    gerbang = threading.Barrier(5)
    with ThreadPoolExecutor(5) as kolam:
        list(kolam.map(ambil, range(5)))
    assert sorted(hasil) == [False, False, False, True, True]


def test_lock_does_not_stop_a_server_that_cannot_write(settings, tmp_path):
    tempat = tmp_path / "berkas"
    tempat.write_text("bukan folder")
    settings.MEDIA_ROOT = tempat
    with take_lock("uji") as dapat:
        assert dapat
