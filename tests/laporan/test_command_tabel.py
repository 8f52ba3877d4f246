"""The command that prints an official table."""

import csv
import json
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from laporan.keluaran import write_csv
from laporan.tabel.dasar import Baris, HasilTabel, Kolom, Sel, create_sel_teks
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db


def run(*args: str, **opsi) -> str:
    keluaran = StringIO()
    call_command("tabel", *args, stdout=keluaran, **opsi)
    return keluaran.getvalue()


def test_daftar_lists_every_code():
    assert run("--daftar").splitlines()[0].startswith("target-renstra\t")


def test_json_has_value_and_text_of_each_cell():
    kantor = create_kantor()
    data = json.loads(run("capaian", opd=kantor.opd.singkatan, tahun=TAHUN))
    assert (data["kode"], data["opd"], data["tahun"]) == ("capaian", kantor.opd.singkatan, TAHUN)
    baris = {satu["kunci"]: satu["sel"] for satu in data["baris"]}
    assert baris[kantor.indikator.kunci]["capaian"] == {"nilai": "73.12", "teks": "73,12"}
    assert baris[kantor.indikator.kunci]["tercapai"] == {"nilai": "Tidak tercapai", "teks": "Tidak tercapai"}
    assert set(baris) == {kantor.sasaran.kunci, kantor.indikator.kunci, "TOTAL"}


def test_csv_and_xlsx_hold_the_same_rows(tmp_path):
    kantor = create_kantor()
    teks = run("anggaran", opd=kantor.opd.singkatan, tahun=TAHUN, format="csv")
    rows = list(csv.reader(StringIO(teks.removeprefix("\ufeff")), delimiter=";"))
    assert rows[1][:5] == [kantor.program.kunci, "0", "Program Informasi", "1.000.000", "950.000"]
    berkas = tmp_path / "x.xlsx"
    run("anggaran", opd=kantor.opd.singkatan, tahun=TAHUN, format="xlsx", keluaran=str(berkas))
    lembar = load_workbook(BytesIO(berkas.read_bytes())).active
    assert lembar is not None
    assert 950000 in [sel.value for baris in lembar.iter_rows() for sel in baris]


@pytest.mark.parametrize(
    ("args", "opsi", "pesan"),
    [
        ([], {}, "Sebutkan kode tabel"),
        (["capaian"], {"opd": "tidak-ada", "tahun": TAHUN}, "tidak ada. Pilihan"),
        (["lain"], {"opd": "ada", "tahun": TAHUN}, "tidak dikenal"),
        (["capaian"], {"opd": "ada", "tahun": 2001}, "Belum ada indikator"),
        (["pk"], {"opd": "ada", "tahun": TAHUN, "dokumen": "xx"}, "Dokumen “xx” tidak ada"),
        (["pk"], {"opd": "ada", "tahun": TAHUN, "format": "xlsx"}, "perlu --keluaran"),
        (["pk"], {"opd": "ada", "tahun": TAHUN, "keluaran": "/tidak/ada/x"}, "tidak dapat ditulis"),
    ],
)
def test_errors_are_plain_sentences(args, opsi, pesan):
    kantor = create_kantor()
    if opsi.get("opd") == "ada":
        opsi = opsi | {"opd": kantor.opd.singkatan}
    with pytest.raises(CommandError, match=pesan):
        run(*args, **opsi)


def test_write_csv_protects_formulas():
    tabel = HasilTabel("x", "x", [Kolom("nama", "Nama")], [Baris("=a", {"nama": create_sel_teks("=1+1")})])
    assert write_csv(tabel).splitlines()[1] == "'=a;0;'=1+1"
    assert write_csv(HasilTabel("x", "x", [Kolom("a", "A")], [Baris("k", {"a": Sel("-8,88")})]))
