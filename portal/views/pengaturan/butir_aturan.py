"""Every setting of a rule in words: what it says, what that means, and what it does to a figure (by the engine).

A new rule needs one entry in ``KATA`` beside its field in `Aturan` and in `AturanCapaian`, whose label it takes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.db.models import Q

from anggaran.calculations import calculate_serapan
from instansi.models import PerangkatDaerah
from kinerja.calculations.aturan import PENGATURAN, Aturan, NilaiTarget
from kinerja.calculations.capaian import HasilCapaian, calculate_capaian
from kinerja.calculations.efisiensi import (
    LabelEfisiensi,
    calculate_efisiensi,
    calculate_nilai_efisiensi_aturan,
    label_efisiensi,
)
from kinerja.calculations.perbandingan import calculate_perubahan_capaian
from kinerja.calculations.rata_rata import (
    HasilRataRata,
    calculate_rata_rata,
    calculate_rata_rata_bertingkat,
    calculate_serapan_rata,
)
from kinerja.enums import (
    BagianHitung,
    BasisPredikat,
    CaraRataRata,
    FormulaMinimasi,
    KolomKategori,
    NolPagu,
    Polaritas,
    RumusEfisiensi,
    RumusSerapan,
    TingkatRataRata,
)
from kinerja.models import AturanCapaian, Indikator
from sakip.kit.formats import format_angka, format_persen
from sakip.kit.hasil import Hasil

TANPA_BATAS = "Tidak dibatasi"


@dataclass(frozen=True, slots=True)
class Butir:
    """One setting in words: what it is, what it means with an example, and what the general rule says if it differs."""

    label: str
    nilai: str
    arti: str
    contoh: str = ""
    umum: str = ""


@dataclass(frozen=True, slots=True)
class AturanSendiri:
    """What one indikator has of its own beside the rules of the tables, in words."""

    nama: str
    isi: list[str]


Kata = Callable[[Aturan], tuple[str, str, str]]
"""The choice of a rule, its meaning, and an example."""


def _capaian(
    target: str, realisasi: str, aturan: Aturan, polaritas: Polaritas = Polaritas.MAKSIMASI
) -> HasilCapaian:
    return calculate_capaian(
        target=NilaiTarget(nilai=Decimal(target)),
        realisasi=Decimal(realisasi),
        polaritas=polaritas,
        aturan=aturan,
    )


def _average(aturan: Aturan, *realisasi: str, bobot: tuple[int, ...] = ()) -> HasilRataRata:
    berbobot = bobot and aturan.rata_rata == CaraRataRata.BERBOBOT
    return calculate_rata_rata(
        bagian=[_capaian("100", satu, aturan) for satu in realisasi],
        aturan=aturan,
        bobot=[Decimal(satu) for satu in bobot] if berbobot else None,
    )


def _write(hasil: Hasil) -> str:
    return hasil.teks if hasil.kosong is None else f"– ({hasil.keterangan.rstrip('.').lower()})"


def _batas_tampil(aturan: Aturan) -> tuple[str, str, str]:
    batas = aturan.batas_tampil
    contoh = f"Target 10 dan realisasi 16: {_write(_capaian('10', '16', aturan))}."
    if batas is None:
        return TANPA_BATAS, "Capaian di atas 100% ditampilkan apa adanya.", contoh
    teks = format_persen(batas, None)
    return teks, f"Capaian yang lebih tinggi ditampilkan {teks}.", contoh


def _batas_rata(aturan: Aturan) -> tuple[str, str, str]:
    batas = aturan.batas_rata
    polos = replace(aturan, rata_rata=CaraRataRata.ARITMETIKA)
    contoh = f"Rata-rata capaian 160 dan 80: {_write(_average(polos, '160', '80'))}."
    if batas is None:
        return (
            TANPA_BATAS,
            "Capaian yang tinggi dapat menutup capaian yang rendah dalam rata-rata.",
            contoh,
        )
    teks = format_persen(batas, None)
    return teks, f"Capaian yang lebih tinggi masuk rata-rata sebagai {teks}.", contoh


def _desimal(aturan: Aturan) -> tuple[str, str, str]:
    return (
        f"{aturan.desimal} desimal",
        "Dibulatkan satu kali, setengah ke atas, saat ditampilkan.",
        f"2,00 dari 2,90: {_write(_capaian('2.90', '2.00', aturan))}.",
    )


def _desimal_k(aturan: Aturan) -> tuple[str, str, str]:
    k = aturan.desimal_kinerja
    hasil = calculate_capaian(
        target=NilaiTarget(nilai=Decimal("2.90")),
        realisasi=Decimal("2.00"),
        polaritas=Polaritas.MAKSIMASI,
        aturan=aturan,
        desimal=k,
    )
    nilai = "Sama dengan kolom lain" if aturan.desimal_k is None else f"{k} desimal"
    return nilai, "Berlaku pada kolom K tabel pengukuran kinerja.", f"2,00 dari 2,90: {_write(hasil)}."


def _formula_minimasi(aturan: Aturan) -> tuple[str, str, str]:
    selisih = aturan.formula_minimasi == FormulaMinimasi.SELISIH
    hasil = _capaian("10", "12", aturan, Polaritas.MINIMASI)
    return (
        str(FormulaMinimasi(aturan.formula_minimasi).label),
        "Realisasi dua kali target memberi capaian 0."
        if selisih
        else "Realisasi dua kali target memberi capaian 50; capaian tidak pernah mencapai 0.",
        f"Target 10 dan realisasi 12: {_write(hasil)}.",
    )


def _lantai_nol(aturan: Aturan) -> tuple[str, str, str]:
    selisih = replace(aturan, formula_minimasi=FormulaMinimasi.SELISIH)
    hasil = _capaian("10", "25", selisih, Polaritas.MINIMASI)
    contoh = f"Semakin rendah semakin baik, target 10 dan realisasi 25: {_write(hasil)}."
    if aturan.lantai_nol:
        return "Menjadi 0", "Capaian tidak pernah negatif.", contoh
    return "Ditampilkan negatif", "Capaian negatif tetap ditampilkan.", contoh


def _rata_rata(aturan: Aturan) -> tuple[str, str, str]:
    arti = {
        CaraRataRata.ARITMETIKA: "Setiap capaian yang dinilai dihitung sama.",
        CaraRataRata.BERBOBOT: "Capaian dihitung menurut bobot indikatornya; tanpa bobot tidak ada rata-rata.",
        CaraRataRata.GEOMETRIK: "Akar pangkat n dari hasil kali; satu capaian 0 membuat rata-rata 0.",
    }[aturan.rata_rata]
    hasil = _average(aturan, "100", "90", bobot=(1, 3))
    return str(aturan.rata_rata.label), arti, f"Capaian 100 (bobot 1) dan 90 (bobot 3): {_write(hasil)}."


def _tingkat_rata(aturan: Aturan) -> tuple[str, str, str]:
    polos = replace(aturan, rata_rata=CaraRataRata.ARITMETIKA)
    kelompok = [_average(polos, "80"), _average(polos, "100", "100", "100")]
    sasaran = aturan.tingkat_rata == TingkatRataRata.SASARAN
    hasil = (
        calculate_rata_rata_bertingkat(kelompok=kelompok, aturan=polos)
        if sasaran
        else _average(polos, "80", "100", "100", "100")
    )
    return (
        str(aturan.tingkat_rata.label),
        "Setiap sasaran dihitung sama, berapa pun indikatornya."
        if sasaran
        else "Setiap indikator dihitung sama, berapa pun sasarannya.",
        f"Sasaran A 80, sasaran B 100, 100 dan 100: {_write(hasil)}.",
    )


def _basis_predikat(aturan: Aturan) -> tuple[str, str, str]:
    hasil = _capaian("60", "43.87", aturan)
    return (
        str(BasisPredikat(aturan.basis_predikat).label),
        {
            BasisPredikat.CAPAIAN: "Capaian dicocokkan dengan skala predikat.",
            BasisPredikat.REALISASI: "Nilai realisasi, bukan capaiannya, dicocokkan dengan skala predikat.",
            BasisPredikat.RATA_RATA: "Hanya rata-rata yang berpredikat; indikatornya tidak.",
        }[aturan.basis_predikat],
        f"Target 60 dan realisasi 43,87: {hasil.label or '–'}.",
    )


def _efisiensi(aturan: Aturan) -> tuple[str, str, str]:
    hasil = _hitung_efisiensi(aturan)
    label = f" {hasil.label}" if hasil.label and hasil.label != hasil.teks else ""
    return (
        str(aturan.efisiensi.label),
        "Dipakai pada tabel efisiensi penggunaan sumber daya.",
        f"Capaian 90,57 dan serapan 99,45: {_write(hasil)}{label}.",
    )


def _kategori(aturan: Aturan) -> tuple[str, str, str]:
    arti = {
        KolomKategori.BAWAAN: "Tabel capaian berkategori, tabel perbandingan tidak.",
        KolomKategori.SATU: "Tabel perbandingan pun berkategori.",
        KolomKategori.DUA: "Capaian dan realisasi masing-masing dicocokkan dengan skala predikat.",
    }[aturan.kategori]
    dasar = [BasisPredikat(aturan.basis_predikat)]
    if aturan.kategori == KolomKategori.DUA:
        dasar = [BasisPredikat.CAPAIAN, BasisPredikat.REALISASI]
    hasil = [(satu, _capaian("88", "83.94", replace(aturan, basis_predikat=satu)).label) for satu in dasar]
    teks = "; ".join(f"{label or '–'} (atas {satu.sebutan})" for satu, label in hasil)
    return str(aturan.kategori.label), arti, f"Target 88 dan realisasi 83,94: {teks}."


def _perubahan_capaian(aturan: Aturan) -> tuple[str, str, str]:
    hasil = calculate_perubahan_capaian(
        sekarang=_capaian("60", "43.87", aturan), dahulu=_capaian("55", "38", aturan), aturan=aturan
    )
    contoh = f"Capaian 73,12 sesudah 69,09: {_write(hasil)} poin."
    if aturan.perubahan_capaian:
        return "Ditampilkan", "Perbandingan dengan tahun lalu memuat selisih capaian.", contoh
    return "Tidak ditampilkan", "Perbandingan dengan tahun lalu memuat selisih realisasi saja.", contoh


def _hitung_efisiensi(aturan: Aturan) -> Hasil:
    bebas = replace(aturan, batas_tampil=None)
    serapan = calculate_serapan(pagu=Decimal(10000), realisasi=Decimal(9945), desimal=aturan.desimal)
    return calculate_efisiensi(capaian=_capaian("100", "90.57", bebas), serapan=serapan, aturan=aturan)


def _nilai_efisiensi(aturan: Aturan) -> tuple[str, str, str]:
    ne = calculate_nilai_efisiensi_aturan(efisiensi=_hitung_efisiensi(aturan), aturan=aturan)
    contoh = f"Efisiensi pada contoh di atas: NE {_write(ne)}."
    if aturan.nilai_efisiensi or aturan.efisiensi == RumusEfisiensi.PMK22:
        return "Ditampilkan", "NE = 50 + efisiensi / 20 × 50, paling rendah 0 dan paling tinggi 100.", contoh
    return "Tidak ditampilkan", "Tabel efisiensi tidak memuat nilai efisiensi.", contoh


def _ambang_efisiensi(aturan: Aturan) -> tuple[str, str, str]:
    ambang = aturan.ambang_efisiensi
    hasil = _hitung_efisiensi(aturan)
    return (
        "Menurut rumusnya" if ambang is None else format_angka(ambang),
        "Selisih dan PMK 22/2021: 0. Rasio: 100. Sisa anggaran: tanpa sebutan."
        if ambang is None
        else "Nilai efisiensi sebesar ini atau lebih disebut efisien.",
        f"Efisiensi pada contoh di atas: {hasil.label or 'tanpa sebutan'}.",
    )


def _label_efisien(aturan: Aturan) -> tuple[str, str, str]:
    return (
        aturan.label_efisien or LabelEfisiensi.EFISIEN.value,
        "Sebutan pada tabel efisiensi bila memenuhi batasnya.",
        f"Efisiensi 999: {label_efisiensi(nilai=Decimal(999), desimal=2, aturan=aturan)}.",
    )


def _label_kurang_efisien(aturan: Aturan) -> tuple[str, str, str]:
    bawaan = LabelEfisiensi.KURANG_EFISIEN.value
    if aturan.efisiensi == RumusEfisiensi.KUALITATIF:
        bawaan = LabelEfisiensi.INEFISIEN.value
    teks = aturan.label_kurang_efisien or bawaan
    return teks, "Sebutan pada tabel efisiensi bila tidak memenuhi batasnya.", f"Efisiensi −999: {teks}."


def _nol_pagu(aturan: Aturan) -> tuple[str, str, str]:
    nol = aturan.nol_pagu == NolPagu.NOL
    hasil = calculate_serapan(pagu=Decimal(0), realisasi=Decimal(0), nol=nol, desimal=aturan.desimal)
    return (
        str(aturan.nol_pagu.label),
        "Kegiatan tanpa pagu dihitung terserap 0%."
        if nol
        else "Kegiatan tanpa pagu tidak mempunyai serapan.",
        f"Pagu 0: {hasil.teks}.",
    )


def _serapan(aturan: Aturan) -> tuple[str, str, str]:
    jumlah = aturan.serapan == RumusSerapan.JUMLAH
    if jumlah:
        hasil = calculate_serapan(pagu=Decimal(1000), realisasi=Decimal(950), desimal=aturan.desimal)
    else:
        bagian = [
            calculate_serapan(pagu=Decimal(pagu), realisasi=Decimal(belanja), desimal=aturan.desimal)
            for pagu, belanja in ((100, 50), (900, 900))
        ]
        hasil = calculate_serapan_rata(bagian=bagian, aturan=aturan)
    return (
        str(aturan.serapan.label),
        "Rupiah dijumlahkan lebih dulu, lalu dibagi."
        if jumlah
        else "Persentase setiap indikator program dirata-rata tanpa melihat besar pagunya (T-C.23).",
        f"Pagu 100 terserap 50 dan pagu 900 terserap 900: {_write(hasil)}.",
    )


def _bagian(aturan: Aturan) -> tuple[str, str, str]:
    polos = Aturan(bagian=aturan.bagian, desimal=2)
    hasil = calculate_rata_rata(
        bagian=[_capaian("112153500", "111531500", polos), _capaian("10000", "9487.5", polos)], aturan=polos
    )
    return (
        str(aturan.bagian.label),
        "Rata-rata dan efisiensi dihitung dari angka sebelum dibulatkan."
        if aturan.bagian == BagianHitung.MENTAH
        else "Rata-rata dan efisiensi dihitung dari angka yang tercetak.",
        f"Rata-rata 99,45 (99,4454…) dan 94,88 (94,875): {_write(hasil)}.",
    )


def _skala(aturan: Aturan) -> tuple[str, str, str]:
    if aturan.skala is None:
        return "Tanpa skala", "Capaian tidak diberi predikat.", ""
    return aturan.skala.nama, "Lihat pita skalanya.", ""


KATA: Mapping[str, Kata] = {
    "batas_tampil": _batas_tampil,
    "batas_rata": _batas_rata,
    "desimal": _desimal,
    "desimal_k": _desimal_k,
    "formula_minimasi": _formula_minimasi,
    "lantai_nol": _lantai_nol,
    "rata_rata": _rata_rata,
    "tingkat_rata": _tingkat_rata,
    "basis_predikat": _basis_predikat,
    "kategori": _kategori,
    "perubahan_capaian": _perubahan_capaian,
    "efisiensi": _efisiensi,
    "nilai_efisiensi": _nilai_efisiensi,
    "ambang_efisiensi": _ambang_efisiensi,
    "label_efisien": _label_efisien,
    "label_kurang_efisien": _label_kurang_efisien,
    "nol_pagu": _nol_pagu,
    "serapan": _serapan,
    "bagian": _bagian,
    "skala": _skala,
}
"""What each setting says, by its name."""


def describe_aturan(aturan: Aturan) -> list[Butir]:
    """Return every setting of a rule in words, the scale last."""
    hasil = []
    for nama in (*PENGATURAN, "skala"):
        label = str(getattr(AturanCapaian._meta.get_field(nama), "verbose_name", nama))
        hasil.append(Butir(label[:1].upper() + label[1:], *KATA[nama](aturan)))
    return hasil


def compare_aturan(aturan: Aturan, umum: Aturan) -> list[Butir]:
    """Return the settings of a rule, each with what the general rule says where the two differ."""
    return [
        butir if butir.nilai == dasar.nilai else replace(butir, umum=dasar.nilai)
        for butir, dasar in zip(describe_aturan(aturan), describe_aturan(umum), strict=True)
    ]


def list_aturan_sendiri(opd: PerangkatDaerah) -> list[AturanSendiri]:
    """Return the indicators of an office with a formula, cap or weight of their own, in their order (one query)."""
    punya = Q(bobot__isnull=False) | Q(batas_tampil__isnull=False) | Q(batas_rata__isnull=False)
    rows = Indikator.objects.filter(punya | ~Q(formula_minimasi=""), opd=opd).order_by("urutan", "id")
    return [AturanSendiri(row.nama, _describe_sendiri(row)) for row in rows]


def _describe_sendiri(row: Indikator) -> list[str]:
    isi = []
    if row.formula_minimasi:
        isi.append(f"Rumus: {FormulaMinimasi(row.formula_minimasi).label}")
    for sebutan, batas in (
        ("Batas yang ditampilkan", row.batas_tampil),
        ("Batas dalam rata-rata", row.batas_rata),
    ):
        if batas is not None:
            isi.append(f"{sebutan}: {format_persen(batas, None) if batas else TANPA_BATAS.lower()}")
    if row.bobot is not None:
        isi.append(f"Bobot dalam rata-rata: {format_angka(row.bobot)}")
    return isi
