"""What the report screens say of the state of a report: its steps, and what is still missing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from laporan.enums import StatusLaporan
from laporan.isi import IsiLaporan
from laporan.models import Laporan
from laporan.narasi import list_teks
from sakip.kit.formats import TANDA_KOSONG

Keadaan = Literal["selesai", "kini", "nanti"]
Tingkat = Literal["wajib", "perlu", "info"]

_PENTING = ("pk", "target-renstra", "anggaran", "tahun-lalu", "efisiensi", "analisis", "standar-nasional")
_JUDUL_TABEL = {
    "pk": "Perjanjian kinerja",
    "target-renstra": "Target renstra",
    "anggaran": "Pagu dan realisasi anggaran",
    "tahun-lalu": "Perbandingan dengan tahun lalu",
    "efisiensi": "Efisiensi",
    "analisis": "Analisis",
    "standar-nasional": "Standar nasional",
}


@dataclass(frozen=True, slots=True)
class Langkah:
    """One step on the way to the signed report."""

    judul: str
    keterangan: str
    keadaan: Keadaan
    url: str = ""


@dataclass(frozen=True, slots=True)
class Kekurangan:
    """Something that the report lacks. ``wajib`` stops it, ``perlu`` prints as a dash, ``info`` leaves a part out."""

    tingkat: Tingkat
    judul: str
    rinci: Sequence[str] = ()
    url: str = ""
    label_url: str = ""


def list_langkah(laporan: Laporan | None, *, siap: bool, ditulis: int, url: dict[str, str]) -> list[Langkah]:
    """Narasi, pratinjau, penetapan, tanda tangan, unduh: what is done, what comes next."""
    status = StatusLaporan.DRAF if laporan is None else StatusLaporan(laporan.status)
    draf, bertanda = status == StatusLaporan.DRAF, status == StatusLaporan.DITANDATANGANI
    narasi = "Semua bagian memakai teks otomatis."
    if ditulis:
        narasi = f"{ditulis} bagian ditulis sendiri, lainnya memakai teks otomatis."
    return [
        Langkah("Narasi", narasi, "kini" if draf else "selesai", url["narasi"]),
        Langkah(
            "Pratinjau",
            "PDF bertanda air KONSEP dari data saat ini." if draf else "PDF dari salinan beku laporan.",
            "kini" if draf and siap else "nanti" if draf else "selesai",
            url["pratinjau"] if siap else "",
        ),
        Langkah(
            "Penetapan",
            "Kepala membekukan data dan teks." if draf else "Data dan teks sudah dibekukan.",
            ("kini" if siap else "nanti") if draf else "selesai",
            url["tetapkan"] if siap else "",
        ),
        Langkah(
            "Tanda tangan",
            "Sudah ditandatangani secara elektronik."
            if bertanda
            else "Kepala menandatangani secara elektronik.",
            "nanti" if draf else "selesai" if bertanda else "kini",
            "" if draf or bertanda else url["tanda_tangan"],
        ),
        Langkah(
            "Unduh",
            "Berkas bertanda tangan yang sidiknya diperiksa.",
            "kini" if bertanda else "nanti",
            url["unduh"] if bertanda else "",
        ),
    ]


def list_kekurangan(isi: IsiLaporan, *, url_isian: str, label_isian: str) -> list[Kekurangan]:
    """What is missing for a complete report, the worst first; ``label_isian`` is what the reader does there."""
    tabel = isi.tabel.get("capaian")
    if tabel is None:
        return [Kekurangan("wajib", "Belum ada indikator sasaran", [isi.kosong["capaian"]])]
    hasil = []
    for kode, sebutan in (("capaian", "sasaran"), ("program-kegiatan", "program dan kegiatan")):
        belum = list(_unfilled(isi, kode))
        if belum:
            judul = f"{len(belum)} indikator {sebutan} belum mempunyai realisasi"
            hasil.append(Kekurangan("perlu", judul, belum, url_isian, label_isian))
    hasil += [
        Kekurangan("info", f"{_JUDUL_TABEL[kode]} tidak dimuat", [isi.kosong[kode]])
        for kode in _PENTING
        if kode in isi.kosong
    ]
    kosong = [satu.bagian.judul for satu in list_teks(isi) if not satu.teks.strip()]
    if kosong:
        hasil.append(Kekurangan("info", "Bagian narasi tanpa teks tidak dimuat", kosong))
    if isi.penandatangan is None or not isi.penandatangan.nama:
        hasil.append(
            Kekurangan(
                "info",
                "Nama pejabat penanda tangan belum dicatat",
                ["Blok tanda tangan hanya memuat jabatan. Nama pejabat dicatat pengelola portal."],
            )
        )
    return hasil


def _unfilled(isi: IsiLaporan, kode: str) -> Iterable[str]:
    tabel = isi.tabel.get(kode)
    for baris in tabel.baris if tabel is not None else ():
        sel = baris.get("realisasi")
        if baris.jenis == "indikator" and sel.teks == TANDA_KOSONG:
            yield f"{baris.get('nama').teks} ({sel.keterangan.rstrip('.').lower()})"
