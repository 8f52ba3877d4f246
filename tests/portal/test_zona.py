"""One local time per government: 23.30 WIB is 01.30 of the next day at WIT, on every screen and in every service."""

import ast
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pyhanko.pdf_utils.reader import PdfFileReader

from instansi.enums import Peran, ZonaWaktu
from instansi.models import JadwalPengisian, Jejak, MasaJabatan, Pejabat, Pemda, Pengguna, Penugasan
from instansi.waktu import format_hari, format_waktu, get_hari
from kinerja.enums import Periode
from kinerja.models import Realisasi
from kinerja.services import PeriodeTertutupError, RealisasiBerubahError, save_realisasi
from laporan.models import Laporan, Snapshot
from laporan.services import simpan_narasi, tanda_tangani
from laporan.services.berkas import read_berkas
from laporan.tanda_tangan import create_sertifikat_contoh
from renstra.enums import JenisDokumen, StatusDokumen
from sakip.backends import AccountBackend
from tests import builders
from tests.builders_laporan import create_kantor, tetapkan

pytestmark = pytest.mark.django_db

TAHUN = 2023
MALAM = datetime(2026, 11, 20, 16, 30, tzinfo=UTC)
"""23.30 WIB, 00.30 WITA, 01.30 WIT."""
JAM = {ZonaWaktu.WIB: ("20 November 2026", "23.30"), ZonaWaktu.WIT: ("21 November 2026", "01.30")}
BACKEND = "sakip.backends.AccountBackend"

AKAR = Path(__file__).resolve().parents[2]
APP = ("anggaran", "instansi", "kinerja", "laporan", "portal", "renstra", "sakip")
JAM_SENDIRI = {"instansi/waktu.py": "the clock itself"} | dict.fromkeys(
    ("sakip/kit/tables.py", "sakip/kit/xlsx.py", "sakip/kit/views.py"),
    "knows no government: runs on the clock that the page activated",
)


@pytest.fixture(params=JAM, ids=[zona.label for zona in JAM])
def zona(request):
    return request.param


@pytest.fixture
def kantor(zona):
    kantor = create_kantor()
    Pemda.objects.update(zona=zona)
    kantor.opd.pemda.refresh_from_db()
    return kantor


@pytest.fixture
def sekarang(monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: MALAM)


def buka(client, user, kantor, nama, query="", **kwargs):
    client.force_login(user, BACKEND)
    alamat = reverse(f"portal:{nama}", kwargs={"singkatan": kantor.opd.singkatan, "tahun": TAHUN} | kwargs)
    response = client.get(alamat + query)
    assert response.status_code == 200, alamat
    return response


def isi(response):
    return " ".join(response.content.decode().split())


def test_the_helper_tells_day_and_hour_of_each_zone():
    for zona, (hari, jam) in JAM.items():
        pemda = Pemda(zona=zona)
        assert (format_hari(MALAM, pemda), format_waktu(MALAM, pemda)) == (
            hari,
            f"{hari} pukul {jam} {zona.label}",
        )
    assert get_hari(Pemda(zona=ZonaWaktu.WITA), MALAM) == date(2026, 11, 21)


def test_no_other_module_has_a_clock_of_its_own():
    ketemu = []
    for app in APP:
        for berkas in sorted((AKAR / app).rglob("*.py")):
            nama = str(berkas.relative_to(AKAR))
            if nama in JAM_SENDIRI or "migrations" in nama:
                continue
            for node in ast.walk(ast.parse(berkas.read_text())):
                if isinstance(node, ast.Attribute) and (
                    node.attr in ("localtime", "localdate", "today")
                    or (node.attr == "now" and ast.unparse(node.value) != "timezone")
                ):
                    ketemu.append(f"{nama}:{node.lineno}: {ast.unparse(node)}")
    assert [
        satu for satu in ketemu if "datetime.now" not in satu or "laporan/tanda_tangan/" not in satu
    ] == []


# Services -------------------------------------------------------------------------------------------------------------


def simpan(kantor, saat, versi=1, **lain):
    return save_realisasi(
        pengguna=kantor.perencana,
        indikator=kantor.indikator,
        tahun=TAHUN,
        periode=Periode.TAHUN,
        versi=versi,
        saat=saat,
        **{"alasan": "Belum ada data."} | lain,
    )


