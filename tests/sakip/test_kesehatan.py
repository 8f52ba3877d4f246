"""/healthz and /readyz."""

import pytest
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder


def test_healthz_answers_without_a_database(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_healthz_asks_nothing(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/healthz")


def test_healthz_refuses_a_post(client):
    assert client.post("/healthz").status_code == 405


@pytest.mark.django_db
def test_readyz_is_ready_when_every_part_is(client):
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.json() == {"database": "ok", "migrations": "ok", "storage": "ok"}
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_readyz_names_a_migration_that_is_missing(client):
    recorder = MigrationRecorder(connection)
    recorder.record_unapplied("sessions", "0001_initial")
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "gagal", "storage": "ok"}


@pytest.mark.django_db
def test_readyz_names_a_storage_that_cannot_be_written(client, settings, tmp_path):
    blocked = tmp_path / "berkas"
    blocked.write_text("a file where the folder should be")
    settings.MEDIA_ROOT = blocked
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "migrations": "ok", "storage": "gagal"}


@pytest.mark.django_db(transaction=True)
def test_readyz_names_a_database_that_does_not_answer(client):
    good = connection.settings_dict.copy()
    connection.close()
    missing = (
        {**good, "PORT": "1"}
        if connection.vendor == "postgresql"
        else {**good, "NAME": "/missing/db.sqlite3"}
    )
    held = connection.connection
    connection.connection = None
    connection.settings_dict = missing
    try:
        response = client.get("/readyz")
    finally:
        connection.settings_dict = good
        connection.connection = held
    assert response.status_code == 503
    assert response.json() == {"database": "gagal", "migrations": "gagal", "storage": "ok"}
