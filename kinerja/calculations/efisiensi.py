"""Efficiency of the use of resources. See docs/perhitungan.md, chapter 9."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from kinerja.calculations.aturan import Aturan, get_bagian
from kinerja.calculations.capaian import ATURAN_BAWAAN
from kinerja.enums import RumusEfisiensi
from sakip.kit.decimals import NOL, SERATUS, exact, round_half_up
from sakip.kit.hasil import Derivasi, Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai


class LabelEfisiensi(StrEnum):
    """Words of the efficiency rules."""

    EFISIEN = "Efisien"
    KURANG_EFISIEN = "Kurang Efisien"
    INEFISIEN = "Inefisien"
    PERLU_PENJELASAN = "Perlu Penjelasan"


@dataclass(frozen=True, kw_only=True)
class KeluaranAnggaran:
    """An output with its pagu and realisasi in rupiah and its capaian as a ratio (1,22 is 122 percent)."""

    pagu: Decimal
    realisasi: Decimal
    capaian: Decimal


@exact
def calculate_efisiensi(
    *,
    capaian: Hasil,
    serapan: Hasil,
    aturan: Aturan = ATURAN_BAWAAN,
    desimal: int | None = None,
    sumber: str = "",
) -> Hasil:
    """Return the efficiency by the rule of ``aturan``; ``label`` is its word, decided on the displayed value.

    ``capaian`` is the kinerja, ``serapan`` the absorption of the same rupiah, both in percent (pool the
    rupiah of several programs first). selisih: capaian - serapan in poin, 90,57 - 99,45 = -8,88. rasio:
    capaian / serapan x 100, 73,12/95,85 = 76,29 from displayed parts. sisa: 100 - serapan, 4,92. pmk22: (capaian -
    serapan) / capaian x 100, which is E of one output, 122 and 95 is 22,13. kualitatif: only a label. The rule may set
    the words and the bound from which the value is Efisien (100 for rasio, else 0; none for sisa). Empty when a part is
    missing, or when the formula divides by 0.
    """
    places = aturan.desimal if desimal is None else desimal
    kinerja, dana = get_bagian(hasil=capaian, aturan=aturan), get_bagian(hasil=serapan, aturan=aturan)
    masukan = (("capaian kinerja", text_nilai(kinerja)), ("capaian anggaran", text_nilai(dana)))
    rumus = str(RumusEfisiensi(aturan.efisiensi).label)
    butuh = (serapan,) if aturan.efisiensi == RumusEfisiensi.SISA else (capaian, serapan)
    for bagian in butuh:
        if bagian.kosong is not None:
            return create_hasil_kosong(
                kosong=bagian.kosong, rumus=rumus, masukan=masukan, alasan=bagian.alasan, sumber=sumber
            )
    if dana is None:
        return create_hasil_kosong(kosong=Kosong.TANPA_NILAI, rumus=rumus, masukan=masukan, sumber=sumber)

    if aturan.efisiensi == RumusEfisiensi.SISA:
        sisa = _Selisih(SERATUS - dana, f"100 − {text_nilai(dana)}", None)
        return _create_efisiensi(sisa, aturan, places, rumus, masukan[1:], sumber)
    if kinerja is None:
        return create_hasil_kosong(kosong=Kosong.TANPA_NILAI, rumus=rumus, masukan=masukan, sumber=sumber)
    if aturan.efisiensi == RumusEfisiensi.KUALITATIF:
        return _create_kualitatif(capaian=capaian, serapan=serapan, aturan=aturan, rumus=rumus, sumber=sumber)
    pembagi = {RumusEfisiensi.RASIO: dana, RumusEfisiensi.PMK22: kinerja}.get(aturan.efisiensi)
    if pembagi == 0:
        return create_hasil_kosong(kosong=Kosong.PENYEBUT_NOL, rumus=rumus, masukan=masukan, sumber=sumber)
    k, rp = text_nilai(kinerja), text_nilai(dana)
    if aturan.efisiensi == RumusEfisiensi.RASIO:
        satu = _Selisih(kinerja * SERATUS / dana, f"{k} / {rp} × 100", SERATUS)
    elif aturan.efisiensi == RumusEfisiensi.PMK22:
        satu = _Selisih((kinerja - dana) * SERATUS / kinerja, f"({k} − {rp}) / {k} × 100", NOL)
    else:
        satu = _Selisih(kinerja - dana, f"{k} − {rp}", NOL)
    return _create_efisiensi(satu, aturan, places, rumus, masukan, sumber)


@dataclass(frozen=True)
class _Selisih:
    """The value of a formula, its step, and the bound of the formula from which it is efisien (None: no label)."""

    nilai: Decimal
    langkah: str
    ambang: Decimal | None


def _create_efisiensi(
    satu: _Selisih,
    aturan: Aturan,
    desimal: int,
    rumus: str,
    masukan: tuple[tuple[str, str], ...],
    sumber: str,
) -> Hasil:
    return create_hasil(
        nilai=satu.nilai,
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(satu.langkah,),
        sumber=sumber,
        label=label_efisiensi(nilai=satu.nilai, desimal=desimal, ambang=satu.ambang, aturan=aturan),
    )


def label_efisiensi(
    *, nilai: Decimal, desimal: int, ambang: Decimal | None = NOL, aturan: Aturan = ATURAN_BAWAAN
) -> str:
    """Return the word of a displayed value: efisien from the bound of the rule, else of the formula (None: no word)."""
    batas = ambang if aturan.ambang_efisiensi is None else aturan.ambang_efisiensi
    if batas is None:
        return ""
    if round_half_up(nilai, desimal) >= batas:
        return aturan.label_efisien or LabelEfisiensi.EFISIEN.value
    return aturan.label_kurang_efisien or LabelEfisiensi.KURANG_EFISIEN.value


def _create_kualitatif(*, capaian: Hasil, serapan: Hasil, aturan: Aturan, rumus: str, sumber: str) -> Hasil:
    """Output at its target and dana within it is efisien, short output for full dana inefisien; the rest is
    for words.
    """
    keluaran, dana = capaian.tampil or NOL, serapan.tampil or NOL
    if keluaran >= SERATUS and dana <= SERATUS:
        label = aturan.label_efisien or LabelEfisiensi.EFISIEN.value
    elif keluaran < SERATUS and dana >= SERATUS:
        label = aturan.label_kurang_efisien or LabelEfisiensi.INEFISIEN.value
    else:
        label = LabelEfisiensi.PERLU_PENJELASAN.value
    return Hasil(
        mentah=None,
        tampil=None,
        teks=label,
        label=label,
        derivasi=Derivasi(
            rumus=rumus,
            masukan=(("capaian keluaran", capaian.teks), ("capaian dana", serapan.teks)),
            sumber=sumber,
        ),
    )


@exact
def calculate_efisiensi_keluaran(
    *,
    keluaran: Sequence[KeluaranAnggaran],
    desimal: int = 2,
    sumber: str = "PMK 22/2021",
    aturan: Aturan = ATURAN_BAWAAN,
) -> Hasil:
    """Return E = Σ(pagu x CK - realisasi) / Σ(pagu x CK) x 100, in percent. PMK 214/2017 and 22/2021.

    Worked: CK 1,22/0,80/1,42, pagu 4/1/5, realisasi 3,8/0,975/4,725 is 25,67. Empty when Σ(pagu x CK) is 0.
    """
    rumus = "jumlah (pagu × capaian − realisasi) / jumlah (pagu × capaian) × 100"
    seharusnya = sum((satu.pagu * satu.capaian for satu in keluaran), NOL)
    realisasi = sum((satu.realisasi for satu in keluaran), NOL)
    masukan = (
        ("jumlah (pagu × capaian)", text_nilai(seharusnya)),
        ("jumlah realisasi", text_nilai(realisasi)),
    )
    if seharusnya == 0:
        return create_hasil_kosong(kosong=Kosong.PENYEBUT_NOL, rumus=rumus, masukan=masukan, sumber=sumber)
    nilai = (seharusnya - realisasi) * SERATUS / seharusnya
    return create_hasil(
        nilai=nilai,
        desimal=desimal,
        label=label_efisiensi(nilai=nilai, desimal=desimal, aturan=aturan),
        rumus=rumus,
        masukan=masukan,
        langkah=(f"({text_nilai(seharusnya)} − {text_nilai(realisasi)}) / {text_nilai(seharusnya)} × 100",),
        sumber=sumber,
    )


@exact
def calculate_nilai_efisiensi(
    *, efisiensi: Decimal | None, desimal: int = 2, sumber: str = "PMK 22/2021"
) -> Hasil:
    """Return NE = 50 + E/20 x 50 with E clipped to [-20; 20], so NE lies in 0..100.

    Worked: E 4,92 is 62,30; -8,88 is 27,80; 25,67 is 100.
    """
    rumus = "50 + efisiensi / 20 × 50, efisiensi dibatasi −20 sampai 20"
    masukan = (("efisiensi", text_nilai(efisiensi)),)
    if efisiensi is None:
        return create_hasil_kosong(kosong=Kosong.TANPA_NILAI, rumus=rumus, masukan=masukan, sumber=sumber)
    dibatasi = max(Decimal(-20), min(Decimal(20), efisiensi))
    catatan = ("efisiensi di luar −20 sampai 20 dibatasi",) if dibatasi != efisiensi else ()
    return create_hasil(
        nilai=50 + dibatasi / 20 * 50,
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(f"50 + {text_nilai(dibatasi)} / 20 × 50",),
        sumber=sumber,
        catatan=catatan,
    )


def calculate_nilai_efisiensi_aturan(
    *, efisiensi: Hasil, aturan: Aturan = ATURAN_BAWAAN, desimal: int | None = None
) -> Hasil:
    """Return NE of an efficiency by the rule of a table: a rasio counts by its distance from 100.

    The part is raw or displayed as ``aturan.bagian`` says. Worked: selisih -8,88 is 27,80; rasio 109,02 is E 9,02 and
    72,55. Empty where there is no efficiency, or only a word.
    """
    nilai = get_bagian(hasil=efisiensi, aturan=aturan)
    if nilai is not None and aturan.efisiensi == RumusEfisiensi.RASIO:
        nilai -= SERATUS
    hasil = calculate_nilai_efisiensi(efisiensi=nilai, desimal=aturan.desimal if desimal is None else desimal)
    if nilai is None and efisiensi.kosong is not None:
        return create_hasil_kosong(
            kosong=efisiensi.kosong, rumus=hasil.derivasi.rumus, alasan=efisiensi.alasan
        )
    return hasil
