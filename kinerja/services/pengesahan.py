"""Approving the values of a period, and reopening approved ones."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from instansi.models import Pengguna, PerangkatDaerah
from instansi.rules import can_buka_pengesahan, can_sahkan
from instansi.services import NilaiTerkunciError, check_tahun_terbuka, lock_opd
from instansi.services.jejak import check_alasan
from kinerja.enums import StatusNilai
from kinerja.models import Indikator, Realisasi
from kinerja.rules import is_transisi_berlaku
from kinerja.services.kunci import describe_periode, get_isi_jejak, move_nilai
from sakip.kit.errors import (
    LayananError,
    TidakBerwenangError,
    translate_database_errors,
)
from sakip.kit.sidik import calculate_sidik, check_sidik


class TidakAdaDrafError(LayananError):
    """There is nothing to approve in the period."""


class TidakAdaDisahkanError(LayananError):
    """There is nothing to reopen."""


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
        move_nilai(rows, StatusNilai.DISAHKAN, pengguna=pengguna, opd=opd, aksi="sahkan_realisasi", saat=saat)
    return len(rows)


def buka_pengesahan(
    *,
    pengguna: Pengguna,
    opd: PerangkatDaerah,
    tahun: int,
    periode: str,
    alasan: str,
    indikator: Indikator | None = None,
    saat: datetime | None = None,
) -> int:
    """Make approved values of a period drafts again, all of them or that of ``indikator``; return how many.

    Each keeps its value and gets an audit row with ``alasan``. Raises TidakBerwenangError unless ``pengguna`` is the
    kepala or the admin, IsianTidakSahError without a reason, LaporanDitetapkanError once the report is set,
    TidakAdaDisahkanError when nothing is approved (also when it was reopened a moment ago).
    """
    if not can_buka_pengesahan(pengguna, opd):
        raise TidakBerwenangError(
            "Hanya kepala perangkat daerah ini atau admin pemda yang dapat membuka kembali nilai yang disahkan."
        )
    alasan = check_alasan(alasan)
    with translate_database_errors(), transaction.atomic():
        lock_opd(opd)
        check_tahun_terbuka(opd, tahun)
        rows = Realisasi.objects.select_for_update(of=("self",)).filter(
            indikator__opd=opd, tahun=tahun, periode=periode, dipakai=True, status=StatusNilai.DISAHKAN
        )
        dibuka: list[Realisasi] = list(
            (rows if indikator is None else rows.filter(indikator=indikator)).order_by("id")
        )
        if not dibuka:
            raise TidakAdaDisahkanError(
                f"Tidak ada nilai {describe_periode(periode, tahun)} berstatus disahkan yang dapat dibuka kembali."
            )
        move_nilai(
            dibuka,
            StatusNilai.DRAF,
            pengguna=pengguna,
            opd=opd,
            aksi="buka_pengesahan",
            saat=saat or timezone.now(),
            alasan=alasan,
        )
    return len(dibuka)
