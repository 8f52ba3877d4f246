"""Who may sign in, and how often a wrong password may be tried."""

import pytest
from django.urls import reverse

PASSWORD = "sandi-yang-panjang-sekali"

pytestmark = pytest.mark.django_db


def sign_in(client, username="budi", password=PASSWORD):
    return client.post(reverse("masuk"), {"username": username, "password": password})


@pytest.mark.parametrize(
    ("production", "contoh", "active", "allowed"),
    [
        (False, False, True, True),
        (False, True, True, True),
        (True, False, True, True),
        (True, True, True, False),
        (False, False, False, False),
        (True, False, False, False),
    ],
)
def test_sign_in_by_mode_and_account(
    client, settings, django_user_model, production, contoh, active, allowed
):
    settings.IS_PRODUCTION = production
    django_user_model.objects.create_user("budi", password=PASSWORD, contoh=contoh, is_active=active)
    sign_in(client)
    assert ("_auth_user_id" in client.session) is allowed


def test_sign_in_locks_after_five_wrong_passwords_per_account_and_address(
    client, settings, django_user_model
):
    settings.AXES_ENABLED = True
    django_user_model.objects.create_user("budi", password=PASSWORD)
    django_user_model.objects.create_user("ani", password=PASSWORD)
    answers = [sign_in(client, password="salah").status_code for _ in range(5)]
    assert answers == [200, 200, 200, 200, 429]
    assert sign_in(client).status_code == 429
    assert sign_in(client, username="ani").status_code == 302
