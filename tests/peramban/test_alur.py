"""The whole story in a real browser: type a quarter, see the capaian change, sign the report, check the file."""

import subprocess
from pathlib import Path

from django.conf import settings

from tests.peramban.layar import TANPA_PERAMBAN, sign_in

KANTOR = "/opd/kominfo-pasuruan"
LAMA = 240_000  # milliseconds that a report may take on a busy machine

pytestmark = TANPA_PERAMBAN


def verify_with_poppler(berkas: Path) -> str:
    done = subprocess.run(["pdfsig", str(berkas)], capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_planner_types_a_quarter_and_the_capaian_table_changes(halaman, pesan_konsol):
    sign_in(halaman, "perencana.pasuruan")
    halaman.goto(f"{KANTOR}/2023/isi/?periode=TW1")
    baris = halaman.locator(".isian-baris", has_text="Indeks keterbukaan informasi publik")
    sel = baris.locator("input[name=nilai]")

    sel.fill("2.012")
    sel.press("Enter")
    baris.get_by_text("2012", exact=False).first.wait_for()
    assert sel.input_value() == "2.012"
    assert "75,00" not in baris.inner_text()

    sel.fill("45")
    sel.press("Enter")
    baris.get_by_text("75,00").first.wait_for()

    halaman.goto(f"{KANTOR}/2023/capaian/?jenjang=sasaran&periode=TW1")
    tabel = halaman.locator("table", has_text="Indeks keterbukaan informasi publik").first
    assert "75,00" in tabel.inner_text()
    assert "Sedang" in tabel.inner_text()
    # the refused value is an expected answer 422, nothing else may be reported (content security policy included)
    assert [pesan for pesan in pesan_konsol if "422" not in pesan] == []


def test_head_of_office_signs_and_one_flipped_byte_is_detected(halaman, tmp_path):
    sign_in(halaman, "kepala.pasuruan")
    halaman.goto(f"{KANTOR}/2022/laporan/tetapkan/")
    halaman.fill("input[name=tahun]", "2022")
    halaman.fill("input[name=password]", settings.SANDI_CONTOH)
    halaman.get_by_role("button", name="tetapkan laporan").click(timeout=LAMA)
    halaman.get_by_text("Laporan tahun 2022 ditetapkan.").wait_for(timeout=LAMA)
    halaman.goto(f"{KANTOR}/2022/laporan/tanda-tangan/")
    halaman.check("input[name=contoh]")
    halaman.get_by_role("button", name="Tandatangani laporan").click()
    halaman.wait_for_url(lambda url: "tanda-tangan" not in url, timeout=LAMA)
    unduhan = halaman.request.get(f"{KANTOR}/2022/laporan/unduh/", timeout=LAMA)
    assert unduhan.status == 200
    isi = unduhan.body()

    asli, rusak = tmp_path / "asli.pdf", tmp_path / "rusak.pdf"
    asli.write_bytes(isi)
    tengah = len(isi) // 3
    rusak.write_bytes(isi[:tengah] + bytes([isi[tengah] ^ 1]) + isi[tengah + 1 :])
    assert "Signature is Valid" in verify_with_poppler(asli)
    assert "Signature is Valid" not in verify_with_poppler(rusak)

    halaman.goto(f"{KANTOR}/2022/laporan/verifikasi/")
    halaman.set_input_files("input[name=berkas]", str(rusak))
    halaman.get_by_role("button", name="Periksa salinan").click()
    halaman.get_by_text("Bukan berkas yang tersimpan untuk laporan ini.").wait_for()
    halaman.set_input_files("input[name=berkas]", str(asli))
    halaman.get_by_role("button", name="Periksa salinan").click()
    halaman.get_by_text("Sama persis dengan berkas yang tersimpan.").wait_for()
