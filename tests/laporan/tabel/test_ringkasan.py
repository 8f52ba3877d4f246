"""The stages of the budget: totals from rows, printed totals where rows are unknown, and where the two differ."""

from pathlib import Path

import pytest

from instansi.models import PerangkatDaerah
from laporan.tabel.daftar import build_tabel
from portal.importers.contoh import load_folder

pytestmark = pytest.mark.django_db
CONTOH = Path(__file__).resolve().parents[3] / "contoh"


def build(nama):
    load_folder(CONTOH / nama)
    return build_tabel("ringkasan", opd=PerangkatDaerah.objects.get(singkatan=f"kominfo-{nama}"), tahun=2022)


def texts(tabel, kunci):
    baris = tabel.get_baris(kunci)
    return {kolom.kode: baris.get(kolom.kode).teks for kolom in tabel.kolom[1:]}


def test_sub_kegiatan_are_not_counted_where_a_kegiatan_has_no_details():
    tabel = build("pasuruan")
    # one kegiatan of the DPPA carries its total; the count is the printed one and says so
    assert texts(tabel, "dppa-2022")["sub_kegiatan"] == "36"
    assert (
        tabel.get_baris("dppa-2022").get("sub_kegiatan").keterangan == "Angka tercetak; rinciannya tidak ada."
    )
    assert tabel.get_baris("dpa-2022").get("sub_kegiatan").keterangan == ""


def test_a_printed_total_that_differs_from_its_rows_is_named():
    assert build("pasuruan").catatan == [
        "DPA 2022: anggaran belanja (Rp) tercetak 22.601.486.568, menurut rinciannya 21.388.077.888."
    ]


def test_direct_and_indirect_expenditure_stand_in_the_table_where_a_document_states_them():
    luwu = build("luwu-timur")
    assert texts(luwu, "dppa-2022")["belanja_langsung"] == "6.811.627.171"
    assert texts(luwu, "dppa-2022")["belanja_tidak_langsung"] == "2.541.047.579"
    assert luwu.catatan == []
    assert sum(kolom.lebar for kolom in luwu.kolom) == 100
    assert "belanja_langsung" not in {kolom.kode for kolom in build("pasuruan").kolom}
