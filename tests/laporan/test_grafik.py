"""Charts: geometry from Decimal, direct labels, and nothing that a content security policy forbids."""

import re
import xml.etree.ElementTree as ET
from decimal import Decimal

import pytest

from laporan.grafik import IndikatorGrafik, TitikTahun, draw_capaian

NS = {"s": "http://www.w3.org/2000/svg"}


def draw(*indikator: IndikatorGrafik) -> ET.Element:
    return ET.fromstring(draw_capaian("Sasaran 1", indikator))


def widths(akar: ET.Element) -> list[str]:
    return [
        kotak.attrib["width"] for kotak in akar.findall("s:rect", NS) if kotak.attrib["fill"] == "#2a6f97"
    ]


def test_draw_capaian_scales_bars_to_the_largest() -> None:
    akar = draw(
        IndikatorGrafik("a", Decimal("60"), "60,00%"),
        IndikatorGrafik("b", Decimal("120"), "120,00%"),
    )
    assert widths(akar) == ["75", "150"]


def test_draw_capaian_below_target_keeps_100_as_scale() -> None:
    assert widths(draw(IndikatorGrafik("a", Decimal("50"), "50,00%"))) == ["75"]


@pytest.mark.parametrize(
    ("capaian", "lebar", "potong"), [("461", "150", 1), ("150", "150", 0), ("-5", "0", 0)]
)
def test_draw_capaian_outside_the_scale_is_cut(capaian: str, lebar: str, potong: int) -> None:
    akar = draw(IndikatorGrafik("a", Decimal(capaian), "x"))
    assert widths(akar) == [lebar]
    assert len(akar.findall("s:path", NS)) == potong


def test_draw_capaian_without_value_has_no_bar_but_its_words() -> None:
    akar = draw(IndikatorGrafik("a", None, "belum dinilai"))
    assert widths(akar) == []
    assert "belum dinilai" in [teks.text for teks in akar.findall("s:text", NS)]


def lines(akar: ET.Element) -> list[str]:
    return [garis.attrib["points"] for garis in akar.findall("s:polyline", NS)]


def words(akar: ET.Element) -> list[str | None]:
    return [teks.text for teks in akar.findall("s:text", NS)]


def test_draw_capaian_history_has_no_line_across_a_missing_year() -> None:
    titik = (
        TitikTahun(2018, Decimal("2.0"), "2,00"),
        TitikTahun(2019, Decimal("2.1"), "2,10"),
        TitikTahun(2020, None),
        TitikTahun(2021, Decimal("3.0"), "3,00"),
        TitikTahun(2022, Decimal("3.43"), "3,43"),
    )
    akar = draw(IndikatorGrafik("a", Decimal(100), "100,00%", riwayat=titik))
    assert lines(akar) == ["466,70 504,69", "580,60.2 618,56"]
    assert len(akar.findall("s:circle", NS)) == 4
    assert words(akar).count("–") == 1


def test_draw_capaian_history_of_single_years_has_dots_without_a_line() -> None:
    titik = (
        TitikTahun(2020, Decimal("2.1"), "2,10"),
        TitikTahun(2021, None, "BB"),
        TitikTahun(2022, Decimal("3.43"), "3,43"),
    )
    akar = draw(IndikatorGrafik("a", Decimal(100), "100,00%", riwayat=titik))
    assert lines(akar) == []
    assert len(akar.findall("s:circle", NS)) == 2
    assert "BB" in words(akar)


def test_draw_capaian_with_one_year_has_no_line() -> None:
    akar = draw(IndikatorGrafik("a", Decimal(1), "1", riwayat=(TitikTahun(2022, Decimal(1), "1"),)))
    assert akar.find("s:polyline", NS) is None


def test_draw_capaian_is_accessible_and_plain() -> None:
    svg = draw_capaian(
        "Sasaran <1>", [IndikatorGrafik("Indeks & lain", Decimal(90), "90,00%", "9 dari 10", "Tinggi")]
    )
    akar = ET.fromstring(svg)
    judul, uraian = akar.find("s:title", NS), akar.find("s:desc", NS)
    assert judul is not None
    assert uraian is not None
    assert (akar.attrib["role"], judul.text) == ("img", "Sasaran <1>")
    assert uraian.text == "Indeks & lain: capaian 90,00% (Tinggi), 9 dari 10."
    assert re.search(r"style=|<script|<style|class=|href", svg) is None


def test_draw_capaian_wraps_long_names() -> None:
    akar = draw(
        IndikatorGrafik("Persentase perangkat daerah yang menyampaikan data " + "x" * 40, Decimal(1), "1")
    )
    baris = [teks.text or "" for teks in akar.findall("s:text", NS) if teks.attrib["x"] == "0"][1:]
    assert max(map(len, baris)) <= 34
    assert "".join(baris).replace(" ", "").endswith("x" * 40)
