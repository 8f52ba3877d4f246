"""The plan as a tree, read-only: misi to sasaran, program to sub kegiatan, with indicators, targets and pagu."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.views.generic import TemplateView

from anggaran.queries import DataAnggaran
from kinerja.enums import TRIWULAN, MaknaTarget
from kinerja.models import Indikator
from kinerja.queries import DataKinerja, TargetBerlaku
from laporan.tabel.baris import create_sel_target
from laporan.tabel.dasar import Sel
from portal.filters import SaringanCari, match_teks
from portal.konteks import KantorMixin
from portal.queries.isian import singkat_periode
from renstra.enums import JENJANG_BELANJA, JenisDokumen, Jenjang
from renstra.models import Dokumen, Misi, Simpul
from sakip.kit.formats import format_angka, format_rupiah
from sakip.kit.views import get_scoped_queryset


@dataclass(frozen=True, slots=True)
class TargetPohon:
    """An indikator in the tree with its targets of the year."""

    indikator: Indikator
    target: Sel
    dokumen: Dokumen | None
    periode: str
    asal_url: str


@dataclass(slots=True)
class SimpulPohon:
    """A node of the tree with what hangs below it."""

    simpul: Simpul
    indikator: list[TargetPohon]
    pagu: Decimal | None
    terbuka: bool
    anak: list["SimpulPohon"] = field(default_factory=list)
    pendukung: list["Dukungan"] = field(default_factory=list)
    asal_url: str = ""

    @property
    def berisi(self) -> bool:
        """Whether there is anything to unfold."""
        return bool(
            self.anak or self.indikator or self.pendukung or self.simpul.sasaran or self.simpul.unit_id
        )


@dataclass(frozen=True, slots=True)
class Dukungan:
    """A program that supports a sasaran."""

    program: Simpul
    utama: bool
    pagu: Decimal | None


class RencanaView(KantorMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/rencana/?dokumen=&q=&buka=semua``: the cascade as of a document."""

    template_name = "portal/rencana/pohon.html"
    navigasi_aktif = "rencana"
    remah_label = "Rencana"
    jenis_dokumen = tuple(JenisDokumen.values)

    @cached_property
    def simpul(self) -> list[Simpul]:
        """All nodes of the office in order."""
        rows = get_scoped_queryset(Simpul, self.pengguna).filter(opd=self.opd)
        return list(rows.select_related("misi", "unit").order_by("urutan", "id"))

    @cached_property
    def simpul_by_id(self) -> dict[int, Simpul]:
        """Nodes by id."""
        return {row.pk: row for row in self.simpul}

    @cached_property
    def kinerja(self) -> DataKinerja:
        """Targets of the indicators of the nodes."""
        rows = get_scoped_queryset(Indikator, self.pengguna).filter(opd=self.opd, simpul__isnull=False)
        indikator = list(rows.order_by("urutan", "id"))
        for row in indikator:
            row.simpul = self.simpul_by_id[row.simpul_id] if row.simpul_id else None
        return DataKinerja(self.opd, tahun=self.tahun, indikator=indikator, dokumen=self.daftar_dokumen)

    @cached_property
    def anggaran(self) -> DataAnggaran:
        """Pagu of the chosen document, else of the budget in force."""
        return DataAnggaran(
            self.opd,
            tahun=self.tahun,
            dokumen=self.dokumen,
            daftar_dokumen=self.daftar_dokumen,
            simpul=[row for row in self.simpul if row.jenjang in JENJANG_BELANJA],
        )

    @cached_property
    def target(self) -> dict[int, list[TargetPohon]]:
        """Indicators with a target of the year, by node id."""
        hasil: dict[int, list[TargetPohon]] = defaultdict(list)
        for row in self.kinerja.indikator:
            periode, setahun = self.kinerja.targets_for_year(row, tahun=self.tahun, dokumen=self.dokumen)
            if row.simpul_id is None or (setahun is None and not periode):
                continue
            hasil[row.simpul_id].append(
                TargetPohon(
                    indikator=row,
                    target=create_sel_target(setahun, row),
                    dokumen=setahun.dokumen if setahun else None,
                    periode=_describe_periode(periode.items(), row),
                    asal_url=self.url("portal:derivasi", indikator_id=row.pk),
                )
            )
        return hasil

    @cached_property
    def anggota(self) -> set[int]:
        """Nodes of the tree: with a target or a pagu of the year (in the document, if chosen), and what is above."""
        langsung = {*self.target, *self.anggaran.pagu_langsung} & set(self.simpul_by_id)
        semua: set[int] = set()
        for pk in langsung:
            induk: int | None = pk
            while induk is not None and induk not in semua:
                semua.add(induk)
                induk = self.simpul_by_id[induk].induk_id
        return semua

    @cached_property
    def saringan(self) -> SaringanCari:
        """The search."""
        return SaringanCari(self.request.GET, "Rencana atau indikator")

    @cached_property
    def tampil(self) -> set[int]:
        """Nodes that are shown: all members, or those that the search finds, with what is above and below them."""
        pilihan = self.anggota if self.request.GET.get("semua") != "ya" else set(self.simpul_by_id)
        cari = self.saringan.get("q")
        if not cari:
            return pilihan
        ketemu: set[int] = set()
        for row in self.simpul:
            if row.pk not in pilihan:
                continue
            indikator = [satu.indikator.nama for satu in self.target.get(row.pk, [])]
            di_atas = row.induk_id in ketemu and row.induk_id in self._cocok
            if di_atas or match_teks(cari, row.nama, row.kode, row.sasaran, *indikator):
                self._cocok.add(row.pk)
                induk: int | None = row.pk
                while induk is not None and induk not in ketemu:
                    ketemu.add(induk)
                    induk = self.simpul_by_id[induk].induk_id
        return ketemu

    @cached_property
    def _cocok(self) -> set[int]:
        """Nodes that the search finds themselves or through what is above them; filled by ``tampil``."""
        return set()

    @cached_property
    def pohon(self) -> list[SimpulPohon]:
        """The roots of both trees."""
        buka_semua = self.request.GET.get("buka") == "semua" or bool(self.saringan.get("q"))
        terbuka = (Jenjang.TUJUAN, Jenjang.SASARAN)
        semua: dict[int, SimpulPohon] = {}
        akar: list[SimpulPohon] = []
        for row in self.simpul:
            if row.pk not in self.tampil:
                continue
            semua[row.pk] = SimpulPohon(
                simpul=row,
                indikator=self.target.get(row.pk, []),
                pagu=self._read_pagu(row),
                terbuka=buka_semua or row.jenjang in terbuka,
                pendukung=self._read_pendukung(row) if row.jenjang == Jenjang.SASARAN else [],
                asal_url=self.url(
                    "portal:rincian_anggaran",
                    simpul_id=row.pk,
                    dokumen=self.dokumen.kunci if self.dokumen else "",
                )
                if row.jenjang in JENJANG_BELANJA
                else "",
            )
        for satu in semua.values():
            induk = satu.simpul.induk_id
            (semua[induk].anak if induk is not None else akar).append(satu)
        return akar

    def _read_pagu(self, row: Simpul) -> Decimal | None:
        """Pagu of a node; of a sasaran that of its programs together."""
        if row.jenjang in JENJANG_BELANJA:
            return self.anggaran.pagu.get(row.pk)
        if row.jenjang == Jenjang.SASARAN:
            return self.anggaran.pooled_for_sasaran(row, self.anggaran.pagu)
        return None

    def _read_pendukung(self, row: Simpul) -> list[Dukungan]:
        return [
            Dukungan(self.simpul_by_id[satu.program_id], satu.utama, self.anggaran.pagu.get(satu.program_id))
            for satu in self.anggaran.dukungan.get(row.pk, [])
            if satu.program_id in self.anggota
        ]

    def get_misi(self) -> list[tuple[Misi | None, list[SimpulPohon]]]:
        """Tujuan under their misi, in order."""
        hasil: dict[int | None, tuple[Misi | None, list[SimpulPohon]]] = {}
        for satu in self.pohon:
            if satu.simpul.jenjang == Jenjang.TUJUAN:
                hasil.setdefault(satu.simpul.misi_id, (satu.simpul.misi, []))[1].append(satu)
        return list(hasil.values())

    def get_ringkas(self) -> list[dict[str, Any]]:
        """How many nodes of each level, and the total pagu with its document."""
        jumlah: dict[str, int] = defaultdict(int)
        for pk in self.tampil:
            jumlah[self.simpul_by_id[pk].jenjang] += 1
        butir = []
        for utama, bawah in (
            (Jenjang.SASARAN, (Jenjang.TUJUAN,)),
            (Jenjang.PROGRAM, (Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN)),
        ):
            if jumlah[utama]:
                lain = [
                    f"{format_angka(jumlah[satu])} {satu.label.lower()}" for satu in bawah if jumlah[satu]
                ]
                nilai = format_angka(jumlah[utama])
                butir.append({"label": str(utama.label), "nilai": nilai, "catatan": ", ".join(lain)})
        indikator = sum(len(self.target.get(pk, [])) for pk in self.tampil)
        if indikator:
            catatan = f"dengan target tahun {self.tahun}"
            butir.append({"label": "Indikator", "nilai": format_angka(indikator), "catatan": catatan})
        total = self.anggaran.total_pagu
        if total is not None and not self.saringan.get("q"):
            dokumen = self.anggaran.dokumen
            butir.append(
                {
                    "label": "Pagu",
                    "nilai": format_rupiah(total, sen=total != total.to_integral_value()),
                    "catatan": str(dokumen) if dokumen else "",
                }
            )
        return butir

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Both trees, search and summary."""
        kunci = self.dokumen.kunci if self.dokumen else ""
        return super().get_context_data(
            **kwargs,
            misi=self.get_misi(),
            program=[satu for satu in self.pohon if satu.simpul.jenjang == Jenjang.PROGRAM],
            ringkas=self.get_ringkas(),
            saringan=self.saringan,
            bawaan=[("dokumen", kunci)],
            dokumen_pagu=self.anggaran.dokumen,
            lain=len(self.simpul) - len(self.anggota),
            tampil_lain=self.request.GET.get("semua") == "ya",
            buka_semua=self.request.GET.get("buka") == "semua",
            url_buka=f"?{self._query(buka='semua')}",
            url_tutup=f"?{self._query()}",
            url_lain=f"?{self._query(semua='ya')}",
        )

    def _query(self, **tambahan: str) -> str:
        query = self.request.GET.copy()
        for nama in ("buka", "semua"):
            query.pop(nama, None)
        for nama, nilai in tambahan.items():
            query[nama] = nilai
        return query.urlencode()


def _describe_periode(periode: Iterable[tuple[Any, TargetBerlaku]], indikator: Indikator) -> str:
    """Targets of the parts of the year in one line: ``TW I 20 · TW II 40``; said once where all are the year's."""
    urut = sorted(periode, key=lambda item: str(item[0].value))
    teks = [(singkat_periode(p), create_sel_target(t, indikator).teks) for p, t in urut]
    if (
        len(teks) == len(TRIWULAN)
        and indikator.makna_target == MaknaTarget.TAHUNAN
        and len({isi for _, isi in teks}) == 1
    ):
        return "sama tiap triwulan"
    # a line break falls between two quarters, not inside one
    return " · ".join(f"{nama} {isi}".replace(" ", "\u00a0") for nama, isi in teks)
