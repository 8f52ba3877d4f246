"""Load the example offices."""

import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.importers.contoh import ContohRusakError, HasilMuat, list_folder, load_folder


class Command(BaseCommand):
    """``manage.py muat_contoh [--dir contoh] [--dry-run]``."""

    help = "Memuat perangkat daerah contoh dengan tahun latihan dan akun contoh; boleh diulang."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dir", default=str(settings.BASE_DIR / "contoh"), help="Folder contoh.")
        parser.add_argument("--dry-run", action="store_true", help="Periksa saja, tidak ada yang disimpan.")

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError("Data dan akun contoh tidak dimuat pada mode produksi.")
        folders = list_folder(Path(options["dir"]))
        if not folders:
            raise CommandError(f"Tidak ada folder dengan opd.toml di {options['dir']}.")
        rusak: list[ContohRusakError] = []
        for folder in folders:
            mulai = time.monotonic()
            try:
                hasil = load_folder(folder, dry_run=options["dry_run"])
            except ContohRusakError as error:
                rusak.append(error)
                continue
            self._print(hasil, time.monotonic() - mulai, dry_run=options["dry_run"])
        for gagal in rusak:
            self.stderr.write(f"{gagal.folder}: {len(gagal.kesalahan)} kesalahan, tidak ada yang disimpan.")
            for kesalahan in gagal.kesalahan:
                self.stderr.write(f"  {kesalahan}")
        if rusak:
            raise CommandError(f"{len(rusak)} dari {len(folders)} folder tidak dimuat.")
        self.stdout.write(f"Kata sandi semua akun contoh: {settings.SANDI_CONTOH}")

    def _print(self, hasil: HasilMuat, detik: float, *, dry_run: bool) -> None:
        waktu = f"{detik:.1f}".replace(".", ",")
        self.stdout.write(f"{hasil.opd} ({hasil.folder}), {waktu} detik")
        jumlah = ", ".join(f"{tabel} {banyak}" for tabel, banyak in hasil.jumlah.items() if banyak)
        self.stdout.write(f"  {jumlah}")
        if hasil.latihan:
            self.stdout.write(f"  {hasil.latihan}")
        if dry_run:
            self.stdout.write("  Pemeriksaan saja: tidak ada yang disimpan.")
        elif not hasil.jejak:
            self.stdout.write("  Sudah sama dengan berkas: tidak ada yang ditulis.")
        if hasil.akun:
            self.stdout.write(f"  akun: {', '.join(hasil.akun)}")
