"""A session that ends under an open page: nothing typed is lost, and nobody's text is sent in another's name."""

import pytest

from tests.peramban.layar import (
    TANPA_PERAMBAN,
    create_nilai,
    end_sessions,
    list_sel,
    open_isian,
    sign_in,
    sign_in_again,
    slow_down,
    wait_until_saved,
)

pytestmark = TANPA_PERAMBAN

NARASI = "/opd/kominfo-luwu-timur/2022/laporan/narasi/"


def test_session_that_ends_in_mid_row_loses_nothing(halaman, pemasangan):
    open_isian(halaman, "lumajang", "TW3")
    nilai = create_nilai(list_sel(halaman, 12))
    tengah = [nama for nama, satu in nilai.items() if len(satu) > 1][1]
    slow_down(halaman, 150)
    for nama, satu in nilai.items():
        halaman.focus(f"#{nama}")
        halaman.keyboard.type(satu[0], delay=20)
        if nama == tengah:
            end_sessions(pemasangan)
        halaman.keyboard.type(satu[1:], delay=20)
        halaman.keyboard.press("Enter", delay=20)
    halaman.locator("dialog.masuk-lagi").wait_for()
    assert halaman.locator("h1").count() == 1
    assert {nama: halaman.input_value(f"#{nama}") for nama in nilai} == nilai
    halaman.locator(".isian-antrean").get_by_text("menunggu Anda masuk lagi").wait_for()
    sign_in_again(halaman)
    wait_until_saved(halaman)
    assert halaman.locator("dialog.masuk-lagi, .isian-konflik, .isian-bermasalah").count() == 0
    halaman.reload()
    assert {nama: halaman.input_value(f"#{nama}") for nama in nilai} == nilai


@pytest.mark.parametrize("tombol", ["Masuk lagi", "Simpan semua"])
def test_end_of_the_session_leaves_the_cell_of_a_small_screen_in_sight(buat_halaman, pemasangan, tombol):
    """What stands beside somebody who types takes the screen and the keys only when he asks for it."""
    halaman = buat_halaman(viewport={"width": 683, "height": 384})
    open_isian(halaman, "luwu-timur", "TW1")
    sel, lain = create_nilai(list_sel(halaman, 2))
    end_sessions(pemasangan)
    halaman.focus(f"#{sel}")
    halaman.keyboard.type("x")
    halaman.keyboard.press("Enter")
    halaman.keyboard.type("x")
    halaman.locator("dialog.masuk-lagi").wait_for()
    halaman.locator("[data-antrean]").get_by_text("menunggu Anda masuk lagi").wait_for()
    assert halaman.evaluate("document.activeElement.id") == lain
    assert halaman.evaluate(
        """nama => { const k = document.getElementById(nama).getBoundingClientRect();
             return [k.left + 1, k.right - 1].every(x => document.elementFromPoint(x, k.top + 5).id === nama); }""",
        lain,
    )
    halaman.get_by_role("button", name=tombol, exact=True).click()
    assert halaman.evaluate("document.activeElement.name") == "password"
    sign_in_again(halaman)
    halaman.get_by_text("“x” bukan angka.").first.wait_for()  # it was sent again


def test_narasi_survives_the_end_of_the_session(halaman, pemasangan, pesan_konsol):
    sign_in(halaman, "perencana.luwu-timur")
    halaman.goto(NARASI)
    bagian = halaman.locator("section.lap-bagian").first
    teks = bagian.locator("textarea")
    teks.fill("Kalimat yang tidak boleh hilang.")
    halaman.locator("section.lap-bagian textarea").nth(1).fill("Belum disimpan.")
    end_sessions(pemasangan)
    bagian.get_by_role("button", name="Simpan").click()
    halaman.locator("dialog.masuk-lagi").wait_for()
    assert teks.input_value() == "Kalimat yang tidak boleh hilang."
    sign_in_again(halaman)
    bagian.get_by_text("Tersimpan").wait_for()
    assert halaman.locator("section.lap-bagian textarea").nth(1).input_value() == "Belum disimpan."
    halaman.on("dialog", lambda dialog: dialog.accept())  # the second section asks before it is left
    halaman.reload()
    assert teks.input_value() == "Kalimat yang tidak boleh hilang."
    assert [pesan for pesan in pesan_konsol if "401" not in pesan] == []


@pytest.mark.parametrize("latensi", [0, 150, 300, 600])
def test_narasi_typed_on_while_it_is_saved_stays(halaman, latensi):
    sign_in(halaman, "perencana.luwu-timur")
    halaman.goto(NARASI)
    bagian = halaman.locator("section.lap-bagian").nth(2)
    teks = bagian.locator("textarea")
    slow_down(halaman, latensi)
    teks.fill(f"Awal {latensi}")
    simpan = bagian.get_by_role("button", name="Simpan")
    simpan.click(no_wait_after=True)
    teks.focus()
    halaman.keyboard.press("End")
    halaman.keyboard.type(" dan lanjutan tanpa jeda", delay=20)
    bagian.get_by_text("Tersimpan").wait_for()
    assert halaman.evaluate("document.activeElement.name") == "teks"
    with halaman.expect_response(lambda jawaban: jawaban.request.method == "POST") as jawaban:
        simpan.click()
    assert jawaban.value.status == 200
    wait_until_saved(halaman)
    halaman.reload()
    assert teks.input_value() == f"Awal {latensi} dan lanjutan tanpa jeda"


