"""Every number of the example offices names the place of the document where it stands, or how it was derived."""

import csv
import re
from collections import defaultdict
from pathlib import Path

import pytest
from django.core.management import call_command

from instansi.models import PerangkatDaerah
from laporan.tabel.daftar import build_tabel
from portal.importers.contoh import list_folder

FOLDER = list_folder(Path(__file__).resolve().parents[2] / "contoh")
TEMPAT = re.compile(r"b\.\d+")


def rows(folder: Path, nama: str) -> list[dict[str, str]]:
    lines = (folder / f"{nama}.csv").read_text(encoding="utf-8").splitlines()
    isi = [line for line in lines if line.strip() and not line.startswith("#")]
    return list(csv.DictReader(isi, delimiter=";"))


@pytest.mark.parametrize("folder", FOLDER, ids=lambda path: path.name)
@pytest.mark.parametrize(
    "nama",
    [
        "target",
        "realisasi",
        "pagu",
        "belanja",
        "pendapatan",
        "ringkasan",
        "pembanding",
        "komponen",
        "analisis",
    ],
)
def test_each_line_names_its_place_in_the_document(folder, nama):
    assert [row for row in rows(folder, nama) if not TEMPAT.search(row["asal"])] == []


@pytest.mark.parametrize("folder", FOLDER, ids=lambda path: path.name)
def test_a_derivation_stands_in_its_own_column(folder):
    kata = re.compile("dihitung|diturunkan|dikurangi|dari capaian|dari kenaikan")
    for nama in ("target", "realisasi", "pagu", "belanja", "pendapatan", "ringkasan", "pembanding"):
        assert [row for row in rows(folder, nama) if kata.search(row["asal"])] == [], nama


@pytest.mark.parametrize("folder", FOLDER, ids=lambda path: path.name)
def test_each_link_and_share_is_printed(folder):
    """A link to one of several indicators of a node, and a share, name the place; the only one needs none."""
    semua = rows(folder, "indikator")
    milik: dict[str, list[str]] = defaultdict(list)
    for row in semua:
        milik[row["simpul"]].append(row["kunci"])
    simpul = {row["kunci"]: row["simpul"] for row in semua}
    memilih = [
        row
        for row in semua
        if row["porsi"] or (row["mendukung"] and len(milik[simpul[row["mendukung"]]]) > 1)
    ]
    assert [row["kunci"] for row in memilih if not TEMPAT.search(row["asal"])] == []


@pytest.mark.parametrize("folder", FOLDER, ids=lambda path: path.name)
def test_analysis_texts_are_short(folder):
    assert [row["teks"] for row in rows(folder, "analisis") if len(row["teks"]) > 150] == []


def test_domains_of_spbe_have_no_invented_solution():
    pasuruan = next(path for path in FOLDER if path.name == "pasuruan")
    solusi = [row["indikator"] for row in rows(pasuruan, "analisis") if row["jenis"] == "solusi"]
    assert solusi == ["ikip", "data-terintegrasi"]


def test_analysis_table_names_where_its_texts_come_from(db):
    call_command("muat_contoh", verbosity=0)
    opd = PerangkatDaerah.objects.get(singkatan="kominfo-pasuruan")
    catatan = build_tabel("analisis", opd=opd, tahun=2022).catatan
    assert len(catatan) == 1
    assert catatan[0].startswith(
        "Teks disarikan dari LKjIP 2022: Bab III b.657, b.770, b.810, b.774-775, b.746, "
    )
    assert "Tabel 3.8" not in catatan[0]


def test_tables_name_the_derived_values_that_they_rest_on(db):
    call_command("muat_contoh", verbosity=0)
    pasuruan = PerangkatDaerah.objects.get(singkatan="kominfo-pasuruan")
    catatan = " ".join(build_tabel("program-kegiatan", opd=pasuruan, tahun=2022).catatan)
    assert (
        "Bertumpu pada nilai turunan yang tidak tercetak: Persentase informasi yang dipublikasikan" in catatan
    )
    assert "(dihitung balik dari capaian tercetak 156,50)" in catatan
    assert catatan.count("dihitung balik") == 11
    assert "turunan" not in " ".join(build_tabel("capaian", opd=pasuruan, tahun=2022).catatan)
    luwu = PerangkatDaerah.objects.get(singkatan="kominfo-luwu-timur")
    assert build_tabel("pendapatan", opd=luwu, tahun=2022).catatan == [
        "Pemanfaatan Ruang untuk Menara Telekomunikasi: nilai turunan: realisasi tahun lalu dari kenaikan tercetak "
        "36.960.000."
    ]


def test_weights_that_no_document_prints_are_left_to_the_rule():
    pasuruan = next(path for path in FOLDER if path.name == "pasuruan")
    berbobot = {row["kunci"][0] for row in rows(pasuruan, "komponen") if row["bobot"]}
    assert berbobot == {"d", "a"}  # the annex prints the weights of domains and aspects only
