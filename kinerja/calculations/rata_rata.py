"""Averages of results. See docs/perhitungan.md, chapter 6."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, get_bagian_rata
from kinerja.calculations.capaian import ATURAN_BAWAAN, HasilCapaian, create_capaian
from kinerja.enums import BagianHitung, BasisPredikat, CaraRataRata
from sakip.kit.decimals import NOL, exact
from sakip.kit.formats import format_angka
from sakip.kit.hasil import Hasil, Kosong, create_hasil_kosong, text_nilai


@dataclass(frozen=True, kw_only=True)
class HasilRataRata(HasilCapaian):
    """A mean with what stands behind it: members, those with a value, and those that a cap lowered."""

    anggota: int = 0
    dinilai: int = 0
    anggota_dibatasi: int = 0

    @property
    def tidak_dinilai(self) -> int:
        """Members without a value; they are left out, never taken as 0."""
        return self.anggota - self.dinilai


@dataclass(frozen=True)
class _Gabungan:
    """A combined value before floor, cap and rounding, or the reason why there is none."""

    rumus: str
    langkah: str = ""
    nilai: Decimal | None = None
    kosong: Kosong = Kosong.TANPA_NILAI
    catatan: str = ""


def _combine_rata(nilai: Sequence[Decimal]) -> _Gabungan:
    rumus = "jumlah capaian / banyaknya yang dinilai"
    if not nilai:
        return _Gabungan(rumus)
    langkah = f"({' + '.join(text_nilai(satu) for satu in nilai)}) / {len(nilai)}"
    return _Gabungan(rumus, langkah, sum(nilai, NOL) / len(nilai))


def _combine_bobot(nilai: Sequence[Decimal], bobot: Sequence[Decimal | None]) -> _Gabungan:
    rumus = "jumlah (bobot × capaian) / jumlah bobot"
    if len(nilai) == 1 and bobot[0] != 0:
        return _combine_rata(nilai)
    lengkap = [satu for satu in bobot if satu is not None]
    if len(lengkap) != len(bobot):
        return _Gabungan(rumus, kosong=Kosong.BOBOT_KOSONG)
    total = sum(lengkap, NOL)
    if total == 0:
        return _Gabungan(rumus)
    pasangan = list(zip(nilai, lengkap, strict=True))
    suku = " + ".join(f"{format_angka(berat)} × {text_nilai(satu)}" for satu, berat in pasangan)
    return _Gabungan(
        rumus,
        f"({suku}) / {format_angka(total)}",
        sum((satu * berat for satu, berat in pasangan), NOL) / total,
    )


def _combine_geometrik(nilai: Sequence[Decimal]) -> _Gabungan:
    rumus = "akar pangkat n dari hasil kali nilai"
    if not nilai:
        return _Gabungan(rumus)
    if any(satu < 0 for satu in nilai):
        return _Gabungan(rumus, kosong=Kosong.NILAI_NEGATIF)
    langkah = f"({' × '.join(text_nilai(satu) for satu in nilai)})^(1/{len(nilai)})"
    if any(satu == 0 for satu in nilai):
        return _Gabungan(rumus, langkah, NOL, catatan="satu nilai 0 membuat rata-rata geometrik 0")
    return _Gabungan(rumus, langkah, (sum((satu.ln() for satu in nilai), NOL) / len(nilai)).exp())


def _combine(cara: CaraRataRata, nilai: Sequence[Decimal], bobot: Sequence[Decimal | None]) -> _Gabungan:
    if cara == CaraRataRata.BERBOBOT:
        return _combine_bobot(nilai, bobot)
    return _combine_geometrik(nilai) if cara == CaraRataRata.GEOMETRIK else _combine_rata(nilai)


@exact
def average_nilai(
    *, nilai: Sequence[Decimal], bobot: Sequence[Decimal | None], aturan: Aturan = ATURAN_BAWAAN
) -> Decimal | None:
    """Return the mean of plain values in the way of the rule; None where there is none. Worked: 100 and 90, weights 1
    and 3, are 92,5.
    """
    return _combine(aturan.rata_rata, nilai, bobot).nilai


@exact
def calculate_rata_rata(
    *,
    bagian: Sequence[Hasil],
    aturan: Aturan = ATURAN_BAWAAN,
    desimal: int | None = None,
    bobot: Sequence[Decimal | None] | None = None,
    batas: Sequence[Decimal | None] | None = None,
    sebutan: str = "indikator",
    sumber: str = "",
) -> HasilRataRata:
    """Return the mean of the results that have a value, by ``aturan.rata_rata`` (weighted when ``bobot`` is given).

    The part is raw or displayed as ``aturan.bagian`` says, then capped by ``batas_rata`` (``batas``: by the cap of each
    member instead); the mean obeys ``batas_tampil``. Members without a value do not count, nor do weights of 0; a
    member with a value and without a weight leaves the weighted mean empty, a negative part the geometric one. Raises
    ValueError when ``bobot`` or ``batas`` has another length, or for a negative weight. Worked: (76,92 + 131,92)/2 =
    104,42; weights 1 and 3 give 118,17; geometric 100,74; of displayed parts (99,45 + 94,88)/2 = 97,17.
    """
    cara = aturan.rata_rata if bobot is None else CaraRataRata.BERBOBOT
    timbangan = [None] * len(bagian) if bobot is None else list(bobot)
    pembatas = [aturan.batas_rata] * len(bagian) if batas is None else list(batas)
    if len(timbangan) != len(bagian) or len(pembatas) != len(bagian):
        raise ValueError("as many weights and caps as parts are needed")
    if any(weight is not None and weight < 0 for weight in timbangan):
        raise ValueError("a weight cannot be negative")

    nilai: list[Decimal] = []
    berat: list[Decimal | None] = []
    dibatasi = 0
    for hasil, weight, tertinggi in zip(bagian, timbangan, pembatas, strict=True):
        satu = get_bagian_rata(hasil=hasil, aturan=replace(aturan, batas_rata=tertinggi))
        if satu is None:
            continue
        nilai.append(satu)
        berat.append(weight)
        lowered = tertinggi is not None and hasil.mentah is not None and hasil.mentah > tertinggi
        if lowered or (hasil.dibatasi and aturan.bagian == BagianHitung.TAMPIL):
            dibatasi += 1

    gabungan = _combine(cara, nilai, berat)
    catatan = [f"{len(nilai)} dari {len(bagian)} {sebutan} sudah dinilai"]
    if dibatasi:
        catatan.append(f"{dibatasi} {sebutan} dihitung dengan capaian yang dibatasi")
    if gabungan.catatan:
        catatan.append(gabungan.catatan)
    masukan = tuple((f"{sebutan} {nomor}", text_nilai(satu)) for nomor, satu in enumerate(nilai, start=1))
    if gabungan.nilai is None:
        kosong = create_hasil_kosong(
            kosong=gabungan.kosong,
            rumus=gabungan.rumus,
            masukan=masukan,
            sumber=sumber,
            catatan=tuple(catatan),
        )
        return HasilRataRata(
            mentah=None,
            tampil=None,
            teks=kosong.teks,
            kosong=kosong.kosong,
            derivasi=kosong.derivasi,
            anggota=len(bagian),
            dinilai=len(nilai),
            anggota_dibatasi=dibatasi,
        )
    penilai = aturan
    if aturan.basis_predikat == BasisPredikat.RATA_RATA:  # a mean is what this rule classifies
        penilai = replace(aturan, basis_predikat=BasisPredikat.CAPAIAN)
    rata = create_capaian(
        nilai=gabungan.nilai,
        aturan=penilai,
        desimal=aturan.desimal if desimal is None else desimal,
        rumus=gabungan.rumus,
        masukan=masukan,
        langkah=(gabungan.langkah,),
        sumber=sumber,
        catatan=tuple(catatan),
    )
    return HasilRataRata(
        mentah=rata.mentah,
        tampil=rata.tampil,
        teks=rata.teks,
        untuk_rata=rata.untuk_rata,
        dibatasi=rata.dibatasi,
        label=rata.label,
        predikat=rata.predikat,
        tercapai=rata.tercapai,
        skala=rata.skala,
        derivasi=rata.derivasi,
        anggota=len(bagian),
        dinilai=len(nilai),
        anggota_dibatasi=dibatasi,
    )


def calculate_serapan_rata(*, bagian: Sequence[Hasil], aturan: Aturan = ATURAN_BAWAAN) -> Hasil:
    """Return the mean of absorption percentages, raw or displayed, for tables whose rule asks for it.

    A mean of ratios is not the ratio of the sums; caps of capaian and predikat do not apply. Worked, displayed:
    (99,45 + 94,88)/2 = 97,17. Empty when no part has a value.
    """
    polos = Aturan(desimal=aturan.desimal, bagian=aturan.bagian, lantai_nol=False)
    rata = calculate_rata_rata(bagian=bagian, aturan=polos, sebutan="indikator program")
    rumus = "jumlah persentase serapan / banyaknya indikator program"
    return replace(rata, tercapai=None, derivasi=replace(rata.derivasi, rumus=rumus))


def get_cara_tingkat(aturan: Aturan) -> CaraRataRata:
    """How means are combined: weights belong to indicators, so the means of sasaran count the same."""
    return aturan.rata_rata if aturan.rata_rata == CaraRataRata.GEOMETRIK else CaraRataRata.ARITMETIKA


@exact
def calculate_rata_rata_bertingkat(
    *,
    kelompok: Sequence[HasilRataRata],
    aturan: Aturan = ATURAN_BAWAAN,
    batas: Sequence[Decimal | None] | None = None,
    sebutan: str = "sasaran",
) -> HasilRataRata:
    """Return the mean of means, each counting the same; n, missing and capped are those of the members below.

    A geometric rule combines the means geometrically; weights belong to the members and do not weigh the means.
    ``batas`` are the caps under which each mean enters, when not that of the rule. Worked: sasaran A with 80, B with
    100, 100 and 100 is (80 + 100)/2 = 90,00, of the indicators 95,00.
    """
    hasil = calculate_rata_rata(
        bagian=kelompok,
        aturan=replace(aturan, rata_rata=get_cara_tingkat(aturan)),
        batas=batas,
        sebutan=f"rata-rata {sebutan}",
    )
    anggota, dinilai = (sum(getattr(satu, nama) for satu in kelompok) for nama in ("anggota", "dinilai"))
    dibatasi = sum(satu.anggota_dibatasi for satu in kelompok)
    catatan = [*hasil.derivasi.catatan, f"{dinilai} dari {anggota} indikator sudah dinilai"]
    if dibatasi:
        catatan.append(f"{dibatasi} indikator dihitung dengan capaian yang dibatasi")
    return replace(
        hasil,
        anggota=anggota,
        dinilai=dinilai,
        anggota_dibatasi=dibatasi,
        derivasi=replace(hasil.derivasi, catatan=tuple(catatan)),
    )
