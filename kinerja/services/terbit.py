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
from instansi.waktu import get_hari
from kinerja.enums import StatusNilai
from kinerja.models import CapaianTerbit, Realisasi
from kinerja.services.desimal import check_desimal
from kinerja.services.kata import check_kata_realisasi, load_pilihan
from renstra.services import check_satu_opd
from sakip.kit.errors import LayananError, TidakBerwenangError


class TahunBelumLewatError(LayananError):
    """A published capaian belongs to a year that is over."""

    def __init__(self, tahun: int) -> None:
        pesan = f"Tahun {tahun} belum lewat. Capaiannya dihitung dari target dan realisasi."
        super().__init__(pesan, bidang={"tahun": [pesan]})


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


@transaction.atomic
def set_capaian_terbit_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[CapaianTerbit], koreksi: str = ""
) -> HasilSimpan[CapaianTerbit]:
    """Store capaian as issued documents print them, by (indikator, tahun), each with the document that prints it.

    Raises TahunBelumLewatError for a year that is not over; NilaiTerkunciError when a stored one would change without
    ``koreksi``; LaporanDitetapkanError for a year whose report is set.
    """
    check_rencana(pengguna, opd)
    lock_opd(opd)
    check_tahun = build_check_tahun(opd, (row.tahun for row in rows))
    tahun_ini = get_hari(opd.pemda).year

    def periksa(new: CapaianTerbit, old: CapaianTerbit | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.indikator)
        if new.tahun >= tahun_ini:
            raise TahunBelumLewatError(new.tahun)
        check_tahun(new.tahun)
        if old is not None and not koreksi:
            raise NilaiTerkunciError("Capaian terbit ini sudah dicatat. Lakukan koreksi dengan alasan.")

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=CapaianTerbit,
        rows=rows,
        ada=CapaianTerbit.objects.filter(indikator__opd=opd),
        kunci=["indikator_id", "tahun"],
        aksi="catat_capaian_terbit",
        periksa=periksa,
        alasan=koreksi,
    )
