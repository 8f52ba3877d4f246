"""How a figure came about: for the side panel, and as a page of its own."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.views.generic import TemplateView

from kinerja.calculations import Aturan, HasilKomponen
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Indikator, KomponenIndikator, Realisasi, Target
from kinerja.queries import CapaianIndikator, DataKinerja, convert_target
from kinerja.queries.periode import get_periode_triwulan
from kinerja.services.realisasi import describe_isian, describe_pengguna
from laporan.tabel.baris import create_sel_kategori
from laporan.tabel.dasar import Sel
from laporan.tabel.draf import count_draf_tahun, describe_draf
from laporan.tabel.rekap import TABEL_JENJANG
from portal.konteks import KantorMixin
from portal.queries.riwayat import read_riwayat
from renstra.enums import Jenjang
from renstra.models import Dokumen, Simpul
from sakip.kit.formats import format_angka
from sakip.kit.hasil import Derivasi
from sakip.kit.kerangka import Remah
from sakip.kit.views import get_scoped_queryset, is_partial_request

PANEL = "panel-isi"
JEJAK_TERBANYAK = 50


def render_derivasi(
    request: HttpRequest,
    context: Mapping[str, Any],
    *,
    judul: str,
    nilai: str,
    derivasi: Derivasi | None,
    keterangan: str = "",
    predikat: Sel | None = None,
    anggota: Sequence[tuple[str, str, str, str]] = (),
    kembali: str = "",
) -> HttpResponse:
    """Answer with one derivation: only its part for the side panel, else a page.

    ``anggota`` are (name, figure, part of the mean, reason) of what the figure was made of, ``kembali`` its list.
    """
    isi = dict(context) | {
        "judul_asal": judul,
        "nilai": nilai,
        "derivasi": derivasi,
        "keterangan": keterangan,
        "predikat": predikat,
        "anggota": anggota,
        "kembali": kembali,
    }
    template = "portal/_derivasi.html" if is_partial_request(request, PANEL) else "portal/tabel/asal.html"
    response = render(request, template, isi)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


@dataclass(frozen=True, slots=True)
class BarisNilai:
    """One stored value as the reader sees it."""

    tahun: int
    periode: str
    isi: str
    status: str
    oleh: str
    diubah: datetime
    asal: str
    catatan: str
    dipakai: bool


@dataclass(frozen=True, slots=True)
class BarisTarget:
    """One target with the document that sets it."""

    dokumen: Dokumen
    periode: str
    isi: str
    asal: str
    berlaku: bool


@dataclass(frozen=True, slots=True)
class BarisTahun:
    """One year of an indikator."""

    tahun: int
    target: str
    realisasi: str
    keterangan: str
    capaian: str
    predikat: Sel


class DerivasiView(KantorMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/derivasi/<id>/?periode=&tabel=``: formula, inputs, rule, documents, values, years."""

    template_name = "portal/capaian/derivasi.html"
    navigasi_aktif = "capaian"
    remah_label = "Asal angka"
    pilihan_periode = (Periode.TAHUN, Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4)

    def get_template_names(self) -> list[str]:
        """Only the part for the side panel."""
        if is_partial_request(self.request, PANEL):
            return ["portal/capaian/_derivasi.html"]
        return [self.template_name]

    @cached_property
    def indikator(self) -> Indikator:
        """The indikator of this office; a neighbour's is a 404."""
        row = (
            get_scoped_queryset(Indikator, self.pengguna)
            .filter(opd=self.opd, pk=self.kwargs["indikator_id"])
            .select_related("simpul__induk__induk", "simpul__unit", "jabatan")
            .first()
        )
        if row is None:
            raise Http404
        return row

    @cached_property
    def data(self) -> DataKinerja:
        """Targets and values of the one indikator, all years."""
        return DataKinerja(
            self.opd, tahun=self.tahun, indikator=[self.indikator], dokumen=self.daftar_dokumen
        )

    @cached_property
    def tabel(self) -> str:
        """Official table whose rules apply: the one named in the URL, else that of the level."""
        simpul = self.indikator.simpul
        bawaan = TABEL_JENJANG[simpul.jenjang] if simpul is not None else TABEL_JENJANG[Jenjang.SASARAN]
        return self.request.GET.get("tabel", "") or bawaan

    @cached_property
    def aturan(self) -> Aturan:
        """The rule."""
        return self.data.aturan.get(self.tabel)

    @property
    def _periode_target(self) -> Periode:
        """The semester that ends with the quarter where the indikator has semesters, else the quarter."""
        periode = get_periode_triwulan(self.data, self.indikator, self.periode)
        return periode if isinstance(periode, Periode) else self.periode

    @cached_property
    def bagian(self) -> list[tuple[str, CapaianIndikator]]:
        """What is derived: the year, or the period and the year so far."""
        if self.periode is Periode.TAHUN:
            return [(f"tahun {self.tahun}", self.data.capaian(self.indikator, aturan=self.aturan))]
        return [
            (
                f"{self.periode.label} {self.tahun}, terhadap target periode",
                self.data.capaian_triwulan(self.indikator, aturan=self.aturan, periode=self._periode_target),
            ),
            (
                f"sampai {self.periode.label} {self.tahun}, terhadap target setahun",
                self.data.capaian(self.indikator, aturan=self.aturan, sampai=self.periode),
            ),
        ]

    @property
    def catatan_draf(self) -> str:
        """How many values behind the figures are not approved, in a sentence; empty when all are."""
        sampai = None if self.periode is Periode.TAHUN else self.periode
        return describe_draf(count_draf_tahun(self.data, [self.indikator], sampai=sampai))

    @cached_property
    def nilai(self) -> list[Realisasi]:
        """Every stored value, the ones that are not used too."""
        rows = get_scoped_queryset(Realisasi, self.pengguna).filter(indikator=self.indikator)
        urut = {periode.value: nomor for nomor, periode in enumerate(Periode)}
        return sorted(
            rows.select_related("diubah_oleh", "indikator"),
            key=lambda row: (-row.tahun, urut[row.periode], not row.dipakai),
        )

    def get_baris_nilai(self) -> list[BarisNilai]:
        """The values of the year."""
        return [_create_baris_nilai(row) for row in self.nilai if row.tahun == self.tahun]

    def get_baris_target(self) -> list[BarisTarget]:
        """The targets of the year in every document, the one in force marked."""
        berlaku = {satu.target.dokumen.pk for _, satu in self.bagian if satu.target is not None}
        rows = get_scoped_queryset(Target, self.pengguna).filter(indikator=self.indikator, tahun=self.tahun)
        dokumen = self.data.dokumen
        urut = list(dokumen)
        return [
            BarisTarget(
                dokumen=dokumen[row.dokumen_id],
                periode=str(Periode(row.periode).label),
                isi=convert_target(row, self.indikator).teks(),
                asal=row.asal,
                berlaku=row.dokumen_id in berlaku,
            )
            for row in sorted(rows, key=lambda r: (urut.index(r.dokumen_id), r.periode))
        ]

    def get_baris_tahun(self) -> list[BarisTahun]:
        """Year by year, the latest first."""
        berisi = {row.tahun for row in self.nilai} | self.data.component_years(self.indikator)
        tahun = sorted(berisi | {self.tahun}, reverse=True)
        hasil = []
        for satu in tahun:
            capaian = self.data.capaian(self.indikator, aturan=self.aturan, tahun=satu)
            hasil.append(
                BarisTahun(
                    tahun=satu,
                    target=capaian.teks_target,
                    realisasi=capaian.realisasi.teks,
                    keterangan=capaian.realisasi.keterangan,
                    capaian=capaian.capaian.teks,
                    predikat=create_sel_kategori(capaian.capaian, self.aturan),
                )
            )
        return hasil

    def get_komponen(self) -> list[dict[str, Any]]:
        """The weighted components of an index with their values, indented."""
        hasil = self.data.components(self.indikator, tahun=self.tahun)
        return [] if hasil is None else _create_baris_komponen(self.data, self.indikator, hasil)

    def get_remah(self) -> list[Remah]:
        """Office, capaian of the level, this figure."""
        awal = super().get_remah()[0]
        simpul = self.indikator.simpul
        jenjang = simpul.jenjang if simpul is not None else Jenjang.SASARAN
        daftar = f"{self.url('portal:capaian')}?jenjang={jenjang}&periode={self.periode.value}"
        return [awal, Remah(f"Capaian {Jenjang(jenjang).label.lower()}", daftar), Remah(self.remah_label)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Everything for the panel; the page has the history too."""
        di_panel = is_partial_request(self.request, PANEL)
        context = super().get_context_data(
            **kwargs,
            indikator=self.indikator,
            jalur=_walk_up(self.indikator.simpul),
            bagian=[
                {
                    "judul": judul,
                    "hasil": satu,
                    "predikat": create_sel_kategori(satu.capaian, self.aturan),
                    "satuan": self.indikator.satuan,
                    "draf": self.catatan_draf,
                }
                for judul, satu in self.bagian
            ],
            aturan=self.aturan,
            butir_aturan=describe_butir_aturan(self.data.rule_for(self.indikator, self.aturan)),
            baris_nilai=self.get_baris_nilai(),
            baris_target=self.get_baris_target(),
            komponen=self.get_komponen(),
            url_halaman=f"{self.request.path}?{self.request.GET.urlencode()}".rstrip("?"),
            di_panel=di_panel,
        )
        if not di_panel:
            context |= {
                "baris_tahun": self.get_baris_tahun(),
                "peristiwa": read_riwayat(self.opd, indikator=self.indikator, terbanyak=JEJAK_TERBANYAK),
            }
        return context


def describe_butir_aturan(aturan: Aturan) -> list[tuple[str, str]]:
    """The rule as (what, choice)."""
    tanpa = "tanpa batas"
    butir = [
        ("Batas tampil", tanpa if aturan.batas_tampil is None else f"{format_angka(aturan.batas_tampil)}%"),
        (
            "Batas dalam rata-rata",
            tanpa if aturan.batas_rata is None else f"{format_angka(aturan.batas_rata)}%",
        ),
        ("Pembulatan", f"{aturan.desimal} desimal, setengah ke atas"),
        ("Semakin rendah semakin baik", str(aturan.formula_minimasi.label)),
    ]
    if aturan.skala is not None:
        sumber = f" ({aturan.skala.sumber})" if aturan.skala.sumber else ""
        butir.append(("Skala predikat", f"{aturan.skala.nama}{sumber}"))
        butir.append(("Yang dinilai", str(aturan.basis_predikat.label)))
    return butir


def _walk_up(simpul: Simpul | None) -> list[Simpul]:
    """A node and what lies above it, the highest first."""
    jalur: list[Simpul] = []
    while simpul is not None:
        jalur.insert(0, simpul)
        simpul = simpul.induk
    return jalur


def _create_baris_nilai(row: Realisasi) -> BarisNilai:
    return BarisNilai(
        tahun=row.tahun,
        periode=str(Periode(row.periode).label),
        isi=describe_isian(row),
        status=str(StatusNilai(row.status).label),
        oleh=describe_pengguna(row.diubah_oleh),
        diubah=row.diubah,
        asal=row.asal,
        catatan=row.catatan,
        dipakai=row.dipakai,
    )


def _create_baris_komponen(
    data: DataKinerja, indikator: Indikator, hasil: HasilKomponen
) -> list[dict[str, Any]]:
    anak: dict[int | None, list[KomponenIndikator]] = defaultdict(list)
    for row in data.component_rows(indikator):
        anak[row.induk_id].append(row)
    urut: list[dict[str, Any]] = []

    def visit(induk: int | None, tingkat: int) -> None:
        for row in anak[induk]:
            nilai = hasil.komponen[row.kunci].teks
            urut.append({"nama": row.nama, "bobot": row.bobot, "nilai": nilai, "tingkat": min(tingkat, 5)})
            visit(row.pk, tingkat + 1)

    visit(None, 0)
    return urut
