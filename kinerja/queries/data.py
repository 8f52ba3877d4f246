"""Capaian and means of an office, from what is stored, through the one engine."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import Self

from kinerja.calculations.aturan import Aturan, NilaiTarget, get_bagian, override_aturan
from kinerja.calculations.capaian import (
    HasilCapaian,
    calculate_capaian,
    calculate_capaian_padanan,
    quote_capaian,
)
from kinerja.calculations.periode import get_pasangan_triwulan
from kinerja.calculations.predikat_rata import settle_rata_rata
from kinerja.calculations.rata_rata import (
    HasilRataRata,
    calculate_rata_rata,
    calculate_rata_rata_bertingkat,
    get_cara_tingkat,
)
from kinerja.enums import (
    Agregasi,
    BasisPredikat,
    CaraRataRata,
    JenisNilai,
    MaknaTarget,
    Periode,
    Polaritas,
    TingkatRataRata,
)
from kinerja.models import CapaianTerbit, Indikator, Realisasi
from kinerja.queries.target import (
    TargetBerlaku,
    get_bagian_target,
    get_desimal_target,
)
from kinerja.queries.tersimpan import DataTersimpan
from renstra.models import Dokumen
from sakip.kit.hasil import Hasil, Kosong, add_catatan


@dataclass(frozen=True, slots=True)
class CapaianIndikator:
    """Target, realisasi and capaian of an indikator for a year or up to a period."""

    indikator: Indikator
    target: TargetBerlaku | None
    realisasi: Hasil
    capaian: HasilCapaian
    catatan: Sequence[Realisasi] = field(default=())

    @property
    def teks_target(self) -> str:
        """The target as it prints."""
        if self.target is None:
            return "–"
        return self.target.nilai.teks(get_desimal_target(self.target.nilai, self.indikator))


class DataKinerja(DataTersimpan):
    """Targets, realisasi and capaian of some indicators of one office, for the report year and those around it."""

    @cached_property
    def _tercapai(self) -> dict[tuple[object, ...], CapaianIndikator]:
        """What `capaian` has answered already."""
        return {}

    def suppose(self, row: Realisasi) -> Self:
        """The same data as if ``row`` were stored, for asking before it is; nothing is read again."""
        andai = super().suppose(row)
        andai.__dict__["_tercapai"] = {}
        return andai

    def rule_for(self, indikator: Indikator, aturan: Aturan) -> Aturan:
        """The rule of a table for one indikator, whose own formula and caps come first, the same in every table.

        When the rule classifies the realisasi, an index is classified on its own scale.
        """
        aturan = override_aturan(
            aturan,
            batas_tampil=indikator.batas_tampil,
            batas_rata=indikator.batas_rata,
            formula_minimasi=indikator.formula_minimasi if indikator.polaritas == Polaritas.MINIMASI else "",
        )
        if aturan.basis_predikat != BasisPredikat.REALISASI or indikator.skala_id is None:
            return aturan
        return replace(aturan, skala=self.skala_nilai[indikator.skala_id])

    def capaian(
        self,
        indikator: Indikator,
        *,
        aturan: Aturan,
        tahun: int | None = None,
        sampai: Periode | None = None,
        dokumen: Dokumen | None = None,
        keluarga: str = "",
        desimal: int | None = None,
    ) -> CapaianIndikator:
        """Capaian of a year against the year's target (up to ``sampai`` when given).

        The capaian that an issued document prints for the year stands where target or realisasi is unknown.
        """
        tahun = self.tahun if tahun is None else tahun
        kunci = (indikator.pk, aturan, tahun, sampai, dokumen and dokumen.pk, keluarga, desimal)
        hasil = self._tercapai.get(kunci)
        if hasil is None:
            _, target = self.targets_for_year(indikator, tahun=tahun, dokumen=dokumen, keluarga=keluarga)
            hasil = self._calculate_capaian(indikator, target, aturan, tahun, sampai, desimal)
            self._tercapai[kunci] = hasil
        return hasil

    def _calculate_capaian(
        self,
        indikator: Indikator,
        target: TargetBerlaku | None,
        aturan: Aturan,
        tahun: int,
        sampai: Periode | None,
        desimal: int | None,
    ) -> CapaianIndikator:
        realisasi = self.realisasi(indikator, tahun=tahun, sampai=sampai)
        hasil = self._compare(indikator, target, realisasi, aturan, tahun, desimal)
        terbit = None
        if sampai is None and hasil.capaian.kosong is not None:
            terbit = self.published(indikator, tahun=tahun)
        if terbit is None:
            return hasil
        kutipan = quote_capaian(
            nilai=terbit.nilai, asal=terbit.asal, aturan=self.rule_for(indikator, aturan), desimal=desimal
        )
        return replace(hasil, capaian=kutipan)

    def published(self, indikator: Indikator, *, tahun: int) -> CapaianTerbit | None:
        """The published capaian that stands for a year whose target or realisasi is unknown in every document.

        Like a realisasi, in earlier years it may be that of a comparable predecessor.
        """
        if tahun >= self.per_tanggal.year:
            return None
        _, target = self.targets_for_year(indikator, tahun=tahun)
        realisasi = self.realisasi(indikator, tahun=tahun)
        diketahui = realisasi.kosong not in (Kosong.BELUM_DIISI, Kosong.TIDAK_TERSEDIA)
        if diketahui and target is not None and not target.nilai.is_kosong:
            return None
        dilalui: set[int] = set()
        satu: Indikator | None = indikator
        while satu is not None and satu.pk not in dilalui:
            if terbit := self._terbit.get(satu.pk, tahun):
                return terbit
            dilalui.add(satu.pk)
            lanjut = tahun < self.tahun and satu.sebanding and satu.menggantikan_id is not None
            satu = self._by_id.get(satu.menggantikan_id or 0) if lanjut else None
        return None

    def capaian_triwulan(
        self,
        indikator: Indikator,
        *,
        aturan: Aturan,
        periode: Periode,
        tahun: int | None = None,
        dokumen: Dokumen | None = None,
    ) -> CapaianIndikator:
        """Capaian of a period against the target of that period."""
        tahun = self.tahun if tahun is None else tahun
        targets, setahun = self.targets_for_year(indikator, tahun=tahun, dokumen=dokumen)
        rows = self.entries(indikator, tahun=tahun)
        pasangan = get_pasangan_triwulan(
            target={p: t.nilai for p, t in targets.items()},
            realisasi={
                p: self.period_value(indikator, row) for p, row in rows.items() if p is not Periode.TAHUN
            },
            makna=MaknaTarget(indikator.makna_target),
            agregasi=Agregasi(indikator.agregasi),
            periode=periode,
            target_tahun=setahun.nilai if setahun else None,
        )
        sendiri = targets.get(periode) or setahun
        target = (
            TargetBerlaku(pasangan.target, sendiri.dokumen, sendiri.asal)
            if pasangan.target is not None and sendiri is not None
            else None
        )
        realisasi = self._realisasi_triwulan(indikator, tahun, periode)
        return self._compare(indikator, target, realisasi, aturan, tahun, None)

    def _realisasi_triwulan(self, indikator: Indikator, tahun: int, periode: Periode) -> Hasil:
        """What a period's target is compared with: its own value, or the position up to it; blank when not filled."""
        sendiri = self.realisasi_periode(indikator, tahun=tahun, periode=periode)
        per_triwulan = indikator.makna_target == MaknaTarget.PER_TRIWULAN
        if sendiri.kosong is not None or (per_triwulan and indikator.agregasi != Agregasi.KUMULATIF):
            return sendiri
        return self.realisasi(indikator, tahun=tahun, sampai=periode)

    def _compare(
        self,
        indikator: Indikator,
        target: TargetBerlaku | None,
        realisasi: Hasil,
        aturan: Aturan,
        tahun: int,
        desimal: int | None,
    ) -> CapaianIndikator:
        bagian = [f"target: {target.dokumen}" + (f", {target.asal}" if target.asal else "")] if target else []
        if realisasi.derivasi.sumber:
            bagian.append(f"realisasi: {realisasi.derivasi.sumber}")
        capaian = self.compare(
            indikator,
            target=None if target is None else target.nilai,
            realisasi=realisasi,
            aturan=self.rule_for(indikator, aturan),
            desimal=desimal,
            sumber="; ".join(bagian),
        )
        catatan = tuple(self.entries(indikator, tahun=tahun).values())
        return CapaianIndikator(indikator, target, realisasi, capaian, catatan)

    def compare(
        self,
        indikator: Indikator,
        *,
        target: NilaiTarget | None,
        realisasi: Hasil,
        aturan: Aturan,
        desimal: int | None = None,
        sumber: str = "",
        rumus: str = "",
    ) -> HasilCapaian:
        """Capaian of any realisasi against any target of the indikator: a number, one of its choices, or words."""
        alasan = realisasi.keterangan if realisasi.kosong is not Kosong.BELUM_DIISI else ""
        if indikator.jenis_nilai == JenisNilai.ORDINAL:
            pilihan = self._pilihan.get(indikator.pk, ())
            asal = dict.fromkeys(f"padanan: {row.asal}" for row in pilihan if row.asal)
            capaian = calculate_capaian_padanan(
                target=target,
                realisasi=realisasi.label or realisasi.teks if realisasi.kosong is None else None,
                padanan={row.label: row.persen for row in pilihan},
                aturan=aturan,
                desimal=desimal,
                alasan=alasan,
                sumber="; ".join(filter(None, (sumber, *asal))),
                rumus=rumus,
            )
        else:
            capaian = calculate_capaian(
                target=get_bagian_target(target, indikator, aturan),
                realisasi=get_bagian(hasil=realisasi, aturan=aturan),
                polaritas=Polaritas(indikator.polaritas),
                aturan=aturan,
                desimal=desimal,
                alasan=alasan,
                desimal_realisasi=indikator.desimal,
                teks_realisasi=realisasi.label,
                sumber=sumber,
                rumus=rumus,
            )
        return add_catatan(capaian, realisasi.catatan)

    def rata_rata(
        self, bagian: Sequence[CapaianIndikator], *, aturan: Aturan, desimal: int | None = None
    ) -> HasilRataRata:
        """Mean capaian with n, missing and capped; of several sasaran by the rule, over indicators or their means."""
        if aturan.tingkat_rata == TingkatRataRata.SASARAN:
            kelompok: dict[int | None, list[CapaianIndikator]] = defaultdict(list)
            for satu in bagian:
                kelompok[satu.indikator.simpul_id].append(satu)
            if len(kelompok) > 1:
                rata = [self._average(isi, aturan, desimal) for isi in kelompok.values()]
                batas = [self._get_batas_kelompok(isi, aturan) for isi in kelompok.values()]
                hasil = calculate_rata_rata_bertingkat(kelompok=rata, aturan=aturan, batas=batas)
                sama = replace(aturan, rata_rata=get_cara_tingkat(aturan))
                return settle_rata_rata(rata=hasil, anggota=rata, aturan=sama)
        return self._average(bagian, aturan, desimal)

    def _get_batas_kelompok(self, bagian: Sequence[CapaianIndikator], aturan: Aturan) -> Decimal | None:
        """The cap under which the mean of a sasaran enters that of the office.

        A mean of one value is that value and enters as it does; the parts of a mean of several are capped already.
        """
        bernilai = [satu.indikator for satu in bagian if satu.capaian.mentah is not None]
        return self.rule_for(bernilai[0], aturan).batas_rata if len(bernilai) == 1 else None

    def _average(
        self, bagian: Sequence[CapaianIndikator], aturan: Aturan, desimal: int | None
    ) -> HasilRataRata:
        anggota = [
            replace(satu.capaian, ukuran=replace(satu.capaian.ukuran, satuan=satu.indikator.satuan.strip()))
            if satu.capaian.ukuran
            else satu.capaian
            for satu in bagian
        ]
        bobot = None
        if aturan.rata_rata == CaraRataRata.BERBOBOT:
            bobot = [satu.indikator.bobot for satu in bagian]
        rata = calculate_rata_rata(
            bagian=anggota,
            aturan=aturan,
            desimal=desimal,
            bobot=bobot,
            batas=[self.rule_for(satu.indikator, aturan).batas_rata for satu in bagian],
        )
        return settle_rata_rata(rata=rata, anggota=anggota, aturan=aturan, bobot=bobot)
