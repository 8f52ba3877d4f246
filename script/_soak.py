"""Kill and race runs against a real server; started by ``script/soak``.

(a) Planners save the same few cells over HTTP while workers are killed with SIGKILL at random. Every accepted save is
on disk with one audit row, each version has one winner, a lost answer sent again writes nothing twice.
(b) The kepala sets the report of a year while planners save into it, year after year, and go on sending the forms that
they had open. No value is written after the lock, and the frozen copy says what is stored.
(c) Each number of the example offices is changed by itself, without load: some official table shows another figure.
"""

import argparse
import http.client
import http.cookiejar
import itertools
import json
import random
import re
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from script._portal import ROOT, Installation, Server, list_databases, open_installation, say, serve
from script._soak_checks import DITERIMA, Attempt, Event, find_late_writes, find_violations

PEKERJA = 3
SEL = 3
PERIODE = "TW1"
TAHUN = 2023
TAHUN_BARU = 2030
COBA = 60
TANPA_FORM = -1
HILANG = (urllib.error.URLError, http.client.HTTPException, OSError)


class Kepala:
    """The process inside the portal that prepares, sets reports and reads the database."""

    def __init__(self, installation: Installation) -> None:
        self.process = subprocess.Popen(
            [
                *(sys.executable, "manage.py", "shell", "-v", "0", "-c"),
                "from script import _soak_portal; _soak_portal.main()",
            ],
            cwd=ROOT,
            env=installation.environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Send a command and return the answer."""
        if self.process.stdin is None or self.process.stdout is None:
            raise RuntimeError("no pipes")
        self.process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self.process.stdin.flush()
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the inner process ended at {do}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def read_rows(self, tahun: int, indikator: list[int]) -> dict[int, tuple[int, int]]:
        """Stored (value, version) of the cells."""
        rows = self.ask("rows", tahun=tahun, indikator=indikator)["rows"]
        return {int(pk): (int(float(nilai)), versi) for pk, (nilai, versi, _status) in rows.items()}

    def read_events(self, tahun: int, indikator: list[int]) -> list[Event]:
        """Audit rows of accepted saves."""
        events = self.ask("events", tahun=tahun, indikator=indikator)["events"]
        return [Event(pk, cell, versi, int(float(nilai)), akun) for pk, cell, versi, nilai, akun in events]

    def close(self) -> None:
        """End the process."""
        self.process.stdin and self.process.stdin.close()
        self.process.wait(timeout=20)


class Planner:
    """A browser of one planner."""

    def __init__(self, server: Server, akun: str, sandi: str) -> None:
        self.server = server
        self.akun = akun
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))
        self.open("/masuk/")
        status, isi = self.open("/masuk/", {"username": akun, "password": sandi})
        if status != DITERIMA or 'name="password"' in isi:
            raise RuntimeError(f"{akun} cannot sign in: {status}")

    @property
    def token(self) -> str:
        """The CSRF token of the cookie."""
        return next((kue.value or "" for kue in self.cookies if kue.name == "csrftoken"), "")

    def open(
        self, path: str, data: dict[str, str] | None = None, *, partial: bool = False
    ) -> tuple[int, str]:
        """Status and text of an answer; raises one of HILANG when there is none."""
        badan = None if data is None else urllib.parse.urlencode(data).encode()
        request = urllib.request.Request(self.server.url + path, badan)  # noqa: S310  our own server
        request.add_header("X-CSRFToken", self.token)
        if partial:
            request.add_header("HX-Request", "true")
        try:
            with self.opener.open(request, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode(errors="replace")

    def read_versi(self, path: str) -> int | None:
        """Version on the form of a row, 0 for an empty cell, TANPA_FORM for a closed one; None without an answer."""
        try:
            status, isi = self.open(path, partial=True)
        except HILANG:
            return None
        if status != DITERIMA:
            return None
        kolom = re.search(r'<input[^>]*name="versi"[^>]*>', isi)
        if kolom is None:
            return TANPA_FORM
        nilai = re.search(r'value="(\d+)"', kolom[0])
        return int(nilai[1]) if nilai else 0


@dataclass
class Beban:
    """The load of several planners on the same cells, until it is stopped."""

    planners: list[Planner]
    kantor: str
    tahun: int
    indikator: list[int]
    benih: int
    nomor: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))
    attempts: list[Attempt] = field(default_factory=list)
    terbuka: dict[tuple[str, int], int] = field(default_factory=dict)
    galat: list[str] = field(default_factory=list)
    berhenti: threading.Event = field(default_factory=threading.Event)

    def save(self, planner: Planner, acak: random.Random) -> None:
        """One save: read the row, type a value that nobody else types, send until an answer comes."""
        indikator = acak.choice(self.indikator)
        path = f"/opd/{self.kantor}/{self.tahun}/isi/{indikator}/?periode={PERIODE}"
        versi = planner.read_versi(path)
        if versi == TANPA_FORM:  # the form that was open before the row was closed
            versi = self.terbuka.get((planner.akun, indikator))
        if versi is None:
            time.sleep(0.05)
            return
        self.terbuka[planner.akun, indikator] = versi
        nilai = next(self.nomor)
        isi = {"nilai": str(nilai), "versi": str(versi or "")}
        status = hilang = 0
        mulai = time.monotonic()
        while hilang < COBA:
            mulai = time.monotonic()
            try:
                status, jawaban = planner.open(path, isi, partial=True)
                # a value far above its target is asked about: the planner is sure
                yakin = re.search(r'name="yakin"\s+value="(\w+)"', jawaban)
                if yakin is None or isi.get("yakin") == yakin[1]:
                    break
                isi["yakin"] = yakin[1]
            except HILANG:
                hilang += 1
                time.sleep(0.25)
        self.attempts.append(Attempt(planner.akun, indikator, versi, nilai, status, hilang, mulai))

    def run(self, planner: Planner, benih: int) -> None:
        """Save until stopped."""
        acak = random.Random(benih)  # noqa: S311  a test plan, not a secret
        try:
            while not self.berhenti.is_set():
                self.save(planner, acak)
        except Exception as error:  # noqa: BLE001  a broken planner must not look like a quiet one
            self.galat.append(f"planner {planner.akun} broke: {error!r}")

    @contextmanager
    def running(self) -> Iterator[None]:
        """Keep the planners busy during the block; afterwards every answer has come."""
        threads = [
            threading.Thread(target=self.run, args=(planner, self.benih + i))
            for i, planner in enumerate(self.planners)
        ]
        for thread in threads:
            thread.start()
        try:
            yield
        finally:
            self.berhenti.set()
            for thread in threads:
                thread.join()


def kill_workers(server: Server, detik: float, acak: random.Random) -> int:
    """Kill a random worker every one to four seconds; return how many were killed."""
    akhir = time.monotonic() + detik
    mati = 0
    while (sisa := akhir - time.monotonic()) > 0:
        time.sleep(min(sisa, acak.uniform(1, 4)))
        if workers := server.workers:
            try:
                server.kill_worker(acak.choice(workers))
                mati += 1
            except ProcessLookupError:
                continue
    return mati


def soak_kills(
    server: Server, kepala: Kepala, planners: list[Planner], bahan: dict[str, Any], detik: int, benih: int
) -> list[str]:
    """Part (a)."""
    indikator = bahan["indikator"]
    beban = Beban(planners, bahan["kantor"], TAHUN, indikator, benih)
    with beban.running():
        mati = kill_workers(server, detik, random.Random(benih))  # noqa: S311  a test plan, not a secret
    events = kepala.read_events(TAHUN, indikator)
    rusak = beban.galat + find_violations(beban.attempts, events, kepala.read_rows(TAHUN, indikator))
    if (utuh := kepala.ask("integrity")["integrity"]) != "ok":
        rusak.append(f"integrity: {utuh}")
    status = Counter(satu.status for satu in beban.attempts)
    tercatat = {(event.indikator, event.nilai) for event in events}
    terulang = [satu for satu in beban.attempts if satu.hilang]
    say(
        f"   (a) {mati} workers killed; {len(beban.attempts)} saves: {status[200]} accepted, {status[409]} conflicts, "
        f"{status[422]} refused, {status[0]} without any answer; {len(terulang)} sent again after a lost answer, of "
        f"which {sum((s.indikator, s.nilai) in tercatat for s in terulang)} stand; {len(events)} audit rows"
    )
    if not status[DITERIMA] or not mati:
        rusak.append("nothing was accepted or nobody was killed: the run shows nothing")
    return rusak


def soak_penetapan(
    kepala: Kepala, planners: list[Planner], bahan: dict[str, Any], detik: int, benih: int
) -> list[str]:
    """Part (b)."""
    indikator = bahan["indikator"]
    acak = random.Random(benih)  # noqa: S311  a test plan, not a secret
    akhir = time.monotonic() + detik
    rusak: list[str] = []
    hitung: Counter[str] = Counter()
    nomor = itertools.count(1_000_000)
    for tahun in itertools.count(TAHUN_BARU):
        if tahun > 2099 or (time.monotonic() > akhir and hitung["tahun"]):
            break
        kepala.ask("open", tahun=tahun)
        beban = Beban(planners, bahan["kantor"], tahun, indikator, benih + tahun, nomor=nomor)
        with beban.running():
            time.sleep(acak.uniform(0.3, 1.5))
            for _ in range(5):
                ditolak = kepala.ask("set", tahun=tahun).get("ditolak")
                if not ditolak:
                    break
                hitung[f"penetapan answered {ditolak}"] += 1
            saat = time.monotonic()
            if ditolak:
                rusak.append(f"{tahun}: penetapan refused: {ditolak}")
                continue
            saat_kunci = kepala.read_rows(tahun, indikator)
            time.sleep(acak.uniform(0.3, 0.8))
        beku = kepala.ask("penetapan", tahun=tahun, indikator=indikator)
        if len(beku["jejak"]) != 1:
            rusak.append(f"{tahun}: {len(beku['jejak'])} audit rows of the penetapan")
        events = kepala.read_events(tahun, indikator)
        kemudian = kepala.read_rows(tahun, indikator)
        masalah = find_late_writes(
            beban.attempts,
            events,
            kunci=beku["jejak"][0],
            saat=saat,
            saat_kunci=saat_kunci,
            kemudian=kemudian,
            beku={
                int(pk): None if nilai is None else int(float(nilai)) for pk, nilai in beku["beku"].items()
            },
        )
        # The penetapan approves each value, which counts one version on.
        sebelum = {pk: (nilai, versi - 1) for pk, (nilai, versi) in kemudian.items()}
        masalah += beban.galat + find_violations(beban.attempts, events, sebelum)
        rusak += [f"{tahun}: {satu}" for satu in masalah]
        hitung["tahun"] += 1
        for satu in beban.attempts:
            hitung[f"{satu.status}{' sent after the lock' if satu.mulai > saat else ''}"] += 1
    say(f"   (b) {hitung.pop('tahun', 0)} reports set; answers to saves: {dict(sorted(hitung.items()))}")
    return rusak


def soak_masukan(installation: Installation) -> list[str]:
    """Part (c): numbers that no figure depends on, and figures that depend on no number."""
    hasil = json.loads(
        installation.manage(
            "shell", "-v", "0", "-c", "from script import _soak_masukan; _soak_masukan.main()"
        ).splitlines()[-1]
    )
    diam = ", ".join(f"{banyak} {sebab}" for sebab, banyak in hasil["sebab"].items())
    say(f"   (c) {hasil['jumlah']} inputs changed one by one; in no table: {diam or 'none'}")
    return list(hasil["rusak"])


def soak(installation: Installation, *, detik: int, perencana: int, benih: int) -> list[str]:
    """Both parts on one installation; return what is broken."""
    kepala = Kepala(installation)
    try:
        bahan = kepala.ask("prepare", perencana=perencana, sel=SEL)
        with serve(installation, workers=PEKERJA) as server:
            planners = [Planner(server, akun, bahan["sandi"]) for akun in bahan["akun"]]
            parts: tuple[Callable[[], list[str]], ...] = (
                lambda: soak_kills(server, kepala, planners, bahan, detik, benih),
                lambda: soak_penetapan(kepala, planners, bahan, detik, benih),
            )
            return [satu for part in parts for satu in part()]
    finally:
        kepala.close()


def main() -> int:
    """Run on every database; 1 when something is broken."""
    parser = argparse.ArgumentParser(prog="script/soak", description=__doc__)
    parser.add_argument("--postgres", default="", help=argparse.SUPPRESS)
    parser.add_argument("--detik", type=int, default=60, help="seconds of load for each part and database")
    parser.add_argument("--perencana", type=int, default=6, help="planners at once")
    parser.add_argument("--benih", type=int, default=None, help="seed of the random plan")
    pilihan = parser.parse_args()
    benih = random.SystemRandom().randrange(1_000_000) if pilihan.benih is None else pilihan.benih
    say(
        f"== seed {benih}, {pilihan.perencana} planners, {PEKERJA} workers, {SEL} cells, {pilihan.detik} s each part"
    )
    rusak = []
    daftar = list_databases(pilihan.postgres)
    for nama in daftar:
        say(f"== {nama}")
        with open_installation(nama, postgres_url=pilihan.postgres, purpose="soak") as installation:
            # the engine is the same on both databases, so the long list is gone through once
            found = soak_masukan(installation) if nama == daftar[0] else []
            found += soak(installation, detik=pilihan.detik, perencana=pilihan.perencana, benih=benih)
        for satu in found[:20]:
            say(f"   BROKEN: {satu}")
        rusak += found
    say(f"{len(rusak)} invariants broken" if rusak else "every invariant holds")
    return 1 if rusak else 0


if __name__ == "__main__":
    sys.exit(main())
