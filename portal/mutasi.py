"""Mutation test of the figures: whatever is changed in an office's numbers changes what its official tables show.

Two questions: which input moves no figure of any table (`find_diam`), and which published figure moves with no input
(`find_beku`): a figure that is written down somewhere instead of computed.
"""

import random
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path

from django.db import models

from anggaran.models import Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan, Ringkasan
from instansi.models import PerangkatDaerah
from kinerja.enums import Periode
from kinerja.models import Indikator, KomponenIndikator, NilaiKomponen, Pembanding, Realisasi, Target
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import HasilTabel, TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from portal.angka import Susun, Tempat, read_peta, read_tampil
from portal.masukan import Masukan, Ubah, changed, list_masukan, lower_nilai, raise_nilai
from renstra.models import Dokumen
from sakip.kit.decimals import round_half_up
from sakip.kit.formats import TANDA_KOSONG

Pilihan = tuple[str, int, int | None]
"""Code of a table, year, id of the document that it is seen through."""
Isi = Mapping[tuple[str, str], str]

_DUGAAN: dict[type[models.Model], str] = {
    Pembanding: "pembanding",
    KomponenIndikator: "komponen",
    NilaiKomponen: "komponen",
    Indikator: "pengukuran",
    Pagu: "rkt",
    RealisasiBelanja: "belanja",
    Pendapatan: "pendapatan",
    RealisasiPendapatan: "pendapatan",
    Ringkasan: "ringkasan",
}
_DUGAAN_DOKUMEN = {"pk": "pk", "renstra": "target-renstra", "rencana_aksi": "triwulan"}


def _guess(baris: models.Model) -> str:
    """The table that most likely shows a stored number; the others are asked when it does not."""
    if isinstance(baris, Realisasi):
        return "program-kegiatan" if baris.periode == Periode.TAHUN else "triwulan"
    if isinstance(baris, Target):
        return _DUGAAN_DOKUMEN.get(baris.dokumen.jenis, "rkt")
    return _DUGAAN.get(type(baris), "")


def read_isi(tabel: HasilTabel) -> dict[tuple[str, str], str]:
    """Texts of a table by row and column, and its notes."""
    isi = {(baris.kunci, kode): sel.teks for baris in tabel.baris for kode, sel in baris.sel.items()}
    return isi | {("catatan", str(nomor)): teks for nomor, teks in enumerate(tabel.catatan)}


class Tabel:
    """The tables of an office as they stand, each built once."""

    def __init__(self, opd: PerangkatDaerah, *, tahun: int, susun: Susun = build_tabel_from) -> None:
        self.opd = opd
        self.tahun = tahun
        self.dokumen: dict[int, Dokumen] = {
            row.pk: row for row in Dokumen.objects.filter(opd=opd, contoh=False)
        }
        self._susun = susun
        self._isi: dict[Pilihan, Isi] = {}
        self._data: dict[int, DataLaporan] = {}

    def build(self, pilihan: Pilihan, data: dict[int, DataLaporan]) -> Isi:
        """Texts of a table as the database is now; empty when it has no data. ``data`` keeps what was read by year."""
        kode, tahun, dokumen = pilihan
        satu = data.setdefault(tahun, DataLaporan(self.opd, tahun=tahun))
        if dokumen is not None:
            satu = satu.with_dokumen(self.dokumen[dokumen])
        try:
            return read_isi(self._susun(kode, satu))
        except TabelTanpaDataError:
            return {}

    def get(self, pilihan: Pilihan) -> Isi:
        """Texts of a table as it was before any change."""
        if pilihan not in self._isi:
            self._isi[pilihan] = self.build(pilihan, self._data)
        return self._isi[pilihan]

    def choices(self, satu: Masukan) -> list[Pilihan]:
        """Tables that may show an input, the likeliest first."""
        dugaan = _guess(satu.baris)
        milik = self.dokumen.get(getattr(satu.baris, "dokumen_id", 0))
        tahun = dict.fromkeys(
            (self.tahun, getattr(satu.baris, "tahun", milik.tahun if milik else self.tahun))
        )
        dokumen = sorted(self.dokumen.values(), key=lambda row: row is not milik)
        return [
            (tabel.kode, satu_tahun, pk)
            for tabel in sorted(list_tabel(), key=lambda tabel: tabel.kode != dugaan)
            for satu_tahun in tahun
            for pk in ([row.pk for row in dokumen] if tabel.perlu_dokumen else [None])
        ]

    def moves(self, satu: Masukan) -> bool:
        """Whether any figure of any table changes with an input."""
        pilihan = self.choices(satu)
        for ubah in (raise_nilai, lower_nilai):
            sebelum = self.get(pilihan[0])
            with changed([satu], ubah):
                data: dict[int, DataLaporan] = {}
                if self.build(pilihan[0], data) != sebelum:
                    return True
                sesudah = {satu_pilihan: self.build(satu_pilihan, data) for satu_pilihan in pilihan[1:]}
            if any(isi != self.get(satu_pilihan) for satu_pilihan, isi in sesudah.items()):
                return True
        return False


