"""Render the LKjIP of an office and year to a PDF file, as a draft or from the snapshot of its penetapan."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from instansi.models import PerangkatDaerah
from laporan.pdf import PdfGagalError
from laporan.services import render_laporan
from sakip.kit.errors import LayananError


class Command(BaseCommand):
    help = "Menyusun LKjIP satu perangkat daerah dan tahun menjadi PDF."
    requires_system_checks = ()  # it only reads; the checks of the pages are not its own

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--opd", required=True, metavar="SINGKATAN")
        parser.add_argument("--tahun", required=True, type=int, metavar="YYYY")
        parser.add_argument("--keluaran", required=True, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        opd = PerangkatDaerah.objects.select_related("pemda").filter(singkatan=options["opd"]).first()
        if opd is None:
            raise CommandError(f"Perangkat daerah “{options['opd']}” tidak ada.")
        try:
            hasil = render_laporan(opd, options["tahun"])
        except (LayananError, PdfGagalError) as error:
            raise CommandError(str(error)) from error
        try:
            Path(options["keluaran"]).write_bytes(hasil.isi)
        except OSError as error:
            raise CommandError(
                f"Berkas {options['keluaran']} tidak dapat ditulis: {error.strerror}."
            ) from error
        self.stdout.write(f"{options['keluaran']}: {hasil.halaman} halaman, {len(hasil.isi)} byte")
