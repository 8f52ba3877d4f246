"""An official table as a file: JSON, CSV and a sheet of a workbook, from the same cells that screen and paper show."""

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from io import StringIO
from typing import Any

from laporan.tabel.dasar import Baris, HasilTabel, Kolom, Sel
from sakip.kit import xlsx

_JENIS_XLSX: dict[str, xlsx.Jenis] = {"angka": "angka", "rupiah": "rupiah", "persen": "angka"}
_TEBAL = ("simpul", "total")


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
    """Return a workbook with the table as its one sheet."""
    return xlsx.write_workbook([create_lembar(tabel, konteks)])


def create_lembar(tabel: HasilTabel, konteks: Sequence[tuple[str, str]] = ()) -> xlsx.Lembar:
    """Return the sheet of the table: numbers as numbers, text as text, notes and source below."""
    sumber = [f"Sumber: {tabel.sumber}"] if tabel.sumber else []
    return xlsx.Lembar(
        nama=tabel.kode,
        judul=tabel.judul,
        kolom=[xlsx.Kolom(_head(k), _JENIS_XLSX.get(k.jenis, "teks"), lebar=_width(k)) for k in tabel.kolom],
        baris=([_create_sel(baris, kolom) for kolom in tabel.kolom] for baris in tabel.baris),
        konteks=[*konteks, *tabel.konteks],
        catatan=[*tabel.catatan, *sumber],
    )


def _head(kolom: Kolom) -> str:
    return f"{kolom.kelompok}: {kolom.judul}" if kolom.kelompok else kolom.judul


def _width(kolom: Kolom) -> float | None:
    return 60 if kolom.kode == "nama" else None


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


def _create_sel(baris: Baris, kolom: Kolom) -> xlsx.Sel:
    sel = baris.get(kolom.kode)
    nilai = sel.nilai if isinstance(sel.nilai, Decimal) else (sel.teks or None)
    inden = baris.tingkat if kolom.kode == "nama" else 0
    return xlsx.Sel(nilai, desimal=sel.desimal, inden=inden, tebal=baris.jenis in _TEBAL)
