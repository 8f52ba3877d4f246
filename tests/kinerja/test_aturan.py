"""One default for every rule: documentation, engine, stored rules and example files."""

import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from kinerja.calculations.aturan import PENGATURAN, Aturan
from kinerja.enums import (
    BagianHitung,
    CaraRataRata,
    FormulaMinimasi,
    NolPagu,
    RumusEfisiensi,
    RumusSerapan,
    TingkatRataRata,
)
from kinerja.models import AturanCapaian
from kinerja.queries import SumberAturan
from portal.importers.contoh.baca import Bagian, BarisRusakError
from portal.importers.contoh.organisasi import read_pengaturan
from portal.views.pengaturan.butir_aturan import KATA, describe_aturan
from tests import builders
from tests.builders import TAHUN

D = Decimal
PERHITUNGAN = Path(__file__).parents[2] / "docs" / "perhitungan.md"


def read_dokumentasi() -> dict[str, str]:
    """Setting and default of the table in chapter 4."""
    bab = PERHITUNGAN.read_text(encoding="utf-8").split("## 4.")[1].split("## 5.")[0]
    return dict(re.findall(r"^\| `(\w+)` \|[^|]+\| ([^|]+?) \|$", bab, flags=re.MULTILINE))


def write_baku(nilai: object) -> str:
    if nilai is None or nilai == "":
        return "none"
    if isinstance(nilai, bool):
        return "yes" if nilai else "no"
    return str(nilai)


def test_every_setting_of_the_engine_is_documented_with_its_default():
    assert read_dokumentasi() == {nama: write_baku(getattr(Aturan(), nama)) for nama in PENGATURAN}
    assert {satu.name for satu in fields(Aturan)} - set(PENGATURAN) == {"skala", "sumber", "catatan"}


@pytest.mark.parametrize("nama", PENGATURAN)
def test_stored_rules_and_example_files_have_the_default_of_the_engine(nama):
    baku = getattr(Aturan(), nama)
    assert getattr(AturanCapaian(), nama) == baku
    assert read_pengaturan(Bagian("contoh/opd.toml", "aturan", {}), nama) == baku


def test_stored_rule_without_choices_is_the_engine_without_choices(db):
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    aturan = SumberAturan(opd, TAHUN).get()
    assert {nama: getattr(aturan, nama) for nama in PENGATURAN} == {
        nama: getattr(Aturan(), nama) for nama in PENGATURAN
    }
    assert type(aturan.efisiensi) is RumusEfisiensi


def test_every_setting_is_described_in_the_settings_with_an_example():
    butir = describe_aturan(Aturan())
    assert set(KATA) == {*PENGATURAN, "skala"}
    assert [satu.label for satu in butir if not (satu.nilai and satu.arti)] == []
    assert [satu.label for satu in butir if not satu.contoh] == ["Skala predikat"]


@pytest.mark.parametrize(
    ("nama", "nilai", "contoh"),
    [
        ("batas_tampil", D(120), "Target 10 dan realisasi 16: 120,00."),
        ("batas_rata", D(100), "Rata-rata capaian 160 dan 80: 90,00."),
        ("desimal", 0, "2,00 dari 2,90: 69."),
        ("desimal_k", 1, "2,00 dari 2,90: 69,0."),
        ("formula_minimasi", FormulaMinimasi.RASIO, "Target 10 dan realisasi 12: 83,33."),
        ("lantai_nol", False, "Semakin rendah semakin baik, target 10 dan realisasi 25: -50,00."),
        ("rata_rata", CaraRataRata.BERBOBOT, "Capaian 100 (bobot 1) dan 90 (bobot 3): 92,50."),
        ("rata_rata", CaraRataRata.GEOMETRIK, "Capaian 100 (bobot 1) dan 90 (bobot 3): 94,87."),
        ("tingkat_rata", TingkatRataRata.SASARAN, "Sasaran A 80, sasaran B 100, 100 dan 100: 90,00."),
        ("efisiensi", RumusEfisiensi.RASIO, "Capaian 90,57 dan serapan 99,45: 91,07 Kurang Efisien."),
        ("efisiensi", RumusEfisiensi.PMK22, "Capaian 90,57 dan serapan 99,45: -9,80 Kurang Efisien."),
        ("ambang_efisiensi", D(-10), "Efisiensi pada contoh di atas: Efisien."),
        ("nilai_efisiensi", True, "Efisiensi pada contoh di atas: NE 27,80."),
        ("nol_pagu", NolPagu.NOL, "Pagu 0: 0,00."),
        ("serapan", RumusSerapan.RATA_RATA, "Pagu 100 terserap 50 dan pagu 900 terserap 900: 75,00."),
        ("bagian", BagianHitung.TAMPIL, "Rata-rata 99,45 (99,4454…) dan 94,88 (94,875): 97,17."),
    ],
)
def test_example_of_a_setting_is_what_the_engine_does_with_it(nama, nilai, contoh):
    isi: dict[str, Any] = {nama: nilai}
    assert KATA[nama](Aturan(**isi))[2] == contoh
    assert KATA[nama](Aturan())[2] != contoh or nama == "nilai_efisiensi"


def test_settings_of_an_example_file_are_read_by_their_kind():
    item = Bagian(
        "contoh/opd.toml",
        "aturan",
        {"batas_rata": "120", "desimal_k": 0, "lantai_nol": False, "bagian": "tampil"},
    )
    dibaca = [read_pengaturan(item, nama) for nama in ("batas_rata", "desimal_k", "lantai_nol", "bagian")]
    assert dibaca == [Decimal(120), 0, False, BagianHitung.TAMPIL]
    with pytest.raises(BarisRusakError, match="true atau false"):
        read_pengaturan(Bagian("contoh/opd.toml", "aturan", {"lantai_nol": "tidak"}), "lantai_nol")
