"""Values that are more than a number on the screens, in the workbooks and in the report."""

import re
from html import unescape
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from kinerja.enums import Periode
from kinerja.models import Indikator
from laporan.dokumen import render_lkjip_html
from laporan.lkjip import compose_lkjip
from laporan.queries import collect_isi
from laporan.tabel.daftar import list_tabel
from portal.queries.penetapan import list_periode
from renstra.models import Dokumen
from tests import builders
from tests.builders import TAHUN
from tests.builders_kata import KantorKata

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"
SEBAGIAN = "2 dari 4 komponen bernilai"
BERBEDA = "nilai yang diisi 2,60 dipakai; dari komponen 2,50 (selisih 0,1)"
TEKS = "Target berupa teks; capaian tidak dihitung."


@pytest.fixture
def kantor() -> KantorKata:
    return KantorKata()


@pytest.fixture
def masuk(client, kantor):
    client.force_login(builders.create_perencana(kantor.opd), BACKEND)
    return client


def alamat(kantor: KantorKata, sisa: str) -> str:
    return f"/opd/{kantor.opd.singkatan}/{TAHUN}/{sisa}"


def list_baris(response) -> list[tuple[Any, ...]]:
    isi = b"".join(response) if response.streaming else response.content
    return list(load_workbook(BytesIO(isi)).worksheets[0].iter_rows(values_only=True))


def read_xlsx(response) -> dict[str, list[Any]]:
    """Cells of each row by the name of its indikator."""
    hasil = {}
    for row in list_baris(response):
        for sel in row:
            if isinstance(sel, str) and re.fullmatch(r"[a-z-]+ (sasaran|program)", sel):
                hasil[sel] = list(row)
    return hasil


def rapikan(html: str) -> str:
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)))


def test_capaian_list_prints_every_kind_and_its_workbook_too(masuk, kantor):
    layar = rapikan(masuk.get(alamat(kantor, "capaian/?periode=TAHUN&jenjang=sasaran")).content.decode())
    for teks in (
        "87,50",
        "1:20",
        "1:25",
        "-2,5",
        "-1,75",
        "≤5",
        "<3,5",
        "99,99",
        "Sebagian",
        SEBAGIAN,
        BERBEDA,
        TEKS,
    ):
        assert teks in layar, teks
    berkas = masuk.get(alamat(kantor, "capaian/?periode=TAHUN&jenjang=sasaran&format=xlsx"))
    baris = read_xlsx(berkas)
    assert baris["predikat sasaran"][3:6] == ["BB", "B", 87.5]
    assert baris["rasio sasaran"][3:6] == ["1:20", "1:25", 75]
    assert baris["teks sasaran"][3:5] == ["Terlaksana", "Sebagian"]
    assert baris["negatif sasaran"][3:5] == [-2.5, -1.75]
    assert SEBAGIAN in baris["indeks sasaran"]
    assert BERBEDA in baris["diisi sasaran"]


def test_every_official_table_says_what_is_partial_on_screen_and_in_its_workbook(masuk, kantor):
    """The note of a partial index stands below each table that prints it, in both forms."""
    berisi = set()
    for tabel in list_tabel():
        layar = rapikan(masuk.get(alamat(kantor, f"tabel/{tabel.kode}/")).content.decode())
        if f"indeks sasaran: {SEBAGIAN}." not in layar:
            continue
        berisi.add(tabel.kode)
        berkas = masuk.get(alamat(kantor, f"tabel/{tabel.kode}/?format=xlsx"))
        isi = [str(sel) for row in list_baris(berkas) for sel in row if sel is not None]
        assert any(f"indeks sasaran: {SEBAGIAN}." in sel for sel in isi), tabel.kode
    assert berisi >= {"capaian", "tahun-lalu", "akhir-renstra", "analisis", "efisiensi", "komponen", "tc23"}


