"""Limits on a session's life."""

import time

import pytest
from django.urls import reverse

from sakip.middleware import RENEWED, STARTED

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed_in(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("budi"))
    client.get(reverse("ganti_sandi_selesai"))
    return client


def is_signed_in(client):
    return client.get(reverse("ganti_sandi_selesai")).status_code == 200


def shift(client, **seconds):
    session = client.session
    for name, ago in seconds.items():
        session[name] = int(time.time()) - ago
    session.save()


def test_session_starts_with_its_limits(signed_in):
    assert set(signed_in.session.keys()) >= {STARTED, RENEWED}
    assert signed_in.session.get_expiry_age() == 30 * 60


def test_session_ends_twelve_hours_after_signing_in(signed_in):
    shift(signed_in, **{STARTED: 12 * 3600})
    assert not is_signed_in(signed_in)


def test_session_goes_on_just_before_the_limit(signed_in):
    shift(signed_in, **{STARTED: 12 * 3600 - 60})
    assert is_signed_in(signed_in)


def test_session_is_not_written_twice_within_a_minute(signed_in, django_assert_num_queries):
    with django_assert_num_queries(3):  # session, assignments, and the user, who has none
        signed_in.get(reverse("ganti_sandi_selesai"))


def test_session_is_renewed_after_a_minute(signed_in):
    shift(signed_in, **{RENEWED: 61})
    before = int(time.time())
    assert is_signed_in(signed_in)
    assert signed_in.session[RENEWED] >= before


def test_anonymous_visitor_gets_no_session(client):
    client.get(reverse("masuk"))
    assert "sessionid" not in client.cookies


def test_pages_are_closed_unless_opened(client):
    response = client.get(reverse("ganti_sandi"))
    assert (response.status_code, response["Location"]) == (302, "/masuk/?next=/kata-sandi/")
