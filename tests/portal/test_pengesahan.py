"""Approval on the screen: all that is approved is shown, and nothing else is approved."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from instansi.enums import Peran
from instansi.models import Jabatan
from kinerja.enums import StatusNilai
from kinerja.models import Indikator, Realisasi
from kinerja.services import record_realisasi_batch, save_realisasi
from kinerja.services.realisasi import describe_pengguna
from portal.queries.pengesahan import read_pengisian
from tests import builders
from tests.builders import SAAT
from tests.portal.test_isian import Kantor

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return Kantor()


@pytest.fixture
def kepala(client, kantor):
    client.force_login(builders.create_kepala(kantor.opd))
    return client


def isi(kantor, indikator, nilai, versi=None):
    return save_realisasi(
        pengguna=kantor.perencana,
        indikator=indikator,
        tahun=2023,
        periode="TW1",
        nilai=Decimal(nilai),
        versi=versi,
        saat=SAAT,
    )


def form(response) -> dict[str, str]:
    """The hidden fields of the approval on a page."""
    isi = response.content.decode()
    return {nama: re.findall(f'name="{nama}" value="([^"]*)"', isi)[0] for nama in ("sidik", "terlihat")}


def test_page_shows_every_value_with_target_capaian_writer_and_the_blanks(kepala, kantor):
    kantor.perencana.jabatan_teks = "Perencana Muda"
    kantor.perencana.save()
    diisi = kantor.indikator(target=60, satuan="poin", nama="Terisi")
    isi(kantor, diisi, 45)
    kantor.indikator(nama="Belum terisi", target=7)
    lama = kantor.indikator(nama="Sudah sah")
    builders.create_realisasi(lama, status=StatusNilai.DISAHKAN)
    tanpa_target = builders.create_indikator(kantor.opd, nama="Tanpa target")
    builders.create_realisasi(tanpa_target, nilai=31)
    lepas = builders.create_indikator(kantor.opd, nama="Di luar rencana")
    Indikator.objects.filter(pk=lepas.pk).update(
        simpul=None, jabatan=Jabatan.objects.create(opd=kantor.opd, nama="Kepala Bidang")
    )
    builders.create_realisasi(lepas, nilai=17)

    response = kepala.get(kantor.url("isian_sahkan"))
    baris = {
        satu.nama: (satu.nilai, satu.target.teks, satu.capaian.teks, satu.status_teks)
        for satu in response.context["sahkan"].baris
    }
    assert baris == {
        "Terisi": ("45,00", "60", "75,00", "Draf"),
        "Belum terisi": ("belum diisi", "7", "", "Belum diisi"),
        "Sudah sah": ("80,00", "100", "80,00", "Disahkan"),
        "Tanpa target": ("31,00", "–", "–", "Draf"),
        "Di luar rencana": ("17,00", "", "", "Draf"),
    }
    teks = response.content.decode()
    assert "<b>3 nilai</b>" in teks
    assert "1 indikator belum diisi dan tidak ikut disahkan" in teks
    assert "Perencana Muda" in teks
    assert all(nama in teks for nama in baris)
    assert [row.record.nama for row in response.context["table"].rows][-1] == "Sudah sah"


def test_an_imported_value_says_so_until_somebody_types_over_it(kantor):
    """A batch writes many values in one row of the audit; one of a single value writes as typing does."""
    banyak = [kantor.indikator(nama=nama) for nama in "abc"]
    tunggal = kantor.indikator()
    for rows in (banyak, [tunggal]):
        record_realisasi_batch(
            pengguna=None,
            opd=kantor.opd,
            rows=[Realisasi(indikator=row, tahun=2023, periode="TW1", nilai=Decimal(7)) for row in rows],
        )
    isi(kantor, banyak[1], 8, versi=1)
    pk = {row.indikator_id: row.pk for row in Realisasi.objects.all()}
    pengisian = read_pengisian(kantor.opd, [pk[row.pk] for row in (*banyak[:2], tunggal)])
    assert {satu: isi.oleh for satu, isi in pengisian.items()} == {
        pk[banyak[0].pk]: "Dicatat dari dokumen",
        pk[banyak[1].pk]: describe_pengguna(kantor.perencana),
        pk[tunggal.pk]: "Dicatat dari dokumen",
    }


def test_kepala_approves_what_the_page_showed(kepala, kantor):
    isi(kantor, kantor.indikator(), 10)
    assert kantor.url("isian_sahkan") in kepala.get(kantor.url()).content.decode()
    response = kepala.post(
        kantor.url("isian_sahkan"), form(kepala.get(kantor.url("isian_sahkan"))), follow=True
    )
    assert "1 nilai Triwulan I 2023 disahkan" in response.content.decode()
    assert Realisasi.objects.get().status == StatusNilai.DISAHKAN


def test_what_changed_meanwhile_is_named_and_not_approved(kepala, kantor):
    satu, dua, tiga = (kantor.indikator(nama=nama) for nama in ("Satu", "Dua", "Tiga"))
    baris = isi(kantor, satu, 10)
    isi(kantor, tiga, 5)
    data = form(kepala.get(kantor.url("isian_sahkan")))
    isi(kantor, satu, 99_999, baris.versi)
    isi(kantor, dua, 3)

    response = kepala.post(kantor.url("isian_sahkan"), data)
    assert response.status_code == 409
    assert [(p.nama, p.lama, p.baru) for p in response.context["perubahan"]] == [
        ("Satu", "10,00", "99.999,00"),
        ("Dua", "belum diisi", "3,00"),
    ]
    teks = response.content.decode()
    assert "Data berubah sejak halaman ini ditampilkan. Tidak ada nilai yang disahkan." in teks
    assert "Satu: 10,00 → <b>99.999,00</b>" in teks
    assert not Realisasi.objects.filter(status=StatusNilai.DISAHKAN).exists()

    baru = form(response)
    assert baru["sidik"] != data["sidik"]
    kepala.post(kantor.url("isian_sahkan"), baru)
    assert set(Realisasi.objects.values_list("status", flat=True)) == {StatusNilai.DISAHKAN}


@pytest.mark.parametrize("data", [{}, {"sidik": "0" * 64, "terlihat": "palsu"}, {"terlihat": ""}])
def test_without_a_true_fingerprint_nothing_is_approved(kepala, kantor, data):
    isi(kantor, kantor.indikator(), 10)
    response = kepala.post(kantor.url("isian_sahkan"), data)
    assert (response.status_code, response.context["perubahan"]) == (409, [])
    assert Realisasi.objects.get().status == StatusNilai.DRAF


def test_pressing_twice_says_that_nothing_waits(kepala, kantor):
    isi(kantor, kantor.indikator(), 10)
    data = form(kepala.get(kantor.url("isian_sahkan")))
    kepala.post(kantor.url("isian_sahkan"), data)
    response = kepala.post(kantor.url("isian_sahkan"), data, follow=True)
    assert "Tidak ada realisasi Triwulan I 2023 yang menunggu pengesahan." in response.content.decode()
    assert Realisasi.objects.get().versi == 2


@pytest.mark.parametrize("peran", [p for p in Peran if p != Peran.KEPALA])
def test_approval_is_for_the_kepala(client, kantor, peran):
    builders.create_realisasi(kantor.indikator())
    client.force_login(builders.create_pengguna(peran, opd=kantor.opd))
    assert client.get(kantor.url("isian_sahkan")).status_code == 403
    assert client.post(kantor.url("isian_sahkan")).status_code == 403
    assert Realisasi.objects.get().status == StatusNilai.DRAF


# Reopening ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def disahkan(kantor):
    satu, dua = kantor.indikator(nama="Satu"), kantor.indikator(nama="Dua")
    for row in (satu, dua):
        builders.create_realisasi(row, status=StatusNilai.DISAHKAN)
    return satu, dua


def test_kepala_reopens_a_period_with_a_reason(kepala, kantor, disahkan):
    assert kantor.url("isian_buka") in kepala.get(kantor.url()).content.decode()
    assert "<b>2 nilai</b>" in kepala.get(kantor.url("isian_buka")).content.decode()
    response = kepala.post(kantor.url("isian_buka"), {"alasan": " "})
    assert (response.status_code, "Isi alasan." in response.content.decode()) == (422, True)
    assert set(Realisasi.objects.values_list("status", flat=True)) == {StatusNilai.DISAHKAN}
    response = kepala.post(kantor.url("isian_buka"), {"alasan": "Salah ketik"}, follow=True)
    assert "2 nilai Triwulan I 2023 dibuka kembali. Perencana dapat mengubahnya" in response.content.decode()
    assert set(Realisasi.objects.values_list("status", flat=True)) == {StatusNilai.DRAF}
    response = kepala.post(kantor.url("isian_buka"), {"alasan": "Salah ketik"}, follow=True)
    assert "Tidak ada nilai Triwulan I 2023 berstatus disahkan" in response.content.decode()
    riwayat = kepala.get(kantor.url("isian_riwayat", disahkan[0])).content.decode()
    assert ("Dibuka kembali" in riwayat, "Alasan: Salah ketik" in riwayat) == (True, True)


def test_admin_reopens_one_value_and_learns_that_the_period_is_closed(client, kantor, disahkan):
    kantor.jadwal.delete()
    client.force_login(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=kantor.opd.pemda))
    alamat = kantor.url("isian_buka_satu", disahkan[1])
    assert alamat.partition("?")[0] in client.get(kantor.url()).content.decode()
    response = client.get(alamat)
    assert [satu.nama for satu in response.context["dibuka"]] == ["Dua"]
    response = client.post(alamat, {"alasan": "Diminta"}, follow=True)
    assert "admin pemda perlu membuka jadwalnya" in response.content.decode()
    status = dict(Realisasi.objects.values_list("indikator__nama", "status"))
    assert status == {"Satu": "disahkan", "Dua": "draf"}


def test_a_planner_is_told_who_reopens(client, kantor, disahkan):
    client.force_login(kantor.perencana)
    isi = client.get(kantor.url()).content.decode()
    assert "minta kepala perangkat daerah atau admin pemda membukanya kembali" in isi
    assert "Buka kembali" not in isi


@pytest.mark.parametrize("nama", ["isian_buka", "isian_buka_satu"])
@pytest.mark.parametrize("peran", Peran)
def test_reopening_is_for_kepala_and_admin(client, kantor, disahkan, peran, nama):
    di_opd = peran in {Peran.PERENCANA, Peran.KEPALA, Peran.VERIFIKATOR}
    client.force_login(
        builders.create_pengguna(peran, **({"opd": kantor.opd} if di_opd else {"pemda": kantor.opd.pemda}))
    )
    alamat = kantor.url(nama, disahkan[0] if nama == "isian_buka_satu" else None)
    boleh = peran in {Peran.KEPALA, Peran.ADMIN_PEMDA}
    assert client.get(alamat).status_code == (200 if boleh else 403)
    assert client.post(alamat, {"alasan": "x"}).status_code == (302 if boleh else 403)


def test_a_foreign_indikator_is_not_found(kepala, kantor, disahkan):
    lain = builders.create_realisasi(builders.create_indikator(), status=StatusNilai.DISAHKAN)
    alamat = kantor.url("isian_buka_satu", lain.indikator)
    assert kepala.get(alamat).status_code == 404
    assert kepala.post(alamat, {"alasan": "x"}).status_code == 404
    lain.refresh_from_db()
    assert lain.status == StatusNilai.DISAHKAN


def test_the_number_of_queries_does_not_depend_on_the_rows(kepala, kantor):
    jumlah = []
    for baris in (1, 2):
        for _ in range(baris):
            isi(kantor, kantor.indikator(), 10)
        kepala.get(kantor.url("isian_sahkan"))  # the first page of a session writes to it
        with CaptureQueriesContext(connection) as queries:
            kepala.get(kantor.url("isian_sahkan"))
        jumlah.append(len(queries))
    assert jumlah == [10, 10]
