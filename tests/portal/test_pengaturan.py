"""Pengaturan: who sees and sets the schedule, in which words, and the rules that capaian follows."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from instansi.enums import Peran, ZonaWaktu
from instansi.models import JadwalPengisian, Jejak
from kinerja.enums import BagianHitung, BasisPredikat, FormulaMinimasi, Periode, StatusNilai
from kinerja.queries import SumberAturan
from portal.konteks import build_navigasi
from portal.views.pengaturan.aturan import create_baris_pita, create_contoh
from portal.views.pengaturan.butir_aturan import describe_aturan
from portal.views.pengaturan.jadwal import PERIODE_JADWAL, describe_keadaan
from portal.views.pengaturan.periode import JadwalForm, get_versi
from tests import builders
from tests.builders import TAHUN

pytestmark = pytest.mark.django_db

DAFTAR = "/pengaturan/jadwal/"
ATURAN = "/pengaturan/aturan/"


def alamat(pemda, periode="TW1", akhir=""):
    return f"{DAFTAR}{pemda.pk}/{TAHUN}/{periode}/{akhir}"


@pytest.fixture
def pemda():
    return builders.create_pemda(zona=ZonaWaktu.WITA)


@pytest.fixture
def admin(client, pemda):
    user = builders.create_pengguna(Peran.ADMIN_PEMDA, pemda=pemda)
    client.force_login(user)
    return user


# The list ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("peran", "di_pemda", "daftar", "ubah"),
    [
        (Peran.ADMIN_PEMDA, True, 200, 200),
        (Peran.ADMIN_PEMDA, False, 404, 404),
        (Peran.INSPEKTORAT, True, 200, 403),
        (Peran.PIMPINAN, True, 200, 403),
        (Peran.VERIFIKATOR, True, 200, 403),
        (Peran.PERENCANA, False, 404, 404),
        (Peran.KEPALA, False, 404, 404),
        ("", False, 404, 404),
    ],
)
def test_jadwal_by_role_and_scope(client, pemda, peran, di_pemda, daftar, ubah):
    opd = builders.create_opd(pemda)
    lingkup = {"pemda": pemda} if di_pemda else {"opd": opd}
    client.force_login(builders.create_pengguna(peran, **lingkup))
    builders.create_jadwal(pemda)

    response = client.get(DAFTAR, {"tahun": TAHUN})

    assert response.status_code == daftar
    if daftar == 200:
        assert ("Tindakan" in response.content.decode()) is (ubah == 200)
    isi = {"buka": "2023-05-01T08:00", "versi": get_versi(JadwalPengisian.objects.get())}
    for url in (alamat(pemda), alamat(pemda, "TW1", "tutup/")):
        assert client.get(url).status_code == ubah
    if ubah != 200:
        assert client.post(alamat(pemda), isi).status_code == ubah
        assert client.post(alamat(pemda, "TW1", "tutup/"), isi).status_code == ubah
        assert JadwalPengisian.objects.get().buka == datetime(TAHUN, 4, 1, tzinfo=UTC)


def test_jadwal_of_a_neighbour_government_is_a_404(client, admin):
    lain = builders.create_pemda()
    builders.create_jadwal(lain)

    assert client.get(DAFTAR, {"pemda": lain.pk}).status_code == 404
    assert client.get(alamat(lain)).status_code == 404
    assert client.post(alamat(lain), {"buka": "2023-05-01T08:00"}).status_code == 404
    assert [baris.pemda for baris in client.get(DAFTAR).context["view"].baris] == [
        admin.penugasan.get().pemda
    ] * len(PERIODE_JADWAL)


@pytest.mark.parametrize("tahun", ["1999", "2100", "abc", "２０２３", "99999999999999999999"])
def test_pengaturan_of_an_impossible_year_is_a_404(client, admin, pemda, tahun):
    builders.create_opd(pemda)
    assert client.get(DAFTAR, {"tahun": tahun}).status_code == 404
    assert client.get(ATURAN, {"tahun": tahun}).status_code == 404


def test_jadwal_of_an_unknown_period_is_a_404(client, admin, pemda):
    assert client.get(alamat(pemda, "TW5")).status_code == 404


def test_jadwal_lists_every_period_of_the_year_in_order(client, admin, pemda):
    builders.create_jadwal(pemda, "TW2", buka=datetime(TAHUN, 3, 31, 16, 0, tzinfo=UTC))
    builders.create_jadwal(pemda, "TW1", tahun=TAHUN - 1)

    response = client.get(DAFTAR, {"tahun": TAHUN})

    baris = response.context["view"].baris
    assert [satu.nama_periode for satu in baris] == [
        "Triwulan I",
        "Triwulan II",
        "Triwulan III",
        "Triwulan IV",
        "Semester I",
        "Semester II",
        "Tahunan",
    ]
    assert [satu.teks_keadaan for satu in baris if satu.jadwal] == ["Terbuka, belum ada tanggal penutupan"]
    assert "1 April 2023 pukul 00.00 WITA" in response.content.decode()


def test_jadwal_without_a_year_opens_the_latest_with_a_schedule(client, admin, pemda):
    builders.create_jadwal(pemda, tahun=2031)
    assert client.get(DAFTAR).context["tahun"] == 2031
    client.get(DAFTAR, {"tahun": 2022})
    assert client.get(DAFTAR).context["tahun"] == 2022


@pytest.mark.parametrize(
    ("buka", "tutup", "teks"),
    [
        (timedelta(days=3), None, "Belum dibuka, 3 hari lagi"),
        (timedelta(hours=1), None, "Belum dibuka, hari ini"),
        (timedelta(days=-3), None, "Terbuka, belum ada tanggal penutupan"),
        (timedelta(days=-3), timedelta(days=12), "Terbuka, 12 hari lagi"),
        (timedelta(days=-3), timedelta(hours=1), "Terbuka, hari terakhir"),
        (timedelta(days=-3), timedelta(0), "Terbuka, hari terakhir"),
        (timedelta(days=-3), timedelta(seconds=-1), "Ditutup"),
    ],
)
def test_describe_keadaan(pemda, buka, tutup, teks):
    saat = datetime(TAHUN, 4, 10, 3, 0, tzinfo=UTC)
    jadwal = JadwalPengisian(buka=saat + buka, tutup=None if tutup is None else saat + tutup)
    assert describe_keadaan(jadwal, saat, pemda) == teks


def test_describe_keadaan_counts_days_of_the_local_clock(pemda):
    saat = datetime(TAHUN, 4, 10, 15, 30, tzinfo=UTC)  # 23.30 WITA, still 10 April
    jadwal = JadwalPengisian(buka=saat, tutup=saat + timedelta(hours=1))  # 00.30 WITA on 11 April
    assert describe_keadaan(jadwal, saat, pemda) == "Terbuka, 1 hari lagi"
    assert describe_keadaan(None, saat, pemda) == "Tidak dijadwalkan"


def test_jadwal_excel_holds_every_row_and_no_actions(client, admin, pemda):
    builders.create_jadwal(pemda)

    response = client.get(DAFTAR, {"tahun": TAHUN, "format": "xlsx"})

    lembar = load_workbook(BytesIO(response.content)).worksheets[0]
    isi = [[sel.value for sel in baris] for baris in lembar.rows]
    kepala = next(baris for baris in isi if baris[0] == "Periode")
    assert [teks for teks in kepala if teks] == ["Periode", "Dibuka", "Ditutup", "Keadaan"]
    awal = isi.index(kepala) + 1
    assert isi[awal][:4] == [
        "Triwulan I",
        "1 April 2023 pukul 08.00 WITA",
        isi[awal][2],
        "Terbuka, belum ada tanggal penutupan",
    ]
    assert [baris[0] for baris in isi[awal : awal + 7]] == [str(p.label) for p in PERIODE_JADWAL]


@pytest.mark.parametrize("kolom", ["nama_periode", "buka", "-tutup", "teks_keadaan"])
def test_jadwal_sorts_with_missing_moments(client, admin, pemda, kolom):
    builders.create_jadwal(pemda, "S1", tutup=datetime(TAHUN, 5, 1, tzinfo=UTC))
    assert client.get(DAFTAR, {"tahun": TAHUN, "sort": kolom}).status_code == 200


@pytest.mark.parametrize("jumlah", [1, 3])
def test_jadwal_query_count(client, admin, pemda, django_assert_num_queries, jumlah):
    opd = builders.create_opd(pemda)
    for periode in PERIODE_JADWAL[:jumlah]:
        builders.create_jadwal(pemda, periode)
        builders.create_dokumen(opd)
    client.get(DAFTAR, {"tahun": TAHUN})  # the session remembers the year from here on

    with django_assert_num_queries(6):  # session, account, pemda, offices, years, jadwal
        client.get(DAFTAR, {"tahun": TAHUN})


@pytest.mark.parametrize("jumlah", [1, 3])
def test_jadwal_query_count_over_governments(client, django_assert_num_queries, jumlah):
    client.force_login(builders.create_pengguna(is_superuser=True))
    for _ in range(jumlah):
        builders.create_jadwal(builders.create_pemda())
    client.get(DAFTAR, {"tahun": TAHUN})

    with django_assert_num_queries(7):  # the account of a superuser without penugasan takes two
        response = client.get(DAFTAR, {"tahun": TAHUN})
    assert len(response.context["view"].baris) == 7 * jumlah
    assert response.context["can_edit"] is False


# One period -------------------------------------------------------------------------------------------------------


def test_jadwal_ubah_opens_a_period_in_the_zone_of_the_government(client, admin, pemda):
    isi = {"buka": "2023-04-01T08:00", "tutup": "2023-04-30T23:59", "versi": "baru"}

    response = client.post(alamat(pemda), isi, follow=True)

    jadwal = JadwalPengisian.objects.get()
    assert (jadwal.pemda, jadwal.tahun, jadwal.periode) == (pemda, TAHUN, "TW1")
    assert jadwal.buka == datetime(TAHUN, 4, 1, 0, 0, tzinfo=UTC)
    assert jadwal.tutup == datetime(TAHUN, 4, 30, 15, 59, tzinfo=UTC)
    jejak = Jejak.objects.get()
    assert (jejak.pengguna, jejak.aksi, jejak.objek_id) == (admin, "atur_jadwal", jadwal.pk)
    assert [str(pesan) for pesan in response.context["messages"]] == [
        f"Jadwal Triwulan I 2023 Kabupaten {pemda.nama} tersimpan. Dibuka 1 April 2023 pukul 08.00 WITA; ditutup "
        "30 April 2023 pukul 23.59 WITA. Keadaan sekarang: ditutup."
    ]


def test_jadwal_ubah_shows_the_stored_moments_by_the_local_clock(client, admin, pemda):
    builders.create_jadwal(pemda, tutup=datetime(TAHUN, 4, 30, 15, 59, tzinfo=UTC))
    isi = client.get(alamat(pemda)).content.decode()
    assert 'value="2023-04-01T08:00"' in isi
    assert 'value="2023-04-30T23:59"' in isi


@pytest.mark.parametrize(
    ("buka", "tutup", "bidang", "pesan"),
    [
        ("", "", "buka", "Isi tanggal dan jamnya."),
        ("besok", "", "buka", "Isi tanggal dan jam lengkap, misalnya 01/04/2023 08.00."),
        ("0001-01-01T00:00", "", "buka", "Isi tanggal antara tahun 2000 dan 2099."),
        ("2023-04-01T08:00", "9999-12-31T23:59", "tutup", "Isi tanggal antara tahun 2000 dan 2099."),
        (
            "2023-04-02T08:00",
            "2023-04-01T08:00",
            "tutup",
            "Waktu tutup harus setelah waktu buka (2 April 2023 pukul 08.00 WITA).",
        ),
        (
            "2023-04-02T08:00",
            "2023-04-02T08:00",
            "tutup",
            "Waktu tutup harus setelah waktu buka (2 April 2023 pukul 08.00 WITA).",
        ),
    ],
)
def test_jadwal_ubah_refuses_in_words_and_keeps_what_was_typed(
    client, admin, pemda, buka, tutup, bidang, pesan
):
    response = client.post(alamat(pemda), {"buka": buka, "tutup": tutup, "versi": "baru"})

    assert response.status_code == 422
    assert response.context["form"].errors == {bidang: [pesan]}
    assert f'value="{(buka, tutup)[bidang == "tutup"]}"' in response.content.decode() or not buka
    assert not JadwalPengisian.objects.exists()
    assert not Jejak.objects.exists()


def test_jadwal_ubah_shows_what_somebody_else_saved_and_overwrites_on_purpose(client, admin, pemda):
    jadwal = builders.create_jadwal(pemda)
    isi = {"buka": "2023-04-01T08:00", "tutup": "2023-05-31T23:59", "versi": get_versi(jadwal)}
    JadwalPengisian.objects.update(tutup=datetime(TAHUN, 4, 20, 15, 59, tzinfo=UTC))

    response = client.post(alamat(pemda), isi)

    assert response.status_code == 409
    teks = response.content.decode()
    assert "Jadwal ini berubah sejak halaman dibuka" in teks
    assert "ditutup 20 April 2023 pukul 23.59 WITA." in teks
    assert 'value="2023-05-31T23:59"' in teks
    assert JadwalPengisian.objects.get().tutup == datetime(TAHUN, 4, 20, 15, 59, tzinfo=UTC)

    isi["versi"] = response.context["form"]["versi"].value()
    assert client.post(alamat(pemda), isi).status_code == 302
    assert JadwalPengisian.objects.get().tutup == datetime(TAHUN, 5, 31, 15, 59, tzinfo=UTC)


def test_jadwal_ubah_refuses_a_second_opening(client, admin, pemda):
    builders.create_jadwal(pemda)
    response = client.post(alamat(pemda), {"buka": "2023-05-01T08:00", "versi": "baru"})
    assert response.status_code == 409
    assert JadwalPengisian.objects.get().buka == datetime(TAHUN, 4, 1, tzinfo=UTC)


def test_jadwal_ubah_without_a_change_writes_nothing(client, admin, pemda):
    tutup = datetime(TAHUN, 4, 30, 15, 59, 59, tzinfo=UTC)  # seconds do not show in the input
    jadwal = builders.create_jadwal(pemda, tutup=tutup)
    isi = {"buka": "2023-04-01T08:00", "tutup": "2023-04-30T23:59", "versi": get_versi(jadwal)}

    response = client.post(alamat(pemda), isi, follow=True)

    assert [str(p) for p in response.context["messages"]] == [
        "Tidak ada yang berubah pada jadwal Triwulan I 2023."
    ]
    assert JadwalPengisian.objects.get().tutup == tutup
    assert not Jejak.objects.exists()


def test_jadwal_form_keeps_a_typed_closing_that_is_new(pemda):
    form = JadwalForm({"buka": "2023-04-01T08:00", "tutup": "2023-04-02T08:00"}, pemda=pemda, jadwal=None)
    assert form.is_valid()
    assert form.cleaned_data["tutup"] == datetime(TAHUN, 4, 2, tzinfo=UTC)


def test_jadwal_tutup_says_what_follows_and_closes_now(client, admin, pemda):
    opd = builders.create_opd(pemda)
    builders.create_opd(pemda)
    jadwal = builders.create_jadwal(pemda)
    builders.create_realisasi(builders.create_indikator(opd))
    builders.create_realisasi(builders.create_indikator(opd), status=StatusNilai.DISAHKAN)
    builders.create_realisasi(builders.create_indikator(opd), periode=Periode.TW2)
    builders.create_realisasi(builders.create_indikator())

    response = client.get(alamat(pemda, "TW1", "tutup/"))

    assert response.context["akibat"] == [
        f"Perencana pada 2 perangkat daerah di Kabupaten {pemda.nama} tidak dapat lagi mengisi atau mengubah realisasi "
        "Triwulan I 2023.",
        "2 nilai yang sudah diisi pada 1 perangkat daerah tetap tersimpan dan tetap tampil di tabel capaian.",
        "1 nilai belum disahkan; kepala perangkat daerah tetap dapat mengesahkannya setelah ditutup.",
        "Periode dapat dibuka lagi kapan saja dengan mengubah waktu tutupnya.",
    ]

    sebelum = timezone.now()
    assert client.post(alamat(pemda, "TW1", "tutup/"), {"versi": get_versi(jadwal)}).status_code == 302
    jadwal.refresh_from_db()
    assert jadwal.tutup is not None
    assert sebelum <= jadwal.tutup <= timezone.now()
    assert not jadwal.is_terbuka(timezone.now())
    assert Jejak.objects.get().aksi == "atur_jadwal"


def test_jadwal_tutup_of_a_stale_page_is_refused(client, admin, pemda):
    jadwal = builders.create_jadwal(pemda)
    lama = get_versi(jadwal)
    besok = timezone.now() + timedelta(days=1)
    JadwalPengisian.objects.update(tutup=besok)

    response = client.post(alamat(pemda, "TW1", "tutup/"), {"versi": lama})

    assert response.status_code == 409
    assert "Jadwal ini berubah sejak halaman dibuka" in response.content.decode()
    assert JadwalPengisian.objects.get().tutup == besok


@pytest.mark.parametrize("ada", [True, False])
def test_jadwal_tutup_of_a_closed_period_changes_nothing(client, admin, pemda, ada):
    tutup = datetime(TAHUN, 4, 30, tzinfo=UTC)
    if ada:
        builders.create_jadwal(pemda, tutup=tutup)
    for response in (client.get(alamat(pemda, "TW1", "tutup/")), client.post(alamat(pemda, "TW1", "tutup/"))):
        assert "Periode ini tidak sedang terbuka" in response.content.decode()
    assert list(JadwalPengisian.objects.values_list("tutup", flat=True)) == [tutup] * ada


# Rules ------------------------------------------------------------------------------------------------------------


def test_aturan_shows_the_rules_in_force_and_not_the_neighbours(client):
    pemda = builders.create_pemda()
    opd, tetangga = builders.create_opd(pemda), builders.create_opd(pemda)
    builders.create_aturan(pemda, batas_tampil=Decimal(100))
    builders.create_aturan(pemda, tabel="efisiensi", batas_tampil=Decimal(100), tahun_mulai=2020)
    builders.create_aturan(pemda, tabel="efisiensi", batas_tampil=Decimal(110), tahun_mulai=2022)
    builders.create_aturan(pemda, tabel="efisiensi", batas_tampil=Decimal(130), tahun_mulai=TAHUN + 1)
    builders.create_aturan(pemda, tabel="pk", tahun_mulai=TAHUN + 1)
    builders.create_aturan(pemda, opd=opd, tabel="capaian", batas_tampil=Decimal(150))
    builders.create_aturan(pemda, opd=tetangga, tabel="triwulan")
    builders.create_aturan(builders.create_pemda(), tabel="belanja")
    client.force_login(builders.create_perencana(opd))

    daftar = client.get(ATURAN, {"tahun": TAHUN}).context["daftar"]

    assert [(baris.tabel, baris.aturan.batas_tampil, baris.mulai, baris.cakupan) for baris in daftar] == [
        ("", Decimal(100), "semua tahun", f"Seluruh perangkat daerah Kabupaten {pemda.nama}"),
        ("capaian", Decimal(150), "semua tahun", f"Khusus {opd.nama}"),
        ("efisiensi", Decimal(110), "tahun 2022", f"Seluruh perangkat daerah Kabupaten {pemda.nama}"),
    ]
    assert [(butir.label, butir.nilai, butir.umum) for butir in daftar[2].beda] == [
        ("Batas capaian yang ditampilkan", "110%", "100%")
    ]
    assert client.get(ATURAN, {"kantor": tetangga.singkatan}).status_code == 404


def test_aturan_lists_the_indicators_with_rules_of_their_own(client):
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    builders.create_indikator(opd)
    builders.create_indikator(
        opd,
        nama="Angka kematian",
        batas_tampil=Decimal(120),
        batas_rata=Decimal(0),
        bobot=Decimal("2.5"),
        formula_minimasi=FormulaMinimasi.RASIO,
    )
    builders.create_indikator(builders.create_opd(opd.pemda), bobot=Decimal(1))
    client.force_login(builders.create_perencana(opd))
    response = client.get(ATURAN, {"tahun": TAHUN})
    assert [(satu.nama, satu.isi) for satu in response.context["sendiri"]] == [
        (
            "Angka kematian",
            [
                "Rumus: Rasio terbalik: T / R × 100",
                "Batas yang ditampilkan: 120%",
                "Batas dalam rata-rata: tidak dibatasi",
                "Bobot dalam rata-rata: 2,5",
            ],
        )
    ]
    assert "Menggantikan aturan tabel" in response.content.decode()


def test_aturan_without_any_stored_rule_says_so(client):
    opd = builders.create_opd()
    client.force_login(builders.create_perencana(opd))
    (baris,) = client.get(ATURAN).context["daftar"]
    assert (baris.nama, baris.cakupan) == (
        "Semua tabel",
        "Bawaan portal, karena pemerintah daerah belum menetapkan aturan",
    )


def test_aturan_without_an_office_says_what_to_do(client):
    client.force_login(builders.create_pengguna())
    response = client.get(ATURAN)
    assert response.status_code == 200
    assert "Hubungi pengelola portal" in response.content.decode()


def test_aturan_example_runs_through_the_engine(client):
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda, batas_tampil=Decimal(100), bagian=BagianHitung.MENTAH)
    client.force_login(builders.create_perencana(opd))

    contoh = client.get(ATURAN, {"target": "10", "realisasi": "12"}).context["contoh"]

    assert [
        (baris.nama, baris.hasil.teks, baris.hasil.label, baris.tingkat, baris.rata, baris.keterangan)
        for baris in contoh
    ] == [
        ("Semakin tinggi semakin baik", "100,00", "Tinggi", 5, "120,00", ""),
        ("Semakin rendah semakin baik", "80,00", "Tinggi", 5, "", "dipakai aturan ini"),
        ("Semakin rendah semakin baik", "83,33", "Tinggi", 5, "", "tidak dipakai aturan ini"),
        ("Tepat pada target", "80,00", "Tinggi", 5, "", ""),
    ]


def test_aturan_example_marks_the_formula_of_the_rule():
    pemda = builders.create_pemda()
    opd = builders.create_opd(pemda)
    builders.create_aturan(
        pemda,
        formula_minimasi=FormulaMinimasi.RASIO,
        basis_predikat=BasisPredikat.REALISASI,
        lantai_nol=False,
    )
    aturan = SumberAturan(opd, TAHUN).get()
    contoh = create_contoh(target=Decimal(10), realisasi=Decimal(25), aturan=aturan)

    assert [(baris.hasil.teks, baris.dipakai) for baris in contoh] == [
        ("250,00", True),
        ("-50,00", False),
        ("40,00", True),
        ("-50,00", True),
    ]
    assert {baris.hasil.label for baris in contoh} == {"Rendah"}  # 25, the realisasi, is classified
    nilai = {butir.label: butir.nilai for butir in describe_aturan(aturan)}
    assert nilai["Rumus semakin rendah semakin baik"] == "Rasio terbalik: T / R × 100"
    assert nilai["Dasar predikat"] == "Realisasi"
    assert nilai["Capaian di bawah nol"] == "Ditampilkan negatif"
    assert aturan.skala is not None
    assert [(pita.nama, pita.tingkat, pita.rentang) for pita in create_baris_pita(aturan.skala)] == [
        ("Tinggi", 5, "76 ≤ nilai"),
        ("Rendah", 1, "nilai < 76"),
    ]


@pytest.mark.parametrize(
    ("target", "realisasi", "bidang"),
    [
        ("1.234", "12", "target"),
        ("10", "abc", "realisasi"),
        ("", "12", "target"),
        ("10", "1" * 40, "realisasi"),
    ],
)
def test_aturan_example_refuses_ambiguous_numbers(client, target, realisasi, bidang):
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    client.force_login(builders.create_perencana(opd))

    response = client.get(ATURAN, {"target": target, "realisasi": realisasi})

    assert response.status_code == 200
    assert list(response.context["form"].errors) == [bidang]
    assert response.context["contoh"] == []


def test_aturan_example_with_a_zero_target_says_why_there_is_no_capaian(client):
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    client.force_login(builders.create_perencana(opd))
    isi = client.get(ATURAN, {"target": "0", "realisasi": "12"}).content.decode()
    assert "Target nol, capaian tidak dapat dihitung" in isi


@pytest.mark.parametrize("jumlah", [1, 3])
def test_aturan_query_count(client, django_assert_num_queries, jumlah):
    pemda = builders.create_pemda()
    for nomor in range(jumlah):
        opd = builders.create_opd(pemda)
        builders.create_aturan(pemda, tabel=("", "capaian", "efisiensi")[nomor])
        builders.create_dokumen(opd)
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=pemda))
    tujuan = {"kantor": opd.singkatan, "tahun": TAHUN}
    client.get(ATURAN, tujuan)

    with django_assert_num_queries(
        7
    ):  # session, account, offices, dokumen, rules twice, own rules of indicators
        response = client.get(ATURAN, tujuan)
    assert len(response.context["daftar"]) == (jumlah if jumlah > 1 else 1)


# Navigation -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("peran", "url"), [(Peran.PIMPINAN, DAFTAR), (Peran.PERENCANA, ATURAN)])
def test_pengaturan_leads_to_the_first_screen_of_the_role(client, pemda, peran, url):
    opd = builders.create_opd(pemda)
    user = builders.create_pengguna(peran, **({"pemda": pemda} if url == DAFTAR else {"opd": opd}))
    client.force_login(user)

    response = client.get(reverse("portal:pengaturan"))
    assert (response.status_code, response["Location"]) == (302, url)

    halaman = client.get(url)
    butir = next(b for b in build_navigasi(halaman.wsgi_request) if b.label == "Pengaturan")
    assert (butir.url, butir.aktif) == (url, True)
    assert [b["url"] for b in halaman.context["pilihan_bagian"]] == (
        [DAFTAR, ATURAN] if url == DAFTAR else [ATURAN]
    )


def test_pengaturan_needs_a_user(client):
    for url in ("/pengaturan/", DAFTAR, ATURAN):
        assert client.get(url).status_code == 302
        assert "/masuk" in client.get(url)["Location"]
