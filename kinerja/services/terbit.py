"""Values of past years, as issued documents print them."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction

from instansi.models import Pengguna, PerangkatDaerah
from instansi.services import (
    HasilSimpan,
    NilaiTerkunciError,
    build_check_tahun,
    check_rencana,
    lock_opd,
    save_baris,
)
from kinerja.enums import StatusNilai
from kinerja.models import Realisasi
from kinerja.services.desimal import check_desimal
from kinerja.services.kata import check_kata_realisasi, load_pilihan
from renstra.services import check_satu_opd
from sakip.kit.errors import LayananError, TidakBerwenangError


@transaction.atomic
def record_realisasi_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Realisasi], koreksi: str = ""
) -> HasilSimpan[Realisasi]:
    """Store published values with the status they carry, by (indikator, tahun, periode, dipakai).

    For values of past years that come from an issued document. An approved value changes only with ``koreksi``; a
    value of a year whose report is frozen never does. Several unused values of one period differ by ``asal``.

    Raises TidakBerwenangError for any status but draf unless ``pengguna`` is None, the system: approving is the
    kepala's, by `sahkan_periode`; DesimalBerlebihError for more decimals than the indikator has.
    """
    check_rencana(pengguna, opd)
    for indeks, row in enumerate(rows):
        if pengguna is not None and row.status != StatusNilai.DRAF:
            raise TidakBerwenangError(
                "Realisasi dicatat sebagai draf. Hanya kepala perangkat daerah yang mengesahkannya.",
                indeks=indeks,
            )
    lock_opd(opd)
    check_tahun = build_check_tahun(opd, (row.tahun for row in rows))
    pilihan = load_pilihan(row.indikator for row in rows)

    def periksa(new: Realisasi, old: Realisasi | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.indikator)
        check_desimal(new.indikator, {"nilai": new.nilai})
        check_tahun(new.tahun)
        check_kata_realisasi(new, pilihan.get(new.indikator_id, ()))
        if old is not None:
            if old.status == StatusNilai.DISAHKAN and not koreksi:
                raise NilaiTerkunciError("Nilai ini sudah disahkan. Lakukan koreksi dengan alasan.")
            old.versi += 1

    stored = list(Realisasi.objects.filter(indikator__opd=opd))
    order = {id(row): position for position, row in enumerate(rows)}
    results: list[HasilSimpan[Realisasi]] = []
    for dipakai, kunci in ((True, ()), (False, ("asal",))):
        part = [row for row in rows if row.dipakai is dipakai]
        try:
            results.append(
                save_baris(
                    pengguna=pengguna,
                    opd=opd,
                    model=Realisasi,
                    rows=part,
                    ada=[row for row in stored if row.dipakai is dipakai],
                    kunci=["indikator_id", "tahun", "periode", *kunci],
                    abaikan=["versi", "diubah", "diubah_oleh"],
                    aksi="catat_realisasi",
                    periksa=periksa,
                    alasan=koreksi,
                )
            )
        except LayananError as error:
            if error.indeks is not None:
                error.indeks = order[id(part[error.indeks])]
            raise
    return HasilSimpan(
        [row for result in results for row in result.baris],
        sum(result.baru for result in results),
        sum(result.berubah for result in results),
    )