def test_quarter_of_the_capaian_list_and_derivation(masuk, kantor):
    layar = rapikan(masuk.get(alamat(kantor, "capaian/?periode=TW2&jenjang=sasaran")).content.decode())
    assert "1:25" in layar
    assert "87,50" in layar
    predikat = Indikator.objects.get(opd=kantor.opd, kunci="predikat-sasaran")
    asal = rapikan(masuk.get(alamat(kantor, f"derivasi/{predikat.pk}/?periode=TAHUN")).content.decode())
    assert "Nilai setara realisasi / nilai setara target × 100" in asal
    assert "70 / 80 × 100" in asal
    diisi = Indikator.objects.get(opd=kantor.opd, kunci="diisi-sasaran")
    asal = rapikan(masuk.get(alamat(kantor, f"derivasi/{diisi.pk}/?periode=TAHUN")).content.decode())
    assert BERBEDA[1:] in asal  # it starts with a capital there


def test_derivation_lists_the_years_of_components(masuk, kantor):
    indeks = Indikator.objects.get(opd=kantor.opd, kunci="indeks-sasaran")
    builders.create_nilai_komponen(indeks, "k1", "2", tahun=TAHUN - 3)
    tahun = masuk.get(alamat(kantor, f"derivasi/{indeks.pk}/")).context["baris_tahun"]
    assert [(satu.tahun, satu.realisasi) for satu in tahun] == [(TAHUN, "3,50"), (TAHUN - 3, "2,00")]


def test_report_prints_words_without_a_unit_and_the_note_of_a_partial_index(kantor):
    Indikator.objects.filter(opd=kantor.opd, kunci="predikat-sasaran").update(satuan="Predikat")
    html = rapikan(render_lkjip_html(compose_lkjip(collect_isi(kantor.opd, tahun=TAHUN))))
    assert "predikat sasaran terealisasi B dari target BB sehingga capaiannya 87,50%" in html
    assert f"indeks sasaran: {SEBAGIAN}." in html
    assert f"diisi sasaran: {BERBEDA}." in html
    assert f"indeks sasaran terealisasi 3,50 ({SEBAGIAN}) dari target 4" in html
    assert "teks sasaran terealisasi Sebagian dari target Terlaksana" in html


def test_entry_row_shows_what_typed_and_computed_values_differ_by(masuk, kantor):
    builders.create_jadwal(kantor.opd.pemda, Periode.TW2)
    diisi = Indikator.objects.get(opd=kantor.opd, kunci="diisi-sasaran")
    for kunci, nilai in (("k1", "3"), ("k2", "2")):
        komponen = diisi.komponen.get(kunci=kunci)
        komponen.nilai.all().delete()
        builders.create_nilai_komponen(diisi, kunci, nilai, periode=Periode.TW2)
    layar = rapikan(masuk.get(alamat(kantor, "isi/?periode=TW2")).content.decode())
    assert BERBEDA in layar


def test_computed_index_is_no_blank(masuk, kantor):
    """The entry row says where its value comes from, and the page before the penetapan does not call it blank."""
    builders.create_jadwal(kantor.opd.pemda, Periode.TW2)
    indeks = Indikator.objects.get(opd=kantor.opd, kunci="indeks-sasaran")
    dokumen = list(Dokumen.objects.filter(opd=kantor.opd))

    def read_blank() -> list[str]:
        semua = list_periode(kantor.opd, tahun=TAHUN, dokumen=dokumen, saat=builders.SAAT)
        return [nama for satu in semua if satu.periode is Periode.TW2 for nama in satu.belum]

    assert indeks.nama in read_blank()
    for komponen in indeks.komponen.all():
        komponen.nilai.all().delete()
    builders.create_nilai_komponen(indeks, "k1", "3", periode=Periode.TW2)
    assert indeks.nama not in read_blank()
    layar = rapikan(masuk.get(alamat(kantor, "isi/?periode=TW2")).content.decode())
    assert "Periksa: belum diketik, dihitung dari komponen: 3,00." in layar
    assert "Periksa: 1 dari 4 komponen bernilai." in layar
