"""Loading one example folder: all of it in one transaction, or nothing."""

from pathlib import Path

from django.db import transaction

from instansi.models import Jejak
from kinerja.enums import (
    Periode,
)
from portal.importers.contoh.anggaran import PemuatAnggaran
from portal.importers.contoh.baca import (
    Kumpulan,
    read_toml,
)
from portal.importers.contoh.organisasi import PemuatOrganisasi
from portal.importers.contoh.pemuat import HasilMuat
from portal.importers.contoh.rencana import PemuatRencana
from portal.services import create_akun_latihan, open_tahun_latihan
from renstra.services import (
    tetapkan_dokumen,
)


def list_folder(dir_contoh: Path) -> list[Path]:
    """Folders of ``dir_contoh`` that hold an office, by name."""
    return sorted(path.parent for path in dir_contoh.glob("*/opd.toml"))


class _BatalError(Exception):
    """Leaves the transaction of a dry run."""


def load_folder(folder: Path, *, dry_run: bool = False) -> HasilMuat:
    """Load one office with its demo year and accounts; the same files again write nothing.

    Raises ContohRusakError with up to 20 errors; nothing of the folder is stored then, nor in a dry run.
    """
    kumpulan = Kumpulan(folder.name)
    hasil = HasilMuat(folder.name)
    try:
        with transaction.atomic():
            before = Jejak.objects.count()
            with kumpulan.baris():
                _Pemuat(folder, kumpulan, hasil).load()
            kumpulan.finish()
            hasil.jejak = Jejak.objects.count() - before
            if dry_run:
                raise _BatalError
    except _BatalError:
        pass
    return hasil


class _Pemuat(PemuatOrganisasi, PemuatRencana, PemuatAnggaran):
    """Loads one folder; each method is one file."""

    def load(self) -> None:
        """Load every file in the order of their references, then the demo year and the accounts."""
        atas, bagian = read_toml(self.folder)
        demo = self._load_organisasi(atas, bagian)
        self._load_simpul()
        self._load_dokumen()
        self._load_dukungan()
        self._load_indikator()
        self._load_pilihan()
        self._load_komponen()
        self._load_target()
        self._load_realisasi()
        self._load_capaian_terbit()
        self._load_pagu()
        self._load_belanja()
        self._load_pendapatan()
        self._load_ringkasan()
        self._load_pembanding()
        self._load_analisis()
        self.kumpulan.finish()
        for dokumen in self.dokumen.isi.values():
            tetapkan_dokumen(pengguna=None, dokumen=dokumen)
        if demo is not None:
            tahun = demo.bulat("tahun")
            if tahun is None:
                raise demo.error("tahun", "Isi tahun yang dibuka untuk latihan.")
            periode = [str(item) for item in demo.daftar("periode")]
            if unknown := [item for item in periode if item not in Periode.values]:
                raise demo.error(
                    "periode", f"Periode {unknown[0]} tidak dikenal. Isi TW1, TW2, TW3, atau TW4."
                )
            self.hasil.latihan = open_tahun_latihan(opd=self.opd, tahun=tahun, periode=periode)
            self.hasil.akun = create_akun_latihan(opd=self.opd, akhiran=self.folder.name)
