"""Composition of the LKjIP: the parts, tables, figures and texts in the order of PermenPANRB 53/2014.

Tables and texts come finished in an `IsiLaporan`; nothing is calculated here. A part without anything to print is
left out together with its heading.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from laporan.dokumen import (
    AngkaUtama,
    Bagian,
    BarisCetak,
    Blok,
    DokumenLkjip,
    Grafik,
    KolomCetak,
    Paragraf,
    Subjudul,
    TabelCetak,
    number_dokumen,
    parse_teks,
)
from laporan.grafik import IndikatorGrafik, TitikTahun, draw_capaian
from laporan.isi import IsiLaporan, LaporanTanpaDataError, count_tercapai, get_sel, group_rows
from laporan.narasi import get_kode_sasaran, get_teks
from laporan.tabel.dasar import Baris, HasilTabel, Kolom, Sel
from sakip.kit.formats import TANDA_KOSONG

JUDUL = "Laporan Kinerja Instansi Pemerintah"
BARIS_DI_BAB = 40
"""A detailed table with more rows stands in an annex; the chapter says where."""

_DAPAT_DILAMPIRKAN = {
    "triwulan": "Realisasi dan Capaian per Triwulan",
    "pengukuran": "Hasil Pengukuran Kinerja",
    "belanja": "Rincian Belanja",
}
_POTRET_RAPAT = {"efisiensi"}
"""Wide tables that fit an upright page in small type, where they stay beside their text."""
_KOLOM_POTRET = 10
"""Columns up to which they do; a rule that adds more turns the page."""
_KOLOM_SUMBER = {"sumber", "acuan"}
_LEBAR = {
    "program-kegiatan": {
        "nama": 45,
        "satuan": 10,
        "target": 8,
        "realisasi": 9,
        "capaian": 8,
        "kategori": 10,
        "tercapai": 10,
    }
}
"""Widths on paper in percent, where long names need more than on the screen."""

_KOLOM_ALASAN = ("realisasi", "realisasi_k", "capaian")
_NAMA_ALASAN = 3


@dataclass(frozen=True, slots=True)
class _Butir:
    """A heading of chapter III A with the tables and the text below it; ``teks`` makes further blocks."""

    judul: str
    tabel: tuple[str, ...] = ()
    teks: Callable[[IsiLaporan], Sequence[Blok]] | None = None
    teks_dahulu: bool = False


def compose_lkjip(isi: IsiLaporan, *, tanda_air: str = "") -> DokumenLkjip:
    """Return the numbered report. Raises `LaporanTanpaDataError` when no sasaran has an indicator with data."""
    if "capaian" not in isi.tabel:
        raise LaporanTanpaDataError(
            f"LKjIP {isi.kantor.nama} tahun {isi.tahun} belum dapat disusun. "
            + isi.kosong.get("capaian", "Minta pengelola portal memuat indikator sasaran beserta targetnya.")
        )
    bab = (
        Bagian("Pendahuluan", _compose_pendahuluan(isi)),
        Bagian("Perencanaan Kinerja", _compose_perencanaan(isi)),
        Bagian("Akuntabilitas Kinerja", _compose_akuntabilitas(isi)),
        Bagian("Penutup", _compose_penutup(isi)),
    )
    kantor = isi.kantor
    return number_dokumen(
        DokumenLkjip(
            judul=JUDUL,
            opd=kantor.nama,
            pemda=kantor.pemda_lengkap,
            tahun=isi.tahun,
            bab=tuple(satu for satu in bab if satu.blok),
            kata_pengantar=_text(isi, "kata-pengantar"),
            ikhtisar=(*_key_figures(isi), *_text(isi, "ikhtisar-eksekutif")),
            lampiran=tuple(_compose_lampiran(isi)),
            penandatangan=isi.penandatangan,
            singkatan=kantor.singkatan,
            alamat=kantor.alamat,
            tempat=kantor.tempat,
            tanda_air=tanda_air,
        )
    )


# ---------- parts ----------


def _text(isi: IsiLaporan, kode: str) -> tuple[Blok, ...]:
    return parse_teks(get_teks(isi, kode))


def _section(judul: str, blok: Iterable[Blok], tingkat: int = 2) -> tuple[Blok, ...]:
    """The blocks under a heading; nothing without blocks."""
    isi = tuple(blok)
    return (Subjudul(judul, 3 if tingkat == 3 else 2), *isi) if isi else ()


def _tables(isi: IsiLaporan, *kode: str) -> tuple[Blok, ...]:
    return tuple(create_tabel_cetak(isi.tabel[satu]) for satu in kode if satu in isi.tabel)


def _tables_or_reference(isi: IsiLaporan, *kode: str) -> tuple[Blok, ...]:
    """The tables, and for each that is too long for a chapter the sentence that names its annex."""
    hasil: list[Blok] = []
    for satu in kode:
        if _is_dilampirkan(isi, satu):
            judul = isi.tabel[satu].judul
            hasil.append(Paragraf(f"{judul} dimuat pada lampiran “{_DAPAT_DILAMPIRKAN[satu]}”."))
        else:
            hasil += _tables(isi, satu)
    return tuple(hasil)


def _is_dilampirkan(isi: IsiLaporan, kode: str) -> bool:
    return kode in _DAPAT_DILAMPIRKAN and kode in isi.tabel and len(isi.tabel[kode].baris) > BARIS_DI_BAB


def _key_figures(isi: IsiLaporan) -> tuple[Blok, ...]:
    capaian = isi.tabel["capaian"]
    butir = []
    rata = get_sel(capaian, "TOTAL", "capaian")
    if rata.nilai is not None:
        butir.append((f"{rata.teks}%", "rata-rata capaian indikator sasaran"))
    hitungan = count_tercapai(capaian.baris)
    if hitungan.dinilai:
        siapa = "indikator sasaran yang sudah dinilai" if hitungan.belum else "indikator sasaran"
        butir.append((f"{hitungan.tercapai} dari {hitungan.dinilai}", f"{siapa} mencapai target"))
    if hitungan.belum:
        butir.append((f"{hitungan.belum} dari {hitungan.jumlah}", "indikator sasaran belum dinilai"))
    serapan = get_sel(isi.tabel.get("anggaran"), "TOTAL", "persen")
    if serapan.nilai is not None:
        butir.append((f"{serapan.teks}%", "serapan anggaran"))
    return (AngkaUtama(tuple(butir)),) if butir else ()


def _compose_pendahuluan(isi: IsiLaporan) -> tuple[Blok, ...]:
    return (
        *_section("Penjelasan Umum Organisasi", _text(isi, "penjelasan-umum")),
        *_section("Struktur Organisasi", _text(isi, "struktur")),
        *_section("Aspek Strategis Organisasi", _text(isi, "aspek-strategis")),
        *_section("Isu Strategis", _text(isi, "isu-strategis")),
    )


def _compose_perencanaan(isi: IsiLaporan) -> tuple[Blok, ...]:
    pk = _tables(isi, "pk", "pk-anggaran")
    return (
        *_section("Rencana Strategis", _tables(isi, "target-renstra")),
        *_section("Perjanjian Kinerja", (*_text(isi, "ikhtisar-pk"), *pk) if pk else ()),
    )


_BUTIR: tuple[_Butir, ...] = (
    _Butir(
        "Target dan Realisasi Kinerja Tahun Ini", ("capaian-tujuan", "capaian", "rekap-kategori", "formula")
    ),
    _Butir("Realisasi dan Capaian per Triwulan", ("triwulan",)),
    _Butir("Perbandingan dengan Tahun-Tahun Sebelumnya", ("tahun-lalu",)),
    _Butir("Perbandingan dengan Target Jangka Menengah", ("akhir-renstra",)),
    _Butir("Perbandingan dengan Standar Nasional dan Daerah Lain", ("standar-nasional", "pembanding")),
    _Butir(
        "Analisis Keberhasilan, Kegagalan dan Solusi",
        ("analisis",),
        lambda isi: [blok for kunci, nama in isi.sasaran for blok in _compose_sasaran(isi, kunci, nama)],
    ),
    _Butir(
        "Analisis Efisiensi Penggunaan Sumber Daya",
        ("efisiensi",),
        lambda isi: _text(isi, "efisiensi"),
        teks_dahulu=True,
    ),
    _Butir("Program dan Kegiatan yang Menunjang", ("program-kegiatan", "pengukuran")),
)
"""Chapter III A: the seven points of PermenPANRB 53/2014, with the quarters after the first."""


def _compose_akuntabilitas(isi: IsiLaporan) -> tuple[Blok, ...]:
    organisasi: list[Blok] = []
    for butir in _BUTIR:
        tabel = _tables_or_reference(isi, *butir.tabel)
        teks = tuple(butir.teks(isi)) if butir.teks is not None else ()
        organisasi += _section(butir.judul, (*teks, *tabel) if butir.teks_dahulu else (*tabel, *teks), 3)
    anggaran = (
        *_text(isi, "realisasi-anggaran"),
        *_tables_or_reference(isi, "anggaran", "belanja", "pendapatan", "ringkasan"),
    )
    return (*_section("Capaian Kinerja Organisasi", organisasi), *_section("Realisasi Anggaran", anggaran))


def _compose_sasaran(isi: IsiLaporan, kunci: str, nama: str) -> Sequence[Blok]:
    grafik = _draw_sasaran(isi, kunci, nama)
    return (*([grafik] if grafik is not None else []), *_text(isi, get_kode_sasaran(kunci)))


def _compose_penutup(isi: IsiLaporan) -> tuple[Blok, ...]:
    return (
        *_section("Simpulan", _text(isi, "simpulan")),
        *_section("Langkah Perbaikan", _text(isi, "langkah-perbaikan")),
    )


def _compose_lampiran(isi: IsiLaporan) -> Iterable[Bagian]:
    panjang = ((judul, (kode,)) for kode, judul in _DAPAT_DILAMPIRKAN.items() if _is_dilampirkan(isi, kode))
    for judul, kode in (
        ("Rencana Kinerja Tahunan", ("rkt",)),
        *panjang,
        ("Komponen Indeks", ("komponen",)),
        ("Pencapaian Kinerja Pelayanan", ("tc23",)),
    ):
        if blok := _tables(isi, *kode):
            yield Bagian(judul, blok)
    if penelusuran := _trace(isi):
        yield Bagian("Penelusuran Perhitungan Capaian", (penelusuran,))


# ---------- tables ----------


def create_tabel_cetak(tabel: HasilTabel) -> TabelCetak:
    """Return the table as it prints: the same cells, reasons of missing values in the note below."""
    kolom, asal = _choose_kolom(tabel)
    rapat = tabel.kode in _POTRET_RAPAT and len(kolom) <= _KOLOM_POTRET
    return TabelCetak(
        kode=tabel.kode,
        judul=tabel.judul,
        kolom=tuple(_create_kolom(satu, tabel.kode) for satu in kolom),
        baris=tuple(_create_baris(baris, kolom) for baris in tabel.baris),
        sumber="; ".join(satu for satu in (tabel.sumber, asal) if satu),
        catatan=" ".join([*tabel.catatan, *_reasons(tabel)]),
        lanskap=tabel.lanskap and not rapat,
        rapat=rapat,
    )


def _choose_kolom(tabel: HasilTabel) -> tuple[list[Kolom], str]:
    """Columns that say something, and the one source that all rows share instead of a column that repeats it."""
    kolom: list[Kolom] = []
    asal = ""
    for satu in tabel.kolom:
        teks = {baris.get(satu.kode).teks for baris in tabel.baris} - {""}
        if satu.kode in _KOLOM_SUMBER and len(teks) == 1:
            asal = teks.pop()
        elif teks or satu.kode == "nama":
            kolom.append(satu)
    return kolom, asal


def _create_kolom(kolom: Kolom, tabel: str) -> KolomCetak:
    lebar = _LEBAR.get(tabel, {}).get(kolom.kode, kolom.lebar)
    return KolomCetak(kolom.judul, kolom.kelompok, "kanan" if kolom.is_angka else "kiri", lebar)


def _create_baris(baris: Baris, kolom: Sequence[Kolom]) -> BarisCetak:
    sel = tuple(baris.get(satu.kode).teks for satu in kolom)
    if baris.jenis == "simpul" and not any(sel[1:]):
        sel = sel[:1]
    tebal = baris.jenis == "total" or (baris.jenis == "simpul" and baris.tingkat == 0)
    return BarisCetak(sel, baris.tingkat, tebal=tebal, jumlah=baris.jenis == "total")


def _reasons(tabel: HasilTabel) -> Iterable[str]:
    """Sentences that say why values are missing, one per reason, with the indicators that it holds for."""
    ada = {kolom.kode for kolom in tabel.kolom}
    alasan: dict[str, list[str]] = {}
    for baris in tabel.baris:
        if baris.jenis != "indikator":
            continue
        for kode in _KOLOM_ALASAN:
            sel = baris.get(kode)
            if kode in ada and sel.teks == TANDA_KOSONG and sel.keterangan:
                alasan.setdefault(sel.keterangan.rstrip("."), []).append(baris.get("nama").teks)
                break
    for teks, nama in alasan.items():
        lebih = len(nama) - _NAMA_ALASAN
        milik = f"{lebih + _NAMA_ALASAN} indikator" if lebih > 0 else "; ".join(nama)
        yield f"Tanda {TANDA_KOSONG} pada {milik}: {teks[:1].lower()}{teks[1:]}."


def _trace(isi: IsiLaporan) -> TabelCetak | None:
    """How the capaian of each indicator of sasaran came about: formula, steps, rounding, band, source."""
    baris: list[BarisCetak] = []
    for kepala, milik in group_rows(isi.tabel["capaian"]):
        isi_baris = []
        for satu in milik:
            capaian = satu.get("capaian")
            derivasi = capaian.derivasi
            if derivasi is None or capaian.nilai is None:
                continue
            rinci = [
                f"{derivasi.rumus}: {'; '.join(derivasi.langkah).replace('; =', ' =')}"
                if derivasi.langkah
                else derivasi.rumus
            ]
            rinci += [satu_teks for satu_teks in (derivasi.batas, derivasi.pembulatan) if satu_teks]
            isi_baris.append(
                BarisCetak(
                    (
                        satu.get("nama").teks,
                        ". ".join(_capital(r) for r in rinci) + ".",
                        capaian.teks,
                        derivasi.pita,
                    ),
                    tingkat=1,
                )
            )
        if isi_baris:
            baris += [BarisCetak((kepala.get("nama").teks,), tebal=True), *isi_baris]
    if not baris:
        return None
    return TabelCetak(
        kode="penelusuran",
        judul=f"Perhitungan Capaian Indikator Sasaran Tahun {isi.tahun}",
        kolom=(
            KolomCetak("Indikator", lebar=32),
            KolomCetak("Perhitungan", lebar=38),
            KolomCetak("Capaian (%)", rata="kanan", lebar=12),
            KolomCetak("Kategori", lebar=18),
        ),
        baris=tuple(baris),
        sumber=isi.tabel["capaian"].sumber,
    )


def _capital(teks: str) -> str:
    return f"{teks[:1].upper()}{teks[1:]}".rstrip(".")


# ---------- figures ----------


def _draw_sasaran(isi: IsiLaporan, kunci: str, nama: str) -> Grafik | None:
    milik: Sequence[Baris] = next(
        (m for kepala, m in group_rows(isi.tabel["capaian"]) if kepala.kunci == kunci), []
    )
    if not any(isinstance(satu.get("capaian").nilai, Decimal) for satu in milik):
        return None
    baris = [_create_batang(isi, satu) for satu in milik]
    judul = f"Capaian sasaran: {nama}"
    return Grafik(svg=draw_capaian(judul, baris), judul=judul)


def _create_batang(isi: IsiLaporan, baris: Baris) -> IndikatorGrafik:
    capaian, kategori = baris.get("capaian"), baris.get("kategori")
    realisasi, target = baris.get("realisasi").teks, baris.get("target").teks
    keterangan = (
        f"target {target}" if realisasi in ("", TANDA_KOSONG) else f"{realisasi} dari target {target}"
    )
    lalu = isi.tabel.get("tahun-lalu")
    baris_lalu = None if lalu is None else lalu.get_baris(baris.kunci)
    riwayat: tuple[TitikTahun, ...] = ()
    if lalu is not None and baris_lalu is not None:
        kolom = [(int(k.kode[2:]), k.kode) for k in lalu.kolom if k.kode.startswith("r_")]
        kolom += [(isi.tahun - 1, "realisasi_lalu"), (isi.tahun, "realisasi")]
        riwayat = _history(baris_lalu, kolom)
    return IndikatorGrafik(
        nama=baris.get("nama").teks,
        capaian=capaian.nilai if isinstance(capaian.nilai, Decimal) else None,
        capaian_teks=f"{capaian.teks}%" if isinstance(capaian.nilai, Decimal) else "belum dinilai",
        keterangan=keterangan,
        predikat=kategori.teks if kategori.nilai is not None else "",
        riwayat=riwayat,
    )


def _history(baris: Baris, kolom: Sequence[tuple[int, str]]) -> tuple[TitikTahun, ...]:
    """Every year from the first with a value to the last column; a year without a number or a column is a gap."""
    sel = {tahun: baris.get(kode) for tahun, kode in kolom}
    berisi = [tahun for tahun, satu in sel.items() if isinstance(satu.nilai, Decimal)]
    if not berisi:
        return ()
    return tuple(
        TitikTahun(tahun, satu.nilai if isinstance(satu.nilai, Decimal) else None, satu.teks or TANDA_KOSONG)
        for tahun in range(min(berisi), max(sel) + 1)
        for satu in (sel.get(tahun, Sel()),)
    )


def sign_off(dokumen: DokumenLkjip, *, tanda_air: str, elektronik: bool) -> DokumenLkjip:
    """Return the same report for signing: with its watermark, and the text of the electronic signature."""
    ttd = dokumen.penandatangan
    return replace(
        dokumen,
        tanda_air=tanda_air,
        penandatangan=None if ttd is None else replace(ttd, elektronik=elektronik),
    )
