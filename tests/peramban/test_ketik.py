"""Typing on without a pause over a slow network: stored is what was typed, and nobody conflicts with himself."""

import re
from typing import Any

import pytest

from tests.peramban.layar import TANPA_PERAMBAN, open_isian, slow_down, wait_until_saved

pytestmark = TANPA_PERAMBAN

BANYAK = 40


def list_sel(page: Any, banyak: int = BANYAK) -> dict[str, str]:
    """Cells of one number that follow each other without a cell of another kind between them, with their targets."""
    runtun: dict[str, str] = {}
    for nama_id, nama, target in page.evaluate(
        """() => [...document.querySelectorAll(".isian-sel > .bidang input, .isian-sel > .bidang select")].map(
             sel => [sel.id, sel.name, sel.closest("form").querySelector(".isian-target dd").textContent])"""
    ):
        runtun = {**runtun, nama_id: target} if nama == "nilai" else {}
        if len(runtun) == banyak:
            break
    assert len(runtun) == banyak
    return runtun


def create_nilai(sel: dict[str, str], geser: int = 0) -> dict[str, str]:
    """Plausible values near the targets, each unlike its neighbours'."""
    hasil = {}
    for i, (nama_id, teks) in enumerate(sel.items(), geser):
        angka = re.search(r"\d[\d.]*", teks)
        target = int(angka[0].replace(".", "")) if angka else 10
        hasil[nama_id] = str(target - i % 7 if target > 10 else 1 + i % max(target, 2))
    return hasil


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
        nilai[halaman] = create_nilai(list_sel(halaman), latensi // 50)
        slow_down(halaman, latensi)
        type_on(halaman, nilai[halaman])
    for halaman, diketik in nilai.items():
        wait_until_saved(halaman)
        assert halaman.locator(".isian-konflik, .isian-bermasalah, .isian-belum").count() == 0
        assert read_stored(halaman, diketik) == diketik


@pytest.mark.parametrize("tombol", ["ArrowDown", "Tab", "mouse", "blur"])
def test_leaving_a_changed_cell_saves_it(halaman, tombol):
    open_isian(halaman, "luwu-timur")
    sel, tujuan, *_ = list_sel(halaman, 3)
    nilai = str(10 + ["ArrowDown", "Tab", "mouse", "blur"].index(tombol))
    halaman.fill(f"#{sel}", nilai)
    if tombol == "mouse":
        halaman.click(f"#{tujuan}")
    elif tombol == "blur":
        halaman.evaluate("document.activeElement.blur()")
    else:
        halaman.keyboard.press(tombol)
    wait_until_saved(halaman)
    assert read_stored(halaman, {sel: ""}) == {sel: nilai}


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
    sel, lain, *_ = list_sel(halaman, 3)
    slow_down(halaman, 300)
    halaman.fill(f"#{sel}", "11")
    halaman.keyboard.press("ArrowDown")
    halaman.keyboard.press("ArrowUp")
    with halaman.expect_response(lambda jawaban: jawaban.request.method == "POST"):
        halaman.keyboard.type("1")
    halaman.keyboard.type("2")
    assert halaman.evaluate("document.activeElement.id") == sel
    halaman.keyboard.press("Enter")
    assert halaman.evaluate("document.activeElement.id") == lain
    wait_until_saved(halaman)
    assert halaman.locator(".isian-konflik").count() == 0
    assert read_stored(halaman, {sel: ""}) == {sel: "12"}


def test_save_whose_answer_is_lost_is_sent_again_and_recognised(halaman):
    open_isian(halaman, "luwu-timur", "TW3")
    sel, lain, *_ = list_sel(halaman, 3)
    hilang: list[int] = []

    def lose(route: Any) -> None:
        if hilang or route.request.method != "POST":
            route.continue_()
            return
        hilang.append(route.fetch().status)
        route.abort()

    halaman.route("**/isi/**", lose)
    halaman.fill(f"#{sel}", "11")
    halaman.keyboard.press("Enter")
    halaman.get_by_text("sambungan terputus").wait_for()
    halaman.fill(f"#{sel}", "12")
    halaman.fill(f"#{lain}", "9")
    halaman.get_by_role("button", name="Simpan semua").click()
    wait_until_saved(halaman)
    assert hilang == [200]
    assert halaman.locator(".isian-konflik").count() == 0
    assert read_stored(halaman, {sel: "", lain: ""}) == {sel: "12", lain: "9"}


def test_refused_row_stays_unsaved_and_takes_no_key(halaman):
    open_isian(halaman, "luwu-timur", "TW3")
    sel, lain, *_ = list_sel(halaman, 3)
    slow_down(halaman, 150)
    halaman.fill(f"#{sel}", "dua belas")
    halaman.keyboard.press("Enter")
    with halaman.expect_response(lambda jawaban: jawaban.status == 422):
        halaman.keyboard.type("1", delay=20)
    halaman.keyboard.type("3")
    assert halaman.input_value(f"#{sel}") == "dua belas"
    assert halaman.input_value(f"#{lain}") == "13"
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
    assert read_stored(halaman, {sel: "", lain: ""}) == {sel: "", lain: "13"}


def test_conflict_with_another_waits_for_a_decision(buat_halaman):
    satu, dua = buat_halaman(), buat_halaman()
    for halaman in (satu, dua):
        open_isian(halaman, "luwu-timur", "TW2")
    sel, _, tiga = list_sel(satu, 3)
    for halaman, nilai in ((dua, "21"), (satu, "22")):
        for nama in (sel, tiga):
            halaman.fill(f"#{nama}", nilai)
            halaman.keyboard.press("Enter")
        halaman.wait_for_function(
            "() => document.querySelector('[data-antrean]').textContent.indexOf('menyimpan') < 0"
        )
    konflik = satu.locator(".isian-konflik")
    konflik.nth(1).wait_for()
    assert satu.locator(".isian-antrean").get_by_text("2 baris belum tersimpan").is_visible()
    assert satu.input_value(f"#{sel}") == "22"
    konflik.nth(0).get_by_role("button", name="Simpan milik saya").click()
    konflik.nth(1).wait_for(state="detached")
    konflik.nth(0).get_by_role("link", name="Pakai nilai tersimpan").click()
    wait_until_saved(satu)
    assert satu.input_value(f"#{tiga}") == "21"
    assert read_stored(satu, {sel: "", tiga: ""}) == {sel: "22", tiga: "21"}


def test_going_elsewhere_waits_for_what_is_on_its_way(halaman):
    open_isian(halaman, "luwu-timur", "TW1")
    *_, sel = list_sel(halaman, 3)
    halaman.on("dialog", lambda dialog: pytest.fail(dialog.message))
    slow_down(halaman, 300)
    halaman.fill(f"#{sel}", "7")
    halaman.get_by_role("link", name="Capaian", exact=True).first.click()
    halaman.wait_for_url("**/capaian/**")
    halaman.go_back()
    assert read_stored(halaman, {sel: ""}) == {sel: "7"}
