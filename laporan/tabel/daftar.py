"""All official tables by code, and the one way to build one."""

from dataclasses import replace

from instansi.models import PerangkatDaerah
from laporan.tabel import belanja, capaian, efisiensi, perbandingan, periode, rekap, rencana
from laporan.tabel.baris import describe_caps
from laporan.tabel.dasar import (
    HasilTabel,
    TabelResmi,
    TabelTanpaDataError,
    TabelTidakDikenalError,
    add_catatan_sel,
)
from laporan.tabel.data import DataLaporan
from laporan.tabel.draf import note_draf
from renstra.models import Dokumen

__all__ = [
    "DokumenTidakDikenalError",
    "TabelTanpaDataError",
    "TabelTidakDikenalError",
    "build_tabel",
    "build_tabel_from",
    "get_dokumen",
    "list_tabel",
]

_PERMENPAN = "PermenPANRB 53/2014"

_DAFTAR: tuple[TabelResmi[DataLaporan], ...] = (
    TabelResmi(
        "target-renstra",
        "Target tujuan dan sasaran selama renstra",
        _PERMENPAN,
        rencana.build_target_renstra,
        True,
        "tanpa",
    ),
    TabelResmi(
        "pk", "Perjanjian kinerja: sasaran, indikator, target", _PERMENPAN, rencana.build_pk, True, "tanpa"
    ),
    TabelResmi(
        "pk-anggaran",
        "Perjanjian kinerja: program dan anggaran",
        _PERMENPAN,
        rencana.build_pk_anggaran,
        True,
        "tanpa",
    ),
    TabelResmi(
        "rkt", "Target kinerja dan anggaran menurut dokumen", _PERMENPAN, rencana.build_rkt, True, "tanpa"
    ),
    TabelResmi("capaian-tujuan", "Capaian kinerja tujuan", _PERMENPAN, capaian.build_capaian_tujuan),
    TabelResmi("capaian", "Capaian kinerja sasaran dengan kategori", _PERMENPAN, capaian.build_capaian),
    TabelResmi(
        "rekap-kategori", "Rekapitulasi indikator menurut kategori", _PERMENPAN, rekap.build_rekap_kategori
    ),
    TabelResmi(
        "formula", "Perhitungan realisasi dari pembilang dan penyebut", _PERMENPAN, capaian.build_formula
    ),
    TabelResmi(
        "tahun-lalu", "Perbandingan dengan tahun-tahun sebelumnya", _PERMENPAN, perbandingan.build_tahun_lalu
    ),
    TabelResmi(
        "akhir-renstra",
        "Tingkat kemajuan terhadap akhir renstra",
        _PERMENPAN,
        perbandingan.build_akhir_renstra,
        draf_dari="renstra",
    ),
    TabelResmi(
        "standar-nasional",
        "Perbandingan dengan standar nasional",
        _PERMENPAN,
        perbandingan.build_standar_nasional,
    ),
    TabelResmi(
        "pembanding",
        "Perbandingan dengan daerah lain",
        _PERMENPAN,
        perbandingan.build_pembanding,
        draf_dari="tanpa",
    ),
    TabelResmi("analisis", "Analisis keberhasilan, kegagalan dan solusi", _PERMENPAN, capaian.build_analisis),
    TabelResmi("efisiensi", "Efisiensi penggunaan sumber daya", _PERMENPAN, efisiensi.build_efisiensi),
    TabelResmi(
        "program-kegiatan",
        "Capaian program, kegiatan dan sub kegiatan",
        _PERMENPAN,
        capaian.build_program_kegiatan,
    ),
    TabelResmi(
        "pengukuran", "Hasil pengukuran kinerja dan anggaran (K/Rp)", _PERMENPAN, efisiensi.build_pengukuran
    ),
    TabelResmi("anggaran", "Pagu dan realisasi anggaran", _PERMENPAN, belanja.build_anggaran, True),
    TabelResmi("belanja", "Rincian belanja per rekening dan uraian", _PERMENPAN, belanja.build_belanja, True),
    TabelResmi("pendapatan", "Target dan realisasi pendapatan", _PERMENPAN, belanja.build_pendapatan),
    TabelResmi("ringkasan", "Tahapan anggaran", _PERMENPAN, rencana.build_ringkasan),
    TabelResmi("triwulan", "Realisasi dan capaian per triwulan", "Perpres 29/2014", periode.build_triwulan),
    TabelResmi("komponen", "Komponen indeks", "", periode.build_komponen),
    TabelResmi(
        "tc23", "Pencapaian kinerja pelayanan (T-C.23)", "Permendagri 86/2017", perbandingan.build_tc23
    ),
)
_BY_KODE = {tabel.kode: tabel for tabel in _DAFTAR}


class DokumenTidakDikenalError(Exception):
    """The office has no document with this key."""

    def __init__(self, kunci: str, pilihan: list[str]) -> None:
        self.pesan = (
            f"Dokumen “{kunci}” tidak ada pada perangkat daerah ini. Pilihan: {', '.join(pilihan) or '–'}."
        )
        super().__init__(self.pesan)


def list_tabel() -> list[TabelResmi[DataLaporan]]:
    """Definitions of all official tables, in the order of the report."""
    return list(_DAFTAR)


def get_dokumen(opd: PerangkatDaerah, kunci: str) -> Dokumen:
    """The document of the office with this key. Raises DokumenTidakDikenalError."""
    rows: dict[str, Dokumen] = {row.kunci: row for row in Dokumen.objects.filter(opd=opd)}
    if kunci not in rows:
        raise DokumenTidakDikenalError(kunci, list(rows))
    return rows[kunci]


def build_tabel_from(kode: str, data: DataLaporan) -> HasilTabel:
    """Rows of a table from data that is already read. Raises TabelTidakDikenalError, TabelTanpaDataError."""
    if kode not in _BY_KODE:
        raise TabelTidakDikenalError(kode)
    definisi = _BY_KODE[kode]
    tabel = add_catatan_sel(definisi.susun(data))
    tabel = replace(tabel, catatan=[*describe_caps(tabel.baris), *tabel.catatan])
    return note_draf(tabel, data, definisi.draf_dari)


def build_tabel(kode: str, *, opd: PerangkatDaerah, tahun: int, dokumen: Dokumen | None = None) -> HasilTabel:
    """Rows of the official table ``kode`` of an office and year, seen through ``dokumen`` where the table obeys one."""
    return build_tabel_from(kode, DataLaporan(opd, tahun=tahun, dokumen=dokumen))
