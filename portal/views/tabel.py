"""The official tables of the report, one renderer for all of them."""

from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.views.generic import TemplateView

from laporan.keluaran import list_konteks, write_xlsx
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import HasilTabel, TabelResmi, TabelTanpaDataError, TabelTidakDikenalError
from laporan.tabel.data import DataLaporan
from portal.konteks import KantorMixin
from portal.tables.resmi import BARIS_PER_HALAMAN, create_baris_layar, create_kepala
from portal.views.derivasi import render_derivasi
from renstra.queries import list_jenis
from sakip.kit.formats import TANDA_KOSONG
from sakip.kit.kerangka import Remah
from sakip.kit.views import xlsx_response

_BERPAGU = ("dpa", "pk", "rkt", "rkpd")
KELUARGA_TABEL: dict[str, tuple[str, ...]] = {
    "target-renstra": ("renstra",),
    "pk": ("pk",),
    "pk-anggaran": ("pk",),
    "rkt": ("rkt", "rkpd", "pk", "dpa"),
    "anggaran": _BERPAGU,
    "belanja": _BERPAGU,
}
"""Families of documents that a table can be seen through; a table that is not named here takes any."""


class DaftarTabelView(KantorMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/tabel/``: the official tables with what they rest on."""

    template_name = "portal/tabel/daftar.html"
    navigasi_aktif = "tabel"
    remah_label = "Tabel resmi"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The definitions in the order of the report."""
        daftar = [(satu, self.url("portal:tabel", kode=satu.kode)) for satu in list_tabel()]
        return super().get_context_data(**kwargs, daftar=daftar)


class TabelView(KantorMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/tabel/<kode>/?dokumen=&page=&baris=&kolom=&format=xlsx``."""

    template_name = "portal/tabel/tabel.html"
    navigasi_aktif = "tabel"

    @cached_property
    def definisi(self) -> TabelResmi[DataLaporan]:
        """The definition of the table of the URL."""
        kode = self.kwargs["kode"]
        definisi = next((satu for satu in list_tabel() if satu.kode == kode), None)
        if definisi is None:
            raise Http404
        return definisi

    @property
    def jenis_dokumen(self) -> tuple[str, ...]:  # type: ignore[override]  # depends on the table of the URL
        """Documents to choose from, where the table obeys one."""
        kode = self.kwargs.get("kode", "")
        if not any(satu.kode == kode and satu.perlu_dokumen for satu in list_tabel()):
            return ()
        return list_jenis(*KELUARGA_TABEL.get(kode, ()))

    @cached_property
    def hasil(self) -> HasilTabel:
        """The rows. Raises TabelTanpaDataError."""
        data = DataLaporan(self.opd, tahun=self.tahun, dokumen=self.dokumen)
        data.daftar_dokumen = self.daftar_dokumen
        try:
            return build_tabel_from(self.definisi.kode, data)
        except TabelTidakDikenalError as error:
            raise Http404 from error

    def get_remah(self) -> list[Remah]:
        """Office, official tables, this one."""
        awal = super().get_remah()[0]
        return [awal, Remah("Tabel resmi", self.url("portal:daftar_tabel")), Remah(self.definisi.judul)]

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """The table, a derivation, a workbook, or what to enter first."""
        try:
            hasil = self.hasil
        except TabelTanpaDataError as error:
            kosong = {"pesan": error.pesan, "url_daftar": self.url("portal:daftar_tabel")}
            return self.render_to_response(self.get_context_data(definisi=self.definisi, **kosong))
        if request.GET.get("format") == "xlsx":
            isi = write_xlsx(hasil, list_konteks(self.opd, self.tahun, self.dokumen))
            return xlsx_response(isi, f"{hasil.kode} {self.opd.singkatan} {self.tahun}")
        if "baris" in request.GET:
            return self._render_sel(hasil)
        return self.render_to_response(self.get_context_data(**self._build_isi(hasil)))

    def _query(self, **tambahan: str) -> str:
        dasar = {"dokumen": self.dokumen.kunci} if self.dokumen else {}
        return urlencode(dasar | tambahan)

    def _build_isi(self, hasil: HasilTabel) -> dict[str, Any]:
        """Heads, the rows of the page, totals at the foot, notes."""
        isi = [satu for satu in hasil.baris if satu.jenis != "total"]
        total = [satu for satu in hasil.baris if satu.jenis == "total"]
        halaman = Paginator(isi, BARIS_PER_HALAMAN).get_page(self.request.GET.get("page"))
        dasar = self._query()
        alamat = f"?{dasar}&" if dasar else "?"
        return {
            "definisi": self.definisi,
            "hasil": hasil,
            "kepala": create_kepala(hasil.kolom),
            "baris": create_baris_layar(hasil, list(halaman), alamat),
            "total": create_baris_layar(hasil, total, alamat),
            "halaman": halaman,
            "alamat": alamat,
            "url_excel": f"?{self._query(format='xlsx')}",
        }

    def _render_sel(self, hasil: HasilTabel) -> HttpResponse:
        """The derivation of one cell; a cell that does not exist is a 404."""
        baris = hasil.get_baris(self.request.GET["baris"])
        kolom = next((satu for satu in hasil.kolom if satu.kode == self.request.GET.get("kolom")), None)
        if baris is None or kolom is None or kolom.kode not in baris.sel:
            raise Http404
        sel = baris.get(kolom.kode)
        nama = baris.get(hasil.kolom[0].kode).teks or baris.kunci
        kelompok = f"{kolom.kelompok}, " if kolom.kelompok else ""
        return render_derivasi(
            self.request,
            self.get_context_data(),
            judul=f"{nama}: {kelompok}{kolom.judul}",
            nilai=sel.teks or TANDA_KOSONG,
            derivasi=sel.derivasi,
            keterangan=sel.keterangan,
            kembali=f"?{self._query()}",
        )