@pytest.mark.parametrize(("buka_pada", "tutup", "saat"), [(0, None, -1), (-9, 0, 1)])
def test_service_and_screen_say_one_day_of_opening_and_closing(client, kantor, zona, buka_pada, tutup, saat):
    awal = MALAM + timedelta(days=buka_pada)
    akhir = None if tutup is None else MALAM
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN, buka=awal, tutup=akhir)
    with pytest.raises(PeriodeTertutupError) as galat:
        simpan(kantor, MALAM + timedelta(days=saat))
    waktu = "{} pukul {}".format(*JAM[zona])
    assert f"{waktu} {zona.label}" in galat.value.pesan
    if akhir is None:
        JadwalPengisian.objects.update(buka=timezone.now() + timedelta(days=400))
        awal = JadwalPengisian.objects.get().buka
    layar = isi(buka(client, kantor.perencana, kantor, "isian", "?periode=TAHUN"))
    assert format_waktu(akhir or awal, kantor.opd.pemda) in layar


def test_conflict_says_when_on_the_clock_of_the_government(kantor, zona):
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN)
    Realisasi.objects.update(diubah=MALAM, versi=5)
    with pytest.raises(RealisasiBerubahError, match="{} pukul {} {}".format(*JAM[zona], zona.label)):
        simpan(kantor, MALAM, alasan="", nilai=Decimal(1))


def test_assignment_begins_with_the_day_of_its_government(kantor, zona, sekarang):
    Penugasan.objects.update(mulai=date(2026, 11, 21))
    pk = kantor.kepala.pk
    for user in (Pengguna.objects.get(pk=pk), AccountBackend().get_user(pk)):
        assert user is not None
        assert user.peran == (frozenset({Peran.KEPALA}) if zona == ZonaWaktu.WIT else frozenset())


def test_document_comes_into_force_with_the_day_of_its_government(client, kantor, zona, sekarang):
    dppa = builders.create_dokumen(
        kantor.opd, JenisDokumen.DPPA, status=StatusDokumen.DITETAPKAN, tanggal=date(2026, 11, 21)
    )
    builders.create_pagu(dppa, kantor.program, 5)
    berlaku = buka(client, kantor.kepala, kantor, "anggaran").context["dokumen_pagu"]
    assert (berlaku == dppa) is (zona == ZonaWaktu.WIT)


def test_report_is_dated_and_signed_on_the_clock_of_the_government(client, kantor, zona, sekarang):
    hari, _ = JAM[zona]
    kepala = kantor.opd.jabatan.get(kepala=True)
    for nama, mulai, selesai in (
        ("Lama", date(2020, 1, 1), date(2026, 11, 20)),
        ("Baru", date(2026, 11, 21), None),
    ):
        pejabat = Pejabat.objects.create(pemda=kantor.opd.pemda, nama=nama)
        MasaJabatan.objects.create(jabatan=kepala, pejabat=pejabat, mulai=mulai, selesai=selesai)
    snapshot = tetapkan(kantor, saat=timezone.now())
    ttd = Snapshot.objects.get().isi["isi"]["penandatangan"]
    assert (ttd["tanggal"], ttd["nama"]) == (hari, "Baru" if zona == ZonaWaktu.WIT else "Lama")
    berkas = tanda_tangani(
        pengguna=kantor.kepala,
        opd=kantor.opd,
        tahun=TAHUN,
        sidik=snapshot.sha256,
        p12=create_sertifikat_contoh("contoh", mulai=MALAM - timedelta(days=1), hari=36_500),
        passphrase="contoh",
    )
    (bubuhan,) = PdfFileReader(BytesIO(read_berkas(berkas))).embedded_signatures
    waktu = {ZonaWaktu.WIB: "D:20261120233000+07'00'", ZonaWaktu.WIT: "D:20261121013000+09'00'"}[zona]
    assert str(bubuhan.sig_object["/M"]) == waktu
    halaman = isi(buka(client, kantor.kepala, kantor, "laporan"))
    assert halaman.count(hari) >= 2
    assert "{} {}".format(*JAM[zona]) in isi(buka(client, kantor.kepala, kantor, "laporan_verifikasi"))
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=kantor.opd.pemda), BACKEND)
    daftar = isi(client.get(f"{reverse('portal:daftar_laporan')}?tahun={TAHUN}"))
    assert daftar.count("{} pukul {} {}".format(*JAM[zona], zona.label)) == 2


