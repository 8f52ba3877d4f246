"""Cells and tables as plain data and back."""

import json
from decimal import Decimal

from laporan.tabel.dasar import (
    Baris,
    HasilTabel,
    Kolom,
    Sel,
    create_sel_angka,
    create_sel_rupiah,
    create_sel_teks,
)
from sakip.kit.hasil import Derivasi
from tests.builders_laporan import get_sel


def test_tabel_survives_json_with_derivation_and_exact_values():
    derivasi = Derivasi(
        rumus="a / b", masukan=(("a", "1"), ("b", "3")), langkah=("1 / 3",), batas="", pembulatan="2 desimal"
    )
    tabel = HasilTabel(
        kode="x",
        judul="X",
        kolom=[Kolom("nama", "Nama"), Kolom("n", "N", "angka", "Kelompok", 10)],
        baris=[
            Baris("a", {"nama": create_sel_teks("A"), "n": Sel("0,33", Decimal("0.33"), 2, derivasi)}, 1),
            Baris("TOTAL", {"n": Sel("–", keterangan="Belum diisi.")}, jenis="total"),
        ],
        sumber="S",
        catatan=["C"],
        lanskap=True,
        konteks=[("a", "b")],
    )
    kembali = HasilTabel.from_json(json.loads(json.dumps(tabel.to_json())))
    assert kembali == tabel
    assert get_sel(kembali, "a", "n").nilai == Decimal("0.33")
    assert get_sel(kembali, "a", "tidak-ada") == Sel()
    assert kembali.get_baris("lain") is None


def test_zero_is_a_value_and_nothing_is_a_dash_with_its_reason():
    assert (create_sel_angka(0, 2).teks, create_sel_angka(0, 2).nilai) == ("0,00", Decimal(0))
    kosong = create_sel_angka(None, keterangan="belum keluar")
    assert (kosong.teks, kosong.nilai, kosong.keterangan) == ("–", None, "belum keluar")


def test_rupiah_shows_sen_only_where_there_are_any():
    assert create_sel_rupiah(Decimal("4908100368")).teks == "4.908.100.368"
    assert create_sel_rupiah(Decimal("1234.5")).teks == "1.234,50"
    assert create_sel_rupiah(None).teks == "–"
