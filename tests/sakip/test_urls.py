"""Headers and pages that everybody meets."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_sign_in_page_carries_the_security_headers(client):
    response = client.get(reverse("masuk"))
    assert response.status_code == 200
    policy = response["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert response["X-Frame-Options"] == "DENY"
    assert response["X-Content-Type-Options"] == "nosniff"


def test_sign_out_needs_a_post(client, django_user_model):
    client.force_login(django_user_model.objects.create_user("budi"))
    assert client.get(reverse("keluar")).status_code == 405
    assert client.post(reverse("keluar")).status_code == 302
    assert "_auth_user_id" not in client.session
