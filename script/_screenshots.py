"""Pictures of the portal, desktop and phone; started by ``script/screenshots``.

Each page is opened by the role that works there, in a browser that signed in through the form. What the browser's
console reports and pages that are wider than the screen are printed: both are faults.
"""

import argparse
import io
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from script._portal import ROOT, Installation, Server, open_installation, say, serve

SANDI = "contoh-sakip-2026"
LAYAR = {"desktop": (1366, 768), "ponsel": (390, 844)}
BATAS_GAMBAR = 150 << 10
OPSI_PERAMBAN = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--force-color-profile=srgb",
)
KANTOR = "/opd/kominfo-pasuruan/2023"
KANTOR_LALU = "/opd/kominfo-pasuruan/2022"
LUMAJANG = "/opd/kominfo-lumajang/2022"
LUWU = "/opd/kominfo-luwu-timur/2022"


@dataclass(frozen=True, slots=True)
class Halaman:
    """A page: its name in file names, who opens it, where, and what is done before the picture."""

    nama: str
    akun: str
    alamat: str
    tindakan: Callable[[Page], None] | None = None


def open_panel(page: Page) -> None:
    """Open the derivation of the first figure."""
    page.locator("tbody a[href*='/derivasi/']").first.click()
    page.wait_for_timeout(700)


def show_error(page: Page) -> None:
    """Type an ambiguous number into the first row and save it."""
    baris = page.locator("form[data-baris]").first
    baris.locator("input[type=text], input:not([type])").first.fill("2.012")
    baris.locator("button[type=submit]").first.click()
    page.wait_for_timeout(900)


def set_laporan(page: Page) -> None:
    """Confirm the penetapan; a report that is set already stays as it is."""
    tombol = page.locator("main form button[type=submit]")
    if tombol.count():
        page.fill("input[name=tahun]", "2022")
        page.fill("input[name=password]", SANDI)
        tombol.first.click()
        page.wait_for_load_state("networkidle")


def open_first_link(page: Page) -> None:
    """Follow the first link of the page's content."""
    page.locator("main a[href*='/pengaturan/']:visible").first.click()
    page.wait_for_load_state("networkidle")


HALAMAN = (
    Halaman("masuk", "", "/masuk/"),
    Halaman("beranda-perencana", "perencana.pasuruan", "/"),
    Halaman("beranda-kantor", "perencana.pasuruan", f"{KANTOR}/"),
    Halaman("isi-realisasi", "perencana.pasuruan", f"{KANTOR}/isi/?periode=TW1"),
    Halaman("isi-realisasi-galat", "perencana.pasuruan", f"{KANTOR}/isi/?periode=TW2", show_error),
    Halaman("isi-belum-dibuka", "perencana.pasuruan", f"{KANTOR}/isi/?periode=TW4"),
    Halaman("sahkan", "kepala.pasuruan", f"{KANTOR}/isi/sahkan/?periode=TW1"),
    Halaman("capaian", "perencana.pasuruan", f"{KANTOR}/capaian/?jenjang=sub_kegiatan&periode=TW1"),
    Halaman("capaian-tahun", "pimpinan.lumajang", f"{LUMAJANG}/capaian/?jenjang=sasaran&periode=TAHUN"),
    Halaman("capaian-sub", "pimpinan.lumajang", f"{LUMAJANG}/capaian/?jenjang=sub_kegiatan&periode=TAHUN"),
    Halaman(
        "derivasi-panel",
        "pimpinan.lumajang",
        f"{LUMAJANG}/capaian/?jenjang=sasaran&periode=TAHUN",
        open_panel,
    ),
    Halaman("rata-rata", "pimpinan.lumajang", f"{LUMAJANG}/capaian/?rinci=rata-rata&periode=TAHUN"),
    Halaman("rencana", "perencana.pasuruan", f"{KANTOR_LALU}/rencana/"),
    Halaman("anggaran", "perencana.lumajang", f"{LUMAJANG}/anggaran/"),
    Halaman("daftar-tabel", "perencana.lumajang", f"{LUMAJANG}/tabel/"),
    Halaman("tabel-pengukuran", "perencana.lumajang", f"{LUMAJANG}/tabel/pengukuran/"),
    Halaman("tabel-tahun-lalu", "perencana.lumajang", f"{LUMAJANG}/tabel/tahun-lalu/"),
    Halaman("ikhtisar", "inspektorat.pasuruan", "/ikhtisar/"),
    Halaman("laporan", "kepala.lumajang", f"{LUMAJANG}/laporan/"),
    Halaman("laporan-narasi", "perencana.lumajang", f"{LUMAJANG}/laporan/narasi/"),
    Halaman("laporan-tetapkan", "kepala.lumajang", f"{LUMAJANG}/laporan/tetapkan/"),
    Halaman("laporan-daftar", "inspektorat.lumajang", "/laporan/"),
    Halaman("verifikasi", "inspektorat.lumajang", f"{LUMAJANG}/laporan/verifikasi/"),
    Halaman("laporan-ditetapkan", "kepala.luwu-timur", f"{LUWU}/laporan/tetapkan/", set_laporan),
    Halaman("tanda-tangan", "kepala.luwu-timur", f"{LUWU}/laporan/tanda-tangan/"),
    Halaman("pengaturan", "admin.pasuruan", "/pengaturan/"),
    Halaman("jadwal", "admin.pasuruan", "/pengaturan/", open_first_link),
    Halaman(
        "kosong", "perencana.luwu-timur", "/opd/kominfo-luwu-timur/2023/capaian/?jenjang=tujuan&periode=TW1"
    ),
    Halaman("tidak-ada", "perencana.pasuruan", "/opd/kominfo-lumajang/2023/isi/"),
)

