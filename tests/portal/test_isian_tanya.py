"""Questions before an odd value is saved, and which number a cell means."""

from decimal import Decimal

import pytest

from kinerja.enums import Agregasi, JenisNilai, MaknaTarget, Polaritas
from kinerja.models import Realisasi
from tests import builders
from tests.portal.test_isian import Kantor, get_yakin

pytestmark = pytest.mark.django_db


@pytest.fixture
def kantor():
    return Kantor()


@pytest.fixture
def perencana(client, kantor):
    client.force_login(kantor.perencana)
    return client


def is_asked(response):
    return response.status_code == 422 and response.context["baris"].tanya is not None


def test_an_odd_value_is_asked_about_and_saved_when_the_writer_is_sure(kantor, perencana):
    row = kantor.indikator(target=10)
    tanya = kantor.simpan(perencana, row, nilai="125")
    isi = tanya.content.decode()
    assert is_asked(tanya)
    assert "Capaian terhadap target Triwulan I 1.250,00%, lebih dari 200%." in isi
    assert ('value="125"' in isi, "belum tersimpan" in isi, "Simpan, angka ini benar" in isi) == (
        True,
        True,
        True,
    )
    assert not Realisasi.objects.exists()

    assert kantor.simpan(perencana, row, nilai="125", yakin=get_yakin(tanya)).status_code == 200
    assert Realisasi.objects.get().nilai == 125


def test_a_refused_row_still_says_which_number_is_meant_and_no_stored_one(kantor, perencana):
    row = kantor.indikator(target=10, agregasi=Agregasi.KUMULATIF)
    builders.create_target(row, kantor.dokumen, nilai=10, periode="TW2")
    builders.create_jadwal(kantor.opd.pemda, "TW2")
    builders.create_realisasi(row, nilai=Decimal(3))
    builders.create_realisasi(row, nilai=Decimal(5), periode="TW2")
    for ketik in ("2", "banyak"):
        isi = kantor.simpan(perencana, row, nilai=ketik, versi="1", periode="TW2").content.decode()
        assert ("s.d. triwulan ini" in isi, "triwulan ini saja" in isi) == (True, False)


def test_the_answer_is_bound_to_the_value_asked_about(kantor, perencana):
    row = kantor.indikator(target=10)
    yakin = get_yakin(kantor.simpan(perencana, row, nilai="125"))
    lain = kantor.simpan(perencana, row, nilai="1250", yakin=yakin)
    assert is_asked(lain)
    assert not Realisasi.objects.exists()
    # the same number written otherwise is the same value
    assert kantor.simpan(perencana, row, nilai="125,0", yakin=yakin).status_code == 200


def test_the_answer_of_one_cell_is_none_of_another(kantor, perencana):
    satu, dua = kantor.indikator(target=10), kantor.indikator(target=10)
    yakin = get_yakin(kantor.simpan(perencana, satu, nilai="125"))
    assert is_asked(kantor.simpan(perencana, dua, nilai="125", yakin=yakin))


def test_a_stored_odd_value_is_not_asked_about_again(kantor, perencana):
    row = kantor.indikator(target=10)
    builders.create_realisasi(row, nilai=Decimal(125))
    response = kantor.simpan(perencana, row, nilai="125", catatan="rekap ulang", versi="1")
    assert (response.status_code, Realisasi.objects.get().catatan) == (200, "rekap ulang")


def test_a_reason_and_a_cleared_cell_are_never_asked_about(kantor, perencana):
    row = kantor.indikator(target=10)
    builders.create_realisasi(row, nilai=Decimal(125))
    assert kantor.simpan(perencana, row, alasan="belum terbit", versi="1").status_code == 200
    assert kantor.simpan(perencana, row, versi="2").status_code == 200
    assert not Realisasi.objects.exists()


def test_what_is_refused_is_refused_before_anything_is_asked(kantor, perencana):
    row = kantor.indikator(target=10, desimal=0)
    response = kantor.simpan(perencana, row, nilai="125,5")
    assert (response.status_code, is_asked(response)) == (422, False)


