"""Typing on without a pause over a slow network: stored is what was typed, and nobody conflicts with himself."""

from typing import Any

import pytest

from tests.peramban.layar import (
    TANPA_PERAMBAN,
    create_nilai,
    list_sel,
    open_isian,
    slow_down,
    wait_until_saved,
)

pytestmark = TANPA_PERAMBAN


def type_on(page: Any, nilai: dict[str, str], tombol: str = "Enter") -> None:
    """Start in the first cell and never look up."""
    page.focus(f"#{next(iter(nilai))}")
    for satu in nilai.values():
        page.keyboard.type(satu, delay=20)
        page.keyboard.press(tombol, delay=20)


def read_stored(page: Any, sel: dict[str, str]) -> dict[str, str]:
    """What the server shows for the cells, at full speed."""
    slow_down(page, 0)
    page.reload()
    return {nama_id: page.input_value(f"#{nama_id}") for nama_id in sel}


def test_forty_values_without_a_pause_are_stored_as_typed(buat_halaman):
    """Two offices and two quarters, each over another network; the slowest goes on saving while the next is typed."""
    nilai = {}
    for latensi, kantor, periode in (
        (600, "lumajang", "TW2"),
        (300, "lumajang", "TW1"),
        (150, "pasuruan", "TW2"),
        (0, "pasuruan", "TW1"),
    ):
        halaman = buat_halaman()
        open_isian(halaman, kantor, periode)
        nilai[halaman] = create_nilai(list_sel(halaman, 40))
        slow_down(halaman, latensi)
        type_on(halaman, nilai[halaman])
    for halaman, diketik in nilai.items():
        wait_until_saved(halaman)
        assert halaman.locator(".isian-konflik, .isian-bermasalah, .isian-belum").count() == 0
        assert read_stored(halaman, diketik) == diketik


def list_tiga(page: Any) -> list[str]:
    """Three cells below each other with targets between 60 and 90, at an office whose other tests leave them alone.

    Tests of the first quarter type values from 50, of the second from 60, of the third from 70: no value falls.
    """
    return list(list_sel(page, 6))[3:]


@pytest.mark.parametrize("tombol", ["ArrowDown", "Tab", "mouse", "blur"])
def test_leaving_a_changed_cell_saves_it(halaman, tombol):
    open_isian(halaman, "luwu-timur")
    sel, tujuan, _ = list_tiga(halaman)
    nilai = str(50 + ["ArrowDown", "Tab", "mouse", "blur"].index(tombol))
    halaman.fill(f"#{sel}", nilai)
    if tombol == "mouse":
        halaman.click(f"#{tujuan}")
    elif tombol == "blur":
        halaman.evaluate("document.activeElement.blur()")
    else:
        halaman.keyboard.press(tombol)
    wait_until_saved(halaman)
    assert read_stored(halaman, {sel: ""}) == {sel: nilai}


def test_typed_word_chooses_the_option_that_is_this_word(halaman):
    """The example offices have no predikat to choose in an open period: the page gets a list of its own."""
    open_isian(halaman, "luwu-timur", "TW3")
    halaman.evaluate(
        """document.querySelector(".isian-sel > .bidang").innerHTML = `<select id="pilihan" name="label">`
             + ["", "AA", "A", "BB", "B", "Tidak Wajar"].map(isi => `<option>${isi}</option>`).join("") + `</select>`"""
    )
    halaman.focus("#pilihan")
    for ketikan, nilai in (
        ("B", "B"),
        ("a", "A"),
        ("bb", "BB"),
        ("tidak w", "Tidak Wajar"),
        ("x", "Tidak Wajar"),
    ):
        halaman.keyboard.type(ketikan, delay=20)
        assert halaman.input_value("#pilihan") == nilai
        halaman.wait_for_timeout(1100)  # a word ends with a pause


