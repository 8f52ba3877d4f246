"""Fixtures of every test."""

from collections.abc import Iterator

import pytest
from django.test import override_settings

from sakip.kit import triggers


@pytest.fixture(autouse=True, scope="session")
def berkas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files written by tests go to a folder of the run, never into the installation's berkas."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("berkas")):
        yield


# Append-only triggers and the flush of transactional tests -----------------------------------------------------------


@pytest.fixture(autouse=True)
def lepas_trigger(request: pytest.FixtureRequest, _django_db_marker: None) -> Iterator[None]:
    """Drop the triggers before a transactional test's tables are emptied; post_migrate puts them back."""
    yield
    marker = request.node.get_closest_marker("django_db")
    if "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction")):
        triggers.uninstall()
