"""Figures over values that nobody approved say so: one note for a table, from what it shows."""

import re
from collections.abc import Iterable
from dataclasses import replace

from kinerja.calculations.periode import list_periode_sampai
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Indikator
from kinerja.queries import DataKinerja
from laporan.tabel.dasar import DrafDari, HasilTabel
from laporan.tabel.data import DataLaporan

_TAHUN = re.compile(r"20\d\d")


def describe_draf(jumlah: int) -> str:
    """The note of a figure or table that rests on ``jumlah`` values that are not approved; empty for none."""
    return f"Memuat {jumlah} nilai yang belum disahkan." if jumlah else ""


def count_draf_tahun(
    data: DataKinerja, indikator: Iterable[Indikator], *, sampai: Periode | None = None
) -> int:
    """How many values of the year (up to ``sampai``) are not approved; no query when the values are read already."""
    periode = list_periode_sampai(sampai)
    return sum(
        nilai.status != StatusNilai.DISAHKAN
        for row in indikator
        for satu, nilai in data.entries(row, tahun=data.tahun).items()
        if satu in periode
    )


def note_draf(hasil: HasilTabel, data: DataLaporan, dari: DrafDari) -> HasilTabel:
    """The table with a note when values that it shows are not approved. No query: the values are read already."""
    if dari == "tanpa":
        return hasil
    kunci = {baris.kunci for baris in hasil.baris}
    indikator = [row for row in data.indikator if row.kunci in kunci]
    if dari == "semua":  # it counts indicators without a row of their own
        indikator = data.measured(data.indikator)
    jumlah = count_draf(data, indikator, _list_tahun(hasil, data, dari))
    return replace(hasil, catatan=[*hasil.catatan, describe_draf(jumlah)]) if jumlah else hasil


def count_draf(data: DataLaporan, indikator: Iterable[Indikator], tahun: Iterable[int]) -> int:
    """How many values of these years are not approved; a year before takes those of a replaced indikator."""
    rows = {
        nilai.pk
        for satu in tahun
        for row in indikator
        for nilai in data.kinerja.entries(_find_pemilik(data, row, satu), tahun=satu).values()
        if nilai.status not in data.disahkan
    }
    return len(rows)


def _find_pemilik(data: DataLaporan, row: Indikator, tahun: int) -> Indikator:
    """The indikator whose values of the year are shown: its own, earlier those of a comparable predecessor."""
    dilalui = {row.pk}
    satu = row
    while tahun < data.tahun and not data.kinerja.entries(satu, tahun=tahun):
        pendahulu = data.indikator_by_id.get(satu.menggantikan_id or 0)
        if pendahulu is None or not satu.sebanding or pendahulu.pk in dilalui:
            return row
        dilalui.add(pendahulu.pk)
        satu = pendahulu
    return satu


def _list_tahun(hasil: HasilTabel, data: DataLaporan, dari: DrafDari) -> set[int]:
    """The report year, and the earlier years that the heads of the columns name or the renstra has behind it."""
    tahun = {data.tahun}
    if dari == "renstra":
        renstra = data.last_dokumen("renstra")
        return tahun if renstra is None else set(range(renstra.tahun, data.tahun + 1))
    for kolom in hasil.kolom:
        tahun |= {int(satu) for satu in _TAHUN.findall(f"{kolom.kode} {kolom.judul} {kolom.kelompok}")}
    return {satu for satu in tahun if satu <= data.tahun}
