"""The screens of the report: who sees what, wrong states, stale texts, the way to the signed file."""

from io import BytesIO

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from instansi.enums import Peran
from laporan.models import Narasi, Snapshot
from laporan.services import simpan_narasi
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, tetapkan

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"


@pytest.fixture
def kantor():
    return create_kantor()


@pytest.fixture
def masuk(client):
    def login(user):
        client.force_login(user, BACKEND)
        return client

    return login


def alamat(kantor, sisa: str = "") -> str:
    return f"/opd/{kantor.opd.singkatan}/{TAHUN}/laporan/{sisa}"


def pesan(response) -> list[str]:
    return [str(satu) for satu in get_messages(response.wsgi_request)]


HALAMAN = [
    "",
    "narasi/",
    "narasi/simpulan/",
    "pratinjau.pdf",
    "tetapkan/",
    "tarik/",
    "tanda-tangan/",
    "unduh/",
    "verifikasi/",
]


@pytest.mark.parametrize("sisa", HALAMAN)
def test_neighbour_gets_404(masuk, kantor, sisa):
    for user in (
        create_kantor().kepala,
        builders.create_pengguna(Peran.INSPEKTORAT, pemda=builders.create_pemda()),
    ):
        assert masuk(user).get(alamat(kantor, sisa)).status_code == 404


@pytest.mark.parametrize(
    ("peran", "sisa", "status"),
    [
        (Peran.PERENCANA, "tetapkan/", 403),
        (Peran.PERENCANA, "tanda-tangan/", 403),
        (Peran.PERENCANA, "narasi/simpulan/", 200),
        (Peran.VERIFIKATOR, "", 200),
        (Peran.VERIFIKATOR, "narasi/", 200),
        (Peran.VERIFIKATOR, "narasi/simpulan/", 403),
        (Peran.VERIFIKATOR, "tetapkan/", 403),
        (Peran.KEPALA, "tetapkan/", 200),
        (Peran.KEPALA, "tanda-tangan/", 302),
        (Peran.KEPALA, "unduh/", 302),
        (Peran.KEPALA, "narasi/lain/", 404),
    ],
)
def test_access_by_role(masuk, kantor, peran, sisa, status):
    user = builders.create_pengguna(peran, opd=kantor.opd)
    assert masuk(user).get(alamat(kantor, sisa)).status_code == status


@pytest.mark.parametrize(
    ("peran", "ditetapkan", "label"),
    [
        (Peran.PERENCANA, False, "Tulis narasi"),
        (Peran.KEPALA, False, "Tetapkan laporan"),
        (Peran.VERIFIKATOR, False, "Lihat pratinjau"),
        (Peran.KEPALA, True, "Tandatangani"),
        (Peran.PERENCANA, True, "Lihat laporan"),
    ],
)
def test_primary_action_follows_role_and_state(masuk, kantor, peran, ditetapkan, label):
    if ditetapkan:
        tetapkan(kantor)
    response = masuk(builders.create_pengguna(peran, opd=kantor.opd)).get(alamat(kantor))
    assert response.context["aksi"][1] == label
    assert response.content.decode().count("btn-primary") == 1


def test_page_names_what_is_missing(masuk, kantor):
    kantor.realisasi.delete()
    response = masuk(kantor.perencana).get(alamat(kantor))
    assert "1 indikator sasaran belum mempunyai realisasi" in response.content.decode()
    assert "Indeks keterbukaan (realisasi belum diisi)" in response.content.decode()


def test_office_without_plan_is_told_what_to_enter(masuk):
    opd = builders.create_opd()
    client = masuk(builders.create_kepala(opd))
    response = client.get(f"/opd/{opd.singkatan}/{TAHUN}/laporan/")
    assert "Belum ada indikator sasaran" in response.content.decode()
    response = client.get(f"/opd/{opd.singkatan}/{TAHUN}/laporan/pratinjau.pdf", follow=True)
    assert any("belum dapat disusun" in satu.message for satu in response.context["messages"])
    assert client.get(f"/opd/{opd.singkatan}/{TAHUN}/laporan/narasi/").status_code == 200


def test_narasi_is_saved_section_by_section(masuk, kantor):
    client = masuk(kantor.perencana)
    response = client.post(
        alamat(kantor, "narasi/simpulan/"), {"teks": "Kami.", "versi": ""}, HTTP_HX_REQUEST="true"
    )
    assert "Tersimpan" in response.content.decode()
    assert Narasi.objects.get().teks == "Kami."
    response = client.post(alamat(kantor, "narasi/struktur/"), {"teks": "Unit.", "versi": ""})
    assert response.url.endswith("/narasi/#struktur")


def test_stale_narasi_answers_409_with_both_texts(masuk, kantor):
    simpan_narasi(
        pengguna=kantor.kepala,
        opd=kantor.opd,
        tahun=TAHUN,
        bagian="simpulan",
        teks="Teks kepala.",
        versi=None,
    )
    client = masuk(kantor.perencana)
    data = {"teks": "Teks perencana.", "versi": ""}
    response = client.post(alamat(kantor, "narasi/simpulan/"), data, HTTP_HX_REQUEST="true")
    isi = response.content.decode()
    assert response.status_code == 409
    assert "Teks kepala." in isi
    assert "Teks perencana." in isi
    versi = Narasi.objects.get().versi
    assert f'name="versi" value="{versi}"' in isi  # saving again goes over it knowingly
    client.post(alamat(kantor, "narasi/simpulan/"), data | {"versi": versi})
    assert Narasi.objects.get().teks == "Teks perencana."
    client.post(alamat(kantor, "narasi/simpulan/kembali/"), {"versi": versi + 1})
    assert not Narasi.objects.exists()


