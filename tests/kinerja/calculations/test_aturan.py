"""Scales, targets and rules."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kinerja.calculations import Aturan, NilaiTarget, Pita, Skala, classify_predikat
from kinerja.enums import Inklusif
from laporan.tabel.dasar import create_sel_predikat
from portal.views.pengaturan.aturan import create_baris_pita

D = Decimal


def build_skala(*bands: tuple[str, str], inklusif: Inklusif = Inklusif.BAWAH) -> Skala:
    return Skala(nama="Skala", pita=tuple(Pita(D(batas), nama) for batas, nama in bands), inklusif=inklusif)


LUMAJANG = build_skala(
    ("0", "Kurang Berhasil"), ("56", "Cukup Berhasil"), ("71", "Berhasil"), ("86", "Sangat Berhasil")
)
PERMENDAGRI = build_skala(
    ("0", "Sangat Rendah"), ("51", "Rendah"), ("66", "Sedang"), ("76", "Tinggi"), ("91", "Sangat Tinggi")
)
SPBE = build_skala(
    ("0", "Kurang"), ("1.8", "Cukup"), ("2.6", "Baik"), ("3.5", "Sangat Baik"), ("4.2", "Memuaskan")
)
AKIP = build_skala(
    ("0", "D"),
    ("30", "C"),
    ("50", "CC"),
    ("60", "B"),
    ("70", "BB"),
    ("80", "A"),
    ("90", "AA"),
    inklusif=Inklusif.ATAS,
)


@pytest.mark.parametrize(
    ("skala", "nilai", "expected"),
    [
        (LUMAJANG, "55", "Kurang Berhasil"),
        (LUMAJANG, "55.4", "Kurang Berhasil"),
        (LUMAJANG, "55.99", "Kurang Berhasil"),
        (LUMAJANG, "56", "Cukup Berhasil"),
        (LUMAJANG, "70.5", "Cukup Berhasil"),
        (LUMAJANG, "85.7", "Berhasil"),
        (LUMAJANG, "83.94", "Berhasil"),
        (LUMAJANG, "95.39", "Sangat Berhasil"),
        (PERMENDAGRI, "50.3", "Sangat Rendah"),
        (PERMENDAGRI, "73.12", "Sedang"),
        (PERMENDAGRI, "76.92", "Tinggi"),
        (PERMENDAGRI, "90.5", "Tinggi"),
        (PERMENDAGRI, "131.92", "Sangat Tinggi"),
        (PERMENDAGRI, "-5", "Sangat Rendah"),
        (SPBE, "2.60", "Baik"),
        (SPBE, "2.55", "Cukup"),
        (SPBE, "2.596", "Baik"),
        (SPBE, "3.30", "Baik"),
        (AKIP, "80.00", "BB"),
        (AKIP, "80.01", "A"),
        (AKIP, "60.02", "B"),
        (AKIP, "60.20", "B"),
        (AKIP, "81.18", "A"),
        (AKIP, "0", "D"),
        (AKIP, "100", "AA"),
    ],
)
def test_classify_predikat(skala: Skala, nilai: str, expected: str) -> None:
    pita = classify_predikat(nilai=D(nilai), skala=skala)
    assert pita is not None
    assert pita.nama == expected


def test_classify_predikat_takes_the_displayed_value() -> None:
    assert classify_predikat(nilai=D("55.5"), skala=LUMAJANG, desimal=0) == LUMAJANG.pita[1]
    assert classify_predikat(nilai=D("55.5"), skala=LUMAJANG, desimal=1) == LUMAJANG.pita[0]
    assert classify_predikat(nilai=D("2.594"), skala=SPBE) == SPBE.pita[1]


def test_classify_predikat_without_value() -> None:
    assert classify_predikat(nilai=None, skala=SPBE) is None


@given(
    bounds=st.lists(st.integers(0, 1000), min_size=1, max_size=7, unique=True),
    nilai=st.decimals(min_value=-100, max_value=2000, places=4),
    inklusif=st.sampled_from(Inklusif),
    desimal=st.integers(0, 4),
)
def test_scale_has_exactly_one_band_for_every_value(
    bounds: list[int], nilai: Decimal, inklusif: Inklusif, desimal: int
) -> None:
    skala = build_skala(*((str(D(b) / 10), f"pita {b}") for b in sorted(bounds)), inklusif=inklusif)
    pita = classify_predikat(nilai=nilai, skala=skala, desimal=desimal)
    assert pita is not None
    higher = classify_predikat(nilai=nilai + 1, skala=skala, desimal=desimal)
    assert higher is not None
    assert skala.warna(higher) >= skala.warna(pita)


def test_skala_text_names_its_bounds() -> None:
    assert LUMAJANG.text_pita(LUMAJANG.pita[0]) == "Kurang Berhasil (nilai < 56)"
    assert LUMAJANG.text_pita(LUMAJANG.pita[1]) == "Cukup Berhasil (56 ≤ nilai < 71)"
    assert AKIP.text_pita(AKIP.pita[4]) == "BB (70 < nilai ≤ 80)"
    assert AKIP.text_pita(AKIP.pita[6]) == "AA (90 < nilai)"


@pytest.mark.parametrize(
    ("jumlah", "warna"),
    [
        (1, [5]),
        (2, [1, 5]),
        (3, [1, 3, 5]),
        (4, [1, 2, 4, 5]),
        (5, [1, 2, 3, 4, 5]),
        (7, [1, 2, 2, 3, 4, 4, 5]),
    ],
)
def test_bands_of_a_scale_spread_over_the_five_colour_steps(jumlah: int, warna: list[int]) -> None:
    skala = build_skala(*((str(nomor), f"pita {nomor}") for nomor in range(jumlah)))
    assert [skala.warna(pita) for pita in skala.pita] == warna
    assert [create_sel_predikat(pita, skala).tingkat for pita in skala.pita] == warna
    assert [satu.tingkat for satu in reversed(create_baris_pita(skala))] == warna


def test_a_band_of_another_scale_has_no_colour() -> None:
    with pytest.raises(ValueError, match=r"not in tuple"):
        LUMAJANG.warna(AKIP.pita[0])


@pytest.mark.parametrize("bounds", [(), ("1", "1"), ("2", "1")])
def test_skala_refuses_bounds_that_do_not_ascend(bounds: tuple[str, ...]) -> None:
    with pytest.raises(ValueError, match=r"band|ascend"):
        build_skala(*((batas, "x") for batas in bounds))


def test_aturan_refuses_a_cap_of_zero() -> None:
    with pytest.raises(ValueError, match="cap"):
        Aturan(batas_rata=D(0))


def test_aturan_desimal_kinerja_falls_back() -> None:
    assert Aturan().desimal_kinerja == 2
    assert Aturan(desimal_k=0).desimal_kinerja == 0


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        (NilaiTarget(nilai=D(60)), "60,00"),
        (NilaiTarget(bawah=D("2.6"), atas=D("3.5")), "2,60 – <3,50"),
        (NilaiTarget(bawah=D(3), atas=D(5), atas_termasuk=True), "3,00 – 5,00"),
        (NilaiTarget(bawah=D("2.6")), "≥2,60"),
        (NilaiTarget(atas=D(5)), "<5,00"),
        (NilaiTarget(bawah=D("2.6"), atas=D("3.5"), label="Baik (2,60 – <3,50)"), "Baik (2,60 – <3,50)"),
        (NilaiTarget(bawah=D("2.6"), atas=D("3.5"), label="Baik"), "Baik (2,60 – <3,50)"),
        (NilaiTarget(nilai=D("2.6"), label="Baik"), "Baik (2,60)"),
        (NilaiTarget(label="Baik"), "Baik"),
        (NilaiTarget(), "–"),
    ],
)
def test_target_text(target: NilaiTarget, expected: str) -> None:
    assert target.teks(2) == expected


def test_target_refuses_a_band_upside_down() -> None:
    with pytest.raises(ValueError, match="lower bound"):
        NilaiTarget(bawah=D(5), atas=D(3))
