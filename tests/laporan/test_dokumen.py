"""The printed LKjIP: numbering, table layout, contents with page numbers, watermark on every page."""

import re
import shutil
import subprocess
from dataclasses import replace

import pytest

from laporan.dokumen import (
    CONTOH_TIDAK_SAH,
    Bagian,
    BarisCetak,
    Daftar,
    DokumenLkjip,
    Entri,
    Grafik,
    KolomCetak,
    Paragraf,
    Penandatangan,
    Subjudul,
    TabelCetak,
    number_dokumen,
    parse_teks,
    render_lkjip_html,
    render_lkjip_pdf,
)
from laporan.dokumen_beku import dump_dokumen, load_dokumen
from laporan.grafik import IndikatorGrafik, draw_capaian

butuh_poppler = pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils not installed")


def build_tabel(banyak: int = 2, *, lanskap: bool = False) -> TabelCetak:
    return TabelCetak(
        kode="pengukuran",
        judul="Hasil pengukuran",
        kolom=(
            KolomCetak("Uraian", lebar=40),
            KolomCetak("K", "Target", "kanan"),
            KolomCetak("Rp", "Target", "kanan"),
            KolomCetak("Capaian", "", "kanan"),
        ),
        baris=tuple(BarisCetak((f"Baris {i}", "1", "1.000", "92,5")) for i in range(banyak)),
        sumber="hasil pengukuran",
        lanskap=lanskap,
    )


def build_dokumen(**ubah: object) -> DokumenLkjip:
    svg = draw_capaian("Sasaran", [IndikatorGrafik("Indeks", None, "belum dinilai")])
    dasar = DokumenLkjip(
        judul="Laporan Kinerja",
        opd="Dinas Contoh",
        pemda="Kabupaten Contoh",
        tahun=2022,
        bab=(
            Bagian("Pendahuluan", (Subjudul("Latar belakang"), Paragraf("Isi <b>tebal</b> & lain"))),
            Bagian("Perencanaan", (build_tabel(), Subjudul("Renstra"), Subjudul("Arah", 3))),
            Bagian(
                "Akuntabilitas", (build_tabel(60, lanskap=True), Grafik(svg, "Capaian"), Paragraf("Uraian."))
            ),
            Bagian("Penutup", (Paragraf("Selesai."),)),
        ),
        kata_pengantar=(Paragraf("Syukur."),),
        ikhtisar=(Paragraf("Ringkas."),),
        lampiran=(Bagian("Perjanjian Kinerja", (build_tabel(),)),),
        penandatangan=Penandatangan(
            "Kepala Dinas", "Nama Contoh", nip="1", tempat="Contoh", tanggal="17 Januari 2023"
        ),
    )
    return replace(dasar, **ubah)  # type: ignore[arg-type]


def read_pages(pdf: bytes) -> list[str]:
    hasil = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return hasil.stdout.decode().split("\f")[:-1]


def test_number_dokumen_numbers_parts_tables_and_headings() -> None:
    dok = number_dokumen(build_dokumen())
    assert [bab.nomor for bab in dok.bab] == ["I", "II", "III", "IV"]
    assert [entri.nomor for entri in dok.daftar_tabel] == ["Tabel 2.1", "Tabel 3.1", "Tabel L1.1"]
    assert dok.daftar_gambar == (Entri("Capaian", "gambar-3.1", 2, "Gambar 3.1"),)
    assert [(e.nomor, e.judul, e.tingkat) for e in dok.daftar_isi if not e.romawi] == [
        ("Bab I", "Pendahuluan", 1),
        ("1.1", "Latar belakang", 2),
        ("Bab II", "Perencanaan", 1),
        ("2.1", "Renstra", 2),
        ("2.1.1", "Arah", 3),
        ("Bab III", "Akuntabilitas", 1),
        ("Bab IV", "Penutup", 1),
        ("Lampiran 1", "Perjanjian Kinerja", 1),
    ]
    assert number_dokumen(dok) == dok


def test_tabel_kepala_joins_neighbours_of_one_group() -> None:
    atas, bawah = build_tabel().kepala
    assert [(sel.judul, sel.kolom, sel.baris) for sel in atas] == [
        ("Uraian", 1, 2),
        ("Target", 2, 1),
        ("Capaian", 1, 2),
    ]
    assert [sel.judul for sel in bawah] == ["K", "Rp"]


def test_tabel_kepala_without_groups_is_one_row() -> None:
    tabel = TabelCetak("x", "x", (KolomCetak("A"), KolomCetak("B")), ())
    assert [[sel.baris for sel in baris] for baris in tabel.kepala] == [[1, 1]]


def test_tabel_isi_aligns_decimals_on_the_comma() -> None:
    tabel = TabelCetak(
        "x",
        "x",
        (KolomCetak("A"), KolomCetak("B", rata="kanan")),
        tuple(BarisCetak(("a", teks)) for teks in ("131,92", "92,5", "100", "-8,88", "–", "belum keluar")),
    )
    assert [baris.sel[1].kelas for baris in tabel.isi] == [
        "kanan angka",
        "kanan angka k1",
        "kanan angka k2k",
        "kanan angka",
        "kanan",
        "kanan",
    ]


