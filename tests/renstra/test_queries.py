"""Which version of a document replaces which, which one is in force, and that nobody else decides it."""

import ast
from datetime import date
from pathlib import Path

import pytest

from renstra.enums import JenisDokumen, StatusDokumen
from renstra.queries import dokumen_berlaku, list_berlaku, list_ditetapkan, load_daftar_dokumen, urut_versi
from tests import builders as b

pytestmark = pytest.mark.django_db

AKAR = Path(__file__).resolve().parents[2]
APP = ("anggaran", "instansi", "kinerja", "laporan", "portal", "renstra", "sakip")
PEMUTUS = {"renstra/queries.py", "renstra/enums.py"}
"""The one place that decides, and the families that it decides with."""
PENJAGA = {"renstra/services.py", "kinerja/services/rencana.py"}
"""Services that ask whether a row may still be written, not which document counts."""
TERLARANG = {"urut_versi", "KELUARGA_DOKUMEN"}


def create_set(opd, jenis, **isi):
    return b.create_dokumen(opd, jenis, status=StatusDokumen.DITETAPKAN, **isi)


def berlaku(opd, keluarga="dpa", tahun=b.TAHUN, per_tanggal=None, memuat=None):
    rows = load_daftar_dokumen(opd)
    return dokumen_berlaku(rows, keluarga=keluarga, tahun=tahun, per_tanggal=per_tanggal, memuat=memuat)


def test_urut_versi_same_urutan_follows_the_family_not_the_entry() -> None:
    opd = b.create_opd()
    dppa = b.create_dokumen(opd, JenisDokumen.DPPA, urutan=0)
    pergeseran = b.create_dokumen(opd, JenisDokumen.PERGESERAN, urutan=0)
    dpa = b.create_dokumen(opd, JenisDokumen.DPA, urutan=0)
    assert load_daftar_dokumen(opd) == [dpa, pergeseran, dppa]


def test_urut_versi_later_year_wins_over_urutan() -> None:
    opd = b.create_opd()
    lama = b.create_dokumen(opd, JenisDokumen.PERUBAHAN_RENSTRA, tahun=2018, tahun_akhir=2023, urutan=2)
    baru = b.create_dokumen(opd, JenisDokumen.RENSTRA, tahun=2023, tahun_akhir=2026, urutan=1)
    assert max([lama, baru], key=urut_versi) == baru


def test_urut_versi_urutan_wins_over_the_family() -> None:
    opd = b.create_opd()
    dppa = b.create_dokumen(opd, JenisDokumen.DPPA, urutan=1)
    pergeseran = b.create_dokumen(opd, JenisDokumen.PERGESERAN, urutan=2)
    assert max([pergeseran, dppa], key=urut_versi) == pergeseran


def test_dokumen_berlaku_is_the_newest_set_version_of_the_family_and_year() -> None:
    opd = b.create_opd()
    dppa = create_set(opd, JenisDokumen.DPPA, urutan=0)
    dpa = create_set(opd, JenisDokumen.DPA, urutan=0)
    b.create_dokumen(opd, JenisDokumen.DPPA, urutan=9)  # a draft
    create_set(opd, JenisDokumen.DPPA, tahun=b.TAHUN + 1)
    create_set(opd, JenisDokumen.PK)
    assert berlaku(opd) == dppa
    rows = load_daftar_dokumen(opd)
    assert list_berlaku(rows, keluarga="dpa", tahun=b.TAHUN, per_tanggal=None) == [dppa, dpa]
    assert berlaku(opd, memuat={dpa.pk}) == dpa
    assert berlaku(opd, memuat=set()) is None
    assert berlaku(opd, keluarga="rkt") is None


def test_dokumen_berlaku_from_its_day_on_and_without_a_date_always() -> None:
    opd = b.create_opd()
    dpa = create_set(opd, JenisDokumen.DPA)
    dppa = create_set(opd, JenisDokumen.DPPA, tanggal=date(2023, 9, 30))
    assert berlaku(opd, per_tanggal=date(2023, 9, 29)) == dpa
    assert berlaku(opd, per_tanggal=date(2023, 9, 30)) == dppa
    assert berlaku(opd) == dppa


def test_dokumen_berlaku_covers_every_year_of_a_renstra() -> None:
    opd = b.create_opd()
    renstra = create_set(opd, JenisDokumen.RENSTRA, tahun=2021, tahun_akhir=2026, urutan=1)
    ubah = create_set(opd, JenisDokumen.PERUBAHAN_RENSTRA, tahun=2021, tahun_akhir=2026, urutan=1)
    assert [berlaku(opd, "renstra", tahun) for tahun in (2020, 2021, 2026, 2027)] == [None, ubah, ubah, None]
    rows = load_daftar_dokumen(opd)
    assert list_ditetapkan(rows, tahun=2022, per_tanggal=None) == [renstra, ubah]


def _is_putusan(node: ast.AST) -> bool:
    """Whether a node of the syntax tree decides about versions: their order, their families, which one is set."""
    if isinstance(node, ast.ImportFrom):
        return any(nama.name in TERLARANG for nama in node.names)
    if isinstance(node, ast.Name | ast.Attribute):
        return (node.id if isinstance(node, ast.Name) else node.attr) in TERLARANG
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        nama = node.func.attr
        if nama in ("order_by", "latest", "earliest", "last", "first"):
            isi = ast.unparse(node)
            return "Dokumen.objects" in isi or ".dokumen.filter" in isi or ".dokumen.order_by" in isi
        return (
            nama == "filter" and "Dokumen.objects" in ast.unparse(node.func) and "jenis" in ast.unparse(node)
        )
    if isinstance(node, ast.Compare):
        isi = ast.unparse(node)
        return "JenisDokumen." in isi or ("StatusDokumen.DITETAPKAN" in isi and "status" in isi)
    return False


def test_no_other_module_decides_which_document_is_in_force() -> None:
    ketemu = []
    for app in APP:
        for berkas in sorted((AKAR / app).rglob("*.py")):
            nama = str(berkas.relative_to(AKAR))
            if nama in PEMUTUS | PENJAGA or "migrations" in nama:
                continue
            pohon = ast.parse(berkas.read_text())
            ketemu += [f"{nama}:{node.lineno}" for node in ast.walk(pohon) if _is_putusan(node)]  # type: ignore[attr-defined]  # every such node has a line
    assert ketemu == []
