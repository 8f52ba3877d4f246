"""What the kepala sees before he sets a report: periods that are open, blanks and drafts; and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from instansi.models import JadwalPengisian, Jejak, PerangkatDaerah
from instansi.waktu import format_waktu
from kinerja.enums import Periode, StatusNilai
from kinerja.models import KunciTahun, Realisasi
from kinerja.services.realisasi import describe_isian, describe_pengguna
from laporan.models import Laporan
from laporan.narasi import list_bagian
from laporan.services import Rancangan
from laporan.services.penetapan import DISAHKAN_PENETAPAN
from portal.queries.ikhtisar import load_data_kantor
from portal.queries.isian import PembacaIsian, StatusPengisian
from renstra.models import Dokumen
from sakip.kit.sidik import Perubahan, calculate_sidik


@dataclass(frozen=True, slots=True)
class PeriodeTahun:
    """One period of the year: its schedule, its blanks, its drafts, and values held on their way, which stay so."""

    periode: Periode
    status: StatusPengisian
    terisi: int
    belum: Sequence[str]
    draf: Sequence[tuple[str, str]]
    tertahan: Sequence[tuple[str, str]]

    @property
    def jumlah(self) -> int:
        """Values that the period takes."""
        return self.terisi + len(self.belum)


def list_periode(
    opd: PerangkatDaerah, *, tahun: int, dokumen: Sequence[Dokumen], saat: datetime
) -> list[PeriodeTahun]:
    """The periods of the year in which something is typed, or was (seven queries)."""
    data = load_data_kantor(opd, tahun=tahun, dokumen=dokumen)
    pembaca = PembacaIsian(data, periode=Periode.TAHUN, tabel={}, boleh_isi=False)
    jadwal = {row.periode: row for row in JadwalPengisian.objects.filter(pemda_id=opd.pemda_id, tahun=tahun)}
    ditetapkan = KunciTahun.objects.filter(opd=opd, tahun=tahun).exists()
    belum: dict[Periode, list[str]] = {periode: [] for periode in Periode}
    draf: dict[Periode, list[tuple[str, str]]] = {periode: [] for periode in Periode}
    tertahan: dict[Periode, list[tuple[str, str]]] = {periode: [] for periode in Periode}
    terisi = dict.fromkeys(Periode, 0)
    for row in data.indikator:
        isi = data.entries(row, tahun=tahun)
        dihitung = data.component_periods(row, tahun=tahun) - set(isi)  # an index that needs no typing
        for periode in {*pembaca.get_periode(row), *isi} - dihitung:
            nilai = isi.get(periode)
            if nilai is None:
                belum[periode].append(row.nama)
                continue
            terisi[periode] += 1
            if nilai.status != StatusNilai.DISAHKAN:
                tempat = draf if nilai.status in DISAHKAN_PENETAPAN else tertahan
                tempat[periode].append((row.nama, describe_isian(nilai)))
    hasil = []
    for periode in Periode:
        if not terisi[periode] and not belum[periode]:
            continue
        baris: Any = jadwal.get(periode.value)
        status = StatusPengisian(
            opd=opd,
            tahun=tahun,
            periode=periode,
            buka=baris.buka if baris else None,
            tutup=baris.tutup if baris else None,
            ditetapkan=ditetapkan,
            saat=saat,
        )
        hasil.append(
            PeriodeTahun(periode, status, terisi[periode], belum[periode], draf[periode], tertahan[periode])
        )
    return hasil


def get_terlihat(rancangan: Rancangan) -> dict[str, Any]:
    """What a page of the penetapan shows: version and text of each value, a short digest of each written section."""
    return {
        "nilai": {_get_kunci(row): [row.versi, describe_isian(row)] for row in rancangan.nilai},
        "teks": {kode: calculate_sidik(teks)[:16] for kode, teks in rancangan.isi.narasi.items()},
    }


def list_perubahan(rancangan: Rancangan, terlihat: dict[str, Any]) -> list[Perubahan]:
    """What differs from what was shown: values by indikator and period, sections, and else that other figures moved."""
    if not terlihat:
        return []
    kini = get_terlihat(rancangan)
    nama = {_get_kunci(row): f"{row.indikator.nama}, {row.get_periode_display()}" for row in rancangan.nilai}
    hasil = []
    lama = terlihat["nilai"]
    for kunci in [*kini["nilai"], *(lama.keys() - kini["nilai"].keys())]:
        dahulu, sekarang = lama.get(kunci), kini["nilai"].get(kunci)
        if dahulu == sekarang:
            continue
        teks = [satu[1] if satu else "belum diisi" for satu in (dahulu, sekarang)]
        if teks[0] == teks[1]:
            teks[1] += " (disimpan ulang)"
        hasil.append(Perubahan(nama.get(kunci, "Nilai yang dikosongkan"), *teks))
    judul = {satu.kode: satu.judul for satu in list_bagian(rancangan.isi)}
    for kode in kini["teks"].keys() | terlihat["teks"].keys():
        if kini["teks"].get(kode) != terlihat["teks"].get(kode):
            hasil.append(Perubahan(f"Narasi “{judul.get(kode, kode)}”", "teks yang dilihat", "teks baru"))
    return hasil or [Perubahan("Target, anggaran, rencana, atau aturan", "yang dilihat", "berubah")]


def _get_kunci(row: Realisasi) -> str:
    return f"{row.indikator_id}-{row.periode}"


AKSI_LAPORAN = {
    "tetapkan_laporan": "Ditetapkan",
    "tarik_laporan": "Ditarik, kembali menjadi draf",
    "tandatangani_laporan": "Ditandatangani",
}


@dataclass(frozen=True, slots=True)
class PeristiwaLaporan:
    """What happened to a report: when, by which position, why."""

    waktu: str
    aksi: str
    oleh: str
    alasan: str


def read_riwayat_laporan(laporan: Laporan | None, opd: PerangkatDaerah) -> list[PeristiwaLaporan]:
    """Penetapan, withdrawals and signature of a report, the latest first (one query)."""
    if laporan is None:
        return []
    rows = Jejak.objects.filter(
        opd=opd, objek_jenis=Laporan._meta.label_lower, objek_id=laporan.pk, aksi__in=AKSI_LAPORAN
    )
    return [
        PeristiwaLaporan(
            format_waktu(row.waktu, opd.pemda),
            AKSI_LAPORAN[row.aksi],
            describe_pengguna(row.pengguna),
            row.alasan,
        )
        for row in rows.select_related("pengguna").order_by("-id")
    ]
