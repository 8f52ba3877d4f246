"""The passphrase, passwords and names leave no trace in log, database, session or files."""

import logging
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.views.debug import SafeExceptionReporterFilter

from laporan.tanda_tangan import BerkasSertifikatRusakError, create_sertifikat_contoh, read_sertifikat
from sakip.logs import WithoutRequestFilter
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, tetapkan

pytestmark = pytest.mark.django_db

RAHASIA = "Frasa-Rahasia-7741"


@pytest.fixture
def log():
    """What the portal's own handler would print, at the most talkative level."""
    baris: list[str] = []

    class Penampung(logging.Handler):
        def emit(self, record):
            baris.append(self.format(record))

    handler = Penampung()
    handler.addFilter(WithoutRequestFilter())
    root = logging.getLogger()
    root.addHandler(handler)
    tingkat = root.level
    root.setLevel(logging.DEBUG)
    yield baris
    root.removeHandler(handler)
    root.setLevel(tingkat)


def dump_database() -> str:
    return "\n".join(
        repr(row)
        for model in apps.get_models(include_auto_created=True)
        for row in model._base_manager.values()
    )


@pytest.fixture
def penanda(client):
    kantor = create_kantor()
    snapshot = tetapkan(kantor)
    client.force_login(kantor.kepala)
    alamat = reverse(
        "portal:laporan_tanda_tangan", kwargs={"singkatan": kantor.opd.singkatan, "tahun": TAHUN}
    )
    return client, alamat, snapshot.sha256


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [(None, "passphrase"), (b"bukan sertifikat", ""), (b"\x30\x82" + b"\x00" * 100, "")],
    ids=["sandi-salah", "bukan-p12", "p12-rusak"],
)
def test_passphrase_of_a_refused_signature_leaves_no_trace(penanda, log, isi, pesan):
    client, alamat, sidik = penanda
    berkas = SimpleUploadedFile("tte.p12", isi or create_sertifikat_contoh("lain"))
    response = client.post(alamat, {"sidik": sidik, "sertifikat": berkas, "passphrase": RAHASIA})
    assert response.status_code == 422
    assert pesan in response.content.decode().lower()
    assert RAHASIA not in response.content.decode()
    assert RAHASIA not in "\n".join(log)
    assert RAHASIA not in dump_database()
    assert RAHASIA not in repr(dict(client.session))
    media = Path(settings.MEDIA_ROOT)
    assert not any(RAHASIA.encode() in berkas.read_bytes() for berkas in media.rglob("*") if berkas.is_file())


def test_passphrase_of_an_unforeseen_failure_is_hidden(penanda, monkeypatch, log):
    client, alamat, sidik = penanda

    def fail(*args, **kwargs):
        raise RuntimeError("tidak terduga")

    monkeypatch.setattr("laporan.services.tanda_tangan.load_dokumen_beku", fail)
    client = Client(raise_request_exception=False)
    client.cookies = penanda[0].cookies
    berkas = SimpleUploadedFile("tte.p12", create_sertifikat_contoh(RAHASIA))
    response = client.post(alamat, {"sidik": sidik, "sertifikat": berkas, "passphrase": RAHASIA})
    assert response.status_code == 500
    isi = response.content.decode()
    assert "tidak terduga" not in isi
    assert "Traceback" not in isi
    assert RAHASIA not in "\n".join(log)
    assert any("RuntimeError" in baris for baris in log)  # the fault itself is logged
    tersaring = SafeExceptionReporterFilter()
    monkeypatch.setattr(tersaring, "is_active", lambda request: True)
    assert tersaring.get_post_parameters(response.wsgi_request)["passphrase"] == "*" * 20


def test_password_of_a_penetapan_leaves_no_trace(client, settings, log):
    """Wrong ones are counted like those of sign-in, which keeps the form that was sent, without its password."""
    settings.AXES_ENABLED = True
    kantor = create_kantor()
    client.force_login(kantor.kepala)
    alamat = reverse("portal:laporan_tetapkan", kwargs={"singkatan": kantor.opd.singkatan, "tahun": TAHUN})
    for _ in range(2):
        response = client.post(alamat, {"tahun": str(TAHUN), "password": RAHASIA})
        assert RAHASIA not in response.content.decode()
    semua = "\n".join(baris for baris in log if "SELECT" not in baris and "INSERT" not in baris)
    assert kantor.kepala.get_username() not in semua
    assert RAHASIA not in "\n".join(log)
    assert RAHASIA not in dump_database()
    assert RAHASIA not in repr(dict(client.session))


def test_certificate_that_costs_billions_of_rounds_is_not_opened():
    from asn1crypto import pkcs12

    pfx = pkcs12.Pfx.load(create_sertifikat_contoh(RAHASIA))
    pfx["mac_data"]["iterations"] = 2_000_000_000
    with pytest.raises(BerkasSertifikatRusakError):
        read_sertifikat(pfx.dump(force=True), RAHASIA)


def test_sign_in_leaves_neither_name_nor_password_in_the_log(client, settings, django_user_model, log):
    settings.AXES_ENABLED = True
    django_user_model.objects.create_user("nama.orang.198001012005011001", password=RAHASIA)
    for sandi in (RAHASIA + "x",) * 6:
        client.post(reverse("masuk"), {"username": "nama.orang.198001012005011001", "password": sandi})
    client.get("/opd/tidak-ada/2023/?q=nama.orang")
    semua = "\n".join(baris for baris in log if "SELECT" not in baris and "INSERT" not in baris)
    assert "nama.orang" not in semua
    assert RAHASIA not in semua
    assert RAHASIA not in dump_database()


@pytest.mark.parametrize(
    ("kode", "kirim"),
    [
        (400, lambda client: client.get("/masuk/", headers={"Host": "jahat.example"})),
        (404, lambda client: client.get("/tidak/ada/")),
        (403, lambda client: Client(enforce_csrf_checks=True).post("/masuk/", {})),
    ],
)
def test_error_page_is_in_indonesian_and_without_detail(client, kode, kirim):
    response = kirim(client)
    assert response.status_code == kode
    isi = response.content.decode()
    assert 'lang="id"' in isi
    for kata in ("Traceback", "Django", "urlpatterns", "jahat.example", str(Path.cwd())):
        assert kata not in isi
