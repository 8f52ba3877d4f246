"""From quarters to the year, and what a quarterly target is compared with. See docs/perhitungan.md, chapter
7.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import pairwise

from kinerja.calculations.aturan import NilaiTarget
from kinerja.calculations.capaian import calculate_persentase
from kinerja.enums import Agregasi, MaknaTarget, Periode
from sakip.kit.decimals import NOL, SERATUS, add, exact
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai

URUTAN: tuple[Periode, ...] = (
    Periode.TW1,
    Periode.TW2,
    Periode.S1,
    Periode.TW3,
    Periode.TW4,
    Periode.S2,
    Periode.TAHUN,
)

_AKHIR = {
    Periode.TW1: 1,
    Periode.TW2: 2,
    Periode.S1: 2,
    Periode.TW3: 3,
    Periode.TW4: 4,
    Periode.S2: 4,
    Periode.TAHUN: 5,
}
"""Quarter in which a period ends; a TAHUN value is known after the last quarter only."""

_JENIS = {periode: periode.value.rstrip("1234") for periode in Periode}

_RUMUS = {
    Agregasi.KUMULATIF: "posisi periode terisi terakhir",
    Agregasi.JUMLAH: "jumlah periode terisi",
    Agregasi.TERAKHIR: "nilai periode terisi terakhir",
    Agregasi.RATA_RATA: "rata-rata periode terisi",
    Agregasi.MAKSIMUM: "nilai tertinggi",
    Agregasi.MINIMUM: "nilai terendah",
}


class PeriodeCampurError(ValueError):
    """An indikator-year holds a TAHUN value beside periods, or quarters beside semesters."""

    def __init__(self) -> None:
        self.pesan = "Satu indikator diisi per tahun, per semester, atau per triwulan; tidak boleh bercampur."
        super().__init__(self.pesan)


@dataclass(frozen=True)
class PasanganPeriode:
    """What a quarter compares: its printed target, and the realisasi that the target means."""

    target: NilaiTarget | None
    realisasi: Decimal | None


def list_periode_sampai(sampai: Periode | None) -> tuple[Periode, ...]:
    """Return the periods in order that end with ``sampai`` or before it (None: all): at TW2 those are TW1, TW2, S1."""
    batas = _AKHIR[Periode.TAHUN if sampai is None else Periode(sampai)]
    return tuple(periode for periode in URUTAN if _AKHIR[periode] <= batas)


def list_sejenis(periode: Periode) -> list[Periode]:
    """Return the periods of the kind of ``periode`` in order: the quarters, the semesters, or the year alone."""
    return [p for p in URUTAN if _JENIS[p] == _JENIS[Periode(periode)]]


def calculate_tambahan(
    *, nilai: Mapping[Periode, Decimal | None], periode: Periode
) -> tuple[Periode, Decimal] | None:
    """Return what a position (agregasi kumulatif) added, and since which filled period.

    None for the first filled period or a blank one. Worked: TW1 3, TW2 8: (TW1, 5).
    """
    urut = list_sejenis(periode)
    satu = nilai.get(periode)
    sebelum = next((p for p in reversed(urut[: urut.index(periode)]) if nilai.get(p) is not None), None)
    lalu = None if sebelum is None else nilai[sebelum]
    if sebelum is None or satu is None or lalu is None:
        return None
    return sebelum, add([satu, -lalu])


def _sort(
    nilai: Mapping[Periode, Decimal | None], sampai: Periode | None
) -> list[tuple[Periode, Decimal | None]]:
    """Return the periods in order that end with ``sampai`` or before it. Raises PeriodeCampurError."""
    lengkap = {Periode(periode): value for periode, value in nilai.items()}
    if len({_JENIS[periode] for periode in lengkap}) > 1:
        raise PeriodeCampurError
    return [(periode, lengkap[periode]) for periode in list_periode_sampai(sampai) if periode in lengkap]


@exact
def _combine(terisi: list[Decimal], agregasi: Agregasi) -> Decimal:
    if agregasi == Agregasi.JUMLAH:
        return sum(terisi, NOL)
    if agregasi == Agregasi.RATA_RATA:
        return sum(terisi, NOL) / len(terisi)
    if agregasi == Agregasi.MAKSIMUM:
        return max(terisi)
    if agregasi == Agregasi.MINIMUM:
        return min(terisi)
    return terisi[-1]


def aggregate_periode(
    *,
    nilai: Mapping[Periode, Decimal | None],
    agregasi: Agregasi,
    sampai: Periode | None = None,
    desimal: int = 2,
    sumber: str = "",
) -> Hasil:
    """Return the value of the year, or up to ``sampai``, from the values of its periods; a blank period is
    never 0.

    Keys are Periode values; a period that is absent or None is blank. A TAHUN value stands alone. Raises
    PeriodeCampurError when kinds of period mix. Worked: kumulatif 3, 6, 9, 12 is 12; jumlah 3, 3, blank is 6;
    rata-rata 80, blank, 90 is 85. A semester counts from the quarter in which it ends (S1 from TW2, S2 from
    TW4). A cumulative value that decreases is noted, not refused.
    """
    urut = _sort(nilai, sampai)
    agregasi = Agregasi(agregasi)
    masukan = tuple((str(periode.label), text_nilai(value)) for periode, value in urut)
    terisi = [value for _, value in urut if value is not None]
    rumus = _RUMUS[agregasi]
    if not terisi:
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus=rumus, masukan=masukan, sumber=sumber)
    catatan = []
    if len(terisi) < len(urut):
        catatan.append(f"{len(terisi)} dari {len(urut)} periode terisi")
    if agregasi == Agregasi.KUMULATIF and is_menurun(nilai=nilai, sampai=sampai):
        catatan.append("nilai kumulatif menurun")
    return create_hasil(
        nilai=_combine(terisi, agregasi),
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        sumber=sumber,
        catatan=tuple(catatan),
    )


def is_menurun(*, nilai: Mapping[Periode, Decimal | None], sampai: Periode | None = None) -> bool:
    """Return whether a later filled period is lower than an earlier one (a warning for cumulative entries)."""
    terisi = [value for _, value in _sort(nilai, sampai) if value is not None]
    return any(later < earlier for earlier, later in pairwise(terisi))


def aggregate_persentase(
    *,
    pembilang: Mapping[Periode, Decimal | None],
    penyebut: Mapping[Periode, Decimal | None],
    agregasi: Agregasi,
    sampai: Periode | None = None,
    faktor: Decimal = SERATUS,
    desimal: int = 2,
    sumber: str = "",
) -> Hasil:
    """Return the percentage of the year from pembilang and penyebut of its periods, never from averaged
    percentages.

    Only periods with both parts count. Jumlah and rata-rata divide the sums; kumulatif and terakhir take the
    last such period; maksimum and minimum take the highest and lowest percentage. Worked, jumlah: (10 +
    30)/(20 + 40) x 100 = 66,67.
    """
    atas, bawah = dict(_sort(pembilang, sampai)), dict(_sort(penyebut, sampai))
    pasangan = [
        (a, b) for periode, a in atas.items() if a is not None and (b := bawah.get(periode)) is not None
    ]
    if not pasangan:
        return calculate_persentase(
            pembilang=None, penyebut=None, faktor=faktor, desimal=desimal, sumber=sumber
        )
    agregasi = Agregasi(agregasi)
    if agregasi in (Agregasi.JUMLAH, Agregasi.RATA_RATA):
        total = (
            _combine([a for a, _ in pasangan], Agregasi.JUMLAH),
            _combine([b for _, b in pasangan], Agregasi.JUMLAH),
        )
        pasangan = [total]
    elif agregasi in (Agregasi.KUMULATIF, Agregasi.TERAKHIR):
        pasangan = pasangan[-1:]
    hasil = [
        calculate_persentase(pembilang=a, penyebut=b, faktor=faktor, desimal=desimal, sumber=sumber)
        for a, b in pasangan
    ]
    bernilai = [(h.mentah, h) for h in hasil if h.mentah is not None]
    if not bernilai:
        return hasil[-1]
    choose = min if agregasi == Agregasi.MINIMUM else max
    return choose(bernilai, key=lambda item: item[0])[1]


SEBELUMNYA_KOSONG = "Posisi periode sebelumnya belum diisi."
"""Why the increase within a period is not known."""


def calculate_sendiri(
    *, posisi: Mapping[Periode, Decimal | None], periode: Periode, desimal: int = 2, sumber: str = ""
) -> Hasil:
    """Return what a position (agregasi kumulatif) added within its period alone.

    Worked: 3, 8 at TW2 is 5; the first period is its own position. Unknown while the position just before is blank.
    """
    urut = list_sejenis(periode)
    satu = posisi.get(periode)
    if satu is None:
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus="nilai periode", sumber=sumber)
    if periode == urut[0]:
        return create_hasil(nilai=satu, desimal=desimal, rumus="nilai periode", sumber=sumber)
    lalu = urut[urut.index(periode) - 1]
    rumus = "posisi periode ini − posisi periode sebelumnya"
    masukan = (("periode ini", text_nilai(satu)), ("periode sebelumnya", text_nilai(posisi.get(lalu))))
    tambahan = calculate_tambahan(nilai=posisi, periode=periode)
    if tambahan is None or tambahan[0] != lalu:
        return create_hasil_kosong(
            kosong=Kosong.TANPA_NILAI, rumus=rumus, masukan=masukan, alasan=SEBELUMNYA_KOSONG, sumber=sumber
        )
    langkah = f"{text_nilai(satu)} − {text_nilai(posisi.get(lalu))}"
    return create_hasil(
        nilai=tambahan[1], desimal=desimal, rumus=rumus, masukan=masukan, langkah=(langkah,), sumber=sumber
    )


def get_target_triwulan(
    *,
    target: Mapping[Periode, NilaiTarget | None],
    makna: MaknaTarget,
    periode: Periode,
    target_tahun: NilaiTarget | None = None,
) -> NilaiTarget | None:
    """Return the target that stands printed at a period; with makna tahunan the year's target where none is
    printed.
    """
    sendiri = target.get(periode)
    if sendiri is not None and not sendiri.is_kosong:
        return sendiri
    return target_tahun if makna == MaknaTarget.TAHUNAN else None


def calculate_target_berjalan(
    *,
    target: Mapping[Periode, NilaiTarget | None],
    makna: MaknaTarget,
    agregasi: Agregasi,
    periode: Periode,
    target_tahun: NilaiTarget | None = None,
) -> NilaiTarget | None:
    """Return the target up to a period, comparable with the realisasi aggregated up to it.

    Kumulatif: the running total as printed. Tahunan: the year's target. Per triwulan: the targets so far
    combined as ``agregasi`` combines values (Σ for jumlah and kumulatif), None when one of them is missing.
    Worked, per triwulan, jumlah 3, 3, 3, 3: TW2 is 6.
    """
    if makna != MaknaTarget.PER_TRIWULAN:
        return get_target_triwulan(target=target, makna=makna, periode=periode, target_tahun=target_tahun)
    periode = Periode(periode)
    if periode is Periode.TAHUN:
        return target.get(periode) or target_tahun
    sejenis = list_sejenis(periode)
    bagian = []
    for anggota in sejenis[: sejenis.index(periode) + 1]:
        satu = target.get(anggota)
        if satu is None or satu.is_kosong:
            return None
        bagian.append(satu)
    cara = Agregasi.JUMLAH if agregasi == Agregasi.KUMULATIF else Agregasi(agregasi)
    if cara == Agregasi.TERAKHIR or any(satu.is_teks for satu in bagian):
        return bagian[-1]  # words do not add up

    def combine(values: list[Decimal | None]) -> Decimal | None:
        terisi = [value for value in values if value is not None]
        return _combine(terisi, cara) if len(terisi) == len(values) else None

    return replace(
        bagian[-1],
        nilai=combine([satu.nilai for satu in bagian]),
        bawah=combine([satu.bawah for satu in bagian]),
        atas=combine([satu.atas for satu in bagian]),
        label=bagian[-1].label if len(bagian) == 1 else "",
    )


def get_pasangan_triwulan(
    *,
    target: Mapping[Periode, NilaiTarget | None],
    realisasi: Mapping[Periode, Decimal | None],
    makna: MaknaTarget,
    agregasi: Agregasi,
    periode: Periode,
    target_tahun: NilaiTarget | None = None,
) -> PasanganPeriode:
    """Return target and realisasi of the column "capaian terhadap target triwulan".

    Kumulatif and tahunan compare the realisasi up to the period; per triwulan compares the quarter's own
    realisasi, or, when entries are positions (agregasi kumulatif), the position with the targets summed so
    far. A blank period has no realisasi. Worked, kumulatif 2, 4, 6, 8 with positions 2, 8: TW2 is 8 against
    4.
    """
    sendiri = realisasi.get(periode)
    if makna == MaknaTarget.PER_TRIWULAN and agregasi != Agregasi.KUMULATIF:
        tercetak = get_target_triwulan(target=target, makna=makna, periode=periode)
        return PasanganPeriode(target=tercetak, realisasi=sendiri)
    pembanding = calculate_target_berjalan(
        target=target, makna=makna, agregasi=agregasi, periode=periode, target_tahun=target_tahun
    )
    if sendiri is None:
        return PasanganPeriode(target=pembanding, realisasi=None)
    berjalan = aggregate_periode(nilai=realisasi, agregasi=agregasi, sampai=periode)
    return PasanganPeriode(target=pembanding, realisasi=berjalan.mentah)
