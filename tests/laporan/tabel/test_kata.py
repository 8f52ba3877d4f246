"""Predikat, words, ratios and parts of an index stand in every official table, and no reason contradicts its row."""

from collections.abc import Iterable, Iterator
from decimal import Decimal

import pytest
from django.core.management import call_command

from instansi.models import PerangkatDaerah
from kinerja.enums import Periode
from kinerja.models import Indikator
from laporan.keluaran import convert_sel
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import Baris, HasilTabel, Sel, TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from sakip.kit.formats import format_angka
from tests.builders import TAHUN
from tests.builders_kata import KantorKata
from tests.laporan.tabel.test_tersimpan import list_tahun

pytestmark = pytest.mark.django_db

SEBAGIAN = "2 dari 4 komponen bernilai"
BELUM_DITETAPKAN, BELUM_DIISI = "Target belum ditetapkan.", "Realisasi belum diisi."


def build_all(data: DataLaporan) -> Iterator[HasilTabel]:
    for tabel in list_tabel():
        try:
            yield build_tabel_from(tabel.kode, data)
        except TabelTanpaDataError:
            continue


def list_sel(kantor: KantorKata, awalan: str) -> Iterator[tuple[HasilTabel, str, Sel]]:
    """Every printed cell of the rows of one kind, in all tables."""
    for tabel in build_all(kantor.data):
        dicetak = {kolom.kode for kolom in tabel.kolom}
        for baris in tabel.baris:
            if baris.kunci in (f"{awalan}-sasaran", f"{awalan}-program"):
                yield from ((tabel, kode, sel) for kode, sel in baris.sel.items() if kode in dicetak)


@pytest.fixture
def kantor() -> KantorKata:
    return KantorKata()


KOLOM_TARGET = {"target", "target_k", "target_lalu", "target_akhir", "target_TW2", "akhir"} | {
    f"t_{TAHUN - 1}",
    f"t_{TAHUN + 2}",
}
KOLOM_REALISASI = {"realisasi", "realisasi_k", "realisasi_lalu", "realisasi_TW2"} | {
    f"r_{TAHUN - 1}",
    f"r_{TAHUN}",
}
PUNYA_TARGET = {"target-renstra", "pk", "capaian", "analisis", "efisiensi", "tahun-lalu", "akhir-renstra"} | {
    "program-kegiatan",
    "pengukuran",
    "triwulan",
    "tc23",
}
PUNYA_REALISASI = PUNYA_TARGET - {"target-renstra", "pk"} | {"standar-nasional"}


@pytest.mark.parametrize(
    ("awalan", "target", "realisasi"),
    [
        ("predikat", "BB", "B"),
        ("teks", "Terlaksana", "Sebagian"),
        ("rasio", "1:20", "1:25"),
        ("negatif", "-2,5", "-1,75"),
        ("batas", "<3,5", "3,50"),
        ("salah-arah", "≤5", "4,00"),
        ("angka-berteks", "Baik", "80,00"),
    ],
)
def test_values_of_every_kind_print_in_every_table(kantor, awalan, target, realisasi):
    bertarget, berealisasi = set(), set()
    for tabel, kode, sel in list_sel(kantor, awalan):
        if kode in KOLOM_TARGET:
            assert sel.teks == target, (tabel.kode, kode)
            bertarget.add(tabel.kode)
        if kode in KOLOM_REALISASI:
            assert sel.teks == realisasi, (tabel.kode, kode)
            berealisasi.add(tabel.kode)
        isi = convert_sel(sel)  # the workbook holds what the screen shows
        teks = format_angka(isi.nilai, isi.desimal) if isinstance(isi.nilai, Decimal) else isi.nilai or "–"
        assert sel.teks in (teks, ""), (tabel.kode, kode)
        assert Sel.from_json(sel.to_json()) == sel
    assert bertarget == PUNYA_TARGET
    assert berealisasi == PUNYA_REALISASI


def test_capaian_of_a_predikat_is_one_answer_in_every_table(kantor):
    """B (70) against BB (80): 87,50 wherever its capaian, its progress or its ratio stands."""
    dicari = {
        "capaian",
        "capaian_k",
        "capaian_lalu",
        "capaian_TW2",
        "tahunan_TW2",
        "kemajuan",
        f"rasio_{TAHUN - 1}",
    }
    ditemukan = {
        (tabel.kode, kode): sel.teks
        for tabel, kode, sel in list_sel(kantor, "predikat")
        if kode in dicari and tabel.kode != "standar-nasional"
    }
    assert set(ditemukan.values()) == {"87,50"}, ditemukan
    assert {kode for _, kode in ditemukan} == dicari


