#!/usr/bin/env python
"""Command line of Portal SAKIP."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
    try:
        from django.core.management import execute_from_command_line  # noqa: PLC0415 - a plain message without Django
    except ImportError as error:
        raise SystemExit("Django is missing: run script/setup, then .venv/bin/python manage.py") from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
