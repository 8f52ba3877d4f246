"""Capaian lists: what they show, filter, sum up, sort, page, export, and how many queries they take."""

from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from instansi.models import Pengguna, PerangkatDaerah
from kinerja.enums import Frekuensi, Periode, StatusNilai
from kinerja.models import Indikator
from portal.tables.capaian import DaftarCapaian
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from renstra.models import Dokumen
from tests import builders

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"


@pytest.fixture
def opd() -> PerangkatDaerah:
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    return opd


@pytest.fixture
def user(opd: PerangkatDaerah) -> Pengguna:
    return builders.create_perencana(opd)


@pytest.fixture
def masuk(client: Client, user: Pengguna) -> Client:
    client.force_login(user, BACKEND)
    return client


@pytest.fixture
def pk(opd: PerangkatDaerah) -> Dokumen:
    return builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)


def isi(opd: PerangkatDaerah, pk: Dokumen, target: int, realisasi: int | None, **lain: Any) -> Indikator:
    """A sasaran's indikator with a year's target and value."""
    indikator = builders.create_indikator(opd, **lain)
    builders.create_target(indikator, pk, nilai=target, periode=Periode.TAHUN)
    if realisasi is not None:
        builders.create_realisasi(indikator, nilai=realisasi, periode=Periode.TAHUN)
    return indikator


def alamat(opd: PerangkatDaerah, query: str = "") -> str:
    return f"/opd/{opd.singkatan}/{builders.TAHUN}/capaian/?periode=TAHUN{query}"


def nama(response) -> list[str]:
    return [record.nama for record in response.context["table"].data]


def test_capaian_shows_figures_and_honest_average(masuk, opd, pk):
    isi(opd, pk, 60, 30)
    isi(opd, pk, 50, 55)
    isi(opd, pk, 10, None)

    response = masuk.get(alamat(opd))

    assert [row.capaian.teks for row in response.context["table"].data] == ["50,00", "110,00", "–"]
    assert [row.predikat.teks for row in response.context["table"].data] == ["Rendah", "Tinggi", "–"]
    assert [row.tercapai for row in response.context["table"].data] == [False, True, None]
    total = response.context["table"].total
    assert (total["nama"], total["capaian"]) == (
        "Rata-rata capaian (2 dari 3 indikator dinilai)",
        Decimal("80.00"),
    )
    assert (total["predikat"].teks, total["predikat"].tingkat) == ("Tinggi", 5)
    assert "1 belum dinilai, tidak dihitung sebagai nol" in response.content.decode()


def test_capaian_leaves_out_indicators_without_target_and_value_of_the_year(masuk, opd, pk):
    builders.create_indikator(opd, nama="Tanpa target")
    isi(opd, pk, 1, 1, nama="Dengan target")

    assert nama(masuk.get(alamat(opd))) == ["Dengan target"]


def test_capaian_filters_by_text_predikat_and_state(masuk, opd, pk):
    isi(opd, pk, 100, 50, nama="Indeks SPBE")
    isi(opd, pk, 100, 90, nama="Nilai SAKIP")
    isi(opd, pk, 100, None, nama="Indeks kosong")

    assert nama(masuk.get(alamat(opd, "&q=INDEKS spbe"))) == ["Indeks SPBE"]
    assert nama(masuk.get(alamat(opd, "&predikat=Tinggi"))) == ["Nilai SAKIP"]
    assert nama(masuk.get(alamat(opd, "&predikat=-"))) == ["Indeks kosong"]
    assert nama(masuk.get(alamat(opd, "&status=belum_diisi"))) == ["Indeks kosong"]
    assert nama(masuk.get(alamat(opd, f"&status={StatusNilai.DRAF}"))) == ["Indeks SPBE", "Nilai SAKIP"]


def test_capaian_average_follows_the_filter(masuk, opd, pk):
    isi(opd, pk, 100, 50, nama="A")
    isi(opd, pk, 100, 90, nama="B")

    assert masuk.get(alamat(opd, "&q=B")).context["table"].total["capaian"] == Decimal("90.00")


def test_capaian_filters_by_program(masuk, opd, pk):
    satu, dua = (builders.create_simpul(opd, Jenjang.KEGIATAN) for _ in range(2))
    isi(opd, pk, 1, 1, simpul=satu, nama="A")
    isi(opd, pk, 1, 1, simpul=dua, nama="B")

    response = masuk.get(alamat(opd, f"&jenjang=kegiatan&program={dua.induk_id}"))

    assert nama(response) == ["B"]


