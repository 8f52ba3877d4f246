"""Quarters: from periods to the year, and the meanings of a quarterly target."""

from decimal import Decimal

import pytest

from kinerja.calculations import (
    Kosong,
    NilaiTarget,
    PasanganPeriode,
    PeriodeCampurError,
    aggregate_periode,
    aggregate_persentase,
    calculate_capaian,
    calculate_target_berjalan,
    get_pasangan_triwulan,
    is_menurun,
    list_periode_sampai,
)
from kinerja.enums import TRIWULAN, Agregasi, MaknaTarget, Periode, Polaritas

D = Decimal


def build_periode(*values: str | None) -> dict[Periode, Decimal | None]:
    return {p: None if v is None else D(v) for p, v in zip(TRIWULAN, values, strict=False)}


def build_target(*values: str | None) -> dict[Periode, NilaiTarget | None]:
    return {p: None if v is None else NilaiTarget(nilai=D(v)) for p, v in zip(TRIWULAN, values, strict=False)}


@pytest.mark.parametrize(
    ("agregasi", "values", "expected"),
    [
        (Agregasi.KUMULATIF, ("3", "6", "9", "12"), "12,00"),
        (Agregasi.KUMULATIF, ("3", "6", None, None), "6,00"),
        (Agregasi.JUMLAH, ("3", "3", "3", "3"), "12,00"),
        (Agregasi.JUMLAH, ("3", None, "3", None), "6,00"),
        (Agregasi.TERAKHIR, ("29", "29", "28", "28"), "28,00"),
        (Agregasi.TERAKHIR, ("2.76", "2.76", "2.76", "2.76"), "2,76"),
        (Agregasi.RATA_RATA, ("80", None, "90", None), "85,00"),
        (Agregasi.RATA_RATA, ("0", "1", "1", None), "0,67"),
        (Agregasi.MAKSIMUM, ("2", "5", "3", None), "5,00"),
        (Agregasi.MINIMUM, ("2", "5", "3", None), "2,00"),
        (Agregasi.JUMLAH, ("0", None, None, None), "0,00"),
        (Agregasi.JUMLAH, (None, None, None, None), "–"),
    ],
)
def test_aggregate_periode(agregasi: Agregasi, values: tuple[str | None, ...], expected: str) -> None:
    assert aggregate_periode(nilai=build_periode(*values), agregasi=agregasi).teks == expected


def test_aggregate_periode_up_to_a_quarter() -> None:
    nilai = build_periode("3", "3", "3", "3")
    assert aggregate_periode(nilai=nilai, agregasi=Agregasi.JUMLAH, sampai=Periode.TW2).mentah == 6
    assert aggregate_periode(nilai=nilai, agregasi=Agregasi.KUMULATIF, sampai=Periode.TW1).mentah == 3


def test_aggregate_periode_does_not_depend_on_the_order_of_entry() -> None:
    nilai: dict[Periode, Decimal | None] = {Periode.TW4: D(12), Periode.TW1: D(3), Periode.TW3: D(9)}
    assert aggregate_periode(nilai=nilai, agregasi=Agregasi.KUMULATIF).mentah == 12


def test_aggregate_periode_year_stands_alone() -> None:
    assert aggregate_periode(nilai={Periode.TAHUN: D(7)}, agregasi=Agregasi.JUMLAH).mentah == 7
    with pytest.raises(PeriodeCampurError) as refused:
        aggregate_periode(nilai={Periode.TAHUN: D(7), Periode.TW1: D(1)}, agregasi=Agregasi.JUMLAH)
    assert "tidak boleh bercampur" in refused.value.pesan
    with pytest.raises(PeriodeCampurError):
        aggregate_periode(nilai={Periode.S1: D(7), Periode.TW1: D(1)}, agregasi=Agregasi.JUMLAH)


def test_aggregate_periode_semesters() -> None:
    assert (
        aggregate_periode(nilai={Periode.S2: D(2), Periode.S1: D(7)}, agregasi=Agregasi.TERAKHIR).mentah == 2
    )


