"""Capaian of the indicators of one level."""

from dataclasses import replace
from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.views.generic import TemplateView

from kinerja.calculations import Aturan, HasilRataRata
from kinerja.enums import TRIWULAN, Periode, TingkatRataRata
from kinerja.models import Indikator
from laporan.tabel.baris import create_sel_kategori
from laporan.tabel.draf import count_draf_tahun, describe_draf
from portal.filters import SaringanCapaian
from portal.konteks import KantorMixin
from portal.tables.capaian import BarisCapaian, CapaianPeriodeTable, CapaianTable, DaftarCapaian
from portal.tables.kolom import link_asal
from portal.views.derivasi import render_derivasi
from renstra.enums import Jenjang
from sakip.kit.formats import format_angka, format_persen
from sakip.kit.hasil import text_nilai
from sakip.kit.kerangka import Konteks, PilihanKonteks
from sakip.kit.views import TabelMixin, get_scoped_queryset


def describe_aturan(aturan: Aturan) -> list[str]:
    """The rule of a list in sentences: scale, caps, rounding."""
    kalimat = []
    if aturan.skala is not None:
        sumber = f" ({aturan.skala.sumber})" if aturan.skala.sumber else ""
        kalimat.append(
            f"Predikat menurut {aturan.skala.nama}{sumber}, dinilai atas {aturan.basis_predikat.sebutan}."
        )
    if aturan.batas_tampil is not None:
        kalimat.append(f"Capaian yang ditampilkan dibatasi {format_angka(aturan.batas_tampil)}%.")
    if aturan.batas_rata is not None:
        kalimat.append(f"Dalam rata-rata, capaian dibatasi {format_angka(aturan.batas_rata)}%.")
    return kalimat


