"""Averages of results. See docs/perhitungan.md, chapter 6."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, get_bagian_rata
from kinerja.calculations.capaian import ATURAN_BAWAAN, HasilCapaian, create_capaian
from kinerja.enums import BagianHitung
from sakip.kit.decimals import NOL, exact
from sakip.kit.formats import format_angka
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai


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


@exact
def calculate_rata_rata(
    *,
    bagian: Sequence[Hasil],
    aturan: Aturan = ATURAN_BAWAAN,
    desimal: int | None = None,
    bobot: Sequence[Decimal] | None = None,
    sebutan: str = "indikator",
    sumber: str = "",
) -> HasilRataRata:
    """Return the (weighted) mean of results: Σ (bobot x part) / Σ bobot over the members that have a value.

    The part is raw or displayed as ``aturan.bagian`` says, then capped by ``batas_rata``; the mean obeys
    ``batas_tampil``. Members without a value, and weights of 0, do not count. Raises ValueError when
    ``bobot`` has another length or a negative weight. Worked: (76,92 + 131,92)/2 = 104,42; of displayed parts
    (99,45 + 94,88)/2 = 97,17.
    """
    timbangan = [Decimal(1)] * len(bagian) if bobot is None else list(bobot)
    if len(timbangan) != len(bagian):
        raise ValueError("as many weights as parts are needed")
    if any(weight < 0 for weight in timbangan):
        raise ValueError("a weight cannot be negative")

    rumus = (
        "jumlah capaian / banyaknya yang dinilai"
        if bobot is None
        else "jumlah (bobot × capaian) / jumlah bobot"
    )
    terpakai: list[tuple[Decimal, Decimal]] = []
    dibatasi = 0
    for hasil, weight in zip(bagian, timbangan, strict=True):
        nilai = get_bagian_rata(hasil=hasil, aturan=aturan)
        if nilai is None:
            continue
        terpakai.append((nilai, weight))
        lowered = (
            aturan.batas_rata is not None and hasil.mentah is not None and hasil.mentah > aturan.batas_rata
        )
        if lowered or (hasil.dibatasi and aturan.bagian == BagianHitung.TAMPIL):
            dibatasi += 1

    catatan = [f"{len(terpakai)} dari {len(bagian)} {sebutan} sudah dinilai"]
    if dibatasi:
        catatan.append(f"{dibatasi} {sebutan} dihitung dengan capaian yang dibatasi")
    masukan = tuple(
        (f"{sebutan} {nomor}", text_nilai(nilai)) for nomor, (nilai, _) in enumerate(terpakai, start=1)
    )
    total = sum((weight for _, weight in terpakai), NOL)
    if total == 0:
        kosong = create_hasil_kosong(
            kosong=Kosong.TANPA_NILAI, rumus=rumus, masukan=masukan, sumber=sumber, catatan=tuple(catatan)
        )
        return HasilRataRata(
            mentah=None,
            tampil=None,
            teks=kosong.teks,
            kosong=kosong.kosong,
            derivasi=kosong.derivasi,
            anggota=len(bagian),
            dinilai=len(terpakai),
            anggota_dibatasi=dibatasi,
        )
    if bobot is None:
        langkah = f"({' + '.join(text_nilai(nilai) for nilai, _ in terpakai)}) / {len(terpakai)}"
    else:
        suku = " + ".join(f"{format_angka(weight)} × {text_nilai(nilai)}" for nilai, weight in terpakai)
        langkah = f"({suku}) / {format_angka(total)}"
    rata = create_capaian(
        nilai=sum((nilai * weight for nilai, weight in terpakai), NOL) / total,
        aturan=aturan,
        desimal=aturan.desimal if desimal is None else desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(langkah,),
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
        dinilai=len(terpakai),
        anggota_dibatasi=dibatasi,
    )


def calculate_serapan_rata(*, bagian: Sequence[Hasil], aturan: Aturan = ATURAN_BAWAAN) -> Hasil:
    """Return the mean of absorption percentages, raw or displayed, for tables whose rule asks for it.

    A mean of ratios is not the ratio of the sums; caps of capaian and predikat do not apply. Worked, displayed:
    (99,45 + 94,88)/2 = 97,17. Empty when no part has a value.
    """
    polos = replace(aturan, batas_tampil=None, batas_rata=None, lantai_nol=False, skala=None)
    rata = calculate_rata_rata(bagian=bagian, aturan=polos, sebutan="indikator program")
    rumus = "jumlah persentase serapan / banyaknya indikator program"
    return replace(rata, tercapai=None, derivasi=replace(rata.derivasi, rumus=rumus))


@exact
def calculate_rata_rata_geometrik(
    *, nilai: Sequence[Decimal | None], desimal: int = 2, sebutan: str = "keluaran", sumber: str = ""
) -> Hasil:
    """Return the geometric mean of the values that are there. PMK 22/2021. Worked: √(100 x 90) = 94,87.

    One value of 0 makes the mean 0. Raises ValueError for a negative value.
    """
    rumus = "akar pangkat n dari hasil kali nilai"
    terisi = [value for value in nilai if value is not None]
    if any(value < 0 for value in terisi):
        raise ValueError("a geometric mean needs values of 0 or more")
    masukan = tuple((f"{sebutan} {nomor}", text_nilai(value)) for nomor, value in enumerate(terisi, start=1))
    catatan = (f"{len(terisi)} dari {len(nilai)} {sebutan} sudah dinilai",)
    if not terisi:
        return create_hasil_kosong(kosong=Kosong.TANPA_NILAI, rumus=rumus, sumber=sumber, catatan=catatan)
    if any(value == 0 for value in terisi):
        hasil = NOL
    else:
        hasil = (sum((value.ln() for value in terisi), NOL) / len(terisi)).exp()
    return create_hasil(
        nilai=hasil,
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(f"({' × '.join(text_nilai(value) for value in terisi)})^(1/{len(terisi)})",),
        sumber=sumber,
        catatan=catatan,
    )
