"""The numbers that the tables of an office are made of, and what-if changes of them.

`periksa_angka` asks with them which figures rest on a derived value, the mutation test which figures move at all.
Nothing is stored: a change lives in a transaction that is rolled back.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from django.db import models, transaction

from anggaran.models import Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan, Ringkasan
from instansi.models import PerangkatDaerah
from kinerja.models import (
    CapaianTerbit,
    Indikator,
    KomponenIndikator,
    NilaiKomponen,
    Pembanding,
    Realisasi,
    Target,
)
from renstra.models import DukunganSasaran
from sakip.kit.decimals import round_half_up
from sakip.kit.hasil import NILAI_TURUNAN

_SUMBER: tuple[tuple[type[models.Model], str, tuple[str, ...]], ...] = (
    (Target, "indikator__opd", ("nilai", "bawah", "atas")),
    (Realisasi, "indikator__opd", ("nilai", "pembilang", "penyebut")),
    (CapaianTerbit, "indikator__opd", ("nilai",)),
    (Pembanding, "indikator__opd", ("nilai",)),
    (KomponenIndikator, "indikator__opd", ("bobot",)),
    (NilaiKomponen, "komponen__indikator__opd", ("nilai",)),
    (Indikator, "opd", ("porsi", "porsi_belanja", "bobot", "batas_tampil", "batas_rata")),
    (DukunganSasaran, "program__opd", ("porsi",)),
    (Pagu, "simpul__opd", ("jumlah",)),
    (RealisasiBelanja, "simpul__opd", ("jumlah",)),
    (Pendapatan, "dokumen__opd", ("target",)),
    (RealisasiPendapatan, "pendapatan__dokumen__opd", ("jumlah",)),
    (Ringkasan, "dokumen__opd", ("nilai",)),
)
"""Every model that holds numbers of an office, how it leads to the office, and its number fields."""

Ubah = Callable[["Masukan"], Decimal]
"""Gives the other value of an input."""


@dataclass(frozen=True, slots=True)
class Masukan:
    """One stored number: its row and field. ``asal`` says where it was read, or how it was derived."""

    baris: models.Model
    bidang: str
    nilai: Decimal

    @property
    def asal(self) -> str:
        """Where the number was read."""
        return str(getattr(self.baris, "asal", ""))

    @property
    def is_turunan(self) -> bool:
        """Whether no document prints the number, or a table only quotes it: a figure made of it proves nothing."""
        return NILAI_TURUNAN in self.asal or isinstance(self.baris, CapaianTerbit)

    def __str__(self) -> str:
        return f"{self.baris._meta.model_name} {self.baris} ({self.bidang} {self.nilai}; {self.asal or 'tanpa asal'})"


def list_masukan(opd: PerangkatDaerah) -> list[Masukan]:
    """Every number stored for an office except those of its practice year, in a fixed order."""
    hasil: list[Masukan] = []
    for model, jalan, bidang in _SUMBER:
        rows = model._default_manager.filter(**{jalan: opd}).order_by("pk")
        if any(satu.name == "dokumen" for satu in model._meta.fields) and model is not DukunganSasaran:
            rows = rows.exclude(dokumen__contoh=True).select_related("dokumen")
        for row in rows:
            hasil += [
                Masukan(row, nama, nilai) for nama in bidang if (nilai := getattr(row, nama)) is not None
            ]
    return hasil


def raise_nilai(satu: Masukan) -> Decimal:
    """Another value, larger; a lower bound of a target sinks so that it stays below the upper one."""
    if satu.bidang == "bawah":
        return lower_nilai(satu)
    return round_half_up(satu.nilai * Decimal("1.37") + 1, 2)


def lower_nilai(satu: Masukan) -> Decimal:
    """Another value, smaller; an upper bound of a target rises."""
    if satu.bidang == "atas":
        return round_half_up(satu.nilai * Decimal("1.37") + 1, 2)
    return round_half_up(satu.nilai * Decimal("0.41") + Decimal("0.01"), 2)


@contextmanager
def changed(masukan: Iterable[Masukan], ubah: Ubah = raise_nilai) -> Iterator[None]:
    """Inside, the database holds the changed numbers; afterwards it is as before."""
    urut = sorted(masukan, key=lambda satu: (satu.baris._meta.label, satu.bidang))
    with transaction.atomic():
        for (_, bidang), kelompok in groupby(urut, key=lambda satu: (satu.baris._meta.label, satu.bidang)):
            semua = list(kelompok)
            model = type(semua[0].baris)
            baru = [model(pk=satu.baris.pk, **{bidang: ubah(satu)}) for satu in semua]
            model._default_manager.bulk_update(baru, [bidang], batch_size=100)
        yield
        transaction.set_rollback(True)
