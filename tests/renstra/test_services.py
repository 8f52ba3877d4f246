from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from instansi.enums import Peran
from instansi.models import Jejak
from renstra.enums import INDUK_JENJANG, Jenjang, StatusDokumen
from renstra.models import Dokumen, Simpul
from renstra.services import (
    BedaPerangkatDaerahError,
    DipakaiDokumenError,
    DokumenDitetapkanError,
    JenjangSalahError,
    create_dokumen,
    create_misi,
    create_simpul,
    create_simpul_batch,
    link_dukungan,
    tetapkan_dokumen,
)
from sakip.kit.errors import AturanDataError, IsianTidakSahError, LayananError, TidakBerwenangError
from tests import builders

pytestmark = pytest.mark.django_db

PESAN_TINGKAT = "Induk harus tepat satu jenjang di atasnya dan pada perangkat daerah yang sama."


@pytest.mark.parametrize("jenjang", [j for j, induk in INDUK_JENJANG.items() if induk])
@pytest.mark.parametrize("jenjang_induk", Jenjang)
def test_simpul_parent_stands_one_level_up(jenjang, jenjang_induk):
    opd = builders.create_opd()
    induk = builders.create_simpul(opd, jenjang_induk)
    if INDUK_JENJANG[jenjang] == jenjang_induk:
        create_simpul(pengguna=None, opd=opd, kunci="baru", jenjang=jenjang, nama="Baru", induk=induk)
        return
    with pytest.raises(AturanDataError) as caught:
        create_simpul(pengguna=None, opd=opd, kunci="baru", jenjang=jenjang, nama="Baru", induk=induk)
    assert caught.value.pesan == PESAN_TINGKAT
    assert not Simpul.objects.filter(kunci="baru").exists()


def test_simpul_parent_of_another_office_is_refused_by_service_and_database():
    opd, lain = builders.create_opd(), builders.create_opd()
    induk = builders.create_simpul(lain, Jenjang.PROGRAM)
    with pytest.raises(BedaPerangkatDaerahError):
        create_simpul(pengguna=None, opd=opd, kunci="a", jenjang="kegiatan", nama="A", induk=induk)
    with pytest.raises(IntegrityError, match=PESAN_TINGKAT), transaction.atomic():
        Simpul.objects.create(opd=opd, kunci="a", jenjang="kegiatan", nama="A", induk=induk)


def test_simpul_moved_to_a_wrong_parent_is_refused_by_the_database():
    pohon = builders.create_pohon(builders.create_opd())
    with pytest.raises(IntegrityError, match=PESAN_TINGKAT), transaction.atomic():
        Simpul.objects.filter(pk=pohon["sub_kegiatan"].pk).update(induk=pohon["program"])


@pytest.mark.parametrize("jenjang", [Jenjang.SASARAN, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN])
def test_simpul_without_its_parent_is_refused_in_words(jenjang):
    with pytest.raises(IsianTidakSahError) as caught:
        create_simpul(pengguna=None, opd=builders.create_opd(), kunci="a", jenjang=jenjang, nama="A")
    assert caught.value.pesan == (
        "Tujuan dan program tidak berinduk; sasaran, kegiatan dan sub kegiatan harus mempunyai induk."
    )


def test_create_simpul_twice_writes_once_and_changes_are_audited():
    opd = builders.create_opd()
    user = builders.create_perencana(opd)
    isi: dict[str, Any] = {"opd": opd, "kunci": "p", "jenjang": "program", "nama": "Program"}
    row = create_simpul(pengguna=user, **isi)
    assert create_simpul(pengguna=user, **isi) == row
    assert Jejak.objects.filter(opd=opd).count() == 1
    create_simpul(pengguna=user, **isi | {"nama": "Program B"})
    jejak = Jejak.objects.filter(opd=opd).first()
    assert jejak is not None
    assert (jejak.sebelum, jejak.sesudah, jejak.pengguna) == (
        {"nama": "Program"},
        {"nama": "Program B"},
        user,
    )