# Screens --------------------------------------------------------------------------------------------------------------


def test_screens_show_the_last_change_on_the_clock_of_the_government(client, kantor, zona):
    Realisasi.objects.update(diubah=MALAM)
    hari, jam = JAM[zona]
    singkat = hari.replace("November", "Nov")
    assert f"{singkat}<span" in isi(buka(client, kantor.perencana, kantor, "capaian", "?periode=TAHUN"))
    asal = isi(buka(client, kantor.perencana, kantor, "derivasi", indikator_id=kantor.indikator.pk))
    assert f"{singkat}, {jam}" in asal
    assert f"pukul {jam} {zona.label}" in isi(buka(client, kantor.perencana, kantor, "beranda_kantor"))
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=kantor.opd.pemda), BACKEND)
    ikhtisar = client.get(f"{reverse('portal:ikhtisar')}?tahun={TAHUN}")
    assert f"{hari} pukul {jam} {zona.label}" in isi(ikhtisar)


def test_history_is_told_on_the_clock_of_the_government(client, kantor, zona):
    hari, jam = JAM[zona]
    kunci = {"indikator": kantor.indikator.pk, "tahun": TAHUN, "periode": "TAHUN", "nilai": "43.87"}
    Jejak.objects.create(
        opd=kantor.opd,
        waktu=MALAM,
        aksi="isi_realisasi",
        objek_jenis=Realisasi._meta.label_lower,
        objek_id=kantor.realisasi.pk,
        sesudah=kunci,
    )
    pk = kantor.indikator.pk
    riwayat = isi(buka(client, kantor.perencana, kantor, "isian_riwayat", "?periode=TAHUN", indikator_id=pk))
    assert f"{hari} pukul {jam} {zona.label}" in riwayat
    asal = isi(buka(client, kantor.perencana, kantor, "derivasi", indikator_id=pk))
    assert f"{hari} pukul {jam} {zona.label}" in asal


def test_days_left_and_saved_texts_follow_the_clock_of_the_government(client, kantor, zona, sekarang):
    sisa = {ZonaWaktu.WIB: "2 hari lagi", ZonaWaktu.WIT: "1 hari lagi"}[zona]
    tutup = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
    builders.create_jadwal(kantor.opd.pemda, Periode.TAHUN, tutup=tutup)
    assert sisa in isi(buka(client, kantor.perencana, kantor, "beranda_kantor"))
    assert sisa in isi(buka(client, kantor.perencana, kantor, "isian", "?periode=TAHUN"))
    simpan_narasi(
        pengguna=kantor.perencana, opd=kantor.opd, tahun=TAHUN, bagian="simpulan", teks="Kami.", versi=None
    )
    bagian = isi(buka(client, kantor.perencana, kantor, "laporan_bagian", bagian="simpulan"))
    assert "{} {}".format(*JAM[zona]) in bagian


def test_workbooks_say_when_they_were_taken_on_the_clock_of_the_government(client, kantor, zona, sekarang):
    hari, jam = JAM[zona]
    for nama in ("capaian", "anggaran"):
        response = buka(client, kantor.perencana, kantor, nama, "?format=xlsx")
        sheet = load_workbook(BytesIO(response.content)).worksheets[0]
        assert f"Diunduh: {hari}, {jam} {zona.label}" in [baris[0].value for baris in sheet.rows]


def test_schedule_typed_by_the_admin_is_read_on_the_clock_of_the_government(client, kantor, zona):
    client.force_login(builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=kantor.opd.pemda), BACKEND)
    alamat = reverse("portal:jadwal_ubah", args=[kantor.opd.pemda.pk, TAHUN, "TW2"])
    client.post(alamat, {"buka": MALAM.strftime("%Y-%m-%dT%H:%M"), "tutup": "", "versi": "baru"})
    jadwal = JadwalPengisian.objects.get(periode="TW2")
    assert jadwal.buka == MALAM - timedelta(hours={ZonaWaktu.WIB: 7, ZonaWaktu.WIT: 9}[zona])


def test_the_clock_of_one_page_does_not_reach_the_next(client, kantor):
    sebelum = timezone.get_current_timezone_name()
    buka(client, kantor.kepala, kantor, "beranda_kantor")
    assert timezone.get_current_timezone_name() == sebelum
    assert Laporan.objects.count() == 0
