"""The quarter table: what belongs to the quarter alone and what stands up to it, semesters, yearly values."""

from typing import Any

import pytest

from kinerja.enums import TRIWULAN, Periode
from kinerja.models import Indikator
from laporan.tabel.daftar import build_tabel
from laporan.tabel.dasar import HasilTabel
from renstra.enums import StatusDokumen
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import get_sel

pytestmark = pytest.mark.django_db
SEMESTER = (Periode.S1, Periode.S2)
SETAHUN = (Periode.TAHUN,)
KOLOM = ("target", "sendiri", "capaian", "realisasi", "tahunan")


def create_indikator(
    nilai: tuple[int | None, ...],
    target: tuple[int, ...],
    *,
    periode: tuple[Periode, ...] = TRIWULAN,
    setahun: int | None = None,
    teman: Indikator | None = None,
    **isi: Any,
) -> Indikator:
    """An indikator with values and targets of its periods, in the office of ``teman`` if given."""
    default: dict[str, Any] = {"desimal": 0, "satuan": "dokumen"}
    indikator = builders.create_indikator(teman.opd if teman else None, **default | isi)
    dokumen = builders.create_dokumen(indikator.opd, status=StatusDokumen.DITETAPKAN)
    for satu, jumlah in zip(periode, target, strict=False):
        builders.create_target(indikator, dokumen, nilai=jumlah, periode=satu)
    if setahun is not None:
        builders.create_target(indikator, dokumen, nilai=setahun, periode="TAHUN")
    for satu, angka in zip(periode, nilai, strict=False):
        if angka is not None:
            builders.create_realisasi(indikator, nilai=angka, periode=satu, status="disahkan")
    return indikator


def build(indikator: Indikator) -> HasilTabel:
    return build_tabel("triwulan", opd=indikator.opd, tahun=TAHUN)


def read(indikator: Indikator, triwulan: Periode) -> tuple[str, ...]:
    return tuple(get_sel(build(indikator), indikator.kunci, f"{kode}_{triwulan}").teks for kode in KOLOM)


@pytest.mark.parametrize(
    ("isi", "nilai", "target", "tw2", "dasar"),
    [
        # own 5 of 3, up to TW2 8 of 12
        (
            {"agregasi": "jumlah", "makna_target": "per_triwulan"},
            (3, 5),
            (3, 3, 3, 3),
            ("3", "5", "166,67", "8", "66,67"),
            "realisasi triwulan itu",
        ),
        # entries are positions: TW2 alone is 5; 8 of 4 and of 8
        (
            {"agregasi": "kumulatif", "makna_target": "kumulatif"},
            (3, 8),
            (2, 4, 6, 8),
            ("4", "5", "200,00", "8", "100,00"),
            "realisasi s.d. triwulan",
        ),
        (
            {"agregasi": "jumlah", "makna_target": "tahunan"},
            (3, 5),
            (12, 12, 12, 12),
            ("12", "5", "66,67", "8", "66,67"),
            "realisasi s.d. triwulan",
        ),
        (
            {"agregasi": "terakhir", "makna_target": "tahunan"},
            (80, 90),
            (100, 100, 100, 100),
            ("100", "90", "90,00", "90", "90,00"),
            "realisasi s.d. triwulan",
        ),
        (
            {"agregasi": "rata_rata", "makna_target": "per_triwulan"},
            (80, 90),
            (100, 100, 100, 100),
            ("100", "90", "90,00", "85", "85,00"),
            "realisasi triwulan itu",
        ),
    ],
)
def test_each_realisasi_stands_beside_its_capaian(isi, nilai, target, tw2, dasar):
    indikator = create_indikator(nilai, target, **isi)

    assert read(indikator, Periode.TW2) == tw2
    assert read(indikator, Periode.TW3)[1:] == ("–", "–", "–", "–")
    assert build(indikator).catatan == [f"% target TW membandingkan target triwulan dengan {dasar}."]
    judul = [(satu.kelompok, satu.judul) for satu in build(indikator).kolom[8:13]]
    assert judul == [
        ("Triwulan II", "Target"),
        ("Triwulan II", "Realisasi"),
        ("Triwulan II", "% target TW"),
        ("s.d. Triwulan II", "Realisasi"),
        ("s.d. Triwulan II", "% target tahun"),
    ]


