"""Capaian, predikat and tercapai of one indikator. See docs/perhitungan.md, chapter 5.

PermenPANRB 53/2014 compares target and realisasi; the formulas for "lower is better" are the two in use in
published reports.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, NilaiTarget, Pita, Skala, classify_predikat, get_bagian_rata
from kinerja.enums import BasisPredikat, FormulaMinimasi, Polaritas
from sakip.kit.decimals import NOL, SERATUS, exact, round_half_up
from sakip.kit.formats import format_angka
from sakip.kit.hasil import (
    Derivasi,
    Hasil,
    Kosong,
    create_hasil,
    create_hasil_kosong,
    text_nilai,
    text_pembulatan,
)

ATURAN_BAWAAN = Aturan()

RUMUS_TERBIT = "capaian menurut dokumen yang diterbitkan"


@dataclass(frozen=True)
class Ukuran:
    """What a rule classifies, capaian or realisasi, with the decimals in which it prints and its unit."""

    nilai: Decimal
    desimal: int
    satuan: str = ""


@dataclass(frozen=True, kw_only=True)
class HasilCapaian(Hasil):
    """A capaian with what is decided on it: band and scale (None without one), and whether the target is met."""

    predikat: Pita | None = None
    tercapai: bool | None = None
    skala: Skala | None = None
    ukuran: Ukuran | None = None


@dataclass(frozen=True)
class _Rumus:
    """Value of a formula before the floor, or the reason why there is none."""

    teks: str
    langkah: str = ""
    nilai: Decimal | None = None
    kosong: Kosong | None = None


def _calculate_maksimasi(target: Decimal, realisasi: Decimal) -> _Rumus:
    """R / T x 100. Worked: 43,87/60 = 73,12; 3,43/2,6 = 131,92."""
    rumus = "realisasi / target × 100"
    if target < 0:
        return _Rumus(rumus, kosong=Kosong.TARGET_NEGATIF)
    if target == 0:
        return _Rumus(rumus, kosong=Kosong.BELUM_DINILAI if realisasi == 0 else Kosong.TARGET_NOL)
    return _Rumus(
        rumus, f"{text_nilai(realisasi)} / {text_nilai(target)} × 100", nilai=realisasi * SERATUS / target
    )


def _calculate_minimasi(target: Decimal, realisasi: Decimal, formula: FormulaMinimasi) -> _Rumus:
    """(2T - R) / T x 100, or T / R x 100. Worked, T 10: R 12 is 80 or 83,33; R 25 is -50 (floored to 0 later)
    or 40.
    """
    rasio = formula == FormulaMinimasi.RASIO
    rumus = "target / realisasi × 100" if rasio else "(2 × target − realisasi) / target × 100"
    if target < 0:
        return _Rumus(rumus, kosong=Kosong.TARGET_NEGATIF)
    if target == 0:
        return _Rumus(
            rumus,
            "target nol: 100 bila realisasi nol, selain itu 0",
            nilai=SERATUS if realisasi <= 0 else NOL,
        )
    if not rasio:
        return _Rumus(
            rumus,
            f"(2 × {text_nilai(target)} − {text_nilai(realisasi)}) / {text_nilai(target)} × 100",
            nilai=(2 * target - realisasi) * SERATUS / target,
        )
    if realisasi <= 0:
        return _Rumus(rumus, kosong=Kosong.REALISASI_NOL)
    return _Rumus(
        rumus, f"{text_nilai(target)} / {text_nilai(realisasi)} × 100", nilai=target * SERATUS / realisasi
    )


def _calculate_rentang(bawah: Decimal | None, atas: Decimal | None, realisasi: Decimal, rumus: str) -> _Rumus:
    """Inside 100; below R/a x 100; above (2b - R)/b x 100. Worked, 3-5: R 4 is 100; R 2,4 is 80; R 6 is 80."""
    if bawah is not None and realisasi < bawah:
        if bawah < 0:
            return _Rumus(rumus, kosong=Kosong.TARGET_NEGATIF)
        if bawah == 0:
            return _Rumus(rumus, "di bawah batas nol: 0", nilai=NOL)
        langkah = f"di bawah batas: {text_nilai(realisasi)} / {text_nilai(bawah)} × 100"
        return _Rumus(rumus, langkah, nilai=realisasi * SERATUS / bawah)
    if atas is not None and realisasi > atas:
        if atas < 0:
            return _Rumus(rumus, kosong=Kosong.TARGET_NEGATIF)
        if atas == 0:
            return _Rumus(rumus, "di atas batas nol: 0", nilai=NOL)
        langkah = (
            f"di atas batas: (2 × {text_nilai(atas)} − {text_nilai(realisasi)}) / {text_nilai(atas)} × 100"
        )
        return _Rumus(rumus, langkah, nilai=(2 * atas - realisasi) * SERATUS / atas)
    return _Rumus(rumus, "tepat pada target" if bawah == atas else "di dalam rentang", nilai=SERATUS)


def _apply_polaritas(
    target: NilaiTarget, realisasi: Decimal, polaritas: Polaritas, formula: FormulaMinimasi
) -> _Rumus:
    if polaritas == Polaritas.MAKSIMASI:
        rumus, batas = "realisasi / target × 100", target.minimal
        return (
            _Rumus(rumus, kosong=Kosong.TARGET_POLARITAS)
            if batas is None
            else _calculate_maksimasi(batas, realisasi)
        )
    if polaritas == Polaritas.MINIMASI:
        batas = target.maksimal
        if batas is None:
            return _Rumus("semakin rendah semakin baik", kosong=Kosong.TARGET_POLARITAS)
        return _calculate_minimasi(batas, realisasi, formula)
    if target.is_rentang:
        return _calculate_rentang(
            target.bawah, target.atas, realisasi, "di dalam rentang 100; di luar sesuai simpangan"
        )
    return _calculate_rentang(
        target.nilai, target.nilai, realisasi, "(1 − |realisasi − target| / target) × 100"
    )


@exact
def calculate_capaian(
    *,
    target: NilaiTarget | None,
    realisasi: Decimal | None,
    polaritas: Polaritas,
    aturan: Aturan = ATURAN_BAWAAN,
    desimal: int | None = None,
    alasan: str = "",
    desimal_realisasi: int = 2,
    teks_realisasi: str = "",
    sumber: str = "",
    rumus: str = "",
) -> HasilCapaian:
    """Return the capaian of a realisasi against a target, in percent.

    ``desimal`` overrides the decimals of the rule (K columns). ``realisasi`` None is "belum diisi", or "tidak
    tersedia" when ``alasan`` says why, or the words ``teks_realisasi``. ``desimal_realisasi`` are the decimals in
    which the realisasi prints, for reports that classify it. ``rumus`` renames the formula in the derivation. Never
    raises for numbers: what cannot be computed comes back empty with its reason. PermenPANRB 53/2014. Worked: T 60,
    R 43,87, maksimasi is 73,12.
    """
    desimal = aturan.desimal if desimal is None else desimal
    tercetak = teks_realisasi or text_nilai(realisasi)
    masukan = (
        ("target", "–" if target is None else target.teks()),
        ("realisasi", tercetak),
        ("polaritas", str(Polaritas(polaritas).label)),
    )
    if target is None or target.is_kosong:
        return _create_capaian_kosong(Kosong.TARGET_KOSONG, rumus or "capaian", masukan, "", sumber)
    if realisasi is None and not teks_realisasi:
        kosong = Kosong.TIDAK_TERSEDIA if alasan else Kosong.BELUM_DIISI
        return _create_capaian_kosong(kosong, rumus or "capaian", masukan, alasan, sumber)
    if target.is_teks or realisasi is None:
        kosong = Kosong.TARGET_TEKS if target.is_teks else Kosong.REALISASI_TEKS
        return _create_capaian_kosong(kosong, rumus or "capaian", masukan, "", sumber)
    dihitung = _apply_polaritas(target, realisasi, polaritas, aturan.formula_minimasi)
    if dihitung.nilai is None:
        kosong = dihitung.kosong or Kosong.TANPA_NILAI
        return _create_capaian_kosong(kosong, rumus or dihitung.teks, masukan, "", sumber)
    nilai, langkah = dihitung.nilai, (dihitung.langkah,)
    if nilai == SERATUS and target.is_batas_luar(realisasi):
        nilai -= Decimal(1).scaleb(-desimal)  # the largest value that displays below 100
        langkah = (f"{tercetak} tepat pada batas yang tidak termasuk target: di bawah 100",)
    return create_capaian(
        nilai=nilai,
        aturan=aturan,
        desimal=desimal,
        realisasi=realisasi,
        desimal_realisasi=desimal_realisasi,
        rumus=rumus or dihitung.teks,
        masukan=masukan,
        langkah=langkah,
        sumber=sumber,
    )


def create_capaian(
    *,
    nilai: Decimal,
    aturan: Aturan,
    desimal: int,
    rumus: str,
    masukan: tuple[tuple[str, str], ...],
    langkah: tuple[str, ...] = (),
    realisasi: Decimal | None = None,
    desimal_realisasi: int = 2,
    sumber: str = "",
    catatan: tuple[str, ...] = (),
) -> HasilCapaian:
    """Floor, cap, round and classify the raw value of a formula: the one order of every capaian."""
    if aturan.lantai_nol and nilai < 0:
        langkah = (*langkah, f"= {text_nilai(nilai)}, di bawah nol menjadi 0")
        nilai = NOL
    elif langkah:
        langkah = (*langkah, f"= {text_nilai(nilai)}")
    tampil = nilai if aturan.batas_tampil is None else min(nilai, aturan.batas_tampil)
    dibatasi = tampil != nilai
    batas = ""
    if dibatasi:
        batas = f"capaian dibatasi {format_angka(aturan.batas_tampil)}%"
    pembulatan = text_pembulatan(tampil, desimal)
    tampil = round_half_up(tampil, desimal)

    predikat, pita, ukuran = None, "", None
    if aturan.basis_predikat == BasisPredikat.CAPAIAN:
        ukuran = Ukuran(tampil, desimal)
    elif aturan.basis_predikat == BasisPredikat.REALISASI and realisasi is not None:
        ukuran = Ukuran(realisasi, desimal_realisasi)
    if aturan.skala is not None and ukuran is not None:
        predikat = classify_predikat(nilai=ukuran.nilai, skala=aturan.skala, desimal=ukuran.desimal)
        if predikat is not None:
            dinilai = format_angka(ukuran.nilai, ukuran.desimal)
            pita = f"{aturan.basis_predikat.value} {dinilai}: {aturan.skala.text_pita(predikat)}"

    hasil = Hasil(mentah=nilai, tampil=tampil, teks="", derivasi=Derivasi(rumus=rumus))
    return HasilCapaian(
        mentah=nilai,
        tampil=tampil,
        teks=format_angka(tampil, desimal),
        untuk_rata=get_bagian_rata(hasil=hasil, aturan=aturan),
        dibatasi=dibatasi,
        label=predikat.nama if predikat else "",
        predikat=predikat,
        tercapai=tampil >= SERATUS,
        skala=aturan.skala,
        ukuran=ukuran,
        derivasi=Derivasi(
            rumus=rumus,
            masukan=masukan,
            langkah=langkah,
            batas=batas,
            pembulatan=pembulatan,
            pita=pita,
            sumber=sumber or aturan.sumber,
            catatan=(*catatan, *aturan.catatan),
        ),
    )


def quote_capaian(
    *, nilai: Decimal, asal: str, aturan: Aturan = ATURAN_BAWAAN, desimal: int | None = None
) -> HasilCapaian:
    """Return a capaian as an issued document prints it: rounded and classified, but neither floored nor capped.

    An average takes it under the cap for averages. Where the realisasi is classified it has no predikat. Worked: 156,50
    stays 156,50 under a cap of 100.
    """
    hasil = create_capaian(
        nilai=nilai,
        aturan=replace(aturan, batas_tampil=None, lantai_nol=False, catatan=()),
        desimal=aturan.desimal if desimal is None else desimal,
        rumus=RUMUS_TERBIT,
        masukan=(("capaian tercetak", text_nilai(nilai)),),
        sumber=asal,
        catatan=("target atau realisasi tahun itu tidak diketahui; tidak dihitung ulang",),
    )
    return replace(hasil, catatan=(f"capaian dikutip dari {asal}",))


def _create_capaian_kosong(
    kosong: Kosong, rumus: str, masukan: tuple[tuple[str, str], ...], alasan: str, sumber: str
) -> HasilCapaian:
    hasil = create_hasil_kosong(kosong=kosong, rumus=rumus, masukan=masukan, alasan=alasan, sumber=sumber)
    return HasilCapaian(
        mentah=None, tampil=None, teks=hasil.teks, kosong=kosong, alasan=alasan, derivasi=hasil.derivasi
    )


@exact
def calculate_capaian_padanan(
    *,
    target: NilaiTarget | None,
    realisasi: str | None,
    padanan: Mapping[str, Decimal],
    aturan: Aturan = ATURAN_BAWAAN,
    desimal: int | None = None,
    alasan: str = "",
    sumber: str = "",
    rumus: str = "",
) -> HasilCapaian:
    """Return the capaian of a predikat or opini: equivalent of the realisasi / equivalent of the target x 100.

    Case and outer spaces do not matter; equivalents rise with the rank, so there is no polaritas. A word that the
    table lacks has no capaian (TANPA_PADANAN), nor has a target whose equivalent is 0 (TARGET_NOL). A rule that
    classifies the realisasi classifies its equivalent. PermenPANRB 88/2021 for the AKIP grades. Worked, BB 80 and B 70:
    BB against BB is 100,00; B against BB is 87,50; WDP 75 against WTP 100 is 75,00.
    """
    rumus = rumus or "nilai setara realisasi / nilai setara target × 100"
    kata_target = "" if target is None or target.is_kosong else target.teks().strip()
    kata = (realisasi or "").strip()
    setara = {nama.strip().casefold(): nilai for nama, nilai in padanan.items()}
    acuan, nilai = setara.get(kata_target.casefold()), setara.get(kata.casefold())
    masukan = (
        ("target", f"{kata_target or '–'} (setara {text_nilai(acuan)})"),
        ("realisasi", f"{kata or '–'} (setara {text_nilai(nilai)})"),
        ("padanan", "; ".join(f"{nama} = {format_angka(satu)}" for nama, satu in padanan.items())),
    )
    if not kata_target:
        return _create_capaian_kosong(Kosong.TARGET_KOSONG, rumus, masukan, "", sumber)
    if not kata:
        kosong = Kosong.TIDAK_TERSEDIA if alasan else Kosong.BELUM_DIISI
        return _create_capaian_kosong(kosong, rumus, masukan, alasan, sumber)
    if acuan is None or nilai is None:
        asing = f"“{kata_target if acuan is None else kata}” tidak ada pada tabel padanan."
        return _create_capaian_kosong(Kosong.TANPA_PADANAN, rumus, masukan, asing, sumber)
    if acuan <= 0:
        alasan = "Nilai setara target nol, capaian tidak dapat dihitung."
        return _create_capaian_kosong(Kosong.TARGET_NOL, rumus, masukan, alasan, sumber)
    return create_capaian(
        nilai=nilai * SERATUS / acuan,
        aturan=aturan,
        desimal=aturan.desimal if desimal is None else desimal,
        realisasi=nilai,
        rumus=rumus,
        masukan=masukan,
        langkah=(f"{text_nilai(nilai)} / {text_nilai(acuan)} × 100",),
        sumber=sumber,
    )


@exact
def calculate_persentase(
    *,
    pembilang: Decimal | None,
    penyebut: Decimal | None,
    faktor: Decimal = SERATUS,
    desimal: int = 2,
    alasan: str = "",
    label_pembilang: str = "pembilang",
    label_penyebut: str = "penyebut",
    sumber: str = "",
) -> Hasil:
    """Return pembilang / penyebut x faktor. Worked: 46/49 x 100 = 93,88. A zero penyebut has no value."""
    rumus = f"{label_pembilang} / {label_penyebut} × {format_angka(faktor)}"
    masukan = ((label_pembilang, text_nilai(pembilang)), (label_penyebut, text_nilai(penyebut)))
    if pembilang is None or penyebut is None:
        kosong = Kosong.TIDAK_TERSEDIA if alasan else Kosong.BELUM_DIISI
        return create_hasil_kosong(kosong=kosong, rumus=rumus, masukan=masukan, alasan=alasan, sumber=sumber)
    if penyebut == 0:
        return create_hasil_kosong(kosong=Kosong.PENYEBUT_NOL, rumus=rumus, masukan=masukan, sumber=sumber)
    nilai = pembilang * faktor / penyebut
    return create_hasil(
        nilai=nilai,
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(
            f"{text_nilai(pembilang)} / {text_nilai(penyebut)} × {format_angka(faktor)}",
            f"= {text_nilai(nilai)}",
        ),
        sumber=sumber,
    )
