"""Approving the values of a period."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone

from instansi.models import Jejak, Pengguna, PerangkatDaerah
from instansi.rules import can_sahkan
from instansi.services import NilaiTerkunciError, check_tahun_terbuka, lock_opd
from instansi.services.jejak import create_jejak
from kinerja.enums import StatusNilai
from kinerja.models import Realisasi
from kinerja.rules import is_transisi_berlaku
from kinerja.services.kunci import describe_periode, get_isi_jejak
from sakip.kit.errors import (
    LayananError,
    TidakBerwenangError,
    translate_database_errors,
)
from sakip.kit.sidik import calculate_sidik, check_sidik


class TidakAdaDrafError(LayananError):
    """There is nothing to approve in the period."""


def filter_menunggu(opd: PerangkatDaerah, *, tahun: int, periode: str) -> QuerySet[Realisasi]:
    """The values of an office in a period that are not approved, in the order of their ids."""
    rows: QuerySet[Realisasi] = Realisasi.objects.filter(
        indikator__opd=opd, tahun=tahun, periode=periode, dipakai=True
    ).exclude(status=StatusNilai.DISAHKAN)
    return rows.order_by("id")


def calculate_sidik_nilai(rows: Iterable[Realisasi]) -> str:
    """The fingerprint of stored values: their ids, versions, states and everything typed."""
    return calculate_sidik([[row.pk, get_isi_jejak(row)] for row in sorted(rows, key=lambda row: row.pk)])


def sahkan_periode(
    *,
    pengguna: Pengguna,
    opd: PerangkatDaerah,
    tahun: int,
    periode: str,
    sidik: str,
    saat: datetime | None = None,
) -> int:
    """Approve every draf of an office in a period, each with its audit row; return how many.

    ``sidik`` is the `calculate_sidik_nilai` of the unapproved values that the kepala saw.

    Raises TidakBerwenangError unless ``pengguna`` is the kepala, LaporanDitetapkanError, NilaiTerkunciError when a
    value is in a state that cannot be approved from, TidakAdaDrafError when nothing waits, TampilanBerubahError when
    the values are not those that were seen.
    """
    if not can_sahkan(pengguna, opd):
        raise TidakBerwenangError("Hanya kepala perangkat daerah ini yang dapat mengesahkan realisasi.")
    saat = saat or timezone.now()
    nama = describe_periode(periode, tahun)
    with translate_database_errors(), transaction.atomic():
        lock_opd(opd)
        check_tahun_terbuka(opd, tahun)
        rows: list[Realisasi] = list(
            filter_menunggu(opd, tahun=tahun, periode=periode).select_for_update(of=("self",))
        )
        if not rows:
            raise TidakAdaDrafError(f"Tidak ada realisasi {nama} yang menunggu pengesahan.")
        check_sidik(sidik, calculate_sidik_nilai(rows), akibat="Tidak ada nilai yang disahkan.")
        tertahan = [row for row in rows if not is_transisi_berlaku(row.status, StatusNilai.DISAHKAN)]
        if tertahan:
            raise NilaiTerkunciError(
                f"{len(tertahan)} realisasi {nama} berstatus {tertahan[0].get_status_display().lower()} dan belum "
                "dapat disahkan."
            )
        before = [get_isi_jejak(row) for row in rows]
        Realisasi.objects.filter(pk__in=[row.pk for row in rows]).update(
            status=StatusNilai.DISAHKAN, versi=F("versi") + 1, diubah=saat, diubah_oleh=pengguna
        )
        Jejak.objects.bulk_create(
            create_jejak(
                pengguna=pengguna,
                opd=opd,
                aksi="sahkan_realisasi",
                objek=row,
                sebelum=sebelum,
                sesudah=sebelum | {"status": StatusNilai.DISAHKAN, "versi": row.versi + 1},
            )
            for row, sebelum in zip(rows, before, strict=True)
        )
    return len(rows)
