"""Official table that counts indicators per kategori, of each level and of the office."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, Pita
from kinerja.calculations.capaian import HasilCapaian, calculate_persentase
from laporan.tabel.baris import SUMBER, create_catatan, require_indikator
from laporan.tabel.dasar import (
    Baris,
    HasilTabel,
    JenisBaris,
    Kolom,
    create_sel_angka,
    create_sel_hasil,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan
from renstra.enums import Jenjang

TABEL_JENJANG: dict[str, str] = {
    Jenjang.TUJUAN: "capaian-tujuan",
    Jenjang.SASARAN: "capaian",
    Jenjang.PROGRAM: "program-kegiatan",
    Jenjang.KEGIATAN: "program-kegiatan",
    Jenjang.SUB_KEGIATAN: "program-kegiatan",
}
"""Official table whose rules a level is measured by: one answer for one indikator on every screen."""

DESIMAL = 2
BELUM_DINILAI = "Belum dinilai"
TANPA_KATEGORI = "Dinilai, tanpa kategori"
_KUNCI = {BELUM_DINILAI: "belum", TANPA_KATEGORI: "tanpa"}
"""Keys of the rows that are no band; a band has its number, the highest first."""


@dataclass(frozen=True, slots=True)
class _Kelompok:
    """Indicators of one level with the rule that judges them."""

    kunci: str
    nama: str
    aturan: Aturan
    capaian: Sequence[HasilCapaian]


def build_rekap_kategori(data: DataLaporan) -> HasilTabel:
    """Indicators per kategori, of each level and in all; those without a capaian are counted as such.

    A level is judged by the rule of its own table, so that the counts are those of the words printed there.
    """
    kelompok = [satu for jenjang in Jenjang if (satu := _read_jenjang(data, jenjang)).capaian]
    require_indikator(
        [row for row in data.indikator if data.kinerja.is_measured(row)], "indikator", data.tahun
    )
    baris = [satu for milik in kelompok for satu in _create_baris(milik)]
    if len(kelompok) > 1:
        baris += _create_total(kelompok)
    return HasilTabel(
        kode="rekap-kategori",
        judul=f"Rekapitulasi Indikator menurut Kategori Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Jenjang / Kategori", lebar=40),
            Kolom("rentang", "Nilai", lebar=30),
            Kolom("jumlah", "Jumlah indikator", "angka", lebar=15),
            Kolom("persen", "Persentase (%)", "persen", lebar=15),
        ],
        baris=baris,
        sumber=SUMBER,
        catatan=[
            "Persentase dihitung dari jumlah seluruh indikator jenjangnya, termasuk yang belum dinilai.",
            *dict.fromkeys(teks for satu in kelompok for teks in create_catatan(satu.capaian, satu.aturan)),
        ],
    )


def _read_jenjang(data: DataLaporan, jenjang: Jenjang) -> _Kelompok:
    aturan = data.aturan(TABEL_JENJANG[jenjang])
    capaian = [
        data.kinerja.capaian(row, aturan=aturan).capaian for row in data.measured(data.indicators(jenjang))
    ]
    return _Kelompok(jenjang.value, f"Indikator {jenjang.label.lower()}", aturan, capaian)


def _count_pita(kelompok: _Kelompok) -> list[tuple[str, str, int]]:
    """Word, bounds and count of each band, the highest first, then what no band holds."""
    skala = kelompok.aturan.skala
    milik: Counter[str] = Counter(satu.label for satu in kelompok.capaian if satu.predikat is not None)
    pita: list[tuple[str, str]] = []
    if skala is not None:
        pita = [(satu.nama, _write_rentang(kelompok.aturan, satu)) for satu in reversed(skala.pita)]
    # an index classified on its own scale has words of its own
    lain = [(nama, "menurut skala indikatornya") for nama in milik if nama not in dict(pita)]
    hasil = [(nama, rentang, milik[nama]) for nama, rentang in (*pita, *lain)]
    dinilai = sum(satu.mentah is not None for satu in kelompok.capaian)
    if tanpa := dinilai - sum(satu.predikat is not None for satu in kelompok.capaian):
        hasil.append((TANPA_KATEGORI, "", tanpa))
    return [*hasil, (BELUM_DINILAI, "", len(kelompok.capaian) - dinilai)]


def _write_rentang(aturan: Aturan, pita: Pita) -> str:
    teks = "" if aturan.skala is None else aturan.skala.text_pita(pita)
    return teks.removeprefix(pita.nama).strip(" ()")


def _create_baris(kelompok: _Kelompok) -> list[Baris]:
    jumlah = len(kelompok.capaian)
    dinilai = sum(satu.mentah is not None for satu in kelompok.capaian)
    baris = [
        _create(
            kelompok.kunci, kelompok.nama, f"{dinilai} dari {jumlah} dinilai", jumlah, jumlah, 0, "simpul"
        )
    ]
    baris += [
        _create(f"{kelompok.kunci}/{_KUNCI.get(nama, nomor)}", nama, rentang, banyak, jumlah, 1, "uraian")
        for nomor, (nama, rentang, banyak) in enumerate(_count_pita(kelompok), start=1)
    ]
    return baris


def _create_total(kelompok: Sequence[_Kelompok]) -> list[Baris]:
    """All levels together; by band only where one rule judges them on one scale."""
    capaian = [satu for milik in kelompok for satu in milik.capaian]
    pertama = kelompok[0].aturan
    serupa = all(
        (satu.aturan.skala, satu.aturan.basis_predikat) == (pertama.skala, pertama.basis_predikat)
        for satu in kelompok
    )
    semua = _Kelompok("TOTAL", "Seluruh indikator", pertama, capaian)
    baris = _create_baris(semua)
    kepala = Baris(baris[0].kunci, baris[0].sel, jenis="total")
    if serupa:
        return [kepala, *baris[1:]]
    return [kepala, *(satu for satu in baris[1:] if satu.get("nama").teks == BELUM_DINILAI)]


def _create(
    kunci: str, nama: str, rentang: str, banyak: int, jumlah: int, tingkat: int, jenis: JenisBaris
) -> Baris:
    persen = calculate_persentase(
        pembilang=Decimal(banyak),
        penyebut=Decimal(jumlah),
        desimal=DESIMAL,
        label_pembilang="jumlah indikator",
        label_penyebut="seluruh indikator",
    )
    return Baris(
        kunci,
        {
            "nama": create_sel_teks(nama),
            "rentang": create_sel_teks(rentang),
            "jumlah": create_sel_angka(banyak, 0),
            "persen": create_sel_hasil(persen, DESIMAL),
        },
        tingkat=tingkat,
        jenis=jenis,
    )
