"""One typed reader of the environment: every setting that an installation may choose is read here.

The process environment wins over the file ``.env`` beside ``manage.py``. A value that cannot be read stops the start
with a message that names the variable; nothing is guessed.
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

_TRUE = frozenset({"1", "true", "yes", "on", "ya"})
_FALSE = frozenset({"", "0", "false", "no", "off", "tidak"})


class Mode(StrEnum):
    """How the portal runs. ``production`` is the default, so that forgetting to say it never opens anything."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


def parse_env_file(text: str) -> dict[str, str]:
    """Variables in ``text``: lines ``NAME=value``; blank lines and ``#`` comments are skipped, quotes are removed.

    Raises ImproperlyConfigured with the line number for any other line.
    """
    values: dict[str, str] = {}
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if not line or line.startswith("#"):
            continue
        name, separator, value = line.partition("=")
        name, value = name.strip(), value.strip()
        if not separator or not name.isidentifier():
            raise ImproperlyConfigured(f".env line {number}: expected NAME=value")
        if len(value) >= 2 and value[0] == value[-1] and value[0] in "\"'":
            value = value[1:-1]
        values[name] = value
    return values


class Env:
    """Typed access to a mapping of variables."""

    def __init__(self, values: Mapping[str, str]) -> None:
        """Read from ``values``; nothing is read before it is asked for."""
        self._values = values

    @classmethod
    def load(cls, file: Path) -> "Env":
        """The process environment over the variables of ``file`` (which may be absent)."""
        below = parse_env_file(file.read_text(encoding="utf-8")) if file.is_file() else {}
        return cls({**below, **os.environ})

    def text(self, name: str, default: str = "") -> str:
        """Text of ``name`` without surrounding blanks; ``default`` when unset or empty."""
        return self._values.get(name, "").strip() or default

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Yes or no; raises ImproperlyConfigured for anything but 1/0, true/false, yes/no, on/off, ya/tidak."""
        if name not in self._values:
            return default
        value = self._values[name].strip().lower()
        if value in _TRUE:
            return True
        if value in _FALSE:
            return False
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")

    def number(self, name: str, default: int, *, minimum: int = 0) -> int:
        """Whole number of at least ``minimum``; raises ImproperlyConfigured otherwise."""
        value = self.text(name)
        if not value:
            return default
        if not (value.isascii() and value.isdigit()) or int(value) < minimum:
            raise ImproperlyConfigured(f"{name} must be a whole number of at least {minimum}, not {value!r}")
        return int(value)

    def items(self, name: str) -> list[str]:
        """Comma-separated list without blanks and empty items."""
        return [item.strip() for item in self.text(name).split(",") if item.strip()]

    def mode(self) -> Mode:
        """Value of SAKIP_MODE; raises ImproperlyConfigured for an unknown one."""
        value = self.text("SAKIP_MODE", Mode.PRODUCTION)
        try:
            return Mode(value)
        except ValueError as error:
            raise ImproperlyConfigured(
                f"SAKIP_MODE must be one of {', '.join(Mode)}, not {value!r}"
            ) from error

    def secret_key(self, mode: Mode, *, debug: bool) -> str:
        """SECRET_KEY; in production it must be there, long and not a default, and DEBUG must be off.

        Raises ImproperlyConfigured otherwise. Other modes fall back to a fixed key that production refuses.
        """
        key = self.text("SECRET_KEY")
        if mode is not Mode.PRODUCTION:
            return key or INSECURE_KEY
        if debug:
            raise ImproperlyConfigured("DEBUG must be off when SAKIP_MODE is production")
        if not key:
            raise ImproperlyConfigured(
                "SECRET_KEY must be set when SAKIP_MODE is production (script/setup writes a .env for the demo)"
            )
        if key.startswith(INSECURE_PREFIX) or len(key) < MINIMUM_KEY_LENGTH:
            raise ImproperlyConfigured(
                f"SECRET_KEY must be secret and at least {MINIMUM_KEY_LENGTH} characters long"
            )
        return key


INSECURE_PREFIX = "insecure-"
INSECURE_KEY = INSECURE_PREFIX + "key-of-demo-and-tests-that-production-refuses"
MINIMUM_KEY_LENGTH = 50
