"""Pagu and realisasi of an office, and how each figure is made of what stands below it."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.views.generic import TemplateView

from anggaran.calculations import calculate_sisa_pagu
from anggaran.queries import DataAnggaran
from kinerja.calculations import Aturan
from kinerja.queries import SumberAturan
from portal.konteks import KantorMixin
from portal.tables.anggaran import (
    AnggaranTable,
    BarisAnggaran,
    calculate_serapan_aturan,
    create_baris_anggaran,
    create_baris_rekening,
)
from portal.tables.kolom import link_asal
from portal.views.derivasi import PANEL, render_derivasi
from renstra.enums import JENJANG_BELANJA, Jenjang
from renstra.models import Simpul
from renstra.queries import list_jenis
from sakip.kit.formats import format_persen, format_rupiah
from sakip.kit.hasil import Hasil
from sakip.kit.kerangka import Konteks, PilihanKonteks, Remah
from sakip.kit.views import TabelMixin, get_scoped_queryset, is_partial_request

TABEL = "anggaran"
SEMUA_JENJANG = "semua"


class _AnggaranMixin(KantorMixin):
    """Budget of the office in the chosen document, else in the one in force."""

    navigasi_aktif = "anggaran"
    remah_label = "Anggaran"
    jenis_dokumen = list_jenis("dpa", "pk", "rkt", "rkpd")

    @cached_property
    def data(self) -> DataAnggaran:
        """Budget and expenditure of the year."""
        rows = get_scoped_queryset(Simpul, self.pengguna).filter(opd=self.opd, jenjang__in=JENJANG_BELANJA)
        return DataAnggaran(
            self.opd,
            tahun=self.tahun,
            dokumen=self.dokumen,
            daftar_dokumen=self.daftar_dokumen,
            simpul=list(rows.select_related("unit").order_by("urutan", "id")),
        )

    @cached_property
    def aturan(self) -> Aturan:
        """Rule of the official table of the budget."""
        return SumberAturan(self.opd, self.tahun).get(TABEL)

    @property
    def kunci_dokumen(self) -> str:
        """Key of the chosen document; empty when none is chosen."""
        return self.dokumen.kunci if self.dokumen else ""

    def create_baris(self, simpul: Simpul, urutan: int = 0) -> BarisAnggaran:
        """The row of a node with the address of its details."""
        alamat = self.url("portal:rincian_anggaran", simpul_id=simpul.pk, dokumen=self.kunci_dokumen)
        return create_baris_anggaran(self.data, simpul, urutan=urutan, aturan=self.aturan, asal_url=alamat)


class AnggaranView(_AnggaranMixin, TabelMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/anggaran/?jenjang=&dokumen=``: list with totals, derivations and Excel."""

    template_name = "portal/anggaran/daftar.html"
    table_class = AnggaranTable

    @cached_property
    def jenjang(self) -> Jenjang | None:
        """The level of the URL; None for the whole tree."""
        diminta = self.request.GET.get("jenjang") or SEMUA_JENJANG
        if diminta == SEMUA_JENJANG:
            return None
        if diminta not in JENJANG_BELANJA:
            raise Http404
        return Jenjang(diminta)

    def build_konteks(self) -> Konteks:
        """The context bar carries the level, so that another document keeps it."""
        dasar = super().build_konteks()
        if self.jenjang is None:
            return dasar
        tetap = PilihanKonteks(
            "jenjang", "Jenjang", self.jenjang.value, [(self.jenjang.value, str(self.jenjang.label))]
        )
        return Konteks([*dasar.pilihan, tetap], peran=dasar.peran, aksi=dasar.aksi)

    @cached_property
    def baris(self) -> list[BarisAnggaran]:
        """Nodes with a pagu or a realisasi, in the order of the tree."""
        semua = [self.create_baris(simpul, urutan) for urutan, simpul in enumerate(self.data.simpul)]
        return [
            satu
            for satu in semua
            if (satu.pagu is not None or satu.realisasi is not None)
            and (self.jenjang is None or satu.simpul.jenjang == self.jenjang)
        ]

    @cached_property
    def serapan(self) -> Hasil:
        """Absorption of the office."""
        return calculate_serapan_aturan(
            pagu=self.data.total_pagu, realisasi=self.data.total_belanja, aturan=self.aturan
        )

    def get_table_data(self) -> list[BarisAnggaran]:
        """The rows of the level."""
        return self.baris

    def get_table_kwargs(self) -> dict[str, Any]:
        """Title and totals: those of the office, each program once, whatever level is shown."""
        pagu, realisasi = self.data.total_pagu, self.data.total_belanja
        return {
            "judul": f"Pagu dan realisasi anggaran tahun {self.tahun}",
            "desimal": self.aturan.desimal,
            "total": {
                "nama": "Jumlah seluruh program",
                "pagu": pagu,
                "realisasi": realisasi,
                "persen": self.serapan.tampil,
                "sisa": calculate_sisa_pagu(pagu=pagu, realisasi=realisasi),
            }
            if self.baris
            else None,
        }

    def get_table(self, **kwargs: Any) -> Any:
        """The table with an empty state that says what to do."""
        table = super().get_table(**kwargs)
        if self.dokumen is not None:
            table.kosong_judul = "Dokumen ini tidak memuat pagu"
            table.kosong_teks = (
                f"{self.dokumen} tidak mencantumkan pagu. Pilih DPA atau dokumen lain pada bilah konteks."
            )
        else:
            table.kosong_judul = f"Belum ada anggaran tahun {self.tahun}"
            table.kosong_teks = (
                "Anggaran tampil setelah pagu DPA tahun tersebut dimuat. "
                "Pilih tahun lain, atau minta pengelola portal memuat DPA."
            )
        return table

    def get_ringkas(self) -> list[dict[str, Any]]:
        """Totals of the office; the absorption opens its derivation."""
        pagu, realisasi = self.data.total_pagu, self.data.total_belanja
        query = self.request.GET.copy()
        query["rinci"] = "serapan"
        sisa = calculate_sisa_pagu(pagu=pagu, realisasi=realisasi)
        dokumen = self.data.dokumen

        def text(jumlah: Any) -> str:
            return format_rupiah(jumlah, sen=jumlah is not None and jumlah != jumlah.to_integral_value())

        return [
            {"label": "Pagu", "nilai": text(pagu), "catatan": str(dokumen) if dokumen else ""},
            {"label": "Realisasi", "nilai": text(realisasi), "catatan": f"tahun {self.tahun}"},
            {
                "label": "Serapan",
                "nilai": link_asal(
                    format_persen(self.serapan.tampil, self.aturan.desimal), f"?{query.urlencode()}"
                ),
                "catatan": self.serapan.keterangan or "realisasi terhadap pagu",
            },
            {"label": "Sisa pagu", "nilai": text(sisa), "catatan": ""},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Levels and totals."""
        dokumen = f"&dokumen={self.kunci_dokumen}" if self.kunci_dokumen else ""
        pilihan = [(SEMUA_JENJANG, "Semua jenjang"), *((str(j.value), str(j.label)) for j in JENJANG_BELANJA)]
        aktif = self.jenjang.value if self.jenjang else SEMUA_JENJANG
        return super().get_context_data(
            **kwargs,
            pilihan_jenjang=[
                {"nama": nama, "url": f"?jenjang={kode}{dokumen}", "aktif": kode == aktif}
                for kode, nama in pilihan
            ],
            ringkas=self.get_ringkas() if self.baris else [],
            dokumen_pagu=self.data.dokumen,
            url_tabel=self.url("portal:tabel", kode=TABEL, dokumen=self.kunci_dokumen),
        )

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """The derivation of the absorption when the URL asks for it, else the list."""
        if self.request.GET.get("rinci") == "serapan":
            return render_derivasi(
                self.request,
                context,
                judul=f"Serapan anggaran tahun {self.tahun}",
                nilai=format_persen(self.serapan.tampil, self.aturan.desimal),
                derivasi=self.serapan.derivasi,
                keterangan=self.serapan.keterangan,
                kembali=self.url("portal:anggaran", dokumen=self.kunci_dokumen),
            )
        response: HttpResponse = super().render_to_response(context, **response_kwargs)
        return response


class RincianAnggaranView(_AnggaranMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/anggaran/<id>/``: what the amounts of a node are made of, down to account lines."""

    template_name = "portal/anggaran/rincian.html"

    def get_template_names(self) -> list[str]:
        """Only the part for the side panel."""
        if is_partial_request(self.request, PANEL):
            return ["portal/anggaran/_rincian.html"]
        return [self.template_name]

    @cached_property
    def simpul(self) -> Simpul:
        """The node of this office; a neighbour's is a 404."""
        row = next((row for row in self.data.simpul if row.pk == self.kwargs["simpul_id"]), None)
        if row is None:
            raise Http404
        return row

    def get_remah(self) -> list[Remah]:
        """Office, budget, the node's line."""
        by_id = {row.pk: row for row in self.data.simpul}
        jalur: list[Remah] = [Remah(self.simpul.nama)]
        induk = self.simpul.induk_id
        while induk is not None:
            alamat = self.url("portal:rincian_anggaran", simpul_id=induk, dokumen=self.kunci_dokumen)
            jalur.insert(0, Remah(by_id[induk].nama, alamat))
            induk = by_id[induk].induk_id
        daftar = self.url("portal:anggaran", dokumen=self.kunci_dokumen)
        return [super().get_remah()[0], Remah(self.remah_label, daftar), *jalur]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The node, its children, its account lines."""
        baris = self.create_baris(self.simpul)
        anak = [self.create_baris(row) for row in self.data.simpul if row.induk_id == self.simpul.pk]
        return super().get_context_data(
            **kwargs,
            simpul=self.simpul,
            baris=baris,
            anak=[satu for satu in anak if satu.pagu is not None or satu.realisasi is not None],
            rekening=create_baris_rekening(self.data, self.simpul, aturan=self.aturan),
            dokumen_pagu=self.data.dokumen,
            derivasi=baris.serapan.derivasi,
            di_panel=is_partial_request(self.request, PANEL),
            url_halaman=baris.asal_url,
        )
