"""The plan tree: order, targets with their document, pagu rolled up, as of a document, search."""

from decimal import Decimal

import pytest
from django.test import Client

from instansi.models import PerangkatDaerah
from kinerja.enums import TRIWULAN, MaknaTarget, Periode
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from renstra.models import Misi
from tests import builders

pytestmark = pytest.mark.django_db
BACKEND = "sakip.backends.AccountBackend"


@pytest.fixture
def opd() -> PerangkatDaerah:
    return builders.create_opd()


@pytest.fixture
def masuk(client: Client, opd: PerangkatDaerah) -> Client:
    client.force_login(builders.create_perencana(opd), BACKEND)
    return client


def alamat(opd: PerangkatDaerah, query: str = "") -> str:
    return f"/opd/{opd.singkatan}/{builders.TAHUN}/rencana/{query}"


def create_rencana(opd: PerangkatDaerah, **lain):
    """One node of each level with an indikator on the sasaran, and a DPA with pagu at the sub kegiatan."""
    pohon = builders.create_pohon(opd)
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    indikator = builders.create_indikator(opd, pohon["sasaran"], **lain)
    builders.create_target(indikator, pk, nilai=60, periode=Periode.TAHUN)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    builders.create_pagu(dpa, pohon["sub_kegiatan"], 750)
    return pohon, pk, dpa, indikator


def flatten(akar) -> list[tuple[str, Decimal | None]]:
    hasil = []
    for satu in akar:
        hasil.append((satu.simpul.jenjang, satu.pagu))
        hasil += flatten(satu.anak)
    return hasil


def test_rencana_shows_both_trees_with_pagu_rolled_up(masuk, opd):
    pohon, *_ = create_rencana(opd)
    misi = Misi.objects.create(opd=opd, kunci="misi-1", nomor="1", nama="Misi satu")
    type(pohon["tujuan"]).objects.filter(pk=pohon["tujuan"].pk).update(misi=misi)

    context = masuk.get(alamat(opd)).context

    ((nama, tujuan),) = context["misi"]
    assert nama == misi
    assert flatten(tujuan) == [("tujuan", None), ("sasaran", Decimal(750))]
    assert flatten(context["program"]) == [
        ("program", Decimal(750)),
        ("kegiatan", Decimal(750)),
        ("sub_kegiatan", Decimal(750)),
    ]
    assert [satu.program for satu in tujuan[0].anak[0].pendukung] == [pohon["program"]]


def test_rencana_names_the_document_of_a_target(masuk, opd):
    _, pk, _, indikator = create_rencana(opd)

    ((_, tujuan),) = masuk.get(alamat(opd)).context["misi"]
    (satu,) = tujuan[0].anak[0].indikator

    assert (satu.indikator, satu.target.teks, satu.dokumen) == (indikator, "60", pk)


def test_rencana_as_of_a_document_holds_only_its_rows(masuk, opd):
    _, pk, dpa, _ = create_rencana(opd)

    menurut_pk = masuk.get(alamat(opd, f"?dokumen={pk.kunci}")).context
    menurut_dpa = masuk.get(alamat(opd, f"?dokumen={dpa.kunci}")).context

    assert flatten(menurut_pk["misi"][0][1]) == [("tujuan", None), ("sasaran", None)]
    assert menurut_pk["program"] == []
    assert menurut_dpa["misi"] == []
    assert [jenjang for jenjang, _ in flatten(menurut_dpa["program"])] == [
        "program",
        "kegiatan",
        "sub_kegiatan",
    ]


def test_rencana_hides_nodes_without_target_and_pagu_until_asked(masuk, opd):
    create_rencana(opd)
    builders.create_simpul(opd, Jenjang.PROGRAM, nama="Program lama")

    biasa, semua = masuk.get(alamat(opd)), masuk.get(alamat(opd, "?semua=ya"))

    assert "Program lama" not in biasa.content.decode()
    assert "1 butir rencana lain" in biasa.content.decode()
    assert "Program lama" in semua.content.decode()


def test_rencana_search_keeps_what_is_above_and_below(masuk, opd):
    pohon, *_ = create_rencana(opd, nama="Indeks SPBE")
    type(pohon["kegiatan"]).objects.filter(pk=pohon["kegiatan"].pk).update(nama="Layanan Audit")

    atas = masuk.get(alamat(opd, "?q=spbe")).context
    bawah = masuk.get(alamat(opd, "?q=audit")).context

    assert [jenjang for jenjang, _ in flatten(atas["misi"][0][1])] == ["tujuan", "sasaran"]
    assert atas["program"] == []
    assert [jenjang for jenjang, _ in flatten(bawah["program"])] == ["program", "kegiatan", "sub_kegiatan"]
    assert bawah["program"][0].terbuka


def test_rencana_opens_everything_on_request(masuk, opd):
    create_rencana(opd)

    assert not masuk.get(alamat(opd)).context["program"][0].terbuka
    assert masuk.get(alamat(opd, "?buka=semua")).context["program"][0].anak[0].terbuka


def test_rencana_without_rows_says_what_to_do(masuk, opd):
    assert "Belum ada rencana untuk tahun ini" in masuk.get(alamat(opd)).content.decode()


def test_rencana_of_a_neighbour_is_not_found(masuk):
    assert masuk.get(alamat(builders.create_opd())).status_code == 404


def test_rencana_as_of_a_neighbours_document_is_not_found(masuk, opd):
    asing = builders.create_dokumen(builders.create_opd())

    assert masuk.get(alamat(opd, f"?dokumen={asing.kunci}")).status_code == 404


@pytest.mark.parametrize("jumlah", [1, 3])
def test_rencana_takes_ten_queries_whatever_the_rows(masuk, opd, jumlah, django_assert_num_queries):
    for _ in range(jumlah):
        create_rencana(opd)
    # two budgets of the year in both cases: the one in force must be found
    builders.create_dokumen(opd, JenisDokumen.DPPA, status=StatusDokumen.DITETAPKAN)
    masuk.get(alamat(opd))

    # session, user, dokumen, simpul, indikator, target, dokumen with pagu, pagu, dukungan
    with django_assert_num_queries(10):
        masuk.get(alamat(opd))


@pytest.mark.parametrize(
    ("nilai", "makna", "harapan"),
    [
        ((60, 60, 60, 60), MaknaTarget.TAHUNAN, "sama tiap triwulan"),
        ((60, 60, 60, 60), MaknaTarget.PER_TRIWULAN, "TW I 60 · TW II 60 · TW III 60 · TW IV 60"),
        ((15, 30, 45, 60), MaknaTarget.KUMULATIF, "TW I 15 · TW II 30 · TW III 45 · TW IV 60"),
    ],
)
def test_rencana_shows_the_targets_of_the_quarters(masuk, opd, nilai, makna, harapan):
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    indikator = builders.create_indikator(opd, makna_target=makna)
    for periode, satu in zip(TRIWULAN, nilai, strict=True):
        builders.create_target(indikator, pk, nilai=satu, periode=periode)
    teks = masuk.get(alamat(opd)).content.decode().replace("\u00a0", " ")
    assert harapan in teks


def test_rencana_shows_the_sen_of_a_pagu(masuk, opd):
    pohon = builders.create_pohon(opd)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=StatusDokumen.DITETAPKAN)
    builders.create_pagu(dpa, pohon["sub_kegiatan"], Decimal("1234.50"))

    halaman = masuk.get(alamat(opd)).content.decode()

    assert "Rp1.234,50" in halaman
    assert "Rp1.235" not in halaman