@pytest.mark.parametrize(
    ("sampai", "expected"),
    [
        (Periode.TW1, "–"),
        (Periode.TW2, "5,00"),
        (Periode.S1, "5,00"),
        (Periode.TW3, "5,00"),
        (Periode.TW4, "10,00"),
        (Periode.S2, "10,00"),
        (Periode.TAHUN, "10,00"),
        (None, "10,00"),
    ],
)
def test_aggregate_periode_semester_counts_from_the_quarter_in_which_it_ends(
    sampai: Periode | None, expected: str
) -> None:
    nilai: dict[Periode, Decimal | None] = {Periode.S1: D(5), Periode.S2: D(5)}
    assert aggregate_periode(nilai=nilai, agregasi=Agregasi.JUMLAH, sampai=sampai).teks == expected


def test_list_periode_sampai_ends_with_the_quarter() -> None:
    assert list_periode_sampai(Periode.TW1) == (Periode.TW1,)
    assert list_periode_sampai(Periode.TW2) == list_periode_sampai(Periode.S1)
    assert list_periode_sampai(Periode.TW4)[-2:] == (Periode.TW4, Periode.S2)
    assert len(list_periode_sampai(None)) == len(Periode)


def test_aggregate_periode_year_is_not_known_at_the_last_quarter() -> None:
    nilai: dict[Periode, Decimal | None] = {Periode.TAHUN: D(7)}
    assert aggregate_periode(nilai=nilai, agregasi=Agregasi.JUMLAH, sampai=Periode.TW4).mentah is None


def test_aggregate_periode_quarters_up_to_a_semester() -> None:
    nilai = build_periode("1", "2", "3", "4")
    assert aggregate_periode(nilai=nilai, agregasi=Agregasi.JUMLAH, sampai=Periode.S1).mentah == 3


def test_aggregate_periode_blank_is_empty_not_zero() -> None:
    hasil = aggregate_periode(nilai={}, agregasi=Agregasi.RATA_RATA)
    assert (hasil.mentah, hasil.kosong) == (None, Kosong.BELUM_DIISI)


def test_aggregate_periode_notes_gaps_and_decrease() -> None:
    hasil = aggregate_periode(nilai=build_periode("3", "2", None, None), agregasi=Agregasi.KUMULATIF)
    assert hasil.derivasi.catatan == ("2 dari 4 periode terisi", "nilai kumulatif menurun")
    assert hasil.derivasi.masukan[0] == ("Triwulan I", "3")
    assert is_menurun(nilai=build_periode("3", None, "2")) is True
    assert is_menurun(nilai=build_periode("2", "2", "3")) is False


def test_aggregate_persentase_divides_the_sums() -> None:
    atas, bawah = build_periode("10", "30", "5"), build_periode("20", "40", None)
    tables = {
        Agregasi.JUMLAH: "66,67",
        Agregasi.RATA_RATA: "66,67",
        Agregasi.TERAKHIR: "75,00",
        Agregasi.KUMULATIF: "75,00",
        Agregasi.MAKSIMUM: "75,00",
        Agregasi.MINIMUM: "50,00",
    }
    for agregasi, expected in tables.items():
        assert aggregate_persentase(pembilang=atas, penyebut=bawah, agregasi=agregasi).teks == expected


def test_aggregate_persentase_without_value() -> None:
    kosong = aggregate_persentase(pembilang={}, penyebut={}, agregasi=Agregasi.JUMLAH)
    assert kosong.kosong is Kosong.BELUM_DIISI
    nol = aggregate_persentase(
        pembilang=build_periode("1"), penyebut=build_periode("0"), agregasi=Agregasi.MAKSIMUM
    )
    assert nol.kosong is Kosong.PENYEBUT_NOL


def capaian_triwulan(
    target: dict[Periode, NilaiTarget | None],
    realisasi: dict[Periode, Decimal | None],
    makna: MaknaTarget,
    agregasi: Agregasi,
    target_tahun: NilaiTarget | None = None,
) -> list[str]:
    hasil = []
    for periode in TRIWULAN:
        pasangan = get_pasangan_triwulan(
            target=target,
            realisasi=realisasi,
            makna=makna,
            agregasi=agregasi,
            periode=periode,
            target_tahun=target_tahun,
        )
        capaian = calculate_capaian(
            target=pasangan.target, realisasi=pasangan.realisasi, polaritas=Polaritas.MAKSIMASI
        )
        hasil.append(capaian.teks)
    return hasil


