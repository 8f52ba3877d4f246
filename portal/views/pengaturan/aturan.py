"""The rules and scales that capaian follows, in words, with an example through the engine. Read only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import Q
from django.http import Http404
from django.views.generic import TemplateView

from instansi.models import PerangkatDaerah
from kinerja.calculations import Aturan, Skala
from kinerja.calculations.aturan import NilaiTarget
from kinerja.calculations.capaian import HasilCapaian, calculate_capaian
from kinerja.enums import FormulaMinimasi, Inklusif, Polaritas
from kinerja.models import AturanCapaian
from kinerja.queries import SumberAturan
from laporan.tabel.daftar import list_tabel
from portal.konteks import (
    get_daftar_kantor,
    get_kantor_bawaan,
    get_sebutan_peran,
    get_tahun_bawaan,
    remember,
)
from portal.queries.tahun import TahunKantor, load_tahun
from portal.views.pengaturan.butir_aturan import Butir, compare_aturan, list_aturan_sendiri
from portal.views.pengaturan.dasar import PengaturanMixin, get_nama_pemda, read_tahun
from sakip.kit.formats import format_angka
from sakip.kit.forms import AngkaField
from sakip.kit.kerangka import Konteks, PilihanKonteks

UMUM = "Semua tabel lain (aturan umum)"

CONTOH = {"target": "10", "realisasi": "12"}
"""The example before anything is typed: one above its target, so that caps and both formulas show."""


@dataclass(frozen=True, slots=True)
class BarisAturan:
    """A rule in force: for which table, since when, for whom, and where it differs from the general one."""

    tabel: str
    nama: str
    url: str
    aktif: bool
    mulai: str
    cakupan: str
    aturan: Aturan
    beda: Sequence[Butir]


@dataclass(frozen=True, slots=True)
class BarisPita:
    """A band of a scale."""

    nama: str
    tingkat: int
    rentang: str


@dataclass(frozen=True, slots=True)
class BarisContoh:
    """The example under one formula; ``dipakai`` unless the rule takes the other formula."""

    nama: str
    hasil: HasilCapaian
    tingkat: int | None
    rata: str
    dipakai: bool
    keterangan: str = ""


def create_baris_pita(skala: Skala) -> list[BarisPita]:
    """Return the bands of a scale, the highest first."""
    return [
        BarisPita(
            pita.nama,
            skala.warna(pita),
            skala.text_pita(pita).removeprefix(pita.nama).strip(" ()") or "semua nilai",
        )
        for pita in reversed(skala.pita)
    ]


def create_contoh(*, target: Decimal, realisasi: Decimal, aturan: Aturan) -> list[BarisContoh]:
    """Return the capaian of the example for each direction, "lower is better" under both formulas."""
    pilihan = (
        (Polaritas.MAKSIMASI, aturan.formula_minimasi),
        (Polaritas.MINIMASI, FormulaMinimasi.SELISIH),
        (Polaritas.MINIMASI, FormulaMinimasi.RASIO),
        (Polaritas.STABIL, aturan.formula_minimasi),
    )
    baris = []
    for polaritas, formula in pilihan:
        hasil = calculate_capaian(
            target=NilaiTarget(nilai=target),
            realisasi=realisasi,
            polaritas=polaritas,
            aturan=replace(aturan, formula_minimasi=formula),
        )
        minimasi = polaritas == Polaritas.MINIMASI
        dipakai = formula == aturan.formula_minimasi
        tingkat = aturan.skala.warna(hasil.predikat) if aturan.skala and hasil.predikat is not None else None
        rata = "" if hasil.untuk_rata is None else format_angka(hasil.untuk_rata, aturan.desimal)
        baris.append(
            BarisContoh(
                str(polaritas.label),
                hasil,
                tingkat,
                rata if rata != hasil.teks else "",
                dipakai,
                ("dipakai aturan ini" if dipakai else "tidak dipakai aturan ini") if minimasi else "",
            )
        )
    return baris


class CobaForm(forms.Form):
    """A target and a realisasi to try the rule with."""

    target = AngkaField(label="Target", desimal=6, digit=12)
    realisasi = AngkaField(label="Realisasi", desimal=6, digit=12)


class AturanView(PengaturanMixin, TemplateView):
    """``/pengaturan/aturan/?kantor=&tahun=&tabel=&target=&realisasi=``: the rules in force for an office and year."""

    template_name = "portal/pengaturan/aturan.html"
    bagian = "aturan"
    remah_label = "Aturan capaian"

    @cached_property
    def daftar_kantor(self) -> list[PerangkatDaerah]:
        """Offices in scope."""
        return get_daftar_kantor(self.pengguna)

    @cached_property
    def opd(self) -> PerangkatDaerah | None:
        """The office of the URL (out of scope a 404), else the one chosen last; None without any office."""
        diminta = self.request.GET.get("kantor", "")
        if not diminta:
            return get_kantor_bawaan(self.request, self.daftar_kantor)
        opd = next((satu for satu in self.daftar_kantor if satu.singkatan == diminta), None)
        if opd is None:
            raise Http404
        remember(self.request, kantor=opd.singkatan)
        return opd

    @cached_property
    def tahun_kantor(self) -> TahunKantor:
        """Years of the office (one query)."""
        return load_tahun([self.opd] if self.opd else [])

    @cached_property
    def tahun(self) -> int:
        """The year of the URL, else the one chosen last."""
        diminta = read_tahun(self.request)
        if diminta is None:
            return get_tahun_bawaan(self.request, self.tahun_kantor)
        remember(self.request, tahun=diminta)
        return diminta

    def build_konteks(self) -> Konteks:
        """Office and year."""
        if self.opd is None:
            return Konteks([])
        tahun = self.tahun_kantor.list_menu(self.tahun)
        return Konteks(
            [
                PilihanKonteks(
                    "kantor",
                    "Perangkat daerah",
                    self.opd.singkatan,
                    [(opd.singkatan, opd.sebutan) for opd in self.daftar_kantor],
                ),
                PilihanKonteks("tahun", "Tahun", str(self.tahun), tahun),
            ],
            peran=get_sebutan_peran(self.pengguna, self.opd),
        )

    def _query(self, opd: PerangkatDaerah, tabel: str) -> str:
        dasar = {"kantor": opd.singkatan, "tahun": str(self.tahun), "tabel": tabel}
        coba = {nama: self.request.GET[nama] for nama in CONTOH if self.request.GET.get(nama)}
        return urlencode({nama: nilai for nama, nilai in (dasar | coba).items() if nilai})

    def build_daftar(self, opd: PerangkatDaerah) -> list[BarisAturan]:
        """The rules in force, the general one first (two queries). The order of who wins is that of SumberAturan."""
        rows = AturanCapaian.objects.filter(Q(pemda_id=opd.pemda_id, opd__isnull=True) | Q(opd_id=opd.pk))
        urut = sorted(
            rows.filter(tahun_mulai__lte=self.tahun).values_list("opd_id", "tahun_mulai", "id", "tabel"),
            key=lambda row: (row[0] is not None, row[1], row[2]),
        )
        berlaku = {tabel: (milik is not None, mulai) for milik, mulai, _, tabel in urut}
        sumber = SumberAturan(opd, self.tahun)
        judul = {satu.kode: satu.judul for satu in list_tabel()}
        diminta = self.request.GET.get("tabel", "")
        if diminta and diminta not in berlaku:
            diminta = ""  # a rule that another office or year does not have: the general one holds
        nama_pemda = get_nama_pemda(opd.pemda)

        def create(tabel: str) -> BarisAturan:
            khusus, mulai = berlaku.get(tabel, (False, 0))
            aturan = sumber.get(tabel)
            cakupan = f"Khusus {opd.sebutan}" if khusus else f"Seluruh perangkat daerah {nama_pemda}"
            if tabel not in berlaku:
                cakupan = "Bawaan portal, karena pemerintah daerah belum menetapkan aturan"
            return BarisAturan(
                tabel,
                judul.get(tabel, tabel) if tabel else UMUM if len(berlaku) > 1 else "Semua tabel",
                f"?{self._query(opd, tabel)}",
                tabel == diminta,
                f"tahun {mulai}" if mulai else "semua tahun",
                cakupan,
                aturan,
                [butir for butir in compare_aturan(aturan, sumber.get()) if butir.umum],
            )

        urutan = list(judul)
        tabel = sorted(
            (satu for satu in berlaku if satu),
            key=lambda satu: (urutan.index(satu) if satu in judul else len(urutan), satu),
        )
        return [create(satu) for satu in ("", *tabel)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The rules, the chosen one in words with its scale, the example."""
        opd = self.opd
        if opd is None:
            return super().get_context_data(**kwargs)
        daftar = self.build_daftar(opd)
        pilihan = next(satu for satu in daftar if satu.aktif)
        aturan, skala = pilihan.aturan, pilihan.aturan.skala
        form = CobaForm({nama: self.request.GET.get(nama, awal) for nama, awal in CONTOH.items()})
        contoh = create_contoh(**form.cleaned_data, aturan=aturan) if form.is_valid() else []
        bawaan = (("kantor", opd.singkatan), ("tahun", str(self.tahun)), ("tabel", pilihan.tabel))
        return super().get_context_data(
            **kwargs,
            opd=opd,
            tahun=self.tahun,
            nama_pemda=get_nama_pemda(opd.pemda),
            daftar=daftar,
            pilihan=pilihan,
            butir=compare_aturan(aturan, daftar[0].aturan),
            sendiri=list_aturan_sendiri(opd),
            skala=skala,
            pita=create_baris_pita(skala) if skala else [],
            batas_atas_termasuk=skala is not None and skala.inklusif == Inklusif.ATAS,
            form=form,
            contoh=contoh,
            bawaan=[satu for satu in bawaan if satu[1]],
        )