def test_tabel_isi_spans_a_single_cell_and_refuses_other_lengths() -> None:
    tabel = replace(build_tabel(), baris=(BarisCetak(("Sasaran 1",), tebal=True),))
    assert (tabel.isi[0].sel[0].rentang, tabel.isi[0].kelas) == (4, "tebal rentang")
    with pytest.raises(ValueError, match="baris berisi 2 sel, kolom 4"):
        _ = replace(tabel, baris=(BarisCetak(("a", "b")),)).isi


def test_parse_teks_makes_paragraphs_and_lists() -> None:
    assert parse_teks("Satu\nlanjut.\r\n\r\nDaftar:\n- a\n  b\n- c\n\n1. x\n2) y\n") == (
        Paragraf("Satu lanjut."),
        Paragraf("Daftar:"),
        Daftar(("a b", "c")),
        Daftar(("x", "y"), bernomor=True),
    )
    assert parse_teks("  \n ") == ()


def test_render_lkjip_html_escapes_text_and_keeps_charts() -> None:
    html = render_lkjip_html(build_dokumen())
    assert "Isi &lt;b&gt;tebal&lt;/b&gt; &amp; lain" in html
    assert '<svg xmlns="http://www.w3.org/2000/svg" role="img"' in html
    assert "style=" not in html


def test_dokumen_survives_freezing() -> None:
    import json

    dok = build_dokumen()
    kembali = load_dokumen(json.loads(json.dumps(dump_dokumen(dok))))
    assert kembali == dok
    assert render_lkjip_html(kembali) == render_lkjip_html(dok)


def test_load_dokumen_of_other_data_is_refused() -> None:
    with pytest.raises(ValueError, match="tidak dapat dibaca"):
        load_dokumen({"_": "Paragraf", "teks": "x"})
    with pytest.raises(ValueError, match="tidak dapat dibaca"):
        load_dokumen({"judul": "x"})


@butuh_poppler
def test_render_lkjip_pdf_has_contents_with_page_numbers() -> None:
    halaman = read_pages(render_lkjip_pdf(build_dokumen()).isi)
    isi = next(teks for teks in halaman if re.search(r"^\s*Daftar Isi$", teks, re.M))
    baris = dict(re.findall(r"^\s*(.+?)\s*\.{3,}\s*(\w+)$", isi, re.M))
    nomor = {
        judul: teks.split()[-1]
        for teks in halaman
        for judul in ("Pendahuluan", "Penutup")
        if f"\n\n{judul}" in teks
    }
    assert (baris["Kata Pengantar"], baris["Ikhtisar Eksekutif"], baris["Daftar Tabel"]) == ("i", "ii", "iv")
    assert (baris["Bab I Pendahuluan"], baris["Bab II Perencanaan"]) == ("1", "2")
    assert baris["Bab IV Penutup"] == next(
        teks.split()[-1] for teks in halaman if re.search(r"^\s*BAB IV$", teks, re.M)
    ), nomor


@butuh_poppler
def test_render_lkjip_pdf_repeats_heads_and_turns_wide_tables() -> None:
    hasil = render_lkjip_pdf(build_dokumen())
    halaman = [
        teks for teks in read_pages(hasil.isi) if "Baris 1" in teks or "Baris 3" in teks or "Baris 59" in teks
    ]
    lebar = [teks for teks in halaman if re.search(r"Baris (2|3|4|5)\d", teks)]
    assert len(lebar) >= 2
    assert all("Uraian" in teks and "Capaian" in teks for teks in lebar)
    ukuran = subprocess.run(
        ["pdfinfo", "-l", "99", "-"], input=hasil.isi, capture_output=True, check=True
    ).stdout.decode()
    assert len(re.findall(r"size: +841\.89 x 595\.276", ukuran)) >= 2
    assert "Title:           Laporan Kinerja Dinas Contoh Tahun 2022" in ukuran
    assert "Author:          Dinas Contoh" in ukuran


@butuh_poppler
def test_render_lkjip_pdf_with_watermark_marks_every_page() -> None:
    def count(pdf: bytes) -> list[int]:
        teks = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
        return [len(re.findall("CONTOH – TIDAK SAH", satu)) for satu in teks.stdout.decode().split("\f")[:-1]]

    bertanda = render_lkjip_pdf(build_dokumen(tanda_air=CONTOH_TIDAK_SAH))
    assert count(bertanda.isi) == [1] * bertanda.halaman
    polos = render_lkjip_pdf(build_dokumen())
    assert count(polos.isi) == [0] * polos.halaman


@butuh_poppler
def test_signature_text_stands_only_on_the_version_for_signing() -> None:
    dok = build_dokumen()
    assert dok.penandatangan is not None
    tte = replace(dok, penandatangan=replace(dok.penandatangan, elektronik=True))
    assert "Ditandatangani secara elektronik" not in "".join(read_pages(render_lkjip_pdf(dok).isi))
    assert "Ditandatangani secara elektronik" in "".join(read_pages(render_lkjip_pdf(tte).isi))