@pytest.mark.parametrize("peran", [Peran.VERIFIKATOR, Peran.KEPALA, Peran.INSPEKTORAT, Peran.PIMPINAN])
def test_create_simpul_by_another_role_is_refused(peran):
    opd = builders.create_opd()
    with pytest.raises(TidakBerwenangError):
        create_simpul(
            pengguna=builders.create_pengguna(peran, opd=opd), opd=opd, kunci="p", jenjang="program", nama="P"
        )


def test_create_simpul_batch_names_the_broken_row_and_stores_none():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    rows = [
        Simpul(opd=opd, kunci="k1", jenjang="kegiatan", nama="K1", induk=program),
        Simpul(opd=opd, kunci="k2", jenjang="sub_kegiatan", nama="K2", induk=program),
    ]
    with pytest.raises(AturanDataError) as caught:
        create_simpul_batch(pengguna=None, opd=opd, rows=rows)
    assert (caught.value.indeks, caught.value.pesan) == (1, PESAN_TINGKAT)
    assert list(Simpul.objects.values_list("kunci", flat=True)) == [program.kunci]


def _pakai(cara: str, pohon: dict[str, Simpul]) -> Simpul:
    """A set document that uses a node in the given way; return the node."""
    opd = pohon["program"].opd
    dokumen = builders.create_dokumen(opd)
    node = pohon["program"]
    if cara == "pagu":
        builders.create_pagu(dokumen, node)
    elif cara == "target":
        builders.create_target(builders.create_indikator(simpul=node), dokumen)
    else:
        pohon["program"].dukungan.update(dokumen=dokumen)
    tetapkan_dokumen(pengguna=None, dokumen=dokumen)
    return node


@pytest.mark.parametrize("cara", ["pagu", "target", "dukungan"])
def test_simpul_of_a_set_document_keeps_its_substance(cara):
    opd = builders.create_opd()
    node = _pakai(cara, builders.create_pohon(opd))
    isi: dict[str, Any] = {
        "opd": opd,
        "kunci": node.kunci,
        "jenjang": "program",
        "nama": "Lain",
        "urutan": node.urutan,
    }
    with pytest.raises(DipakaiDokumenError, match="koreksi"):
        create_simpul(pengguna=None, **isi)
    node.refresh_from_db()
    assert node.nama != "Lain"
    create_simpul(pengguna=None, **isi, koreksi="Salah ketik pada dokumen")
    jejak = Jejak.objects.filter(opd=opd).first()
    assert jejak is not None
    assert (jejak.sesudah, jejak.alasan) == ({"nama": "Lain"}, "Salah ketik pada dokumen")


def test_simpul_of_a_set_document_may_be_reordered():
    opd = builders.create_opd()
    node = _pakai("pagu", builders.create_pohon(opd))
    create_simpul(pengguna=None, opd=opd, kunci=node.kunci, jenjang="program", nama=node.nama, urutan=99)
    node.refresh_from_db()
    assert node.urutan == 99


def test_dokumen_once_set_is_not_overwritten():
    opd = builders.create_opd()
    isi: dict[str, Any] = {"opd": opd, "kunci": "pk", "jenis": "pk", "tahun": 2023}
    dokumen = create_dokumen(pengguna=None, **isi)
    assert tetapkan_dokumen(pengguna=None, dokumen=dokumen) is True
    assert tetapkan_dokumen(pengguna=None, dokumen=dokumen) is False
    assert create_dokumen(pengguna=None, **isi).status == StatusDokumen.DITETAPKAN
    with pytest.raises(DokumenDitetapkanError):
        create_dokumen(pengguna=None, **isi, nomor="1/2023")
    create_dokumen(pengguna=None, **isi, nomor="1/2023", koreksi="Nomor tertinggal")
    assert list(Jejak.objects.filter(opd=opd).values_list("aksi", flat=True)) == [
        "simpan_dokumen",
        "tetapkan_dokumen",
        "simpan_dokumen",
    ]


def test_dokumen_same_kind_year_and_order_is_refused_in_words():
    opd = builders.create_opd()
    create_dokumen(pengguna=None, opd=opd, kunci="pk", jenis="pk", tahun=2023)
    with pytest.raises(IsianTidakSahError) as caught:
        create_dokumen(pengguna=None, opd=opd, kunci="pk-2", jenis="pk", tahun=2023)
    assert caught.value.pesan == "Dokumen sejenis dengan urutan ini sudah ada pada tahun tersebut."


