"""Acceptance: what four published reports print against what the tables display."""

from collections import Counter
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from kinerja.models import Realisasi
from portal.angka import (
    GAGAL,
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
from sakip.kit.hasil import NILAI_TURUNAN

DATA = Path(__file__).parent.parent / "angka"


def test_acceptance_figures_equal_what_tables_display(db):
    call_command("muat_contoh", verbosity=0)

    banding = compare_angka(DATA)

    penerimaan = Counter(satu.putusan for satu in banding if satu.angka.penerimaan)
    assert penerimaan == {
        Putusan.SAMA: 713,
        Putusan.BERBEDA_DIHARAPKAN: 3,
        Putusan.TURUNAN: 1,
        Putusan.TIDAK_TERCAKUP: 46,
    }
    assert not [satu.angka.id for satu in banding if satu.putusan in GAGAL]
    turunan = {satu.angka.id for satu in banding if satu.putusan is Putusan.TURUNAN}
    # last year from the printed rise, a quoted capaian, and realisasi computed back from the printed capaian
    assert turunan == {"002-1042-1", "002-566-2"} | {
        f"004-{n}-1" for n in (825, *range(827, 829), *range(833, 838), 842, 844, 845)
    }
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
        "penerimaan": False,
    }
    return Angka(**(fields | values))


def _tempat(harapan=""):
    return Tempat("opd", 2022, "t", "", "b", "k", harapan, "sebab" if harapan else "")


@pytest.mark.parametrize(
    ("angka", "tempat", "teks", "putusan"),
    [
        (_angka(), _tempat(), "68,96", Putusan.SAMA),
        (_angka(), _tempat(), "68,97", Putusan.BERBEDA),
        (_angka(), _tempat("68,97"), "68,97", Putusan.BERBEDA_DIHARAPKAN),
        (_angka(), _tempat("68,97"), "68,98", Putusan.BERBEDA),
        (_angka(), _tempat("68,97"), "68,96", Putusan.BERBEDA),
        (_angka(), _tempat("68,97"), "–", Putusan.BERBEDA),
        (_angka(), _tempat("–"), "–", Putusan.BERBEDA_DIHARAPKAN),
        (_angka(jenis="text", nilai="", tercetak="berhasil"), _tempat("Sedang"), "Rendah", Putusan.BERBEDA),
        (_angka(nilai="", terbit=False), _tempat("200,00"), "200,00", Putusan.TIDAK_TERCETAK),
        (_angka(nilai="", terbit=False), _tempat("200,00"), "200,01", Putusan.BERBEDA),
        (_angka(nilai="", terbit=False), _tempat(), "68,96", Putusan.BERBEDA),
    ],
)
def test_judge_accepts_one_text_only(angka, tempat, teks, putusan):
    assert _judge(angka, tempat, teks).putusan is putusan


def _copy(tmp_path, nama, lama, baru):
    for path in DATA.glob("*.csv"):
        isi = path.read_text(encoding="utf-8")
        if path.name == nama:
            assert lama in isi
            isi = isi.replace(lama, baru, 1)
        (tmp_path / path.name).write_text(isi, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("nama", "lama", "baru", "id_", "putusan"),
    [
        ("peta_004.csv", ";68,97;", ";68,98;", "004-711-1", Putusan.BERBEDA),
        (
            "peta_000.csv",
            ";RATA-PROGRAM;capaian_k;88;",
            ";RATA-PROGRAM;capaian_k;86;",
            "000-1109-1",
            Putusan.BERBEDA,
        ),
        ("peta_002.csv", ";iku-sakip;capaian;–;", ";iku-sakip;capaian;0;", "002-545-1", Putusan.BERBEDA),
        ("peta_004.csv", ";ikip;capaian;", ";ikip;capaian_x;", "004-639-1", Putusan.BERBEDA),
        ("tanpa_tabel.csv", "000-148-4;data", "000-148-9;data", "000-148-4", Putusan.TANPA_SEBAB),
    ],
)
def test_a_planted_fault_makes_periksa_angka_fail(db, tmp_path, nama, lama, baru, id_, putusan):
    call_command("muat_contoh", verbosity=0)
    folder = _copy(tmp_path, nama, lama, baru)

    assert {satu.angka.id: satu.putusan for satu in compare_angka(folder) if satu.putusan in GAGAL} == {
        id_: putusan
    }
    with pytest.raises(CommandError, match="1 angka berbeda atau tanpa sebab"):
        call_command("periksa_angka", "--data", str(folder), stdout=StringIO())


def test_a_figure_that_rests_on_a_derived_value_is_not_equal(db):
    call_command("muat_contoh", verbosity=0)
    Realisasi.objects.filter(indikator__kunci="ikip", tahun=2022).update(
        asal=f"x; {NILAI_TURUNAN} dari 73,12"
    )

    putusan = {satu.angka.id: satu.putusan for satu in compare_angka(DATA)}

    assert {putusan[satu] for satu in ("004-639-1", "004-639-2", "004-710-1", "004-739-1", "004-810-1")} == {
        Putusan.TURUNAN
    }
    assert putusan["004-640-1"] is Putusan.SAMA


def test_a_difference_without_reason_is_refused(tmp_path):
    (tmp_path / "peta_000.csv").write_text(
        "id;opd;tahun;tabel;dokumen;baris;kolom;harapan;sebab\n1;o;2022;t;;b;k;88;\n", encoding="utf-8"
    )
    with pytest.raises(DataAngkaError, match=r"peta_000\.csv baris 2: harapan dan sebab"):
        read_peta(tmp_path)


def test_read_angka_names_file_and_line_of_a_broken_row(tmp_path):
    (tmp_path / "angka_001.csv").write_text("id;document;line\n1;001\n", encoding="utf-8")

    with pytest.raises(DataAngkaError, match=r"angka_001\.csv baris 2"):
        read_angka(tmp_path)


def test_periksa_angka_fails_when_offices_are_not_loaded(db):
    with pytest.raises(CommandError, match="berbeda atau tanpa sebab"):
        call_command("periksa_angka", "--format", "json", stdout=StringIO())
