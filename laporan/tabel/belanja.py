"""Official tables of money: absorption, detailed expenditure, revenue."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from anggaran.calculations import calculate_sisa_pagu, calculate_sisa_persen
from anggaran.models import Pendapatan
from anggaran.queries import Garis
from kinerja.calculations.aturan import Aturan
from kinerja.calculations.perbandingan import calculate_perubahan_persen
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
from renstra.enums import TINGKAT_JENJANG, Jenjang
from sakip.kit.decimals import add
from sakip.kit.hasil import NILAI_TURUNAN


def require_pagu(data: DataLaporan) -> str:
    """The document whose budget the year has, as a source. Raises TabelTanpaDataError."""
    dokumen = data.anggaran.dokumen
    if dokumen is None or data.anggaran.total_pagu is None:
        raise TabelTanpaDataError(
            f"Belum ada pagu tahun {data.tahun}. Minta pengelola portal memuat DPA atau DPPA."
        )
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
    sumber = require_pagu(data)
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
    sumber = require_pagu(data)
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

    def derived(row: Pendapatan, tahun: int) -> str:
        asal = "; ".join(satu.asal for satu in row.realisasi.all() if satu.tahun == tahun)
        _, tanda, cara = asal.partition(NILAI_TURUNAN)
        return f"{tanda} {cara.strip()}" if tanda and not anak.get(row.pk) else ""

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
                    "realisasi_lalu": replace(create_sel_rupiah(lalu), catatan=derived(row, data.tahun - 1)),
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
