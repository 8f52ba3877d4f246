"""Which static files are published."""

from collections.abc import Iterable
from fnmatch import fnmatch
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import FileSystemFinder


def is_published(path: str) -> bool:
    """Whether the file may be asked for: all of our own, of the browser packages only ``PUBLISHED_VENDOR``."""
    return not path.startswith("vendor/") or any(
        fnmatch(path, pattern) for pattern in settings.PUBLISHED_VENDOR
    )


class PublishedFinder(FileSystemFinder):
    """Files of ``STATICFILES_DIRS`` without the thousands that the browser packages hold besides."""

    def find(self, path: str, *args: Any, **kwargs: Any) -> Any:
        """Location of ``path``, or an empty list when it is absent or not published."""
        return super().find(path, *args, **kwargs) if is_published(path) else []

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterable[Any]:
        """Pairs of path and storage of every published file."""
        for path, storage in super().list(ignore_patterns):
            prefix = getattr(storage, "prefix", None)
            if is_published(f"{prefix}/{path}" if prefix else path):
                yield path, storage
