from datetime import date
from decimal import Decimal

import pytest

from sakip.kit.sidik import (
    TampilanBerubahError,
    calculate_sidik,
    check_sidik,
    read_terlihat,
    write_terlihat,
)


def test_sidik_is_canonical():
    satu = calculate_sidik({"a": Decimal("10.50"), "b": [date(2023, 1, 2), "é"]})
    assert satu == calculate_sidik({"b": ["2023-01-02", "é"], "a": "10.50"})
    assert len(satu) == 64
    assert satu != calculate_sidik({"a": Decimal("10.5"), "b": [date(2023, 1, 2), "é"]})


def test_sidik_of_what_has_no_canonical_text_is_a_fault():
    with pytest.raises(TypeError):
        calculate_sidik([0.5j])


@pytest.mark.parametrize(("dilihat", "boleh"), [("abc", True), ("", False), ("abd", False)])
def test_check_sidik(dilihat, boleh):
    if boleh:
        check_sidik(dilihat, "abc", akibat="Tidak ada.")
    else:
        with pytest.raises(TampilanBerubahError, match=r"Tidak ada\. Periksa perubahannya"):
            check_sidik(dilihat, "abc", akibat="Tidak ada.")


def test_terlihat_comes_back_only_as_it_was_signed():
    teks = write_terlihat({"1": [2, "10"]})
    assert read_terlihat(teks) == {"1": [2, "10"]}
    assert read_terlihat(teks[:-1] + ("a" if teks[-1] != "a" else "b")) == {}
    assert read_terlihat("") == {}


def test_terlihat_is_read_only_by_the_page_that_it_was_signed_for():
    teks = write_terlihat({"1": [2, "10"]}, "sahkan", 7, 2023, "TW1")
    assert read_terlihat(teks, "sahkan", 7, 2023, "TW1") == {"1": [2, "10"]}
    for lain in (("tetapkan", 7, 2023, "TW1"), ("sahkan", 8, 2023, "TW1"), ("sahkan", 7, 2023, "TW2"), ()):
        assert read_terlihat(teks, *lain) == {}