def test_narasi_after_penetapan_is_read_only(masuk, kantor):
    tetapkan(kantor)
    client = masuk(kantor.perencana)
    assert "<textarea" not in client.get(alamat(kantor, "narasi/")).content.decode()
    response = client.post(
        alamat(kantor, "narasi/simpulan/"), {"teks": "x", "versi": ""}, HTTP_HX_REQUEST="true"
    )
    assert response.status_code == 422


def test_script_in_a_text_is_shown_as_text(masuk, kantor):
    teks = "<script>alert(1)</script>"
    client = masuk(kantor.perencana)
    response = client.post(alamat(kantor, "narasi/simpulan/"), {"teks": teks, "versi": ""}, follow=True)
    assert teks not in response.content.decode()


def test_sign_form_keeps_the_page_and_says_what_is_wrong(masuk, kantor):
    tetapkan(kantor)
    client = masuk(kantor.kepala)
    kosong = client.post(alamat(kantor, "tanda-tangan/"))
    assert (kosong.status_code, "Pilih berkas sertifikat." in kosong.content.decode()) == (422, True)
    besar = {"sertifikat": SimpleUploadedFile("a.p12", b"x" * 65_537), "passphrase": "p"}
    assert "lebih besar dari 64 KB" in client.post(alamat(kantor, "tanda-tangan/"), besar).content.decode()
    salah = {"sertifikat": SimpleUploadedFile("a.p12", b"bukan"), "passphrase": "rahasia-saya"}
    salah["sidik"] = Snapshot.objects.get().sha256
    isi = client.post(alamat(kantor, "tanda-tangan/"), salah, HTTP_HX_REQUEST="true").content.decode()
    assert "tidak dapat dibaca" in isi
    assert "rahasia-saya" not in isi
    assert "<html" not in isi


def test_signing_leads_to_the_file_and_its_verification(masuk, kantor):
    tetapkan(kantor)
    client = masuk(kantor.kepala)
    response = client.post(
        alamat(kantor, "tanda-tangan/"),
        {"contoh": "on", "sidik": Snapshot.objects.get().sha256},
        HTTP_HX_REQUEST="true",
    )
    assert (response.status_code, response["HX-Redirect"]) == (204, alamat(kantor))
    assert client.get(alamat(kantor, "tanda-tangan/")).url == alamat(kantor)
    halaman = client.get(alamat(kantor))
    assert halaman.context["aksi"][1] == "Unduh laporan bertanda tangan"
    assert "sertifikat contoh (tidak sah)" in halaman.content.decode()

    unduh = client.get(alamat(kantor, "unduh/"))
    assert (unduh["Content-Type"], unduh["Cache-Control"]) == ("application/pdf", "private, no-store")
    assert "Utuh" in client.get(alamat(kantor, "verifikasi/")).content.decode()
    sama = client.post(alamat(kantor, "verifikasi/"), {"berkas": SimpleUploadedFile("a.pdf", unduh.content)})
    assert "Sama persis" in sama.content.decode()
    rusak = bytearray(unduh.content)
    rusak[len(rusak) // 2] ^= 1
    beda = client.post(alamat(kantor, "verifikasi/"), {"berkas": SimpleUploadedFile("a.pdf", bytes(rusak))})
    assert "Berubah" in beda.content.decode()
    lain = client.post(alamat(kantor, "verifikasi/"), {"berkas": SimpleUploadedFile("a.pdf", b"bukan pdf")})
    assert lain.status_code == 200
    assert client.post(alamat(kantor, "verifikasi/")).status_code == 422

    daftar = client.get(f"/laporan/?tahun={TAHUN}&status=ditandatangani")
    assert [satu.record.status_teks for satu in daftar.context["table"].rows] == ["Ditandatangani (contoh)"]


def test_daftar_shows_scope_filters_and_exports(masuk, kantor):
    lain = builders.create_opd(kantor.opd.pemda, nama="Dinas Zat")
    create_kantor()
    tetapkan(kantor)
    client = masuk(builders.create_pengguna(Peran.INSPEKTORAT, pemda=kantor.opd.pemda))

    def nama(query: str = "") -> list[str]:
        response = client.get(f"/laporan/?tahun={TAHUN}{query}")
        return [satu.record.nama for satu in response.context["table"].rows]

    assert nama() == [kantor.opd.nama, lain.nama]
    assert nama("&status=belum") == [lain.nama]
    assert nama("&q=zat") == [lain.nama]
    lembar = load_workbook(BytesIO(client.get(f"/laporan/?tahun={TAHUN}&format=xlsx").content)).active
    assert lembar is not None
    assert "Ditetapkan" in [sel.value for baris in lembar.iter_rows() for sel in baris]
