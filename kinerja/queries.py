"""What the measuring side knows of an office: rules, targets in force, realisasi, capaian on read.

``DataKinerja`` reads an office once (a fixed number of queries, whatever its size) and then answers from memory
through the one engine in ``kinerja.calculations``.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db.models import F, FilteredRelation, Q

from instansi.models import PerangkatDaerah
from kinerja.calculations.aturan import Aturan, NilaiTarget, Pita
from kinerja.calculations.aturan import Skala as SkalaHitung
from kinerja.calculations.capaian import (
    HasilCapaian,
    calculate_capaian,
    calculate_capaian_padanan,
    calculate_persentase,
)
from kinerja.calculations.komponen import HasilKomponen, Komponen, calculate_komponen
from kinerja.calculations.periode import (
    aggregate_periode,
    aggregate_persentase,
    calculate_target_berjalan,
    get_pasangan_triwulan,
)
from kinerja.calculations.rata_rata import HasilRataRata, calculate_rata_rata
from kinerja.enums import (
    Agregasi,
    BagianHitung,
    BasisPredikat,
    FormulaMinimasi,
    Inklusif,
    JenisNilai,
    MaknaTarget,
    NolPagu,
    Periode,
    Polaritas,
    RumusEfisiensi,
)
from kinerja.models import AturanCapaian, Indikator, KomponenIndikator, Realisasi, Target
from renstra.enums import KELUARGA_DOKUMEN, Jenjang, StatusDokumen
from renstra.models import Dokumen
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong

URUTAN_STRATEGIS = ("pk", "rkt", "rencana_aksi", "renstra", "dpa", "rkpd")
"""Documents that give the target of tujuan and sasaran, the first that has one."""
URUTAN_OPERASIONAL = ("dpa", "pk", "rencana_aksi", "rkt", "renstra", "rkpd")
"""Documents that give the target of program, kegiatan and sub kegiatan, the first that has one."""

DIUKUR_SETAHUN = "Diukur setahun sekali."
"""Why a quarter of an indikator that holds one yearly value has none."""

_KELUARGA = {jenis: keluarga for keluarga, anggota in KELUARGA_DOKUMEN.items() for jenis in anggota}


class SumberAturan:
    """Rules of an office for a year: the most specific wins (office before pemda, table before all, latest start)."""

    def __init__(
        self, opd: PerangkatDaerah, tahun: int, *, rows: Iterable[tuple[Any, ...]] | None = None
    ) -> None:
        bands: dict[int, list[Pita]] = defaultdict(list)
        rules: dict[int, Sequence[object]] = {}
        for values in _read_aturan([opd], tahun) if rows is None else rows:
            rules[values[0]] = values
            if values[16] is not None:
                bands[values[0]].append(Pita(values[16], values[17]))
        self._by_table: dict[str, Aturan] = {}
        # pemda rules first, then the office's own, so that the office's own wins
        for row in sorted(rules.values(), key=lambda r: r[1] is not None):
            self._by_table[str(row[2])] = _create_aturan(row, bands[int(str(row[0]))])

    @classmethod
    def load_offices(cls, daftar: Sequence[PerangkatDaerah], tahun: int) -> "dict[int, SumberAturan]":
        """Rules of several offices by office id, read in one query."""
        rows = _read_aturan(daftar, tahun)
        return {
            opd.pk: cls(
                opd,
                tahun,
                rows=[r for r in rows if r[1] == opd.pk or (r[1] is None and r[18] == opd.pemda_id)],
            )
            for opd in daftar
        }

    def get(self, tabel: str = "") -> Aturan:
        """The rule of an official table; the general rule when the table has none of its own."""
        return self._by_table.get(tabel) or self._by_table.get("") or Aturan()


def _read_aturan(daftar: Sequence[PerangkatDaerah], tahun: int) -> list[tuple[Any, ...]]:
    """Rules in force in ``tahun``, one row per band of their scale, in the order in which later ones win."""
    rows = (
        AturanCapaian.objects.filter(
            Q(pemda_id__in={opd.pemda_id for opd in daftar}, opd__isnull=True)
            | Q(opd_id__in=[opd.pk for opd in daftar])
        )
        .filter(tahun_mulai__lte=tahun)
        .order_by("tahun_mulai", "id", "skala__pita__batas_bawah")
        .values_list(
            "id",
            "opd_id",
            "tabel",
            "batas_tampil",
            "batas_rata",
            "desimal",
            "desimal_k",
            "formula_minimasi",
            "lantai_nol",
            "basis_predikat",
            "efisiensi",
            "nol_pagu",
            "bagian",
            "skala__nama",
            "skala__sumber",
            "skala__inklusif",
            "skala__pita__batas_bawah",
            "skala__pita__nama",
            "pemda_id",
        )
    )
    return list(rows)


def _create_aturan(row: Sequence[object], bands: Sequence[Pita]) -> Aturan:
    (
        _,
        _,
        _,
        tampil,
        rata,
        desimal,
        desimal_k,
        minimasi,
        lantai,
        basis,
        efisiensi,
        nol,
        bagian,
        nama,
        sumber,
    ) = row[:15]
    skala = (
        SkalaHitung(nama=str(nama), sumber=str(sumber), inklusif=Inklusif(str(row[15])), pita=tuple(bands))
        if bands
        else None
    )
    return Aturan(
        batas_tampil=tampil if isinstance(tampil, Decimal) else None,
        batas_rata=rata if isinstance(rata, Decimal) else None,
        desimal=int(str(desimal)),
        desimal_k=None if desimal_k is None else int(str(desimal_k)),
        formula_minimasi=FormulaMinimasi(str(minimasi)),
        lantai_nol=bool(lantai),
        skala=skala,
        basis_predikat=BasisPredikat(str(basis)),
        efisiensi=RumusEfisiensi(str(efisiensi)),
        nol_pagu=NolPagu(str(nol)),
        bagian=BagianHitung(str(bagian)),
        sumber=str(sumber or ""),
    )


@dataclass(frozen=True, slots=True)
class TargetBerlaku:
    """A target and the document that sets it."""

    nilai: NilaiTarget
    dokumen: Dokumen
    asal: str = ""


@dataclass(frozen=True, slots=True)
class CapaianIndikator:
    """Target, realisasi and capaian of an indikator for a year or up to a period."""

    indikator: Indikator
    target: TargetBerlaku | None
    realisasi: Hasil
    capaian: HasilCapaian
    catatan: Sequence[Realisasi] = field(default=())

    @property
    def nilai_target(self) -> NilaiTarget | None:
        """The target itself."""
        return None if self.target is None else self.target.nilai

    @property
    def teks_target(self) -> str:
        """The target as it prints."""
        return (
            "–"
            if self.target is None
            else self.target.nilai.teks(_decimals(self.target.nilai, self.indikator))
        )


def _decimals(target: NilaiTarget, indikator: Indikator) -> int | None:
    """Decimals of a target: as many as it was set with, at most those of the indikator."""
    value = target.minimal if target.nilai is None else target.nilai
    if value is None or value == value.to_integral_value():
        return 0 if value is not None else indikator.desimal
    exponent = value.normalize().as_tuple().exponent
    return max(-int(exponent), 0)


def convert_target(row: Target) -> NilaiTarget:
    """Return the plain target of a row."""
    return NilaiTarget(
        nilai=row.nilai,
        bawah=row.bawah,
        atas=row.atas,
        bawah_termasuk=row.bawah_inklusif,
        atas_termasuk=row.atas_inklusif,
        label=row.label,
    )


class DataKinerja:
    """Targets and realisasi of some indicators of one office, for the report year and the years around it."""

    def __init__(
        self,
        opd: PerangkatDaerah,
        *,
        tahun: int,
        indikator: Sequence[Indikator],
        dokumen: Iterable[Dokumen] | None = None,
        aturan: SumberAturan | None = None,
    ) -> None:
        self.opd = opd
        self.tahun = tahun
        self.indikator = list(indikator)
        self._dokumen = None if dokumen is None else list(dokumen)
        self._aturan = aturan
        self._ids = [row.pk for row in self.indikator]

    @classmethod
    def load_office(cls, opd: PerangkatDaerah, *, tahun: int) -> "DataKinerja":
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
    ) -> "dict[int, DataKinerja]":
        """Data of several offices by office id, in as many queries as one office takes.

        ``indikator`` and ``dokumen`` are those of all the offices.
        """
        if not daftar:
            return {}
        semua = cls(daftar[0], tahun=tahun, indikator=indikator)
        bersama = {nama: getattr(semua, nama) for nama in ("_target", "_realisasi", "_pohon_komponen")}
        aturan = SumberAturan.load_offices(daftar, tahun)
        hasil: dict[int, DataKinerja] = {}
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

    @cached_property
    def aturan(self) -> SumberAturan:
        """Rules in force."""
        return self._aturan or SumberAturan(self.opd, self.tahun)

    @cached_property
    def dokumen(self) -> dict[int, Dokumen]:
        """Documents of the office, in order of version."""
        rows = self._dokumen
        if rows is None:
            rows = list(Dokumen.objects.filter(opd=self.opd).order_by("tahun", "urutan", "id"))
        return {row.pk: row for row in rows}

    @cached_property
    def _target(self) -> Mapping[tuple[int, int], Mapping[int, Mapping[Periode, Target]]]:
        hasil: dict[tuple[int, int], dict[int, dict[Periode, Target]]] = defaultdict(
            lambda: defaultdict(dict)
        )
        for row in Target.objects.filter(indikator__in=self._ids).order_by("id"):
            hasil[row.indikator_id, row.tahun][row.dokumen_id][Periode(row.periode)] = row
        return hasil

    @cached_property
    def _realisasi(self) -> Mapping[tuple[int, int], Mapping[Periode, Realisasi]]:
        hasil: dict[tuple[int, int], dict[Periode, Realisasi]] = defaultdict(dict)
        for row in Realisasi.objects.filter(indikator__in=self._ids, dipakai=True).order_by("id"):
            hasil[row.indikator_id, row.tahun][Periode(row.periode)] = row
        return hasil

    @cached_property
    def _pohon_komponen(
        self,
    ) -> tuple[Mapping[int, Sequence[KomponenIndikator]], Mapping[tuple[int, int], Decimal]]:
        """Components in order with their values of every year: one query, none without an index."""
        komponen: dict[int, dict[int, KomponenIndikator]] = defaultdict(dict)
        nilai: dict[tuple[int, int], Decimal] = {}
        if any(row.jenis_nilai == JenisNilai.INDEKS for row in self.indikator):
            rows = (
                KomponenIndikator.objects.filter(indikator__in=self._ids)
                .annotate(tahunan=FilteredRelation("nilai", condition=Q(nilai__periode=Periode.TAHUN)))
                .annotate(nilai_tahun=F("tahunan__tahun"), nilai_isi=F("tahunan__nilai"))
                .order_by("urutan", "id")
            )
            for row in rows:
                komponen[row.indikator_id].setdefault(row.pk, row)
                if row.nilai_tahun is not None:
                    nilai[row.pk, row.nilai_tahun] = row.nilai_isi
        return {pk: list(isi.values()) for pk, isi in komponen.items()}, nilai

    @property
    def _komponen(self) -> Mapping[int, Sequence[KomponenIndikator]]:
        return self._pohon_komponen[0]

    @property
    def _nilai_komponen(self) -> Mapping[tuple[int, int], Decimal]:
        return self._pohon_komponen[1]

    # Targets ----------------------------------------------------------------------------------------------------------

    def _urutan_dokumen(self, indikator: Indikator) -> list[Dokumen]:
        """Set documents, the one that decides first: by family, then the latest version."""
        strategis = indikator.simpul is None or indikator.simpul.jenjang in (Jenjang.TUJUAN, Jenjang.SASARAN)
        urutan = URUTAN_STRATEGIS if strategis else URUTAN_OPERASIONAL
        rows = [row for row in self.dokumen.values() if row.status == StatusDokumen.DITETAPKAN]
        return sorted(rows, key=lambda d: (urutan.index(_KELUARGA[d.jenis]), -d.tahun, -d.urutan, -d.pk))

    def targets_for_year(
        self, indikator: Indikator, *, tahun: int, dokumen: Dokumen | None = None
    ) -> tuple[dict[Periode, TargetBerlaku], TargetBerlaku | None]:
        """Targets of the periods, and of the whole year, from the documents in force (or from ``dokumen`` alone)."""
        rows = self._target.get((indikator.pk, tahun), {})
        urutan = [dokumen] if dokumen is not None else self._urutan_dokumen(indikator)
        periode: dict[Periode, TargetBerlaku] = {}
        setahun: TargetBerlaku | None = None
        for satu in urutan:
            isi = rows.get(satu.pk, {})
            if setahun is None and Periode.TAHUN in isi:
                setahun = TargetBerlaku(convert_target(isi[Periode.TAHUN]), satu, isi[Periode.TAHUN].asal)
            if not periode:
                periode = {
                    p: TargetBerlaku(convert_target(row), satu, row.asal)
                    for p, row in isi.items()
                    if p is not Periode.TAHUN
                }
        if setahun is None and periode:
            setahun = self._year_target(indikator, periode)
        return periode, setahun

    def _year_target(
        self, indikator: Indikator, periode: Mapping[Periode, TargetBerlaku]
    ) -> TargetBerlaku | None:
        """The year's target that follows from its quarters when no document states one."""
        akhir = max(periode, key=lambda p: list(Periode).index(p))
        berjalan = calculate_target_berjalan(
            target={p: t.nilai for p, t in periode.items()},
            makna=MaknaTarget(indikator.makna_target),
            agregasi=Agregasi(indikator.agregasi),
            periode=akhir,
        )
        return (
            None if berjalan is None else TargetBerlaku(berjalan, periode[akhir].dokumen, periode[akhir].asal)
        )

    # Realisasi --------------------------------------------------------------------------------------------------------

    def entries(self, indikator: Indikator, *, tahun: int) -> Mapping[Periode, Realisasi]:
        """Stored rows of a year by period."""
        return self._realisasi.get((indikator.pk, tahun), {})

    def realisasi(self, indikator: Indikator, *, tahun: int, sampai: Periode | None = None) -> Hasil:
        """The realisasi of a year, or up to ``sampai``, with its derivation."""
        rows = dict(self.entries(indikator, tahun=tahun))
        sumber = "; ".join(dict.fromkeys(row.asal for row in rows.values() if row.asal))
        if not rows:
            return self._index(indikator, tahun) or create_hasil_kosong(
                kosong=Kosong.BELUM_DIISI, rumus="nilai yang diisi"
            )
        alasan = next((row.alasan for row in reversed(list(rows.values())) if row.alasan), "")
        if Periode.TAHUN in rows:
            if sampai not in (None, Periode.TAHUN):
                # one value for the whole year is no value of its first quarters
                return create_hasil_kosong(
                    kosong=Kosong.TIDAK_TERSEDIA, rumus="nilai yang diisi", alasan=DIUKUR_SETAHUN, sumber=sumber
                )
            return self._single(indikator, rows[Periode.TAHUN], sumber)
        terisi = [row for row in rows.values() if row.pembilang is not None]
        if terisi:
            hasil = aggregate_persentase(
                pembilang={p: row.pembilang for p, row in rows.items()},
                penyebut={p: row.penyebut for p, row in rows.items()},
                agregasi=Agregasi(indikator.agregasi),
                sampai=sampai,
                faktor=indikator.faktor or Decimal(100),
                desimal=indikator.desimal,
                sumber=sumber,
            )
        else:
            hasil = aggregate_periode(
                nilai={p: row.nilai for p, row in rows.items()},
                agregasi=Agregasi(indikator.agregasi),
                sampai=sampai,
                desimal=indikator.desimal,
                sumber=sumber,
            )
        if hasil.mentah is None and alasan:
            return create_hasil_kosong(
                kosong=Kosong.TIDAK_TERSEDIA, rumus=hasil.derivasi.rumus, alasan=alasan, sumber=sumber
            )
        return hasil

    def _single(self, indikator: Indikator, row: Realisasi, sumber: str) -> Hasil:
        """The one value of a year or period."""
        if row.pembilang is not None:
            return calculate_persentase(
                pembilang=row.pembilang,
                penyebut=row.penyebut,
                faktor=indikator.faktor or Decimal(100),
                desimal=indikator.desimal,
                label_pembilang=indikator.label_pembilang or "pembilang",
                label_penyebut=indikator.label_penyebut or "penyebut",
                sumber=sumber,
            )
        if row.nilai is None:
            kosong = Kosong.TIDAK_TERSEDIA if row.alasan else Kosong.BELUM_DIISI
            return create_hasil_kosong(
                kosong=kosong, rumus="nilai yang diisi", alasan=row.alasan, sumber=sumber
            )
        return create_hasil(
            nilai=row.nilai, desimal=indikator.desimal, rumus="nilai yang diisi", sumber=sumber
        )

    def period_value(self, indikator: Indikator, row: Realisasi) -> Decimal | None:
        """The value of one period row, unrounded; None when it is not available."""
        return self._single(indikator, row, "").mentah

    def components(self, indikator: Indikator, *, tahun: int) -> HasilKomponen | None:
        """The weighted component tree with the values of a year; None when the indikator has none of that year."""
        rows = self._komponen.get(indikator.pk, ())
        if not any((row.pk, tahun) in self._nilai_komponen for row in rows):
            return None
        kunci = {row.pk: row.kunci for row in rows}
        return calculate_komponen(
            komponen=[
                Komponen(
                    kunci=row.kunci,
                    nama=row.nama,
                    induk=None if row.induk_id is None else kunci[row.induk_id],
                    bobot=row.bobot,
                    nilai=self._nilai_komponen.get((row.pk, tahun)),
                )
                for row in rows
            ],
            desimal=indikator.desimal,
        )

    def component_rows(self, indikator: Indikator) -> Sequence[KomponenIndikator]:
        """Stored components of an indikator in order."""
        return self._komponen.get(indikator.pk, ())

    def _index(self, indikator: Indikator, tahun: int) -> Hasil | None:
        hasil = self.components(indikator, tahun=tahun)
        return None if hasil is None else hasil.indeks

    # Capaian ----------------------------------------------------------------------------------------------------------

    def capaian(
        self,
        indikator: Indikator,
        *,
        aturan: Aturan,
        tahun: int | None = None,
        sampai: Periode | None = None,
        dokumen: Dokumen | None = None,
        desimal: int | None = None,
    ) -> CapaianIndikator:
        """Capaian of a year against the year's target (up to ``sampai`` when given)."""
        tahun = self.tahun if tahun is None else tahun
        _, target = self.targets_for_year(indikator, tahun=tahun, dokumen=dokumen)
        realisasi = self.realisasi(indikator, tahun=tahun, sampai=sampai)
        return self._compare(indikator, target, realisasi, aturan, tahun, desimal)

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
        nilai: dict[Periode, Decimal | None] = {
            p: self.period_value(indikator, row) for p, row in rows.items() if p is not Periode.TAHUN
        }
        pasangan = get_pasangan_triwulan(
            target={p: t.nilai for p, t in targets.items()},
            realisasi=nilai,
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
        row = rows.get(periode)
        if pasangan.realisasi is None:
            alasan = row.alasan if row else ""
            kosong = Kosong.TIDAK_TERSEDIA if alasan else Kosong.BELUM_DIISI
            realisasi = create_hasil_kosong(kosong=kosong, rumus="nilai periode", alasan=alasan)
        else:
            realisasi = create_hasil(
                nilai=pasangan.realisasi,
                desimal=indikator.desimal,
                rumus="nilai periode",
                sumber=row.asal if row else "",
            )
        return self._compare(indikator, target, realisasi, aturan, tahun, None)

    def _compare(
        self,
        indikator: Indikator,
        target: TargetBerlaku | None,
        realisasi: Hasil,
        aturan: Aturan,
        tahun: int,
        desimal: int | None,
    ) -> CapaianIndikator:
        rows = self.entries(indikator, tahun=tahun)
        bagian = [f"target: {target.dokumen}" + (f", {target.asal}" if target.asal else "")] if target else []
        if realisasi.derivasi.sumber:
            bagian.append(f"realisasi: {realisasi.derivasi.sumber}")
        sumber = "; ".join(bagian)
        ordinal = next((row.label for row in rows.values() if row.label), "")
        if indikator.jenis_nilai == JenisNilai.ORDINAL and ordinal:
            capaian = calculate_capaian_padanan(
                realisasi=ordinal,
                padanan={p.label: p.persen for p in indikator.pilihan.all()},
                aturan=aturan,
                desimal=desimal,
                sumber=sumber,
            )
        else:
            capaian = calculate_capaian(
                target=None if target is None else target.nilai,
                realisasi=realisasi.mentah,
                polaritas=Polaritas(indikator.polaritas),
                aturan=aturan,
                desimal=desimal,
                alasan=realisasi.alasan,
                desimal_realisasi=indikator.desimal,
                sumber=sumber,
            )
        return CapaianIndikator(indikator, target, realisasi, capaian, tuple(rows.values()))

    def rata_rata(
        self, bagian: Sequence[CapaianIndikator], *, aturan: Aturan, desimal: int | None = None
    ) -> HasilRataRata:
        """Mean capaian with n, missing and capped."""
        return calculate_rata_rata(bagian=[satu.capaian for satu in bagian], aturan=aturan, desimal=desimal)
