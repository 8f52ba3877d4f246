"""Taking back a report that is set and not signed: it is a draf again, its frozen copy stays as history."""

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from instansi.models import Jejak, Pengguna, PerangkatDaerah
from instansi.rules import can_tarik_laporan
from instansi.services import lock_opd, record_jejak
from instansi.services.jejak import check_alasan
from kinerja.enums import StatusNilai
from kinerja.models import Realisasi
from kinerja.services import move_nilai, unlock_tahun
from laporan.enums import StatusLaporan
from laporan.models import Laporan
from laporan.queries import get_snapshot
from laporan.services.penetapan import AKSI_TETAPKAN
from laporan.services.tanda_tangan import BelumDitetapkanError
from sakip.kit.errors import LayananError, TidakBerwenangError, translate_database_errors
from sakip.kit.sidik import check_sidik


class LaporanDitandatanganiError(LayananError):
    """A signed report is final."""


def tarik_laporan(
    *,
    pengguna: Pengguna,
    opd: PerangkatDaerah,
    tahun: int,
    alasan: str,
    sidik: str,
    saat: datetime | None = None,
) -> Laporan:
    """Make a set report a draf again: texts and values open, the values that the penetapan approved as before it.

    ``sidik`` is the SHA-256 of the frozen copy that is taken back; the copy stays. Raises TidakBerwenangError unless
    ``pengguna`` is the admin, IsianTidakSahError without a reason, BelumDitetapkanError for a draf (also when it was
    withdrawn a moment ago), LaporanDitandatanganiError, TampilanBerubahError when it was set anew meanwhile.
    """
    if not can_tarik_laporan(pengguna, opd):
        raise TidakBerwenangError("Hanya admin pemda yang dapat menarik laporan yang sudah ditetapkan.")
    alasan = check_alasan(alasan)
    saat = saat or timezone.now()
    with translate_database_errors(), transaction.atomic():
        laporan: Laporan | None = (
            Laporan.objects.select_for_update(of=("self",)).filter(opd=opd, tahun=tahun).first()
        )
        snapshot = get_snapshot(laporan)
        if laporan is None or snapshot is None:
            raise BelumDitetapkanError(
                f"Laporan tahun {tahun} masih draf. Tidak ada penetapan yang dapat ditarik."
            )
        if laporan.status == StatusLaporan.DITANDATANGANI:
            raise LaporanDitandatanganiError(
                f"Laporan tahun {tahun} sudah ditandatangani dan tidak dapat ditarik."
            )
        check_sidik(sidik, snapshot.sha256, akibat="Laporan tidak ditarik.")
        lock_opd(opd)
        unlock_tahun(pengguna=pengguna, opd=opd, tahun=tahun, alasan=alasan)
        dikembalikan = _return_values(laporan, pengguna=pengguna, alasan=alasan, saat=saat)
        Laporan.objects.filter(pk=laporan.pk).update(
            status=StatusLaporan.DRAF, ditetapkan_pada=None, versi=F("versi") + 1
        )
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="tarik_laporan",
            objek=laporan,
            sebelum={"status": StatusLaporan.DITETAPKAN, "tahun": tahun, "sha256": snapshot.sha256},
            sesudah={"status": StatusLaporan.DRAF, "realisasi_dikembalikan": dikembalikan},
            alasan=alasan,
        )
        laporan.refresh_from_db()
    return laporan


def _return_values(laporan: Laporan, *, pengguna: Pengguna, alasan: str, saat: datetime) -> int:
    """Bring the values that the penetapan approved back into the states of before; return how many.

    A value that the kepala had approved by himself stays approved.
    """
    jejak = (
        Jejak.objects.filter(objek_jenis=Laporan._meta.label_lower, objek_id=laporan.pk, aksi=AKSI_TETAPKAN)
        .order_by("-id")
        .first()
    )
    semula: dict[int, str] = dict((jejak.sesudah or {}).get("realisasi", ())) if jejak is not None else {}
    rows = list(
        Realisasi.objects.select_for_update(of=("self",))
        .filter(pk__in=semula, indikator__opd=laporan.opd_id, status=StatusNilai.DISAHKAN)
        .order_by("id")
    )
    for status in dict.fromkeys(semula.values()):
        move_nilai(
            [row for row in rows if semula[row.pk] == status],
            StatusNilai(status),
            pengguna=pengguna,
            opd=laporan.opd,
            aksi="buka_pengesahan",
            saat=saat,
            alasan=f"Laporan ditarik: {alasan}",
        )
    return len(rows)