def test_fraction_is_saved_when_the_row_is_left_not_between_its_halves(halaman):
    kiriman = []
    open_isian(halaman, "pasuruan", "TW3")
    halaman.on("request", lambda satu: kiriman.append(satu.url) if satu.method == "POST" else None)
    baris = halaman.locator(".isian-baris:has([name=pembilang])").first
    baris.locator("[name=pembilang]").fill("3")
    baris.locator("[name=pembilang]").press("Tab")
    halaman.keyboard.type("4")
    assert kiriman == []
    halaman.keyboard.press("Enter")
    wait_until_saved(halaman)
    assert len(kiriman) == 1
    assert "75" in baris.locator(".isian-hasil").inner_text()


def test_row_edited_again_while_it_is_saved_keeps_the_newest_text(halaman):
    """The answer brings the new version to the row, but not its old value, and takes no key from the cell."""
    open_isian(halaman, "luwu-timur", "TW2")
    sel, lain, _ = list_tiga(halaman)
    slow_down(halaman, 300)
    halaman.fill(f"#{sel}", "61")
    halaman.keyboard.press("ArrowDown")
    halaman.keyboard.press("ArrowUp")
    with halaman.expect_response(lambda jawaban: jawaban.request.method == "POST"):
        halaman.keyboard.type("6")
    halaman.keyboard.type("2")
    assert halaman.evaluate("document.activeElement.id") == sel
    halaman.keyboard.press("Enter")
    assert halaman.evaluate("document.activeElement.id") == lain
    wait_until_saved(halaman)
    assert halaman.locator(".isian-konflik").count() == 0
    assert read_stored(halaman, {sel: ""}) == {sel: "62"}


def test_row_edited_and_left_again_before_its_answer_keeps_the_newest_text(halaman):
    open_isian(halaman, "luwu-timur", "TW2")
    _, sel, _ = list_tiga(halaman)
    slow_down(halaman, 600)
    for nilai in ("63", "64"):
        halaman.locator(f"#{sel}").select_text()
        halaman.keyboard.type(nilai)
        halaman.keyboard.press("Enter")
    assert halaman.locator(".isian-tersimpan").count() == 0  # the first answer is still on its way
    wait_until_saved(halaman)
    assert halaman.locator(".isian-konflik").count() == 0
    assert read_stored(halaman, {sel: ""}) == {sel: "64"}


def test_save_whose_answer_is_lost_is_sent_again_and_recognised(halaman):
    open_isian(halaman, "luwu-timur", "TW3")
    sel, lain, _ = list_tiga(halaman)
    hilang: list[int] = []

    def lose(route: Any) -> None:
        if hilang or route.request.method != "POST":
            route.continue_()
            return
        hilang.append(route.fetch().status)
        route.abort()

    halaman.route("**/isi/**", lose)
    halaman.fill(f"#{sel}", "71")
    halaman.keyboard.press("Enter")
    halaman.get_by_text("sambungan terputus").wait_for()
    halaman.fill(f"#{sel}", "72")
    halaman.fill(f"#{lain}", "73")
    halaman.get_by_role("button", name="Simpan semua").click()
    wait_until_saved(halaman)
    assert hilang == [200]
    assert halaman.locator(".isian-konflik").count() == 0
    assert read_stored(halaman, {sel: "", lain: ""}) == {sel: "72", lain: "73"}


def test_refused_row_stays_unsaved_and_takes_no_key(halaman):
    open_isian(halaman, "luwu-timur", "TW3")
    sel, lain, _ = list_tiga(halaman)
    slow_down(halaman, 150)
    halaman.fill(f"#{sel}", "dua belas")
    halaman.keyboard.press("Enter")
    with halaman.expect_response(lambda jawaban: jawaban.status == 422):
        halaman.keyboard.type("7", delay=20)
    halaman.keyboard.type("4")
    assert halaman.input_value(f"#{sel}") == "dua belas"
    assert halaman.input_value(f"#{lain}") == "74"
    halaman.keyboard.press("Enter")
    bilah = halaman.locator(".isian-antrean")
    bilah.get_by_text("1 baris belum tersimpan").wait_for()
    assert bilah.locator("a").count() == 1
    assert "Belum tersimpan" in halaman.locator("[data-antrean-kabar]").inner_text()
    bilah.get_by_role("button", name="Simpan semua").click()
    halaman.wait_for_function("nama => document.activeElement.id === nama", arg=sel)
    # taking the text back makes the row quiet again
    halaman.fill(f"#{sel}", "")
    halaman.keyboard.press("ArrowDown")
    wait_until_saved(halaman)
    assert halaman.locator(".isian-bermasalah").count() == 0
    assert read_stored(halaman, {sel: "", lain: ""}) == {sel: "", lain: "74"}


