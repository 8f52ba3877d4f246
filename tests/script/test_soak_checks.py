"""The checks of a soak run find what they are for: a run that loses a save must not pass."""

from dataclasses import replace
from typing import Any

import pytest

from script._soak_checks import Attempt, Event, find_late_writes, find_violations

SEL = 7
PERTAMA = Attempt("satu", SEL, 0, 11, 200)
KEDUA = Attempt("dua", SEL, 1, 12, 200)
KALAH = Attempt("tiga", SEL, 0, 13, 409)
JEJAK = (Event(1, SEL, 1, 11, "satu"), Event(2, SEL, 2, 12, "dua"))
ISI = {SEL: (12, 2)}


def test_find_violations_none_in_a_sound_run():
    assert find_violations([PERTAMA, KEDUA, KALAH], JEJAK, ISI) == []


def test_find_violations_none_when_a_lost_answer_was_sent_again():
    # The first sending was written, its answer lost, and someone else saved before the second sending.
    dikirim_ulang = replace(PERTAMA, status=409, hilang=1)
    assert find_violations([dikirim_ulang, KEDUA], JEJAK, ISI) == []


@pytest.mark.parametrize(
    ("attempts", "events", "rows", "kata"),
    [
        ([PERTAMA], (), {}, "has 0 audit rows"),
        ([PERTAMA], (JEJAK[0], replace(JEJAK[0], pk=2, versi=2)), {SEL: (11, 2)}, "has 2 audit rows"),
        ([replace(PERTAMA, status=409)], JEJAK[:1], {SEL: (11, 1)}, "refused save"),
        ([replace(PERTAMA, status=500)], (), {}, "answer 500"),
        # Both wrote over version 0: the second erased the first without having seen it.
        ([PERTAMA, replace(KEDUA, versi=0)], JEJAK, ISI, "over the head of another"),
        ([PERTAMA, KEDUA], (JEJAK[0], replace(JEJAK[1], versi=1)), {SEL: (12, 1)}, "not one winner each"),
        ([PERTAMA, KEDUA], JEJAK, {SEL: (11, 2)}, "the last audit row says"),
        ([PERTAMA], (), {SEL: (11, 1)}, "without audit rows"),
        ([], JEJAK[:1], {SEL: (11, 1)}, "nobody sent"),
    ],
)
def test_find_violations_names_what_is_broken(attempts, events, rows, kata):
    assert any(kata in satu for satu in find_violations(attempts, events, rows))


def find_late(**beda):
    dasar: dict[str, Any] = {
        "attempts": [PERTAMA, KEDUA],
        "events": JEJAK,
        "kunci": 3,
        "saat": 5.0,
        "saat_kunci": {SEL: (12, 3)},
        "kemudian": {SEL: (12, 3)},
        "beku": {SEL: 12},
    }
    isi = dasar | beda
    return find_late_writes(isi.pop("attempts"), isi.pop("events"), **isi)


def test_find_late_writes_none_in_a_sound_run():
    assert find_late() == []


@pytest.mark.parametrize(
    ("beda", "kata"),
    [
        ({"kunci": 2, "events": (*JEJAK, Event(3, SEL, 3, 14, "dua"))}, "audit row"),
        ({"attempts": [replace(KEDUA, mulai=6.0)]}, "accepted after the penetapan"),
        ({"kemudian": {SEL: (14, 4)}}, "values changed"),
        ({"beku": {SEL: 11}}, "frozen copy says 11"),
        ({"saat_kunci": {}, "kemudian": {}}, "stored is None"),
    ],
)
def test_find_late_writes_names_what_is_broken(beda, kata):
    assert any(kata in satu for satu in find_late(**beda))
