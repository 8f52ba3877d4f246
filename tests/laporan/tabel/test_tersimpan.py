"""What is displayed is what is stored: a walk over every cell of every official table of the example offices."""

import re
from decimal import Decimal

import pytest
from django.core.management import call_command

from anggaran.models import Pagu
from instansi.models import PerangkatDaerah
from kinerja.models import NilaiKomponen, Pembanding, Realisasi, Target
from kinerja.queries import TargetBerlaku, convert_target
from kinerja.queries.nilai import RUMUS_ISIAN
from laporan.tabel.baris import create_sel_target
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from sakip.kit.decimals import count_desimal
from tests import builders

pytestmark = pytest.mark.django_db


def list_tahun(opd):
    tahun = set(Realisasi.objects.filter(indikator__opd=opd).values_list("tahun", flat=True))
    tahun |= set(Target.objects.filter(indikator__opd=opd).values_list("tahun", flat=True))
    return sorted(tahun | set(Pagu.objects.filter(dokumen__opd=opd).values_list("dokumen__tahun", flat=True)))


def is_rounded(sel):
    """Whether a cell shows a number that was entered otherwise than it is stored (a label may stand around it)."""
    if not isinstance(sel.nilai, Decimal):
        return False
    if sel.derivasi is None:
        tampil = re.findall(r"-?\d[\d.]*(?:,\d+)?", sel.teks)
        terbaca = {Decimal(teks.replace(".", "").replace(",", ".")) for teks in tampil}
        return sel.nilai not in terbaca or (
            sel.desimal is not None and count_desimal(sel.nilai) > sel.desimal
        )
    return sel.derivasi.rumus == RUMUS_ISIAN and bool(sel.derivasi.pembulatan)


def test_no_cell_of_an_official_table_displays_an_entered_value_rounded():
    call_command("muat_contoh", verbosity=0)
    dibaca, salah = 0, []
    for opd in PerangkatDaerah.objects.all():
        for tahun in list_tahun(opd):
            data = DataLaporan(opd, tahun=tahun)
            for tabel in list_tabel():
                try:
                    hasil = build_tabel_from(tabel.kode, data)
                except TabelTanpaDataError:
                    continue
                for baris in hasil.baris:
                    for kode, sel in baris.sel.items():
                        dibaca += isinstance(sel.nilai, Decimal)
                        if is_rounded(sel):
                            salah.append(
                                (opd.singkatan, tahun, tabel.kode, baris.kunci, kode, sel.teks, sel.nilai)
                            )
    assert salah == []
    assert dibaca > 5000
    # and no stored value needs more decimals than its indikator prints
    for rows, bidang in (
        (Realisasi.objects.all(), ("nilai",)),
        (Target.objects.all(), ("nilai", "bawah", "atas")),
        (Pembanding.objects.all(), ("nilai",)),
    ):
        for row in rows.select_related("indikator"):
            for nama in bidang:
                nilai = getattr(row, nama)
                assert nilai is None or count_desimal(nilai) <= row.indikator.desimal, (row, nama)
    for row in NilaiKomponen.objects.select_related("komponen__indikator"):
        assert count_desimal(row.nilai) <= row.komponen.indikator.desimal, row


def test_a_band_prints_both_bounds_as_they_were_set():
    indikator = builders.create_indikator(desimal=2)
    row = builders.create_target(indikator, nilai=None, bawah=Decimal("2.6"), atas=Decimal("3.55"))
    sel = create_sel_target(TargetBerlaku(convert_target(row, row.indikator), row.dokumen), indikator)
    assert (sel.teks, sel.nilai) == ("2,60 – <3,55", "2,60 – <3,55")