def test_capaian_sorts_by_exact_value_with_missing_last(masuk, opd, pk):
    isi(opd, pk, 100, 90, nama="Tinggi")
    isi(opd, pk, 100, None, nama="Kosong")
    isi(opd, pk, 100, 50, nama="Rendah")

    urut = [row.record.nama for row in masuk.get(alamat(opd, "&sort=capaian")).context["table"].rows]

    assert urut == ["Rendah", "Tinggi", "Kosong"]


def test_capaian_of_a_quarter_compares_with_both_targets(masuk, opd):
    indikator = builders.create_indikator(opd, agregasi="jumlah", makna_target="per_triwulan")
    aksi = builders.create_dokumen(opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN)
    for periode in (Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4):
        builders.create_target(indikator, aksi, nilai=10, periode=periode)
    builders.create_realisasi(indikator, nilai=10, periode=Periode.TW1)
    builders.create_realisasi(indikator, nilai=8, periode=Periode.TW2)

    response = masuk.get(alamat(opd).replace("TAHUN", "TW2"))
    row = response.context["table"].data[0]

    assert (row.target.teks, row.realisasi.teks, row.capaian.teks) == ("10", "8,00", "80,00")
    assert (row.target_tahun.teks, row.realisasi_tahun.teks, row.capaian_tahun.teks) == (
        "40",
        "18,00",
        "45,00",
    )
    assert "Capaian TW II" in response.content.decode()


@pytest.mark.parametrize("query", ["&jenjang=desa", "&periode=TW9"])
def test_capaian_with_an_unknown_choice_is_not_found(masuk, opd, query):
    assert masuk.get(f"/opd/{opd.singkatan}/2023/capaian/?x=1{query}").status_code == 404


def test_capaian_offers_the_periods_that_hold_something(masuk, opd, pk):
    row = builders.create_indikator(opd)
    builders.create_target(row, pk, periode="TAHUN")
    builders.create_realisasi(row, periode="TW2")
    context = masuk.get(alamat(opd)).context
    (pilihan,) = [satu for satu in context["konteks"].pilihan if satu.nama == "periode"]
    assert [nilai for nilai, _ in pilihan.opsi] == ["TAHUN", "TW2"]


def test_capaian_of_a_quarter_says_why_there_is_no_value(masuk, opd, pk):
    sekali = builders.create_indikator(opd, frekuensi=Frekuensi.TAHUNAN)
    builders.create_target(sekali, pk, periode="TAHUN")
    berkala = builders.create_indikator(opd, frekuensi=Frekuensi.TAHUNAN)
    builders.create_target(berkala, pk, periode="TW1")
    baris = masuk.get(f"/opd/{opd.singkatan}/{builders.TAHUN}/capaian/?periode=TW1").context["table"].data
    alasan = {satu.indikator.pk: satu.realisasi.keterangan for satu in baris}
    assert alasan == {sekali.pk: "Diukur setahun sekali.", berkala.pk: ""}


@pytest.mark.parametrize(
    ("periode", "agregasi", "makna", "isi_tw2"),
    [
        (("TW1", "TW2"), "jumlah", "kumulatif", ("5", "160,00", "s.d. periode itu", "8")),
        (("TW1", "TW2"), "jumlah", "per_triwulan", ("5", "100,00", "periode itu", "8")),
        (("TW1", "TW2"), "kumulatif", "kumulatif", ("2", "100,00", "s.d. periode itu", "5")),
        (("S1", "S2"), "jumlah", "kumulatif", ("3", "60,00", "s.d. periode itu", "3")),
    ],
)
def test_capaian_of_a_quarter_shows_its_own_and_the_running_realisasi(
    masuk, opd, pk, periode, agregasi, makna, isi_tw2
):
    row = builders.create_indikator(opd, agregasi=agregasi, makna_target=makna, desimal=0)
    for satu, nilai in zip(periode, (3, 5), strict=True):
        builders.create_target(row, pk, nilai=5, periode=satu)
        builders.create_realisasi(row, nilai=nilai, periode=satu)
    baris = masuk.get(alamat(opd).replace("TAHUN", "TW2")).context["table"].data[0]

    assert (baris.realisasi.teks, baris.capaian.teks, baris.dasar, baris.realisasi_tahun.teks) == isi_tw2