def test_create_misi_updates_by_kunci():
    opd = builders.create_opd()
    misi = create_misi(pengguna=None, opd=opd, kunci="m1", nama="Lama")
    assert create_misi(pengguna=None, opd=opd, kunci="m1", nama="Baru").pk == misi.pk


def test_link_dukungan_joins_program_and_sasaran_only():
    pohon = builders.create_pohon(builders.create_opd())
    with pytest.raises(JenjangSalahError):
        link_dukungan(pengguna=None, program=pohon["kegiatan"], sasaran=pohon["sasaran"])
    with pytest.raises(LayananError, match="0 dan 100"):
        link_dukungan(pengguna=None, program=pohon["program"], sasaran=pohon["sasaran"], porsi=Decimal(101))


def test_simpul_with_children_keeps_its_level():
    opd = builders.create_opd()
    program = builders.create_simpul(opd)
    builders.create_simpul(opd, Jenjang.KEGIATAN, induk=program)
    isi: dict[str, Any] = {"opd": opd, "kunci": program.kunci, "nama": program.nama, "urutan": program.urutan}
    with pytest.raises(AturanDataError, match="tidak sesuai dengan simpul di bawahnya"):
        create_simpul(pengguna=None, jenjang=Jenjang.TUJUAN, **isi)
    with pytest.raises(IntegrityError, match="di bawahnya"), transaction.atomic():
        Simpul.objects.filter(pk=program.pk).update(opd=builders.create_opd())
    tanpa = builders.create_simpul(opd)
    Simpul.objects.filter(pk=tanpa.pk).update(jenjang=Jenjang.TUJUAN)


def test_simpul_does_not_replace_itself():
    simpul = builders.create_simpul(builders.create_opd())
    with pytest.raises(IntegrityError, match="simpul_ganti_lain"), transaction.atomic():
        Simpul.objects.filter(pk=simpul.pk).update(menggantikan=simpul)


def test_dokumen_set_meanwhile_is_not_written_into():
    pohon = builders.create_pohon(builders.create_opd())
    dokumen = builders.create_dokumen(pohon["program"].opd)
    Dokumen.objects.filter(pk=dokumen.pk).update(status=StatusDokumen.DITETAPKAN)
    assert dokumen.status == StatusDokumen.DRAF  # as the writer still sees it
    with pytest.raises(DokumenDitetapkanError):
        link_dukungan(pengguna=None, program=pohon["program"], sasaran=pohon["sasaran"], dokumen=dokumen)


def test_link_dukungan_porsi_of_one_program_is_at_most_100():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    isi: dict[str, Any] = {"pengguna": None, "program": pohon["program"], "utama": False}
    dua, tiga = (builders.create_simpul(opd, Jenjang.SASARAN) for _ in range(2))
    link_dukungan(**isi, sasaran=dua, porsi=Decimal("60.5"))
    with pytest.raises(LayananError) as caught:
        link_dukungan(**isi, sasaran=tiga, porsi=Decimal("39.6"))
    assert "100,1 persen. Paling banyak 100 persen." in caught.value.pesan
    assert (list(caught.value.bidang), caught.value.indeks) == (["porsi"], 0)
    assert not dua.opd.jejak.filter(sesudah__sasaran=tiga.pk).exists()
    assert not tiga.didukung.exists()
    link_dukungan(**isi, sasaran=tiga, porsi=Decimal("39.5"))
    link_dukungan(**isi, sasaran=dua, porsi=Decimal("60.4"))


def test_link_dukungan_second_main_sasaran_is_refused_in_words():
    opd = builders.create_opd()
    pohon = builders.create_pohon(opd)
    lain = builders.create_simpul(opd, Jenjang.SASARAN)
    with pytest.raises(IsianTidakSahError) as caught:
        link_dukungan(pengguna=None, program=pohon["program"], sasaran=lain)
    assert caught.value.pesan == "Program hanya boleh mempunyai satu sasaran utama."
    link_dukungan(pengguna=None, program=pohon["program"], sasaran=lain, utama=False)
