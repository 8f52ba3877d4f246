"""What the tests in a browser share besides their fixtures."""

import os
import shutil
from typing import Any

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
    kode = "from django.contrib.sessions.models import Session; Session.objects.all().delete()"
    pemasangan.manage("shell", "--no-imports", "-c", kode)


def sign_in_again(page: Any, akun: str = "") -> None:
    """In the dialog of the page; another account than the one whose page it is when named."""
    dialog = page.locator("dialog.masuk-lagi")
    if akun:
        dialog.locator("[name=username]").fill(akun)
    dialog.locator("[name=password]").fill(settings.SANDI_CONTOH)
    dialog.get_by_role("button", name="Masuk").click()
