"""What a report is made of, read once: every official table of an office and year from one `DataLaporan`."""

from collections.abc import Collection
from dataclasses import fields
from datetime import date
from typing import Any

from django.db.models import Q

from instansi.enums import JenisMasaJabatan
from instansi.models import Jabatan, MasaJabatan, Pejabat, Pengguna, PerangkatDaerah
from instansi.waktu import get_hari
from kinerja.calculations.aturan import Aturan
from kinerja.enums import JenisAnalisis, StatusNilai
from laporan.dokumen import Penandatangan
from laporan.enums import StatusLaporan
from laporan.isi import DokumenDipakai, IsiLaporan, Kantor
from laporan.models import Laporan, Narasi, Snapshot
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import HasilTabel, TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from renstra.enums import Jenjang
from renstra.models import Misi
from renstra.queries import list_ditetapkan
from sakip.kit.formats import TANDA_KOSONG, format_tanggal

KOLOM_WAJIB: dict[str, tuple[str, ...]] = {
    "tahun-lalu": ("realisasi_lalu", "r_"),
    "akhir-renstra": ("target_akhir",),
    "standar-nasional": ("standar",),
    "analisis": ("pendukung", "hambatan", "teks"),
    "efisiensi": ("serapan", "efisiensi"),
    "tc23": ("t_", "r_"),
}
"""Columns (or their beginnings) of which one cell must say something, else the table has nothing to show."""

_TANPA_ISI = {
    "tahun-lalu": "Belum ada realisasi tahun-tahun sebelumnya.",
    "akhir-renstra": "Renstra belum memuat target akhir.",
    "standar-nasional": "Belum ada standar nasional sebagai pembanding.",
    "analisis": "Belum ada analisis indikator sasaran.",
    "efisiensi": "Belum ada program beranggaran yang mendukung sasaran.",
    "belanja": "Belum ada rincian belanja per rekening atau uraian.",
    "tc23": "Belum ada target atau realisasi selama renstra.",
}


def get_laporan(opd: PerangkatDaerah, tahun: int) -> Laporan | None:
    """The report of an office and year, or None before anything of it was written."""
    laporan: Laporan | None = Laporan.objects.filter(opd=opd, tahun=tahun).first()
    return laporan


def get_snapshot(laporan: Laporan | None) -> Snapshot | None:
    """The frozen copy of a set report; None for a draf, also when it was set before and withdrawn."""
    if laporan is None or laporan.status == StatusLaporan.DRAF:
        return None
    snapshot: Snapshot | None = Snapshot.objects.filter(laporan=laporan).order_by("-id").first()
    return snapshot


def get_narasi(laporan: Laporan | None) -> dict[str, Narasi]:
    """Texts that the office wrote, by bagian."""
    if laporan is None:
        return {}
    return {row.bagian: row for row in Narasi.objects.filter(laporan=laporan)}


def collect_isi(
    opd: PerangkatDaerah,
    *,
    tahun: int,
    narasi: dict[str, str] | None = None,
    pengguna: Pengguna | None = None,
    tanggal: date | None = None,
    disahkan: Collection[str] = (StatusNilai.DISAHKAN,),
) -> IsiLaporan:
    """Read everything that the report of an office and year prints, in a number of queries that its rows do not raise.

    ``narasi`` are the office's texts (None: read them); ``pengguna`` is who will sign, ``tanggal`` the date of the
    signature block (default: none yet); ``disahkan`` are the states of values that count as approved.
    """
    data = DataLaporan(opd, tahun=tahun, disahkan=disahkan)
    if narasi is None:
        narasi = {kode: row.teks for kode, row in get_narasi(get_laporan(opd, tahun)).items()}
    tabel: dict[str, HasilTabel] = {}
    kosong: dict[str, str] = {}
    for satu in list_tabel():
        try:
            hasil = build_tabel_from(satu.kode, data)
        except TabelTanpaDataError as error:
            kosong[satu.kode] = error.pesan
            continue
        if is_berisi(hasil):
            tabel[satu.kode] = hasil
        else:
            kosong[satu.kode] = _TANPA_ISI[satu.kode]
    return IsiLaporan(
        kantor=_read_kantor(data),
        tahun=tahun,
        tabel=tabel,
        kosong=kosong,
        narasi=narasi,
        catatan_sasaran=_read_catatan(data),
        penandatangan=read_penandatangan(opd, pengguna=pengguna, tanggal=tanggal),
        dokumen=_read_dokumen(data),
        aturan={kode: _dump_aturan(data.aturan(kode)) for kode in tabel},
    )


