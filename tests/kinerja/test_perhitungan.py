"""Every worked figure of docs/perhitungan.md, computed by the engine."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path

import pytest

from anggaran.calculations import calculate_serapan, calculate_sisa_persen
from kinerja.calculations import (
    Aturan,
    Hasil,
    IndikatorBiaya,
    KeluaranAnggaran,
    Komponen,
    NilaiTarget,
    SimpulBiaya,
    aggregate_periode,
    allocate_jumlah,
    calculate_capaian,
    calculate_capaian_padanan,
    calculate_efisiensi,
    calculate_efisiensi_keluaran,
    calculate_komponen,
    calculate_nilai_efisiensi,
    calculate_nilai_efisiensi_aturan,
    calculate_persentase,
    calculate_perubahan_capaian,
    calculate_perubahan_persen,
    calculate_rata_rata,
    calculate_rata_rata_bertingkat,
    calculate_selisih_poin,
    calculate_sisa,
    get_pasangan_triwulan,
)
from kinerja.calculations.perbandingan import calculate_akumulasi, calculate_sisa_satuan
from kinerja.calculations.periode import calculate_sendiri
from kinerja.calculations.rata_rata import HasilRataRata, average_nilai, calculate_serapan_rata
from kinerja.enums import (
    Agregasi,
    BagianHitung,
    CaraKomponen,
    CaraRataRata,
    FormulaMinimasi,
    MaknaTarget,
    Periode,
    Polaritas,
    RumusEfisiensi,
)
from sakip.kit.decimals import round_half_up
from sakip.kit.formats import format_angka
from sakip.kit.hasil import create_hasil

D = Decimal
TEBAL = re.compile(r"\*\*[−\d][\d.,]*\*\*")
TEKS = (Path(__file__).parents[2] / "docs" / "perhitungan.md").read_text(encoding="utf-8")
TRIWULAN = (Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4)
BAKU = Aturan()
TAMPIL = Aturan(bagian=BagianHitung.TAMPIL)
RASIO = Aturan(formula_minimasi=FormulaMinimasi.RASIO)
MINIMASI, STABIL, RENTANG = Polaritas.MINIMASI, Polaritas.STABIL, Polaritas.RENTANG
SETARA = {"BB": D(80), "B": D(70), "WTP": D(100), "WDP": D(75)}


def capaian(
    target: str | NilaiTarget,
    realisasi: str,
    polaritas: Polaritas = Polaritas.MAKSIMASI,
    aturan: Aturan = BAKU,
) -> Hasil:
    if isinstance(target, str):
        target = NilaiTarget(nilai=D(target))
    return calculate_capaian(target=target, realisasi=D(realisasi), polaritas=polaritas, aturan=aturan)


def pita(bawah: str | None = None, atas: str | None = None, *, termasuk: bool = False) -> NilaiTarget:
    return NilaiTarget(
        bawah=None if bawah is None else D(bawah),
        atas=None if atas is None else D(atas),
        atas_termasuk=termasuk,
    )


def persen(nilai: str) -> Hasil:
    """A figure in percent as it stands."""
    return create_hasil(nilai=D(nilai), desimal=2, rumus="")


def rata(*nilai: str, aturan: Aturan = BAKU, bobot: Sequence[int] | None = None) -> HasilRataRata:
    berat = None if bobot is None else [D(satu) for satu in bobot]
    return calculate_rata_rata(bagian=[persen(satu) for satu in nilai], aturan=aturan, bobot=berat)


def setahun(agregasi: Agregasi, *nilai: str | None) -> Hasil:
    isi = {p: None if satu is None else D(satu) for p, satu in zip(TRIWULAN, nilai, strict=False)}
    return aggregate_periode(nilai=isi, agregasi=agregasi)


def triwulan(
    makna: MaknaTarget, agregasi: Agregasi, target: Sequence[int], posisi: Sequence[int]
) -> list[Hasil]:
    """Capaian of each quarter against what its target is compared with."""
    hasil = []
    for periode in TRIWULAN[: len(posisi)]:
        satu = get_pasangan_triwulan(
            target={p: NilaiTarget(nilai=D(t)) for p, t in zip(TRIWULAN, target, strict=True)},
            realisasi={p: D(r) for p, r in zip(TRIWULAN, posisi, strict=False)},
            makna=makna,
            agregasi=agregasi,
            periode=periode,
        )
        assert satu.target is not None
        hasil.append(capaian(satu.target, str(satu.realisasi)))
    return hasil


def efisiensi(rumus: RumusEfisiensi, kinerja: str, dana: str) -> Hasil:
    return calculate_efisiensi(capaian=persen(kinerja), serapan=persen(dana), aturan=Aturan(efisiensi=rumus))


def ne(nilai: str) -> Hasil:
    return calculate_nilai_efisiensi(efisiensi=D(nilai))


def serapan(realisasi: int, pagu: int) -> Hasil:
    return calculate_serapan(realisasi=D(realisasi), pagu=D(pagu))


def geometrik(*nilai: str) -> Hasil:
    return rata(*nilai, aturan=Aturan(rata_rata=CaraRataRata.GEOMETRIK))


def indeks(cara: CaraKomponen, *komponen: tuple[str, str, str | None]) -> Hasil:
    """An index of (key, value, weight)."""
    isi = [
        Komponen(kunci=kunci, nilai=D(nilai), bobot=None if bobot is None else D(bobot))
        for kunci, nilai, bobot in komponen
    ]
    return calculate_komponen(komponen=isi, cara=cara).indeks


def bagi_pagu() -> list[Hasil]:
    """Serapan of the two indicators of the program of chapter 11."""

    def share(jumlah: int, porsi: Sequence[int]) -> list[Decimal | None]:
        hasil = allocate_jumlah(
            simpul=[SimpulBiaya(kunci="p", jumlah=D(jumlah))],
            indikator=[IndikatorBiaya(kunci=str(n), simpul="p", porsi=D(x)) for n, x in enumerate(porsi)],
        )
        return list(hasil.jumlah.values())

    pagu = share(1_468_101_426, (112_153_500, 1_355_947_926))
    belanja = share(1_398_007_422, (111_531_500, 1_286_475_922))
    return [calculate_serapan(pagu=p, realisasi=b) for p, b in zip(pagu, belanja, strict=True)]


def sisa_satuan() -> Hasil:
    return calculate_sisa_satuan(
        realisasi=D("43.87"), target_akhir=NilaiTarget(nilai=D(90)), kemajuan=capaian("90", "43.87")
    )


def pmk22(*keluaran: tuple[str, str, str]) -> Hasil:
    return calculate_efisiensi_keluaran(
        keluaran=[KeluaranAnggaran(capaian=D(ck), pagu=D(p), realisasi=D(r)) for ck, p, r in keluaran]
    )


CK = (("1.22", "4", "3.8"), ("0.80", "1", "0.975"), ("1.42", "5", "4.725"))
KOTAK = [("10", r) for r in ("5", "10", "12", "25", "0")] + [("0", "0"), ("0", "3")]
SUB = calculate_komponen(
    komponen=[
        Komponen(kunci="a", nilai=D("1.375"), bobot=D(12)),
        Komponen(kunci="b", nilai=D(1), bobot=D("4.5")),
    ]
).indeks

CONTOH: list[tuple[str, Sequence[Hasil | str]]] = [
    # chapter 1
    ("97,165 → **97,17**", [format_angka(round_half_up(D("97.165"), 2))]),
    ("−8,875 → **−8,88**", [format_angka(round_half_up(D("-8.875"), 2))]),
    ("−0,001 → **0,00**", [format_angka(round_half_up(D("-0.001"), 2), 2)]),
    ("2,00/2,90 × 100 → **68,97**", [capaian("2.90", "2.00")]),
    ("(99,45 + 94,88)/2 = 97,165 → **97,17**", [rata("99.45", "94.88")]),
    ("73,12/95,85 × 100 =\n   **76,29**", [efisiensi(RumusEfisiensi.RASIO, "73.12", "95.85")]),
    # chapter 4
    ("T 10, R 12 with rasio in a report with selisih: **83,33**", [capaian("10", "12", MINIMASI, RASIO)]),
    ("own cap of 120: **120,00**", [capaian("10", "16", aturan=Aturan(batas_tampil=D(120)))]),
    # chapter 5
    ("43,87/60 = 73,12", [capaian("60", "43.87")]),
    ("3,43/2,6 = 131,92", [capaian("2.6", "3.43")]),
    ("band 2,60–3,50 and R 3,60: 138,46", [capaian(pita("2.60", "3.50"), "3.60")]),
    ("T 10: R 5 → 150; R 12 → 80", [capaian("10", "5", MINIMASI), capaian("10", "12", MINIMASI)]),
    (
        "R 25 → −50, floored to 0",
        [capaian("10", "25", MINIMASI, Aturan(lantai_nol=False)), capaian("10", "25", MINIMASI)],
    ),
    (
        "T 10: R 5 → 200; R 12 → 83,33",
        [capaian("10", "5", MINIMASI, RASIO), capaian("10", "12", MINIMASI, RASIO)],
    ),
    ("T 100: R 93 or 107 → 93", [capaian("100", "93", STABIL)]),
    ("R 93 or 107 → 93", [capaian("100", "107", STABIL)]),
    (
        "3–5: R 4 → 100; R 2,4 → 80; R 6 → 80",
        [capaian(pita("3", "5"), r, RENTANG) for r in ("4", "2.4", "6")],
    ),
    (
        "BB against BB 100",
        [calculate_capaian_padanan(target=NilaiTarget(label="BB"), realisasi="BB", padanan=SETARA)],
    ),
    (
        "B 70 against BB 80: 87,50",
        [calculate_capaian_padanan(target=NilaiTarget(label="BB"), realisasi="B", padanan=SETARA)],
    ),
    (
        "WDP 75 against WTP 100: 75",
        [calculate_capaian_padanan(target=NilaiTarget(label="WTP"), realisasi="WDP", padanan=SETARA)],
    ),
    ("selisih 150 / 100 / 80 / 0 / 200 / 100 / 0", [capaian(t, r, MINIMASI) for t, r in KOTAK]),
    ("rasio 200 / 100 / 83,33 / 40 / – / 100 / 0", [capaian(t, r, MINIMASI, RASIO) for t, r in KOTAK]),
    ("minimasi: R 3,50 → 99,99", [capaian(pita(atas="3.5"), "3.50", MINIMASI)]),
    ("R 3,49 → 100,29", [capaian(pita(atas="3.5"), "3.49", MINIMASI)]),
    ("target ≤3,50: R 3,50 → 100", [capaian(pita(atas="3.5", termasuk=True), "3.50", MINIMASI)]),
    ("46/49 × 100 = 93,88", [calculate_persentase(pembilang=D(46), penyebut=D(49))]),
    ("83,94/88 = 95,39", [capaian("88", "83.94")]),
    ("1 and 1 of 3 are 33,33", [calculate_persentase(pembilang=D(1), penyebut=D(3))]),
    ("2 of 4 are 50,00", [calculate_persentase(pembilang=D(2), penyebut=D(4))]),
    # chapter 6
    ("(76,92 + 131,92)/2 = **104,42**", [rata("76.92", "131.92")]),
    ("(76,92 + 3 × 131,92)/4 = **118,17**", [rata("76.92", "131.92", bobot=(1, 3))]),
    (
        "√(76,923… × 131,923…) = **100,74**, of displayed parts 100,73",
        [
            calculate_rata_rata(
                bagian=[capaian("2.6", "2.00"), capaian("2.6", "3.43")],
                aturan=Aturan(rata_rata=CaraRataRata.GEOMETRIK),
            ),
            geometrik("76.92", "131.92"),
        ],
    ),
    ("√(100 × 90) = **94,87**", [geometrik("100", "90")]),
    (
        "A has 80, B has 100, 100, 100:\n  **95,00** and **90,00**",
        [
            rata("80", "100", "100", "100"),
            calculate_rata_rata_bertingkat(kelompok=[rata("80"), rata("100", "100", "100")]),
        ],
    ),
    (
        "(160 + 100)/2 = **130,00**",
        [calculate_rata_rata_bertingkat(kelompok=[rata("160"), rata("100", "100")])],
    ),
    (
        "93,88 % and 46,94 % are judged on 70,41",
        [format_angka(average_nilai(nilai=[D("93.88"), D("46.94")], bobot=[None, None]), 2)],
    ),
    # chapter 7
    ("3, 6, 9, 12 → 12", [setahun(Agregasi.KUMULATIF, "3", "6", "9", "12")]),
    ("3, 3, 3, 3 → 12", [setahun(Agregasi.JUMLAH, "3", "3", "3", "3")]),
    ("29, 29, 28, 28 → 28", [setahun(Agregasi.TERAKHIR, "29", "29", "28", "28")]),
    ("80, –, 90 → 85", [setahun(Agregasi.RATA_RATA, "80", None, "90")]),
    ("2, 5, 3 → 5; 2", [setahun(satu, "2", "5", "3") for satu in (Agregasi.MAKSIMUM, Agregasi.MINIMUM)]),
    ("8 against 4 → 200", triwulan(MaknaTarget.KUMULATIF, Agregasi.KUMULATIF, (2, 4, 6, 8), (2, 8))[1:]),
    (
        "3, 6, 9, 12 → 25, 50, 75, 100",
        triwulan(MaknaTarget.TAHUNAN, Agregasi.KUMULATIF, (12, 12, 12, 12), (3, 6, 9, 12)),
    ),
    ("3, 8 → 5", [calculate_sendiri(posisi={Periode.TW1: D(3), Periode.TW2: D(8)}, periode=Periode.TW2)]),
    # chapter 8
    ("43,87/90 = 48,74", [capaian("90", "43.87")]),
    ("2,00/2,90 = 68,97", [capaian("2.90", "2.00")]),
    ("3,43/2,90 = 118,28", [capaian("2.90", "3.43")]),
    ("100 − 48,74 = 51,26", [calculate_sisa(kemajuan=capaian("90", "43.87"), aturan=TAMPIL)]),
    ("90 − 43,87 = 46,13", [sisa_satuan()]),
    ("43,87/74,43 = 58,94", [capaian("74.43", "43.87")]),
    ("93,88 − 90,38 = 3,50", [calculate_selisih_poin(sekarang=D("93.88"), dahulu=D("90.38"))]),
    ("73,12 − 69,09 = 4,03", [calculate_perubahan_capaian(sekarang=persen("73.12"), dahulu=persen("69.09"))]),
    ("106,13 from 100 → 6,13", [calculate_perubahan_persen(sekarang=D("106.13"), dahulu=D(100))]),
    (
        "25 and 20 against a total of 100, or against 20 + 25 + 25 + 30, is **45,00**",
        [capaian("100", str(calculate_akumulasi(nilai={2022: D(25), 2023: D(20)}).mentah))],
    ),
    # chapter 9
    ("90,57 − 99,45 = −8,88", [efisiensi(RumusEfisiensi.SELISIH, "90.57", "99.45")]),
    ("104,31 − 91,40 = 12,91", [efisiensi(RumusEfisiensi.SELISIH, "104.31", "91.40")]),
    ("73,12/95,85 = 76,29", [efisiensi(RumusEfisiensi.RASIO, "73.12", "95.85")]),
    ("104,42/95,78 = 109,02", [efisiensi(RumusEfisiensi.RASIO, "104.42", "95.78")]),
    ("108,48/98,21 = 110,46", [efisiensi(RumusEfisiensi.RASIO, "108.48", "98.21")]),
    (
        "179.492.470/3.647.921.811 = 4,92",
        [calculate_sisa_persen(pagu=D(3_647_921_811), realisasi=D(3_647_921_811 - 179_492_470))],
    ),
    ("100 and 98,96 → Efisien", [efisiensi(RumusEfisiensi.KUALITATIF, "100", "98.96")]),
    ("22,13 / −21,88 / 33,45 and 25,67 in all", [*(pmk22(satu) for satu in CK), pmk22(*CK)]),
    ("4,92 → 62,30; −8,88 → 27,80; 25,67 → 100", [ne("4.92"), ne("-8.88"), ne("25.67")]),
    (
        "against a serapan of 95 is 5,00",
        [
            calculate_efisiensi(
                capaian=capaian("2.6", "3.43", aturan=Aturan(batas_tampil=D(100))), serapan=persen("95")
            )
        ],
    ),
    (
        "109,02 → E 9,02 → **72,55**",
        [
            calculate_nilai_efisiensi_aturan(
                efisiensi=persen("109.02"), aturan=Aturan(efisiensi=RumusEfisiensi.RASIO)
            )
        ],
    ),
    # chapter 10
    (
        "25,10 + 22,30 + 11,40 + 18,20 = **77,00**",
        [indeks(CaraKomponen.JUMLAH, *((n, n, None) for n in ("25.10", "22.30", "11.40", "18.20")))],
    ),
    ("(12 × 1,375 + 4,5 × 1)/16,5 = 1,2727 → **1,27**", [SUB]),
    (
        "(13 × 3 + 25 × 2 + 16,5 × 1,2727 + 45,5 × 3,4341)/100 → **2,66**",
        [
            indeks(
                CaraKomponen.RATA_RATA,
                ("a", "3", "13"),
                ("b", "2", "25"),
                ("c", str(SUB.mentah), "16.5"),
                ("d", "3.4341", "45.5"),
            )
        ],
    ),
    # chapters 11 and 12
    ("gives serapan **99,45** and **94,88**", bagi_pagu()),
    ("111.531.500/112.153.500 = 99,45", [serapan(111_531_500, 112_153_500)]),
    (
        "(99,45 + 94,88)/2 = **97,17**, from sums 95,23",
        [calculate_serapan_rata(bagian=bagi_pagu(), aturan=TAMPIL), serapan(1_398_007_422, 1_468_101_426)],
    ),
    ("110.000 of 100.000 is 110,00", [serapan(110_000, 100_000)]),
    # chapter 13
    ("125 against 10: 1.250,00", [capaian("10", "125")]),
]
"""A passage of the document, and what the engine answers for the figures that end it, in their order."""
TANPA_HITUNGAN = ("TW1 8, TW2 5", "50 of 49", "SPBE 26", "CK 1,22/0,80/1,42", "pagu 4/1/5")
"""What is asked about (test_kejanggalan.py), and inputs of the passage that follows them."""


def read_angka(teks: str) -> list[str]:
    """The figures, dashes and words of a passage in order, without markup and with the minus sign of the engine."""
    bersih = teks.replace("**", "").replace("−", "-").replace("\n", " ")
    return re.findall(r"(?<![\d,.–\w])-?\d[\d.]*(?:,\d+)?|(?<= )–(?= )|Efisien", bersih)


def to_nilai(teks: str) -> Decimal | str:
    return D(teks.replace(".", "").replace(",", ".")) if teks[-1].isdigit() else teks


@pytest.mark.parametrize(("kutipan", "jawaban"), CONTOH, ids=[kutipan for kutipan, _ in CONTOH])
def test_the_engine_gives_the_figures_of_the_document(kutipan, jawaban):
    assert kutipan in TEKS
    dihitung = [satu if isinstance(satu, str) else satu.teks for satu in jawaban]
    tercetak = read_angka(kutipan)
    tertulis = [to_nilai(satu) for satu in tercetak]
    mulai = iter(tertulis)
    assert all(to_nilai(satu) in mulai for satu in dihitung), (dihitung, tercetak)
    assert tertulis[-1] == to_nilai(dihitung[-1])


def list_contoh_kolom() -> Iterator[str]:
    """The examples of the columns "worked"."""
    tabel = False
    for baris in TEKS.splitlines():
        sel = baris.split("|")
        if not baris.startswith("|"):
            tabel = False
        elif sel[-2].strip() == "worked":
            tabel = True
        elif tabel and not baris.startswith("|---"):
            yield from (satu.strip() for satu in sel[-2].split("; ") if re.search(r"\d", satu))


def test_every_worked_figure_of_the_document_is_computed_here():
    semua = "\n".join(kutipan for kutipan, _ in CONTOH)
    lepas = [satu for satu in list_contoh_kolom() if satu not in semua and satu not in TANPA_HITUNGAN]
    assert not [satu for satu in lepas if not any(kutipan in satu for kutipan, _ in CONTOH)]
    tebal = TEBAL.findall(TEKS)
    dikutip = list(chain.from_iterable(TEBAL.findall(kutipan) for kutipan, _ in CONTOH))
    assert sorted(tebal) == sorted(dikutip)