@pytest.mark.parametrize(
    ("isi", "ketik", "kalimat"),
    [
        (
            {"polaritas": Polaritas.MINIMASI},
            {"nilai": "21"},
            "Capaian terhadap target Triwulan I -10,00%, di bawah nol.",
        ),
        (
            {"buat": builders.create_indikator_pecahan},
            {"pembilang": "6", "penyebut": "5"},
            "Pembilang 6 lebih besar",
        ),
    ],
)
def test_other_odd_values_are_asked_about(kantor, perencana, isi, ketik, kalimat):
    row = kantor.indikator(target=10 if "polaritas" in isi else 100, **isi)
    response = kantor.simpan(perencana, row, **ketik)
    assert is_asked(response)
    assert kalimat in response.content.decode()


def test_an_index_outside_its_scale_is_asked_about(kantor, perencana):
    skala = builders.create_skala(kantor.opd.pemda, ((0, "Kurang"), (3, "Baik")))
    row = kantor.indikator(target=4, jenis_nilai=JenisNilai.INDEKS, skala=skala)
    skala.batas_atas = Decimal(5)
    skala.save()
    assert kantor.simpan(perencana, row, nilai="5").status_code == 200
    response = kantor.simpan(perencana, row, nilai="5,5", versi="1")
    assert is_asked(response)
    assert "Nilai 5,50 di atas batas skala Skala, 5." in response.content.decode()


def test_a_falling_position_is_asked_about(kantor, perencana):
    row = kantor.indikator(agregasi=Agregasi.KUMULATIF, makna_target=MaknaTarget.KUMULATIF, target=10)
    builders.create_target(row, kantor.dokumen, nilai=20, periode="TW2")
    builders.create_jadwal(kantor.opd.pemda, "TW2")
    builders.create_realisasi(row, nilai=Decimal(12))
    response = kantor.simpan(perencana, row, nilai="11", periode="TW2")
    assert is_asked(response)
    assert "Nilai kumulatif turun: Triwulan I 12,00, Triwulan II 11,00." in response.content.decode()


def test_without_javascript_the_page_asks_and_the_button_saves(kantor, perencana):
    row = kantor.indikator(target=10)
    tanya = kantor.simpan(perencana, row, htmx=False, nilai="125")
    isi = tanya.content.decode()
    (baris,) = [b for bagian in tanya.context["cabang"] for k in bagian for b in k.baris]
    assert (tanya.status_code, "<html" in isi) == (422, True)
    assert f'href="#isian-{row.pk}-nilai"' in isi
    assert f'value="{baris.tanya.sidik}"' in isi
    response = kantor.simpan(perencana, row, htmx=False, nilai="125", yakin=baris.tanya.sidik)
    assert (response.status_code, Realisasi.objects.get().nilai) == (302, 125)


def test_a_conflict_and_a_question_do_not_send_the_writer_in_circles(kantor, perencana):
    """Overwriting asks, and the answer to the question still overwrites; a conflict keeps the answer."""
    row = kantor.indikator(target=10)
    builders.create_realisasi(row, nilai=Decimal(9), versi=2)

    konflik = kantor.simpan(perencana, row, nilai="125", versi="1")
    assert konflik.status_code == 409
    tanya = kantor.simpan(perencana, row, nilai="125", versi="1", timpa="2")
    assert is_asked(tanya)
    assert '<input type="hidden" name="timpa" value="2"' in tanya.content.decode()
    yakin = get_yakin(tanya)
    lagi = kantor.simpan(perencana, row, nilai="125", versi="1", yakin=yakin)
    assert (lagi.status_code, f'name="yakin" value="{yakin}"' in lagi.content.decode()) == (409, True)
    assert kantor.simpan(perencana, row, nilai="125", versi="1", timpa="2", yakin=yakin).status_code == 200


