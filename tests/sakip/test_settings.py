"""Settings as a fresh process reads them."""

import json
import os
import subprocess
import sys

import pytest
from django.conf import settings

QUESTION = """
import json
from django.conf import settings
names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS",
         "TIME_ZONE", "LANGUAGE_CODE", "USE_TZ"]
answer = {name: getattr(settings, name) for name in names}
answer["hasher"] = settings.PASSWORD_HASHERS[0]
answer["csp"] = str(settings.CONTENT_SECURITY_POLICY)
answer["options"] = settings.DATABASES["default"].get("OPTIONS")
answer["max_age"] = settings.DATABASES["default"]["CONN_MAX_AGE"]
answer["health"] = settings.DATABASES["default"]["CONN_HEALTH_CHECKS"]
print(json.dumps(answer))
"""
PRODUCTION = {"SAKIP_MODE": "production", "SECRET_KEY": "k" * 50, "ALLOWED_HOSTS": "sakip.contoh.go.id"}


def read_settings(**variables):
    """Settings of a new process with only ``variables`` set; an empty .env of the checkout is overruled by them."""
    base = {"SECRET_KEY": "", "DEBUG": "0", "DATABASE_URL": "", "DATABASE_POOL": "0", "HTTPS": "1"}
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "sakip.settings",
        **base,
        **variables,
    }
    return subprocess.run(
        [sys.executable, "-c", QUESTION],
        env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_settings_production_is_closed():
    answer = json.loads(read_settings(**PRODUCTION).stdout)
    assert answer["DEBUG"] is False
    assert answer["SESSION_COOKIE_SECURE"] is True
    assert answer["CSRF_COOKIE_SECURE"] is True
    assert answer["SECURE_SSL_REDIRECT"] is True
    assert answer["SECURE_HSTS_SECONDS"] == 31_536_000
    assert answer["hasher"].endswith("Argon2PasswordHasher")
    assert "unsafe" not in answer["csp"]
    assert (answer["TIME_ZONE"], answer["LANGUAGE_CODE"], answer["USE_TZ"]) == ("Asia/Jakarta", "id", True)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY must be set"),
        ({"SECRET_KEY": "insecure-" + "k" * 50}, "SECRET_KEY must be secret"),
        ({"DEBUG": "1"}, "DEBUG must be off"),
        ({"DATABASE_POOL": "x", "DATABASE_URL": "postgres://u@h/n"}, "DATABASE_POOL must be 1 or 0"),
    ],
)
def test_settings_production_refuses_to_start(change, message):
    result = read_settings(**(PRODUCTION | change))
    assert result.returncode != 0
    assert message in result.stderr


def test_settings_sqlite_queues_writers():
    options = json.loads(read_settings(SAKIP_MODE="demo").stdout)["options"]
    assert options == {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }


def test_settings_postgresql_keeps_and_checks_connections():
    answer = json.loads(read_settings(SAKIP_MODE="demo", DATABASE_URL="postgres://u@h/n").stdout)
    assert (answer["max_age"], answer["health"], answer["options"]) == (60, True, {})


def test_settings_postgresql_pool_takes_over_the_connections():
    answer = json.loads(
        read_settings(
            SAKIP_MODE="demo", DATABASE_URL="postgres://u@h/n", DATABASE_POOL="1", DATABASE_POOL_SIZE="3"
        ).stdout
    )
    assert (answer["max_age"], answer["options"]) == (0, {"pool": {"min_size": 1, "max_size": 3}})
