"""Penetapan and withdrawal on the screen: what is shown, what is asked, what is refused."""

import re
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from instansi.enums import Peran
from kinerja.enums import Periode, StatusNilai
from kinerja.models import KunciTahun, Realisasi
from laporan.enums import StatusLaporan
from laporan.models import BerkasLaporan, Laporan, Snapshot
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor, tetapkan

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"
SANDI = "sandi-kepala-yang-panjang"


@pytest.fixture
def kantor():
    kantor = create_kantor()
    kantor.kepala.set_password(SANDI)
    kantor.kepala.save()
    return kantor


@pytest.fixture
def kepala(client, kantor):
    client.force_login(kantor.kepala, BACKEND)
    return client


def alamat(kantor, sisa: str) -> str:
    return f"/opd/{kantor.opd.singkatan}/{TAHUN}/laporan/{sisa}"


def pesan(response) -> list[str]:
    return [str(satu) for satu in get_messages(response.wsgi_request)]


def form(response, **isi) -> dict[str, str]:
    """The confirmation of a page, with year and password."""
    teks = response.content.decode()
    dasar = {nama: re.findall(f'name="{nama}" value="([^"]*)"', teks)[0] for nama in ("sidik", "terlihat")}
    return dasar | {"tahun": str(TAHUN), "password": SANDI} | isi


def test_signed_values_of_another_page_are_not_read(kepala, kantor):
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN)
    sahkan = kepala.get(f"/opd/{kantor.opd.singkatan}/{TAHUN}/isi/sahkan/?periode=TAHUN")
    (asing,) = re.findall('name="terlihat" value="([^"]*)"', sahkan.content.decode())
    lama = form(kepala.get(alamat(kantor, "tetapkan/")), terlihat=asing, sidik="x")
    response = kepala.post(alamat(kantor, "tetapkan/"), lama)
    assert (response.status_code, response.context["perubahan"]) == (409, [])


def is_frozen() -> bool:
    return Snapshot.objects.exists() or KunciTahun.objects.exists()


def test_page_lists_blanks_drafts_and_open_periods(kepala, kantor):
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN)
    kosong = builders.create_indikator(kantor.opd, kantor.sasaran, nama="Indikator kosong")
    builders.create_target(kosong, kantor.indikator.target.get(tahun=TAHUN).dokumen, periode=Periode.TAHUN)
    lain = Realisasi.objects.exclude(pk=kantor.realisasi.pk).get(tahun=TAHUN)
    Realisasi.objects.filter(pk=lain.pk).update(status=StatusNilai.DIAJUKAN)

    response = kepala.get(alamat(kantor, "tetapkan/"))
    ((periode, _),) = response.context["daftar_periode"]
    assert (periode.periode, periode.terisi, periode.jumlah) == (Periode.TAHUN, 2, 3)
    assert periode.belum == ["Indikator kosong"]
    assert periode.draf == [("Indeks keterbukaan", "43,87")]
    assert periode.tertahan == [("Jumlah layanan", "12")]
    teks = response.content.decode()
    assert "Pengisian masih terbuka: Tahunan." in teks
    assert "<b>1 nilai</b>" in teks
    assert "1 belum diisi, tercetak tanpa nilai" in teks
    assert "tidak ada nilai tahun 2023 yang dapat diubah lagi" in teks


def test_the_number_of_queries_does_not_depend_on_the_values(kepala, kantor):
    jumlah = []
    dokumen = kantor.indikator.target.get(tahun=TAHUN).dokumen
    for _ in range(2):
        kepala.get(alamat(kantor, "tetapkan/"))  # the first page of a session writes to it
        with CaptureQueriesContext(connection) as queries:
            kepala.get(alamat(kantor, "tetapkan/"))
        jumlah.append(len(queries))
        for _ in range(2):
            lain = builders.create_indikator(kantor.opd, kantor.sasaran)
            builders.create_target(lain, dokumen, periode=Periode.TAHUN)
            builders.create_realisasi(lain, periode=Periode.TAHUN)
    assert jumlah[0] == jumlah[1]