def test_partial_index_says_so_in_every_table_that_prints_it(kantor):
    tercetak = set()
    for tabel, kode, sel in list_sel(kantor, "indeks"):
        if sel.teks == "3,50":
            assert SEBAGIAN in sel.catatan, (tabel.kode, kode)
            assert any(SEBAGIAN in catatan for catatan in tabel.catatan), tabel.kode
            tercetak.add(tabel.kode)
        if kode in ("capaian", "capaian_k", "kemajuan", f"rasio_{TAHUN}") and sel.nilai is not None:
            assert sel.catatan == SEBAGIAN, (tabel.kode, kode)
    assert tercetak >= {"capaian", "tahun-lalu", "akhir-renstra", "analisis", "efisiensi", "tc23", "komponen"}
    assert tercetak >= {"program-kegiatan", "pengukuran", "standar-nasional"}


def test_typed_value_beside_components_is_noted_in_every_table_that_prints_it(kantor):
    for tabel, kode, sel in list_sel(kantor, "diisi"):
        if sel.teks == "2,60" and kode == "realisasi":
            assert "nilai yang diisi 2,60 dipakai; dari komponen 2,50" in sel.catatan, (tabel.kode, kode)


def test_component_table_says_how_its_parents_follow(kantor):
    tabel = build_tabel_from("komponen", kantor.data)
    assert "Nilai induk adalah rata-rata tertimbang anaknya, tanpa pembulatan antara." in tabel.catatan
    Indikator.objects.filter(opd=kantor.opd, kunci__startswith="indeks").update(cara_komponen="jumlah")
    tabel = build_tabel_from("komponen", kantor.data)
    catatan = "Nilai induk adalah jumlah atau rata-rata tertimbang anaknya, tanpa pembulatan antara."
    assert catatan in tabel.catatan
    baris = tabel.get_baris("indeks-sasaran")
    assert baris is not None
    assert baris.get("nilai").teks == "7,00"


# No reason contradicts its row ----------------------------------------------------------------------------------------

PENDAMPING = {
    "kemajuan": ("target_akhir", "realisasi"),
    "sisa": ("target_akhir", "realisasi"),
    "sisa_satuan": ("target_akhir", "realisasi"),
    "capaian_k": ("target_k", "realisasi_k"),
    "capaian_rp": ("target_rp", "realisasi_rp"),
    "capaian_lalu": ("target_lalu", "realisasi_lalu"),
    "tercapai_lalu": ("target_lalu", "realisasi_lalu"),
}
"""Columns of target and realisasi that a column speaks of, where the names do not say it."""


def get_pendamping(kode: str) -> tuple[str, str]:
    awalan, _, akhiran = kode.partition("_")
    if kode in PENDAMPING:
        return PENDAMPING[kode]
    if awalan == "rasio":
        return f"t_{akhiran}", f"r_{akhiran}"
    if awalan == "tahunan":
        return "target", f"realisasi_{akhiran}"
    if akhiran in Periode.values:
        return f"target_{akhiran}", f"realisasi_{akhiran}"
    return "target", "realisasi"


def list_bertentangan(tabel: HasilTabel, baris: Baris) -> Iterable[tuple[str, str, str]]:
    """Cells whose reason says that something is missing that the row prints."""

    def prints(kode: str) -> bool:
        sel = baris.get(kode)
        return sel.teks not in ("", "–")

    for kode, sel in baris.sel.items():
        if sel.teks != "–" or not sel.keterangan or kode.startswith(("target", "realisasi", "t_", "r_")):
            continue
        target, realisasi = get_pendamping(kode)
        if sel.keterangan == BELUM_DITETAPKAN and prints(target):
            yield tabel.kode, kode, sel.keterangan
        if sel.keterangan in (BELUM_DIISI, "Realisasi tidak tersedia.") and prints(realisasi):
            yield tabel.kode, kode, sel.keterangan


def test_no_reason_contradicts_its_row_for_values_of_every_kind(kantor):
    salah = [
        (baris.kunci, *satu)
        for tabel in build_all(kantor.data)
        for baris in tabel.baris
        for satu in list_bertentangan(tabel, baris)
    ]
    assert salah == []


def test_no_reason_contradicts_its_row_in_the_example_offices():
    call_command("muat_contoh", verbosity=0)
    dibaca, salah = 0, []
    for opd in PerangkatDaerah.objects.all():
        for tahun in list_tahun(opd):
            for tabel in build_all(DataLaporan(opd, tahun=tahun)):
                for baris in tabel.baris:
                    dibaca += sum(bool(sel.keterangan) for sel in baris.sel.values() if sel.teks == "–")
                    salah += [
                        (opd.singkatan, tahun, baris.kunci, *satu) for satu in list_bertentangan(tabel, baris)
                    ]
    assert salah == []
    assert dibaca > 1000
