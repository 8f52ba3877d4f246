"""Official tables of the parts of a value: quarters of a year, components of an index."""

from kinerja.enums import TRIWULAN
from kinerja.models import Indikator
from kinerja.queries import CapaianIndikator
from laporan.tabel.baris import (
    SUMBER,
    build_indikator_rows,
    create_sel_semua_kategori,
    create_sel_target,
    list_kategori,
    require_indikator,
)
from laporan.tabel.dasar import (
    Baris,
    HasilTabel,
    Kolom,
    Sel,
    TabelTanpaDataError,
    create_sel_angka,
    create_sel_hasil,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan


def build_triwulan(data: DataLaporan) -> HasilTabel:
    """Target, realisasi and capaian per quarter, against the quarterly and the yearly target."""
    indikator = []
    for row in data.indikator:
        targets, _ = data.kinerja.targets_for_year(row, tahun=data.tahun)
        berisi = {*targets, *data.kinerja.entries(row, tahun=data.tahun)}
        if not berisi.isdisjoint(TRIWULAN) or not data.kinerja.component_periods(
            row, tahun=data.tahun
        ).isdisjoint(TRIWULAN):
            indikator.append(row)
    require_indikator(indikator, "indikator triwulanan", data.tahun)
    aturan = data.aturan("triwulan")
    kategori = list_kategori(aturan)

    def make(row: Indikator) -> dict[str, Sel]:
        targets, setahun = data.kinerja.targets_for_year(row, tahun=data.tahun)
        sel: dict[str, Sel] = {"target": create_sel_target(setahun, row)}
        for periode in TRIWULAN:
            tw: CapaianIndikator = data.kinerja.capaian_triwulan(row, aturan=aturan, periode=periode)
            own = data.kinerja.realisasi_periode(row, tahun=data.tahun, periode=periode)
            sel[f"target_{periode}"] = create_sel_target(targets.get(periode) or tw.target, row)
            sel[f"realisasi_{periode}"] = create_sel_hasil(own, row.desimal)
            sel[f"capaian_{periode}"] = create_sel_hasil(tw.capaian, aturan.desimal)
            sel |= create_sel_semua_kategori(
                kategori,
                lambda aturan, periode=periode: (  # type: ignore[misc]  # bound early
                    data.kinerja.capaian_triwulan(row, aturan=aturan, periode=periode).capaian
                ),
                f"_{periode}",
            )
            if own.kosong is not None:
                sel[f"tahunan_{periode}"] = Sel(teks="–", keterangan=own.keterangan)
            else:
                berjalan = data.kinerja.capaian(row, aturan=aturan, sampai=periode)
                sel[f"tahunan_{periode}"] = create_sel_hasil(berjalan.capaian, aturan.desimal)
        return sel

    kolom = [
        Kolom("nama", "Indikator", lebar=22),
        Kolom("satuan", "Satuan", lebar=6),
        Kolom("target", "Target tahun", "angka", lebar=6),
    ]
    for periode in TRIWULAN:
        kolom += [
            Kolom(f"target_{periode}", "Target", "angka", kelompok=str(periode.label), lebar=4),
            Kolom(f"realisasi_{periode}", "Realisasi", "angka", kelompok=str(periode.label), lebar=4),
            Kolom(f"capaian_{periode}", "% target TW", "persen", kelompok=str(periode.label), lebar=5),
            *[satu.create_kolom(f"_{periode}", kelompok=str(periode.label), lebar=5) for satu in kategori],
            Kolom(f"tahunan_{periode}", "% target tahun", "persen", kelompok=str(periode.label), lebar=5),
        ]
    return HasilTabel(
        kode="triwulan",
        judul=f"Realisasi dan Capaian per Triwulan Tahun {data.tahun}",
        kolom=kolom,
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        lanskap=True,
    )


def build_komponen(data: DataLaporan) -> HasilTabel:
    """Components of an index with their weights and values, the index last."""
    baris: list[Baris] = []
    for row in data.indikator:
        hasil = data.kinerja.components(row, tahun=data.tahun)
        if hasil is None:
            continue
        rows = data.kinerja.component_rows(row)
        level: dict[int, int] = {}
        anak: dict[int | None, list[int]] = {}
        by_id = {komponen.pk: komponen for komponen in rows}
        for komponen in rows:
            anak.setdefault(komponen.induk_id, []).append(komponen.pk)

        def visit(
            pk: int, tingkat: int, level: dict[int, int] = level, anak: dict[int | None, list[int]] = anak
        ) -> None:
            level[pk] = tingkat
            for child in anak.get(pk, []):
                visit(child, tingkat + 1)

        for root in anak.get(None, []):
            visit(root, 0)
        baris += [
            Baris(
                by_id[pk].kunci,
                {
                    "nama": create_sel_teks(by_id[pk].nama),
                    "bobot": create_sel_angka(by_id[pk].bobot),
                    "nilai": create_sel_hasil(hasil.komponen[by_id[pk].kunci], row.desimal),
                },
                tingkat=tingkat,
                jenis="simpul" if anak.get(pk) else "indikator",
            )
            for pk, tingkat in level.items()
        ]
        baris.append(
            Baris(
                row.kunci,
                {"nama": create_sel_teks(row.nama), "nilai": create_sel_hasil(hasil.indeks, row.desimal)},
                jenis="total",
            )
        )
    if not baris:
        raise TabelTanpaDataError(f"Belum ada indikator indeks dengan nilai komponen tahun {data.tahun}.")
    return HasilTabel(
        kode="komponen",
        judul=f"Komponen Indeks Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Komponen", lebar=64),
            Kolom("bobot", "Bobot", "angka", lebar=18),
            Kolom("nilai", "Nilai", "angka", lebar=18),
        ],
        baris=baris,
        sumber=SUMBER,
        catatan=["Nilai induk dihitung dari rata-rata tertimbang anaknya tanpa pembulatan antara."],
    )
