"""Logging without personal data."""

import logging

from sakip.logs import WithoutRequestFilter


def record(name, message, *args):
    return logging.LogRecord(name, logging.INFO, "file.py", 1, message, args, None)


def test_filter_removes_the_request():
    entry = record("django.request", "Not Found: %s", "/x/")
    entry.request = object()
    assert WithoutRequestFilter().filter(entry) is True
    assert not hasattr(entry, "request")
    assert entry.getMessage() == "Not Found: /x/"


def test_filter_removes_the_query_string():
    entry = record("django.server", '"%s" %s %s', "GET /cari/?nama=seseorang HTTP/1.1", "200", "12")
    WithoutRequestFilter().filter(entry)
    assert entry.getMessage() == '"GET /cari/ HTTP/1.1" 200 12'
