"""The derivation of one figure: panel, page, rule, documents, values with who and when, history."""

import pytest
from django.test import Client

from instansi.models import Jejak, PerangkatDaerah
from kinerja.enums import Periode
from kinerja.models import KomponenIndikator, NilaiKomponen, Realisasi
from renstra.enums import JenisDokumen, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"
PANEL = {"HX-Request": "true", "HX-Target": "panel-isi"}


@pytest.fixture
def opd() -> PerangkatDaerah:
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    return opd


@pytest.fixture
def masuk(client: Client, opd: PerangkatDaerah) -> Client:
    client.force_login(builders.create_perencana(opd), BACKEND)
    return client


def alamat(indikator, query: str = "?periode=TAHUN") -> str:
    return f"/opd/{indikator.opd.singkatan}/{builders.TAHUN}/derivasi/{indikator.pk}/{query}"


def create_isian(opd: PerangkatDaerah) -> Realisasi:
    indikator = builders.create_indikator(opd, nama="Indeks keterbukaan")
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN, nomor="12/PK/2023")
    builders.create_target(indikator, pk, nilai=60, periode=Periode.TAHUN)
    pengguna = builders.create_pengguna(jabatan_teks="Kepala Subbagian Perencanaan")
    return builders.create_realisasi(indikator, nilai=30, periode=Periode.TAHUN, diubah_oleh=pengguna)


def test_derivasi_in_the_panel_is_only_the_part(masuk, opd):
    row = create_isian(opd)

    halaman = masuk.get(alamat(row.indikator), headers=PANEL).content.decode()

    assert "<html" not in halaman
    for teks in (
        "Realisasi / target × 100",
        "30 / 60 × 100",
        "50,00%",
        "Capaian 50,00: Rendah (nilai &lt; 76)",
        "Perjanjian Kinerja 2023",
        "Nomor 12/PK/2023",
        "Kepala Subbagian Perencanaan",
        "2 desimal, setengah ke atas",
    ):
        assert teks in halaman


def test_derivasi_as_a_page_has_years_and_changes(masuk, opd):
    row = create_isian(opd)
    builders.create_realisasi(row.indikator, nilai=20, periode=Periode.TAHUN, tahun=2022)
    Jejak.objects.create(
        opd=opd,
        pengguna=row.diubah_oleh,
        aksi="ubah_realisasi",
        objek_jenis="kinerja.realisasi",
        objek_id=row.pk,
        sebelum={"nilai": "25.5"},
        sesudah={"nilai": "30"},
    )

    response = masuk.get(alamat(row.indikator))

    assert [(satu.tahun, satu.realisasi) for satu in response.context["baris_tahun"]] == [
        (2023, "30,00"),
        (2022, "20,00"),
    ]
    assert [
        (satu.aksi, satu.periode, satu.sebelum, satu.sesudah) for satu in response.context["peristiwa"]
    ] == [("Diubah", "Tahunan 2023", "25,50", "30,00")]


def test_derivasi_shows_the_value_that_is_not_used(masuk, opd):
    row = create_isian(opd)
    builders.create_realisasi(
        row.indikator, nilai=35, periode=Periode.TAHUN, dipakai=False, asal="Laporan lain"
    )

    nilai = masuk.get(alamat(row.indikator)).context["baris_nilai"]

    assert [(satu.isi, satu.dipakai) for satu in nilai] == [("30,00", True), ("35,00", False)]


def test_derivasi_of_an_index_lists_its_components(masuk, opd):
    indikator = builders.create_indikator(opd, jenis_nilai="indeks")
    induk = KomponenIndikator.objects.create(
        indikator=indikator, kunci="domain", nama="Domain", bobot=1, urutan=1
    )
    daun = KomponenIndikator.objects.create(
        indikator=indikator, kunci="aspek", nama="Aspek", bobot=1, induk=induk, urutan=2
    )
    NilaiKomponen.objects.create(komponen=daun, tahun=builders.TAHUN, nilai=3)

    komponen = masuk.get(alamat(indikator)).context["komponen"]

    assert [(satu["nama"], satu["tingkat"], satu["nilai"]) for satu in komponen] == [
        ("Domain", 0, "3,00"),
        ("Aspek", 1, "3,00"),
    ]


def test_derivasi_of_a_quarter_has_both_comparisons(masuk, opd):
    indikator = builders.create_indikator(opd)
    aksi = builders.create_dokumen(opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN)
    builders.create_target(indikator, aksi, nilai=10, periode=Periode.TW1)
    builders.create_realisasi(indikator, nilai=10, periode=Periode.TW1)

    bagian = masuk.get(alamat(indikator, "?periode=TW1")).context["bagian"]

    assert [satu["judul"] for satu in bagian] == [
        "Triwulan I 2023, terhadap target periode",
        "sampai Triwulan I 2023, terhadap target setahun",
    ]


def test_derivasi_without_target_and_value_says_so(masuk, opd):
    indikator = builders.create_indikator(opd)

    halaman = masuk.get(alamat(indikator)).content.decode()

    assert "Target belum ditetapkan." in halaman
    assert "Belum ada nilai." in halaman


def test_derivasi_of_another_office_is_not_found(masuk, opd):
    asing = builders.create_indikator()

    assert masuk.get(alamat(asing)).status_code == 404
    assert masuk.get(f"/opd/{opd.singkatan}/2023/derivasi/{asing.pk}/").status_code == 404


@pytest.mark.parametrize("jumlah", [1, 3])
def test_derivasi_panel_takes_nine_queries_whatever_the_values(masuk, opd, jumlah, django_assert_num_queries):
    row = create_isian(opd)
    for tahun in range(2023 - jumlah, 2023):
        builders.create_realisasi(row.indikator, nilai=1, periode=Periode.TAHUN, tahun=tahun)
    masuk.get(alamat(row.indikator), headers=PANEL)

    # session, user, dokumen, indikator, aturan, target twice (engine, documents), realisasi twice (engine, who)
    with django_assert_num_queries(9):
        masuk.get(alamat(row.indikator), headers=PANEL)
