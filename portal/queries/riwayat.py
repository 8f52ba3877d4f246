"""The history of one value, from the audit."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q

from instansi.models import Jejak, PerangkatDaerah
from kinerja.enums import Periode
from kinerja.models import Indikator, Realisasi
from kinerja.services.realisasi import describe_pengguna
from portal.queries.isian import format_waktu
from sakip.kit.formats import format_angka

AKSI_REALISASI: dict[str, str] = {
    "isi_realisasi": "Diisi",
    "ubah_realisasi": "Diubah",
    "kosongkan_realisasi": "Dikosongkan",
    "sahkan_realisasi": "Disahkan",
    "buka_pengesahan": "Dibuka kembali",
    "catat_realisasi": "Dicatat dari dokumen",
}


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One audit row of a value, in words. ``oleh`` is a position, never a name."""

    waktu: str
    aksi: str
    oleh: str
    sebelum: str
    sesudah: str
    catatan: str
    alasan: str


def read_riwayat(
    opd: PerangkatDaerah, *, indikator: Indikator, tahun: int, periode: Periode
) -> list[Peristiwa]:
    """What happened to one value, the latest first (two queries)."""
    cari = {"indikator": indikator.pk, "tahun": tahun, "periode": periode.value}
    ids = list(
        Realisasi.objects.filter(indikator=indikator, tahun=tahun, periode=periode).values_list(
            "pk", flat=True
        )
    )
    rows = (
        Jejak.objects.filter(opd=opd)
        .filter(
            Q(objek_jenis=Realisasi._meta.label_lower, objek_id__in=ids)
            | Q(**{f"sesudah__{nama}": nilai for nama, nilai in cari.items()})
            | Q(**{f"sebelum__{nama}": nilai for nama, nilai in cari.items()})
        )
        .select_related("pengguna")
        .order_by("-id")
    )
    return [_create_peristiwa(row, indikator, opd) for row in rows[:200]]


def _create_peristiwa(row: Jejak, indikator: Indikator, opd: PerangkatDaerah) -> Peristiwa:
    oleh = "Sistem"
    if row.pengguna is not None:
        oleh = describe_pengguna(row.pengguna)
    sesudah = row.sesudah or {}
    return Peristiwa(
        waktu=format_waktu(row.waktu, opd),
        aksi=AKSI_REALISASI.get(row.aksi, row.aksi.replace("_", " ").capitalize()),
        oleh=oleh,
        sebelum=describe_jejak(row.sebelum, indikator),
        sesudah=describe_jejak(row.sesudah, indikator),
        catatan=str(sesudah.get("catatan") or ""),
        alasan=row.alasan,
    )


def describe_jejak(isi: Mapping[str, Any] | None, indikator: Indikator) -> str:
    """What an audit row says the value was; ``belum diisi`` when there was none."""
    if not isi:
        return "belum diisi"
    if isi.get("nilai") is not None:
        return _with_satuan(format_angka(Decimal(isi["nilai"])), indikator)
    if isi.get("pembilang") is not None:
        return f"{format_angka(Decimal(isi['pembilang']))} dari {format_angka(Decimal(isi['penyebut']))}"
    if isi.get("label"):
        return str(isi["label"])
    return f"tidak tersedia: {isi['alasan']}" if isi.get("alasan") else "belum diisi"


def _with_satuan(teks: str, indikator: Indikator) -> str:
    return f"{teks} {indikator.satuan}" if indikator.satuan else teks
