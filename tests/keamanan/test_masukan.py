"""Hostile addresses, parameters and forms are refused with 4xx or ignored; none ends in a fault of the server."""

import pytest
from django.urls import reverse

from instansi.enums import Peran
from instansi.models import Penugasan
from renstra.enums import JenisDokumen, StatusDokumen
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

TEKS = ("a\x00b", "-1", "NaN", "²", str(2**63), str(2**70), "\uffff", "\r\nSet-Cookie: x=1", "a" * 3000)
BILANGAN = ("99999", str(2**31), str(2**63), str(2**70), "9" * 4000)


@pytest.fixture
def kantor(client):
    """An office with a row of each kind; signed in as who may do everything there."""
    indikator = builders.create_indikator()
    opd = indikator.opd
    builders.create_target(indikator)
    builders.create_realisasi(indikator)
    builders.create_jadwal(opd.pemda)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    builders.create_pagu(dpa, builders.create_simpul(opd))
    pengguna = builders.create_perencana(opd)
    Penugasan.objects.create(pengguna=pengguna, peran=Peran.KEPALA, pemda=opd.pemda, opd=opd)
    Penugasan.objects.create(pengguna=pengguna, peran=Peran.ADMIN_PEMDA, pemda=opd.pemda)
    client.force_login(pengguna)
    return indikator


def url(nama, opd, **kwargs):
    return reverse(f"portal:{nama}", kwargs={"singkatan": opd.singkatan, "tahun": TAHUN, **kwargs})


@pytest.mark.parametrize("nama", ["capaian", "isian", "rencana", "anggaran", "derivasi", "tabel"])
def test_parameter_of_a_page(client, kantor, nama):
    tambahan = {"derivasi": {"indikator_id": kantor.pk}, "tabel": {"kode": "capaian"}}.get(nama, {})
    alamat = url(nama, kantor.opd, **tambahan)
    for parameter in ("periode", "dokumen", "q", "page", "sort", "baris", "tabel", "cabang", "kantor"):
        for teks in TEKS:
            response = client.get(alamat, {parameter: teks})
            assert response.status_code < 500, (parameter, teks[:20])
            assert "Set-Cookie" not in response.headers.get("Location", "")


@pytest.mark.parametrize(
    "nama", ["portal:ikhtisar", "portal:daftar_laporan", "portal:jadwal", "portal:aturan"]
)
def test_parameter_of_a_list(client, kantor, nama):
    for parameter in ("q", "page", "sort", "tahun", "pemda", "target", "kantor", "status"):
        for teks in TEKS:
            assert client.get(reverse(nama), {parameter: teks}).status_code < 500, (parameter, teks[:20])


@pytest.mark.parametrize("bilangan", BILANGAN)
def test_number_in_an_address(client, kantor, bilangan):
    opd = kantor.opd
    for nama, kunci in (
        ("isian_baris", "indikator_id"),
        ("isian_riwayat", "indikator_id"),
        ("derivasi", "indikator_id"),
        ("rincian_anggaran", "simpul_id"),
    ):
        alamat = url(nama, opd, **{kunci: 1}).replace("/1/", f"/{bilangan}/")
        assert client.get(alamat).status_code == 404
        assert client.post(alamat, {"nilai": "1"}).status_code in (404, 405)
    assert client.get(f"/opd/{opd.singkatan}/{bilangan}/capaian/").status_code == 404
    assert client.get(f"/pengaturan/jadwal/{bilangan}/2023/TW1/").status_code == 404


@pytest.mark.parametrize("bidang", ["nilai", "alasan", "catatan", "versi", "timpa"])
def test_field_of_a_value(client, kantor, bidang):
    alamat = f"{url('isian_baris', kantor.opd, indikator_id=kantor.pk)}?periode=TW1"
    for teks in (*TEKS, "9" * 20_000, "0," + "0" * 3000 + "1"):
        for headers in ({}, {"HX-Request": "true"}):
            response = client.post(alamat, {"nilai": "5", bidang: teks}, headers=headers)
            assert response.status_code < 500, teks[:20]


@pytest.mark.parametrize("nama", ["laporan_bagian", "laporan_bagian_kembali"])
def test_field_of_a_text(client, kantor, nama):
    alamat = url(nama, kantor.opd, bagian="kata-pengantar")
    for bidang in ("teks", "versi"):
        for teks in TEKS:
            response = client.post(alamat, {"teks": "x", bidang: teks}, headers={"HX-Request": "true"})
            assert response.status_code < 500, (bidang, teks[:20])


@pytest.mark.parametrize(
    "isi", [b"nilai=%ff%fe&catatan=%c3%28&alasan=%00", b"\xff\xfe\x00", b"&" * 4000, b"%" * 500]
)
def test_body_that_is_not_text(client, kantor, isi):
    alamat = f"{url('isian_baris', kantor.opd, indikator_id=kantor.pk)}?periode=TW1"
    for jenis in ("application/x-www-form-urlencoded", "multipart/form-data", "application/json"):
        assert client.post(alamat, isi, content_type=jenis).status_code < 500


@pytest.mark.parametrize("teks", TEKS)
def test_field_of_the_sign_in(client, teks):
    for data in ({"username": teks, "password": "x"}, {"username": "x", "password": teks}):
        assert client.post(reverse("masuk"), data).status_code == 200
