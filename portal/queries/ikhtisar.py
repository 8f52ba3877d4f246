"""The state of offices for the beranda and the overview: many offices in as many queries as one.

What the engine computes is computed by the engine; sums of rupiah are exact sums of the database.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import partial
from typing import Any

from django.db.models import Count, Max, Sum

from anggaran.calculations import calculate_serapan
from anggaran.models import Pagu, RealisasiBelanja
from instansi.models import JadwalPengisian, PerangkatDaerah
from instansi.waktu import get_hari
from kinerja.calculations.rata_rata import HasilRataRata
from kinerja.enums import NolPagu, Periode
from kinerja.models import Indikator, KunciTahun, Realisasi, Target
from kinerja.queries import DataKinerja
from kinerja.queries.target import get_urutan_keluarga, list_calon, list_periode_isian
from kinerja.rules import is_dapat_diisi
from laporan.enums import StatusLaporan
from laporan.models import Laporan
from laporan.tabel.baris import create_sel_kategori
from laporan.tabel.dasar import Sel, create_sel_hasil
from laporan.tabel.draf import count_draf_tahun
from portal.queries.isian import PembacaIsian, StatusPengisian, prefetch_pilihan
from renstra.enums import Jenjang
from renstra.models import Dokumen
from renstra.queries import list_berlaku, list_ditetapkan, load_daftar_dokumen
from sakip.kit.hasil import Hasil

TABEL_CAPAIAN = "capaian"
"""The official table whose rules the average of the sasaran indicators obeys."""

TABEL_ANGGARAN = "anggaran"


@dataclass(frozen=True, slots=True)
class KeadaanPeriode:
    """One period of an office: whether it is open, how many values it takes and how far they are."""

    periode: Periode
    status: StatusPengisian
    jumlah: int
    terisi: int
    menunggu: int

    @property
    def belum(self) -> int:
        """Values that are still missing."""
        return self.jumlah - self.terisi

    @property
    def disahkan(self) -> int:
        """Values that are approved."""
        return self.terisi - self.menunggu


@dataclass(frozen=True, slots=True)
class KeadaanKantor:
    """An office in one year; ``draf`` counts the values behind its average that are not approved."""

    opd: PerangkatDaerah
    rata: HasilRataRata
    capaian: Sel
    predikat: Sel
    serapan: Hasil
    draf: int
    diubah: datetime | None
    laporan: Laporan | None

    @property
    def status_laporan(self) -> str:
        """State of the report in words."""
        return str(self.laporan.get_status_display()) if self.laporan else "Belum disusun"


def load_keadaan(
    daftar: Sequence[PerangkatDaerah],
    *,
    tahun: int,
    dokumen: Sequence[Dokumen] | None = None,
    data: Mapping[int, DataKinerja] | None = None,
) -> dict[int, KeadaanKantor]:
    """State of offices by id: a fixed number of queries (about ten) whatever the number of offices.

    ``dokumen`` and ``data`` spare their queries when they are there already.
    """
    ids = [opd.pk for opd in daftar]
    if not ids:
        return {}
    semua_dokumen = load_daftar_dokumen(*daftar) if dokumen is None else list(dokumen)
    if data is None:
        rows = list(
            Indikator.objects.filter(opd__in=ids, simpul__jenjang=Jenjang.SASARAN)
            .select_related("simpul")
            .order_by("simpul__urutan", "urutan", "id")
        )
        prefetch_pilihan(rows)
        data = DataKinerja.load_offices(daftar, tahun=tahun, indikator=rows, dokumen=semua_dokumen)
    serapan = _load_serapan(daftar, tahun=tahun, dokumen=semua_dokumen, data=data)
    diubah = dict(
        Realisasi.objects.filter(indikator__opd__in=ids, tahun=tahun)
        .order_by()
        .values_list("indikator__opd")
        .annotate(Max("diubah"))
    )
    laporan = {row.opd_id: row for row in Laporan.objects.filter(opd__in=ids, tahun=tahun)}
    hasil: dict[int, KeadaanKantor] = {}
    for opd in daftar:
        rata = average_sasaran(data[opd.pk])
        aturan = data[opd.pk].aturan.get(TABEL_CAPAIAN)
        hasil[opd.pk] = KeadaanKantor(
            opd=opd,
            rata=rata,
            capaian=create_sel_hasil(rata, aturan.desimal),
            predikat=create_sel_kategori(rata, aturan),
            serapan=serapan[opd.pk],
            draf=count_draf_tahun(data[opd.pk], list_sasaran(data[opd.pk])),
            diubah=diubah.get(opd.pk),
            laporan=laporan.get(opd.pk),
        )
    return hasil


def list_sasaran(data: DataKinerja) -> list[Indikator]:
    """The sasaran indicators that have a target or a value in the year."""
    return [
        row
        for row in data.indikator
        if row.simpul is not None and row.simpul.jenjang == Jenjang.SASARAN and data.is_measured(row)
    ]


def average_sasaran(data: DataKinerja) -> HasilRataRata:
    """Average capaian of the sasaran indicators that have a target or a value in the year."""
    aturan = data.aturan.get(TABEL_CAPAIAN)
    return data.rata_rata([data.capaian(row, aturan=aturan) for row in list_sasaran(data)], aturan=aturan)


def _load_serapan(
    daftar: Sequence[PerangkatDaerah],
    *,
    tahun: int,
    dokumen: Iterable[Dokumen],
    data: Mapping[int, DataKinerja],
) -> dict[int, Hasil]:
    """Absorption of each office: its expenditure over the budget in force of the year that has rows."""
    milik: dict[int, list[Dokumen]] = defaultdict(list)
    for row in dokumen:
        milik[row.opd_id].append(row)
    calon = {
        pk: list_berlaku(milik[pk], keluarga="dpa", tahun=tahun, per_tanggal=satu.per_tanggal)
        for pk, satu in data.items()
    }
    per_dokumen: dict[int, Decimal] = dict(
        Pagu.objects.filter(dokumen__in=[row.pk for rows in calon.values() for row in rows])
        .order_by()
        .values_list("dokumen")
        .annotate(Sum("jumlah"))
    )
    belanja: dict[int, Decimal] = dict(
        RealisasiBelanja.objects.filter(simpul__opd__in=[opd.pk for opd in daftar], tahun=tahun)
        .order_by()
        .values_list("simpul__opd")
        .annotate(Sum("jumlah"))
    )
    hasil: dict[int, Hasil] = {}
    for opd in daftar:
        pagu = next((per_dokumen[row.pk] for row in calon[opd.pk] if row.pk in per_dokumen), None)
        aturan = data[opd.pk].aturan.get(TABEL_ANGGARAN)
        hasil[opd.pk] = calculate_serapan(
            realisasi=belanja.get(opd.pk),
            pagu=pagu,
            nol=aturan.nol_pagu == NolPagu.NOL,
            desimal=aturan.desimal,
        )
    return hasil


def load_periode(data: DataKinerja, *, opd: PerangkatDaerah, saat: datetime) -> list[KeadaanPeriode]:
    """The periods of the year in which something is to be typed (two queries: schedule and lock)."""
    jadwal = {
        row.periode: row for row in JadwalPengisian.objects.filter(pemda_id=opd.pemda_id, tahun=data.tahun)
    }
    ditetapkan = KunciTahun.objects.filter(opd=opd, tahun=data.tahun).exists()
    pembaca = PembacaIsian(data, periode=Periode.TAHUN, tabel={}, boleh_isi=False)
    jumlah: dict[Periode, int] = defaultdict(int)
    terisi: dict[Periode, int] = defaultdict(int)
    menunggu: dict[Periode, int] = defaultdict(int)
    for row in data.indikator:
        isi = data.entries(row, tahun=data.tahun)
        for periode in pembaca.get_periode(row):
            jumlah[periode] += 1
            nilai = isi.get(periode)
            terisi[periode] += nilai is not None
            menunggu[periode] += nilai is not None and is_dapat_diisi(nilai.status)
    hasil = []
    for periode in Periode:
        if periode not in jumlah:
            continue
        baris: Any = jadwal.get(periode.value)
        status = StatusPengisian(
            opd=opd,
            tahun=data.tahun,
            periode=periode,
            buka=baris.buka if baris else None,
            tutup=baris.tutup if baris else None,
            ditetapkan=ditetapkan,
            saat=saat,
        )
        hasil.append(KeadaanPeriode(periode, status, jumlah[periode], terisi[periode], menunggu[periode]))
    return hasil


@dataclass(frozen=True, slots=True)
class IsianLingkup:
    """How far the values of one period are, over many offices."""

    periode: Periode
    status: StatusPengisian
    jumlah: int
    terisi: int


def load_isian_lingkup(
    daftar: Sequence[PerangkatDaerah], *, tahun: int, saat: datetime
) -> list[IsianLingkup]:
    """The scheduled periods of a year with the values of the offices of each government (four queries).

    What is to be typed is what the entry screen of an office lists: the periods of the documents in force.
    """
    if not daftar:
        return []
    jumlah, terisi = _count_isian(daftar, tahun=tahun, saat=saat)
    contoh = {opd.pemda_id: opd for opd in daftar}
    jadwal = JadwalPengisian.objects.filter(pemda_id__in=contoh, tahun=tahun).order_by("pemda_id")
    urut = list(Periode)
    return [
        IsianLingkup(
            periode=Periode(row.periode),
            status=StatusPengisian(
                opd=contoh[row.pemda_id],
                tahun=tahun,
                periode=Periode(row.periode),
                buka=row.buka,
                tutup=row.tutup,
                ditetapkan=False,
                saat=saat,
            ),
            jumlah=jumlah[row.pemda_id, Periode(row.periode)],
            terisi=terisi[row.pemda_id, Periode(row.periode)],
        )
        for row in sorted(jadwal, key=lambda row: (row.pemda_id, urut.index(Periode(row.periode))))
    ]


def _count_isian(
    daftar: Sequence[PerangkatDaerah], *, tahun: int, saat: datetime
) -> tuple[Counter[tuple[int, Periode]], Counter[tuple[int, Periode]]]:
    """Values to be typed and values typed, by government and period."""
    kantor = {opd.pk: opd for opd in daftar}
    versi: dict[tuple[int, str], list[Dokumen]] = {}
    milik: dict[int, list[Dokumen]] = defaultdict(list)
    for dokumen in load_daftar_dokumen(*daftar):
        milik[dokumen.opd_id].append(dokumen)

    def get_versi(opd: PerangkatDaerah, keluarga: str) -> list[Dokumen]:
        if (opd.pk, keluarga) not in versi:
            hari = get_hari(opd.pemda, saat)
            versi[opd.pk, keluarga] = list_berlaku(
                milik[opd.pk], keluarga=keluarga, tahun=tahun, per_tanggal=hari
            )
        return versi[opd.pk, keluarga]

    per_indikator: dict[tuple[int, int, str], dict[int, set[Periode]]] = defaultdict(lambda: defaultdict(set))
    target = Target.objects.filter(indikator__opd__in=kantor, indikator__simpul__isnull=False, tahun=tahun)
    for opd_id, indikator_id, jenjang, dokumen_id, nama in target.order_by().values_list(
        "indikator__opd", "indikator", "indikator__simpul__jenjang", "dokumen", "periode"
    ):
        per_indikator[opd_id, indikator_id, jenjang][dokumen_id].add(Periode(nama))
    realisasi = Realisasi.objects.filter(indikator__opd__in=kantor, tahun=tahun, dipakai=True)
    ada = {(pk, Periode(nama)) for pk, nama in realisasi.order_by().values_list("indikator", "periode")}
    jumlah: Counter[tuple[int, Periode]] = Counter()
    terisi: Counter[tuple[int, Periode]] = Counter()
    for (opd_id, indikator_id, jenjang), rows in per_indikator.items():
        opd = kantor[opd_id]
        calon = list_calon(rows, urutan=get_urutan_keluarga(jenjang), versi=partial(get_versi, opd))
        for periode in list_periode_isian(isi for _, isi in calon):
            jumlah[opd.pemda_id, periode] += 1
            terisi[opd.pemda_id, periode] += (indikator_id, periode) in ada
    return jumlah, terisi


def count_laporan(daftar: Sequence[PerangkatDaerah], *, tahun: int) -> dict[str, int]:
    """How many offices have a report in each state (one query); states without an office are left out."""
    rows = Laporan.objects.filter(opd__in=[opd.pk for opd in daftar], tahun=tahun)
    return dict(rows.order_by().values_list("status").annotate(Count("pk")))


def load_laporan_menunggu(
    opd: PerangkatDaerah, *, tahun: int, dokumen: Iterable[Dokumen]
) -> list[tuple[int, str]]:
    """Year and state of the reports of ``tahun`` and the year before that are not signed yet (two queries).

    A year counts when it has a set document of its own (the values of older years are only compared with) and its
    last period (the year, the second half or the last quarter) has a value: before that there is nothing to report.
    """
    hari = get_hari(opd.pemda)
    setahun = [row for row in dokumen if row.tahun == row.tahun_akhir]
    pilihan = [satu for satu in (tahun - 1, tahun) if list_ditetapkan(setahun, tahun=satu, per_tanggal=hari)]
    rows = Realisasi.objects.filter(
        indikator__opd=opd,
        tahun__in=pilihan,
        periode__in=(Periode.TAHUN, Periode.S2, Periode.TW4),
        dipakai=True,
    )
    bernilai = set(rows.order_by().values_list("tahun", flat=True).distinct())
    status = dict(Laporan.objects.filter(opd=opd, tahun__in=pilihan).values_list("tahun", "status"))
    urut = [(satu, status.get(satu, StatusLaporan.DRAF.value)) for satu in pilihan if satu in bernilai]
    return [(satu, keadaan) for satu, keadaan in urut if keadaan != StatusLaporan.DITANDATANGANI]


def load_data_kantor(opd: PerangkatDaerah, *, tahun: int, dokumen: Sequence[Dokumen]) -> DataKinerja:
    """All indicators of one office with their targets and values."""
    rows = list(
        Indikator.objects.filter(opd=opd, simpul__isnull=False)
        .select_related("simpul")
        .order_by("urutan", "id")
    )
    prefetch_pilihan(rows)
    return DataKinerja(opd, tahun=tahun, indikator=rows, dokumen=dokumen)
