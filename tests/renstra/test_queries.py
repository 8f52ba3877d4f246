"""Which version of a document replaces which."""

import pytest

from renstra.enums import JenisDokumen
from renstra.queries import urut_versi
from tests import builders as b

pytestmark = pytest.mark.django_db


def test_urut_versi_same_urutan_follows_the_family_not_the_entry() -> None:
    opd = b.create_opd()
    dppa = b.create_dokumen(opd, JenisDokumen.DPPA, urutan=0)
    pergeseran = b.create_dokumen(opd, JenisDokumen.PERGESERAN, urutan=0)
    dpa = b.create_dokumen(opd, JenisDokumen.DPA, urutan=0)
    assert sorted([dppa, pergeseran, dpa], key=urut_versi) == [dpa, pergeseran, dppa]


def test_urut_versi_later_year_wins_over_urutan() -> None:
    opd = b.create_opd()
    lama = b.create_dokumen(opd, JenisDokumen.PERUBAHAN_RENSTRA, tahun=2018, tahun_akhir=2023, urutan=2)
    baru = b.create_dokumen(opd, JenisDokumen.RENSTRA, tahun=2023, tahun_akhir=2026, urutan=1)
    assert max([lama, baru], key=urut_versi) == baru


def test_urut_versi_urutan_wins_over_the_family() -> None:
    opd = b.create_opd()
    dppa = b.create_dokumen(opd, JenisDokumen.DPPA, urutan=1)
    pergeseran = b.create_dokumen(opd, JenisDokumen.PERGESERAN, urutan=2)
    assert max([pergeseran, dppa], key=urut_versi) == pergeseran