# Which number is meant --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agregasi", "lingkup", "padanan"),
    [
        (Agregasi.JUMLAH, "triwulan ini", ("s.d. Triwulan II", "8")),
        (Agregasi.KUMULATIF, "s.d. triwulan ini", ("triwulan ini saja", "2")),
        (Agregasi.TERAKHIR, "s.d. triwulan ini", None),
        (Agregasi.RATA_RATA, "triwulan ini", ("rata-rata s.d. Triwulan II", "4")),
        (Agregasi.MAKSIMUM, "triwulan ini", ("tertinggi s.d. Triwulan II", "5")),
        (Agregasi.MINIMUM, "triwulan ini", ("terendah s.d. Triwulan II", "3")),
    ],
)
def test_the_row_says_which_number_is_meant(kantor, perencana, agregasi, lingkup, padanan):
    row = kantor.indikator(agregasi=agregasi, desimal=0)
    builders.create_target(row, kantor.dokumen, periode="TW2")
    builders.create_jadwal(kantor.opd.pemda, "TW2")
    builders.create_realisasi(row, nilai=Decimal(3))
    builders.create_realisasi(row, nilai=Decimal(5), periode="TW2")
    response = perencana.get(kantor.url(periode="TW2"))
    (baris,) = response.context["daftar"].baris
    assert (baris.lingkup, baris.padanan) == (lingkup, padanan)
    isi = response.content.decode()
    assert f'<div class="bidang-bantuan" id="isian-{row.pk}-nilai-bantuan">{lingkup}</div>' in isi
    if padanan:
        assert f"{padanan[0]}: <b>{padanan[1]}</b>" in isi
    # the first quarter is both
    (awal,) = perencana.get(kantor.url()).context["daftar"].baris
    assert (awal.lingkup, awal.padanan) == (lingkup, None)


def test_a_gap_is_named_by_the_last_filled_period(kantor, perencana):
    row = kantor.indikator(agregasi=Agregasi.KUMULATIF, desimal=0)
    for periode in ("TW2", "TW3"):
        builders.create_target(row, kantor.dokumen, periode=periode)
    builders.create_realisasi(row, nilai=Decimal(3))
    builders.create_realisasi(row, nilai=Decimal(9), periode="TW3")
    (baris,) = perencana.get(kantor.url(periode="TW3")).context["daftar"].baris
    assert baris.padanan == ("sejak Triwulan I", "6")


def test_semesters_say_so_and_a_year_or_a_word_says_nothing(kantor, perencana):
    semester = kantor.indikator(periode="S1", agregasi=Agregasi.JUMLAH)
    tahun = kantor.indikator(periode="TAHUN", agregasi=Agregasi.JUMLAH)
    kata = builders.create_predikat(kantor.opd)
    builders.create_target(kata, kantor.dokumen, nilai=None, label="BB", periode="S1")
    baris = {b.indikator: b for b in perencana.get(kantor.url(periode="S1")).context["daftar"].baris}
    assert (baris[semester].lingkup, baris[kata].lingkup) == ("semester ini", "")
    (setahun,) = perencana.get(kantor.url(periode="TAHUN")).context["daftar"].baris
    assert (setahun.indikator, setahun.lingkup, setahun.padanan) == (tahun, "", None)


# Words ------------------------------------------------------------------------------------------------------------


def test_an_ordinal_is_chosen_from_its_labels_and_prints_target_and_label(client, kantor, perencana):
    row = builders.create_predikat(kantor.opd)
    builders.create_target(row, kantor.dokumen, nilai=None, label="BB")
    response = perencana.get(kantor.url())
    isi = response.content.decode()
    (baris,) = response.context["daftar"].baris
    assert (
        baris.target.teks,
        f'<select name="label" class="form-select" id="isian-{row.pk}-label">' in isi,
    ) == (
        "BB",
        True,
    )
    assert [label for label, _ in baris.form.fields["label"].choices] == ["", "A", "BB", "B", "D"]

    tolak = kantor.simpan(perencana, row, label="Z")
    assert (tolak.status_code, "label" in tolak.context["baris"].form.errors) == (422, True)
    simpan = kantor.simpan(perencana, row, label="B")
    assert (simpan.status_code, simpan.context["baris"].nilai) == (200, "B")
    assert '<option value="B" selected>B</option>' in simpan.content.decode()

    client.force_login(builders.create_kepala(kantor.opd))
    (baris,) = client.get(kantor.url()).context["daftar"].baris
    assert (baris.form, baris.nilai, baris.target.teks) == (None, "B", "BB")


def test_a_text_is_typed_freely(kantor, perencana):
    row = kantor.indikator(jenis_nilai=JenisNilai.TEKS, target=5)
    isi = perencana.get(kantor.url()).content.decode()
    assert f'name="label" maxlength="200" class="form-control" id="isian-{row.pk}-label"' in isi
    assert kantor.simpan(perencana, row, label="Sebagian tersedia").status_code == 200
    assert Realisasi.objects.get().label == "Sebagian tersedia"
