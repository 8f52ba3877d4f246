"""Rendering reaches neither network nor files, keeps its limits, and gives the same bytes for the same input."""

import http.server
import os
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from laporan.pdf import HasilPdf, PdfGagalError, render_pdf, render_pdf_rinci
from laporan.pdf.aset import read_aset_cetak

RAHASIA = "ISI-RAHASIA-7741"


@pytest.fixture
def kenari() -> Iterator[tuple[str, list[str]]]:
    """A local web server that notes every request."""
    kena: list[str] = []

    class Penjawab(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kena.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(RAHASIA.encode())

        def log_message(self, *args: object) -> None:
            """Stay quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Penjawab)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", kena
    server.shutdown()
    server.server_close()


def test_render_pdf_of_probe_page_touches_nothing(kenari: tuple[str, list[str]], tmp_path: Path) -> None:
    alamat, kena = kenari
    berkas = tmp_path / "rahasia.txt"
    berkas.write_text(RAHASIA)
    lokal = berkas.as_uri()
    hasil = render_pdf_rinci(
        f"""<html><head>
        <link rel="stylesheet" href="{alamat}/1.css">
        <link rel="attachment" href="{lokal}"><link rel="attachment" href="{alamat}/lampiran">
        <style>@import url({alamat}/2.css); @font-face {{ font-family: X; src: url({alamat}/3.woff2), url({lokal}) }}
        body {{ font-family: X; background: url({alamat}/4.png) }}</style></head>
        <body>Isi <img src="{alamat}/5.png"><img src="{lokal}"><img src="data:image/png;base64,iVBORw0KGgo=">
        <object data="{alamat}/6"></object><embed src="{lokal}"><a rel="attachment" href="{lokal}">x</a>
        <svg width="9" height="9"><image href="{alamat}/7.png" width="9" height="9"/><use href="{lokal}#a"/></svg>
        <img src="/etc/passwd"><img src="aset.png"></body></html>""",
        aset={},
    )
    assert kena == []
    assert RAHASIA.encode() not in hasil.isi
    assert b"/EmbeddedFile" not in hasil.isi
    assert {
        f"{alamat}/{nama}" for nama in ("1.css", "2.css", "3.woff2", "4.png", "5.png", "6", "7.png")
    } <= set(hasil.ditolak)
    assert lokal in hasil.ditolak


def test_canary_is_hit_by_a_plain_request(kenari: tuple[str, list[str]]) -> None:
    import urllib.request

    alamat, kena = kenari
    urllib.request.urlopen(f"{alamat}/x").close()
    assert kena == ["/x"]


def test_render_pdf_serves_named_assets() -> None:
    hasil = render_pdf_rinci(
        '<link rel="stylesheet" href="aset:a.css"><p>satu</p><p>dua</p>',
        aset={"a.css": b"p { break-after: page }"},
    )
    assert (hasil.halaman, hasil.ditolak) == (2, ())


def test_render_pdf_with_unknown_asset_fails() -> None:
    with pytest.raises(PdfGagalError, match=r"^Aset cetak tidak ditemukan: aset:tiada\.css\.$"):
        render_pdf('<link rel="stylesheet" href="aset:tiada.css">', aset={})


def test_render_pdf_twice_gives_same_bytes() -> None:
    html = (
        '<html lang="id"><title>Laporan</title><link rel="stylesheet" href="aset:cetak.css"><p>Angka 1.234,5'
    )
    assert render_pdf(html, aset=read_aset_cetak()) == render_pdf(html, aset=read_aset_cetak())


def test_render_pdf_beyond_page_limit_says_so() -> None:
    with pytest.raises(PdfGagalError, match=r"^Dokumen berisi 3 halaman; batasnya 2 halaman\.$"):
        render_pdf_rinci("<p style='break-after: page'>a</p>" * 3, aset={}, batas_halaman=2)


def test_render_pdf_beyond_time_limit_is_stopped() -> None:
    with pytest.raises(PdfGagalError, match="melebihi 1 detik"):
        render_pdf_rinci("<table>" + "<tr><td>isi<td>isi" * 40_000, aset={}, batas_waktu=1)


def test_render_pdf_beyond_memory_limit_fails_with_message() -> None:
    with pytest.raises(PdfGagalError, match=r"^(Dokumen terlalu besar|Dokumen tidak dapat|Penyusun PDF)"):
        render_pdf_rinci("<p>isi</p>" * 200_000, aset={}, batas_memori=160 << 20)


def test_render_pdf_passes_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", RAHASIA)
    from laporan.pdf import _environment

    lingkungan = _environment("/tmp/x")
    assert RAHASIA not in lingkungan.values()
    assert set(lingkungan) <= {
        "LANG",
        "HOME",
        "TMPDIR",
        "PYTHONHASHSEED",
        "SOURCE_DATE_EPOCH",
        "LD_LIBRARY_PATH",
    }
    assert "SECRET_KEY" in os.environ


def test_hasil_pdf_is_a_pdf() -> None:
    hasil = render_pdf_rinci("<p>a</p>", aset={})
    assert hasil == HasilPdf(isi=hasil.isi, halaman=1, ditolak=())
    assert hasil.isi.startswith(b"%PDF-")


def test_aset_cetak_serves_every_address_of_the_stylesheet() -> None:
    import re

    aset = read_aset_cetak()
    alamat = re.findall(r'url\("aset:([^"]+)"\)', aset["cetak.css"].decode())
    assert sorted(alamat) == sorted(nama for nama in aset if nama != "cetak.css")
