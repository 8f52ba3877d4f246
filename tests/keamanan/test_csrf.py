"""Every address that takes a POST refuses one without the token, also one that says it comes from htmx."""

import pytest
from django.test import Client
from django.urls import reverse

from instansi.enums import Peran
from instansi.models import Penugasan
from tests import builders

pytestmark = pytest.mark.django_db

KANTOR = (
    "portal:isian_baris",
    "portal:isian_sahkan",
    "portal:isian_buka",
    "portal:isian_buka_satu",
    "portal:laporan_bagian",
    "portal:laporan_bagian_kembali",
    "portal:laporan_tetapkan",
    "portal:laporan_tarik",
    "portal:laporan_tanda_tangan",
    "portal:laporan_verifikasi",
    "portal:jadwal_ubah",
    "portal:jadwal_tutup",
)
AKUN = ("masuk", "keluar", "ganti_sandi")


@pytest.fixture
def alamat():
    indikator = builders.create_indikator()
    builders.create_target(indikator)
    isi = {
        "singkatan": indikator.opd.singkatan,
        "tahun": builders.TAHUN,
        "indikator_id": indikator.pk,
        "bagian": "kata-pengantar",
        "pemda_id": indikator.opd.pemda_id,
        "periode": "TW1",
    }
    jalur = {
        "portal:isian_baris": ("singkatan", "tahun", "indikator_id"),
        "portal:isian_buka_satu": ("singkatan", "tahun", "indikator_id"),
        "portal:laporan_bagian": ("singkatan", "tahun", "bagian"),
        "portal:laporan_bagian_kembali": ("singkatan", "tahun", "bagian"),
        "portal:jadwal_ubah": ("pemda_id", "tahun", "periode"),
        "portal:jadwal_tutup": ("pemda_id", "tahun", "periode"),
    }
    pengguna = builders.create_kepala(indikator.opd)
    Penugasan.objects.create(
        pengguna=pengguna, peran=Peran.PERENCANA, pemda=indikator.opd.pemda, opd=indikator.opd
    )
    Penugasan.objects.create(pengguna=pengguna, peran=Peran.ADMIN_PEMDA, pemda=indikator.opd.pemda)
    client = Client(enforce_csrf_checks=True)
    client.force_login(pengguna)
    return client, {
        **{
            nama: reverse(nama, kwargs={k: isi[k] for k in jalur.get(nama, ("singkatan", "tahun"))})
            for nama in KANTOR
        },
        **{nama: reverse(nama) for nama in AKUN},
    }


@pytest.mark.parametrize("nama", (*KANTOR, *AKUN))
def test_post_without_token_is_refused(alamat, nama):
    client, daftar = alamat
    for headers in ({}, {"HX-Request": "true"}, {"Sec-Fetch-Site": "cross-site"}):
        response = client.post(daftar[nama], {"teks": "x"}, headers=headers)
        assert response.status_code == 403
        if "HX-Request" in headers:  # a part of a page learns that it may take the token of now
            assert response.headers["X-Sesi"] == "token"
        else:
            assert "Formulir kedaluwarsa" in response.content.decode()


def test_token_of_the_page_is_taken_as_htmx_sends_it(alamat):
    client, daftar = alamat
    halaman = client.get(daftar["ganti_sandi"])
    token = str(halaman.context["csrf_token"])
    response = client.post(daftar["ganti_sandi"], {}, headers={"X-CSRFToken": token})
    assert response.status_code == 200  # the form again, with its errors


def test_token_is_masked_anew_for_each_answer(alamat):
    client, daftar = alamat
    tokens = {str(client.get(daftar["ganti_sandi"]).context["csrf_token"]) for _ in range(3)}
    assert len(tokens) == 3
