"""Which target is in force: the document that decides, its periods and the target of the whole year."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeVar

from kinerja.calculations.aturan import Aturan, NilaiTarget
from kinerja.calculations.periode import URUTAN, calculate_target_berjalan
from kinerja.enums import Agregasi, BagianHitung, JenisNilai, MaknaTarget, Periode
from kinerja.models import Indikator, Target
from renstra.enums import Jenjang
from renstra.models import Dokumen
from sakip.kit.decimals import count_desimal, round_half_up

URUTAN_STRATEGIS = ("pk", "rkt", "rencana_aksi", "renstra", "dpa", "rkpd")
"""Families of documents that give the target of tujuan and sasaran, the first that has one."""
URUTAN_OPERASIONAL = ("dpa", "pk", "rencana_aksi", "rkt", "renstra", "rkpd")
"""Families of documents that give the target of program, kegiatan and sub kegiatan, the first that has one."""
DESIMAL_ISIAN = 6
"""Decimals that a typed target can have; more come only from a computed one."""

_AKHIR_TAHUN = (Periode.TW4, Periode.S2)

TargetPeriode = Mapping[Periode, Target]
Isi = TypeVar("Isi")


@dataclass(frozen=True, slots=True)
class TargetBerlaku:
    """A target and the document that sets it."""

    nilai: NilaiTarget
    dokumen: Dokumen
    asal: str = ""


def convert_target(row: Target, indikator: Indikator) -> NilaiTarget:
    """Return the plain target of a row of ``indikator``."""
    return NilaiTarget(
        nilai=row.nilai,
        bawah=row.bawah,
        atas=row.atas,
        bawah_termasuk=row.bawah_inklusif,
        atas_termasuk=row.atas_inklusif,
        label=row.label,
        rasio=indikator.jenis_nilai == JenisNilai.RASIO,
    )


def get_desimal_target(target: NilaiTarget, indikator: Indikator) -> int | None:
    """Return the decimals in which a target prints: as it was set; those of the indikator when it was computed."""
    values = [value for value in (target.nilai, target.bawah, target.atas) if value is not None]
    if not values:
        return indikator.desimal
    decimals = max(count_desimal(value) for value in values)
    return decimals if decimals <= DESIMAL_ISIAN else indikator.desimal


def get_bagian_target(target: NilaiTarget | None, indikator: Indikator, aturan: Aturan) -> NilaiTarget | None:
    """Return the target that a formula takes: as it is, or as it prints; the two differ for a computed one only."""
    desimal = None if target is None else get_desimal_target(target, indikator)
    if target is None or desimal is None or aturan.bagian == BagianHitung.MENTAH:
        return target

    def show(nilai: Decimal | None) -> Decimal | None:
        return None if nilai is None else round_half_up(nilai, desimal)

    return replace(target, nilai=show(target.nilai), bawah=show(target.bawah), atas=show(target.atas))


def get_urutan_keluarga(jenjang: str | None) -> Sequence[str]:
    """Return the families of documents whose target counts for indicators of a level, the deciding one first.

    None is an indikator without a node, that of a jabatan.
    """
    strategis = jenjang is None or jenjang in (Jenjang.TUJUAN, Jenjang.SASARAN)
    return URUTAN_STRATEGIS if strategis else URUTAN_OPERASIONAL


def get_jenjang(indikator: Indikator) -> str | None:
    """Return the level of the node of an indikator, None without one."""
    return None if indikator.simpul is None else indikator.simpul.jenjang


def list_calon(
    rows: Mapping[int, Isi], *, urutan: Iterable[str], versi: Callable[[str], Iterable[Dokumen]]
) -> list[tuple[Dokumen, Isi]]:
    """Return the deciding document of each family with what it states, the family that counts first leading.

    ``rows`` is what each document (by id) states of one indikator in a year, ``urutan`` the families that count, and
    ``versi`` the versions of a family in force, the newest first.
    """
    calon = []
    for nama in urutan:
        terbaru = next((row for row in versi(nama) if rows.get(row.pk)), None)
        if terbaru is not None:
            calon.append((terbaru, rows[terbaru.pk]))
    return calon


def list_periode_isian(calon: Iterable[Collection[Periode]]) -> list[Periode]:
    """Return the periods in which an indikator is typed, from the periods that its deciding documents name.

    Those of the first document that names parts of the year, else the whole year where one names it: an
    indikator-year holds periods or one TAHUN row, never both.
    """
    setahun = False
    for periode in calon:
        berkala: list[Periode] = [p for p in Periode if p is not Periode.TAHUN and p in periode]
        if berkala:
            return berkala
        setahun = setahun or Periode.TAHUN in periode
    return [Periode.TAHUN] if setahun else []


def choose_target(
    *, indikator: Indikator, calon: Iterable[tuple[Dokumen, TargetPeriode]]
) -> tuple[dict[Periode, TargetBerlaku], TargetBerlaku | None]:
    """Return the targets of the periods and of the whole year.

    ``calon`` are the deciding document of each family with its rows for the indikator, the family that counts first
    leading. Each of the two comes from the first document that states it, in whichever form.
    """
    periode: dict[Periode, TargetBerlaku] = {}
    setahun: TargetBerlaku | None = None
    for dokumen, rows in calon:
        milik: dict[Periode, TargetBerlaku] = {
            p: TargetBerlaku(convert_target(row, indikator), dokumen, row.asal)
            for p, row in rows.items()
            if p is not Periode.TAHUN
        }
        periode = periode or milik
        if setahun is None and Periode.TAHUN in rows:
            row = rows[Periode.TAHUN]
            setahun = TargetBerlaku(convert_target(row, indikator), dokumen, row.asal)
        elif setahun is None and milik:
            setahun = _derive_year(indikator, milik)
    return periode, setahun


def _derive_year(indikator: Indikator, periode: Mapping[Periode, TargetBerlaku]) -> TargetBerlaku | None:
    """Return the year's target that follows from its periods; None while the last one is not set.

    A target that repeats the year's (makna tahunan) is known from any period.
    """
    akhir = max(periode, key=URUTAN.index)
    if indikator.makna_target != MaknaTarget.TAHUNAN and akhir not in _AKHIR_TAHUN:
        return None
    berjalan = calculate_target_berjalan(
        target={p: t.nilai for p, t in periode.items()},
        makna=MaknaTarget(indikator.makna_target),
        agregasi=Agregasi(indikator.agregasi),
        periode=akhir,
    )
    if berjalan is None:
        return None
    return TargetBerlaku(berjalan, periode[akhir].dokumen, periode[akhir].asal)
