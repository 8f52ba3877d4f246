"""Which indikator a budget belongs to."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from kinerja.calculations import IndikatorBiaya, SimpulBiaya, allocate_jumlah

D = Decimal

SIMPUL = [
    SimpulBiaya(kunci="program"),
    SimpulBiaya(kunci="kegiatan-1", induk="program"),
    SimpulBiaya(kunci="kegiatan-2", induk="program"),
    SimpulBiaya(kunci="sub-1", induk="kegiatan-1", jumlah=D(100_000_000)),
    SimpulBiaya(kunci="sub-2", induk="kegiatan-1", jumlah=D(10_000_000)),
    SimpulBiaya(kunci="sub-3", induk="kegiatan-1", jumlah=D(2_153_500)),
    SimpulBiaya(kunci="sub-4", induk="kegiatan-2", jumlah=D(1_355_947_926)),
]
PROGRAM = [
    IndikatorBiaya(kunci="x", simpul="program"),
    IndikatorBiaya(kunci="y", simpul="program"),
    IndikatorBiaya(kunci="k1", simpul="kegiatan-1", mendukung="x"),
    IndikatorBiaya(kunci="k2", simpul="kegiatan-2", mendukung="y"),
]
SUB = [IndikatorBiaya(kunci=f"s{n}", simpul=f"sub-{n}", mendukung="k1") for n in (1, 2, 3)]


def test_alokasi_follows_the_chain() -> None:
    hasil = allocate_jumlah(
        simpul=SIMPUL, indikator=[*PROGRAM, *SUB, IndikatorBiaya(kunci="s4", simpul="sub-4", mendukung="k2")]
    )
    assert hasil.jumlah == {
        "x": D(112_153_500),
        "y": D(1_355_947_926),
        "k1": D(112_153_500),
        "k2": D(1_355_947_926),
        "s1": D(100_000_000),
        "s2": D(10_000_000),
        "s3": D(2_153_500),
        "s4": D(1_355_947_926),
    }
    assert hasil.belum_terbagi == {}


def test_alokasi_uses_the_links_one_level_up_when_a_sub_kegiatan_has_no_indikator() -> None:
    hasil = allocate_jumlah(simpul=SIMPUL, indikator=PROGRAM)
    assert hasil.jumlah["x"] == D(112_153_500)


def test_alokasi_without_a_chain_is_unknown_for_all() -> None:
    hasil = allocate_jumlah(
        simpul=SIMPUL, indikator=[*PROGRAM[:3], IndikatorBiaya(kunci="k2", simpul="kegiatan-2")]
    )
    assert hasil.jumlah == {"x": None, "y": None, "k1": D(112_153_500), "k2": D(1_355_947_926)}
    assert hasil.belum_terbagi == {"x": ("sub-4",), "y": ("sub-4",)}


def test_alokasi_of_a_divided_sub_kegiatan_needs_porsi() -> None:
    simpul = [SimpulBiaya(kunci="program"), SimpulBiaya(kunci="sub", induk="program", jumlah=D(100))]
    targets = [IndikatorBiaya(kunci=k, simpul="program") for k in ("x", "y", "z")]
    without = [
        IndikatorBiaya(kunci="a", simpul="sub", mendukung="x"),
        IndikatorBiaya(kunci="b", simpul="sub", mendukung="y"),
    ]
    hasil = allocate_jumlah(simpul=simpul, indikator=[*targets, *without])
    assert hasil.jumlah == {"x": None, "y": None, "z": None, "a": None, "b": None}
    assert hasil.belum_terbagi["x"] == ("sub",)
    assert "z" not in hasil.belum_terbagi
    shares = [
        IndikatorBiaya(kunci="a", simpul="sub", mendukung="x", porsi=D(60)),
        IndikatorBiaya(kunci="b", simpul="sub", mendukung="y", porsi=D(40)),
    ]
    hasil = allocate_jumlah(simpul=simpul, indikator=[*targets, *shares])
    assert hasil.jumlah == {"x": D(60), "y": D(40), "z": None, "a": D(60), "b": D(40)}


def test_alokasi_of_an_amount_at_the_node_itself() -> None:
    simpul = [SimpulBiaya(kunci="program", jumlah=D(100))]
    assert allocate_jumlah(simpul=simpul, indikator=[IndikatorBiaya(kunci="x", simpul="program")]).jumlah == {
        "x": D(100)
    }
    thirds = [IndikatorBiaya(kunci=k, simpul="program", porsi=D(1)) for k in ("x", "y", "z")]
    assert allocate_jumlah(simpul=simpul, indikator=thirds).jumlah == {
        "x": D("33.33"),
        "y": D("33.33"),
        "z": D("33.34"),
    }


def test_alokasi_remainder_never_goes_to_a_share_of_zero() -> None:
    indikator = [
        IndikatorBiaya(kunci=k, simpul="program", porsi=D(n))
        for k, n in zip("abcd", (1, 1, 1, 0), strict=True)
    ]
    hasil = allocate_jumlah(simpul=[SimpulBiaya(kunci="program", jumlah=D(100))], indikator=indikator)
    assert hasil.jumlah == {"a": D("33.33"), "b": D("33.33"), "c": D("33.34"), "d": D(0)}


def test_alokasi_without_amount_is_none_and_zero_is_zero() -> None:
    indikator = [IndikatorBiaya(kunci="x", simpul="program")]
    assert allocate_jumlah(simpul=[SimpulBiaya(kunci="program")], indikator=indikator).jumlah == {"x": None}
    zero = [SimpulBiaya(kunci="program", jumlah=D(0))]
    assert allocate_jumlah(simpul=zero, indikator=indikator).jumlah == {"x": D(0)}


def test_alokasi_survives_a_circle_of_links() -> None:
    simpul = [SimpulBiaya(kunci="p"), SimpulBiaya(kunci="s", induk="p", jumlah=D(5))]
    indikator = [
        IndikatorBiaya(kunci="x", simpul="p"),
        IndikatorBiaya(kunci="y", simpul="p"),
        IndikatorBiaya(kunci="a", simpul="s", mendukung="b"),
        IndikatorBiaya(kunci="b", simpul="s", mendukung="a"),
    ]
    assert allocate_jumlah(simpul=simpul, indikator=indikator).jumlah["x"] is None


@given(
    jumlah=st.integers(0, 10**15),
    porsi=st.lists(st.integers(1, 1000), min_size=2, max_size=6),
)
def test_alokasi_shares_add_up_to_the_sen(jumlah: int, porsi: list[int]) -> None:
    nilai = D(jumlah).scaleb(-2)
    hasil = allocate_jumlah(
        simpul=[SimpulBiaya(kunci="p", jumlah=nilai)],
        indikator=[IndikatorBiaya(kunci=str(n), simpul="p", porsi=D(satu)) for n, satu in enumerate(porsi)],
    )
    assert sum(satu for satu in hasil.jumlah.values() if satu is not None) == nilai


def test_alokasi_rounds_the_sum_of_amounts_that_are_divided_alike() -> None:
    simpul = [SIMPUL[0], *(SimpulBiaya(kunci=f"k{n}", induk="program", jumlah=D(1)) for n in range(3))]
    bagian = [
        IndikatorBiaya(kunci="x", simpul="program", porsi=D(1)),
        IndikatorBiaya(kunci="y", simpul="program", porsi=D(2)),
    ]
    assert allocate_jumlah(simpul=simpul, indikator=bagian).jumlah == {"x": D(1), "y": D(2)}


def test_alokasi_with_porsi_of_zero_gives_all_to_the_other() -> None:
    bagian = [
        IndikatorBiaya(kunci="x", simpul="program", porsi=D(1)),
        IndikatorBiaya(kunci="y", simpul="program", porsi=D(0)),
    ]
    assert allocate_jumlah(simpul=SIMPUL, indikator=bagian).jumlah == {"x": D(1_468_101_426), "y": D(0)}
