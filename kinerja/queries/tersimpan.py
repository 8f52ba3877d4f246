"""Targets, realisasi and components of an office, read once and answered from memory."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Self

from instansi.models import PerangkatDaerah
from instansi.waktu import get_hari
from kinerja.calculations.aturan import Skala
from kinerja.calculations.komponen import HasilKomponen
from kinerja.enums import (
    JenisNilai,
    Periode,
)
from kinerja.models import Indikator, KomponenIndikator, PilihanOrdinal, Realisasi, Target
from kinerja.queries.aturan import SumberAturan, load_skala
from kinerja.queries.komponen import PohonKomponen
from kinerja.queries.nilai import (
    DIUKUR_SETAHUN,
    RUMUS_ISIAN,
    Pecahan,
    RealisasiPeriode,
    build_pecahan,
    build_realisasi,
    build_single,
    convert_predecessor,
    note_komponen,
)
from kinerja.queries.target import (
    TargetBerlaku,
    TargetPeriode,
    choose_target,
    get_jenjang,
    get_urutan_keluarga,
    list_calon,
)
from kinerja.queries.terbit import DaftarTerbit
from renstra.models import Dokumen
from renstra.queries import list_berlaku, load_daftar_dokumen, sort_versi
from sakip.kit.hasil import Hasil, Kosong, create_hasil_kosong

TargetTerpilih = tuple[Mapping[Periode, TargetBerlaku], TargetBerlaku | None]
"""Targets of the periods, and of the whole year."""

_DIBACA = ("_target", "_realisasi", "_pohon_komponen", "_pilihan", "skala_nilai", "_terbit")
"""What `DataTersimpan` reads for all its indicators at once."""


class DataTersimpan:
    """Targets and realisasi of some indicators of one office, for the report year and the years around it."""

    def __init__(
        self,
        opd: PerangkatDaerah,
        *,
        tahun: int,
        indikator: Sequence[Indikator],
        dokumen: Iterable[Dokumen] | None = None,
        aturan: SumberAturan | None = None,
        per_tanggal: date | None = None,
    ) -> None:
        self.opd = opd
        self.tahun = tahun
        self.indikator = list(indikator)
        self._dokumen = None if dokumen is None else list(dokumen)
        self._aturan = aturan
        self._per_tanggal = per_tanggal
        self._urutan: dict[tuple[str, int], list[Dokumen]] = {}
        self._terpilih: dict[tuple[int, int, int | None, str], TargetTerpilih] = {}
        self._terhitung: dict[tuple[int, int, Periode | None], Hasil] = {}
        self._by_id = {row.pk: row for row in self.indikator}
        self._ids = list(self._by_id)

    @classmethod
    def load_office(cls, opd: PerangkatDaerah, *, tahun: int) -> Self:
        """All indicators of the office's nodes."""
        rows = (
            Indikator.objects.filter(opd=opd, simpul__isnull=False)
            .select_related("simpul")
            .order_by("urutan", "id")
        )
        return cls(opd, tahun=tahun, indikator=list(rows))

    @classmethod
    def load_offices(
        cls,
        daftar: Sequence[PerangkatDaerah],
        *,
        tahun: int,
        indikator: Sequence[Indikator],
        dokumen: Sequence[Dokumen],
    ) -> dict[int, Self]:
        """Data of several offices by office id, in as many queries as one office takes.

        ``indikator`` and ``dokumen`` are those of all the offices.
        """
        if not daftar:
            return {}
        semua = cls(daftar[0], tahun=tahun, indikator=indikator)
        bersama = {nama: getattr(semua, nama) for nama in _DIBACA}
        aturan = SumberAturan.load_offices(daftar, tahun)
        hasil: dict[int, Self] = {}
        for opd in daftar:
            satu = cls(
                opd,
                tahun=tahun,
                indikator=[row for row in indikator if row.opd_id == opd.pk],
                dokumen=[row for row in dokumen if row.opd_id == opd.pk],
                aturan=aturan[opd.pk],
            )
            satu.__dict__.update(bersama)  # what the cached properties would read one office at a time
            hasil[opd.pk] = satu
        return hasil

    # What is read -----------------------------------------------------------------------------------------------------

    @cached_property
    def aturan(self) -> SumberAturan:
        """Rules in force."""
        return self._aturan or SumberAturan(self.opd, self.tahun)

    @cached_property
    def dokumen(self) -> dict[int, Dokumen]:
        """Documents of the office, in order of version."""
        rows = load_daftar_dokumen(self.opd) if self._dokumen is None else sort_versi(self._dokumen)
        return {row.pk: row for row in rows}

    @cached_property
    def per_tanggal(self) -> date:
        """The day whose documents are in force: the one asked for, else today at the government."""
        return self._per_tanggal or get_hari(self.opd.pemda)

    def versions(self, keluarga: str, *, tahun: int) -> list[Dokumen]:
        """Versions of a family in force for a year, the newest first."""
        if (keluarga, tahun) not in self._urutan:
            self._urutan[keluarga, tahun] = list_berlaku(
                self.dokumen.values(), keluarga=keluarga, tahun=tahun, per_tanggal=self.per_tanggal
            )
        return self._urutan[keluarga, tahun]

    @cached_property
    def _target(self) -> Mapping[tuple[int, int], Mapping[int, TargetPeriode]]:
        hasil: dict[tuple[int, int], dict[int, dict[Periode, Target]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for row in Target.objects.filter(indikator__in=self._ids).order_by("id"):
            hasil[row.indikator_id, row.tahun][row.dokumen_id][Periode(row.periode)] = row
        return hasil

    @cached_property
    def _realisasi(self) -> Mapping[tuple[int, int], RealisasiPeriode]:
        hasil: dict[tuple[int, int], dict[Periode, Realisasi]] = defaultdict(dict)
        for row in Realisasi.objects.filter(indikator__in=self._ids, dipakai=True).order_by("id"):
            row.indikator = self._by_id[row.indikator_id]
            hasil[row.indikator_id, row.tahun][Periode(row.periode)] = row
        return hasil

    @cached_property
    def _pilihan(self) -> Mapping[int, Sequence[PilihanOrdinal]]:
        """Choices of ordinal values by indikator id: one query, none without an ordinal indikator."""
        hasil: dict[int, list[PilihanOrdinal]] = defaultdict(list)
        if any(row.jenis_nilai == JenisNilai.ORDINAL for row in self.indikator):
            for row in PilihanOrdinal.objects.filter(indikator__in=self._ids).order_by("-persen"):
                hasil[row.indikator_id].append(row)
        return hasil

    @cached_property
    def _pohon_komponen(self) -> PohonKomponen:
        return PohonKomponen.load(self.indikator)

    @cached_property
    def _terbit(self) -> DaftarTerbit:
        return DaftarTerbit(self._ids)

    @cached_property
    def skala_nilai(self) -> Mapping[int, Skala]:
        """Scales of the indicators' own values (an index with predicates) by scale id."""
        return load_skala(row.skala_id for row in self.indikator if row.skala_id is not None)

    # Targets ----------------------------------------------------------------------------------------------------------

    def targets_for_year(
        self,
        indikator: Indikator,
        *,
        tahun: int,
        dokumen: Dokumen | None = None,
        keluarga: str = "",
    ) -> tuple[Mapping[Periode, TargetBerlaku], TargetBerlaku | None]:
        """Targets of the periods, and of the whole year, from the documents in force.

        ``dokumen`` asks that document alone, ``keluarga`` ("renstra" ...) the newest of that family that states one.
        """
        kunci = (indikator.pk, tahun, None if dokumen is None else dokumen.pk, keluarga)
        hasil = self._terpilih.get(kunci)
        if hasil is None:
            hasil = self._terpilih[kunci] = self._choose_target(indikator, tahun, dokumen, keluarga)
        return hasil

    def _choose_target(
        self, indikator: Indikator, tahun: int, dokumen: Dokumen | None, keluarga: str
    ) -> TargetTerpilih:
        rows = self._target.get((indikator.pk, tahun), {})
        if dokumen is not None:
            return choose_target(indikator=indikator, calon=[(dokumen, rows.get(dokumen.pk, {}))])
        urutan = [keluarga] if keluarga else get_urutan_keluarga(get_jenjang(indikator))
        calon = list_calon(rows, urutan=urutan, versi=lambda nama: self.versions(nama, tahun=tahun))
        return choose_target(indikator=indikator, calon=calon)

    # Realisasi --------------------------------------------------------------------------------------------------------

    def entries(self, indikator: Indikator, *, tahun: int) -> RealisasiPeriode:
        """Stored rows of a year by period."""
        return self._realisasi.get((indikator.pk, tahun), {})

    def suppose(self, row: Realisasi) -> Self:
        """The same data as if ``row`` were stored, for asking before it is; nothing is read again."""
        andai = copy(self)
        kunci = (row.indikator_id, row.tahun)
        milik = {**self._realisasi.get(kunci, {}), Periode(row.periode): row}
        andai.__dict__["_realisasi"] = {**self._realisasi, kunci: milik}
        andai._terhitung = {}
        return andai

    def realisasi(self, indikator: Indikator, *, tahun: int, sampai: Periode | None = None) -> Hasil:
        """The realisasi of a year, or up to ``sampai``, with its derivation.

        In a year before the report year an indikator without own values takes those of the comparable one that it
        replaced (`menggantikan`), and has none when the two are not comparable.
        """
        kunci = (indikator.pk, tahun, sampai)
        hasil = self._terhitung.get(kunci)
        if hasil is None:
            hasil = self._terhitung[kunci] = self._build_realisasi(indikator, tahun, sampai)
        return hasil

    def _build_realisasi(self, indikator: Indikator, tahun: int, sampai: Periode | None) -> Hasil:
        rows = self.entries(indikator, tahun=tahun)
        komponen = self.components(indikator, tahun=tahun, sampai=sampai)
        if rows:
            return note_komponen(build_realisasi(indikator, rows, sampai=sampai), komponen)
        if komponen is not None:
            return komponen.indeks
        if berisi := self.component_periods(indikator, tahun=tahun):  # none of them up to ``sampai``
            setahun = Periode.TAHUN in berisi
            return create_hasil_kosong(
                kosong=Kosong.TIDAK_TERSEDIA if setahun else Kosong.BELUM_DIISI,
                rumus=RUMUS_ISIAN,
                alasan=DIUKUR_SETAHUN if setahun else "",
            )
        if tahun < self.tahun:
            pendahulu = self._predecessor(indikator, tahun)
            if isinstance(pendahulu, Kosong):
                return create_hasil_kosong(kosong=pendahulu, rumus=RUMUS_ISIAN)
            if pendahulu is not None:
                hasil = self.realisasi(pendahulu, tahun=tahun, sampai=sampai)
                return convert_predecessor(hasil, pendahulu=pendahulu, penerus=indikator)
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus=RUMUS_ISIAN)

    def realisasi_periode(self, indikator: Indikator, *, tahun: int, periode: Periode) -> Hasil:
        """A period's own value: its row, else the index of its components, else blank with its reason."""
        row = self.entries(indikator, tahun=tahun).get(periode)
        komponen = self.components(indikator, tahun=tahun, periode=periode)
        if row is not None:
            return note_komponen(build_single(indikator, row), komponen)
        if komponen is not None:
            return komponen.indeks
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus="nilai periode")

    def has_value(self, indikator: Indikator, *, tahun: int) -> bool:
        """Whether the indikator has a realisasi of its own in a year: rows, or components with values."""
        return bool(self.entries(indikator, tahun=tahun) or self.component_periods(indikator, tahun=tahun))

    def _predecessor(self, indikator: Indikator, tahun: int) -> Indikator | Kosong | None:
        """The replaced indikator that holds values of ``tahun``; TIDAK_SEBANDING when it cannot be compared."""
        dilalui, sebanding = {indikator.pk}, True
        satu: Indikator | None = indikator
        while satu is not None and satu.menggantikan_id is not None and satu.menggantikan_id not in dilalui:
            sebanding = sebanding and satu.sebanding
            satu = self._by_id.get(satu.menggantikan_id)
            if satu is None:
                return None
            dilalui.add(satu.pk)
            if self.has_value(satu, tahun=tahun):
                return satu if sebanding else Kosong.TIDAK_SEBANDING
        return None

    def is_measured(self, indikator: Indikator) -> bool:
        """Whether the year promises or reports the indikator: it has a target or a realisasi of the year.

        A document may name an indikator without promising anything (its target prints as a dash).
        """
        _, target = self.targets_for_year(indikator, tahun=self.tahun)
        dijanjikan = target is not None and not target.nilai.is_kosong
        return dijanjikan or self.has_value(indikator, tahun=self.tahun)

    def period_value(self, indikator: Indikator, row: Realisasi) -> Decimal | None:
        """The value of one period row, unrounded; None when it is not available."""
        return build_single(indikator, row).mentah

    def pecahan(self, indikator: Indikator, *, tahun: int) -> Pecahan | None:
        """Pembilang and penyebut behind the year's percentage; None when it is not made of them."""
        return build_pecahan(indikator, self.entries(indikator, tahun=tahun))

    def components(
        self,
        indikator: Indikator,
        *,
        tahun: int,
        sampai: Periode | None = None,
        periode: Periode | None = None,
    ) -> HasilKomponen | None:
        """The component tree of a year (up to ``sampai``) or of one ``periode``; None when it has no value there."""
        return self._pohon_komponen.calculate(indikator, tahun=tahun, sampai=sampai, periode=periode)

    def component_periods(self, indikator: Indikator, *, tahun: int) -> set[Periode]:
        """Periods of a year in which a component has a value."""
        return self._pohon_komponen.periods(indikator, tahun)

    def component_years(self, indikator: Indikator) -> set[int]:
        """Years in which a component has a value."""
        return self._pohon_komponen.years(indikator)

    def component_rows(self, indikator: Indikator) -> Sequence[KomponenIndikator]:
        """Stored components of an indikator in order."""
        return self._pohon_komponen.rows(indikator)
