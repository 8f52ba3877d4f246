"""A printed document as JSON and back, so that a snapshot can hold it and an issued report never reads live rows."""

from dataclasses import fields, is_dataclass
from typing import Any

from django.utils.safestring import SafeString

from laporan import dokumen

_KELAS = {
    kelas.__name__: kelas
    for kelas in (
        dokumen.Paragraf,
        dokumen.Daftar,
        dokumen.Subjudul,
        dokumen.AngkaUtama,
        dokumen.KolomCetak,
        dokumen.BarisCetak,
        dokumen.TabelCetak,
        dokumen.Grafik,
        dokumen.Bagian,
        dokumen.Penandatangan,
        dokumen.DokumenLkjip,
    )
}


def dump_dokumen(isi: dokumen.DokumenLkjip) -> dict[str, Any]:
    """Return `isi` as JSON values: every structure becomes an object with its class name under "_"."""
    hasil: dict[str, Any] = _dump(isi)
    return hasil


def load_dokumen(data: dict[str, Any]) -> dokumen.DokumenLkjip:
    """Return the document of `dump_dokumen`. Raises ValueError for data of another shape."""
    try:
        hasil = _load(data)
    except (KeyError, TypeError) as galat:
        raise ValueError("Salinan beku dokumen tidak dapat dibaca.") from galat
    if not isinstance(hasil, dokumen.DokumenLkjip):
        raise ValueError("Salinan beku dokumen tidak dapat dibaca.")
    return hasil


def _dump(nilai: object) -> Any:
    if is_dataclass(nilai) and not isinstance(nilai, type):
        isi = {bidang.name: _dump(getattr(nilai, bidang.name)) for bidang in fields(nilai)}
        return {"_": type(nilai).__name__, **isi}
    if isinstance(nilai, tuple):
        return [_dump(satu) for satu in nilai]
    return str(nilai) if isinstance(nilai, str) else nilai


def _load(nilai: Any) -> Any:
    if isinstance(nilai, list):
        return tuple(_load(satu) for satu in nilai)
    if not isinstance(nilai, dict):
        return nilai
    isi = {nama: _load(satu) for nama, satu in nilai.items() if nama != "_"}
    if nilai["_"] == "Grafik":
        isi["svg"] = SafeString(isi["svg"])  # markup that this server drew and froze
    return _KELAS[nilai["_"]](**isi)
