"""The history of values, from the audit: what was stored for which period, by whom (a position) and when."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast

from instansi.models import Jejak, PerangkatDaerah
from instansi.waktu import format_waktu
from kinerja.enums import Periode
from kinerja.models import Indikator, Realisasi
from kinerja.queries.nilai import describe_nilai
from kinerja.services.kunci import describe_periode
from kinerja.services.realisasi import AKSI_KOSONGKAN, describe_pengguna

AKSI_REALISASI: dict[str, str] = {
    "isi_realisasi": "Diisi",
    "ubah_realisasi": "Diubah",
    AKSI_KOSONGKAN: "Dikosongkan",
    "sahkan_realisasi": "Disahkan",
    "buka_pengesahan": "Dibuka kembali",
    "catat_realisasi": "Dicatat dari dokumen",
}
BELUM_DIISI = "belum diisi"
TERBANYAK = 200
"""Events that a history shows, the latest ones."""

_JENIS = Realisasi._meta.label_lower
_Isi = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Peristiwa:
    """One event of a value, in words. ``oleh`` is a position, never a name; ``periode`` names period and year."""

    waktu: str
    aksi: str
    oleh: str
    periode: str
    sebelum: str
    sesudah: str
    catatan: str
    alasan: str
    sumber: str = ""


def read_riwayat(
    opd: PerangkatDaerah,
    *,
    indikator: Indikator,
    tahun: int | None = None,
    periode: Periode | None = None,
    terbanyak: int = TERBANYAK,
) -> list[Peristiwa]:
    """What happened to the values of an indikator, the latest first, also by import and clearing (two queries).

    ``tahun`` and ``periode`` narrow it to one value. An event that changed a part is told with the whole value, put
    together from the events before it.
    """
    known = {
        row["id"]: {"tahun": row["tahun"], "periode": row["periode"], "dipakai": row["dipakai"]}
        for row in Realisasi.objects.filter(indikator=indikator).values("id", "tahun", "periode", "dipakai")
    }
    keadaan: dict[int, dict[str, Any]] = {}
    hasil: list[Peristiwa] = []
    for row in _find_jejak(opd, indikator, list(known)):
        for pk, sebelum, sesudah in _split(row, indikator, known):
            lama = {**keadaan.get(pk, {}), **(sebelum or {})}
            baru = {**lama, **(sesudah or {})}
            keadaan[pk] = baru
            tempat = {**known.get(pk, {}), **baru}
            if (tahun is not None and tempat.get("tahun") != tahun) or (
                periode is not None and tempat.get("periode") != periode
            ):
                continue
            hasil.append(
                Peristiwa(
                    waktu=format_waktu(row.waktu, opd.pemda),
                    aksi=AKSI_REALISASI.get(row.aksi, row.aksi.replace("_", " ").capitalize()),
                    oleh="Sistem" if row.pengguna is None else describe_pengguna(row.pengguna),
                    periode=describe_periode(str(tempat.get("periode")), int(tempat.get("tahun") or 0)),
                    sebelum=_describe(indikator, lama),
                    sesudah=_describe(indikator, baru if sesudah is not None else {}),
                    catatan=str((sesudah or {}).get("catatan") or ""),
                    alasan=row.alasan if lama else "",  # a first value corrects nothing
                    sumber=str(baru.get("asal") or "") if row.aksi == "catat_realisasi" else "",
                )
            )
    return hasil[::-1][:terbanyak]


def _describe(indikator: Indikator, isi: _Isi) -> str:
    teks = describe_nilai(indikator, isi) or BELUM_DIISI
    return f"{teks} (tidak dipakai)" if isi.get("dipakai") is False else teks


def _find_jejak(opd: PerangkatDaerah, indikator: Indikator, ids: list[int]) -> "list[Jejak]":
    """Audit rows about values of the indikator, in order.

    A batch names many rows in one audit row; the text of its JSON is searched, for only PostgreSQL looks into lists.
    """
    # a target or comparison names the indikator too
    milik = Q(objek_jenis=_JENIS, sesudah__indikator=indikator.pk) | Q(
        aksi=AKSI_KOSONGKAN, objek_id=indikator.pk
    )
    pernah = Jejak.objects.filter(opd=opd, objek_jenis=_JENIS, sesudah__indikator=indikator.pk)
    dalam = Q(teks__contains=f'"indikator": {indikator.pk},') | Q(
        teks__contains=f'"indikator": {indikator.pk}}}'
    )
    for pk in ids:
        dalam |= Q(teks__contains=f'"id": {pk},')
    return list(
        Jejak.objects.filter(opd=opd)
        .alias(teks=Cast("sesudah", TextField()))
        .filter(
            milik
            | Q(objek_jenis=_JENIS, objek_id__in=ids)
            | Q(objek_jenis=_JENIS, objek_id__in=pernah.values("objek_id"))
            | (Q(aksi="catat_realisasi") & ~Q(objek_jenis=_JENIS) & dalam)
        )
        .select_related("pengguna")
        .order_by("id")
    )


def _split(
    row: Jejak, indikator: Indikator, known: Mapping[int, _Isi]
) -> Iterator[tuple[int, _Isi | None, _Isi | None]]:
    """Yield (id, before, after) of each value of the indikator in an audit row; before None: there was none."""
    sesudah = row.sesudah or {}
    if "berubah" not in sesudah:
        # a cleared value is told about its indikator, because its row is gone
        yield (row.objek_id if row.objek_jenis == _JENIS else 0), row.sebelum, row.sesudah
        return
    for satu in sesudah.get("baru", ()):
        if satu.get("indikator") == indikator.pk:
            yield satu["id"], None, satu
    lama = {satu["id"]: satu for satu in (row.sebelum or {}).get("berubah", ())}
    for satu in sesudah["berubah"]:
        if satu["id"] in known:
            yield satu["id"], lama.get(satu["id"], {}), satu
