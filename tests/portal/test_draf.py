"""Figures over values that nobody approved say so on every screen, and cost no query for it."""

from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from instansi.enums import Peran
from kinerja.enums import StatusNilai
from kinerja.models import Realisasi
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return create_kantor(lebih=2)


def set_status(kantor, draf: int) -> None:
    """All values approved but the first ones of the sasaran indicators of the year."""
    Realisasi.objects.update(status=StatusNilai.DISAHKAN)
    rows = Realisasi.objects.filter(indikator__simpul=kantor.sasaran, tahun=TAHUN).order_by("id")[:draf]
    Realisasi.objects.filter(pk__in=[row.pk for row in rows]).update(status=StatusNilai.DRAF)


def alamat(kantor) -> dict[str, str]:
    dasar = f"/opd/{kantor.opd.singkatan}/{TAHUN}/"
    return {
        "capaian": f"{dasar}capaian/?jenjang=sasaran&periode=TAHUN",
        "rata-rata": f"{dasar}capaian/?jenjang=sasaran&periode=TAHUN&rinci=rata-rata",
        "derivasi": f"{dasar}derivasi/{kantor.indikator.pk}/",
        "tabel": f"{dasar}tabel/capaian/",
        "beranda": dasar,
        "ikhtisar": f"/ikhtisar/?tahun={TAHUN}",
    }


@pytest.mark.parametrize(
    ("nama", "kalimat"),
    [
        ("capaian", "Memuat 2 nilai yang belum disahkan."),
        ("rata-rata", "Memuat 2 nilai yang belum disahkan."),
        ("derivasi", "Memuat 1 nilai yang belum disahkan."),
        ("tabel", "Memuat 2 nilai yang belum disahkan."),
        ("beranda", "2 nilai belum disahkan"),
        ("ikhtisar", "2 nilai belum disahkan"),
    ],
)
def test_every_screen_over_drafts_says_so(client, kantor, nama, kalimat):
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=kantor.opd.pemda))
    halaman = alamat(kantor)[nama]
    set_status(kantor, 2)
    client.get(halaman)  # the first page of a session writes to it
    with CaptureQueriesContext(connection) as dengan:
        assert kalimat in client.get(halaman).content.decode()
    set_status(kantor, 0)
    with CaptureQueriesContext(connection) as tanpa:
        assert "belum disahkan" not in client.get(halaman).content.decode()
    assert len(dengan) == len(tanpa)


@pytest.mark.parametrize("nama", ["capaian", "tabel", "ikhtisar"])
def test_the_workbook_says_so_too(client, kantor, nama):
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=kantor.opd.pemda))
    halaman = alamat(kantor)[nama]
    set_status(kantor, 2)
    sambung = "&" if "?" in halaman else "?"
    lembar = load_workbook(BytesIO(client.get(f"{halaman}{sambung}format=xlsx").content)).active
    assert lembar is not None
    teks = " ".join(str(sel.value) for baris in lembar.iter_rows() for sel in baris if sel.value)
    assert "belum disahkan" in teks


def test_capaian_of_a_quarter_counts_the_drafts_up_to_it(client, kantor):
    row = builders.create_indikator(kantor.opd, kantor.sasaran)
    for periode in ("TW1", "TW2", "TW3"):
        builders.create_target(row, periode=periode)
        builders.create_realisasi(row, periode=periode)
    Realisasi.objects.exclude(indikator=row).update(status=StatusNilai.DISAHKAN)
    client.force_login(kantor.perencana)
    dasar = f"/opd/{kantor.opd.singkatan}/{TAHUN}/capaian/?jenjang=sasaran&periode="
    for periode, jumlah in (("TW1", 1), ("TW2", 2), ("TAHUN", 3)):
        assert client.get(dasar + periode).context["catatan_draf"] == (
            f"Memuat {jumlah} nilai yang belum disahkan."
        )
