"""The realisasi of a year or period from its stored rows."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from kinerja.calculations.capaian import calculate_persentase
from kinerja.calculations.komponen import HasilKomponen
from kinerja.calculations.periode import aggregate_periode, aggregate_persentase, list_periode_sampai
from kinerja.enums import JENIS_BERLABEL, Agregasi, JenisNilai, Periode
from kinerja.models import Indikator, Realisasi
from sakip.kit.decimals import add, count_desimal, divide
from sakip.kit.formats import format_angka, format_rasio
from sakip.kit.hasil import (
    Derivasi,
    Hasil,
    Kosong,
    add_catatan,
    create_hasil,
    create_hasil_kosong,
    text_nilai,
)

DIUKUR_SETAHUN = "Diukur setahun sekali."
"""Why a quarter of an indikator that holds one yearly value has none."""
RUMUS_ISIAN = "nilai yang diisi"

RealisasiPeriode = Mapping[Periode, Realisasi]


@dataclass(frozen=True, slots=True)
class Pecahan:
    """Pembilang and penyebut that a percentage is made of."""

    pembilang: Decimal
    penyebut: Decimal


def sort_until(rows: RealisasiPeriode, sampai: Periode | None = None) -> dict[Periode, Realisasi]:
    """Return the rows in the order of the year, up to ``sampai``."""
    return {periode: rows[periode] for periode in list_periode_sampai(sampai) if periode in rows}


def write_angka(indikator: Indikator, hasil: Hasil) -> Hasil:
    """Return a number as its indikator prints it: n of a ratio as 1:n."""
    if indikator.jenis_nilai != JenisNilai.RASIO or hasil.tampil is None:
        return hasil
    teks = format_rasio(hasil.tampil, indikator.desimal)
    return replace(hasil, teks=teks, label=teks)


def describe_nilai(indikator: Indikator, isi: Mapping[str, Any], *, satuan: bool = True) -> str:
    """Write a stored value as it prints, from the fields of its row or of an audit row; empty when they hold none.

    Worked: ``43,87%``, ``46 dari 49``, ``1:24``, ``BB``, ``tidak tersedia: belum terbit``.
    """
    if isi.get("nilai") is not None:
        nilai = Decimal(isi["nilai"])
        desimal = max(indikator.desimal, count_desimal(nilai))
        if indikator.jenis_nilai == JenisNilai.RASIO:
            return format_rasio(nilai, desimal)
        teks = format_angka(nilai, desimal)
        if not satuan or not indikator.satuan:
            return teks
        return f"{teks}%" if indikator.satuan == "%" else f"{teks} {indikator.satuan}"
    if isi.get("pembilang") is not None:
        return f"{format_angka(Decimal(isi['pembilang']))} dari {format_angka(Decimal(isi['penyebut']))}"
    if isi.get("label"):
        return str(isi["label"])
    return f"tidak tersedia: {isi['alasan']}" if isi.get("alasan") else ""


def build_single(indikator: Indikator, row: Realisasi) -> Hasil:
    """Return the value of one stored row, or the reason why it has none."""
    if row.label and (
        indikator.jenis_nilai in JENIS_BERLABEL or (row.nilai is None and row.pembilang is None)
    ):
        return build_label(row.label, row.asal)
    if row.pembilang is not None:
        pecahan = calculate_persentase(
            pembilang=row.pembilang,
            penyebut=row.penyebut,
            faktor=indikator.faktor or Decimal(100),
            desimal=indikator.desimal,
            label_pembilang=indikator.label_pembilang or "pembilang",
            label_penyebut=indikator.label_penyebut or "penyebut",
            sumber=row.asal,
        )
        return write_angka(indikator, pecahan)
    if row.nilai is None:
        kosong = Kosong.TIDAK_TERSEDIA if row.alasan else Kosong.BELUM_DIISI
        return create_hasil_kosong(kosong=kosong, rumus=RUMUS_ISIAN, alasan=row.alasan, sumber=row.asal)
    hasil = create_hasil(nilai=row.nilai, desimal=indikator.desimal, rumus=RUMUS_ISIAN, sumber=row.asal)
    return write_angka(indikator, hasil)


def build_label(label: str, sumber: str) -> Hasil:
    """Return a predikat or a text: a word without a number of its own."""
    return Hasil(
        mentah=None, tampil=None, teks=label, label=label, derivasi=Derivasi(rumus=RUMUS_ISIAN, sumber=sumber)
    )


def build_realisasi(indikator: Indikator, semua: RealisasiPeriode, *, sampai: Periode | None = None) -> Hasil:
    """Return the realisasi of a year, or up to ``sampai``; never empty of a reason when it has no value."""
    if Periode.TAHUN in semua:
        row = semua[Periode.TAHUN]
        if sampai in (None, Periode.TAHUN):
            return build_single(indikator, row)
        # one value for the whole year is no value of its first quarters
        return create_hasil_kosong(
            kosong=Kosong.TIDAK_TERSEDIA, rumus=RUMUS_ISIAN, alasan=DIUKUR_SETAHUN, sumber=row.asal
        )
    rows = sort_until(semua, sampai)
    sumber = "; ".join(dict.fromkeys(row.asal for row in rows.values() if row.asal))
    berlabel = [row for row in rows.values() if row.label]
    if berlabel and (indikator.jenis_nilai in JENIS_BERLABEL or len(berlabel) == len(rows)):
        return build_label(berlabel[-1].label, sumber)  # words have no sum: the last one stands
    hasil = write_angka(indikator, _aggregate(indikator, rows, sumber))
    alasan = next((row.alasan for row in reversed(rows.values()) if row.alasan), "")
    if hasil.mentah is None and alasan:
        return create_hasil_kosong(
            kosong=Kosong.TIDAK_TERSEDIA, rumus=hasil.derivasi.rumus, alasan=alasan, sumber=sumber
        )
    return hasil


def _aggregate(indikator: Indikator, rows: RealisasiPeriode, sumber: str) -> Hasil:
    agregasi = Agregasi(indikator.agregasi)
    berpembilang = [row.pembilang is not None for row in rows.values() if not row.alasan]
    if berpembilang and all(berpembilang):
        return aggregate_persentase(
            pembilang={p: row.pembilang for p, row in rows.items()},
            penyebut={p: row.penyebut for p, row in rows.items()},
            agregasi=agregasi,
            faktor=indikator.faktor or Decimal(100),
            desimal=indikator.desimal,
            sumber=sumber,
        )
    return aggregate_periode(
        nilai={p: build_single(indikator, row).mentah for p, row in rows.items()},
        agregasi=agregasi,
        desimal=indikator.desimal,
        sumber=sumber,
    )


def note_komponen(hasil: Hasil, komponen: HasilKomponen | None) -> Hasil:
    """Return a typed value; when its components give another one, both and their difference stand in its notes."""
    indeks = None if komponen is None else komponen.indeks
    if indeks is None or indeks.tampil is None or indeks.tampil == hasil.tampil:
        return hasil
    isi = f"nilai yang diisi {hasil.teks} dipakai"
    if hasil.kosong is not None:
        isi = "dinyatakan tidak tersedia"
    selisih = ""
    if hasil.tampil is not None:
        selisih = f" (selisih {text_nilai(hasil.tampil - indeks.tampil)})"
    sebagian = "".join(f", {satu}" for satu in indeks.catatan)
    return add_catatan(hasil, (f"{isi}; dari komponen {indeks.teks}{selisih}{sebagian}",))


def build_pecahan(indikator: Indikator, semua: RealisasiPeriode) -> Pecahan | None:
    """Return what the year's percentage is made of: sums for jumlah and rata-rata, the period that is the highest or
    lowest for maksimum and minimum, else the last filled period.
    """
    pasangan = [
        (row.pembilang, row.penyebut) for row in sort_until(semua).values() if row.pembilang is not None
    ]
    if not pasangan:
        return None
    if indikator.agregasi in (Agregasi.JUMLAH, Agregasi.RATA_RATA):
        return Pecahan(add(atas for atas, _ in pasangan), add(bawah for _, bawah in pasangan))
    terhitung = [satu for satu in pasangan if satu[1]]
    if terhitung and indikator.agregasi in (Agregasi.MAKSIMUM, Agregasi.MINIMUM):
        choose = max if indikator.agregasi == Agregasi.MAKSIMUM else min
        return Pecahan(*choose(terhitung, key=lambda satu: divide(*satu)))
    return Pecahan(*pasangan[-1])


def convert_predecessor(hasil: Hasil, *, pendahulu: Indikator, penerus: Indikator) -> Hasil:
    """Return a predecessor's value as its successor prints it, naming where it comes from."""
    if hasil.mentah is None and not hasil.label:
        return hasil
    sumber = "; ".join(filter(None, (f"indikator yang digantikan: {pendahulu.nama}", hasil.derivasi.sumber)))
    baru = hasil
    if hasil.mentah is not None:
        angka = create_hasil(nilai=hasil.mentah, desimal=penerus.desimal, rumus=hasil.derivasi.rumus)
        baru = replace(write_angka(penerus, angka), catatan=hasil.catatan)
    derivasi = replace(hasil.derivasi, sumber=sumber, pembulatan=baru.derivasi.pembulatan)
    return replace(baru, derivasi=derivasi)
