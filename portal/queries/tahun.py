"""The one menu of years: this year and every year in which an office has something, for every page and role."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection

from instansi.models import Pemda, PerangkatDaerah
from instansi.waktu import get_tahun_ini

_DOKUMEN, _TARGET, _JADWAL, _NILAI = range(4)

# Every page reads this: as a union of seven querysets, putting the SQL together took longer than running it.
_SQL = f"""
SELECT {_DOKUMEN}, tahun, tahun_akhir FROM renstra_dokumen WHERE opd_id IN ({{opd}})
UNION SELECT {_TARGET}, t.tahun, t.tahun
  FROM kinerja_target t JOIN kinerja_indikator i ON i.id = t.indikator_id WHERE i.opd_id IN ({{opd}})
UNION SELECT {_JADWAL}, tahun, tahun FROM instansi_jadwalpengisian WHERE pemda_id IN ({{pemda}})
UNION SELECT {_NILAI}, r.tahun, r.tahun
  FROM kinerja_realisasi r JOIN kinerja_indikator i ON i.id = r.indikator_id WHERE i.opd_id IN ({{opd}})
UNION SELECT {_NILAI}, n.tahun, n.tahun
  FROM kinerja_nilaikomponen n JOIN kinerja_komponenindikator k ON k.id = n.komponen_id
  JOIN kinerja_indikator i ON i.id = k.indikator_id WHERE i.opd_id IN ({{opd}})
UNION SELECT {_NILAI}, b.tahun, b.tahun
  FROM anggaran_realisasibelanja b JOIN renstra_simpul s ON s.id = b.simpul_id WHERE s.opd_id IN ({{opd}})
UNION SELECT {_NILAI}, p.tahun, p.tahun
  FROM anggaran_realisasipendapatan p JOIN anggaran_pendapatan a ON a.id = p.pendapatan_id
  JOIN renstra_dokumen d ON d.id = a.dokumen_id WHERE d.opd_id IN ({{opd}})
"""  # noqa: S608 - constants and placeholders only


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


def _list_tempat(ids: Sequence[int]) -> str:
    """Placeholders for ids; PostgreSQL takes no empty list."""
    return ", ".join(["%s"] * len(ids)) or "NULL"


def load_tahun(daftar: Sequence[PerangkatDaerah], *, pemda: Iterable[Pemda] = ()) -> TahunKantor:
    """Read the years of offices, and of the schedules of their governments and of ``pemda`` (one query)."""
    ids = [opd.pk for opd in daftar]
    semua_pemda = {satu.pk: satu for satu in (*(opd.pemda for opd in daftar), *pemda)}

    pemda_ids = list(semua_pemda)
    with connection.cursor() as cursor:
        cursor.execute(
            _SQL.format(opd=_list_tempat(ids), pemda=_list_tempat(pemda_ids)),
            [*ids, *ids, *pemda_ids, *ids, *ids, *ids, *ids],
        )
        rows = cursor.fetchall()
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