def test_conflict_with_another_waits_for_a_decision(buat_halaman):
    satu, dua = buat_halaman(), buat_halaman()
    for halaman in (satu, dua):
        open_isian(halaman, "luwu-timur", "TW2")
    sel, _, tiga = list_tiga(satu)
    for halaman, nilai in ((dua, "65"), (satu, "66")):
        for nama in (sel, tiga):
            halaman.fill(f"#{nama}", nilai)
            halaman.keyboard.press("Enter")
        halaman.wait_for_function(
            "() => document.querySelector('[data-antrean]').textContent.indexOf('menyimpan') < 0"
        )
    konflik = satu.locator(".isian-konflik")
    konflik.nth(1).wait_for()
    satu.locator(".isian-antrean").get_by_text("2 baris belum tersimpan").wait_for()
    assert satu.input_value(f"#{sel}") == "66"
    konflik.nth(0).get_by_role("button", name="Simpan milik saya").click()
    konflik.nth(1).wait_for(state="detached")
    konflik.nth(0).get_by_role("link", name="Pakai nilai tersimpan").click()
    wait_until_saved(satu)
    assert satu.input_value(f"#{tiga}") == "65"
    assert read_stored(satu, {sel: "", tiga: ""}) == {sel: "66", tiga: "65"}


def test_question_about_an_odd_value_waits_for_its_answer(halaman):
    open_isian(halaman, "luwu-timur", "TW3")
    *_, sel = list_tiga(halaman)
    halaman.fill(f"#{sel}", "6300")
    halaman.keyboard.press("Enter")
    tanya = halaman.locator(".isian-tanya")
    tanya.wait_for()
    halaman.locator(".isian-antrean").get_by_text("1 baris belum tersimpan").wait_for()
    assert halaman.input_value(f"#{sel}") == "6300"
    tanya.get_by_role("button", name="Simpan, angka ini benar").click()
    wait_until_saved(halaman)
    assert tanya.count() == 0
    assert read_stored(halaman, {sel: ""}) == {sel: "6300"}


def test_going_elsewhere_waits_for_what_is_on_its_way(halaman):
    open_isian(halaman, "luwu-timur", "TW1")
    *_, sel = list_tiga(halaman)
    halaman.on("dialog", lambda dialog: pytest.fail(dialog.message))
    slow_down(halaman, 300)
    halaman.fill(f"#{sel}", "57")
    halaman.get_by_role("link", name="Capaian", exact=True).first.click()
    halaman.wait_for_url("**/capaian/**")
    halaman.go_back()
    assert read_stored(halaman, {sel: ""}) == {sel: "57"}


@pytest.mark.parametrize("layar", [(683, 384), (390, 844)], ids=["200-persen", "ponsel"])
def test_half_of_a_small_screen_is_rows(buat_halaman, layar):
    """The screen of a desk at 200 % and a phone, as the page opens and after scrolling; nothing is wider than it."""
    lebar, tinggi = layar
    halaman = buat_halaman(viewport={"width": lebar, "height": tinggi})
    open_isian(halaman, "pasuruan")
    for gulir in (0, 900):
        halaman.evaluate("y => window.scrollTo(0, y)", gulir)
        tampak = halaman.evaluate(
            """([x, tinggi]) => Array.from({length: tinggi}, (_, y) => document.elementFromPoint(x, y))
                 .filter(satu => satu && satu.closest('.isian')).length""",
            [lebar // 2, tinggi],
        )
        assert tampak >= tinggi / 2
    assert halaman.evaluate("document.documentElement.scrollWidth") == lebar
    halaman.evaluate("window.scrollTo(0, 0)")
    assert not halaman.locator("#saringan").is_visible()
    halaman.get_by_role("button", name="Saringan").click()
    assert halaman.locator("#saringan").is_visible()
