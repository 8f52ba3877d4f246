"""All official tables by code, and the one way to build one."""

from dataclasses import replace

from instansi.models import PerangkatDaerah
from kinerja.calculations.aturan import Aturan
from laporan.tabel import belanja, capaian, efisiensi, perbandingan, periode, rekap, rencana
from laporan.tabel.baris import describe_caps, describe_turunan
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
from sakip.kit.formats import format_angka

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
        "rekap-kategori",
        "Rekapitulasi indikator menurut kategori",
        _PERMENPAN,
        rekap.build_rekap_kategori,
        draf_dari="semua",
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
_BERATA = frozenset({"efisiensi", "pengukuran"})
"""Tables that print means of capaian without a note of their own on how they are made."""
_BERCATATAN_RATA = frozenset({"capaian-tujuan", "capaian"})
_BERCAPAIAN = (
    _BERATA
    | _BERCATATAN_RATA
    | {
        "tahun-lalu",
        "akhir-renstra",
        "standar-nasional",
        "analisis",
        "program-kegiatan",
        "rekap-kategori",
        "triwulan",
        "tc23",
    }
)
_BERSERAPAN = frozenset({"anggaran", "belanja", "pendapatan", "efisiensi", "pengukuran", "tc23"})
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


def describe_beda(kode: str, aturan: Aturan, umum: Aturan) -> list[str]:
    """Return one sentence on how the rule of a table differs from the general one in what changes its figures.

    Caps, decimals and the base of a predikat are told where they show.
    """
    beda = []
    if kode in _BERCAPAIAN and aturan.bagian != umum.bagian:
        beda.append(f"dihitung dari {aturan.bagian.label.lower()}")
    if kode in _BERCAPAIAN and aturan.formula_minimasi != umum.formula_minimasi:
        beda.append(f"semakin rendah semakin baik memakai {aturan.formula_minimasi.label}")
    if kode in _BERCAPAIAN and aturan.lantai_nol != umum.lantai_nol:
        beda.append(f"capaian di bawah nol {'menjadi 0' if aturan.lantai_nol else 'tetap negatif'}")
    if kode in _BERATA | _BERCATATAN_RATA and aturan.batas_rata != umum.batas_rata:
        batas = aturan.batas_rata
        cara = "tidak dibatasi" if batas is None else f"dibatasi {format_angka(batas)}%"
        beda.append(f"capaian dalam rata-rata {cara}")
    if kode in _BERATA and aturan.rata_rata != umum.rata_rata:
        beda.append(f"rata-rata {aturan.rata_rata.label.lower()}")
    if kode in _BERATA and aturan.tingkat_rata != umum.tingkat_rata:
        beda.append(f"rata-rata atas {aturan.tingkat_rata.label.lower()}")
    if kode in _BERSERAPAN and aturan.nol_pagu != umum.nol_pagu:
        beda.append(f"serapan pagu nol {aturan.nol_pagu.label.lower()}")
    return [f"Menurut aturan tabel ini: {'; '.join(beda)}."] if beda else []


def build_tabel_from(kode: str, data: DataLaporan) -> HasilTabel:
    """Rows of a table from data that is already read. Raises TabelTidakDikenalError, TabelTanpaDataError."""
    if kode not in _BY_KODE:
        raise TabelTidakDikenalError(kode)
    definisi = _BY_KODE[kode]
    tabel = add_catatan_sel(definisi.susun(data))
    beda = describe_beda(kode, data.aturan(kode), data.aturan(""))
    catatan = [*describe_caps(tabel.baris), *tabel.catatan, *beda, *describe_turunan(tabel.baris)]
    tabel = replace(tabel, catatan=catatan)
    return note_draf(tabel, data, definisi.draf_dari)


def build_tabel(kode: str, *, opd: PerangkatDaerah, tahun: int, dokumen: Dokumen | None = None) -> HasilTabel:
    """Rows of the official table ``kode`` of an office and year, seen through ``dokumen`` where the table obeys one."""
    return build_tabel_from(kode, DataLaporan(opd, tahun=tahun, dokumen=dokumen))
