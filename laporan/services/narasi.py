"""The texts of a report: saved section by section, never over somebody else's."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from instansi.models import Pengguna, PerangkatDaerah
from instansi.rules import can_edit_narasi
from instansi.services import record_jejak
from laporan.enums import StatusLaporan
from laporan.models import Laporan, Narasi
from sakip.kit.errors import (
    IsianTidakSahError,
    LayananError,
    TidakBerwenangError,
    translate_database_errors,
)

PANJANG_TEKS = 20_000
"""Letters of one section."""
ALINEA_TEKS = 300
"""Lines with text (paragraphs and items of lists) of one section."""
PANJANG_LAPORAN = 200_000
ALINEA_LAPORAN = 2_000
"""Letters and lines of all sections that an office wrote: what the renderer prints well within its limits."""


class LaporanTerkunciError(LayananError):
    """The report is set: its texts are frozen."""


class NarasiBerubahError(LayananError):
    """Someone saved the section meanwhile. ``tersimpan`` is the row as it stands, None when it was taken back."""

    def __init__(self, tersimpan: Narasi | None) -> None:
        self.tersimpan = tersimpan
        keadaan = "mengembalikan bagian ini ke teks otomatis" if tersimpan is None else "mengubah bagian ini"
        super().__init__(
            f"Pengguna lain sudah {keadaan}. Teks Anda belum disimpan; bandingkan kedua teks, lalu simpan lagi."
        )


class NarasiTerlaluPanjangError(IsianTidakSahError):
    """A section, or all of them together, is longer than a report can print."""

    def __init__(self, pesan: str) -> None:
        super().__init__(pesan, bidang={"teks": [pesan]})


def count_alinea(teks: str) -> int:
    """Lines of a text that print as a paragraph or an item of a list."""
    return sum(1 for baris in teks.splitlines() if baris.strip())


def check_panjang(teks: Mapping[str, str]) -> None:
    """Raise NarasiTerlaluPanjangError when texts (by the title of their section) are longer than a report can print."""
    for judul, satu in teks.items():
        sebut = f"Bagian “{judul}”" if judul else "Teks"
        if len(satu) > PANJANG_TEKS:
            raise NarasiTerlaluPanjangError(
                f"{sebut} paling panjang {PANJANG_TEKS} huruf; teks ini {len(satu)} huruf. Ringkas teksnya."
            )
        if (alinea := count_alinea(satu)) > ALINEA_TEKS:
            raise NarasiTerlaluPanjangError(
                f"{sebut} paling banyak {ALINEA_TEKS} alinea atau butir; teks ini {alinea}. "
                "Gabungkan atau ringkas alineanya."
            )
    _check_jumlah(teks.values())


def _check_jumlah(teks: Collection[str]) -> None:
    for apa, batas, jumlah in (
        ("huruf", PANJANG_LAPORAN, sum(map(len, teks))),
        ("alinea atau butir", ALINEA_LAPORAN, sum(map(count_alinea, teks))),
    ):
        if jumlah > batas:
            raise NarasiTerlaluPanjangError(
                f"Semua teks laporan bersama-sama paling banyak {batas} {apa}; menjadi {jumlah}. "
                "Ringkas bagian ini atau bagian lain."
            )


def get_or_create_laporan(opd: PerangkatDaerah, tahun: int) -> Laporan:
    """The report of an office and year, created as a draf when there is none; safe when two ask at once."""
    with translate_database_errors():
        laporan: Laporan = Laporan.objects.get_or_create(opd=opd, tahun=tahun)[0]
    return laporan


def lock_draf(opd: PerangkatDaerah, tahun: int) -> Laporan:
    """Hold the report for a change of its texts. Raises LaporanTerkunciError once it is set."""
    laporan: Laporan = Laporan.objects.select_for_update(of=("self",)).get(opd=opd, tahun=tahun)
    if laporan.status != StatusLaporan.DRAF:
        raise LaporanTerkunciError(
            f"Laporan tahun {tahun} sudah {laporan.get_status_display().lower()}. Teksnya dibekukan. Selama laporan "
            "belum ditandatangani, admin pemda dapat menariknya bila ada yang harus diperbaiki."
        )
    return laporan


def simpan_narasi(
    *, pengguna: Pengguna, opd: PerangkatDaerah, tahun: int, bagian: str, teks: str, versi: int | None
) -> Narasi:
    """Save the text of a section. ``versi`` is that of the text that was opened, None for the generated one.

    Saving the stored text again changes nothing. Raises TidakBerwenangError, LaporanTerkunciError,
    NarasiBerubahError, NarasiTerlaluPanjangError for a text that no report can print; a shorter text than the stored
    one is always taken.
    """
    bersih = teks.replace("\r\n", "\n").replace("\x00", "").strip()
    check_panjang({"": bersih})
    _check_penulis(pengguna, opd)
    get_or_create_laporan(opd, tahun)
    with translate_database_errors(), transaction.atomic():
        laporan = lock_draf(opd, tahun)
        row: Narasi | None = Narasi.objects.filter(laporan=laporan, bagian=bagian).first()
        if row is not None and row.teks == bersih:
            return row
        if (None if row is None else row.versi) != versi:
            raise NarasiBerubahError(row)
        lama = row.teks if row is not None else ""
        if len(bersih) > len(lama) or count_alinea(bersih) > count_alinea(lama):
            lain = Narasi.objects.filter(laporan=laporan).exclude(bagian=bagian)
            _check_jumlah([bersih, *lain.values_list("teks", flat=True)])
        sebelum: dict[str, Any] | None = None
        if row is None:
            row = _create(laporan, bagian, bersih)
        else:
            sebelum = {"bagian": bagian, "teks": row.teks, "versi": row.versi}
            _update(row, bersih)
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="simpan_narasi",
            objek=row,
            sebelum=sebelum,
            sesudah={"bagian": bagian, "teks": row.teks, "versi": row.versi},
        )
    return row


def kembalikan_narasi(
    *, pengguna: Pengguna, opd: PerangkatDaerah, tahun: int, bagian: str, versi: int | None
) -> bool:
    """Take a section back to its generated text. False when it is there already. Raises as `simpan_narasi`."""
    _check_penulis(pengguna, opd)
    get_or_create_laporan(opd, tahun)
    with translate_database_errors(), transaction.atomic():
        laporan = lock_draf(opd, tahun)
        row = Narasi.objects.filter(laporan=laporan, bagian=bagian).first()
        if row is None:
            return False
        if row.versi != versi:
            raise NarasiBerubahError(row)
        # The next text of this section must not get a version that a form opened before could still carry.
        Laporan.objects.filter(pk=laporan.pk).update(versi=max(laporan.versi, row.versi) + 1)
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="kembalikan_narasi",
            objek=row,
            sebelum={"bagian": bagian, "teks": row.teks, "versi": row.versi},
            sesudah=None,
        )
        row.delete()
    return True


def _check_penulis(pengguna: Pengguna, opd: PerangkatDaerah) -> None:
    if not can_edit_narasi(pengguna, opd):
        raise TidakBerwenangError(
            "Hanya perencana atau kepala perangkat daerah ini yang dapat mengubah teks laporan."
        )


def _create(laporan: Laporan, bagian: str, teks: str) -> Narasi:
    row = Narasi(laporan=laporan, bagian=bagian, teks=teks, versi=laporan.versi)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise NarasiBerubahError(Narasi.objects.filter(laporan=laporan, bagian=bagian).first()) from error
    return row


def _update(row: Narasi, teks: str) -> None:
    saat = timezone.now()
    changed = Narasi.objects.filter(pk=row.pk, versi=row.versi).update(
        teks=teks, versi=F("versi") + 1, diubah=saat
    )
    if not changed:
        raise NarasiBerubahError(Narasi.objects.filter(pk=row.pk).first())
    row.teks, row.versi, row.diubah = teks, row.versi + 1, saat
