"""Budget, expenditure, revenue and printed totals."""

from typing import Any

from django.db import models

from anggaran.models import ButirRingkasan, Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan, Ringkasan
from anggaran.services import (
    record_belanja_batch,
    record_pendapatan_batch,
    set_pagu_batch,
    set_pendapatan_batch,
    set_ringkasan_batch,
)
from portal.importers.contoh.baca import (
    Baris,
)
from portal.importers.contoh.pemuat import KOREKSI, Pemuat, waves


class PemuatAnggaran(Pemuat):
    """Loads the money."""

    @staticmethod
    def _jumlah(row: Baris, bidang: str = "jumlah") -> Any:
        jumlah = row.rupiah(bidang)
        if jumlah is None:
            raise row.error(bidang, "Isi jumlah rupiah. Bila tidak ada, hapus barisnya.")
        return jumlah

    def _load_pagu(self) -> None:
        def make(row: Baris) -> Pagu:
            return Pagu(
                dokumen=row.rujuk("dokumen", self.dokumen),
                simpul=row.rujuk("simpul", self.simpul),
                rekening=self._rekening(row),
                uraian=row.teks("uraian"),
                jumlah=self._jumlah(row),
                asal=row.asal(),
            )

        self._save(self._build(self._read("pagu"), make), set_pagu_batch, koreksi=KOREKSI, lengkap=True)

    def _load_belanja(self) -> None:
        def make(row: Baris) -> RealisasiBelanja:
            return RealisasiBelanja(
                simpul=row.rujuk("simpul", self.simpul),
                tahun=row.tahun(),
                bulan=row.bulat("bulan") or 0,
                rekening=self._rekening(row),
                uraian=row.teks("uraian"),
                jumlah=self._jumlah(row),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("belanja"), make), record_belanja_batch)

    def _load_pendapatan(self) -> None:
        rows = self._read("pendapatan", self.pendapatan)
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}
        sumber: dict[str, Baris] = {}

        def make(row: Baris) -> Pendapatan:
            sumber[row.isi["kunci"]] = row
            return Pendapatan(
                dokumen=row.rujuk("dokumen", self.dokumen),
                kunci=row.teks("kunci", wajib=True),
                induk=row.rujuk_opsional("induk", self.pendapatan),
                uraian=row.teks("uraian", wajib=True),
                target=row.rupiah("target"),
                urutan=urutan[id(row)],
                asal=row.teks("asal"),
            )

        for wave in waves(self.kumpulan, rows, "induk"):
            self._save(
                self._build(wave, make, self.pendapatan),
                set_pendapatan_batch,
                self.pendapatan,
                koreksi=KOREKSI,
            )
        built: list[tuple[Baris, models.Model]] = []
        for bidang, mundur in (("realisasi", 0), ("realisasi_lalu", 1)):

            def make_realisasi(row: Baris, bidang: str = bidang, mundur: int = mundur) -> RealisasiPendapatan:
                return RealisasiPendapatan(
                    pendapatan=row.rujuk("kunci", self.pendapatan),
                    tahun=row.tahun() - mundur,
                    jumlah=self._jumlah(row, bidang),
                    asal=row.asal() if mundur else row.teks("asal"),
                )

            built += self._build([row for row in rows if row.isi[bidang]], make_realisasi)
        self._save(built, record_pendapatan_batch)

    def _load_ringkasan(self) -> None:
        def make(row: Baris) -> Ringkasan:
            return Ringkasan(
                dokumen=row.rujuk("dokumen", self.dokumen),
                butir=row.pilihan("butir", ButirRingkasan),
                nilai=self._jumlah(row, "nilai"),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("ringkasan"), make), set_ringkasan_batch, koreksi=KOREKSI)
