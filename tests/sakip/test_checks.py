"""System checks of a production installation."""

import pytest
from django.core.checks import run_checks

from sakip.checks import check_demo_accounts, check_production_settings
from sakip.env import INSECURE_KEY


def ids(messages):
    return [message.id for message in messages]


def test_production_settings_outside_production_pass(settings):
    settings.DEBUG = True
    assert check_production_settings() == []


def test_production_settings_name_each_problem(settings):
    settings.IS_PRODUCTION = True
    settings.DEBUG = True
    settings.SECRET_KEY = INSECURE_KEY
    settings.ALLOWED_HOSTS = []
    assert ids(check_production_settings()) == ["sakip.E001", "sakip.E002", "sakip.E003"]


def test_production_settings_good_pass(settings):
    settings.IS_PRODUCTION = True
    settings.DEBUG = False
    settings.SECRET_KEY = "k" * 50
    settings.ALLOWED_HOSTS = ["sakip.contoh.go.id"]
    assert check_production_settings() == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("production", "contoh", "active", "expected"),
    [
        (True, True, True, ["sakip.E004"]),
        (True, True, False, []),
        (True, False, True, []),
        (False, True, True, []),
    ],
)
def test_demo_accounts_are_refused_in_production(
    settings, django_user_model, production, contoh, active, expected
):
    django_user_model.objects.create_user("seseorang", contoh=contoh, is_active=active)
    settings.IS_PRODUCTION = production
    assert ids(check_demo_accounts(databases=["default"])) == expected


@pytest.mark.django_db
def test_demo_accounts_are_part_of_the_database_checks(settings, django_user_model):
    django_user_model.objects.create_user("seseorang", contoh=True)
    settings.IS_PRODUCTION = True
    assert "sakip.E004" in ids(run_checks(tags=["database"], databases=["default"]))
