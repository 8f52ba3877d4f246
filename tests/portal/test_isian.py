"""The entry screen: what it lists, what a save answers, and that nothing typed is lost."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from instansi.enums import Peran
from instansi.models import Jejak, Penugasan
from kinerja.enums import JenisNilai, MaknaTarget, StatusNilai
from kinerja.models import KunciTahun, PilihanOrdinal, Realisasi
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


class Kantor:
    """An office with a set document, an open first quarter and its people."""

    def __init__(self):
        self.opd = builders.create_opd()
        self.dokumen = builders.create_dokumen(self.opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
        self.jadwal = builders.create_jadwal(self.opd.pemda)
        self.perencana = builders.create_perencana(self.opd)
        builders.create_aturan(self.opd.pemda)

    def indikator(self, *, target=100, label="", periode="TW1", buat=builders.create_indikator, **isi):
        row = buat(self.opd, **isi)
        builders.create_target(row, self.dokumen, nilai=target, label=label, periode=periode)
        return row

    def url(self, nama="isian", indikator=None, periode="TW1", **query):
        kwargs = {"singkatan": self.opd.singkatan, "tahun": 2023}
        if indikator is not None:
            kwargs["indikator_id"] = indikator.pk
        return reverse(f"portal:{nama}", kwargs=kwargs, query={"periode": periode, **query})

    def simpan(self, client, indikator, *, htmx=True, periode="TW1", **isi):
        headers = HTMX if htmx else {}
        return client.post(self.url("isian_baris", indikator, periode), isi, headers=headers)


@pytest.fixture
def kantor():
    return Kantor()


@pytest.fixture
def perencana(client, kantor):
    client.force_login(kantor.perencana)
    return client


def masuk(client, kantor, peran):
    client.force_login(builders.create_pengguna(peran, opd=kantor.opd))
    return client


def get_yakin(response):
    """The answer that a question about an odd value offers."""
    return response.context["baris"].tanya.sidik


# The list ---------------------------------------------------------------------------------------------------------


def test_lists_the_indicators_with_a_target_in_the_period(kantor, perencana):
    ada = kantor.indikator()
    kantor.indikator(periode="TW2")
    kantor.indikator(periode="TAHUN")
    builders.create_indikator(kantor.opd)
    response = perencana.get(kantor.url())
    assert [b.indikator for b in response.context["daftar"].baris] == [ada]


def test_groups_by_the_cascade_strategic_part_first(kantor, perencana):
    pohon = builders.create_pohon(kantor.opd)
    sub = kantor.indikator(simpul=pohon["sub_kegiatan"])
    sasaran = kantor.indikator(simpul=pohon["sasaran"])
    cabang = perencana.get(kantor.url()).context["cabang"]
    assert [[(k.simpul.jenjang, [b.indikator for b in k.baris]) for k in bagian] for bagian in cabang] == [
        [(Jenjang.TUJUAN, []), (Jenjang.SASARAN, [sasaran])],
        [(Jenjang.PROGRAM, []), (Jenjang.KEGIATAN, []), (Jenjang.SUB_KEGIATAN, [sub])],
    ]


@pytest.mark.parametrize("jumlah", [1, 3])
def test_query_count_does_not_grow_with_the_rows(kantor, perencana, jumlah):
    for _ in range(jumlah):
        builders.create_realisasi(kantor.indikator())
    perencana.get(kantor.url())
    with CaptureQueriesContext(connection) as queries:
        response = perencana.get(kantor.url())
    assert len(response.context["daftar"].baris) == jumlah
    # session, account, dokumen, indikator, target, realisasi, aturan
    assert len(queries) == 8


def test_query_count_with_an_index(kantor, perencana):
    kantor.indikator(jenis_nilai=JenisNilai.INDEKS)
    perencana.get(kantor.url())
    with CaptureQueriesContext(connection) as queries:
        perencana.get(kantor.url())
    assert len(queries) == 9  # and the components


def test_without_a_period_the_open_one_is_shown(kantor, perencana):
    kantor.jadwal.delete()
    builders.create_jadwal(kantor.opd.pemda, "TW3")
    halaman = reverse("portal:isian", kwargs={"singkatan": kantor.opd.singkatan, "tahun": 2023})
    assert perencana.get(halaman)["Location"] == kantor.url(periode="TW3")


def test_without_a_period_a_year_measured_once_shows_the_year(kantor, perencana):
    row = builders.create_indikator(kantor.opd)
    dokumen = builders.create_dokumen(kantor.opd, tahun=2022, status=StatusDokumen.DITETAPKAN)
    builders.create_target(row, dokumen, tahun=2022, periode="TAHUN")
    perencana.get(kantor.url(periode="TW1"))  # the choice of another year does not count here
    halaman = reverse("portal:isian", kwargs={"singkatan": kantor.opd.singkatan, "tahun": 2022})
    assert perencana.get(halaman)["Location"] == f"{halaman}?periode=TAHUN"


def test_without_a_period_a_closed_year_shows_its_last_one(kantor, perencana):
    row = kantor.indikator()
    builders.create_target(row, kantor.dokumen, periode="TW2")
    kantor.jadwal.delete()
    halaman = reverse("portal:isian", kwargs={"singkatan": kantor.opd.singkatan, "tahun": 2023})
    assert perencana.get(halaman)["Location"] == kantor.url(periode="TW2")
    perencana.get(kantor.url(periode="TW1"))
    assert perencana.get(halaman)["Location"] == kantor.url(periode="TW1")


def test_value_below_zero_is_saved_with_a_warning(kantor, perencana):
    row = kantor.indikator()
    tanya = kantor.simpan(perencana, row, nilai="-1")
    response = kantor.simpan(perencana, row, nilai="-1", yakin=get_yakin(tanya))
    assert (response.status_code, "nilai di bawah nol" in response.content.decode()) == (200, True)


@pytest.mark.parametrize(
    ("peran", "sebutan"),
    [
        (Peran.PERENCANA, "Isi realisasi"),
        (Peran.KEPALA, "Sahkan realisasi"),
        (Peran.VERIFIKATOR, "Realisasi"),
    ],
)
def test_breadcrumb_is_called_as_in_the_navigation(client, kantor, peran, sebutan):
    client.force_login(builders.create_pengguna(peran, opd=kantor.opd))
    context = client.get(kantor.url(periode="TW1")).context
    (aktif,) = [butir.label for butir in context["navigasi"] if butir.aktif]
    assert (aktif, context["remah"][-1].label) == (sebutan, sebutan)


def test_shows_the_target_and_the_earlier_periods(kantor, perencana):
    row = kantor.indikator(target=40, makna_target=MaknaTarget.KUMULATIF)
    builders.create_target(row, kantor.dokumen, nilai=60, periode="TW2")
    builders.create_realisasi(row, nilai=Decimal("20.5"))
    builders.create_jadwal(kantor.opd.pemda, "TW2")
    (baris,) = perencana.get(kantor.url(periode="TW2")).context["daftar"].baris
    assert baris.target.teks == "60"
    assert [(satu.label, satu.teks) for satu in baris.lain] == [("TW I", "20,50")]


def test_filters_stay_in_the_url(kantor, perencana):
    satu = kantor.indikator(nama="Indeks layanan")
    dua = kantor.indikator(nama="Indeks data")
    builders.create_realisasi(dua)

    def tampil(**query):
        cabang = perencana.get(kantor.url(**query)).context["cabang"]
        return {b.indikator for bagian in cabang for k in bagian for b in k.baris}

    assert tampil() == {satu, dua}
    assert tampil(q="LAYANAN indeks") == {satu}
    assert tampil(isi="belum") == {satu}
    assert tampil(isi="terisi") == {dua}
    assert tampil(cabang="strategis") == {satu, dua}
    assert tampil(cabang="bukan-pilihan") == {satu, dua}


def test_period_without_targets_says_what_to_do(kantor, perencana):
    kantor.indikator()
    response = perencana.get(kantor.url(periode="TW4"))
    assert "Tidak ada indikator dengan target pada periode ini" in response.content.decode()
    assert [label for label, _ in response.context["periode_lain"]] == ["Triwulan I"]


# Saving -----------------------------------------------------------------------------------------------------------


def test_save_answers_with_capaian_and_predikat(kantor, perencana):
    row = kantor.indikator(target=60)
    response = kantor.simpan(perencana, row, nilai="43,87")
    isi = response.content.decode()
    assert response.status_code == 200
    assert ("73,12%" in isi, "Rendah" in isi, "tersimpan" in isi) == (True, True, True)
    assert Realisasi.objects.get().nilai == Decimal("43.87")


def test_thousands_mark_is_read_in_a_unit_of_whole_numbers(kantor, perencana):
    row = kantor.indikator(target=1000, desimal=0)
    assert kantor.simpan(perencana, row, nilai="1.000").status_code == 200
    assert Realisasi.objects.get().nilai == 1000


def test_more_decimals_than_the_indikator_are_refused_beside_the_cell(kantor, perencana):
    row = kantor.indikator(desimal=0)
    response = kantor.simpan(perencana, row, nilai="12,5")
    assert response.status_code == 422
    assert (
        response.context["baris"]
        .form.errors["nilai"][0]
        .startswith("Indikator ini dicatat tanpa desimal. Tulis 12 atau 13,")
    )
    assert not Realisasi.objects.exists()


def test_save_takes_at_most_ten_queries(kantor, perencana):
    row = kantor.indikator()
    kantor.simpan(perencana, row, nilai="1")
    with CaptureQueriesContext(connection) as queries:
        kantor.simpan(perencana, row, nilai="2", versi="1")
    # the transaction of the test turns the one of the save into savepoints
    sql = [q["sql"] for q in queries if "SAVEPOINT" not in q["sql"]]
    assert len(sql) <= 10


def test_save_of_a_fraction_shows_its_value(kantor, perencana):
    row = kantor.indikator(target=100, buat=builders.create_indikator_pecahan)
    isi = kantor.simpan(perencana, row, pembilang="46", penyebut="49").content.decode()
    assert "93,88" in isi
    assert (Realisasi.objects.get().pembilang, Realisasi.objects.get().nilai) == (Decimal(46), None)


def test_save_of_a_reason_is_not_available_and_not_zero(kantor, perencana):
    row = kantor.indikator()
    isi = kantor.simpan(perencana, row, alasan="hasil evaluasi belum keluar").content.decode()
    assert (Realisasi.objects.get().nilai, Realisasi.objects.get().alasan) == (
        None,
        "hasil evaluasi belum keluar",
    )
    assert "0,00%" not in isi


def test_row_of_words_and_of_ratios(kantor, perencana):
    teks = kantor.indikator(jenis_nilai=JenisNilai.TEKS, target=None, label="Terlaksana")
    rasio = kantor.indikator(jenis_nilai=JenisNilai.RASIO, target=20, desimal=0)
    layar = kantor.simpan(perencana, teks, label="Terlaksana sebagian").content.decode()
    assert "Terlaksana sebagian" in layar
    assert "Target berupa teks; capaian tidak dihitung." in layar
    assert kantor.simpan(perencana, rasio, nilai="2:50").status_code == 422
    layar = kantor.simpan(perencana, rasio, nilai="1:25").content.decode()
    assert "1:20" in layar
    assert 'value="1:25"' in layar
    assert "125,00%" in layar
    row = Realisasi.objects.get(indikator=rasio)
    assert (row.nilai, row.versi) == (25, 1)
    kantor.simpan(perencana, rasio, nilai="25", versi=1)
    assert Realisasi.objects.get(indikator=rasio).versi == 1


def test_save_of_an_ordinal_label(kantor, perencana):
    row = kantor.indikator(jenis_nilai=JenisNilai.ORDINAL, target=None, label="BB")
    PilihanOrdinal.objects.create(indikator=row, label="BB", persen=Decimal(80))
    assert kantor.simpan(perencana, row, label="AA").status_code == 422
    assert "100,00%" in kantor.simpan(perencana, row, label="BB").content.decode()


@pytest.mark.parametrize(
    ("teks", "pesan"),
    [
        ("2.012", "“2.012” dapat dibaca 2012 atau 2,012. Tulis 2012 (tanpa titik) atau 2,012 (dengan koma)."),
        ("banyak", "“banyak” bukan angka. Contoh penulisan: 1.234,56."),
        ("85%", "“85%” memuat tanda persen. Tulis angkanya saja."),
        ("1,1234567", "Paling banyak 6 angka di belakang koma"),
        ("1234567890123", "Paling banyak 12 angka di depan koma"),
    ],
)
def test_unreadable_number_is_kept_with_the_message_beside_it(kantor, perencana, teks, pesan):
    row = kantor.indikator()
    response = kantor.simpan(perencana, row, nilai=teks, catatan="catatan saya")
    isi = response.content.decode()
    assert response.status_code == 422
    assert pesan in isi
    assert f'value="{teks}"' in isi
    assert "catatan saya" in isi
    assert 'aria-invalid="true"' in isi
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({}, "Isi nilai, atau alasan mengapa nilai tidak tersedia."),
        ({"nilai": "5", "alasan": "belum ada"}, "bukan keduanya"),
        ({"catatan": "hanya catatan"}, "Isi nilai, atau alasan mengapa nilai tidak tersedia."),
        ({"alasan": "x" * 301}, "Alasan paling panjang 300 huruf"),
    ],
)
def test_refused_entry_says_where_and_what_to_do(kantor, perencana, isi, pesan):
    response = kantor.simpan(perencana, kantor.indikator(), **isi)
    assert (response.status_code, pesan in response.content.decode()) == (422, True)
    assert not Realisasi.objects.exists()


@pytest.mark.parametrize(
    ("isi", "pesan"),
    [
        ({"pembilang": "5"}, "Isi penyebut."),
        ({"pembilang": "5", "penyebut": "0"}, "Penyebut tidak boleh 0."),
        ({}, "Isi nilai, atau alasan mengapa nilai tidak tersedia."),
    ],
)
def test_refused_fraction_says_where(kantor, perencana, isi, pesan):
    row = kantor.indikator(buat=builders.create_indikator_pecahan)
    response = kantor.simpan(perencana, row, **isi)
    assert (response.status_code, pesan in response.content.decode()) == (422, True)


def test_emptied_cell_is_cleared(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row)
    isi = kantor.simpan(perencana, row, nilai="", versi="1").content.decode()
    assert "dikosongkan" in isi
    assert not Realisasi.objects.exists()


# Somebody saved meanwhile -----------------------------------------------------------------------------------------


def test_stale_form_shows_both_values_and_keeps_what_was_typed(kantor, perencana):
    row = kantor.indikator()
    lain = builders.create_perencana(kantor.opd)
    lain.jabatan_teks = "Kasubag Perencanaan"
    lain.first_name = "Nama Pribadi"
    lain.save()
    builders.create_realisasi(row, nilai=Decimal("55.5"), versi=2, diubah_oleh=lain)
    response = kantor.simpan(perencana, row, nilai="61,5", versi="1")
    isi = response.content.decode()
    assert response.status_code == 409
    assert ("55,5" in isi, "Kasubag Perencanaan" in isi, 'value="61,5"' in isi) == (True, True, True)
    assert "Nama Pribadi" not in isi
    assert 'name="timpa"' in isi
    assert Realisasi.objects.get().nilai == Decimal("55.5")


def test_conflict_with_oneself_in_another_tab_blames_nobody_else(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row, nilai=55, versi=2, diubah_oleh=kantor.perencana)
    isi = kantor.simpan(perencana, row, nilai="61,5", versi="1").content.decode()
    assert "oleh Anda sendiri di tab atau perangkat lain" in isi
    assert "orang lain" not in isi


def test_sending_the_stale_form_again_does_not_overwrite(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row, nilai=55, versi=2)
    for _ in range(2):
        assert kantor.simpan(perencana, row, nilai="61,5", versi="1").status_code == 409


def test_own_value_is_saved_after_the_decision(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row, nilai=55, versi=2)
    assert kantor.simpan(perencana, row, nilai="61,5", versi="1", timpa="2").status_code == 200
    assert Realisasi.objects.get().nilai == Decimal("61.5")


def test_decision_on_an_older_value_meets_the_next_conflict(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row, nilai=55, versi=3)
    assert kantor.simpan(perencana, row, nilai="61,5", versi="1", timpa="2").status_code == 409


def test_value_cleared_meanwhile_can_be_saved_again(kantor, perencana):
    row = kantor.indikator()
    response = kantor.simpan(perencana, row, nilai="61,5", versi="1")
    assert (response.status_code, "sudah dikosongkan" in response.content.decode()) == (409, True)
    assert kantor.simpan(perencana, row, nilai="61,5", versi="1", timpa="0").status_code == 200


def test_stored_value_can_be_taken_instead(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row, nilai=55, versi=2)
    isi = perencana.get(kantor.url("isian_baris", row), headers=HTMX).content.decode()
    assert ('value="55"' in isi, 'value="2"' in isi, "<html" in isi) == (True, True, False)


# Closed, set, approved --------------------------------------------------------------------------------------------


def test_closed_period_is_read_only_with_the_reason_and_dates(kantor, perencana):
    row = kantor.indikator()
    kantor.jadwal.tutup = datetime(2023, 5, 1, 17, 0, tzinfo=UTC)
    kantor.jadwal.save()
    isi = perencana.get(kantor.url()).content.decode()
    assert "dibuka 1 April 2023 dan sudah ditutup pada 2 Mei 2023 pukul 00.00 WIB" in isi
    assert 'name="nilai"' not in isi
    response = kantor.simpan(perencana, row, nilai="5", catatan="jangan hilang")
    assert (response.status_code, "sudah ditutup" in response.content.decode()) == (422, True)
    assert "jangan hilang" in response.content.decode()
    assert not Realisasi.objects.exists()


def test_period_without_a_schedule_is_closed(kantor, perencana):
    kantor.jadwal.delete()
    kantor.indikator()
    assert "belum dijadwalkan" in perencana.get(kantor.url()).content.decode()


def test_open_period_says_how_many_days_are_left(kantor, perencana):
    kantor.indikator()
    kantor.jadwal.tutup = timezone.now() + timedelta(days=12)
    kantor.jadwal.save()
    assert "(12 hari lagi)" in perencana.get(kantor.url()).content.decode()


def test_after_penetapan_everything_is_read_only(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row)
    KunciTahun.objects.create(opd=kantor.opd, tahun=2023)
    isi = perencana.get(kantor.url()).content.decode()
    assert "Laporan tahun 2023 sudah ditetapkan dan nilainya terkunci." in isi
    assert 'name="nilai"' not in isi
    response = kantor.simpan(perencana, row, nilai="99", versi="1")
    assert (response.status_code, "sudah ditetapkan" in response.content.decode()) == (422, True)
    assert Realisasi.objects.get().nilai == Decimal(80)


def test_approved_value_is_read_only(kantor, perencana):
    row = kantor.indikator()
    builders.create_realisasi(row, status=StatusNilai.DISAHKAN)
    isi = perencana.get(kantor.url()).content.decode()
    assert ("Disahkan" in isi, 'name="nilai"' in isi) == (True, False)
    assert kantor.simpan(perencana, row, nilai="99", versi="1").status_code == 422


# Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("peran", [Peran.KEPALA, Peran.VERIFIKATOR])
def test_only_the_perencana_types(client, kantor, peran):
    row = kantor.indikator()
    masuk(client, kantor, peran)
    assert 'name="nilai"' not in client.get(kantor.url()).content.decode()
    assert kantor.simpan(client, row, nilai="5").status_code == 403
    assert not Realisasi.objects.exists()


def test_indikator_of_another_office_is_not_found(kantor, perencana):
    asing = Kantor().indikator()
    for nama in ("isian_baris", "isian_riwayat"):
        assert perencana.get(kantor.url(nama, asing), headers=HTMX).status_code == 404
    assert kantor.simpan(perencana, asing, nilai="5").status_code == 404


# Without JavaScript -----------------------------------------------------------------------------------------------


def test_without_javascript_a_save_returns_to_the_row(kantor, perencana):
    row = kantor.indikator()
    response = kantor.simpan(perencana, row, htmx=False, nilai="5")
    assert (response.status_code, response["Location"]) == (302, f"{kantor.url()}#baris-{row.pk}")


def test_without_javascript_a_refused_row_comes_back_in_the_page(kantor, perencana):
    row = kantor.indikator()
    kantor.indikator()
    response = kantor.simpan(perencana, row, htmx=False, nilai="2.012")
    isi = response.content.decode()
    assert response.status_code == 422
    assert ("<html" in isi, "dapat dibaca 2012" in isi, 'value="2.012"' in isi) == (True, True, True)
    assert len(response.context["daftar"].baris) == 2


# History --------------------------------------------------------------------------------------------------------


def test_history_tells_every_change_without_a_name(kantor, perencana):
    row = kantor.indikator(satuan="poin")
    kantor.perencana.jabatan_teks, kantor.perencana.last_name = "Perencana Muda", "Pribadi"
    kantor.perencana.save()
    kantor.simpan(perencana, row, nilai="50")
    kantor.simpan(perencana, row, nilai="61,5", versi="1")
    kantor.simpan(perencana, row, nilai="", versi="2")
    response = perencana.get(kantor.url("isian_riwayat", row), headers=HTMX)
    peristiwa = response.context["peristiwa"]
    assert [(p.aksi, p.sebelum, p.sesudah) for p in peristiwa] == [
        ("Dikosongkan", "61,50 poin", "belum diisi"),
        ("Diubah", "50,00 poin", "61,50 poin"),
        ("Diisi", "belum diisi", "50,00 poin"),
    ]
    assert {p.oleh for p in peristiwa} == {"Perencana Muda"}
    assert "Pribadi" not in response.content.decode()
    assert Jejak.objects.count() == 3


def test_history_as_a_page(kantor, perencana):
    row = kantor.indikator()
    assert "<html" in perencana.get(kantor.url("isian_riwayat", row)).content.decode()


def test_user_of_two_offices_types_only_where_perencana(client, kantor):
    lain = Kantor()
    user = builders.create_perencana(kantor.opd)
    Penugasan.objects.create(pengguna=user, peran=Peran.VERIFIKATOR, pemda=lain.opd.pemda, opd=lain.opd)
    client.force_login(user)
    assert kantor.simpan(client, kantor.indikator(), nilai="5").status_code == 200
    assert lain.simpan(client, lain.indikator(), nilai="5").status_code == 403
