"""Pagu and realisasi per node: rows, their account lines, and the table."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString

from anggaran.calculations import calculate_serapan, calculate_sisa_pagu
from anggaran.queries import DataAnggaran
from kinerja.calculations import Aturan
from kinerja.enums import NolPagu
from laporan.tabel.dasar import Sel, create_sel_hasil
from portal.tables.kolom import AsalRupiahColumn, PersenSelColumn
from renstra.enums import TINGKAT_JENJANG
from renstra.models import Simpul
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
        """What the column persen sorts by."""
        return self.serapan.mentah


@dataclass(frozen=True, slots=True)
class BarisRekening:
    """Pagu and realisasi of one account or item of a node."""

    kode: str
    nama: str
    uraian: str
    pagu: Decimal | None
    realisasi: Decimal | None
    persen: Sel
    sisa: Decimal | None
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
    """Return account and item rows of a node, pagu and realisasi side by side, in the order of the accounts."""
    pagu = {(satu.rekening, satu.uraian): satu for satu in data.garis_pagu(simpul)}
    belanja = {(satu.rekening, satu.uraian): satu for satu in data.garis_belanja(simpul)}
    hasil = []
    for kunci in sorted({*pagu, *belanja}, key=lambda k: k[0]):
        kiri, kanan = pagu.get(kunci), belanja.get(kunci)
        satu = kiri or kanan
        jumlah_pagu = kiri.jumlah if kiri else None
        jumlah = kanan.jumlah if kanan else None
        serapan = calculate_serapan_aturan(pagu=jumlah_pagu, realisasi=jumlah, aturan=aturan)
        hasil.append(
            BarisRekening(
                kode=kunci[0],
                nama=satu.nama_rekening if satu else "",
                uraian=kunci[1],
                pagu=jumlah_pagu,
                realisasi=jumlah,
                persen=create_sel_hasil(serapan, aturan.desimal),
                sisa=calculate_sisa_pagu(pagu=jumlah_pagu, realisasi=jumlah),
                asal="; ".join(dict.fromkeys(g.asal for g in (kiri, kanan) if g is not None and g.asal)),
            )
        )
    return hasil


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
