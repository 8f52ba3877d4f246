"""Official tables that set kinerja beside money: efficiency of a sasaran, K and Rp side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from kinerja.calculations.aturan import Aturan, get_bagian
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.efisiensi import (
    KeluaranAnggaran,
    calculate_efisiensi,
    calculate_efisiensi_keluaran,
    calculate_nilai_efisiensi_aturan,
)
from kinerja.enums import RumusEfisiensi
from kinerja.models import Indikator
from kinerja.queries import CapaianIndikator
from laporan.tabel.baris import (
    build_indikator_rows,
    create_sel_semua_kategori,
    create_sel_target,
    list_kategori,
)
from laporan.tabel.belanja import require_pagu
from laporan.tabel.dasar import (
    Baris,
    HasilTabel,
    Kolom,
    Sel,
    TabelTanpaDataError,
    create_sel_hasil,
    create_sel_rupiah,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan, create_serapan
from renstra.enums import JENJANG_BELANJA, Jenjang
from renstra.models import Simpul
from sakip.kit.decimals import SERATUS
from sakip.kit.hasil import Hasil

KOLOM_NE = Kolom("ne", "NE", "persen", lebar=7)
"""Nilai efisiensi, where the rule shows it."""


def build_efisiensi(data: DataLaporan) -> HasilTabel:
    """Capaian of each sasaran against the absorption of the programs that support it (butir 6).

    The rupiah of several programs are pooled before dividing; a program that supports no sasaran is left out.
    """
    sumber = require_pagu(data)
    indikator = data.strategis
    if not indikator:
        raise TabelTanpaDataError(f"Belum ada indikator sasaran dengan target tahun {data.tahun}.")
    aturan = data.aturan("efisiensi")
    kategori = list_kategori(aturan)
    bernilai = _is_bernilai(aturan)
    anggaran = data.anggaran
    keluaran: list[KeluaranAnggaran | None] = []
    hasil = {row.pk: data.kinerja.capaian(row, aturan=aturan) for row in indikator}

    def make(row: Indikator) -> dict[str, Sel]:
        satu = hasil[row.pk]
        return {
            "target": create_sel_target(satu.target, row),
            "realisasi_k": create_sel_hasil(satu.realisasi, row.desimal),
            "capaian": create_sel_hasil(satu.capaian, aturan.desimal),
            **create_sel_predikat_k(lambda aturan: data.kinerja.capaian(row, aturan=aturan).capaian),
        }

    def create_sel_predikat_k(hitung: Callable[[Aturan], HasilCapaian]) -> dict[str, Sel]:
        # the column "kategori" of this table is the word of the efficiency
        return {f"k_{kode}": sel for kode, sel in create_sel_semua_kategori(kategori, hitung).items()}

    def average(milik: Sequence[Indikator], aturan: Aturan) -> HasilCapaian:
        return data.kinerja.rata_rata(
            [data.kinerja.capaian(row, aturan=aturan) for row in milik], aturan=aturan
        )

    def header(node: Simpul, milik: Sequence[Indikator]) -> dict[str, Sel]:
        rata = average(milik, aturan)
        pagu = anggaran.pooled_for_sasaran(node, anggaran.pagu)
        belanja = anggaran.pooled_for_sasaran(node, anggaran.belanja)
        serapan = create_serapan(pagu, belanja, aturan)
        efisiensi = calculate_efisiensi(capaian=rata, serapan=serapan, aturan=aturan)
        kinerja = get_bagian(hasil=rata, aturan=aturan)
        if kinerja is None or pagu is None or belanja is None:
            keluaran.append(None)
        else:
            keluaran.append(KeluaranAnggaran(pagu=pagu, realisasi=belanja, capaian=kinerja / SERATUS))
        return {
            "capaian": create_sel_hasil(rata, aturan.desimal),
            **create_sel_predikat_k(lambda aturan: average(milik, aturan)),
            "pagu": create_sel_rupiah(pagu),
            "realisasi": create_sel_rupiah(belanja),
            "serapan": create_sel_hasil(serapan, aturan.desimal),
            "efisiensi": create_sel_hasil(efisiensi, aturan.desimal),
            **_create_sel_ne(efisiensi, aturan),
            "kategori": _create_sel_label(efisiensi),
        }

    baris = build_indikator_rows(data, indikator, make, header=header)
    if aturan.efisiensi == RumusEfisiensi.PMK22:
        total = _calculate_total_e(keluaran, aturan)
        baris.append(
            Baris(
                "TOTAL",
                {
                    "nama": create_sel_teks("Efisiensi perangkat daerah"),
                    "efisiensi": create_sel_hasil(total, aturan.desimal),
                    **_create_sel_ne(total, aturan),
                    "kategori": _create_sel_label(total),
                },
                jenis="total",
            )
        )
    satuan = dict.fromkeys((RumusEfisiensi.RASIO, RumusEfisiensi.SISA, RumusEfisiensi.PMK22), "%")
    satuan[RumusEfisiensi.SELISIH] = "poin"
    return HasilTabel(
        kode="efisiensi",
        judul=f"Efisiensi Penggunaan Sumber Daya Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Sasaran / Indikator", lebar=26),
            Kolom("target", "Target", "angka", kelompok="Kinerja", lebar=7),
            Kolom("realisasi_k", "Realisasi", "angka", kelompok="Kinerja", lebar=8),
            Kolom("capaian", "Capaian (%)", "persen", kelompok="Kinerja", lebar=8),
            *[replace(k.create_kolom(kelompok="Kinerja"), kode=f"k_{k.kode}") for k in kategori],
            Kolom("pagu", "Pagu (Rp)", "rupiah", kelompok="Anggaran", lebar=13),
            Kolom("realisasi", "Realisasi (Rp)", "rupiah", kelompok="Anggaran", lebar=13),
            Kolom("serapan", "Serapan (%)", "persen", kelompok="Anggaran", lebar=8),
            Kolom("efisiensi", f"Efisiensi ({satuan.get(aturan.efisiensi, 'uraian')})", "persen", lebar=8),
            *([KOLOM_NE] if bernilai else []),
            Kolom("kategori", "Kategori", lebar=9),
        ],
        baris=baris,
        sumber=f"{sumber}; data kinerja perangkat daerah, diolah",
        catatan=[
            f"Rumus efisiensi: {aturan.efisiensi.label}.",
            "Anggaran sasaran adalah jumlah anggaran program yang terutama mendukungnya.",
        ],
        lanskap=True,
    )


def _is_bernilai(aturan: Aturan) -> bool:
    """Whether the rule shows NE."""
    return aturan.nilai_efisiensi or aturan.efisiensi == RumusEfisiensi.PMK22


def _create_sel_ne(efisiensi: Hasil, aturan: Aturan) -> dict[str, Sel]:
    """The cell of NE where the rule shows it."""
    if not _is_bernilai(aturan):
        return {}
    ne = calculate_nilai_efisiensi_aturan(efisiensi=efisiensi, aturan=aturan)
    return {KOLOM_NE.kode: create_sel_hasil(ne, aturan.desimal)}


def _create_sel_label(efisiensi: Hasil) -> Sel:
    return Sel(teks=efisiensi.label or "–", nilai=efisiensi.label or None, keterangan=efisiensi.keterangan)


def _calculate_total_e(keluaran: Sequence[KeluaranAnggaran | None], aturan: Aturan) -> Hasil:
    """E of the office (PMK 22/2021) over the sasaran that have capaian, pagu and realisasi."""
    lengkap = [satu for satu in keluaran if satu is not None]
    hasil = calculate_efisiensi_keluaran(keluaran=lengkap, desimal=aturan.desimal, aturan=aturan)
    catatan = (*hasil.derivasi.catatan, f"{len(lengkap)} dari {len(keluaran)} sasaran dapat dihitung")
    return replace(hasil, derivasi=replace(hasil.derivasi, catatan=catatan))


def build_pengukuran(data: DataLaporan) -> HasilTabel:
    """K and Rp side by side for every program, kegiatan and sub kegiatan indicator, with indicator-level budgets."""
    sumber = require_pagu(data)
    indikator = data.measured(data.indicators(*JENJANG_BELANJA))
    if not indikator:
        raise TabelTanpaDataError(f"Belum ada indikator program dengan target tahun {data.tahun}.")
    aturan = data.aturan("pengukuran")
    kategori = list_kategori(aturan)
    desimal_k = aturan.desimal_kinerja
    hasil = {row.pk: data.kinerja.capaian(row, aturan=aturan) for row in indikator}

    def print_k(row: Indikator, aturan: Aturan = aturan) -> CapaianIndikator:
        """The capaian of a K column, judged with the decimals in which it prints; formulas take that of the rule."""
        return data.kinerja.capaian(row, aturan=aturan, desimal=desimal_k)

    def make(row: Indikator) -> dict[str, Sel]:
        satu = hasil[row.pk]
        pagu = data.alokasi_pagu.jumlah.get(row.kunci)
        belanja = data.alokasi_belanja.jumlah.get(row.kunci)
        serapan = data.serapan_indikator(row, aturan)
        efisiensi = calculate_efisiensi(capaian=satu.capaian, serapan=serapan, aturan=aturan)
        return {
            "target_k": create_sel_target(satu.target, row),
            "target_rp": create_sel_rupiah(pagu),
            "realisasi_k": create_sel_hasil(satu.realisasi, row.desimal),
            "realisasi_rp": create_sel_rupiah(belanja),
            "capaian_k": create_sel_hasil(print_k(row).capaian, desimal_k),
            "capaian_rp": create_sel_hasil(serapan, aturan.desimal),
            "efisiensi": create_sel_hasil(efisiensi, aturan.desimal),
            **_create_sel_ne(efisiensi, aturan),
            **create_sel_semua_kategori(kategori, lambda aturan: print_k(row, aturan).capaian),
        }

    baris = build_indikator_rows(data, indikator, make)
    for kunci, jenjang, nama in (
        ("RATA-PROGRAM", Jenjang.PROGRAM, "Rata-rata capaian program"),
        ("RATA-KEGIATAN", Jenjang.KEGIATAN, "Rata-rata capaian kegiatan"),
    ):
        milik = [row for row in indikator if row.simpul is not None and row.simpul.jenjang == jenjang]
        tunggal = sum(hasil[row.pk].capaian.mentah is not None for row in milik) == 1
        bagian = [print_k(row) if tunggal else hasil[row.pk] for row in milik]
        rata = data.kinerja.rata_rata(bagian, aturan=aturan, desimal=desimal_k)
        sel = {"nama": create_sel_teks(nama), "capaian_k": create_sel_hasil(rata, desimal_k)}
        baris.append(Baris(kunci, sel, jenis="total"))
    return HasilTabel(
        kode="pengukuran",
        judul=f"Hasil Pengukuran Kinerja Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Program / Kegiatan / Sub Kegiatan / Indikator", lebar=32),
            Kolom("satuan", "Satuan", lebar=8),
            Kolom("target_k", "K", "angka", kelompok="Target", lebar=6),
            Kolom("target_rp", "Rp", "rupiah", kelompok="Target", lebar=13),
            Kolom("realisasi_k", "K", "angka", kelompok="Realisasi", lebar=6),
            Kolom("realisasi_rp", "Rp", "rupiah", kelompok="Realisasi", lebar=13),
            Kolom("capaian_k", "K (%)", "persen", kelompok="Capaian", lebar=7),
            Kolom("capaian_rp", "Rp (%)", "persen", kelompok="Capaian", lebar=7),
            Kolom("efisiensi", "Efisiensi", "persen", lebar=8),
            *([KOLOM_NE] if _is_bernilai(aturan) else []),
            *[satu.create_kolom() for satu in kategori],
        ],
        baris=baris,
        sumber=f"{sumber}; data kinerja perangkat daerah, diolah",
        catatan=[
            f"Rumus efisiensi: {aturan.efisiensi.label}.",
            "Anggaran indikator ditelusuri dari sub kegiatan yang mendukungnya; – berarti tidak dapat ditentukan.",
        ],
        lanskap=True,
    )
