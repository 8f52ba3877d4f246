"""One default for every rule: documentation, engine, stored rules and example files."""

import re
from dataclasses import fields
from decimal import Decimal
from pathlib import Path

import pytest

from kinerja.calculations.aturan import PENGATURAN, Aturan
from kinerja.enums import BagianHitung, RumusEfisiensi
from kinerja.models import AturanCapaian
from kinerja.queries import SumberAturan
from portal.importers.contoh.baca import Bagian, BarisRusakError
from portal.importers.contoh.organisasi import read_pengaturan
from portal.views.pengaturan.butir_aturan import KATA, describe_aturan
from tests import builders
from tests.builders import TAHUN

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