def test_kepala_sets_what_he_saw_with_year_and_password(kepala, kantor):
    response = kepala.post(alamat(kantor, "tetapkan/"), form(kepala.get(alamat(kantor, "tetapkan/"))))
    assert pesan(response) == ["Laporan tahun 2023 ditetapkan. Data dan teksnya dibekukan."]
    assert Laporan.objects.get().ditetapkan_pada is not None
    assert pesan(kepala.get(alamat(kantor, "tetapkan/")))[-1] == "Laporan ini sudah ditetapkan."
    lagi = kepala.post(alamat(kantor, "tetapkan/"), {"tahun": "2023"})
    assert pesan(lagi)[-1] == "Laporan ini sudah ditetapkan."
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize(
    ("isi", "kalimat"),
    [
        ({"tahun": "2022"}, "Laporan ini untuk tahun 2023. Ketik 2023."),
        ({"tahun": ""}, "Ketik tahun laporan."),
        ({"password": ""}, "Isi kata sandi Anda."),
        ({"password": "keliru"}, "Kata sandi salah."),
        ({"password": f" {SANDI}"}, "Kata sandi salah."),
    ],
)
def test_without_the_year_and_the_password_nothing_is_set(kepala, kantor, isi, kalimat):
    response = kepala.post(alamat(kantor, "tetapkan/"), form(kepala.get(alamat(kantor, "tetapkan/")), **isi))
    assert (response.status_code, kalimat in response.content.decode()) == (422, True)
    assert isi.get("password", "") == "" or isi["password"] not in response.content.decode()
    assert not is_frozen()


def test_wrong_passwords_are_limited_like_those_of_signing_in(kepala, kantor, settings):
    settings.AXES_ENABLED = True
    data = form(kepala.get(alamat(kantor, "tetapkan/")))
    jawaban = [
        kepala.post(alamat(kantor, "tetapkan/"), data | {"password": "keliru"}).status_code for _ in range(6)
    ]
    assert jawaban == [422, 422, 422, 422, 429, 429]
    assert (
        kepala.post(alamat(kantor, "tetapkan/"), data).status_code == 429
    )  # the right one is locked as well
    assert not is_frozen()


def test_what_changed_meanwhile_is_named_and_nothing_is_set(kepala, kantor):
    data = form(kepala.get(alamat(kantor, "tetapkan/")))
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(nilai=Decimal(99_999), versi=2)
    response = kepala.post(alamat(kantor, "tetapkan/"), data)
    assert response.status_code == 409
    assert [(p.nama, p.lama, p.baru) for p in response.context["perubahan"]] == [
        ("Indeks keterbukaan, Tahunan", "43,87", "99.999,00")
    ]
    assert "Laporan belum ditetapkan dan tidak ada yang dikunci." in response.content.decode()
    assert form(response)["sidik"] != data["sidik"]
    assert not is_frozen()


def test_a_changed_target_or_text_is_named_too(kepala, kantor):
    data = form(kepala.get(alamat(kantor, "tetapkan/")))
    kantor.indikator.target.filter(tahun=TAHUN).update(nilai=Decimal(61))
    perubahan = kepala.post(alamat(kantor, "tetapkan/"), data).context["perubahan"]
    assert [satu.nama for satu in perubahan] == ["Target, anggaran, rencana, atau aturan"]
    kepala.post(alamat(kantor, "narasi/simpulan/"), {"teks": "Baru.", "versi": ""})
    perubahan = kepala.post(alamat(kantor, "tetapkan/"), data).context["perubahan"]
    assert [satu.nama for satu in perubahan] == ["Narasi “Simpulan”"]


