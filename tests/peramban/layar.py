"""What the tests in a browser share besides their fixtures."""

import os
import re
import shutil
import sqlite3
from contextlib import closing
from typing import Any

import psycopg
import pytest
from django.conf import settings

from script._portal import Installation

CHROMIUM = shutil.which("chromium") or ""
ARGUMEN = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
TANPA_PERAMBAN = pytest.mark.skipif(
    not CHROMIUM and not os.environ.get("CI"), reason="chromium is not installed; script/setup installs it"
)


def sign_in(page: Any, akun: str) -> None:
    """Sign in through the form of the page."""
    page.goto("/masuk/")
    page.fill("input[name=username]", akun)
    page.fill("input[name=password]", settings.SANDI_CONTOH)
    page.click("button[type=submit]")
    page.wait_for_url(lambda url: "/masuk/" not in url)


def slow_down(page: Any, milidetik: int) -> None:
    """Let every request of the page take so much longer from now on."""
    sesi = page.context.new_cdp_session(page)
    sesi.send("Network.enable")
    sesi.send(
        "Network.emulateNetworkConditions",
        {"offline": False, "latency": milidetik, "downloadThroughput": -1, "uploadThroughput": -1},
    )


def open_isian(page: Any, kantor: str, periode: str = "TW1") -> None:
    """The entry screen of an example office, as its planner."""
    sign_in(page, f"perencana.{kantor}")
    page.goto(f"/opd/kominfo-{kantor}/2023/isi/?periode={periode}")


def wait_until_saved(page: Any) -> None:
    """Nothing of the page is unsaved any more."""
    page.wait_for_function("() => !document.querySelector('[data-berubah]')", timeout=60_000)


def end_sessions(pemasangan: Installation) -> None:
    """Every session ends, as after half an hour without work."""
    hapus = "DELETE FROM django_session"
    if pemasangan.nama == "PostgreSQL":
        with psycopg.connect(pemasangan.url) as koneksi:
            koneksi.execute(hapus)
        return
    with closing(sqlite3.connect(pemasangan.folder / "db.sqlite3", timeout=20)) as basis, basis:
        basis.execute(hapus)


def sign_in_again(page: Any, akun: str = "") -> None:
    """In the dialog of the page; another account than the one whose page it is when named."""
    dialog = page.locator("dialog.masuk-lagi")
    if akun:
        dialog.locator("[name=username]").fill(akun)
    dialog.locator("[name=password]").fill(settings.SANDI_CONTOH)
    dialog.get_by_role("button", name="Masuk").click()


def list_sel(page: Any, banyak: int) -> dict[str, str]:
    """Cells of one number that follow each other without a cell of another kind between them, with their targets."""
    runtun: dict[str, str] = {}
    for nama_id, nama, target in page.evaluate(
        """() => [...document.querySelectorAll(".isian-sel > .bidang input, .isian-sel > .bidang select")].map(
             sel => [sel.id, sel.name, sel.closest("form").querySelector(".isian-target dd").textContent])"""
    ):
        runtun = {**runtun, nama_id: target} if nama == "nilai" else {}
        if len(runtun) == banyak:
            break
    assert len(runtun) == banyak
    return runtun


def create_nilai(sel: dict[str, str]) -> dict[str, str]:
    """Values that no check asks about: at the target or just below, growing with it from quarter to quarter."""
    hasil = {}
    for i, (nama_id, teks) in enumerate(sel.items()):
        angka = re.search(r"\d[\d.]*", teks)
        target = int(angka[0].replace(".", "")) if angka else 1
        hasil[nama_id] = str(target - i % 3 if target > 3 else target)
    return hasil
