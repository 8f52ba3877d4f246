"""No advice leads to a dead end: every role follows every link, no text names a screen that is not there.

What no screen enters (plans, targets, budgets, officials, accounts) the operator of the installation loads: "pengelola
portal". What a screen does is named with the role that may: the schedule and reopening by the admin pemda.
"""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from django.urls import reverse

from instansi.enums import Peran
from tests import builders
from tests.builders_laporan import create_kantor, tetapkan

pytestmark = pytest.mark.django_db

AKAR = Path(__file__).resolve().parents[2]
TAHUN = 2023
BUNTU = re.compile(
    r"susun rencana|\b(isi|tetapkan|tambahkan|lengkapi) (indikator|target|pagu|dpa)|(atau|lalu) muat (dpa|renstra)"
    r"|targetnya dahulu|admin pemda agar akun|diberikan (oleh )?admin pemda|admin pemda untuk mengatur ulang"
    r"|admin pemda memperbarui|mengubah desimal|pengelola sistem|kepada admin\b",
    re.IGNORECASE,
)
"""Advice to use a screen that does not exist, or to ask somebody who cannot do it."""
BOLEH = re.compile(r"minta pengelola portal (memuat|mengubah)", re.IGNORECASE)
LEWATI = ("/keluar/", "pratinjau.pdf", "/unduh/", "format=xlsx", "/static/", "sort=", "page=")
"""Addresses that end the session or cost a document, and the order of a list."""


class _Tautan(HTMLParser):
    def __init__(self):
        super().__init__()
        self.alamat: list[str] = []

    def handle_starttag(self, tag, attrs):
        isi = dict(attrs)
        self.alamat += [isi[nama] or "" for nama in ("href", "hx-get") if tag != "link" and isi.get(nama)]


def list_tautan(html, dasar):
    tautan = _Tautan()
    tautan.feed(html)
    for satu in tautan.alamat:
        lengkap = urljoin(dasar, satu)
        if lengkap.startswith("/") and not any(bagian in lengkap for bagian in LEWATI):
            yield lengkap.partition("#")[0]


def kunci(alamat):
    """Pages that differ only in their row or in the values of their parameters are one."""
    bagian = urlsplit(alamat)
    return re.sub(r"/\d{1,3}/", "/0/", bagian.path), frozenset(parse_qs(bagian.query))


def walk(client, awal, batas=150):
    """Yield each page that can be reached by links, with its text."""
    antre, sudah = [(awal, "")], {kunci(awal)}
    while antre and len(sudah) < batas:
        alamat, dari = antre.pop(0)
        response = client.get(alamat, follow=True)
        assert response.status_code == 200, (
            f"{alamat}, linked from {dari or 'the start'}: {response.status_code}"
        )
        if "text/html" not in response.get("Content-Type", ""):
            continue
        html = response.content.decode()
        yield alamat, html
        for lanjut in list_tautan(html, alamat):
            if kunci(lanjut) not in sudah:
                sudah.add(kunci(lanjut))
                antre.append((lanjut, alamat))


def create_kosong():
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    return opd


def create_rencana_saja():
    opd = create_kosong()
    builders.create_target(builders.create_indikator(opd))
    builders.create_jadwal(opd.pemda)
    return opd


def create_berisi():
    return create_kantor().opd


def create_ditetapkan():
    kantor = create_kantor()
    tetapkan(kantor)
    return kantor.opd


KANTOR = {
    "an empty office": create_kosong,
    "a plan without values": create_rencana_saja,
    "a filled office": create_berisi,
    "a set report": create_ditetapkan,
}
SATU_KANTOR = (Peran.PERENCANA, Peran.VERIFIKATOR, Peran.KEPALA)


@pytest.mark.parametrize("peran", [*SATU_KANTOR, Peran.INSPEKTORAT, Peran.PIMPINAN, Peran.ADMIN_PEMDA])
@pytest.mark.parametrize("nama", KANTOR)
def test_every_link_that_a_role_sees_opens_and_no_advice_is_in_vain(client, nama, peran):
    opd = KANTOR[nama]()
    lingkup = {"opd": opd} if peran in SATU_KANTOR else {"pemda": opd.pemda}
    client.force_login(builders.create_pengguna(peran, **lingkup))
    jumlah = 0
    awal = reverse("portal:beranda_kantor", kwargs={"singkatan": opd.singkatan, "tahun": TAHUN})
    for alamat, html in walk(client, awal):
        teks = BOLEH.sub("", " ".join(re.sub(r"<[^>]+>", " ", html).split()))
        assert not BUNTU.search(teks), (alamat, BUNTU.search(teks))
        jumlah += 1
    assert jumlah > 20


def test_account_without_a_role_is_told_who_gives_one(client):
    client.force_login(builders.create_pengguna())
    assert "Hubungi pengelola portal" in client.get("/").content.decode()


def test_no_text_of_the_portal_sends_anybody_to_a_screen_that_is_not_there():
    ketemu = []
    for pola in ("*/**/*.py", "templates/**/*.html"):
        for berkas in AKAR.glob(pola):
            nama = str(berkas.relative_to(AKAR))
            if nama.startswith((".", "node_modules", "tests", "script", "docs")) or "migrations" in nama:
                continue
            for nomor, baris in enumerate(berkas.read_text().splitlines(), start=1):
                if BUNTU.search(BOLEH.sub("", baris)) and '"""' not in baris:
                    ketemu.append(f"{nama}:{nomor}: {baris.strip()}")
    assert ketemu == []