def test_triwulan_with_cumulative_target() -> None:
    target = build_target("2", "4", "6", "8")
    positions = build_periode("2", "8", "8", "8")
    assert capaian_triwulan(target, positions, MaknaTarget.KUMULATIF, Agregasi.KUMULATIF) == [
        "100,00",
        "200,00",
        "133,33",
        "100,00",
    ]
    flows = build_periode("2", "6", "0", "0")
    assert capaian_triwulan(target, flows, MaknaTarget.KUMULATIF, Agregasi.JUMLAH) == [
        "100,00",
        "200,00",
        "133,33",
        "100,00",
    ]


def test_triwulan_with_the_annual_target_repeated() -> None:
    positions = build_periode("3", "6", "9", "12")
    expected = ["25,00", "50,00", "75,00", "100,00"]
    repeated = build_target("12", "12", "12", "12")
    assert capaian_triwulan(repeated, positions, MaknaTarget.TAHUNAN, Agregasi.KUMULATIF) == expected
    tahun = NilaiTarget(nilai=D(12))
    assert capaian_triwulan({}, positions, MaknaTarget.TAHUNAN, Agregasi.KUMULATIF, tahun) == expected


def test_triwulan_with_a_target_of_its_own() -> None:
    target = build_target("3", "3", "3", "3")
    flows = build_periode("3", "6", None, None)
    assert capaian_triwulan(target, flows, MaknaTarget.PER_TRIWULAN, Agregasi.JUMLAH) == [
        "100,00",
        "200,00",
        "–",
        "–",
    ]
    positions = build_periode("3", "9", None, None)
    assert capaian_triwulan(target, positions, MaknaTarget.PER_TRIWULAN, Agregasi.KUMULATIF)[:2] == [
        "100,00",
        "150,00",
    ]


def test_triwulan_zero_target_is_not_assessed() -> None:
    zero = build_target("0", "0", "0", "2")
    positions = build_periode("0", "0", "0", "2")
    assert capaian_triwulan(zero, positions, MaknaTarget.KUMULATIF, Agregasi.KUMULATIF) == [
        "–",
        "–",
        "–",
        "100,00",
    ]


def test_blank_quarter_has_no_realisasi() -> None:
    pasangan = get_pasangan_triwulan(
        target=build_target("2", "4"),
        realisasi=build_periode("2", None),
        makna=MaknaTarget.KUMULATIF,
        agregasi=Agregasi.KUMULATIF,
        periode=Periode.TW2,
    )
    assert pasangan == PasanganPeriode(target=NilaiTarget(nilai=D(4)), realisasi=None)


@pytest.mark.parametrize(
    ("makna", "agregasi", "values", "expected"),
    [
        (MaknaTarget.PER_TRIWULAN, Agregasi.JUMLAH, ("3", "4", "5"), "7"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.KUMULATIF, ("3", "4", "5"), "7"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.RATA_RATA, ("3", "4", "5"), "3.5"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.TERAKHIR, ("3", "4", "5"), "4"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.MAKSIMUM, ("6", "4", "5"), "6"),
        (MaknaTarget.PER_TRIWULAN, Agregasi.JUMLAH, (None, "4", "5"), None),
        (MaknaTarget.KUMULATIF, Agregasi.JUMLAH, ("3", "7", "12"), "7"),
        (MaknaTarget.TAHUNAN, Agregasi.JUMLAH, ("12", "12", "12"), "12"),
        (MaknaTarget.KUMULATIF, Agregasi.JUMLAH, ("3", None, "12"), None),
    ],
)
def test_target_berjalan_at_the_second_quarter(
    makna: MaknaTarget, agregasi: Agregasi, values: tuple[str | None, ...], expected: str | None
) -> None:
    target = calculate_target_berjalan(
        target=build_target(*values), makna=makna, agregasi=agregasi, periode=Periode.TW2
    )
    assert target == (None if expected is None else NilaiTarget(nilai=D(expected)))


def test_target_berjalan_of_the_year() -> None:
    tahun = NilaiTarget(nilai=D(12))
    assert (
        calculate_target_berjalan(
            target={},
            makna=MaknaTarget.PER_TRIWULAN,
            agregasi=Agregasi.JUMLAH,
            periode=Periode.TAHUN,
            target_tahun=tahun,
        )
        == tahun
    )
