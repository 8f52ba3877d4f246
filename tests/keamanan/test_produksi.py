"""The settings of a production process."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

LINGKUNGAN = {
    "SAKIP_MODE": "production",
    "SECRET_KEY": "kunci-uji-0123456789-" * 3,
    "ALLOWED_HOSTS": "sakip.contoh.go.id",
    "DEBUG": "0",
    "HTTPS": "1",
    "BEHIND_PROXY": "1",
    "DATABASE_URL": "sqlite://:memory:",
}
NAMA = (
    "SESSION_COOKIE_NAME",
    "CSRF_COOKIE_NAME",
    "SESSION_COOKIE_HTTPONLY",
    "CSRF_COOKIE_HTTPONLY",
    "BEHIND_PROXY",
)


def run(*args, **lain):
    return subprocess.run(
        [sys.executable, *args],
        env={"PATH": os.environ["PATH"], "DJANGO_SETTINGS_MODULE": "sakip.settings", **LINGKUNGAN, **lain},
        cwd=settings.BASE_DIR,
        capture_output=True,
        text=True,
        check=False,
    )


def test_check_deploy_finds_nothing():
    hasil = run("manage.py", "check", "--deploy", "--fail-level", "WARNING")
    assert hasil.returncode == 0, hasil.stderr


def test_check_deploy_warns_of_an_installation_without_tls():
    hasil = run("manage.py", "check", "--deploy", "--fail-level", "WARNING", HTTPS="0")
    assert hasil.returncode != 0
    assert "security.W012" in hasil.stderr


@pytest.mark.parametrize(("https", "nama"), [("1", "__Host-sesi"), ("0", "sessionid")])
def test_cookie_is_bound_to_the_host(https, nama):
    pertanyaan = (
        "import json; from django.conf import settings; "
        f"print(json.dumps({{n: getattr(settings, n) for n in {NAMA}}}))"
    )
    isi = json.loads(run("-c", pertanyaan, HTTPS=https).stdout)
    assert isi["SESSION_COOKIE_NAME"] == nama
    assert isi["SESSION_COOKIE_HTTPONLY"] is isi["CSRF_COOKIE_HTTPONLY"] is isi["BEHIND_PROXY"] is True
