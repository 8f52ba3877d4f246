"""Measure the portal on both databases and print figures beside goals; started by ``script/benchmark``."""

import argparse
import json
import os
import platform
import subprocess
import sys
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from script._portal import ROOT, Installation, list_databases, open_installation, say

MIB = 1 << 20
BATAS_PERBANDINGAN = 1.1


@dataclass(frozen=True, slots=True)
class Baris:
    """A line of the table: what was measured, the goal in words, and whether it was reached (None: no goal)."""

    apa: str
    basis: str
    terukur: str
    tujuan: str = ""
    tercapai: bool | None = None

    @property
    def sel(self) -> tuple[str, ...]:
        """The cells of the line."""
        tanda = {None: "", True: "ok", False: "MISSED"}[self.tercapai]
        return (self.apa, self.basis, self.terukur, self.tujuan, tanda)


def measure_portal(installation: Installation, folder: Path) -> dict[str, Any]:
    """Measure pages and tables in a process of their own; the report's HTML is left in ``folder``."""
    perintah = (
        f"from pathlib import Path; from script import _benchmark_portal as b; b.main(Path({str(folder)!r}))"
    )
    hasil: dict[str, Any] = json.loads(installation.manage("shell", "-v", "0", "-c", perintah))
    return hasil


def render_once(jalan: str, folder: Path) -> dict[str, Any]:
    """Render once in a fresh process."""
    done = subprocess.run(
        [sys.executable, "-m", "script._benchmark_pdf", jalan, str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
    )
    hasil: dict[str, Any] = json.loads(done.stdout)
    return hasil


def measure_pdf(folder: Path, ulangan: int) -> list[Baris]:
    """Render the same report on the portal's path and with the plain library, in turns."""
    hasil: dict[str, list[dict[str, Any]]] = {"portal": [], "plain": []}
    for putaran in range(ulangan + 1):
        # Turn about, so that neither always meets what the other left behind.
        for jalan in ("portal", "plain") if putaran % 2 else ("plain", "portal"):
            ukuran = render_once(jalan, folder)
            if putaran:  # the first round warms the file cache
                hasil[jalan].append(ukuran)
        say(f"   round {putaran} of {ulangan}")
    tengah = {
        jalan: {apa: median(satu[apa] for satu in semua) for apa in ("wall", "cpu", "memory")}
        for jalan, semua in hasil.items()
    }
    sama = len({satu["sha256"] for semua in hasil.values() for satu in semua}) == 1

    def compare(apa: str, label: str, tulis: Any, *, bertujuan: bool = True) -> Baris:
        portal, plain = tengah["portal"][apa], tengah["plain"][apa]
        # Of each round its own ratio: other work on the machine then weighs on both sides of it.
        rasio = median(a[apa] / b[apa] for a, b in zip(hasil["portal"], hasil["plain"], strict=True))
        return Baris(
            label,
            "",
            f"{tulis(portal)} against {tulis(plain)}: {rasio:.2f}x",
            f"<= {BATAS_PERBANDINGAN}x" if bertujuan else "",
            rasio <= BATAS_PERBANDINGAN if bertujuan else None,
        )

    def seconds(nilai: float) -> str:
        return f"{nilai:.2f} s"

    return [
        compare("wall", "PDF: time", seconds),
        compare("cpu", "PDF: processor time", seconds, bertujuan=False),
        compare("memory", "PDF: peak memory", lambda nilai: f"{nilai / MIB:.0f} MiB"),
        Baris(
            "PDF: same bytes from both",
            "",
            f"{'yes' if sama else 'no'}, {hasil['portal'][0]['size'] / 1024:.0f} KiB",
        ),
    ]


def describe_portal(basis: str, hasil: dict[str, Any]) -> list[Baris]:
    """Lines of the pages and tables of one database."""

    def line(apa: str, ukuran: dict[str, Any], queries: int | None, ms: int | None) -> Baris:
        terukur = f"{ukuran['queries']} queries, {ukuran['ms']:.1f} ms ({ukuran['cpu']:.1f} of processor"
        terukur += f"; {ukuran['catatan']})"
        tujuan = [f"<= {queries} queries"] if queries else []
        tujuan += [f"<= {ms} ms"] if ms else []
        if ukuran["transaction"]:
            terukur = terukur.replace(" queries", f" queries + {ukuran['transaction']} of transactions", 1)
        tercapai = (queries is None or ukuran["queries"] <= queries) and (ms is None or ukuran["ms"] <= ms)
        return Baris(apa, basis, terukur, ", ".join(tujuan), tercapai)

    return [
        line("Capaian table", hasil["capaian"], 8, 100),
        line("Entry page", hasil["isian"], 8, None),
        line("Row save with audit", hasil["simpan"], 10, 50),
        *(line(f"Recompute {nama}", ukuran, None, 500) for nama, ukuran in sorted(hasil["hitung"].items())),
    ]


def print_table(baris: Iterable[Baris]) -> None:
    """Print the lines as a Markdown table, so that it can be kept as it is."""
    kepala = ("measured", "database", "median", "goal", "")
    isi = [kepala, *(satu.sel for satu in baris)]
    lebar = [max(len(sel[i]) for sel in isi) for i in range(len(kepala))]
    garis = tuple("-" * satu for satu in lebar)
    for sel in (kepala, garis, *isi[1:]):
        say("| " + " | ".join(teks.ljust(n) for teks, n in zip(sel, lebar, strict=True)) + " |")


def main() -> int:
    """Run everything; 1 when a goal is missed and --tegas was given."""
    parser = argparse.ArgumentParser(prog="script/benchmark", description=__doc__)
    parser.add_argument("--postgres", default="", help=argparse.SUPPRESS)
    parser.add_argument("--ulangan", type=int, default=9, help="renderings of each kind (default 9, 0: none)")
    parser.add_argument("--tegas", action="store_true", help="end with 1 when a goal is missed")
    pilihan = parser.parse_args()
    say(f"== Python {platform.python_version()}, {os.cpu_count()} processors, load {os.getloadavg()[0]:.1f}")
    baris: list[Baris] = []
    with ExitStack() as stack:
        folders: dict[str, Path] = {}
        for nama in list_databases(pilihan.postgres):
            say(f"== {nama}: loading the example offices, measuring pages and tables")
            installation = stack.enter_context(
                open_installation(nama, postgres_url=pilihan.postgres, purpose="benchmark")
            )
            folders[nama] = installation.folder / "laporan"
            hasil = measure_portal(installation, folders[nama])
            baris += describe_portal(nama, hasil)
        html = {(folder / "index.html").read_bytes() for folder in folders.values()}
        if len(folders) > 1:
            sama = len(html) == 1
            baris.append(Baris("Report: same HTML on both", "", "yes" if sama else "no", "yes", sama))
        if pilihan.ulangan:
            say(f"== PDF of {hasil['laporan']}, in turns with plain WeasyPrint")
            baris += measure_pdf(folders["SQLite"], pilihan.ulangan)
    say()
    print_table(baris)
    meleset = [satu for satu in baris if satu.tercapai is False]
    say()
    say(f"{len(meleset)} goals missed" if meleset else "every goal reached")
    return 1 if meleset and pilihan.tegas else 0


if __name__ == "__main__":
    sys.exit(main())
