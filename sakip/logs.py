"""Logging without personal data."""

import logging


class WithoutRequestFilter(logging.Filter):
    """Removes the request and its query string from a record, so that no handler can print what a person typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every record, without its request; a path loses what follows ``?``."""
        record.__dict__.pop("request", None)
        if record.name == "django.server" and isinstance(record.args, tuple):
            record.args = tuple(
                argument.split("?", 1)[0] + argument[argument.rfind(" HTTP/") :]
                if isinstance(argument, str) and "?" in argument and " HTTP/" in argument
                else argument
                for argument in record.args
            )
        return True