class CapaianView(KantorMixin, TabelMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/capaian/?jenjang=&periode=``: filters, order, pages, average, Excel."""

    template_name = "portal/capaian/daftar.html"
    navigasi_aktif = "capaian"
    remah_label = "Capaian"
    pilihan_periode = (Periode.TAHUN, *TRIWULAN)

    @cached_property
    def jenjang(self) -> Jenjang:
        """The level of the URL; sasaran when none is named."""
        try:
            return Jenjang(self.request.GET.get("jenjang") or Jenjang.SASARAN)
        except ValueError as error:
            raise Http404 from error

    def build_konteks(self) -> Konteks:
        """The bar offers the periods that hold something, and carries the level so that another period keeps it."""
        dasar = super().build_konteks()
        ada = self.daftar.periode_berisi | {Periode.TAHUN, self.periode}
        opsi = [(str(p.value), str(p.label)) for p in self.pilihan_periode if p in ada]
        pilihan = [
            PilihanKonteks(p.nama, p.label, p.nilai, opsi) if p.nama == "periode" else p
            for p in dasar.pilihan
        ]
        tetap = PilihanKonteks(
            "jenjang", "Jenjang", self.jenjang.value, [(self.jenjang.value, str(self.jenjang.label))]
        )
        return Konteks([*pilihan, tetap], peran=dasar.peran, aksi=dasar.aksi)

    @cached_property
    def daftar(self) -> DaftarCapaian:
        """The evaluated level."""
        return DaftarCapaian(
            self.opd,
            tahun=self.tahun,
            periode=self.periode,
            indikator=get_scoped_queryset(Indikator, self.pengguna),
            jenjang=self.jenjang,
            dokumen=self.daftar_dokumen,
            asal_url=self.url("portal:derivasi", indikator_id=0, periode=self.periode.value),
        )

    @cached_property
    def saringan(self) -> SaringanCapaian:
        """The filter form over the level."""
        return SaringanCapaian(self.request.GET, baris=self.daftar.semua, skala=self.daftar.aturan.skala)

    @cached_property
    def baris(self) -> list[BarisCapaian]:
        """The filtered rows."""
        return self.saringan.apply(self.daftar.semua)

    @cached_property
    def rata(self) -> HasilRataRata:
        """Average of the filtered rows."""
        return self.daftar.summarize(self.baris)

    @cached_property
    def catatan_draf(self) -> str:
        """How many values behind the filtered rows are not approved, in a sentence; empty when all are."""
        sampai = None if self.periode is Periode.TAHUN else self.periode
        rows = [satu.indikator for satu in self.baris]
        return describe_draf(count_draf_tahun(self.daftar.data, rows, sampai=sampai))

    @property
    def sebutan(self) -> str:
        """The period in a head: ``TW II``."""
        return str(self.periode.label).replace("Triwulan", "TW")

    def get_table_data(self) -> list[BarisCapaian]:
        """The filtered rows."""
        return self.baris

    def get_table_class(self) -> type[CapaianTable]:
        """A part of the year has the year's columns beside its own."""
        return CapaianTable if self.periode is Periode.TAHUN else CapaianPeriodeTable

    def get_table_kwargs(self) -> dict[str, Any]:
        """Title, decimals and the average at the foot."""
        rata = self.rata
        masa = "" if self.periode is Periode.TAHUN else f" {self.periode.label}"
        total = {
            "nama": f"Rata-rata capaian ({rata.dinilai} dari {rata.anggota} indikator dinilai)",
            "capaian": rata.tampil,
            "predikat": create_sel_kategori(rata, self.daftar.aturan),
        }
        if len(self.daftar.kategori) > 1 and self.baris:
            milik = [satu.indikator for satu in self.baris]
            total["predikat_lain"] = self.daftar.judge_lain(milik).teks
        pilihan = {
            "judul": f"Capaian indikator {self.jenjang.label.lower()}{masa} tahun {self.tahun}",
            "total": total if self.baris else None,
            "desimal": self.daftar.aturan.desimal,
            "kategori": self.daftar.kategori,
        }
        return (
            pilihan
            if self.periode is Periode.TAHUN
            else pilihan | {"sebutan": self.sebutan, "tahun": self.tahun}
        )

    def get_table(self, **kwargs: Any) -> Any:
        """The table with an empty state that says what to do."""
        table = super().get_table(**kwargs)
        if self.daftar.semua:
            table.kosong_judul = "Tidak ada indikator yang cocok"
            table.kosong_teks = "Ubah atau hapus saringan untuk melihat indikator lain pada jenjang ini."
        else:
            table.kosong_judul = f"Belum ada indikator {self.jenjang.label.lower()} untuk tahun {self.tahun}"
            table.kosong_teks = (
                "Daftar ini memuat indikator yang mempunyai target atau realisasi pada tahun tersebut. "
                "Pilih tahun atau jenjang lain, atau minta pengelola portal memuat targetnya."
            )
            table.kosong_url, table.kosong_label = self.url("portal:rencana"), "Buka Rencana"
        return table

    def get_export_context(self) -> list[tuple[str, str]]:
        """The choices and the average, above the exported rows."""
        return [
            *super().get_export_context(),
            ("Rata-rata capaian", f"{self.rata.teks} ({self.rata.dinilai} dari {self.rata.anggota} dinilai)"),
            *([("Catatan", self.catatan_draf)] if self.catatan_draf else []),
        ]

    def get_ringkas(self) -> list[dict[str, Any]]:
        """Key figures of the filtered rows; the average opens its derivation."""
        rata = self.rata
        tercapai = sum(1 for satu in self.baris if satu.tercapai)
        query = self.request.GET.copy()
        query["rinci"] = "rata-rata"
        butir: list[dict[str, Any]] = [
            {
                "label": "Rata-rata capaian",
                "nilai": link_asal(
                    format_persen(rata.tampil, self.daftar.aturan.desimal), f"?{query.urlencode()}"
                ),
                "catatan": rata.label
                or rata.keterangan
                or create_sel_kategori(rata, self.daftar.aturan).keterangan,
            },
            {
                "label": "Dinilai",
                "nilai": f"{rata.dinilai} dari {rata.anggota}",
                "catatan": f"{rata.tidak_dinilai} belum dinilai, tidak dihitung sebagai nol"
                if rata.tidak_dinilai
                else "semua indikator dinilai",
            },
            {
                "label": "Mencapai target",
                "nilai": f"{tercapai} dari {rata.dinilai}",
                "catatan": "capaian 100% atau lebih",
            },
        ]
        batas = self.daftar.aturan.batas_rata or self.daftar.aturan.batas_tampil
        if batas is not None:
            butir.append(
                {
                    "label": "Dibatasi",
                    "nilai": str(rata.anggota_dibatasi),
                    "catatan": f"dihitung paling tinggi {format_angka(batas)}%",
                }
            )
        return butir

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Levels, filters, summary and rule."""
        return super().get_context_data(
            **kwargs,
            jenjang=self.jenjang,
            pilihan_jenjang=[
                {
                    "nama": str(satu.label),
                    "url": f"?jenjang={satu.value}&periode={self.periode.value}",
                    "aktif": satu is self.jenjang,
                }
                for satu in Jenjang
            ],
            saringan=self.saringan,
            bawaan=[("jenjang", self.jenjang.value), ("periode", self.periode.value)],
            ringkas=self.get_ringkas() if self.baris else [],
            url_tabel=self.url("portal:tabel", kode=self.daftar.tabel),
            catatan=describe_aturan(self.daftar.aturan),
            catatan_draf=self.catatan_draf,
        )

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """The derivation of the average when the URL asks for it, else the list."""
        if self.request.GET.get("rinci") == "rata-rata":
            return self._render_rata_rata(context)
        response: HttpResponse = super().render_to_response(context, **response_kwargs)
        return response

    def _render_rata_rata(self, context: dict[str, Any]) -> HttpResponse:
        """Every member of the average with what it brings."""
        return render_derivasi(
            self.request,
            context,
            judul=f"Rata-rata capaian indikator {self.jenjang.label.lower()}",
            keterangan=self.catatan_draf,
            nilai=format_persen(self.rata.tampil, self.daftar.aturan.desimal),
            derivasi=self.rata.derivasi
            if self.daftar.aturan.tingkat_rata == TingkatRataRata.SASARAN
            else replace(self.rata.derivasi, masukan=()),  # the members stand below by name
            predikat=create_sel_kategori(self.rata, self.daftar.aturan),
            anggota=[
                (
                    satu.nama,
                    satu.capaian.teks,
                    text_nilai(satu.utama.capaian.untuk_rata),
                    satu.utama.capaian.keterangan,
                )
                for satu in self.baris
            ],
            kembali=f"?jenjang={self.jenjang.value}&periode={self.periode.value}",
        )
