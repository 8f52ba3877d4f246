"""Pagu and realisasi per node: rows, their account lines, and the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from anggaran.calculations import calculate_serapan, calculate_sisa_pagu
from anggaran.queries import DataAnggaran, Garis
from kinerja.calculations import Aturan
from kinerja.enums import NolPagu
from laporan.tabel.dasar import Sel, create_sel_hasil
from portal.tables.kolom import AsalRupiahColumn, PersenSelColumn
from renstra.enums import TINGKAT_JENJANG
from renstra.models import Simpul
from sakip.kit.decimals import add
from sakip.kit.hasil import Hasil, Kosong
from sakip.kit.tables import PohonColumn, PortalTable


@dataclass(frozen=True, slots=True)
class BarisAnggaran:
    """Amounts of one node, children added up, in rupiah."""

    urutan: int
    simpul: Simpul
    pagu: Decimal | None
    realisasi: Decimal | None
    serapan: Hasil
    sisa: Decimal | None
    desimal: int
    rincian: int
    asal_url: str

    @property
    def nama(self) -> str:
        """Name of the node."""
        return self.simpul.nama

    @property
    def kode(self) -> str:
        """Nomenclature code; empty where none is printed."""
        return self.simpul.kode

    @property
    def tingkat(self) -> int:
        """Depth in the tree."""
        return TINGKAT_JENJANG[self.simpul.jenjang]

    @property
    def persen(self) -> Sel:
        """The absorption; a realisasi that is not there says so in its own column."""
        sel = create_sel_hasil(self.serapan, self.desimal)
        if self.serapan.kosong in (Kosong.BELUM_DIISI, Kosong.PAGU_KOSONG):
            return Sel(teks=sel.teks, derivasi=sel.derivasi)
        return sel

    @property
    def urut_persen(self) -> Decimal | None:
        """What the column persen sorts by: the exact value."""
        return self.serapan.mentah


@dataclass(frozen=True, slots=True)
class BarisRekening:
    """Pagu and realisasi of one account of a node (``uraian`` empty), or of one item below it."""

    kode: str
    nama: str
    uraian: str
    pagu: Decimal | None
    realisasi: Decimal | None
    persen: Sel
    asal: str


def calculate_serapan_aturan(*, pagu: Decimal | None, realisasi: Decimal | None, aturan: Aturan) -> Hasil:
    """Absorption by the rule of the office (a pagu of zero, decimals)."""
    return calculate_serapan(
        pagu=pagu, realisasi=realisasi, nol=aturan.nol_pagu == NolPagu.NOL, desimal=aturan.desimal
    )


def create_baris_anggaran(
    data: DataAnggaran, simpul: Simpul, *, urutan: int, aturan: Aturan, asal_url: str
) -> BarisAnggaran:
    """Return the row of a node."""
    pagu, realisasi = data.pagu.get(simpul.pk), data.belanja.get(simpul.pk)
    return BarisAnggaran(
        urutan=urutan,
        simpul=simpul,
        pagu=pagu,
        realisasi=realisasi,
        serapan=calculate_serapan_aturan(pagu=pagu, realisasi=realisasi, aturan=aturan),
        sisa=calculate_sisa_pagu(pagu=pagu, realisasi=realisasi),
        desimal=aturan.desimal,
        rincian=len(
            {(g.rekening, g.uraian) for g in (*data.garis_pagu(simpul), *data.garis_belanja(simpul))}
        ),
        asal_url=asal_url,
    )


def create_baris_rekening(data: DataAnggaran, simpul: Simpul, *, aturan: Aturan) -> list[BarisRekening]:
    """Return the accounts of a node in order, each with its items below it.

    Pagu is often set per account and spent per item: the account adds up what its items hold.
    """
    pagu, belanja = data.garis_pagu(simpul), data.garis_belanja(simpul)
    hasil = []
    for kode in sorted({satu.rekening for satu in (*pagu, *belanja)}):
        kiri = [satu for satu in pagu if satu.rekening == kode]
        kanan = [satu for satu in belanja if satu.rekening == kode]
        uraian = dict.fromkeys(satu.uraian for satu in (*kiri, *kanan) if satu.uraian)
        if kode:
            # the sources of the items stand at the items
            sendiri = [satu for satu in (*kiri, *kanan) if not satu.uraian]
            hasil.append(_create_baris_rekening(kode, "", kiri, kanan, sendiri, aturan))
        for isi in uraian:
            satu_pagu = [satu for satu in kiri if satu.uraian == isi]
            satu_belanja = [satu for satu in kanan if satu.uraian == isi]
            sumber = (*satu_pagu, *satu_belanja)
            hasil.append(_create_baris_rekening(kode, isi, satu_pagu, satu_belanja, sumber, aturan))
    return hasil


def _create_baris_rekening(
    kode: str,
    uraian: str,
    pagu: Sequence[Garis],
    belanja: Sequence[Garis],
    sumber: Sequence[Garis],
    aturan: Aturan,
) -> BarisRekening:
    jumlah_pagu = add(satu.jumlah for satu in pagu) if pagu else None
    jumlah = add(satu.jumlah for satu in belanja) if belanja else None
    serapan = calculate_serapan_aturan(pagu=jumlah_pagu, realisasi=jumlah, aturan=aturan)
    return BarisRekening(
        kode=kode,
        nama=next(satu.nama_rekening for satu in (*pagu, *belanja)),
        uraian=uraian,
        pagu=jumlah_pagu,
        realisasi=jumlah,
        persen=create_sel_hasil(serapan, aturan.desimal),
        asal="; ".join(dict.fromkeys(satu.asal for satu in sumber if satu.asal)),
    )


class NamaAnggaranColumn(PohonColumn):
    """A node in the tree, with the way to its account lines."""

    def show(self, value: Any, record: Any) -> str | SafeString:
        """Code and name; below them how many lines there are."""
        isi = super().show(value, record)
        if record is None or not record.rincian:
            return isi
        return format_html(
            '{}<a class="di-bawah rincian-rekening jenjang-{}" href="{}" hx-get="{}" hx-target="#panel-isi">'
            "{} rincian</a>",
            isi,
            record.tingkat,
            record.asal_url,
            record.asal_url,
            record.rincian,
        )


class AnggaranTable(PortalTable):
    """Pagu and realisasi of program, kegiatan and sub kegiatan."""

    kartu = True

    nama = NamaAnggaranColumn(
        "Program / kegiatan / sub kegiatan", jenjang_dari="tingkat", kode_dari="kode", order_by="urutan"
    )
    pagu = AsalRupiahColumn("Pagu")
    realisasi = AsalRupiahColumn("Realisasi")
    persen = PersenSelColumn("Serapan", satuan="%", order_by="urut_persen")
    sisa = AsalRupiahColumn("Sisa pagu")

    def __init__(self, *args: Any, desimal: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.columns["persen"].column.desimal = desimal
