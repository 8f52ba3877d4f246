"""What the kepala sees before he approves a period: values with target, capaian and who typed them, and the blanks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Q

from instansi.models import Jejak, PerangkatDaerah
from instansi.waktu import format_waktu
from kinerja.enums import StatusNilai
from kinerja.models import Indikator, Realisasi
from kinerja.services import calculate_sidik_nilai, filter_menunggu
from kinerja.services.realisasi import describe_isian, describe_pengguna
from laporan.tabel.dasar import SEL_KOSONG, Sel
from portal.queries.isian import BarisIsian, DaftarIsian
from renstra.models import Simpul
from sakip.kit.formats import format_angka
from sakip.kit.sidik import Perubahan

BELUM_DIISI = "belum_diisi"
AKSI_ISI = ("isi_realisasi", "ubah_realisasi", "catat_realisasi")
"""Audit rows of somebody who wrote a value (approving and reopening write none)."""


@dataclass(frozen=True, slots=True)
class Pengisian:
    """Who wrote a value (a position) and when."""

    oleh: str
    waktu: str


@dataclass(frozen=True, slots=True)
class BarisSahkan:
    """One value that is approved, or its blank."""

    indikator: Indikator
    tersimpan: Realisasi | None
    nilai: str
    rinci: str
    target: Sel
    capaian: Sel
    predikat: Sel
    pengisian: Pengisian | None

    @property
    def nama(self) -> str:
        """Name of the indikator."""
        return self.indikator.nama

    @property
    def satuan(self) -> str:
        """Unit of the value."""
        return self.indikator.satuan

    @property
    def simpul(self) -> Simpul | None:
        """Node that the indikator measures."""
        return self.indikator.simpul

    @property
    def status(self) -> str:
        """State of the value."""
        return BELUM_DIISI if self.tersimpan is None else self.tersimpan.status

    @property
    def status_teks(self) -> str:
        """State in words."""
        return "Belum diisi" if self.tersimpan is None else str(self.tersimpan.get_status_display())

    @property
    def menunggu(self) -> bool:
        """Whether the value is approved with this act."""
        return self.tersimpan is not None and self.tersimpan.status != StatusNilai.DISAHKAN


class DaftarSahkan:
    """The values of a period as they are approved: the rows of the entry screen, and values without a target.

    Two queries beside those of the entry screen. Values and fingerprint come from the same rows.
    """

    def __init__(self, daftar: DaftarIsian) -> None:
        self.isian = daftar

    @cached_property
    def baris(self) -> list[BarisSahkan]:
        """Every value and every blank of the period in the order of the cascade; values without a target at the end."""
        isian = [*self.isian.baris, *self._tanpa_target]
        ids = [satu.tersimpan.pk for satu in isian if satu.tersimpan is not None]
        ids += [row.pk for row in self._lepas]
        pengisian = read_pengisian(self.isian.opd, ids)
        return [
            *(_create_baris(satu, pengisian) for satu in isian),
            *(
                BarisSahkan(
                    row.indikator, row, describe_isian(row), "", *(SEL_KOSONG,) * 3, pengisian.get(row.pk)
                )
                for row in self._lepas
            ),
        ]

    @cached_property
    def _tanpa_target(self) -> list[BarisIsian]:
        """Rows of indicators that hold a value of the period without a target in it."""
        dibaca = {satu.indikator.pk for satu in self.isian.baris}
        pembaca = self.isian.pembaca
        return [
            pembaca.read(row)
            for row in self.isian.indikator
            if row.pk not in dibaca
            and self.isian.periode in pembaca.data.entries(row, tahun=self.isian.tahun)
        ]

    @cached_property
    def _lepas(self) -> list[Realisasi]:
        """Unapproved values of indicators outside the cascade, which no screen lists but the approval covers."""
        rows = filter_menunggu(self.isian.opd, tahun=self.isian.tahun, periode=self.isian.periode.value)
        return list(rows.filter(indikator__simpul__isnull=True).select_related("indikator"))

    @cached_property
    def menunggu(self) -> list[BarisSahkan]:
        """What is approved."""
        return [satu for satu in self.baris if satu.menunggu]

    @property
    def terisi(self) -> list[BarisSahkan]:
        """The values, those that are approved with this act first."""
        return [*self.menunggu, *self.disahkan]

    @property
    def belum(self) -> list[BarisSahkan]:
        """The blanks."""
        return [satu for satu in self.baris if satu.tersimpan is None]

    @property
    def disahkan(self) -> list[BarisSahkan]:
        """What is approved already."""
        return [satu for satu in self.baris if satu.status == StatusNilai.DISAHKAN]

    @cached_property
    def sidik(self) -> str:
        """The fingerprint of what is approved."""
        return calculate_sidik_nilai([s.tersimpan for s in self.menunggu if s.tersimpan is not None])

    @property
    def terlihat(self) -> dict[str, list[Any]]:
        """Version and text of each row by the id of its indikator."""
        return {str(s.indikator.pk): [s.tersimpan.versi if s.tersimpan else 0, s.nilai] for s in self.baris}

    def list_perubahan(self, terlihat: dict[str, Any]) -> list[Perubahan]:
        """What differs from what was shown; nothing is known of a page that was not shown."""
        kini = self.terlihat
        nama = {str(satu.indikator.pk): satu.nama for satu in self.baris}
        hasil = []
        for kunci in kini if terlihat else ():
            versi, teks = terlihat.get(kunci) or [0, "belum diisi"]
            if [versi, teks] != kini[kunci]:
                baru = kini[kunci][1]
                hasil.append(
                    Perubahan(nama[kunci], teks, baru if baru != teks else f"{baru} (disimpan ulang)")
                )
        return hasil


def read_pengisian(opd: PerangkatDaerah, ids: Iterable[int]) -> dict[int, Pengisian]:
    """Who wrote each stored value last, also in a batch, from the audit by its id (one query).

    Approving a value is no writing.
    """
    dicari = set(ids)
    milik = Q(objek_jenis=Realisasi._meta.label_lower, objek_id__in=dicari, aksi__in=AKSI_ISI)
    rows = (
        Jejak.objects.filter(milik | Q(sesudah__jenis=Realisasi._meta.label_lower), opd=opd)
        .select_related("pengguna")
        .only("waktu", "objek_jenis", "objek_id", "sesudah", "pengguna__jabatan_teks")
        .order_by("id")
    )
    hasil = {}
    for row in rows:
        isi = Pengisian(
            "Dicatat dari dokumen" if row.pengguna is None else describe_pengguna(row.pengguna),
            format_waktu(row.waktu, opd.pemda),
        )
        hasil.update(dict.fromkeys(dicari.intersection(_list_ids(row)), isi))
    return hasil


def _list_ids(row: Jejak) -> list[int]:
    """Ids of the values that an audit row tells of; a batch names those that it wrote."""
    sesudah = row.sesudah or {}
    if "berubah" not in sesudah:
        return [row.objek_id]
    return [satu["id"] for satu in (*sesudah.get("baru", ()), *sesudah["berubah"])]


def _create_baris(satu: BarisIsian, pengisian: dict[int, Pengisian]) -> BarisSahkan:
    row = satu.tersimpan
    if row is None:
        return BarisSahkan(satu.indikator, None, "belum diisi", "", satu.target, SEL_KOSONG, SEL_KOSONG, None)
    rinci: Sequence[str] = [
        f"{format_angka(row.pembilang)} dari {format_angka(row.penyebut)}"
        if row.pembilang is not None
        else "",
        row.catatan,
    ]
    return BarisSahkan(
        indikator=satu.indikator,
        tersimpan=row,
        nilai=f"tidak tersedia: {row.alasan}" if row.alasan else satu.nilai,
        rinci="; ".join(filter(None, rinci)),
        target=satu.target,
        capaian=satu.capaian,
        predikat=satu.predikat,
        pengisian=pengisian.get(row.pk),
    )
