"""An odd value in a real browser: asked about in its row, bound to the very value, saved by one button."""

from tests.peramban.layar import TANPA_PERAMBAN, open_isian, wait_until_saved

pytestmark = TANPA_PERAMBAN

INDIKATOR = "Indeks keterbukaan informasi publik"
YAKIN = "Simpan, angka ini benar"


def test_odd_value_is_asked_about_until_the_writer_is_sure_of_it(halaman):
    open_isian(halaman, "pasuruan", "TW2")
    baris = halaman.locator(".isian-baris", has_text=INDIKATOR)
    sel = baris.locator("input[name=nilai]")
    tanya = baris.locator(".isian-tanya")

    sel.fill("600")
    sel.press("Enter")
    tanya.get_by_text("Capaian terhadap target Triwulan II 1.000,00%, lebih dari 200%.").wait_for()
    # the answer belongs to 600, not to what is typed afterwards
    sel.fill("6000")
    baris.get_by_role("button", name=YAKIN).click()
    tanya.get_by_text("10.000,00%").wait_for()
    baris.get_by_role("link", name="Kembali ke isian").click()
    assert sel.evaluate("satu => satu === document.activeElement")

    sel.fill("45")
    sel.press("Enter")
    tanya.wait_for(state="detached")
    wait_until_saved(halaman)

    sel.fill("600")
    sel.press("Enter")
    tanya.wait_for()
    baris.get_by_role("button", name=YAKIN).click()
    tanya.wait_for(state="detached")
    wait_until_saved(halaman)
    halaman.reload()
    assert sel.input_value() == "600"
    assert baris.get_by_text("s.d. triwulan ini").is_visible()


def test_odd_value_of_another_tab_is_shown_before_it_is_overwritten(buat_halaman):
    satu, dua = buat_halaman(), buat_halaman()
    sel = {}
    for page in (satu, dua):
        open_isian(page, "pasuruan", "TW3")
        sel[page] = page.locator(".isian-baris", has_text=INDIKATOR).locator("input[name=nilai]")
    sel[satu].fill("50")
    sel[satu].press("Enter")
    wait_until_saved(satu)

    baris = dua.locator(".isian-baris", has_text=INDIKATOR)
    sel[dua].fill("500")
    sel[dua].press("Enter")
    baris.get_by_role("button", name="Simpan milik saya").click()
    baris.get_by_role("button", name=YAKIN).click()
    baris.locator(".isian-tanya").wait_for(state="detached")
    wait_until_saved(dua)
    dua.reload()
    assert sel[dua].input_value() == "500"
