"""A row of another office is not found under the own office's address, nor through a parameter or a posted id."""

import pytest
from django.urls import reverse

from instansi.models import Jejak
from kinerja.models import Realisasi
from renstra.enums import JenisDokumen, StatusDokumen
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

TETAP = StatusDokumen.DITETAPKAN


def create_kantor(pemda=None):
    """An indikator with target and value, and a node with pagu."""
    opd = builders.create_opd(pemda)
    indikator = builders.create_indikator(opd)
    builders.create_target(indikator)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=TETAP)
    program = builders.create_simpul(opd)
    builders.create_pagu(dpa, program)
    return opd, indikator, program, dpa


@pytest.fixture
def dua(client):
    """The own office and a neighbour of the same government; signed in as the own perencana."""
    sendiri = create_kantor()
    lain = create_kantor(sendiri[0].pemda)
    builders.create_jadwal(sendiri[0].pemda)
    client.force_login(builders.create_perencana(sendiri[0]))
    return sendiri, lain


def url(nama, opd, query="", **kwargs):
    alamat = reverse(f"portal:{nama}", kwargs={"singkatan": opd.singkatan, "tahun": TAHUN, **kwargs})
    return f"{alamat}?{query}" if query else alamat


@pytest.mark.parametrize("nama", ["isian_baris", "isian_riwayat", "derivasi"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true", "HX-Target": "panel-isi"}])
def test_indikator_of_the_neighbour_under_the_own_address(client, dua, nama, headers):
    (opd, milik, *_), (_, asing, *_) = dua
    query = "periode=TW1"
    assert client.get(url(nama, opd, query, indikator_id=asing.pk), headers=headers).status_code == 404
    assert client.get(url(nama, opd, query, indikator_id=milik.pk), headers=headers).status_code != 404


def test_simpul_of_the_neighbour_under_the_own_address(client, dua):
    (opd, _, milik, _), (_, _, asing, _) = dua
    assert client.get(url("rincian_anggaran", opd, simpul_id=asing.pk)).status_code == 404
    assert client.get(url("rincian_anggaran", opd, simpul_id=milik.pk)).status_code == 200


def test_value_is_not_posted_to_the_neighbours_indikator(client, dua):
    (opd, *_), (_, asing, *_) = dua
    response = client.post(url("isian_baris", opd, "periode=TW1", indikator_id=asing.pk), {"nilai": "5"})
    assert response.status_code == 404
    assert not Realisasi.objects.exists()
    assert not Jejak.objects.exists()


@pytest.mark.parametrize("nama", ["anggaran", "rencana"])
def test_dokumen_of_the_neighbour(client, dua, nama):
    (opd, _, _, milik), (_, _, _, asing) = dua
    assert client.get(url(nama, opd, f"dokumen={asing.kunci}")).status_code == 404
    assert client.get(url(nama, opd, f"dokumen={milik.kunci}")).status_code == 200


@pytest.mark.parametrize("nama", ["beranda_kantor", "capaian", "isian", "laporan", "daftar_tabel"])
def test_context_bar_does_not_lead_to_the_neighbour(client, dua, nama):
    (opd, *_), (lain, *_) = dua
    assert client.get(url(nama, opd, f"kantor={lain.singkatan}")).status_code == 404


@pytest.mark.parametrize(
    "kantor", ["//jahat.example", "https://jahat.example", "..%2F..%2Fmasuk", "\\\\jahat.example"]
)
def test_context_bar_leads_to_no_other_site(client, dua, kantor):
    (opd, *_), _ = dua
    response = client.get(url("capaian", opd), {"kantor": kantor, "tahun": "2022"})
    assert response.status_code == 404


@pytest.mark.parametrize("nama", ["portal:ikhtisar", "portal:daftar_laporan", "portal:jadwal"])
def test_lists_and_exports_hold_the_own_scope_only(client, nama):
    milik, asing = builders.create_opd(), builders.create_opd()
    client.force_login(builders.create_pengguna("inspektorat", pemda=milik.pemda))
    isi = client.get(reverse(nama), {"tahun": TAHUN}).content.decode()
    assert asing.nama not in isi
    assert asing.pemda.nama not in isi
    assert client.get(reverse(nama), {"tahun": TAHUN, "format": "xlsx"}).status_code == 200
