"""A running portal with the example offices, and a browser."""

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings

from script._portal import Installation, Server, open_installation, serve
from tests.peramban.layar import ARGUMEN, CHROMIUM


@pytest.fixture(scope="session")
def pemasangan() -> Iterator[Installation]:
    """The example offices on the kind of database that the run is for."""
    engine = settings.DATABASES["default"]["ENGINE"]
    nama = "PostgreSQL" if engine.endswith("postgresql") else "SQLite"
    with open_installation(
        nama, postgres_url=os.environ.get("DATABASE_URL", ""), purpose="peramban"
    ) as installation:
        yield installation


@pytest.fixture(scope="session")
def server(pemasangan: Installation) -> Iterator[Server]:
    """The portal of the installation."""
    with serve(pemasangan) as server:
        yield server


@pytest.fixture
def pesan_konsol() -> list[str]:
    """Errors and warnings that the browser's console showed."""
    return []


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """The system's Chromium. It ends with the module: its event loop would keep Django from the database."""
    sync_api = pytest.importorskip("playwright.sync_api")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMEN)
        yield browser
        browser.close()


@pytest.fixture
def buat_halaman(server: Server, browser: Any, pesan_konsol: list[str]) -> Iterator[Callable[..., Any]]:
    """Opens pages, each in a fresh profile; keyword arguments are those of the profile."""
    profil: list[Any] = []

    def note(pesan: Any) -> None:
        if pesan.type in ("error", "warning"):
            pesan_konsol.append(pesan.text)

    def create(**pilihan: Any) -> Any:
        bawaan = {"base_url": server.url, "locale": "id-ID", "viewport": {"width": 1366, "height": 768}}
        profil.append(browser.new_context(**bawaan | pilihan))
        page = profil[-1].new_page()
        page.on("console", note)
        return page

    yield create
    for satu in profil:
        satu.close()


@pytest.fixture
def halaman(buat_halaman: Callable[..., Any]) -> Any:
    """A page of a fresh browser profile."""
    return buat_halaman()
