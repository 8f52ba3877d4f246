"""Official tables of the parts of a value: quarters of a year, components of an index."""

from kinerja.calculations.aturan import Aturan
from kinerja.calculations.capaian import HasilCapaian
from kinerja.enums import TRIWULAN, CaraKomponen, Periode
from kinerja.models import Indikator
from kinerja.queries.periode import (
    build_sendiri,
    get_jenis_periode,
    get_periode_triwulan,
    is_sendiri_dibandingkan,
)
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
from sakip.kit.formats import TANDA_KOSONG

_SEBUTAN = {Periode.S1: "per semester", Periode.TAHUN: "per tahun"}


def build_triwulan(data: DataLaporan) -> HasilTabel:
    """Per quarter: target, realisasi of the quarter and its capaian, realisasi up to it and capaian of the year.

    A semester stands at the quarter in which it ends; an indikator measured once a year says so.
    """
    indikator = data.measured(data.indikator)
    jenis = {row.pk: get_jenis_periode(data.kinerja, row) for row in indikator}
    if all(satu is Periode.TAHUN for satu in jenis.values()):
        indikator = []
    require_indikator(indikator, "indikator triwulanan", data.tahun)
    aturan = data.aturan("triwulan")
    kategori = list_kategori(aturan)
    dasar = {row.pk: _describe_dasar(row) for row in indikator if jenis[row.pk] is not Periode.TAHUN}
    beragam = len(set(dasar.values())) > 1

    def make(row: Indikator) -> dict[str, Sel]:
        _, setahun = data.kinerja.targets_for_year(row, tahun=data.tahun)
        sel: dict[str, Sel] = {
            "target": create_sel_target(setahun, row),
            "dasar": create_sel_teks(dasar.get(row.pk, "")),
        }
        if sebutan := _SEBUTAN.get(jenis[row.pk]):
            sel["satuan"] = create_sel_teks(f"{row.satuan} ({sebutan})".strip())
        for triwulan in TRIWULAN:
            isi = _create_sel_triwulan(data, row, triwulan, aturan)
            sel |= {f"{kode}_{triwulan}": satu for kode, satu in isi.items()}
        return sel

    kolom = [
        Kolom("nama", "Indikator", lebar=18),
        Kolom("satuan", "Satuan", lebar=6),
        *([Kolom("dasar", "% target TW dari", lebar=6)] if beragam else []),
        Kolom("target", "Target tahun", "angka", lebar=5),
    ]
    for triwulan in TRIWULAN:
        label, sampai = str(triwulan.label), f"s.d. {triwulan.label}"
        kolom += [
            Kolom(f"target_{triwulan}", "Target", "angka", kelompok=label, lebar=4),
            Kolom(f"sendiri_{triwulan}", "Realisasi", "angka", kelompok=label, lebar=4),
            Kolom(f"capaian_{triwulan}", "% target TW", "persen", kelompok=label, lebar=5),
            *[satu.create_kolom(f"_{triwulan}", kelompok=label, lebar=5) for satu in kategori],
            Kolom(f"realisasi_{triwulan}", "Realisasi", "angka", kelompok=sampai, lebar=4),
            Kolom(f"tahunan_{triwulan}", "% target tahun", "persen", kelompok=sampai, lebar=5),
        ]
    catatan = []
    if not beragam:
        catatan.append(f"% target TW membandingkan target triwulan dengan {next(iter(dasar.values()))}.")
    if Periode.S1 in jenis.values():
        catatan.append("Semester I tercantum pada Triwulan II, Semester II pada Triwulan IV.")
    return HasilTabel(
        kode="triwulan",
        judul=f"Realisasi dan Capaian per Triwulan Tahun {data.tahun}",
        kolom=kolom,
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        catatan=catatan,
        lanskap=True,
    )


def _describe_dasar(indikator: Indikator) -> str:
    return "realisasi triwulan itu" if is_sendiri_dibandingkan(indikator) else "realisasi s.d. triwulan"


def _create_sel_triwulan(
    data: DataLaporan, row: Indikator, triwulan: Periode, aturan: Aturan
) -> dict[str, Sel]:
    """Cells of a quarter by their code: its own period, or its semester; dashes with the reason where it has none."""
    kinerja = data.kinerja
    targets, _ = kinerja.targets_for_year(row, tahun=data.tahun)
    kategori = list_kategori(aturan)
    periode = get_periode_triwulan(kinerja, row, triwulan)
    if not isinstance(periode, Periode):
        kosong = Sel(teks=TANDA_KOSONG, keterangan=periode)
        target = create_sel_target(targets[triwulan], row) if triwulan in targets else kosong
        return {"target": target} | dict.fromkeys(("sendiri", "capaian", "realisasi", "tahunan"), kosong)

    def hitung(aturan: Aturan) -> HasilCapaian:
        return kinerja.capaian_triwulan(row, aturan=aturan, periode=periode).capaian

    satu = kinerja.capaian_triwulan(row, aturan=aturan, periode=periode)
    sel = {
        "target": create_sel_target(targets.get(periode) or satu.target, row),
        "sendiri": create_sel_hasil(build_sendiri(kinerja, row, periode), row.desimal),
        "capaian": create_sel_hasil(satu.capaian, aturan.desimal),
        **create_sel_semua_kategori(kategori, hitung),
    }
    isi = kinerja.realisasi_periode(row, tahun=data.tahun, periode=periode)
    if isi.kosong is not None:
        return sel | dict.fromkeys(
            ("realisasi", "tahunan"), Sel(teks=TANDA_KOSONG, keterangan=isi.keterangan)
        )
    berjalan = kinerja.capaian(row, aturan=aturan, sampai=periode)
    return sel | {
        "realisasi": create_sel_hasil(berjalan.realisasi, row.desimal),
        "tahunan": create_sel_hasil(berjalan.capaian, aturan.desimal),
    }


_CARA = {CaraKomponen.RATA_RATA: "rata-rata tertimbang", CaraKomponen.JUMLAH: "jumlah"}


def build_komponen(data: DataLaporan) -> HasilTabel:
    """Components of an index with their weights and values, the index last."""
    baris: list[Baris] = []
    cara: set[str] = set()
    for row in data.indikator:
        hasil = data.kinerja.components(row, tahun=data.tahun)
        if hasil is None:
            continue
        cara.add(_CARA[CaraKomponen(row.cara_komponen)])
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
        catatan=[f"Nilai induk adalah {' atau '.join(sorted(cara))} anaknya, tanpa pembulatan antara."],
    )