README = (
    ("isi-realisasi", "desktop"),
    ("isi-realisasi", "ponsel"),
    ("capaian-tahun", "desktop"),
    ("derivasi-panel", "desktop"),
    ("rencana", "desktop"),
    ("anggaran", "desktop"),
    ("laporan", "desktop"),
)
"""Pictures of README.md; the eighth is pages of the report itself."""


@contextmanager
def open_browser() -> Iterator[Browser]:
    """The system's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=list(OPSI_PERAMBAN), headless=True
        )
        try:
            yield browser
        finally:
            browser.close()


class Fotografer:
    """Signed-in browsers by account and screen."""

    def __init__(self, browser: Browser, server: Server) -> None:
        self.browser = browser
        self.server = server
        self.pages: dict[tuple[str, str], Page] = {}
        self.keluhan: list[str] = []

    def get_page(self, akun: str, layar: str) -> Page:
        """A page of the account on the screen; signs in on first use."""
        if (akun, layar) not in self.pages:
            lebar, tinggi = LAYAR[layar]
            konteks = self.browser.new_context(
                viewport={"width": lebar, "height": tinggi},
                locale="id-ID",
                timezone_id="Asia/Jakarta",
                reduced_motion="reduce",
                has_touch=layar == "ponsel",
                is_mobile=layar == "ponsel",
            )
            page = konteks.new_page()
            page.on("console", lambda pesan: self._note(page, pesan))
            page.on("pageerror", lambda galat: self.keluhan.append(f"{page.url}: script error {galat}"))
            if akun:
                page.goto(f"{self.server.url}/masuk/")
                page.fill("input[name=username]", akun)
                page.fill("input[name=password]", SANDI)
                page.click("button[type=submit]")
                page.wait_for_url(lambda alamat: "/masuk/" not in alamat)
            self.pages[akun, layar] = page
        return self.pages[akun, layar]

    def _note(self, page: Page, pesan: Any) -> None:
        # A refused save (422) and a missing page (404) are answers that the pictures ask for.
        if pesan.type in ("error", "warning") and "status of 4" not in pesan.text:
            self.keluhan.append(f"{page.url}: {pesan.type}: {pesan.text}")

    def take(self, halaman: Halaman, layar: str, *, utuh: bool) -> bytes:
        """Open a page and return its picture as PNG; ``utuh`` takes its whole length."""
        page = self.get_page(halaman.akun, layar)
        jawaban = page.goto(self.server.url + halaman.alamat)
        page.wait_for_load_state("networkidle")
        status = jawaban.status if jawaban else 0
        if status != 200 and halaman.nama != "tidak-ada":
            self.keluhan.append(f"{halaman.nama} ({layar}): {halaman.alamat} answers {status}")
        if halaman.tindakan is not None:
            try:
                halaman.tindakan(page)
            except Exception as error:  # noqa: BLE001  the picture then shows what is there instead
                self.keluhan.append(f"{halaman.nama} ({layar}): {str(error).splitlines()[0]}")
        lebar = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if lebar > 0:
            self.keluhan.append(f"{halaman.nama} ({layar}): {lebar} px wider than the screen")
        panjang = utuh and halaman.tindakan is not open_panel  # a panel is fixed to the screen
        isi: bytes = page.screenshot(full_page=panjang, animations="disabled")
        return isi


def fill_quarter(page: Page, server: Server, banyak: int = 12) -> None:
    """Type values near the targets of the first rows, so that the pictures show an office at work."""
    page.goto(f"{server.url}{KANTOR}/isi/?periode=TW1")
    for i in range(banyak):
        baris = page.locator("form[data-baris]").nth(i)
        nama = baris.get_attribute("id")
        target = re.search(r"\d+(,\d+)?", baris.locator(".isian-target dd").first.inner_text())
        kolom = page.locator(f"#{nama} .isian-sel input:not([type=hidden]):visible")
        if target is None or not 1 <= kolom.count() <= 3:
            continue
        isi = [target[0] if i % 4 else target[0].replace("6", "5", 1), "100"]
        pecahan = page.locator(f"#{nama} input[name=pembilang]").count()
        for j in range(2 if pecahan else 1):
            kolom.nth(j).fill(isi[j])
        with page.expect_response(lambda jawaban: jawaban.request.method == "POST"):
            page.locator(f"#{nama} button[type=submit]").first.click()


def shrink(isi: bytes, batas: int) -> bytes:
    """The same picture within ``batas`` bytes: as it is when it fits, else with a palette."""
    gambar = Image.open(io.BytesIO(isi)).convert("RGB")
    for warna in (0, 256, 128, 64):
        keluaran = io.BytesIO()
        (gambar.quantize(warna, method=Image.Quantize.FASTOCTREE) if warna else gambar).save(
            keluaran, "PNG", optimize=True
        )
        if len(keluaran.getvalue()) <= batas:
            break
    return keluaran.getvalue()


def draw_laporan(installation: Installation, halaman: tuple[int, ...]) -> bytes:
    """Pages of the LKjIP side by side."""
    pdf = installation.folder / "lkjip.pdf"
    installation.manage(
        "render_lkjip", "--opd", "kominfo-lumajang", "--tahun", "2022", "--keluaran", str(pdf)
    )
    lembar = []
    with tempfile.TemporaryDirectory() as folder:
        for nomor in halaman:
            tujuan = Path(folder) / f"{nomor}"
            subprocess.run(
                [
                    "pdftoppm",
                    "-png",
                    "-r",
                    "52",
                    "-f",
                    str(nomor),
                    "-l",
                    str(nomor),
                    "-singlefile",
                    pdf,
                    tujuan,
                ],
                check=True,
            )
            lembar.append(Image.open(tujuan.with_suffix(".png")).convert("RGB"))
    jarak = 14
    lebar = sum(satu.width for satu in lembar) + jarak * (len(lembar) + 1)
    tinggi = max(satu.height for satu in lembar) + 2 * jarak
    gabungan = Image.new("RGB", (lebar, tinggi), (226, 229, 233))
    x = jarak
    for satu in lembar:
        gabungan.paste(satu, (x, (tinggi - satu.height) // 2))
        x += satu.width + jarak
    keluaran = io.BytesIO()
    gabungan.save(keluaran, "PNG")
    return keluaran.getvalue()


def main() -> int:
    """Take the pictures; 1 when a page answered wrongly, spoke in the console or was too wide."""
    parser = argparse.ArgumentParser(prog="script/screenshots", description=__doc__)
    parser.add_argument("--semua", nargs="?", const="hasil/gambar", metavar="FOLDER", help="every main page")
    parser.add_argument("--hanya", metavar="NAMA", help="with --semua: only pages whose name holds this")
    pilihan = parser.parse_args()
    folder = ROOT / (pilihan.semua or "docs/gambar")
    folder.mkdir(parents=True, exist_ok=True)
    menurut_nama = {satu.nama: satu for satu in HALAMAN}
    if pilihan.semua:
        daftar = [(satu, layar) for satu in HALAMAN for layar in LAYAR if (pilihan.hanya or "") in satu.nama]
    else:
        daftar = [(menurut_nama[nama], layar) for nama, layar in README]
    with (
        open_installation("SQLite", purpose="screenshots") as installation,
        serve(installation) as server,
        open_browser() as browser,
    ):
        fotografer = Fotografer(browser, server)
        fill_quarter(fotografer.get_page("perencana.pasuruan", "desktop"), server)
        for halaman, layar in daftar:
            isi = fotografer.take(halaman, layar, utuh=bool(pilihan.semua))
            isi = isi if pilihan.semua else shrink(isi, BATAS_GAMBAR)
            berkas = folder / f"{halaman.nama}{'-ponsel' if layar == 'ponsel' else ''}.png"
            berkas.write_bytes(isi)
            say(f"{berkas}  {len(isi) // 1024} KiB")
        if not pilihan.semua:
            isi = shrink(draw_laporan(installation, (1, 4, 12, 19)), BATAS_GAMBAR)
            (folder / "lkjip.png").write_bytes(isi)
            say(f"{folder / 'lkjip.png'}  {len(isi) // 1024} KiB")
    for satu in fotografer.keluhan:
        say(f"!! {satu}")
    return 1 if fotografer.keluhan else 0


if __name__ == "__main__":
    sys.exit(main())
