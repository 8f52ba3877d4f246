"""What a mean may say of itself: the value of its only member, its predikat, the caps behind it."""

from dataclasses import replace
from decimal import Decimal

import pytest

from kinerja.calculations import Aturan, NilaiTarget, Pita, Skala, calculate_capaian, calculate_rata_rata
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.predikat_rata import TANPA_PREDIKAT, settle_rata_rata
from kinerja.calculations.rata_rata import HasilRataRata
from kinerja.enums import BagianHitung, BasisPredikat, Polaritas

D = Decimal
LUMAJANG = Skala(
    nama="Lumajang",
    pita=tuple(
        Pita(D(batas), nama)
        for batas, nama in (
            (0, "Kurang Berhasil"),
            (56, "Cukup Berhasil"),
            (71, "Berhasil"),
            (86, "Sangat Berhasil"),
        )
    ),
)
SPBE = Skala(nama="SPBE", pita=(Pita(D(0), "Kurang"), Pita(D("2.6"), "Baik")))
REALISASI = Aturan(skala=LUMAJANG, basis_predikat=BasisPredikat.REALISASI)


def build_capaian(target: str, realisasi: str | None, aturan: Aturan, satuan: str = "%") -> HasilCapaian:
    hasil = calculate_capaian(
        target=NilaiTarget(nilai=D(target)),
        realisasi=None if realisasi is None else D(realisasi),
        polaritas=Polaritas.MAKSIMASI,
        aturan=aturan,
    )
    return hasil if hasil.ukuran is None else replace(hasil, ukuran=replace(hasil.ukuran, satuan=satuan))


def build_rata(anggota: list[HasilCapaian], aturan: Aturan) -> HasilRataRata:
    rata = calculate_rata_rata(bagian=anggota, aturan=aturan)
    return settle_rata_rata(rata=rata, anggota=anggota, aturan=aturan)


@pytest.mark.parametrize("bagian", list(BagianHitung))
@pytest.mark.parametrize("basis", [BasisPredikat.CAPAIAN, BasisPredikat.REALISASI])
@pytest.mark.parametrize("lain", [[], [None]])
def test_the_mean_of_one_value_is_that_value(
    bagian: BagianHitung, basis: BasisPredikat, lain: list[None]
) -> None:
    # 83,94 of 60 is 139,90: a cap in averages of 100 would make it 100,00 and Sangat Berhasil
    aturan = replace(
        REALISASI, basis_predikat=basis, bagian=bagian, batas_tampil=D(120), batas_rata=D(100), desimal=1
    )
    satu = build_capaian("60", "83.94", aturan)
    rata = build_rata([satu, *(build_capaian("60", kosong, aturan) for kosong in lain)], aturan)

    assert (rata.teks, rata.predikat, rata.tercapai, rata.dibatasi) == ("120,0", satu.predikat, True, True)
    assert (rata.mentah, rata.untuk_rata, rata.derivasi.pita) == (
        satu.mentah,
        satu.untuk_rata,
        satu.derivasi.pita,
    )
    assert rata.derivasi.batas == "capaian dibatasi 120%"
    assert rata.label == ("Sangat Berhasil" if basis == BasisPredikat.CAPAIAN else "Berhasil")


def test_realisasi_is_what_a_mean_is_judged_on_too() -> None:
    # capaian 99,87 and 52,16 have the mean 76,01 (Berhasil); the realisasi 93,88 and 46,94 have 70,41
    rata = build_rata(
        [build_capaian("94", "93.88", REALISASI), build_capaian("90", "46.94", REALISASI)], REALISASI
    )

    assert (rata.teks, rata.label) == ("76,01", "Cukup Berhasil")
    assert rata.derivasi.pita == "rata-rata realisasi 70,41: Cukup Berhasil (56 ≤ nilai < 71)"


@pytest.mark.parametrize(
    ("kedua", "aturan"),
    [
        (("90", "46.94", "poin"), REALISASI),
        (("90", "46.94", "%"), replace(REALISASI, skala=SPBE)),
    ],
)
def test_realisasi_of_two_kinds_gives_no_predikat_and_says_why(
    kedua: tuple[str, str, str], aturan: Aturan
) -> None:
    target, realisasi, satuan = kedua
    rata = build_rata(
        [build_capaian("94", "93.88", REALISASI), build_capaian(target, realisasi, aturan, satuan)], REALISASI
    )

    assert (rata.teks, rata.label, rata.predikat, rata.derivasi.pita) == ("76,01", "", None, "")
    assert rata.derivasi.catatan[-1] == TANPA_PREDIKAT


def test_a_capaian_is_never_classified_where_the_rule_classifies_the_realisasi() -> None:
    anggota = [build_capaian("94", "93.88", REALISASI), build_capaian("90", "46.94", REALISASI)]
    assert calculate_rata_rata(bagian=anggota, aturan=REALISASI).predikat is None


@pytest.mark.parametrize(
    ("aturan", "teks", "batas"),
    [
        (Aturan(batas_tampil=D(100)), "90,00", "rata-rata dihitung dari capaian sebelum dibatasi"),
        (Aturan(batas_rata=D(100)), "75,00", "dalam rata-rata, capaian dibatasi 100%"),
        (Aturan(batas_tampil=D(100), batas_rata=D(100)), "75,00", ""),
        (
            Aturan(batas_tampil=D(80)),
            "80,00",
            "capaian dibatasi 80%; rata-rata dihitung dari capaian sebelum dibatasi",
        ),
        (
            Aturan(batas_tampil=D(100), batas_rata=D(120)),
            "85,00",
            "dalam rata-rata, capaian dibatasi 120%",
        ),
        (Aturan(batas_tampil=D(100), bagian=BagianHitung.TAMPIL), "75,00", ""),
        (Aturan(), "90,00", ""),
    ],
)
def test_a_mean_says_how_caps_entered_it(aturan: Aturan, teks: str, batas: str) -> None:
    rata = build_rata([build_capaian("100", "130", aturan), build_capaian("100", "50", aturan)], aturan)
    assert (rata.teks, rata.derivasi.batas) == (teks, batas)


def test_a_mean_without_values_stays_empty() -> None:
    rata = build_rata([build_capaian("94", None, REALISASI)], REALISASI)
    assert (rata.teks, rata.predikat, rata.dinilai, rata.anggota) == ("–", None, 0, 1)
