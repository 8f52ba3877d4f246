"""The one reader of the environment."""

import pytest
from django.core.exceptions import ImproperlyConfigured

from sakip.env import INSECURE_KEY, Env, Mode, parse_env_file

GOOD_KEY = "k" * 50


def test_parse_env_file_reads_names_and_values():
    text = "# comment\n\nA=1\nB = two words \nC=\"quoted\"\nD='it''s'\nE=a=b\n"
    assert parse_env_file(text) == {"A": "1", "B": "two words", "C": "quoted", "D": "it''s", "E": "a=b"}


@pytest.mark.parametrize("line", ["no separator", "1A=1", "=1", "A B=1"])
def test_parse_env_file_names_the_broken_line(line):
    with pytest.raises(ImproperlyConfigured, match=r"\.env line 2"):
        parse_env_file(f"A=1\n{line}\n")


def test_load_prefers_the_process_environment(tmp_path, monkeypatch):
    file = tmp_path / ".env"
    file.write_text("A=file\nB=file\n")
    monkeypatch.setenv("A", "process")
    env = Env.load(file)
    assert (env.text("A"), env.text("B"), env.text("C", "default")) == ("process", "file", "default")


@pytest.mark.parametrize(
    ("value", "expected"),
    [("1", True), ("True", True), ("ya", True), ("0", False), ("", False), ("off", False)],
)
def test_flag_reads_yes_and_no(value, expected):
    assert Env({"X": value}).flag("X", default=not expected) is expected


def test_flag_refuses_anything_else():
    with pytest.raises(ImproperlyConfigured, match="X must be 1 or 0"):
        Env({"X": "perhaps"}).flag("X")


@pytest.mark.parametrize("value", ["-1", "1.5", "x", "0", "²"])
def test_number_refuses_what_is_not_a_whole_number_in_range(value):
    with pytest.raises(ImproperlyConfigured, match="X must be a whole number of at least 1"):
        Env({"X": value}).number("X", 8, minimum=1)


def test_number_and_items():
    env = Env({"N": "12", "L": " a, b ,,c"})
    assert (env.number("N", 1), env.number("M", 7), env.items("L"), env.items("M")) == (
        12,
        7,
        ["a", "b", "c"],
        [],
    )


def test_mode_is_production_unless_said():
    assert Env({}).mode() is Mode.PRODUCTION
    assert Env({"SAKIP_MODE": "demo"}).mode() is Mode.DEMO


def test_mode_refuses_an_unknown_one():
    with pytest.raises(ImproperlyConfigured, match="SAKIP_MODE must be one of production, demo, test"):
        Env({"SAKIP_MODE": "live"}).mode()


@pytest.mark.parametrize(
    ("key", "debug", "message"),
    [
        ("", False, "SECRET_KEY must be set"),
        ("short", False, "at least 50 characters"),
        (INSECURE_KEY, False, "must be secret"),
        (GOOD_KEY, True, "DEBUG must be off"),
    ],
)
def test_secret_key_production_refuses(key, debug, message):
    with pytest.raises(ImproperlyConfigured, match=message):
        Env({"SECRET_KEY": key}).secret_key(Mode.PRODUCTION, debug=debug)


def test_secret_key_accepts_a_good_one_and_falls_back_only_in_the_demo():
    assert Env({"SECRET_KEY": GOOD_KEY}).secret_key(Mode.PRODUCTION, debug=False) == GOOD_KEY
    assert Env({}).secret_key(Mode.DEMO, debug=True) == INSECURE_KEY
