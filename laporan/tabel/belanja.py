"""Official tables of money: absorption, detailed expenditure, revenue, efficiency, K and Rp side by side."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal

from anggaran.calculations import calculate_sisa_pagu, calculate_sisa_persen
from anggaran.models import Pendapatan
from anggaran.queries import Garis
from kinerja.calculations.aturan import Aturan, get_bagian
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.efisiensi import (
    KeluaranAnggaran,
    calculate_efisiensi,
    calculate_efisiensi_keluaran,
    calculate_nilai_efisiensi_aturan,
)
from kinerja.calculations.perbandingan import calculate_perubahan_persen
from kinerja.enums import RumusEfisiensi
from kinerja.models import Indikator
from laporan.tabel.baris import (
    build_indikator_rows,
    create_sel_semua_kategori,
    create_sel_target,
    list_kategori,
)
from laporan.tabel.dasar import (
    Baris,
    HasilTabel,
    JenisBaris,
    Kolom,
    Sel,
    TabelTanpaDataError,
    create_sel_hasil,
    create_sel_rupiah,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan, create_serapan
from renstra.enums import JENJANG_BELANJA, TINGKAT_JENJANG, Jenjang
from renstra.models import Simpul
from sakip.kit.decimals import SERATUS, add, round_half_up
from sakip.kit.formats import format_angka
from sakip.kit.hasil import Hasil, text_pembulatan

KOLOM_NE = Kolom("ne", "NE", "persen", lebar=7)
"""Nilai efisiensi, where the rule shows it."""


def _require_pagu(data: DataLaporan) -> str:
    dokumen = data.anggaran.dokumen
    if dokumen is None or data.anggaran.total_pagu is None:
        raise TabelTanpaDataError(f"Belum ada pagu tahun {data.tahun}. Isi DPA atau DPPA lebih dulu.")
    return str(dokumen)


def _budget_cells(pagu: Decimal | None, realisasi: Decimal | None, aturan: Aturan) -> dict[str, Sel]:
    return {
        "pagu": create_sel_rupiah(pagu),
        "realisasi": create_sel_rupiah(realisasi),
        "persen": create_sel_hasil(create_serapan(pagu, realisasi, aturan), aturan.desimal),
        "sisa": create_sel_rupiah(calculate_sisa_pagu(pagu=pagu, realisasi=realisasi)),
        "sisa_persen": create_sel_hasil(
            calculate_sisa_persen(pagu=pagu, realisasi=realisasi, desimal=aturan.desimal), aturan.desimal
        ),
    }


def build_anggaran(data: DataLaporan) -> HasilTabel:
    """Pagu and realisasi per program, kegiatan and sub kegiatan (PermenPANRB 53/2014, Bab III B)."""
    sumber = _require_pagu(data)
    aturan = data.aturan("anggaran")
    anggaran = data.anggaran
    baris = [
        Baris(
            node.kunci,
            {"nama": create_sel_teks(node.nama)}
            | _budget_cells(anggaran.pagu[node.pk], anggaran.belanja[node.pk], aturan),
            tingkat=TINGKAT_JENJANG[node.jenjang],
            jenis="simpul" if node.jenjang != Jenjang.SUB_KEGIATAN else "indikator",
        )
        for node in anggaran.simpul
        if anggaran.pagu[node.pk] is not None or anggaran.belanja[node.pk] is not None
    ]
    baris.append(
        Baris(
            "TOTAL",
            {"nama": create_sel_teks("Jumlah")}
            | _budget_cells(anggaran.total_pagu, anggaran.total_belanja, aturan),
            jenis="total",
        )
    )
    return HasilTabel(
        kode="anggaran",
        judul=f"Pagu dan Realisasi Anggaran Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Program / Kegiatan / Sub Kegiatan", lebar=38),
            Kolom("pagu", "Pagu (Rp)", "rupiah", lebar=16),
            Kolom("realisasi", "Realisasi (Rp)", "rupiah", lebar=16),
            Kolom("persen", "%", "persen", lebar=8),
            Kolom("sisa", "Sisa (Rp)", "rupiah", lebar=14),
            Kolom("sisa_persen", "Sisa (%)", "persen", lebar=8),
        ],
        baris=baris,
        sumber=sumber,
        catatan=["Jumlah induk dihitung dari rinciannya; persentase jumlah dihitung dari jumlah rupiahnya."],
    )


def build_belanja(data: DataLaporan) -> HasilTabel:
    """Expenditure per sub kegiatan, account and item."""
    sumber = _require_pagu(data)
    aturan = data.aturan("belanja")
    anggaran = data.anggaran
    baris: list[Baris] = []

    def add_row(
        kunci: str, nama: str, pagu: Decimal | None, belanja: Decimal | None, tingkat: int, jenis: JenisBaris
    ) -> None:
        cells = _budget_cells(pagu, belanja, aturan)
        sel = {"nama": create_sel_teks(nama)} | {k: cells[k] for k in ("pagu", "realisasi", "persen")}
        baris.append(Baris(kunci, sel, tingkat=tingkat, jenis=jenis))

    for node in anggaran.simpul:
        pagu, belanja = anggaran.pagu[node.pk], anggaran.belanja[node.pk]
        if pagu is None and belanja is None:
            continue
        tingkat = TINGKAT_JENJANG[node.jenjang]
        add_row(node.kunci, node.nama, pagu, belanja, tingkat, "simpul")
        garis_pagu, garis_belanja = anggaran.garis_pagu(node), anggaran.garis_belanja(node)
        kode = sorted({g.rekening for g in (*garis_pagu, *garis_belanja)})
        for satu in kode:
            milik_pagu = [g for g in garis_pagu if g.rekening == satu]
            milik_belanja = [g for g in garis_belanja if g.rekening == satu]
            nama = next(g.nama_rekening for g in (*milik_pagu, *milik_belanja))
            kunci = f"{node.kunci}/{satu}" if satu else node.kunci
            dalam = sum(satu.startswith(f"{induk}.") for induk in kode if induk)
            if satu:
                add_row(
                    kunci,
                    f"{satu} {nama}",
                    _sum_account(garis_pagu, satu),
                    _sum_account(garis_belanja, satu),
                    tingkat + 1 + dalam,
                    "rekening",
                )
            uraian = dict.fromkeys(g.uraian for g in (*milik_pagu, *milik_belanja) if g.uraian)
            for butir in uraian:
                add_row(
                    f"{kunci}/{butir}",
                    butir,
                    next((g.jumlah for g in milik_pagu if g.uraian == butir), None),
                    next((g.jumlah for g in milik_belanja if g.uraian == butir), None),
                    tingkat + 2 + dalam,
                    "uraian",
                )
    add_row("TOTAL", "Jumlah", anggaran.total_pagu, anggaran.total_belanja, 0, "total")
    return HasilTabel(
        kode="belanja",
        judul=f"Rincian Belanja Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Program / Kegiatan / Sub Kegiatan / Rekening / Uraian", lebar=54),
            Kolom("pagu", "Pagu (Rp)", "rupiah", lebar=18),
            Kolom("realisasi", "Realisasi (Rp)", "rupiah", lebar=18),
            Kolom("persen", "%", "persen", lebar=10),
        ],
        baris=baris,
        sumber=sumber,
    )


def _sum_account(garis: Sequence[Garis], kode: str) -> Decimal | None:
    """Amount of an account: its own rows and those of the accounts below it; None when there is none."""
    milik = [g.jumlah for g in garis if g.rekening == kode or g.rekening.startswith(f"{kode}.")]
    return add(milik) if milik else None


def build_pendapatan(data: DataLaporan) -> HasilTabel:
    """Revenue target and realisasi; parents are sums of their children."""
    rows = data.anggaran.pendapatan
    if not rows:
        raise TabelTanpaDataError(f"Belum ada pendapatan tahun {data.tahun}.")
    aturan = data.aturan("pendapatan")
    anak: dict[int | None, list[Pendapatan]] = {}
    for row in rows:
        anak.setdefault(row.induk_id, []).append(row)

    def amount(row: Pendapatan, tahun: int | None) -> Decimal | None:
        if anak.get(row.pk):
            values = [nilai for child in anak[row.pk] if (nilai := amount(child, tahun)) is not None]
        elif tahun is None:
            values = [] if row.target is None else [row.target]
        else:
            values = [satu.jumlah for satu in row.realisasi.all() if satu.tahun == tahun]
        return add(values) if values else None

    baris: list[Baris] = []

    def visit(row: Pendapatan, tingkat: int) -> None:
        target, kini, lalu = amount(row, None), amount(row, data.tahun), amount(row, data.tahun - 1)
        perubahan = calculate_perubahan_persen(sekarang=kini, dahulu=lalu, desimal=aturan.desimal)
        baris.append(
            Baris(
                row.kunci,
                {
                    "nama": create_sel_teks(row.uraian),
                    "target": create_sel_rupiah(target),
                    "realisasi": create_sel_rupiah(kini),
                    "persen": create_sel_hasil(create_serapan(target, kini, aturan), aturan.desimal),
                    "realisasi_lalu": create_sel_rupiah(lalu),
                    "perubahan": create_sel_hasil(perubahan, aturan.desimal),
                },
                tingkat=tingkat,
                jenis="simpul" if anak.get(row.pk) else "indikator",
            )
        )
        for child in anak.get(row.pk, []):
            visit(child, tingkat + 1)

    for root in anak.get(None, []):
        visit(root, 0)
    return HasilTabel(
        kode="pendapatan",
        judul=f"Target dan Realisasi Pendapatan Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Uraian", lebar=34),
            Kolom("target", "Target (Rp)", "rupiah", lebar=16),
            Kolom("realisasi", "Realisasi (Rp)", "rupiah", lebar=16),
            Kolom("persen", "%", "persen", lebar=8),
            Kolom("realisasi_lalu", f"Realisasi {data.tahun - 1} (Rp)", "rupiah", lebar=16),
            Kolom("perubahan", "Naik/turun (%)", "persen", lebar=10),
        ],
        baris=baris,
        sumber=str(rows[0].dokumen),
    )


def build_efisiensi(data: DataLaporan) -> HasilTabel:
    """Capaian of each sasaran against the absorption of the programs that support it (butir 6).

    The rupiah of several programs are pooled before dividing; a program that supports no sasaran is left out.
    """
    sumber = _require_pagu(data)
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
            f"Efisiensi: {aturan.efisiensi.label.lower()}.",
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
    sumber = _require_pagu(data)
    indikator = data.measured(data.indicators(*JENJANG_BELANJA))
    if not indikator:
        raise TabelTanpaDataError(f"Belum ada indikator program dengan target tahun {data.tahun}.")
    aturan = data.aturan("pengukuran")
    kategori = list_kategori(aturan)
    hasil = {row.pk: data.kinerja.capaian(row, aturan=aturan) for row in indikator}

    def make(row: Indikator) -> dict[str, Sel]:
        satu = hasil[row.pk]
        pagu = data.alokasi_pagu.jumlah.get(row.kunci)
        belanja = data.alokasi_belanja.jumlah.get(row.kunci)
        serapan = create_serapan(pagu, belanja, aturan)
        efisiensi = calculate_efisiensi(capaian=satu.capaian, serapan=serapan, aturan=aturan)
        return {
            "target_k": create_sel_target(satu.target, row),
            "target_rp": create_sel_rupiah(pagu),
            "realisasi_k": create_sel_hasil(satu.realisasi, row.desimal),
            "realisasi_rp": create_sel_rupiah(belanja),
            "capaian_k": _in_decimals(satu.capaian, data.kinerja.rule_for(row, aturan)),
            "capaian_rp": create_sel_hasil(serapan, aturan.desimal),
            "efisiensi": create_sel_hasil(efisiensi, aturan.desimal),
            **_create_sel_ne(efisiensi, aturan),
            **create_sel_semua_kategori(
                kategori, lambda aturan: data.kinerja.capaian(row, aturan=aturan).capaian
            ),
        }

    baris = build_indikator_rows(data, indikator, make)
    for kunci, jenjang, nama in (
        ("RATA-PROGRAM", Jenjang.PROGRAM, "Rata-rata capaian program"),
        ("RATA-KEGIATAN", Jenjang.KEGIATAN, "Rata-rata capaian kegiatan"),
    ):
        milik = [
            hasil[row.pk] for row in indikator if row.simpul is not None and row.simpul.jenjang == jenjang
        ]
        rata = data.kinerja.rata_rata(milik, aturan=aturan)
        baris.append(
            Baris(
                kunci, {"nama": create_sel_teks(nama), "capaian_k": _in_decimals(rata, aturan)}, jenis="total"
            )
        )
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
            f"Efisiensi: {aturan.efisiensi.label.lower()}.",
            "Anggaran indikator ditelusuri dari sub kegiatan yang mendukungnya; – berarti tidak dapat ditentukan.",
        ],
        lanskap=True,
    )


def _in_decimals(hasil: Hasil, aturan: Aturan) -> Sel:
    """The cell of a K column: the same result printed with the decimals of K columns."""
    if hasil.mentah is None or aturan.desimal_kinerja == aturan.desimal:
        return create_sel_hasil(hasil, aturan.desimal)
    batas = aturan.batas_tampil
    nilai = hasil.mentah if batas is None else min(hasil.mentah, batas)
    return Sel(
        teks=format_angka(nilai, aturan.desimal_kinerja),
        nilai=round_half_up(nilai, aturan.desimal_kinerja),
        desimal=aturan.desimal_kinerja,
        derivasi=replace(hasil.derivasi, pembulatan=text_pembulatan(nilai, aturan.desimal_kinerja)),
        keterangan=hasil.keterangan,
    )
