"""Compare published figures with what the official tables display."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from portal.angka import Banding, DataAngkaError, Putusan, compare_angka, count_putusan

JUDUL = ("tercakup", "sama", "berbeda", "berbeda (diharapkan)", "tidak tercakup")


class Command(BaseCommand):
    """``manage.py periksa_angka [--format json]``; exit status 1 when a figure differs unexpectedly."""

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
            for satu in semua:
                if satu.putusan is Putusan.BERBEDA or (
                    options["rinci"] and satu.putusan is Putusan.BERBEDA_DIHARAPKAN
                ):
                    self.stdout.write(_describe(satu))
        if any(satu.putusan is Putusan.BERBEDA for satu in semua):
            raise CommandError("Ada angka yang berbeda tanpa sebab yang dikenal.")

    def _print(self, banding: list[Banding], judul: str) -> None:
        self.stdout.write(f"\n{judul}: {len(banding)} angka")
        self.stdout.write(f"{'dokumen dan tabel':<44}" + "".join(f"{nama:>22}" for nama in JUDUL))
        total: Counter[Putusan] = Counter()
        for (dokumen, tabel), jumlah in count_putusan(banding).items():
            total.update(jumlah)
            self.stdout.write(f"{f'{dokumen} {tabel}':<44}" + _columns(jumlah))
        self.stdout.write(f"{'JUMLAH':<44}" + _columns(total))


def _covered(jumlah: Counter[Putusan]) -> int:
    return jumlah.total() - jumlah[Putusan.TIDAK_TERCAKUP]


def _columns(jumlah: Counter[Putusan]) -> str:
    values = (
        _covered(jumlah),
        jumlah[Putusan.SAMA],
        jumlah[Putusan.BERBEDA],
        jumlah[Putusan.BERBEDA_DIHARAPKAN],
        jumlah[Putusan.TIDAK_TERCAKUP],
    )
    return "".join(f"{value:>22}" for value in values)


def _describe(satu: Banding) -> str:
    tempat = satu.tempat
    letak = f"{tempat.tabel} {tempat.dokumen} {tempat.baris} {tempat.kolom}" if tempat else ""
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
            return {"tercakup": _covered(jumlah), **{putusan.value: jumlah[putusan] for putusan in Putusan}}

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
            if satu.putusan in {Putusan.BERBEDA, Putusan.BERBEDA_DIHARAPKAN}
        ],
    }