def test_rows_that_compare_differently_say_so_each():
    satu = create_indikator((3,), (3, 3, 3, 3), agregasi="jumlah", makna_target="per_triwulan")
    lain = create_indikator((3,), (2, 4, 6, 8), agregasi="jumlah", makna_target="kumulatif", teman=satu)
    tabel = build(satu)

    assert [get_sel(tabel, baris.kunci, "dasar").teks for baris in (satu, lain)] == [
        "realisasi triwulan itu",
        "realisasi s.d. triwulan",
    ]
    assert tabel.kolom[2].judul == "% target TW dari"
    assert tabel.catatan == []


@pytest.mark.parametrize("nilai", [(None, 8), (3, None, 9)])
def test_the_increase_after_a_blank_quarter_is_unknown(nilai):
    indikator = create_indikator(nilai, (2, 4, 6, 8), agregasi="kumulatif", makna_target="kumulatif")
    triwulan = TRIWULAN[len(nilai) - 1]
    sel = get_sel(build(indikator), indikator.kunci, f"sendiri_{triwulan}")

    assert (sel.teks, sel.keterangan) == ("–", "Posisi periode sebelumnya belum diisi.")
    assert read(indikator, triwulan)[3] == str(nilai[-1])


def test_semesters_stand_at_the_quarters_in_which_they_end():
    indikator = create_indikator(
        (5, 4), (5, 5), periode=SEMESTER, agregasi="jumlah", makna_target="per_triwulan"
    )
    tabel = build(indikator)

    assert read(indikator, Periode.TW2) == ("5", "5", "100,00", "5", "50,00")
    assert read(indikator, Periode.TW4) == ("5", "4", "80,00", "9", "90,00")
    for triwulan in (Periode.TW1, Periode.TW3):
        assert read(indikator, triwulan) == ("–",) * 5
        assert get_sel(tabel, indikator.kunci, f"sendiri_{triwulan}").keterangan == "Diukur per semester."
    assert get_sel(tabel, indikator.kunci, "satuan").teks == "dokumen (per semester)"
    assert tabel.catatan[-1] == "Semester I tercantum pada Triwulan II, Semester II pada Triwulan IV."


@pytest.mark.parametrize(
    ("isi", "target"),
    [
        ({"nilai": (7,), "target": (), "periode": SETAHUN, "setahun": 10}, "–"),
        ({"nilai": (), "target": (), "setahun": 10}, "–"),
        ({"nilai": (), "target": (2, 4, 6, 8)}, "4"),  # quarters have targets, the year one value
    ],
)
def test_a_yearly_value_says_that_it_is_measured_once(isi, target):
    teman = create_indikator((3,), (3, 3, 3, 3))
    indikator = create_indikator(**isi, teman=teman)
    if isi["target"]:
        builders.create_realisasi(indikator, nilai=7, periode="TAHUN")
    tabel = build(indikator)

    assert read(indikator, Periode.TW2) == (target, "–", "–", "–", "–")
    for kode in KOLOM[1:]:
        sel = get_sel(tabel, indikator.kunci, f"{kode}_TW2")
        assert sel.keterangan == "Diukur setahun sekali.", kode
    assert get_sel(tabel, indikator.kunci, "satuan").teks == "dokumen (per tahun)"


def test_an_office_that_measures_only_once_a_year_has_no_quarter_table():
    indikator = create_indikator((7,), (), periode=SETAHUN, setahun=10)
    with pytest.raises(Exception, match="Belum ada indikator triwulanan"):
        build(indikator)