@pytest.mark.parametrize("palsu", [{"sidik": ""}, {"sidik": "0" * 64, "terlihat": "palsu"}])
def test_a_missing_or_forged_fingerprint_sets_nothing(kepala, kantor, palsu):
    response = kepala.post(alamat(kantor, "tetapkan/"), form(kepala.get(alamat(kantor, "tetapkan/"))) | palsu)
    assert response.status_code == 409
    assert not is_frozen()


# Withdrawal -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def admin(client, kantor):
    client.force_login(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=kantor.opd.pemda), BACKEND)
    return client


def test_admin_withdraws_a_set_report_with_a_reason(admin, kantor):
    sidik = tetapkan(kantor).sha256
    assert alamat(kantor, "tarik/") in admin.get(alamat(kantor, "")).content.decode()
    assert sidik in admin.get(alamat(kantor, "tarik/")).content.decode()
    response = admin.post(alamat(kantor, "tarik/"), {"sidik": sidik})
    assert (response.status_code, "Isi alasan." in response.content.decode()) == (422, True)
    response = admin.post(alamat(kantor, "tarik/"), {"sidik": sidik, "alasan": "Angka keliru"}, follow=True)
    teks = response.content.decode()
    assert "Laporan tahun 2023 ditarik dan kembali menjadi draf." in teks
    assert "Ditarik, kembali menjadi draf oleh" in teks
    assert "Alasan: Angka keliru" in teks
    assert Laporan.objects.get().status == StatusLaporan.DRAF
    lagi = admin.post(alamat(kantor, "tarik/"), {"sidik": sidik, "alasan": "Angka keliru"}, follow=True)
    assert "masih draf" in lagi.content.decode()
    assert Snapshot.objects.count() == 1


@pytest.mark.parametrize("peran", Peran)
@pytest.mark.parametrize("status", StatusLaporan)
def test_withdrawal_by_role_and_state(client, kantor, peran, status):
    sidik = tetapkan(kantor).sha256 if status != StatusLaporan.DRAF else ""
    Laporan.objects.filter(opd=kantor.opd).update(status=status)
    di_opd = peran in {Peran.PERENCANA, Peran.KEPALA, Peran.VERIFIKATOR}
    user = builders.create_pengguna(peran, **({"opd": kantor.opd} if di_opd else {"pemda": kantor.opd.pemda}))
    client.force_login(user, BACKEND)
    boleh = peran == Peran.ADMIN_PEMDA
    bisa = boleh and status == StatusLaporan.DITETAPKAN
    assert client.get(alamat(kantor, "tarik/")).status_code == (200 if bisa else 302 if boleh else 403)
    assert (alamat(kantor, "tarik/") in client.get(alamat(kantor, "")).content.decode()) is bisa
    response = client.post(alamat(kantor, "tarik/"), {"sidik": sidik, "alasan": "x"})
    assert response.status_code == (302 if boleh else 403)
    laporan = Laporan.objects.filter(opd=kantor.opd).first()
    assert (laporan.status if laporan else "draf") == ("draf" if bisa else status)


def test_a_signature_page_from_before_a_withdrawal_is_refused_with_a_fresh_one(client, kantor, admin):
    lama = tetapkan(kantor).sha256
    admin.post(alamat(kantor, "tarik/"), {"sidik": lama, "alasan": "Angka keliru"})
    Realisasi.objects.filter(pk=kantor.realisasi.pk).update(nilai=Decimal(50))
    baru = tetapkan(kantor).sha256
    client.force_login(kantor.kepala, BACKEND)
    for sidik in (lama, ""):
        response = client.post(
            alamat(kantor, "tanda-tangan/"), {"contoh": "on", "sidik": sidik}, HTTP_HX_REQUEST="true"
        )
        teks = response.content.decode()
        assert response.status_code == 409
        assert "Laporan tidak ditandatangani." in teks
        assert f'name="sidik" value="{baru}"' in teks
    assert not BerkasLaporan.objects.exists()
