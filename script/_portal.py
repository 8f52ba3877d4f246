"""Throwaway installations of the portal for measurements, long runs and pictures: database, example offices, server."""

import os
import secrets
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql

ROOT = Path(__file__).resolve().parent.parent
PERFORMA = {"LOG_LEVEL": "ERROR", "DEBUG": "0", "DATABASE_POOL": "0"}


@dataclass(frozen=True, slots=True)
class Installation:
    """A database of its own with a folder for files; ``nama`` is SQLite or PostgreSQL."""

    nama: str
    url: str
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Environment of every process of this installation: demo mode, nothing of the developer's own."""
        return {
            **os.environ,
            **PERFORMA,
            "DJANGO_SETTINGS_MODULE": "sakip.settings",  # also when a test starts it
            "SAKIP_MODE": "demo",
            "SECRET_KEY": f"only-for-this-run-{self.folder.name}",
            "DATABASE_URL": self.url,
            "BERKAS_DIR": str(self.folder / "berkas"),
        }

    def manage(self, *arguments: str) -> str:
        """Run a management command and return what it printed; raises CalledProcessError."""
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return done.stdout


def say(text: str = "") -> None:
    """Write a line at once, so that a long run shows where it is."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@contextmanager
def _postgres_database(server_url: str, purpose: str) -> Iterator[str]:
    nama = f"sakip_{purpose}_{os.getpid()}_{secrets.token_hex(3)}"
    with psycopg.connect(server_url, autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(nama)))
    try:
        yield urlsplit(server_url)._replace(path=f"/{nama}").geturl()
    finally:
        with psycopg.connect(server_url, autocommit=True) as connection:
            connection.execute(
                sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(nama))
            )


@contextmanager
def open_installation(nama: str, *, postgres_url: str = "", purpose: str) -> Iterator[Installation]:
    """Give an installation with the example offices; database and files go away afterwards.

    ``nama`` is SQLite or PostgreSQL; the latter gets a database of its own on the server of ``postgres_url``.
    """
    with tempfile.TemporaryDirectory(prefix=f"sakip-{purpose}-") as folder:
        if nama == "SQLite":
            installation = Installation(nama, f"sqlite:///{folder}/db.sqlite3", Path(folder))
            _fill(installation)
            yield installation
            return
        with _postgres_database(postgres_url, purpose) as url:
            installation = Installation(nama, url, Path(folder))
            _fill(installation)
            yield installation


def _fill(installation: Installation) -> None:
    installation.manage("migrate", "--verbosity", "0", "--noinput")
    installation.manage("muat_contoh")


def list_databases(postgres_url: str) -> list[str]:
    """Names of the databases that this run can use."""
    return ["SQLite", "PostgreSQL"] if postgres_url else ["SQLite"]


def find_port() -> int:
    """Return a TCP port of 127.0.0.1 that is free now."""
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        port: int = listener.getsockname()[1]
        return port


@dataclass(frozen=True, slots=True)
class Server:
    """A running gunicorn of an installation."""

    url: str
    pid: int

    @property
    def workers(self) -> list[int]:
        """Process ids of the worker processes that live now."""
        children = Path(f"/proc/{self.pid}/task/{self.pid}/children")
        return [int(pid) for pid in children.read_text().split()]

    def kill_worker(self, pid: int) -> None:
        """End one worker without any warning."""
        os.kill(pid, signal.SIGKILL)


@contextmanager
def serve(installation: Installation, *, workers: int = 2, threads: int = 4) -> Iterator[Server]:
    """Serve an installation as script/server does, on a free port, until the block ends."""
    port = find_port()
    with (installation.folder / "server.log").open("wb") as log:
        process = subprocess.Popen(
            [
                *(sys.executable, "-m", "gunicorn", "sakip.wsgi", "--bind", f"127.0.0.1:{port}"),
                *("--workers", str(workers), "--threads", str(threads), "--timeout", "120"),
                *("--log-level", "critical"),
            ],
            cwd=ROOT,
            env=installation.environment,
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        server = Server(f"http://127.0.0.1:{port}", process.pid)
        try:
            _wait_until_ready(server, process)
            yield server
        finally:
            process.terminate()
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_until_ready(server: Server, process: "subprocess.Popen[bytes]", seconds: int = 60) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered")
        try:
            with urllib.request.urlopen(f"{server.url}/readyz", timeout=5):  # noqa: S310  our own address
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"the server was not ready within {seconds} seconds")