def test_capaian_of_a_neighbour_is_not_found(client, opd):
    client.force_login(builders.create_perencana(builders.create_opd()), BACKEND)

    assert client.get(alamat(opd)).status_code == 404


def test_capaian_without_rows_says_what_to_do(masuk, opd):
    isi_halaman = masuk.get(alamat(opd)).content.decode()

    assert "Belum ada indikator sasaran untuk tahun 2023" in isi_halaman
    assert f"/opd/{opd.singkatan}/2023/rencana/" in isi_halaman


def test_capaian_pages_hold_at_most_100_rows(masuk, opd, pk):
    simpul = builders.create_simpul(opd, Jenjang.SASARAN)
    for _ in range(101):
        isi(opd, pk, 1, 1, simpul=simpul)

    response = masuk.get(alamat(opd, "&per_page=5000"))

    assert len(response.context["table"].page.object_list) == 100
    assert response.context["table"].total["nama"] == "Rata-rata capaian (101 dari 101 indikator dinilai)"


def test_capaian_exports_every_filtered_row_with_typed_cells(masuk, opd, pk):
    simpul = builders.create_simpul(opd, Jenjang.SASARAN, nama="Sasaran satu")
    for nomor in range(30):
        isi(opd, pk, 60, 30, simpul=simpul, nama=f"Indikator ke-{nomor:02d}")

    assert f"{alamat(opd).split('/')[-1]}&amp;format=xlsx" in masuk.get(alamat(opd)).content.decode()
    response = masuk.get(alamat(opd, "&format=xlsx"))
    baris = [
        [sel.value for sel in row]
        for row in load_workbook(BytesIO(response.content)).worksheets[0].iter_rows()
    ]
    awal = next(nomor for nomor, row in enumerate(baris) if row[0] == "Rencana")

    assert baris[awal][:6] == ["Rencana", "Indikator", "Satuan", "Target", "Realisasi", "Capaian (%)"]
    assert baris[awal + 1][:6] == ["Sasaran satu", "Indikator ke-00", None, 60, 30, 50]
    assert baris[awal + 30][1] == "Indikator ke-29"
    assert baris[awal + 31][5] == 50


def test_capaian_average_opens_its_derivation_for_the_panel(masuk, opd, pk):
    isi(opd, pk, 100, 50, nama="Separuh")

    response = masuk.get(
        alamat(opd, "&rinci=rata-rata"), headers={"HX-Request": "true", "HX-Target": "panel-isi"}
    )

    assert next(t.name for t in response.templates) == "portal/_derivasi.html"
    assert "Separuh" in response.content.decode()
    assert "<html" not in response.content.decode()


@pytest.mark.parametrize("jumlah", [1, 3])
def test_capaian_takes_eight_queries_whatever_the_rows(masuk, opd, pk, jumlah, django_assert_num_queries):
    for _ in range(jumlah):
        isi(opd, pk, 60, 30)
    masuk.get(alamat(opd))

    with django_assert_num_queries(8):  # session, user, years, dokumen, indikator, aturan, target, realisasi
        assert len(nama(masuk.get(alamat(opd)))) == jumlah


def test_second_predikat_of_a_mean_counts_semesters_in_their_quarter(opd: PerangkatDaerah) -> None:
    """TW II: realisasi 60 and, of the first semester, 100 are judged on 80, not on the 60 alone."""
    builders.create_aturan(opd.pemda, tabel="capaian", kategori="dua")
    simpul = builders.create_simpul(opd, Jenjang.SASARAN)
    aksi = builders.create_dokumen(opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN)
    rows = []
    for periode, nilai in (("TW2", 60), ("S1", 100)):
        rows.append(builders.create_indikator(opd, simpul, satuan="poin"))
        builders.create_target(rows[-1], aksi, nilai=100, periode=periode)
        builders.create_realisasi(rows[-1], nilai=nilai, periode=periode)
    daftar = DaftarCapaian(
        opd,
        tahun=builders.TAHUN,
        periode=Periode.TW2,
        indikator=Indikator.objects.all(),
        jenjang=Jenjang.SASARAN,
        dokumen=[aksi],
        asal_url="/0/",
    )

    assert [satu.predikat_lain.teks for satu in daftar.semua] == ["Rendah", "Tinggi"]
    assert (daftar.summarize(daftar.semua).teks, daftar.judge_lain(rows).teks) == ("80,00", "Tinggi")