def is_berisi(tabel: HasilTabel) -> bool:
    """Whether the columns that the table exists for say anything."""
    if tabel.kode == "belanja":  # without accounts or items it only repeats the table of the budget
        return any(baris.jenis in ("rekening", "uraian") for baris in tabel.baris)
    wajib = KOLOM_WAJIB.get(tabel.kode)
    if wajib is None:
        return True
    kolom = [k.kode for k in tabel.kolom if k.kode.startswith(wajib)]
    return any(baris.get(kode).teks not in ("", TANDA_KOSONG) for baris in tabel.baris for kode in kolom)


def read_penandatangan(
    opd: PerangkatDaerah, *, pengguna: Pengguna | None = None, tanggal: date | None = None
) -> Penandatangan:
    """The head of the office as the signature block names him; the name stays empty while nobody is recorded.

    The official of ``pengguna`` signs; without one, whoever holds the position of the head on ``tanggal`` (today).
    """
    saat = tanggal or get_hari(opd.pemda)
    kepala = Jabatan.objects.filter(opd=opd, kepala=True).first()
    sebutan = f"Kepala {opd.nama}" if kepala is None else _name_jabatan(kepala.nama, opd)
    pejabat: Pejabat | None = None
    masa = (
        MasaJabatan.objects.filter(jabatan=kepala, mulai__lte=saat)
        .filter(Q(selesai__isnull=True) | Q(selesai__gte=saat))
        .select_related("pejabat")
    )
    if pengguna is not None and pengguna.pejabat_id is not None:
        pejabat = pengguna.pejabat
        masa = masa.filter(pejabat=pejabat)
    jabatan = masa.order_by("-mulai", "-id").first() if kepala is not None else None
    if jabatan is not None:
        pejabat = jabatan.pejabat
        if jabatan.jenis != JenisMasaJabatan.DEFINITIF:
            sebutan = f"{jabatan.get_jenis_display()} {sebutan}"
    return Penandatangan(
        jabatan=sebutan,
        nama="" if pejabat is None else str(pejabat),
        pangkat="" if pejabat is None else pejabat.pangkat,
        nip="" if pejabat is None else pejabat.nip,
        tempat=opd.pemda.tempat,
        tanggal="" if tanggal is None else format_tanggal(tanggal),
    )


def _name_jabatan(nama: str, opd: PerangkatDaerah) -> str:
    """The position with its office: "Kepala Dinas" of Dinas Kominfo is "Kepala Dinas Kominfo"."""
    return f"Kepala {opd.nama}" if nama == f"Kepala {opd.nama.partition(' ')[0]}" else nama


def _read_kantor(data: DataLaporan) -> Kantor:
    opd = data.opd
    return Kantor(
        nama=opd.nama,
        singkatan=opd.singkatan,
        pemda=opd.pemda.nama,
        jenis_pemda=opd.pemda.get_jenis_display(),
        kepala_daerah=opd.pemda.kepala_daerah,
        provinsi=opd.pemda.provinsi,
        tempat=opd.pemda.tempat,
        alamat=opd.alamat,
        visi=opd.visi,
        misi=tuple(str(row) for row in Misi.objects.filter(opd=opd)),
        tujuan=tuple(row.nama for row in data.nodes(Jenjang.TUJUAN)),
        program=tuple(row.nama for row in data.nodes(Jenjang.PROGRAM)),
        unit=tuple(opd.unit.values_list("nama", flat=True)),
        jabatan=tuple(opd.jabatan.order_by("-kepala", "id").values_list("nama", flat=True)),
    )


def _read_catatan(data: DataLaporan) -> dict[str, list[tuple[str, str]]]:
    hasil: dict[str, list[tuple[str, str]]] = {}
    for row in data.analisis:
        node = data.simpul_by_id.get(row.simpul_id or 0)
        if node is not None and node.jenjang == Jenjang.SASARAN:
            hasil.setdefault(node.kunci, []).append((JenisAnalisis(row.jenis).label, row.teks))
    return hasil


def _read_dokumen(data: DataLaporan) -> tuple[DokumenDipakai, ...]:
    return tuple(
        DokumenDipakai(row.kunci, str(row), row.nomor, row.tanggal.isoformat() if row.tanggal else "")
        for row in list_ditetapkan(data.daftar_dokumen, tahun=data.tahun, per_tanggal=data.per_tanggal)
    )


def _dump_aturan(aturan: Aturan) -> dict[str, str]:
    def text(value: Any) -> str:
        return str(getattr(value, "nama", value))

    return {satu.name: text(getattr(aturan, satu.name)) for satu in fields(aturan)}
