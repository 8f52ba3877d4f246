"""Compare published figures with what the official tables display."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.angka import GAGAL, Banding, DataAngkaError, Putusan, compare_angka, count_putusan

JUDUL = {
    Putusan.SAMA: "sama",
    Putusan.BERBEDA: "berbeda",
    Putusan.BERBEDA_DIHARAPKAN: "sengaja berbeda",
    Putusan.TURUNAN: "turunan",
    Putusan.TIDAK_TERCETAK: "tidak tercetak",
    Putusan.TIDAK_TERCAKUP: "tanpa tabel",
    Putusan.TANPA_SEBAB: "tanpa sebab",
}


class Command(BaseCommand):
    """``manage.py periksa_angka [--format json]``; exit status 1 when a figure differs or lacks a reason."""

    help = "Membandingkan angka terbitan dengan angka yang ditampilkan tabel resmi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--format", choices=("teks", "json"), default="teks")
        parser.add_argument("--data", type=Path, default=Path(settings.BASE_DIR) / "tests" / "angka")
        parser.add_argument("--rinci", action="store_true", help="Tampilkan setiap angka yang berbeda.")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            semua = compare_angka(options["data"])
        except DataAngkaError as error:
            raise CommandError(error.pesan) from error
        penerimaan = [satu for satu in semua if satu.angka.penerimaan]
        lain = [satu for satu in semua if not satu.angka.penerimaan]
        if options["format"] == "json":
            self.stdout.write(json.dumps(_to_json(penerimaan, lain), ensure_ascii=False, indent=1))
        else:
            self._print(penerimaan, "Himpunan penerimaan")
            self._print(lain, "Di luar himpunan (selip, pemotongan, konvensi dokumen)")
            self._print_sebab(semua)
            for satu in semua:
                if satu.putusan in GAGAL or (options["rinci"] and satu.putusan in _RINCI):
                    self.stdout.write(_describe(satu))
        if gagal := sum(satu.putusan in GAGAL for satu in semua):
            raise CommandError(f"{gagal} angka berbeda atau tanpa sebab yang dikenal.")

    def _print(self, banding: list[Banding], judul: str) -> None:
        self.stdout.write(f"\n{judul}: {len(banding)} angka")
        self.stdout.write(f"{'dokumen dan tabel':<44}" + "".join(f"{nama:>16}" for nama in JUDUL.values()))
        total: Counter[Putusan] = Counter()
        for (dokumen, tabel), jumlah in count_putusan(banding).items():
            total.update(jumlah)
            self.stdout.write(f"{f'{dokumen} {tabel}':<44}" + _columns(jumlah))
        self.stdout.write(f"{'JUMLAH':<44}" + _columns(total))

    def _print_sebab(self, banding: list[Banding]) -> None:
        sebab = Counter(satu.sebab for satu in banding if satu.putusan is Putusan.TIDAK_TERCAKUP)
        self.stdout.write("\nTanpa tabel, karena:")
        for teks, jumlah in sebab.most_common():
            self.stdout.write(f"{jumlah:>6}  {teks}")


_RINCI = frozenset({Putusan.BERBEDA_DIHARAPKAN, Putusan.TURUNAN})


def _columns(jumlah: Counter[Putusan]) -> str:
    return "".join(f"{jumlah[putusan]:>16}" for putusan in JUDUL)


def _describe(satu: Banding) -> str:
    tempat = satu.tempat
    letak = f"{tempat.tabel} {tempat.dokumen} {tempat.baris} {tempat.kolom}" if tempat else "tanpa tabel"
    return (
        f"{satu.putusan}: {satu.angka.id} {satu.angka.uraian} – tercetak {satu.angka.tercetak}, "
        f"ditampilkan {satu.tampil or '–'} ({letak}) {satu.sebab}"
    )


def _to_json(penerimaan: list[Banding], lain: list[Banding]) -> dict[str, Any]:
    def summary(banding: list[Banding]) -> dict[str, Any]:
        per_table = count_putusan(banding)
        total: Counter[Putusan] = Counter()
        for jumlah in per_table.values():
            total.update(jumlah)

        def numbers(jumlah: Counter[Putusan]) -> dict[str, int]:
            return {putusan.value: jumlah[putusan] for putusan in Putusan}

        return {
            "jumlah": len(banding),
            **numbers(total),
            "per_tabel": [
                {"dokumen": dokumen, "tabel": tabel, **numbers(jumlah)}
                for (dokumen, tabel), jumlah in per_table.items()
            ],
        }

    return {
        "penerimaan": summary(penerimaan),
        "lain": summary(lain),
        "berbeda": [
            {"id": satu.angka.id, "tercetak": satu.angka.tercetak, "tampil": satu.tampil, "sebab": satu.sebab}
            for satu in (*penerimaan, *lain)
            if satu.putusan in GAGAL | _RINCI
        ],
    }
