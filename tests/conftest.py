"""Fixtures of every test."""

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(autouse=True, scope="session")
def berkas(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files written by tests go to a folder of the run, never into the installation's berkas."""
    with override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("berkas")):
        yield
