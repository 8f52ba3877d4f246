"""One ratio, one value: capaian, serapan, means and predikat of every table and page of the example offices.

Two values for one question must follow from a declared choice of the tables' rules (cap, decimals, parts, base, mean of
percentages), and the table that departs must say so.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import combinations
from typing import Any

import pytest
from django.core.management import call_command
from django.db import transaction

from instansi.models import PerangkatDaerah
from kinerja.calculations.aturan import Aturan
from kinerja.enums import BasisPredikat, Periode, TingkatRataRata
from kinerja.models import AturanCapaian, Indikator
from laporan.dokumen import AngkaUtama
from laporan.lkjip import compose_lkjip
from laporan.queries import collect_isi
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import Baris, HasilTabel, Sel, TabelTanpaDataError, create_sel_hasil
from laporan.tabel.data import DataLaporan
from laporan.tabel.rekap import TABEL_JENJANG
from portal.queries.ikhtisar import load_keadaan
from portal.tables.capaian import DaftarCapaian
from sakip.kit.decimals import average, round_half_up
from sakip.kit.formats import parse_angka

Pertanyaan = tuple[str, ...]
TAHUN = range(2020, 2025)
PILIHAN = {
    "capaian": ("formula_minimasi", "lantai_nol", "bagian"),
    "rata": ("formula_minimasi", "lantai_nol", "bagian", "batas_rata", "rata_rata", "tingkat_rata"),
    "serapan": ("serapan", "nol_pagu"),
}
"""Choices of a rule that may change a value before its cap and rounding, by kind of question."""


@dataclass(frozen=True)
class Fakta:
    """One printed figure: where, its cell, the rule of its table, and what the table says below itself."""

    tempat: str
    sel: Sel
    aturan: Aturan
    catatan: str = ""
    umum: Aturan = field(default_factory=Aturan)

    @property
    def inti(self) -> Decimal | None:
        """The value of the formula before cap and rounding, as its derivation prints it (six decimals)."""
        langkah = self.sel.derivasi.langkah if self.sel.derivasi is not None else ()
        if not langkah or not isinstance(self.sel.nilai, Decimal):
            return None
        if "di bawah nol menjadi 0" in langkah[-1]:
            return Decimal(0)
        cocok = re.search(r"= (-?[\d.]+(?:,\d+)?)…?$", langkah[-1])
        return parse_angka(cocok[1].replace(".", "")) if cocok else None


class Jawaban:
    """Every answer by question."""

    def __init__(self) -> None:
        self.isi: dict[Pertanyaan, list[Fakta]] = defaultdict(list)
        self.salah: list[str] = []

    def add(self, tanya: Pertanyaan, fakta: Fakta) -> None:
        self.isi[tanya].append(fakta)

    def judge(self) -> list[str]:
        """Return what contradicts itself, in words."""
        salah = list(self.salah)
        for tanya, fakta in self.isi.items():
            for satu in fakta:
                salah += [f"{tanya} {satu.tempat}: {teks}" for teks in judge_tampil(tanya[0], satu)]
            for satu, lain in combinations(fakta, 2):
                salah += [
                    f"{tanya}: {satu.tempat} {satu.sel.teks}, {lain.tempat} {lain.sel.teks}: {teks}"
                    for teks in judge_pasangan(tanya[0], satu, lain)
                ]
        return salah


def judge_tampil(jenis: str, satu: Fakta) -> Iterator[str]:
    """A figure prints its own formula, capped only where capaian are, and says when a cap lowered it."""
    inti, nilai = satu.inti, satu.sel.nilai
    if jenis == "predikat" or inti is None or not isinstance(nilai, Decimal):
        return
    batas = satu.aturan.batas_tampil if jenis in ("capaian", "rata") else None
    desimal = satu.sel.desimal if satu.sel.desimal is not None else satu.aturan.desimal
    if batas is not None and inti > batas:
        if "dibatasi" not in satu.catatan:
            yield "a cap that is not told"
        inti = batas
    if abs(round_half_up(inti, desimal) - nilai) > Decimal(1).scaleb(-desimal) * (inti != nilai) / 2:
        yield f"{nilai} is not {inti} in {desimal} decimals"


def judge_pasangan(jenis: str, satu: Fakta, lain: Fakta) -> Iterator[str]:
    """Two figures of one question are one value, or a declared choice tells them apart and is told."""
    if jenis in ("predikat", "realisasi"):
        sama = satu.sel.teks == lain.sel.teks
        beda = []
        if jenis == "predikat":
            beda = [
                n for n in ("skala", "basis_predikat") if getattr(satu.aturan, n) != getattr(lain.aturan, n)
            ]
    else:
        sama = satu.inti == lain.inti and (satu.sel.nilai is None) == (lain.sel.nilai is None)
        beda = [n for n in PILIHAN[jenis] if getattr(satu.aturan, n) != getattr(lain.aturan, n)]
    if sama:
        return
    if not beda:
        yield "two values without a rule that says so"
    for fakta in (satu, lain):
        khusus = [nama for nama in beda if getattr(fakta.aturan, nama) != getattr(fakta.umum, nama)]
        kata = ("Menurut aturan tabel ini", "dinilai atas", "rata-rata persentase serapan", "dalam rata-rata")
        if fakta.catatan and khusus and not any(satu.casefold() in fakta.catatan.casefold() for satu in kata):
            yield f"{fakta.tempat} does not say that it departs in {khusus}"


def ask_tabel(data: DataLaporan, tabel: HasilTabel, jawaban: Jawaban) -> None:
    """Put every figure of a table under its question."""
    kode, tahun = tabel.kode, str(data.tahun)
    aturan, umum, catatan = data.aturan(kode), data.aturan(""), " ".join(tabel.catatan)
    by_kunci = {row.kunci: row for row in data.indikator}
    serumah: dict[int | None, list[Indikator]] = defaultdict(list)
    for terukur in data.measured(data.indikator):
        serumah[terukur.simpul_id].append(terukur)

    def add(baris: Baris, kolom: str, *tanya: str) -> None:
        sel = baris.get(kolom)
        if sel.teks:
            row = by_kunci.get(baris.kunci)
            milik = aturan if row is None else data.kinerja.rule_for(row, aturan)
            jawaban.add(tanya, Fakta(f"{kode} {tahun} {kolom}", sel, milik, catatan, umum))

    for baris in tabel.baris:
        kunci = baris.kunci
        row = by_kunci.get(kunci)
        if row is not None and baris.jenis == "indikator":
            for kolom in ("realisasi", "realisasi_k", "hasil"):
                if kode not in ("triwulan", "anggaran", "belanja", "pendapatan"):
                    add(baris, kolom, "realisasi", kunci, tahun)
            if kode not in ("akhir-renstra", "standar-nasional", "triwulan"):
                add(baris, "capaian", "capaian", kunci, tahun)
                add(baris, "kategori", "predikat", kunci, tahun)
            add(baris, "capaian_k", "capaian", kunci, tahun)
            if data.kinerja.entries(row, tahun=data.tahun).get(Periode.TW4):
                add(baris, "tahunan_TW4", "capaian", kunci, tahun)
            if not row.menggantikan_id:  # a successor answers for its predecessor here only
                add(baris, "realisasi_lalu", "realisasi", kunci, str(data.tahun - 1))
                add(baris, "capaian_lalu", "capaian", kunci, str(data.tahun - 1))
                for satu in TAHUN:
                    add(baris, f"r_{satu}", "realisasi", kunci, str(satu))
                    add(baris, f"rasio_{satu}", "capaian", kunci, str(satu), "renstra")
            if serumah[row.simpul_id] == [row] and row.simpul is not None:
                add(baris, "serapan", "serapan", row.simpul.kunci, tahun)
                add(baris, "capaian_rp", "serapan", row.simpul.kunci, tahun)
            continue
        if kode in ("anggaran", "belanja") and baris.jenis in ("simpul", "indikator", "total"):
            add(baris, "persen", "serapan", kunci, tahun)
        if kode in ("capaian", "efisiensi") and baris.jenis == "simpul":
            add(baris, "capaian", "rata", kunci, tahun)
            add(baris, "serapan", "serapan", kunci, tahun)
        if kode == "capaian" and kunci == "TOTAL":
            add(baris, "capaian", "rata", "TOTAL", tahun)
            add(baris, "kategori", "predikat", "TOTAL", tahun)
    judge_rata(data, tabel, jawaban)


def judge_rata(data: DataLaporan, tabel: HasilTabel, jawaban: Jawaban) -> None:
    """A mean of one value is that value with its predikat; a mean of several is judged on what they are judged on."""
    if tabel.kode not in ("capaian", "capaian-tujuan", "efisiensi"):
        return
    aturan = data.aturan(tabel.kode)
    anggota: dict[str, list[Baris]] = defaultdict(list)
    induk = ""
    for baris in tabel.baris:
        if baris.jenis == "simpul":
            induk = baris.kunci
        elif baris.jenis == "indikator" and baris.get("capaian").nilai is not None:
            anggota[induk].append(baris)
            anggota["TOTAL"].append(baris)
    for baris in tabel.baris:
        milik, tempat = anggota[baris.kunci], f"{tabel.kode} {data.tahun} {baris.kunci}"
        rata, kategori = baris.get("capaian"), baris.get("kategori")
        if baris.jenis == "indikator" or not milik or rata.nilai is None:
            continue
        if len(milik) == 1:
            for kolom in ("capaian",) if tabel.kode == "efisiensi" else ("capaian", "kategori"):
                if baris.get(kolom).teks != milik[0].get(kolom).teks:
                    jawaban.salah.append(f"{tempat}: {kolom} differs from that of its only indikator")
        elif tabel.kode != "efisiensi" and kategori.nilai is not None and rata.derivasi is not None:
            dinilai = re.match(r"(.*?) (-?[\d.]+(?:,\d+)?):", rata.derivasi.pita)
            assert dinilai is not None, (tempat, rata.derivasi.pita)
            sebutan = "capaian"
            nilai = rata.nilai if isinstance(rata.nilai, Decimal) else None
            if aturan.basis_predikat == BasisPredikat.REALISASI:
                sebutan = "rata-rata realisasi"
                nilai = average_realisasi(milik)
                if baris.kunci == "TOTAL" and aturan.tingkat_rata == TingkatRataRata.SASARAN:
                    rumah = [isi for kunci, isi in anggota.items() if kunci != "TOTAL" and isi]
                    nilai = average(n for isi in rumah if (n := average_realisasi(isi)) is not None)
                if len({b.get("satuan").teks for b in milik}) > 1:
                    jawaban.salah.append(f"{tempat}: a predikat of a mean of different units")
            cetak = parse_angka(dinilai[2].replace(".", ""))
            # the printed realisasi are rounded, their mean may be raw
            if (
                dinilai[1] != sebutan
                or not isinstance(nilai, Decimal)
                or abs(cetak - nilai) > Decimal("0.01")
            ):
                jawaban.salah.append(f"{tempat}: judged on {dinilai[0]}, not on {sebutan} {nilai}")


def average_realisasi(baris: list[Baris]) -> Decimal | None:
    """Mean of the realisasi as they print."""
    return average(n for b in baris if isinstance(n := b.get("realisasi").nilai, Decimal))


def ask_halaman(opd: PerangkatDaerah, data: DataLaporan, jawaban: Jawaban) -> None:
    """The page of capaian, the overview (which beranda shows too) and the key figures of the LKjIP."""
    tahun = str(data.tahun)
    for jenjang, kode in TABEL_JENJANG.items():
        daftar = DaftarCapaian(
            opd,
            tahun=data.tahun,
            periode=Periode.TAHUN,
            indikator=Indikator.objects.all(),
            jenjang=jenjang,
            dokumen=data.daftar_dokumen,
            asal_url="/0/",
        )
        for baris in daftar.semua:
            aturan = daftar.data.rule_for(baris.indikator, data.aturan(kode))
            for jenis, sel in (
                ("capaian", baris.capaian),
                ("realisasi", baris.realisasi),
                ("predikat", baris.predikat),
            ):
                batas = "dibatasi" if aturan.batas_tampil is not None else ""
                fakta = Fakta(f"halaman capaian {tahun}", sel, aturan, batas, aturan)
                jawaban.add((jenis, baris.indikator.kunci, tahun), fakta)
    keadaan = load_keadaan([opd], tahun=data.tahun)[opd.pk]
    aturan = data.aturan("capaian")
    for tanya, sel, milik in (
        ("rata", keadaan.capaian, aturan),
        ("predikat", keadaan.predikat, aturan),
        ("serapan", create_sel_hasil(keadaan.serapan), data.aturan("anggaran")),
    ):
        fakta = Fakta(
            f"ikhtisar {tahun}", sel, milik, "dibatasi" if milik.batas_tampil is not None else "", milik
        )
        jawaban.add((tanya, "TOTAL", tahun), fakta)


def ask_kantor(opd: PerangkatDaerah) -> Jawaban:
    """Everything that an office prints in all its years."""
    jawaban = Jawaban()
    for tahun in TAHUN:
        data = DataLaporan(opd, tahun=tahun)
        ada = set()
        for satu in list_tabel():
            try:
                ask_tabel(data, build_tabel_from(satu.kode, data), jawaban)
            except TabelTanpaDataError:
                continue
            ada.add(satu.kode)
        if "capaian" in ada:
            ask_halaman(opd, data, jawaban)
            judge_lkjip(opd, tahun, jawaban)
    return jawaban


def judge_lkjip(opd: PerangkatDaerah, tahun: int, jawaban: Jawaban) -> None:
    """The key figures of the report are those of its tables."""
    angka = {
        teks: nilai
        for blok in compose_lkjip(collect_isi(opd, tahun=tahun)).ikhtisar
        if isinstance(blok, AngkaUtama)
        for nilai, teks in blok.butir
    }
    for teks, jenis in (("rata-rata capaian indikator sasaran", "rata"), ("serapan anggaran", "serapan")):
        for fakta in jawaban.isi.get((jenis, "TOTAL", str(tahun)), ()):
            if fakta.sel.nilai is not None and angka.get(teks) != f"{fakta.sel.teks}%":
                jawaban.salah.append(
                    f"lkjip {tahun} {teks} {angka.get(teks)}, {fakta.tempat} {fakta.sel.teks}"
                )


ATURAN_LAIN: dict[str, tuple[bool, dict[str, Any]]] = {
    "caps of means alone, realisasi judged, displayed parts": (
        False,
        {
            "batas_tampil": None,
            "batas_rata": 80,
            "basis_predikat": "realisasi",
            "bagian": "tampil",
            "desimal": 1,
        },
    ),
    "caps of display alone, other formula": (
        True,
        {
            "batas_tampil": 90,
            "batas_rata": None,
            "basis_predikat": "capaian",
            "formula_minimasi": "rasio",
            "bagian": "mentah",
            "desimal": 3,
        },
    ),
    "no caps, realisasi judged, mean of means": (
        True,
        {
            "batas_tampil": None,
            "batas_rata": None,
            "basis_predikat": "realisasi",
            "tingkat_rata": "sasaran",
            "bagian": "mentah",
            "desimal": 2,
        },
    ),
}
"""Other rules for the same offices: whether for every table or in the general one alone, and the choices."""


@pytest.mark.django_db
def test_example_offices_give_one_value_for_each_ratio():
    call_command("muat_contoh", verbosity=0)
    jumlah: dict[str, int] = defaultdict(int)
    for opd in PerangkatDaerah.objects.all():
        jawaban = ask_kantor(opd)
        assert jawaban.judge() == [], opd
        for tanya, fakta in jawaban.isi.items():
            jumlah[tanya[0]] += len(fakta) > 1
    # the walk compares something of every kind
    assert all(jumlah[jenis] > 5 for jenis in ("capaian", "realisasi", "predikat", "rata", "serapan")), jumlah
    for nama, (semua, isi) in ATURAN_LAIN.items():
        rows = AturanCapaian.objects.all() if semua else AturanCapaian.objects.filter(tabel="")
        with transaction.atomic():
            rows.update(**isi)
            for opd in PerangkatDaerah.objects.all():
                assert ask_kantor(opd).judge() == [], (nama, opd)
            transaction.set_rollback(True)
