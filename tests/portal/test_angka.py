"""Acceptance: what four published reports print against what the tables display."""

from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from portal.angka import (
    Angka,
    DataAngkaError,
    Putusan,
    Tempat,
    _judge,
    compare_angka,
    count_putusan,
    is_sama,
    read_angka,
    read_peta,
)

DATA = Path(__file__).parent.parent / "angka"


def test_acceptance_figures_equal_what_tables_display(db):
    call_command("muat_contoh", verbosity=0)

    banding = compare_angka(DATA)

    penerimaan = Counter(satu.putusan for satu in banding if satu.angka.penerimaan)
    assert penerimaan == {Putusan.SAMA: 713, Putusan.BERBEDA_DIHARAPKAN: 3, Putusan.TIDAK_TERCAKUP: 47}
    assert not [satu.angka.id for satu in banding if satu.putusan is Putusan.BERBEDA]
    per_tabel = count_putusan(satu for satu in banding if satu.angka.penerimaan)
    for dokumen, tabel, jumlah in (
        ("002", "Tabel 15 Belanja", 91),
        ("004", "Tabel 3.2 capaian", 4),
        ("004", "Tabel 3.2 kategori", 4),
        ("004", "Tabel 3.5 standar nasional", 1),
        ("004", "Tabel 3.7 efisiensi", 3),
        ("004", "Tabel 3.9 anggaran", 31),
        ("000", "Realisasi IKU %", 2),
        ("000", "Predikat capaian", 4),
        ("000", "SPBE Jatim", 37),
    ):
        assert per_tabel[dokumen, tabel] == {Putusan.SAMA: jumlah}, (dokumen, tabel)
    truncated = next(satu for satu in banding if satu.angka.id == "004-711-1")
    assert (truncated.angka.tercetak, truncated.tampil) == ("68,96", "68,97")


def test_acceptance_set_has_763_figures_and_each_place_names_a_known_figure():
    angka = read_angka(DATA)

    assert sum(satu.penerimaan for satu in angka) == 763
    assert len({satu.id for satu in angka}) == len(angka)
    assert set(read_peta(DATA)) <= {satu.id for satu in angka}


@pytest.mark.parametrize(
    ("teks", "nilai", "jenis", "desimal", "sama"),
    [
        ("73,12", "73.12", "number", 2, True),
        ("73,11", "73.12", "number", 2, False),
        ("3.739.136.639", "3739136639", "number", 0, True),
        ("1.234", "1.234", "number", 3, False),
        ("97,50", "98", "number", 0, True),
        ("–", "0", "number", 0, False),
        ("Tercapai", "TERCAPAI", "text", 0, True),
        ("Tinggi", "Sangat Tinggi", "text", 0, False),
    ],
)
def test_is_sama_reads_displayed_text_as_indonesian(teks, nilai, jenis, desimal, sama):
    assert is_sama(teks, nilai, jenis, desimal) is sama


def _angka(**values):
    fields: dict[str, Any] = {
        "id": "x",
        "dokumen": "004",
        "tabel": "T",
        "uraian": "u",
        "tercetak": "68,96",
        "jenis": "number",
        "nilai": "68.96",
        "desimal": 2,
        "setengah_atas": "68.97",
        "persis": "68.9655",
        "penerimaan": False,
        "kelas": "truncated",
    }
    return Angka(**(fields | values))


def _tempat(mengikuti=""):
    return Tempat("opd", 2022, "t", "", "b", "k", mengikuti)


@pytest.mark.parametrize(
    ("angka", "tempat", "teks", "putusan"),
    [
        (_angka(), _tempat(), "68,96", Putusan.SAMA),
        (_angka(), _tempat(), "68,97", Putusan.BERBEDA_DIHARAPKAN),
        (_angka(), _tempat(), "68,98", Putusan.BERBEDA),
        (_angka(penerimaan=True), _tempat(), "68,97", Putusan.BERBEDA),
        (_angka(penerimaan=True), _tempat("y"), "68,97", Putusan.BERBEDA_DIHARAPKAN),
        (_angka(kelas="CONV"), _tempat(), "–", Putusan.BERBEDA_DIHARAPKAN),
        (_angka(kelas="slip"), _tempat(), "–", Putusan.BERBEDA),
        (_angka(kelas="DERIVED", jenis="text", nilai="", persis="200"), _tempat(), "200,00", Putusan.SAMA),
    ],
)
def test_judge_by_class(angka, tempat, teks, putusan):
    assert _judge(angka, tempat, teks).putusan is putusan


def test_read_angka_names_file_and_line_of_a_broken_row(tmp_path):
    (tmp_path / "angka_001.csv").write_text("id;document;line\n1;001\n", encoding="utf-8")

    with pytest.raises(DataAngkaError, match=r"angka_001\.csv baris 2"):
        read_angka(tmp_path)


def test_periksa_angka_fails_when_offices_are_not_loaded(db):
    with pytest.raises(CommandError, match="berbeda tanpa sebab"):
        call_command("periksa_angka", "--format", "json", stdout=StringIO())
