"""The one menu of years: this year and every year in which an office has something, for every page and role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, QuerySet, Value

from anggaran.models import RealisasiBelanja, RealisasiPendapatan
from instansi.models import JadwalPengisian, Pemda, PerangkatDaerah
from instansi.waktu import get_tahun_ini
from kinerja.models import NilaiKomponen, Realisasi, Target
from renstra.models import Dokumen

_DOKUMEN, _TARGET, _JADWAL, _NILAI = range(4)


@dataclass(frozen=True, slots=True)
class TahunKantor:
    """Years of offices: ``isi`` hold a document, target, schedule or realisasi, ``rencana`` a document of that year.

    ``terjadwal`` have a schedule, ``bernilai`` a realisasi, ``ini`` is the current year at their governments.
    """

    isi: frozenset[int]
    rencana: frozenset[int]
    terjadwal: frozenset[int]
    bernilai: frozenset[int]
    ini: int

    @property
    def bawaan(self) -> int:
        """The year to begin with: the latest with a document of its own, else the latest with anything, else this."""
        return max(self.rencana or self.isi, default=self.ini)

    def is_ada(self, tahun: object) -> bool:
        """Whether the menu has the year; any will do while there is nothing at all."""
        return isinstance(tahun, int) and (not self.isi or tahun in self.isi or tahun == self.ini)

    def list_menu(self, kini: int) -> list[tuple[str, str]]:
        """The options, the latest first; the year of the page is always one of them."""
        return [(str(satu), str(satu)) for satu in sorted({*self.isi, self.ini, kini}, reverse=True)]


def load_tahun(daftar: Sequence[PerangkatDaerah], *, pemda: Iterable[Pemda] = ()) -> TahunKantor:
    """Read the years of offices, and of the schedules of their governments and of ``pemda`` (one query)."""
    ids = [opd.pk for opd in daftar]
    semua_pemda = {satu.pk: satu for satu in (*(opd.pemda for opd in daftar), *pemda)}

    def select(rows: QuerySet[Any], macam: int, sampai: str = "tahun") -> QuerySet[Any]:
        beranotasi = rows.order_by().annotate(macam=Value(macam), sampai=F(sampai))
        pasangan: QuerySet[Any] = beranotasi.values_list("macam", "tahun", "sampai")
        return pasangan

    rows = select(Dokumen.objects.filter(opd__in=ids), _DOKUMEN, "tahun_akhir").union(
        select(Target.objects.filter(indikator__opd__in=ids), _TARGET),
        select(JadwalPengisian.objects.filter(pemda__in=semua_pemda), _JADWAL),
        select(Realisasi.objects.filter(indikator__opd__in=ids), _NILAI),
        select(NilaiKomponen.objects.filter(komponen__indikator__opd__in=ids), _NILAI),
        select(RealisasiBelanja.objects.filter(simpul__opd__in=ids), _NILAI),
        select(RealisasiPendapatan.objects.filter(pendapatan__dokumen__opd__in=ids), _NILAI),
    )
    isi: dict[int, set[int]] = {macam: set() for macam in range(4)}
    rencana = set()
    for macam, awal, akhir in rows:
        isi[macam].update(range(awal, akhir + 1))
        if macam == _DOKUMEN and awal == akhir:
            rencana.add(awal)
    return TahunKantor(
        isi=frozenset().union(*isi.values()),
        rencana=frozenset(rencana),
        terjadwal=frozenset(isi[_JADWAL]),
        bernilai=frozenset(isi[_NILAI]),
        ini=get_tahun_ini(semua_pemda.values()),
    )
