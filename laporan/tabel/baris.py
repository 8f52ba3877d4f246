"""Rows that official tables of kinerja share: cells of targets and capaian, rows under their nodes, footnotes."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.calculations.aturan import Aturan
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.predikat_rata import TANPA_PREDIKAT
from kinerja.calculations.rata_rata import HasilRataRata
from kinerja.enums import BasisPredikat, CaraRataRata, JenisNilai, KolomKategori, TingkatRataRata
from kinerja.models import Indikator
from kinerja.queries import TargetBerlaku, get_desimal_target
from laporan.tabel.dasar import (
    Baris,
    Kolom,
    Sel,
    TabelTanpaDataError,
    create_sel_angka,
    create_sel_predikat,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan
from renstra.enums import TINGKAT_JENJANG, Jenjang
from renstra.models import Simpul
from sakip.kit.formats import TANDA_KOSONG, format_rasio
from sakip.kit.hasil import NILAI_TURUNAN

SUMBER = "Data kinerja perangkat daerah, diolah"
TERCAPAI = "Tercapai"
TIDAK_TERCAPAI = "Tidak tercapai"

KOLOM_NAMA = Kolom("nama", "Sasaran / Indikator", lebar=34)


def create_sel_target(target: TargetBerlaku | None, indikator: Indikator) -> Sel:
    """Return the cell of a target with the document that sets it."""
    if target is None:
        return Sel(teks="–", keterangan="Target belum ditetapkan.")
    nilai = target.nilai
    desimal = get_desimal_target(nilai, indikator)
    teks = nilai.teks(desimal)
    # a number alone is a number in a workbook; what prints as words (a band, a label, 1:n) is words there too
    angka = nilai.nilai if not (nilai.is_rentang or nilai.rasio or nilai.label) else None
    return Sel(
        teks=teks,
        nilai=teks if angka is None else angka,
        desimal=None if angka is None else desimal,
        keterangan=f"{target.dokumen}{f', {target.asal}' if target.asal else ''}",
    )


def create_sel_pembanding(nilai: Decimal | None, indikator: Indikator, desimal: int) -> Sel:
    """Return the cell of a value that stands beside those of the indikator, written as they are."""
    if nilai is not None and indikator.jenis_nilai == JenisNilai.RASIO:
        return create_sel_teks(format_rasio(nilai, desimal))
    return create_sel_angka(nilai, desimal)


def create_sel_tercapai(hasil: HasilCapaian) -> Sel:
    """Return Tercapai or Tidak tercapai, decided on the displayed value; a dash without a capaian."""
    if hasil.tercapai is None:
        return Sel(teks="–", keterangan=hasil.keterangan)
    return create_sel_teks(TERCAPAI if hasil.tercapai else TIDAK_TERCAPAI)


def create_sel_kategori(hasil: HasilCapaian, aturan: Aturan) -> Sel:
    """Return the predicate cell of a capaian; a value that the rule cannot classify says why."""
    if hasil.predikat is None and TANPA_PREDIKAT in hasil.derivasi.catatan:
        return Sel(teks=TANDA_KOSONG, keterangan=TANPA_PREDIKAT)
    return create_sel_predikat(hasil.predikat, hasil.skala or aturan.skala, derivasi=hasil.derivasi)


@dataclass(frozen=True, slots=True)
class Kategori:
    """One predicate column of a table: its code, its title, and the rule that it classifies by."""

    kode: str
    judul: str
    aturan: Aturan

    def create_kolom(self, akhiran: str = "", *, kelompok: str = "", lebar: int = 8) -> Kolom:
        """The column; ``akhiran`` tells those of several years or periods apart."""
        return Kolom(f"{self.kode}{akhiran}", self.judul, "predikat", kelompok=kelompok, lebar=lebar)


def list_kategori(aturan: Aturan, *, bawaan: bool = False) -> list[Kategori]:
    """Return the predicate columns that the rule gives a table; ``bawaan`` unless the table has none of its own."""
    if aturan.kategori == KolomKategori.DUA:
        lain = (
            BasisPredikat.REALISASI
            if aturan.basis_predikat == BasisPredikat.CAPAIAN
            else BasisPredikat.CAPAIAN
        )
        return [
            Kategori("kategori", f"Kategori atas {aturan.basis_predikat.sebutan}", aturan),
            Kategori("kategori_lain", f"Kategori atas {lain.sebutan}", replace(aturan, basis_predikat=lain)),
        ]
    if bawaan or aturan.kategori == KolomKategori.SATU:
        return [Kategori("kategori", "Kategori", aturan)]
    return []


def create_sel_semua_kategori(
    kategori: Iterable[Kategori], hitung: Callable[[Aturan], HasilCapaian], akhiran: str = ""
) -> dict[str, Sel]:
    """Return the cells of predicate columns; ``hitung`` gives the capaian by the rule of a column."""
    return {
        f"{satu.kode}{akhiran}": create_sel_kategori(hitung(satu.aturan), satu.aturan) for satu in kategori
    }


def create_catatan(hasil: Iterable[HasilCapaian], aturan: Aturan) -> list[str]:
    """Return the footnote of a table with a kategori column: its scale. Caps name themselves (`describe_caps`)."""
    catatan = []
    if aturan.skala is not None and any(satu.predikat for satu in hasil):
        sumber = f" ({aturan.skala.sumber})" if aturan.skala.sumber else ""
        catatan.append(
            f"Kategori menurut {aturan.skala.nama}{sumber}, dinilai atas {aturan.basis_predikat.sebutan}."
        )
    return catatan


def describe_caps(baris: Iterable[Baris]) -> list[str]:
    """Return one sentence for each cap that lowered a figure of a table."""
    batas = (sel.derivasi.batas for satu in baris for sel in satu.sel.values() if sel.derivasi is not None)
    kalimat = dict.fromkeys(teks for satu in batas if satu for teks in satu.split("; "))
    return [f"{teks[:1].upper()}{teks[1:]}." for teks in kalimat]


def describe_turunan(baris: Iterable[Baris]) -> list[str]:
    """Return the sentence that names the rows with a figure that rests on a derived value, and how it was derived."""
    butir: dict[str, None] = {}
    for satu in baris:
        for sel in satu.sel.values():
            sumber = "" if sel.derivasi is None else sel.derivasi.sumber
            butir |= dict.fromkeys(
                f"{satu.get('nama').teks} ({bagian.removeprefix(NILAI_TURUNAN).strip()})"
                for bagian in sumber.split("; ")
                if bagian.startswith(NILAI_TURUNAN)
            )
    return [f"Bertumpu pada nilai turunan yang tidak tercetak: {'; '.join(butir)}."] if butir else []


def create_catatan_rata_rata(rata: HasilRataRata, aturan: Aturan) -> str:
    """Return the honest footnote of a mean: n, missing, capped, and the way of the rule unless it is the plain one."""
    if not rata.dinilai:
        return f"Belum ada yang dinilai dari {rata.tidak_dinilai} indikator."
    teks = f"Rata-rata dari {rata.dinilai} indikator yang dinilai"
    if rata.tidak_dinilai:
        teks += f"; {rata.tidak_dinilai} belum dinilai"
    if rata.anggota_dibatasi:
        teks += f"; {rata.anggota_dibatasi} dibatasi"
    cara = []
    if aturan.rata_rata != CaraRataRata.ARITMETIKA:
        cara.append(aturan.rata_rata.label.lower())
    if aturan.tingkat_rata == TingkatRataRata.SASARAN:
        cara.append("dari rata-rata tiap sasaran")
    return f"{teks}. Dihitung {', '.join(cara)}." if cara else f"{teks}."


def build_indikator_rows(
    data: DataLaporan,
    indikator: Sequence[Indikator],
    make: Callable[[Indikator], dict[str, Sel]],
    *,
    header: Callable[[Simpul, Sequence[Indikator]], dict[str, Sel]] | None = None,
) -> list[Baris]:
    """Return rows grouped under their nodes: a heading row per node, then its indicators.

    ``make(indikator)`` gives the cells of an indicator; ``header(node, indicators)`` those of the heading row.
    """
    baris: list[Baris] = []
    nodes = {row.simpul_id for row in indikator}
    for node in data.simpul:
        if node.pk not in nodes:
            continue
        milik = [row for row in indikator if row.simpul_id == node.pk]
        tingkat = (
            TINGKAT_JENJANG[node.jenjang] if node.jenjang not in (Jenjang.TUJUAN, Jenjang.SASARAN) else 0
        )
        kepala: dict[str, Sel] = {"nama": create_sel_teks(node.nama)}
        if header is not None:
            kepala |= header(node, milik)
        baris.append(Baris(node.kunci, kepala, tingkat=tingkat, jenis="simpul"))
        for row in milik:
            sel = {"nama": create_sel_teks(row.nama), "satuan": create_sel_teks(row.satuan)}
            baris.append(Baris(row.kunci, sel | make(row), tingkat=tingkat + 1))
    return baris


def require_indikator(indikator: Sequence[Indikator], apa: str, tahun: int) -> None:
    """Raise TabelTanpaDataError when a table has no indikator, saying what to enter."""
    if not indikator:
        raise TabelTanpaDataError(
            f"Belum ada {apa} dengan target atau realisasi tahun {tahun}. "
            "Minta pengelola portal memuat dokumen yang menetapkan targetnya."
        )
