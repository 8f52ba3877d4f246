"""The loader of the example offices: the four real folders, and small folders with one thing wrong."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count, Sum

from anggaran.models import Pagu, RealisasiBelanja, RealisasiPendapatan
from instansi.models import JadwalPengisian, Jejak, Pemda, Pengguna, PerangkatDaerah
from kinerja.enums import Periode, StatusNilai
from kinerja.models import (
    Analisis,
    CapaianTerbit,
    Indikator,
    KomponenIndikator,
    PilihanOrdinal,
    Realisasi,
    Target,
)
from kinerja.services import clear_realisasi, save_realisasi
from laporan.tabel.daftar import build_tabel_from
from laporan.tabel.data import DataLaporan
from portal.importers.contoh import BarisRusakError, ContohRusakError, list_folder, load_folder
from portal.importers.contoh.baca import KOLOM, MAKSIMUM_KESALAHAN
from portal.services import calculate_target_triwulan
from renstra.enums import StatusDokumen
from renstra.models import Dokumen, Simpul

pytestmark = pytest.mark.django_db

CONTOH = Path(__file__).resolve().parents[2] / "contoh"

OPD_TOML = """
visi = "Maju"
[pemda]
nama = "Uji"
jenis = "kota"
tempat = "Uji"
zona = "WITA"
[opd]
nama = "Dinas Uji"
singkatan = "dinas-uji"
[[misi]]
kunci = "m1"
nomor = 1
nama = "Melayani"
[[unit]]
kunci = "sekretariat"
nama = "Sekretariat"
[[jabatan]]
kunci = "kepala"
nama = "Kepala Dinas Uji"
kepala = true
[[skala]]
kunci = "s"
nama = "Skala"
pita = [["0", "Rendah"], ["75,5", "Tinggi"]]
[[aturan]]
tabel = ""
batas_tampil = "100"
skala = "s"
[demo]
tahun = 2023
periode = ["TW1", "TW2", "TW3"]
"""

BERKAS = {
    "simpul": [
        "t;tujuan;;m1;;Tujuan;;;;",
        "s;sasaran;t;;;Sasaran;;;;",
        "p;program;;;;Program;;sekretariat;;",
        "k;kegiatan;p;;;Kegiatan;;;;",
        "sk;sub_kegiatan;k;;;Sub kegiatan;;;;",
    ],
    "dukungan": ["p;s;ya;"],
    "dokumen": ["pk;pk;2022;;;2022-01-31;;;1", "dpa;dpa;2022;;;;;;1"],
    "indikator": [
        "i-s;s;iku;Indeks;poin;;;;indeks;2;;;;;;;;;;;",
        "i-p;p;program;Persentase;%;;;;persen;2;;i-s;;;Ada;Semua;;;;;s",
        "i-k;k;kegiatan;Dokumen;dokumen;;kumulatif;;angka;0;tahunan;i-p;;;;;;;;;",
    ],
    "pilihan": [],
    "komponen": ["i-s;d;;Domain;10;;;", "i-s;b;d;Butir;1,5;2021;2;", "i-s;b;d;Butir;1,5;2022;3;"],
    "target": [
        "pk;i-s;2022;TAHUN;2,60;;;;Tabel 1 b.1",
        "pk;i-p;2022;TAHUN;;2,6;3,5;Baik;",
        "pk;i-k;2022;TAHUN;10;;;;",
    ],
    "realisasi": [
        "i-s;2022;TAHUN;2,66;;;;ya;Tabel 2 b.2",
        "i-s;2022;TAHUN;2,7;;;;tidak;Tabel 3 b.3",
        "i-p;2022;TAHUN;;46;49;;ya;",
        "i-k;2022;TAHUN;;;;hasil belum keluar;ya;",
    ],
    "capaian_terbit": ["i-s;2020;97,43;Tabel 6 b.566"],
    "pagu": [
        "dpa;sk;5.1.02;Kertas;1.234;Tabel 4",
        "dpa;sk;5.1.02;Tinta;9999999999999999,99;",
        "pk;p;;;4908100368;",
    ],
    "belanja": ["sk;2022;;5.1.02;Kertas;4.908.100.368,00;Tabel 4"],
    "pendapatan": [
        "dpa;pad;;PAD;;2022;;;",
        "dpa;menara;pad;Menara;650.000.000;2022;639.410.000;602.450.000;",
    ],
    "ringkasan": ["dpa;belanja;14013681551;"],
    "pembanding": ["n;i-s;2022;nasional;Nasional;74,43;;"],
    "analisis": ["i-s;;2022;TAHUN;solusi;Satu", "i-s;;2022;TAHUN;solusi;Dua", ";p;2022;TAHUN;hambatan;Tiga"],
}


@pytest.fixture
def folder(tmp_path):
    """A complete small folder."""
    path = tmp_path / "uji"
    path.mkdir()
    (path / "opd.toml").write_text(OPD_TOML, encoding="utf-8")
    for nama in KOLOM:
        write(path, nama, ["# keterangan", header(nama), *BERKAS[nama]])
    return path


def header(nama: str) -> str:
    """The columns that the lines of ``BERKAS`` fill: the last ones may be left out."""
    kolom = KOLOM[nama].split(";")
    return ";".join(kolom[: BERKAS[nama][0].count(";") + 1] if BERKAS[nama] else kolom)


def write(path: Path, nama: str, lines: list[str]) -> None:
    (path / f"{nama}.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def replace_line(path: Path, nama: str, baris: int, isi: str) -> None:
    """Write ``isi`` as line ``baris`` of a file (1 is the comment, 2 the header)."""
    lines = (path / f"{nama}.csv").read_text(encoding="utf-8").splitlines()
    lines[baris - 1] = isi
    write(path, nama, lines)


def run(*args: str) -> str:
    out = io.StringIO()
    call_command("muat_contoh", *args, stdout=out, stderr=out, skip_checks=True)
    return out.getvalue()


def isi_basis_data() -> dict[str, int]:
    models = (Pemda, PerangkatDaerah, Simpul, Dokumen, Indikator, Target, Realisasi, Pagu, Jejak, Pengguna)
    return {model.__name__: model.objects.count() for model in models}


# A small folder -------------------------------------------------------------------------------------------------------


def add_predikat(folder: Path, *pilihan: str) -> None:
    """A predikat, a ratio and a text below the sasaran, with targets and values."""
    write(
        folder,
        "indikator",
        [
            header("indikator"),
            *BERKAS["indikator"],
            "i-o;s;iku;Predikat AKIP;predikat;;;;ordinal;2;;;;;;;;;;;",
            "i-r;s;iku;Rasio guru dan murid;rasio;minimasi;;;rasio;0;;;;;;;;;;;",
            "i-t;s;iku;Status;status;;;;teks;2;;;;;;;;;;;",
        ],
    )
    write(folder, "pilihan", [KOLOM["pilihan"], *pilihan])
    write(
        folder,
        "target",
        [
            KOLOM["target"],
            "pk;i-o;2022;TAHUN;;;;BB;Tabel 1;;",
            "pk;i-r;2022;TAHUN;;;1:20;;;;ya",
            "pk;i-t;2022;TAHUN;;;;Terlaksana;;;",
        ],
    )
    write(
        folder,
        "realisasi",
        [
            KOLOM["realisasi"],
            "i-o;2022;TAHUN;;;;;ya;Tabel 2;;B",
            "i-r;2022;TAHUN;1:25;;;;ya;;;",
            "i-t;2022;TAHUN;;;;;ya;;;Terlaksana",
        ],
    )


PILIHAN = ("i-o;BB;80;LKE PermenPANRB 88/2021", "i-o;B;70;LKE PermenPANRB 88/2021", "i-o;D;30;")


def test_choices_ratios_and_words_are_loaded_once_and_measured(folder):
    add_predikat(folder, *PILIHAN)
    load_folder(folder)
    assert load_folder(folder).jejak == 0
    opd = PerangkatDaerah.objects.get()
    tabel = build_tabel_from("capaian", DataLaporan(opd, tahun=2022))
    baris = {kunci: tabel.get_baris(kunci) for kunci in ("i-o", "i-r", "i-t")}
    assert {
        kunci: tuple(satu.get(kode).teks for kode in ("target", "realisasi", "capaian"))
        for kunci, satu in baris.items()
        if satu is not None
    } == {
        "i-o": ("BB", "B", "87,50"),
        "i-r": ("≤1:20", "1:25", "75,00"),
        "i-t": ("Terlaksana", "Terlaksana", "–"),
    }
    derivasi = baris["i-o"].get("capaian").derivasi if baris["i-o"] else None
    assert derivasi is not None
    assert "padanan: LKE PermenPANRB 88/2021" in derivasi.sumber
    # another list replaces the whole of it, and names itself in the audit
    add_predikat(folder, "i-o;BB;85;", "i-o;B;70;")
    load_folder(folder)
    assert list(PilihanOrdinal.objects.values_list("label", "persen")) == [("BB", 85), ("B", 70)]


@pytest.mark.parametrize(
    ("pilihan", "berkas", "pesan"),
    [
        (("i-o;BB;80;", "i-o;A;x;"), "uji/pilihan.csv", "bukan angka"),
        (("i-o;BB;80;", "i-o;A;;"), "uji/pilihan.csv", "Isi nilai setara dalam persen"),
        (("i-s;BB;80;",), "uji/pilihan.csv", "dinilai dengan angka"),
        (("i-o;A;90;",), "uji/target.csv", "Pilih salah satu: A."),
    ],
)
def test_choices_that_cannot_be_stored_are_named(folder, pilihan, berkas, pesan):
    add_predikat(folder, *pilihan)
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert any(satu.berkas == berkas and pesan in satu.saran for satu in caught.value.kesalahan)
    assert not PilihanOrdinal.objects.exists()


def test_components_of_quarters_as_a_sum_without_weights(folder):
    write(
        folder,
        "indikator",
        [f"{header('indikator')};cara_komponen", *(f"{row};" for row in BERKAS["indikator"])],
    )
    replace_line(folder, "indikator", 2, f"{BERKAS['indikator'][0]};jumlah")
    write(folder, "realisasi", [KOLOM["realisasi"]])
    write(
        folder,
        "komponen",
        [
            KOLOM["komponen"],
            "i-s;a;;Satu;;2022;25,1;;TW1",
            "i-s;a;;Satu;;2022;26;;TW2",
            "i-s;b;;Dua;;2022;22,3;;TW2",
        ],
    )
    load_folder(folder)
    data = DataLaporan(PerangkatDaerah.objects.get(), tahun=2022).kinerja
    indikator = next(row for row in data.indikator if row.kunci == "i-s")
    assert data.realisasi(indikator, tahun=2022).teks == "48,30"
    tw1 = data.realisasi(indikator, tahun=2022, sampai=Periode.TW1)
    assert (tw1.teks, tw1.catatan) == ("25,10", ("1 dari 2 komponen bernilai",))


def test_load_folder_stores_what_the_files_say(folder):
    load_folder(folder)
    opd = PerangkatDaerah.objects.get()
    assert (opd.visi, opd.pemda.nama, opd.pemda.zona) == ("Maju", "Uji", "Asia/Makassar")
    assert list(Simpul.objects.order_by("urutan").values_list("kunci", flat=True)) == [
        "t",
        "s",
        "p",
        "k",
        "sk",
    ]
    target = Target.objects.get(dokumen__kunci="pk", indikator__kunci="i-p")
    assert (target.nilai, target.bawah, target.atas, target.label) == (
        None,
        Decimal("2.6"),
        Decimal("3.5"),
        "Baik",
    )
    assert {row.status for row in Realisasi.objects.all()} == {StatusNilai.DISAHKAN}
    assert Realisasi.objects.filter(indikator__kunci="i-s", dipakai=False).get().nilai == Decimal("2.7")
    assert Realisasi.objects.get(indikator__kunci="i-k").alasan == "hasil belum keluar"
    assert {row.status for row in Dokumen.objects.all()} == {StatusDokumen.DITETAPKAN}
    skala = Indikator.objects.get(kunci="i-p").skala
    assert skala is not None
    assert list(skala.pita.values_list("batas_bawah", "nama")) == [
        (Decimal(0), "Rendah"),
        (Decimal("75.5"), "Tinggi"),
    ]
    assert list(
        KomponenIndikator.objects.get(kunci="b").nilai.order_by("tahun").values_list("tahun", "nilai")
    ) == [
        (2021, Decimal(2)),
        (2022, Decimal(3)),
    ]


def test_load_folder_reads_rupiah_exactly(folder):
    load_folder(folder)
    pagu = Pagu.objects.filter(dokumen__kunci="dpa")
    assert list(pagu.order_by("id").values_list("jumlah", flat=True)) == [
        Decimal(1234),
        Decimal("9999999999999999.99"),
    ]
    assert pagu.aggregate(total=Sum("jumlah"))["total"] == Decimal("10000000000001233.99")
    assert RealisasiBelanja.objects.get().jumlah == Decimal(4908100368)
    assert list(RealisasiPendapatan.objects.order_by("tahun").values_list("tahun", "jumlah")) == [
        (2021, Decimal(602450000)),
        (2022, Decimal(639410000)),
    ]


def test_load_folder_reads_thousands_in_a_unit_of_whole_numbers(folder):
    replace_line(folder, "target", 5, "pk;i-k;2022;TAHUN;1.000;;;;")
    load_folder(folder)
    assert Target.objects.get(indikator__kunci="i-k", tahun=2022, periode="TAHUN").nilai == 1000


def test_load_folder_again_writes_nothing(folder):
    assert load_folder(folder).jejak > 0
    before = isi_basis_data()
    assert load_folder(folder).jejak == 0
    assert isi_basis_data() == before


def test_load_folder_takes_away_what_left_its_file(folder):
    """Also where the total of a kegiatan came instead of its details, and in the practice year made of them."""
    load_folder(folder)
    write(folder, "pagu", [header("pagu"), "dpa;k;;;1.234;Tabel 4", "pk;p;;;4908100368;"])
    write(folder, "analisis", [header("analisis"), *BERKAS["analisis"][1:]])
    load_folder(folder)
    pagu = Pagu.objects.filter(dokumen__jenis="dpa").order_by("dokumen__tahun")
    assert list(pagu.values_list("dokumen__tahun", "simpul__kunci", "jumlah")) == [
        (2022, "k", Decimal(1234)),
        (2023, "k", Decimal(1234)),
    ]
    assert sorted(Analisis.objects.values_list("teks", flat=True)) == ["Dua", "Tiga"]
    hapus = Jejak.objects.filter(aksi__startswith="hapus_").order_by("id")
    assert [(row.aksi, len(row.sebelum["dihapus"])) for row in hapus] == [
        ("hapus_pagu", 2),
        ("hapus_analisis", 1),
        ("hapus_pagu", 2),
    ]
    assert {row.alasan for row in hapus} == {"Perbaikan berkas contoh", "Rencana tahun sumber berubah"}
    assert load_folder(folder).jejak == 0


def test_load_folder_dry_run_stores_nothing(folder):
    assert load_folder(folder, dry_run=True).jejak > 0
    assert set(isi_basis_data().values()) == {0}


def test_load_folder_after_a_change_corrects_with_a_reason(folder):
    load_folder(folder)
    before = Jejak.objects.count()
    replace_line(folder, "target", 3, "pk;i-s;2022;TAHUN;2,80;;;;Tabel 1 b.1")
    replace_line(folder, "realisasi", 3, "i-s;2022;TAHUN;2,67;;;;ya;Tabel 2 b.2")
    load_folder(folder)
    assert Target.objects.get(dokumen__kunci="pk", indikator__kunci="i-s").nilai == Decimal("2.8")
    assert Realisasi.objects.get(indikator__kunci="i-s", dipakai=True).nilai == Decimal("2.67")
    baru = Jejak.objects.order_by("id")[before:]
    assert [(row.aksi, row.alasan) for row in baru][:2] == [
        ("simpan_target", "Perbaikan berkas contoh"),
        ("catat_realisasi", "Perbaikan berkas contoh"),
    ]


def test_derived_value_says_so_where_it_comes_from(folder):
    write(
        folder,
        "realisasi",
        [KOLOM["realisasi"], "i-s;2022;TAHUN;2,66;;;;ya;Tabel 2 b.2;dihitung balik dari 102,31;"],
    )
    load_folder(folder)
    asal = "Tabel 2 b.2; nilai turunan: dihitung balik dari 102,31"
    assert Realisasi.objects.get().asal == asal
    data = DataLaporan(PerangkatDaerah.objects.get(), tahun=2022)
    baris = build_tabel_from("capaian", data).get_baris("i-s")
    assert baris is not None
    derivasi = baris.get("capaian").derivasi
    assert derivasi is not None
    assert asal in derivasi.sumber


# One thing wrong ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("berkas", "baris", "isi", "bidang", "pesan"),
    [
        ("target", 3, "pk;i-s;2022;TAHUN;1.234;;;;", "nilai", "1234 (tanpa titik) atau 1,234 (dengan koma)"),
        ("target", 3, "pk;i-s;2022;TAHUN;dua;;;;", "nilai", "bukan angka"),
        ("target", 3, "pk;i-s;22;TAHUN;2;;;;", "tahun", "empat angka"),
        ("target", 3, "pk;i-s;2022;TW5;2;;;;", "periode", "TAHUN, TW1, TW2, TW3, TW4, S1, S2"),
        ("target", 3, "pk;i-x;2022;TAHUN;2;;;;", "indikator", "tidak ada di indikator.csv"),
        ("target", 3, "pk;i-s;2022;TAHUN;2;;;", "", "8 bidang, seharusnya 9"),
        ("target", 3, 'pk;i-s;2022;TAHUN;2;;;"Baik;', "", "Tanda kutip"),
        ("target", 3, "pk;i-s;2022;TAHUN;;;;;", "", "Isi nilai target"),
        ("target", 4, "pk;i-s;2022;TW1;2;;;;", "", "tidak boleh bercampur"),
        ("target", 4, "pk;i-s;2022;TAHUN;2;;;;", "", "tertulis dua kali"),
        ("realisasi", 3, "i-s;2022;TAHUN;2,012x;;;;ya;", "nilai", "bukan angka"),
        ("realisasi", 3, "i-s;2022;TAHUN;2;;;belum;ya;", "", "bukan keduanya"),
        ("realisasi", 3, "i-s;2022;TAHUN;2;;;;mungkin;", "dipakai", "Isi ya atau tidak"),
        ("pagu", 3, "dpa;sk;5.1.02;Kertas;2,012;", "jumlah", "dapat dibaca"),
        ("pagu", 3, "dpa;sk;5.1.02;Kertas;;", "jumlah", "Isi jumlah rupiah"),
        ("pagu", 3, "dpa;sk;5.1.02;Kertas;10000000000000000;", "jumlah", "16 angka di depan koma"),
        ("pagu", 4, "dpa;k;;;1;", "", "Isi rincian atau total"),
        ("pagu", 3, "dpa;s;;;1;", "simpul", "program, kegiatan, atau sub kegiatan"),
        ("pagu", 3, "dpa;sk;belanja;;1;", "rekening", "Kode rekening berupa angka bertitik"),
        ("belanja", 3, "sk;2022;13;;;1;", "", "Bulan 1–12"),
        ("simpul", 5, "p;program;;;;;;;;", "nama", "wajib diisi"),
        ("simpul", 6, "k;kegiatan;s;;;Kegiatan;;;;", "", "tepat satu jenjang di atasnya"),
        ("simpul", 6, "k;kegiatan;k;;;Kegiatan;;;;", "induk", "Rujukan berputar"),
        ("simpul", 6, "k;kegiatan;x;;;Kegiatan;;;;", "induk", "tidak ada di simpul.csv"),
        ("dokumen", 3, "pk;janji;2022;;;;;;1", "jenis", "Isi salah satu dari"),
        ("dokumen", 3, "pk;pk;2022;;;31-01-2022;;;1", "tanggal", "2022-01-31"),
        ("indikator", 4, "i-p;k;kegiatan;X;;;;;;;;i-s;;;;;;;;;", "mendukung", "satu jenjang di atasnya"),
        ("indikator", 4, "i-p;p;program;X;;;;;;;;;;;;;;;;;tidak-ada", "skala", "opd.toml [[skala]]"),
        ("komponen", 5, "i-s;b;d;Butir;2;2022;3;", "bobot", "Berbeda dari baris 4"),
        ("analisis", 3, ";;2022;TAHUN;solusi;Teks", "", "satu indikator atau satu simpul"),
        ("ringkasan", 3, "dpa;semua;1;", "butir", "Isi salah satu dari"),
        ("target", 5, "pk;i-k;2022;TAHUN;10,5;;;;", "nilai", "dicatat tanpa desimal. Tulis 10 atau 11"),
        ("realisasi", 3, "i-s;2022;TAHUN;2,665;;;;ya;", "nilai", "dengan 2 desimal. Tulis 2,66 atau 2,67"),
    ],
)
def test_broken_line_is_named_and_nothing_is_stored(folder, berkas, baris, isi, bidang, pesan):
    replace_line(folder, berkas, baris, isi)
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    errors = [(error.berkas, error.baris, error.bidang) for error in caught.value.kesalahan]
    assert errors == [(f"uji/{berkas}.csv", baris, bidang)]
    text = str(caught.value.kesalahan[0])
    assert text.startswith(f"uji/{berkas}.csv baris {baris}")
    assert pesan in text
    assert set(isi_basis_data().values()) == {0}


@pytest.mark.parametrize(
    ("lama", "baru", "bidang"),
    [
        ('zona = "WITA"', 'zona = "UTC"', "pemda.zona"),
        ('jenis = "kota"', 'jenis = "desa"', "pemda.jenis"),
        ('"75,5"', '"1.234"', "skala.pita"),
        ('["75,5", "Tinggi"]', '["-1", "Tinggi"]', "skala.pita"),
        ('skala = "s"', 'skala = "x"', "aturan.skala"),
        ('batas_tampil = "100"', 'batas_tampil = "seratus"', "aturan.batas_tampil"),
        ('batas_tampil = "100"', 'batas_tampl = "100"', "aturan.batas_tampl"),
        ('batas_tampil = "100"', 'lantai_nol = "tidak"', "aturan.lantai_nol"),
        ('kunci = "sekretariat"', 'kunci = "a"\nnama = "A"\n[[unit]]\nkunci = "a"', "unit.kunci"),
        ("tahun = 2023", "tahun = dua", ""),
        ("tahun = 2023", 'tahun = "dua"', "demo.tahun"),
        ('["TW1", "TW2", "TW3"]', '["TW9"]', "demo.periode"),
        ('nama = "Dinas Uji"', "", "opd.nama"),
    ],
)
def test_broken_opd_toml_is_named_and_nothing_is_stored(folder, lama, baru, bidang):
    path = folder / "opd.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(lama, baru, 1), encoding="utf-8")
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert [(error.berkas, error.bidang) for error in caught.value.kesalahan] == [("uji/opd.toml", bidang)]
    assert set(isi_basis_data().values()) == {0}


@pytest.mark.parametrize(
    ("berkas", "isi", "pertama"),
    [
        ("simpul", "k;kegiatan;p;;;Lain;;;;", 6),
        ("dokumen", "pk;pk_perubahan;2022;;;;;;2", 3),
        ("indikator", "i-p;p;program;X;;;;;;;;i-s;;;;;;;;;", 4),
        ("pendapatan", "dpa;menara;;Menara;1;2022;;;", 4),
    ],
)
def test_key_written_twice_is_named_and_nothing_is_stored(folder, berkas, isi, pertama):
    lines = (folder / f"{berkas}.csv").read_text(encoding="utf-8").splitlines()
    write(folder, berkas, [*lines, isi])
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert [(error.baris, error.bidang, error.saran) for error in caught.value.kesalahan] == [
        (len(lines) + 1, "kunci", f"Kunci ini sudah ada pada baris {pertama}. Ganti atau hapus salah satu.")
    ]
    assert set(isi_basis_data().values()) == {0}


def test_errors_of_all_files_are_gathered_without_their_followers(folder):
    replace_line(
        folder, "simpul", 5, "p;program;;;;;;;;"
    )  # its kegiatan, dukungan, indikator and pagu only follow
    replace_line(folder, "dokumen", 4, "dpa;dpa;22;;;;;;1")
    replace_line(folder, "realisasi", 3, "i-s;2022;TAHUN;x;;;;ya;")
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert [(error.berkas, error.baris) for error in caught.value.kesalahan] == [
        ("uji/simpul.csv", 5),
        ("uji/dokumen.csv", 4),
        ("uji/realisasi.csv", 3),
    ]


def test_errors_stop_at_twenty(folder):
    write(folder, "target", [KOLOM["target"], *(f"pk;i-s;2022;TAHUN;x{i};;;;" for i in range(50))])
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert len(caught.value.kesalahan) == MAKSIMUM_KESALAHAN == 20


def test_missing_file_wrong_header_and_wrong_encoding_are_named(folder):
    (folder / "dukungan.csv").unlink()
    write(folder, "pagu", ["dokumen;simpul;jumlah", "dpa;sk;1"])
    (folder / "analisis.csv").write_bytes(KOLOM["analisis"].encode() + b"\ni-s;;2022;TAHUN;solusi;\xe9\n")
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert [(error.berkas, error.baris, error.saran.split(".")[0]) for error in caught.value.kesalahan] == [
        ("uji/dukungan.csv", 0, "Berkas tidak ada"),
        ("uji/pagu.csv", 1, "Judul kolom harus: dokumen;simpul;rekening;uraian;jumlah;asal;turunan"),
        ("uji/analisis.csv", 0, "Berkas bukan UTF-8 (byte ke-70)"),
    ]


def test_command_loads_the_sound_folder_and_reports_the_broken_one(folder, tmp_path):
    rusak = tmp_path / "rusak"
    rusak.mkdir()
    for path in folder.iterdir():
        text = path.read_text(encoding="utf-8")
        (rusak / path.name).write_text(
            text.replace('"Uji"', '"Rusak"').replace("dinas-uji", "dinas-rusak"), encoding="utf-8"
        )
    replace_line(rusak, "target", 3, "pk;i-s;2022;TAHUN;1.234;;;;")
    out = io.StringIO()
    with pytest.raises(CommandError, match="1 dari 2 folder tidak dimuat"):
        call_command("muat_contoh", "--dir", str(tmp_path), stdout=out, stderr=out, skip_checks=True)
    assert "rusak: 1 kesalahan, tidak ada yang disimpan." in out.getvalue()
    assert "rusak/target.csv baris 3, bidang nilai: “1.234”." in out.getvalue()
    assert list(PerangkatDaerah.objects.values_list("singkatan", flat=True)) == ["dinas-uji"]


def test_command_in_production_is_refused(folder, settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="produksi"):
        run("--dir", str(folder.parent))
    assert set(isi_basis_data().values()) == {0}


def test_command_without_folders_says_so(tmp_path):
    with pytest.raises(CommandError, match=r"opd\.toml"):
        run("--dir", str(tmp_path))


def test_error_is_an_exception_with_its_parts():
    error = BarisRusakError(berkas="a.csv", baris=3, bidang="nilai", nilai="x", saran="Isi angka.")
    assert str(error) == "a.csv baris 3, bidang nilai: “x”. Isi angka."


# The practice year ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("isi", "hasil"),
    [
        ({}, (3, 5, 8, 10)),
        ({"makna_target": "kumulatif"}, (3, 5, 8, 10)),
        ({"makna_target": "per_triwulan"}, (3, 2, 3, 2)),
        ({"agregasi": "jumlah"}, (3, 5, 8, 10)),
        ({"agregasi": "terakhir"}, (10, 10, 10, 10)),
        ({"agregasi": "rata_rata"}, (10, 10, 10, 10)),
        ({"jenis_nilai": "persen"}, (10, 10, 10, 10)),
        ({"frekuensi": "triwulan"}, (10, 10, 10, 10)),
        ({"frekuensi": "triwulan", "makna_target": "kumulatif"}, (3, 5, 8, 10)),
        ({"setahun": Decimal(1)}, (0, 1, 1, 1)),
        ({"setahun": Decimal("10.5"), "desimal": 1}, ("2.6", "5.3", "7.9", "10.5")),
    ],
)
def test_calculate_target_triwulan(isi, hasil):
    default: dict[str, Any] = {
        "setahun": Decimal(10),
        "agregasi": "kumulatif",
        "makna_target": "tahunan",
        "jenis_nilai": "angka",
        "frekuensi": "tahunan",
        "desimal": 0,
    }
    assert calculate_target_triwulan(**default | isi) == tuple(Decimal(nilai) for nilai in hasil)


def test_practice_year_stands_beside_the_published_one(folder):
    load_folder(folder)
    latihan = Dokumen.objects.filter(contoh=True)
    assert [(row.kunci, row.tahun, row.alasan) for row in latihan.order_by("kunci")] == [
        (f"{jenis}-2023-latihan", 2023, "Disusun untuk latihan dari rencana tahun 2022.")
        for jenis in ("dpa", "pk", "rencana-aksi")
    ]
    rencana = Target.objects.filter(dokumen__kunci="rencana-aksi-2023-latihan").order_by(
        "indikator__urutan", "id"
    )
    assert [(row.indikator.kunci, row.periode, row.nilai, row.label) for row in rencana] == [
        *(("i-s", f"TW{n}", Decimal("2.6"), "") for n in range(1, 5)),
        *(("i-p", f"TW{n}", None, "Baik") for n in range(1, 5)),
        *(("i-k", f"TW{n}", Decimal(nilai), "") for n, nilai in enumerate((3, 5, 8, 10), start=1)),
    ]
    assert Target.objects.filter(dokumen__kunci="pk-2023-latihan", periode=Periode.TAHUN).count() == 3
    assert Pagu.objects.filter(dokumen__kunci="dpa-2023-latihan").aggregate(s=Sum("jumlah"))["s"] == Decimal(
        "10000000000001233.99"
    )
    assert list(JadwalPengisian.objects.values_list("tahun", "periode", "tutup")) == [
        (2023, "TW1", None),
        (2023, "TW2", None),
        (2023, "TW3", None),
    ]
    assert not Realisasi.objects.filter(tahun=2023).exists()


def test_practice_year_typed_values_survive_loading_again(folder):
    load_folder(folder)
    user = Pengguna.objects.get(username="perencana.uji")
    indikator = Indikator.objects.get(kunci="i-s")
    isi: dict[str, Any] = {"pengguna": user, "indikator": indikator, "tahun": 2023, "periode": "TW1"}
    row = save_realisasi(**isi, nilai=Decimal("2.61"), versi=None)
    assert load_folder(folder).jejak == 0
    row.refresh_from_db()
    assert row.nilai == Decimal("2.61")
    assert clear_realisasi(**isi, versi=row.versi) is True


def test_demo_accounts_have_titles_roles_and_one_password(folder, settings):
    hasil = load_folder(folder)
    assert len(settings.SANDI_CONTOH) >= 12
    users = Pengguna.objects.order_by("username")
    assert sorted(hasil.akun) == [user.username for user in users]
    assert [
        (user.username, user.jabatan_teks, user.penugasan.get().peran, user.penugasan.get().opd_id is None)
        for user in users
    ] == [
        ("admin.uji", "Admin Pemda", "admin_pemda", True),
        ("inspektorat.contoh", "Inspektorat (contoh, semua daerah)", "inspektorat", True),
        ("inspektorat.uji", "Inspektorat", "inspektorat", True),
        ("kepala.uji", "Kepala Dinas Uji", "kepala", False),
        ("perencana.uji", "Perencana", "perencana", False),
        ("pimpinan.uji", "Pimpinan Daerah", "pimpinan", True),
        ("verifikator.uji", "Verifikator", "verifikator", False),
    ]
    assert all(user.contoh and user.check_password(settings.SANDI_CONTOH) for user in users)
    assert {(user.first_name, user.last_name, user.email, user.is_staff) for user in users} == {
        ("", "", "", False)
    }


# The four offices -----------------------------------------------------------------------------------------------------


def test_the_four_offices_load_twice_and_the_second_time_writes_nothing():
    folders = list_folder(CONTOH)
    assert [path.name for path in folders] == ["lampung-barat", "lumajang", "luwu-timur", "pasuruan"]
    run()
    before = isi_basis_data()
    assert run().count("Sudah sama dengan berkas: tidak ada yang ditulis.") == 4
    assert isi_basis_data() == before
    assert before["PerangkatDaerah"] == 4
    assert before["Pengguna"] == 25
    bersama = Pengguna.objects.get(username="inspektorat.contoh")
    assert bersama.penugasan.count() == 4
    assert len(bersama.lingkup.pemda) == 4


def test_the_four_offices_are_stored_as_their_files_say():
    run()
    for path in list_folder(CONTOH):
        opd = PerangkatDaerah.objects.get(singkatan=f"kominfo-{path.name}")

        def rows(nama: str, path: Path = path) -> int:
            lines = (path / f"{nama}.csv").read_text(encoding="utf-8").splitlines()
            return sum(1 for line in lines if line.strip() and not line.startswith("#")) - 1

        stored = {
            "simpul": opd.simpul.count(),
            "indikator": opd.indikator.count(),
            "dokumen": opd.dokumen.filter(contoh=False).count(),
            "target": Target.objects.filter(dokumen__opd=opd, dokumen__contoh=False).count(),
            "realisasi": Realisasi.objects.filter(indikator__opd=opd).count(),
            "pagu": Pagu.objects.filter(dokumen__opd=opd, dokumen__contoh=False).count(),
            "belanja": RealisasiBelanja.objects.filter(simpul__opd=opd).count(),
            "analisis": opd.analisis.count(),
        }
        assert stored == {nama: rows(nama) for nama in stored}, path.name
        jadwal = JadwalPengisian.objects.filter(pemda=opd.pemda).aggregate(n=Count("id"))
        assert jadwal == {"n": 3}, path.name


def test_capaian_terbit_is_loaded_once_and_its_file_may_be_missing(folder):
    load_folder(folder)
    assert [(row.indikator.kunci, row.tahun, row.nilai, row.asal) for row in CapaianTerbit.objects.all()] == [
        ("i-s", 2020, Decimal("97.43"), "Tabel 6 b.566")
    ]
    assert load_folder(folder).jejak == 0
    (folder / "capaian_terbit.csv").unlink()
    assert load_folder(folder).jejak == 0


def test_capaian_terbit_without_a_source_is_refused(folder):
    replace_line(folder, "capaian_terbit", 3, "i-s;2020;97,43;")
    with pytest.raises(ContohRusakError) as caught:
        load_folder(folder)
    assert [(error.berkas, error.baris, error.bidang) for error in caught.value.kesalahan] == [
        ("uji/capaian_terbit.csv", 3, "asal")
    ]
