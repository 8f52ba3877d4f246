"""Two at once: jobs on threads with database connections of their own."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection, connections

two_connections = pytest.mark.skipif(
    connection.vendor == "sqlite", reason="the SQLite test database has one connection"
)


def run_jobs(*jobs: Callable[[], object]) -> list[object]:
    """Run jobs on threads with connections of their own; return what each gave or raised."""
    results: list[object] = [None] * len(jobs)

    def work(position: int, job: Callable[[], object]) -> None:
        try:
            results[position] = job()
        except Exception as error:  # noqa: BLE001 - handed back to the test
            results[position] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    return results