def test_panel_opens_after_signing_in_in_place(halaman, pemasangan):
    sign_in(halaman, "pimpinan.lumajang")
    halaman.goto("/opd/kominfo-lumajang/2022/capaian/?jenjang=sasaran&periode=TAHUN")
    end_sessions(pemasangan)
    halaman.locator("tbody a[hx-get]").first.click()
    halaman.locator("dialog.masuk-lagi").wait_for()
    assert not halaman.locator("#panel").is_visible()
    sign_in_again(halaman)
    halaman.locator("#panel-isi h3").first.wait_for()


def test_form_of_a_whole_page_waits_for_signing_in(halaman, pemasangan):
    sign_in(halaman, "perencana.luwu-timur")
    halaman.goto("/kata-sandi/")
    for nama in ("old_password", "new_password1", "new_password2"):
        halaman.fill(f"input[name={nama}]", "bukan-sandi-saya-1")
    end_sessions(pemasangan)
    halaman.get_by_role("button", name="Simpan kata sandi baru").click()
    sign_in_again(halaman)
    halaman.locator(".bidang-galat").first.wait_for()


def test_form_that_is_clicked_twice_is_sent_once(halaman):
    """The second click would replace the answer to the first, a penetapan by the page that it is under way."""
    sign_in(halaman, "perencana.luwu-timur")
    halaman.goto("/kata-sandi/")
    for nama in ("old_password", "new_password1", "new_password2"):
        halaman.fill(f"input[name={nama}]", "bukan-sandi-saya-1")
    kiriman = []
    halaman.route(
        "**/kata-sandi/",
        lambda route: kiriman.append(route) if route.request.method == "POST" else route.continue_(),
    )
    tombol = halaman.get_by_role("button", name="Simpan kata sandi baru")
    tombol.evaluate("satu => { satu.click(); setTimeout(() => satu.click(), 500); }")
    halaman.wait_for_timeout(1500)
    assert len(kiriman) == 1
    kiriman[0].continue_()
    halaman.locator(".bidang-galat").first.wait_for()


def find_first(page):
    """The first cell of a number and a value for it."""
    ((nama, nilai),) = create_nilai(list_sel(page, 1)).items()
    return f"#{nama}", nilai


def test_new_session_of_the_same_user_is_taken_over_without_asking(halaman, pemasangan):
    """The token of the page is of the old session: nobody is asked anything."""
    open_isian(halaman, "luwu-timur", "TW1")
    sel, nilai = find_first(halaman)
    end_sessions(pemasangan)
    sign_in(halaman.context.new_page(), "perencana.luwu-timur")
    halaman.fill(sel, nilai)
    halaman.press(sel, "Enter")
    wait_until_saved(halaman)
    assert halaman.locator("dialog.masuk-lagi").count() == 0
    halaman.reload()
    assert halaman.input_value(sel) == nilai


def test_nothing_is_sent_in_the_name_of_another_user(halaman, pemasangan):
    open_isian(halaman, "pasuruan", "TW3")
    sel, nilai = find_first(halaman)
    end_sessions(pemasangan)
    sign_in(halaman.context.new_page(), "kepala.pasuruan")
    halaman.fill(sel, nilai)
    halaman.press(sel, "Enter")
    dialog = halaman.locator("dialog.masuk-lagi")
    dialog.get_by_text("kepala.pasuruan").wait_for()
    sign_in_again(halaman, "kepala.pasuruan")
    dialog.get_by_text("milik akun lain; isiannya tidak dikirim").wait_for()
    assert halaman.locator(".isian-belum").count() == 1
    sign_in_again(halaman, "perencana.pasuruan")
    wait_until_saved(halaman)
    halaman.reload()
    assert halaman.input_value(sel) == nilai


def test_wrong_password_and_lockout_are_said_in_the_dialog(halaman, pemasangan):
    open_isian(halaman, "luwu-timur", "TW2")
    sel, nilai = find_first(halaman)
    end_sessions(pemasangan)
    halaman.fill(sel, nilai)
    halaman.press(sel, "Enter")
    dialog = halaman.locator("dialog.masuk-lagi")
    dialog.wait_for()
    galat = dialog.locator("[data-galat]")
    for _ in range(5):
        dialog.locator("[name=password]").fill("salah")
        with halaman.expect_response("**/masuk/"):
            dialog.get_by_role("button", name="Masuk").click()
        galat.wait_for()
    dialog.get_by_text("Tunggu 15 menit").wait_for()
    assert halaman.input_value(sel) == nilai
