"""Predikat, words, ratios and parts of an index stand in every official table, and no reason contradicts its row."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from django.core.management import call_command

from instansi.models import PerangkatDaerah
from kinerja.enums import Agregasi, JenisNilai, MaknaTarget, Periode, Polaritas
from kinerja.models import Indikator
from laporan.keluaran import convert_sel
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import Baris, HasilTabel, Sel, TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from renstra.enums import JenisDokumen, StatusDokumen
from renstra.models import Dokumen, Simpul
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor
from tests.laporan.tabel.test_tersimpan import list_tahun

pytestmark = pytest.mark.django_db

D = Decimal
SETAHUN: dict[str, Any] = {"periode": Periode.TAHUN}
SEBAGIAN = "2 dari 4 komponen bernilai"
BELUM_DITETAPKAN, BELUM_DIISI = "Target belum ditetapkan.", "Realisasi belum diisi."


def build_all(data: DataLaporan) -> Iterator[HasilTabel]:
    for tabel in list_tabel():
        try:
            yield build_tabel_from(tabel.kode, data)
        except TabelTanpaDataError:
            continue


class Kantor:
    """`create_kantor` with an indikator of every kind below its sasaran and its program."""

    def __init__(self) -> None:
        dasar = create_kantor()
        self.opd = dasar.opd
        self.pk = self._get(JenisDokumen.PK)
        self.renstra = self._get(JenisDokumen.RENSTRA)
        self.aksi = builders.create_dokumen(
            self.opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN
        )
        self.jumlah = 0
        for simpul in (dasar.sasaran, dasar.program):
            self._fill(simpul)

    def _get(self, jenis: str) -> Dokumen:
        return Dokumen.objects.get(opd=self.opd, jenis=jenis)

    def add(
        self, indikator: Indikator, target: dict[str, Any], realisasi: dict[str, Any] | None
    ) -> Indikator:
        """Targets of the year, of last year, of the end of the renstra and of two quarters; values likewise."""
        for dokumen, tahun in ((self.pk, TAHUN), (self.renstra, TAHUN - 1), (self.renstra, TAHUN + 2)):
            builders.create_target(indikator, dokumen, **{"nilai": None, "tahun": tahun} | SETAHUN | target)
        for periode in (Periode.TW1, Periode.TW2):
            builders.create_target(indikator, self.aksi, **{"nilai": None, "periode": periode} | target)
        if realisasi is not None:
            builders.create_realisasi(indikator, **{"nilai": None, "tahun": TAHUN - 1} | SETAHUN | realisasi)
            builders.create_realisasi(indikator, **{"nilai": None, "periode": Periode.TW2} | realisasi)
        return indikator

    def _fill(self, simpul: Simpul) -> None:
        isi: dict[str, Any] = {"simpul": simpul, "makna_target": MaknaTarget.TAHUNAN}

        def create(kunci: str, **lain: Any) -> Indikator:
            lengkap = isi | {"kunci": f"{kunci}-{simpul.jenjang}", "nama": f"{kunci} {simpul.jenjang}"} | lain
            return builders.create_indikator(self.opd, **lengkap)

        predikat = builders.create_predikat(
            self.opd, **isi, kunci=f"predikat-{simpul.jenjang}", nama=f"predikat {simpul.jenjang}"
        )
        self.add(predikat, {"label": "BB"}, {"label": "B"})
        self.add(create("teks", jenis_nilai=JenisNilai.TEKS), {"label": "Terlaksana"}, {"label": "Sebagian"})
        self.add(create("teks-kosong", jenis_nilai=JenisNilai.TEKS), {"label": "Terlaksana"}, None)
        self.add(create("angka-berteks"), {"label": "Baik"}, {"nilai": D(80)})
        rasio = create("rasio", jenis_nilai=JenisNilai.RASIO, polaritas=Polaritas.MINIMASI, desimal=0)
        self.add(rasio, {"nilai": D(20)}, {"nilai": D(25)})
        self.add(create("negatif"), {"nilai": D("-2.5")}, {"nilai": D("-1.75")})
        self.add(create("salah-arah"), {"atas": D(5), "atas_inklusif": True}, {"nilai": D(4)})
        self.add(create("batas", polaritas=Polaritas.MINIMASI), {"atas": D("3.5")}, {"nilai": D("3.5")})
        self.add(create("kosong"), {"nilai": D(10)}, None)
        self.add(create("tidak-tersedia"), {"nilai": D(10)}, {"alasan": "Hasil evaluasi belum keluar."})
        indeks = builders.create_indeks(
            self.opd,
            nilai=("3", None, "4", None),
            **isi,
            kunci=f"indeks-{simpul.jenjang}",
            nama=f"indeks {simpul.jenjang}",
            agregasi=Agregasi.TERAKHIR,
        )
        self.add(indeks, {"nilai": D(4)}, None)
        diisi = builders.create_indeks(
            self.opd, nilai=("3", "2"), **isi, kunci=f"diisi-{simpul.jenjang}", nama=f"diisi {simpul.jenjang}"
        )
        self.add(diisi, {"nilai": D(4)}, {"nilai": D("2.6")})

    @property
    def data(self) -> DataLaporan:
        return DataLaporan(self.opd, tahun=TAHUN)

    def cells(self, awalan: str) -> Iterator[tuple[HasilTabel, str, Sel]]:
        """Every printed cell of the rows of one kind, in all tables."""
        for tabel in build_all(self.data):
            dicetak = {kolom.kode for kolom in tabel.kolom}
            for baris in tabel.baris:
                if baris.kunci in (f"{awalan}-sasaran", f"{awalan}-program"):
                    yield from ((tabel, kode, sel) for kode, sel in baris.sel.items() if kode in dicetak)


@pytest.fixture
def kantor() -> Kantor:
    return Kantor()


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
    for tabel, kode, sel in kantor.cells(awalan):
        if kode in KOLOM_TARGET:
            assert sel.teks == target, (tabel.kode, kode)
            bertarget.add(tabel.kode)
        if kode in KOLOM_REALISASI:
            assert sel.teks == realisasi, (tabel.kode, kode)
            berealisasi.add(tabel.kode)
        lembar = convert_sel(sel)  # the workbook holds what the screen shows
        if lembar.nilai is not None and not isinstance(lembar.nilai, Decimal):
            assert lembar.nilai == sel.teks, (tabel.kode, kode)
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
        for tabel, kode, sel in kantor.cells("predikat")
        if kode in dicari and tabel.kode != "standar-nasional"
    }
    assert set(ditemukan.values()) == {"87,50"}, ditemukan
    assert {kode for _, kode in ditemukan} == dicari


def test_partial_index_says_so_in_every_table_that_prints_it(kantor):
    tercetak = set()
    for tabel, kode, sel in kantor.cells("indeks"):
        if sel.teks == "3,50":
            assert SEBAGIAN in sel.catatan, (tabel.kode, kode)
            assert any(SEBAGIAN in catatan for catatan in tabel.catatan), tabel.kode
            tercetak.add(tabel.kode)
        if kode in ("capaian", "capaian_k", "kemajuan", f"rasio_{TAHUN}") and sel.nilai is not None:
            assert sel.catatan == SEBAGIAN, (tabel.kode, kode)
    assert tercetak >= {"capaian", "tahun-lalu", "akhir-renstra", "analisis", "efisiensi", "tc23", "komponen"}
    assert tercetak >= {"program-kegiatan", "pengukuran", "standar-nasional"}


def test_typed_value_beside_components_is_noted_in_every_table_that_prints_it(kantor):
    for tabel, kode, sel in kantor.cells("diisi"):
        if sel.teks == "2,60" and kode == "realisasi":
            assert "nilai yang diisi 2,60 dipakai; dari komponen 2,50" in sel.catatan, (tabel.kode, kode)


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
