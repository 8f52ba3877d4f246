"""Print or store one official table of an office and year."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from instansi.models import PerangkatDaerah
from laporan.keluaran import list_konteks, write_csv, write_json, write_xlsx
from laporan.tabel.daftar import (
    DokumenTidakDikenalError,
    TabelTanpaDataError,
    TabelTidakDikenalError,
    build_tabel,
    get_dokumen,
    list_tabel,
)


class Command(BaseCommand):
    help = "Mencetak tabel resmi satu perangkat daerah dan tahun sebagai JSON, CSV atau Excel."
    requires_system_checks = ()  # it only reads; the checks of the pages are not its own

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kode", nargs="?", help="kode tabel; lihat --daftar")
        parser.add_argument("--daftar", action="store_true", help="mencetak kode semua tabel")
        parser.add_argument("--opd", metavar="SINGKATAN", help="singkatan perangkat daerah")
        parser.add_argument("--tahun", type=int, metavar="YYYY")
        parser.add_argument("--dokumen", metavar="KUNCI", help="versi dokumen, bawaan: yang berlaku")
        parser.add_argument("--format", choices=["json", "csv", "xlsx"], default="json")
        parser.add_argument("--keluaran", metavar="FILE", help="berkas tujuan, bawaan: keluaran standar")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["daftar"]:
            for satu in list_tabel():
                self.stdout.write(f"{satu.kode}\t{satu.judul}{f' ({satu.rujukan})' if satu.rujukan else ''}")
            return
        if not (options["kode"] and options["opd"] and options["tahun"]):
            raise CommandError("Sebutkan kode tabel, --opd dan --tahun, atau pakai --daftar.")
        if options["format"] == "xlsx" and not options["keluaran"]:
            raise CommandError("Format xlsx perlu --keluaran FILE.")
        isi = self._render(**options)
        if options["keluaran"]:
            try:
                Path(options["keluaran"]).write_bytes(isi)
            except OSError as error:
                raise CommandError(
                    f"Berkas {options['keluaran']} tidak dapat ditulis: {error.strerror}."
                ) from error
        else:
            self.stdout.write(isi.decode(), ending="")

    def _render(self, *, kode: str, opd: str, tahun: int, dokumen: str | None, **options: Any) -> bytes:
        kantor = PerangkatDaerah.objects.filter(singkatan=opd).first()
        if kantor is None:
            pilihan = ", ".join(
                PerangkatDaerah.objects.order_by("singkatan").values_list("singkatan", flat=True)
            )
            raise CommandError(f"Perangkat daerah “{opd}” tidak ada. Pilihan: {pilihan or '–'}.")
        try:
            versi = get_dokumen(kantor, dokumen) if dokumen else None
            hasil = build_tabel(kode, opd=kantor, tahun=tahun, dokumen=versi)
        except (TabelTidakDikenalError, TabelTanpaDataError, DokumenTidakDikenalError) as error:
            raise CommandError(error.pesan) from error
        if options["format"] == "json":
            return write_json(hasil, opd=kantor.singkatan, tahun=tahun, dokumen=dokumen or "").encode()
        if options["format"] == "csv":
            return write_csv(hasil).encode("utf-8-sig")
        return write_xlsx(hasil, list_konteks(kantor, tahun, versi))