def find_diam(
    opd: PerangkatDaerah, masukan: Iterable[Masukan], *, tahun: int, susun: Susun = build_tabel_from
) -> list[Masukan]:
    """Inputs that no table of the office shows, whatever they are. ``tahun`` is the year of the report."""
    tabel = Tabel(opd, tahun=tahun, susun=susun)
    return [satu for satu in masukan if not tabel.moves(satu)]


def explain_diam(satu: Masukan) -> str:
    """Why an input may stand in no table; empty when it must stand in one."""
    if isinstance(satu.baris, Realisasi) and not satu.baris.dipakai:
        return "terbitan lain dari nilai yang sama, disimpan dengan sumbernya dan tidak dipakai"
    if isinstance(satu.baris, Indikator) and satu.nilai and not _has_other_share(satu):
        return "porsi seluruh jumlah: indikator lain pada simpulnya mendapat 0"
    return ""


def _has_other_share(satu: Masukan) -> bool:
    simpul = getattr(satu.baris, "simpul_id", None)
    lain = Indikator.objects.filter(simpul=simpul, **{f"{satu.bidang}__gt": 0})
    return lain.exclude(pk=satu.baris.pk).exists()


def create_acak(
    benih: int, *, naik: Sequence[type[models.Model]], turun: Sequence[type[models.Model]]
) -> Ubah:
    """A change that multiplies each input by a random factor: 3 to 5 for ``naik``, 0,1 to 0,4 for ``turun``."""
    acak = random.Random(benih)  # noqa: S311  a repeatable test, no secret

    def ubah(satu: Masukan) -> Decimal:
        langkah = Decimal(acak.randint(0, 100)) / 100
        if satu.bidang in ("bawah", "atas"):  # a lower bound stays below its upper one
            faktor = Decimal("0.7") if satu.bidang == "bawah" else Decimal("1.6")
        elif satu.bidang == "penyebut":  # the fraction moves with its pembilang
            faktor = Decimal(1)
        elif isinstance(satu.baris, tuple(naik)):
            faktor = 3 + 2 * langkah
        elif isinstance(satu.baris, tuple(turun)):
            faktor = Decimal("0.1") + Decimal("0.3") * langkah
        else:
            faktor = Decimal("0.8") + langkah / 2
        return round_half_up(satu.nilai * faktor, 2) + Decimal("0.01")

    return ubah


_KINERJA = (Realisasi, NilaiKomponen)
_HASIL = (*_KINERJA, RealisasiBelanja, RealisasiPendapatan)
_RENCANA = (Target, Pagu, Pendapatan, Pembanding, Ringkasan, KomponenIndikator)
PUTARAN = (
    create_acak(1, naik=_HASIL, turun=_RENCANA),
    create_acak(2, naik=_RENCANA, turun=_HASIL),
    create_acak(3, naik=(), turun=()),
    create_acak(4, naik=(), turun=_KINERJA),
    create_acak(5, naik=_KINERJA, turun=()),
)
"""Changes of all inputs at once: results up and plans down, the reverse, all a little, performance alone."""


def find_beku(folder: Path, susun: Susun = build_tabel_from) -> list[Tempat]:
    """Places of published figures that display the same text whatever the inputs of the offices are.

    A dash is no figure. Raises DataAngkaError.
    """
    peta = list(read_peta(folder).values())
    masukan = [
        satu
        for opd in PerangkatDaerah.objects.filter(singkatan__in={tempat.opd for tempat in peta})
        for satu in list_masukan(opd)
    ]
    sebelum = read_tampil(peta, susun)
    beku = {tempat for tempat in peta if sebelum[tempat] not in ("", TANDA_KOSONG)}
    for ubah in PUTARAN:
        with changed(masukan, ubah):
            sesudah = read_tampil(beku, susun)
        beku = {tempat for tempat in beku if sesudah[tempat] == sebelum[tempat]}
    return sorted(beku, key=str)
