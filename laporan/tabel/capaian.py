"""Official tables of capaian: tujuan, sasaran, program and kegiatan, and how a realisasi is computed."""

import re
from collections.abc import Iterable, Sequence

from kinerja.calculations.aturan import Aturan
from kinerja.calculations.rata_rata import HasilRataRata
from kinerja.enums import JenisAnalisis
from kinerja.models import Indikator
from laporan.tabel.baris import (
    KOLOM_NAMA,
    SUMBER,
    build_indikator_rows,
    create_catatan,
    create_catatan_rata_rata,
    create_sel_semua_kategori,
    create_sel_target,
    create_sel_tercapai,
    list_kategori,
    require_indikator,
)
from laporan.tabel.dasar import (
    SEL_KOSONG,
    Baris,
    HasilTabel,
    Kolom,
    Sel,
    create_sel_angka,
    create_sel_hasil,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan
from renstra.enums import Jenjang
from renstra.models import Simpul


def _build_capaian(
    data: DataLaporan, *, kode: str, judul: str, indikator: Sequence[Indikator], rata: bool
) -> HasilTabel:
    require_indikator(indikator, "indikator", data.tahun)
    aturan = data.aturan(kode)
    kategori = list_kategori(aturan, bawaan=True)
    hasil = {row.pk: data.kinerja.capaian(row, aturan=aturan) for row in indikator}

    def make(row: Indikator) -> dict[str, Sel]:
        satu = hasil[row.pk]
        return {
            "target": create_sel_target(satu.target, row),
            "realisasi": create_sel_hasil(satu.realisasi, row.desimal),
            "capaian": create_sel_hasil(satu.capaian, aturan.desimal),
            **create_sel_semua_kategori(
                kategori, lambda aturan: data.kinerja.capaian(row, aturan=aturan).capaian
            ),
            "tercapai": create_sel_tercapai(satu.capaian),
            "sumber": create_sel_teks(row.sumber),
        }

    def average(milik: Sequence[Indikator]) -> dict[str, Sel]:
        def hitung(aturan: Aturan) -> HasilRataRata:
            bagian = [data.kinerja.capaian(row, aturan=aturan) for row in milik]
            return data.kinerja.rata_rata(bagian, aturan=aturan)

        capaian = create_sel_hasil(hitung(aturan), aturan.desimal)
        return {"capaian": capaian, **create_sel_semua_kategori(kategori, hitung)}

    def header(node: Simpul, milik: Sequence[Indikator]) -> dict[str, Sel]:
        if not rata:
            return {}
        return average(milik)

    baris = build_indikator_rows(data, indikator, make, header=header)
    semua = data.kinerja.rata_rata([hasil[row.pk] for row in indikator], aturan=aturan)
    catatan = create_catatan([*(satu.capaian for satu in hasil.values()), semua], aturan)
    if rata:
        baris.append(
            Baris(
                "TOTAL",
                {"nama": create_sel_teks("Rata-rata capaian"), **average(indikator)},
                jenis="total",
            )
        )
        catatan.append(create_catatan_rata_rata(semua, aturan))
    return HasilTabel(
        kode=kode,
        judul=judul,
        kolom=[
            KOLOM_NAMA if rata else Kolom("nama", "Program / Kegiatan / Indikator", lebar=34),
            Kolom("satuan", "Satuan", lebar=10),
            Kolom("target", "Target", "angka", lebar=10),
            Kolom("realisasi", "Realisasi", "angka", lebar=10),
            Kolom("capaian", "Capaian (%)", "persen", lebar=10),
            *[satu.create_kolom(lebar=13) for satu in kategori],
            Kolom("tercapai", "Keterangan", lebar=13),
        ],
        baris=baris,
        sumber=SUMBER,
        catatan=catatan,
    )


def build_capaian(data: DataLaporan) -> HasilTabel:
    """Target, realisasi, capaian and kategori of each sasaran (PermenPANRB 53/2014, Bab III A butir 1)."""
    return _build_capaian(
        data,
        kode="capaian",
        judul=f"Capaian Kinerja Sasaran Tahun {data.tahun}",
        indikator=data.strategis,
        rata=True,
    )


def build_capaian_tujuan(data: DataLaporan) -> HasilTabel:
    """Target, realisasi and capaian of each tujuan."""
    return _build_capaian(
        data,
        kode="capaian-tujuan",
        judul=f"Capaian Kinerja Tujuan Tahun {data.tahun}",
        indikator=data.measured(data.indicators(Jenjang.TUJUAN)),
        rata=True,
    )


def build_program_kegiatan(data: DataLaporan) -> HasilTabel:
    """Capaian of programs, kegiatan and sub kegiatan that support the sasaran (butir 7)."""
    return _build_capaian(
        data,
        kode="program-kegiatan",
        judul=f"Capaian Indikator Program, Kegiatan dan Sub Kegiatan Tahun {data.tahun}",
        indikator=data.measured(data.indicators(Jenjang.PROGRAM, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN)),
        rata=False,
    )


def build_formula(data: DataLaporan) -> HasilTabel:
    """Pembilang, penyebut and result of indicators that are computed from two numbers."""
    indikator = [
        row
        for row in data.measured(data.indikator)
        if data.kinerja.pecahan(row, tahun=data.tahun) is not None
    ]
    require_indikator(indikator, "indikator berpembilang dan berpenyebut", data.tahun)

    def make(row: Indikator) -> dict[str, Sel]:
        pecahan = data.kinerja.pecahan(row, tahun=data.tahun)
        return {
            "label": create_sel_teks(f"{row.label_pembilang} / {row.label_penyebut}".strip(" /")),
            "pembilang": create_sel_angka(None if pecahan is None else pecahan.pembilang),
            "penyebut": create_sel_angka(None if pecahan is None else pecahan.penyebut),
            "hasil": create_sel_hasil(data.kinerja.realisasi(row, tahun=data.tahun), row.desimal),
        }

    return HasilTabel(
        kode="formula",
        judul=f"Perhitungan Realisasi Indikator Tahun {data.tahun}",
        kolom=[
            KOLOM_NAMA,
            Kolom("label", "Rumus", lebar=30),
            Kolom("pembilang", "Pembilang", "angka", lebar=12),
            Kolom("penyebut", "Penyebut", "angka", lebar=12),
            Kolom("hasil", "Hasil", "angka", lebar=12),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
    )


def _gather_asal(asal: Iterable[str]) -> str:
    """Places of texts, each document and part named once: "LKjIP 2022: Bab III b.657, b.698; Tabel 3.3 b.690"."""
    dokumen: dict[str, dict[str, dict[str, None]]] = {}
    for satu in asal:
        kenal = re.match(r".*?\b\d{4}\b", satu)
        nama = kenal[0] if kenal else ""
        for tempat in satu.removeprefix(nama).split("; "):
            bagian, _, letak = tempat.strip().partition(" b.")
            milik = dokumen.setdefault(nama, {}).setdefault(bagian, {})
            milik.update(dict.fromkeys(re.split(r",? b\.| dan b\.", letak) if letak else ()))
    return "; ".join(
        f"{nama}{': ' if nama else ''}"
        + "; ".join(f"{bagian} b.{', b.'.join(letak)}" if letak else bagian for bagian, letak in isi.items())
        for nama, isi in dokumen.items()
    )


def build_analisis(data: DataLaporan) -> HasilTabel:
    """Causes of success or failure and solutions per indikator (butir 5)."""
    indikator = data.strategis
    require_indikator(indikator, "indikator sasaran", data.tahun)
    aturan = data.aturan("analisis")
    kategori = list_kategori(aturan)

    def texts(row: Indikator, *jenis: JenisAnalisis) -> Sel:
        milik = [a.teks for a in data.analisis if a.indikator_id == row.pk and a.jenis in jenis]
        return create_sel_teks("\n".join(milik)) if milik else SEL_KOSONG

    def make(row: Indikator) -> dict[str, Sel]:
        satu = data.kinerja.capaian(row, aturan=aturan)
        return {
            "target": create_sel_target(satu.target, row),
            "realisasi": create_sel_hasil(satu.realisasi, row.desimal),
            "capaian": create_sel_hasil(satu.capaian, aturan.desimal),
            **create_sel_semua_kategori(
                kategori, lambda aturan: data.kinerja.capaian(row, aturan=aturan).capaian
            ),
            "pendukung": texts(row, JenisAnalisis.FAKTOR_PENDUKUNG, JenisAnalisis.ANALISIS),
            "hambatan": texts(row, JenisAnalisis.HAMBATAN),
            "teks": texts(row, JenisAnalisis.SOLUSI),
        }

    terpakai = {row.pk for row in indikator}
    asal = _gather_asal(a.asal for a in data.analisis if a.asal and a.indikator_id in terpakai)
    return HasilTabel(
        kode="analisis",
        judul=f"Analisis Keberhasilan, Kegagalan dan Solusi Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Sasaran / Indikator", lebar=24),
            Kolom("target", "Target", "angka", lebar=7),
            Kolom("realisasi", "Realisasi", "angka", lebar=8),
            Kolom("capaian", "Capaian (%)", "persen", lebar=8),
            *[satu.create_kolom() for satu in kategori],
            Kolom("pendukung", "Faktor pendukung", lebar=18),
            Kolom("hambatan", "Hambatan", lebar=18),
            Kolom("teks", "Solusi", lebar=17),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        catatan=[f"Teks disarikan dari {asal}."] if asal else (),
        lanskap=True,
    )
