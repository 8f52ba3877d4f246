"""One test walks every address with users of the neighbour office: a foreign office is a 404, whatever the method.

A new address with an office or a government in its path is walked by itself; any other one must be entered here with
its reason.
"""

from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from instansi.enums import Peran
from renstra.enums import JenisDokumen, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db

TANPA_MASUK = {"healthz", "readyz", "masuk", "sesi", "keluar"}
"""Addresses that need no account: what they tell a visitor is tested with them (tests/sakip)."""

MILIK_SENDIRI = {
    "ganti_sandi": "the own password",
    "ganti_sandi_selesai": "the own password",
    "portal:beranda": "leads to the own office",
    "portal:ikhtisar": "lists the own scope (tests/portal/test_ikhtisar.py)",
    "portal:daftar_laporan": "lists the own scope",
    "portal:pengaturan": "leads to a page of the own scope",
    "portal:jadwal": "lists the governments of the own scope (tests/portal/test_pengaturan.py)",
    "portal:aturan": "rules of the own offices (tests/portal/test_pengaturan.py)",
}
"""Addresses without an office in the path: what they show is the user's own."""

BERLINGKUP = {"singkatan", "pemda_id"}
"""Path parameters that name an office or a government: the address is walked."""

KAPUR = {
    "kode": "capaian",
    "periode": "TW1",
    "bagian": "kata-pengantar",
}
"""Path parameters that name no row of an office."""


def walk(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, set[str]]]:
    """Yield the full name and the parameters of every address."""
    for pola in resolver.url_patterns:
        if isinstance(pola, URLResolver):
            ruang = f"{prefix}{pola.namespace}:" if pola.namespace else prefix
            for nama, parameter in walk(pola, ruang):
                yield nama, parameter | set(pola.pattern.converters)
        elif isinstance(pola, URLPattern):
            assert pola.name, f"an address without a name: {pola.pattern}"
            yield f"{prefix}{pola.name}", set(pola.pattern.converters)


ALAMAT = dict(walk(get_resolver()))
DIJELAJAH = sorted(nama for nama, parameter in ALAMAT.items() if parameter & BERLINGKUP)


@pytest.fixture
def kantor():
    """An office with one row of everything that an address can name."""
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    dokumen = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    indikator = builders.create_indikator(opd)
    builders.create_target(indikator, dokumen)
    builders.create_realisasi(indikator)
    builders.create_jadwal(opd.pemda)
    program = builders.create_simpul(opd)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    builders.create_pagu(dpa, program)
    return {
        "opd": opd,
        "pemda_id": opd.pemda_id,
        "singkatan": opd.singkatan,
        "tahun": 2023,
        "indikator_id": indikator.pk,
        "simpul_id": program.pk,
        "dokumen_id": dokumen.pk,
    }


def fill(parameter, kantor):
    """The parameters of an address, filled with rows of the office."""
    isi = KAPUR | kantor
    belum = parameter - set(isi)
    assert not belum, f"enter {sorted(belum)} in the fixture or in KAPUR"
    return {nama: isi[nama] for nama in parameter}


def test_every_address_is_public_own_or_of_an_office():
    assert set(ALAMAT) - set(DIJELAJAH) == TANPA_MASUK | set(MILIK_SENDIRI)


@pytest.mark.parametrize("nama", DIJELAJAH)
def test_neighbour_finds_nothing(client, kantor, nama):
    """Roles of the neighbour office in the same government, and of another government."""
    alamat = reverse(nama, kwargs=fill(ALAMAT[nama], kantor))
    tetangga = builders.create_opd(pemda=kantor["opd"].pemda)
    asing = builders.create_pemda()
    pengguna = [
        *(builders.create_pengguna(peran, opd=tetangga) for peran in Peran),
        builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=asing),
        builders.create_pengguna(),
    ]
    for satu in pengguna:
        client.force_login(satu)
        for headers in ({}, {"HX-Request": "true"}):
            assert client.get(alamat, headers=headers).status_code == 404, satu.peran
            assert client.post(alamat, headers=headers).status_code == 404, satu.peran


@pytest.mark.parametrize("nama", DIJELAJAH)
def test_own_office_is_found(client, kantor, nama):
    """The 404 above comes from the scope: the same address answers the office itself."""
    di_kantor = "singkatan" in ALAMAT[nama]
    peran, lingkup = (
        (Peran.PERENCANA, {"opd": kantor["opd"]})
        if di_kantor
        else (Peran.ADMIN_PEMDA, {"pemda": kantor["opd"].pemda})
    )
    client.force_login(builders.create_pengguna(peran, **lingkup))
    # the preview renders a whole report; its scope answers OPTIONS just as well
    ask = client.options if nama == "portal:laporan_pratinjau" else client.get
    assert ask(reverse(nama, kwargs=fill(ALAMAT[nama], kantor))).status_code != 404


@pytest.mark.parametrize("nama", sorted(set(ALAMAT) - TANPA_MASUK))
def test_visitor_is_asked_to_sign_in(client, kantor, nama):
    response = client.get(reverse(nama, kwargs=fill(ALAMAT[nama], kantor)))
    assert response.status_code == 302
    assert response["Location"].startswith("/masuk/")
