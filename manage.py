#!/usr/bin/env python
"""Command line of Portal SAKIP."""

import os
import sys


def main() -> None:
    """Run one management command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "sakip.settings")
    try:
        from django.core.management import execute_from_command_line  # inline: a plain message when Django is missing
    except ImportError as error:
        raise SystemExit("Django is not installed here: run script/setup, then use .venv/bin/python manage.py") from error
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
