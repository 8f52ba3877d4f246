"""An official table as a file: JSON, CSV and a sheet of a workbook, from the same cells that screen and paper show."""

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from instansi.models import PerangkatDaerah
from laporan.tabel.dasar import HasilTabel, Kolom, Sel
from renstra.models import Dokumen
from sakip.kit import xlsx
from sakip.kit.formats import TANDA_KOSONG

_JENIS_XLSX: dict[str, xlsx.Jenis] = {"angka": "angka", "rupiah": "rupiah", "persen": "angka"}
_TEBAL = ("simpul", "total")
_LEBAR_NAMA = 56
_INDEN_TERDALAM = 5


def dump_tabel(tabel: HasilTabel, **konteks: str | int) -> dict[str, Any]:
    """Return the table as plain data: each cell has ``nilai`` (exact, as text, or null) and ``teks`` (as shown)."""
    return {
        "kode": tabel.kode,
        "judul": tabel.judul,
        **konteks,
        "kolom": [{"kode": k.kode, "judul": _head(k), "jenis": k.jenis} for k in tabel.kolom],
        "baris": [
            {
                "kunci": baris.kunci,
                "tingkat": baris.tingkat,
                "jenis": baris.jenis,
                "sel": {kode: _dump_sel(sel) for kode, sel in baris.sel.items()},
            }
            for baris in tabel.baris
        ],
        "sumber": tabel.sumber,
        "catatan": list(tabel.catatan),
    }


def write_json(tabel: HasilTabel, **konteks: str | int) -> str:
    """Return `dump_tabel` as JSON text, indented."""
    return json.dumps(dump_tabel(tabel, **konteks), ensure_ascii=False, indent=2) + "\n"


def write_csv(tabel: HasilTabel) -> str:
    """Return the rows as semicolon-separated text, as displayed (id-ID), with a heading line."""
    buffer = StringIO()
    penulis = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    penulis.writerow(["kunci", "tingkat", *(_head(kolom) for kolom in tabel.kolom)])
    for baris in tabel.baris:
        isi = [_protect(baris.get(kolom.kode)) for kolom in tabel.kolom]
        penulis.writerow([_protect_text(baris.kunci), str(baris.tingkat), *isi])
    return buffer.getvalue()


def write_xlsx(tabel: HasilTabel, konteks: Sequence[tuple[str, str]] = ()) -> bytes:
    """Return a workbook with the table as its one sheet; the same table gives the same bytes."""
    return xlsx.write_workbook([create_lembar(tabel, konteks)])


def list_konteks(opd: PerangkatDaerah, tahun: int, dokumen: Dokumen | None) -> list[tuple[str, str]]:
    """Return the lines above a table: whose it is, of which year, and the chosen document."""
    baris = [("Perangkat daerah", opd.nama_lengkap), ("Tahun", str(tahun))]
    return [*baris, ("Dokumen", str(dokumen))] if dokumen is not None else baris


def create_lembar(tabel: HasilTabel, konteks: Sequence[tuple[str, str]] = ()) -> xlsx.Lembar:
    """Return the sheet of the table: numbers as numbers, missing ones with their reason, notes and source below."""
    sumber = [f"Sumber: {tabel.sumber}"] if tabel.sumber else []
    return xlsx.Lembar(
        nama=tabel.kode,
        judul=tabel.judul,
        kolom=[
            xlsx.Kolom(
                _head(kolom), _JENIS_XLSX.get(kolom.jenis, "teks"), lebar=_LEBAR_NAMA if nomor == 0 else None
            )
            for nomor, kolom in enumerate(tabel.kolom)
        ],
        baris=(
            [
                convert_sel(
                    baris.get(kolom.kode),
                    inden=min(baris.tingkat, _INDEN_TERDALAM) if nomor == 0 else 0,
                    tebal=baris.jenis in _TEBAL,
                )
                for nomor, kolom in enumerate(tabel.kolom)
            ]
            for baris in tabel.baris
        ),
        konteks=[*konteks, *tabel.konteks],
        catatan=[*tabel.catatan, *sumber],
    )


def convert_sel(sel: Sel, *, inden: int = 0, tebal: bool = False) -> xlsx.Sel:
    """Return a cell of an official table as a cell of a workbook."""
    if sel.nilai is None:
        kosong = sel.teks in ("", TANDA_KOSONG)
        return xlsx.Sel(
            None if kosong else sel.teks, inden=inden, tebal=tebal, alasan=sel.keterangan if kosong else ""
        )
    return xlsx.Sel(sel.nilai, desimal=sel.desimal, inden=inden, tebal=tebal)


def _head(kolom: Kolom) -> str:
    return f"{kolom.kelompok}: {kolom.judul}" if kolom.kelompok else kolom.judul


def _dump_sel(sel: Sel) -> dict[str, str | None]:
    hasil: dict[str, str | None] = {
        "nilai": None
        if sel.nilai is None
        else f"{sel.nilai:f}"
        if isinstance(sel.nilai, Decimal)
        else sel.nilai,
        "teks": sel.teks,
    }
    return hasil | ({"keterangan": sel.keterangan} if sel.keterangan else {})


def _protect(sel: Sel) -> str:
    return sel.teks if isinstance(sel.nilai, Decimal) else _protect_text(sel.teks)


def _protect_text(teks: str) -> str:
    """Text that a spreadsheet would take for a formula gets a quote before it."""
    return f"'{teks}" if teks[:1] in ("=", "+", "-", "@", "\t", "\r") else teks
