"""Writing the money: pagu of a document, realisasi belanja, pendapatan, printed totals.

Rows are stored by natural key and only at the depth that is known; the database refuses details and total on one line.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction

from anggaran.models import (
    PESAN_INDUK_SEDOKUMEN,
    Pagu,
    Pendapatan,
    RealisasiBelanja,
    RealisasiPendapatan,
    Rekening,
    Ringkasan,
)
from instansi.models import Pengguna, PerangkatDaerah
from instansi.services import HasilSimpan, build_check_tahun, check_rencana, drop_baris, lock_opd, save_baris
from renstra.enums import JENJANG_BELANJA
from renstra.models import Dokumen, Simpul
from renstra.services import JenjangSalahError, build_check_dokumen, check_satu_opd
from sakip.kit.errors import IsianTidakSahError

REKENING_APBD: dict[str, str] = {
    "4.1": "Pendapatan Asli Daerah",
    "4.1.01": "Pajak Daerah",
    "4.1.02": "Retribusi Daerah",
    "4.1.03": "Hasil Pengelolaan Kekayaan Daerah yang Dipisahkan",
    "4.1.04": "Lain-lain PAD yang Sah",
    "4.2": "Pendapatan Transfer",
    "4.3": "Lain-lain Pendapatan Daerah yang Sah",
    "5": "Belanja Daerah",
    "5.1": "Belanja Operasi",
    "5.1.01": "Belanja Pegawai",
    "5.1.02": "Belanja Barang dan Jasa",
    "5.1.03": "Belanja Bunga",
    "5.1.04": "Belanja Subsidi",
    "5.1.05": "Belanja Hibah",
    "5.1.06": "Belanja Bantuan Sosial",
    "5.2": "Belanja Modal",
    "5.2.01": "Belanja Modal Tanah",
    "5.2.02": "Belanja Modal Peralatan dan Mesin",
    "5.2.03": "Belanja Modal Gedung dan Bangunan",
    "5.2.04": "Belanja Modal Jalan, Jaringan, dan Irigasi",
    "5.2.05": "Belanja Modal Aset Tetap Lainnya",
    "5.2.06": "Belanja Modal Aset Lainnya",
    "5.3": "Belanja Tidak Terduga",
    "5.4": "Belanja Transfer",
}
"""Names of the accounts down to jenis (PP 12/2019, Permendagri 77/2020)."""


def create_rekening(*, pengguna: Pengguna | None, kode: str, nama: str = "") -> Rekening:
    """Return the account ``kode``, created when new; an unnamed one gets its APBD name or that of its parent."""
    found = Rekening.objects.filter(kode=kode).first()
    if found is not None:
        return found
    induk = kode
    while not nama and induk:
        nama = REKENING_APBD.get(induk, "")
        induk = induk.rpartition(".")[0]
    return save_baris(
        pengguna=pengguna,
        opd=None,
        model=Rekening,
        rows=[Rekening(kode=kode, nama=nama)],
        ada=[],
        kunci=["kode"],
        aksi="simpan_rekening",
    ).baris[0]


def _check_belanja(simpul: Simpul) -> None:
    if simpul.jenjang not in JENJANG_BELANJA:
        raise JenjangSalahError(
            "Anggaran dicatat pada program, kegiatan, atau sub kegiatan.",
            bidang={"simpul": ["Pilih program, kegiatan, atau sub kegiatan."]},
        )


def set_pagu_batch(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    rows: Sequence[Pagu],
    koreksi: str = "",
    lengkap: bool = False,
) -> HasilSimpan[Pagu]:
    """Store pagu rows of one office by (dokumen, simpul, rekening, uraian); amounts in rupiah, exact to the sen.

    ``lengkap``: they are all that their documents hold, other rows of these are removed first.

    Raises DokumenDitetapkanError for a set document without ``koreksi``, AturanDataError for details and total on one
    line.
    """
    check_rencana(pengguna, opd)
    check_dokumen = build_check_dokumen((row.dokumen for row in rows), koreksi)

    def periksa(new: Pagu, old: Pagu | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.dokumen, new.simpul)
        _check_belanja(new.simpul)
        check_dokumen(new.dokumen)

    ada = Pagu.objects.filter(dokumen__in={row.dokumen_id for row in rows})
    kunci = ["dokumen_id", "simpul_id", "rekening_id", "uraian"]
    if lengkap:
        drop_baris(
            pengguna=pengguna, opd=opd, rows=rows, ada=ada, kunci=kunci, aksi="hapus_pagu", alasan=koreksi
        )
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Pagu,
        rows=rows,
        ada=ada.all(),
        kunci=kunci,
        aksi="simpan_pagu",
        periksa=periksa,
        alasan=koreksi,
    )


def set_pagu(
    *,
    pengguna: Pengguna | None,
    dokumen: Dokumen,
    simpul: Simpul,
    jumlah: Decimal,
    rekening: Rekening | None = None,
    uraian: str = "",
    asal: str = "",
    koreksi: str = "",
) -> Pagu:
    """Store one pagu row. See `set_pagu_batch`."""
    row = Pagu(dokumen=dokumen, simpul=simpul, rekening=rekening, uraian=uraian, jumlah=jumlah, asal=asal)
    return set_pagu_batch(pengguna=pengguna, opd=dokumen.opd, rows=[row], koreksi=koreksi).baris[0]


def record_belanja_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[RealisasiBelanja]
) -> HasilSimpan[RealisasiBelanja]:
    """Store expenditure by (simpul, tahun, bulan, rekening, uraian); ``bulan`` 0 is the whole year.

    Raises AturanDataError for details and total on one line, or months and a whole year of one node,
    LaporanDitetapkanError for a closed year.
    """
    check_rencana(pengguna, opd)
    check_tahun = build_check_tahun(opd, (row.tahun for row in rows))

    def periksa(
        new: RealisasiBelanja, old: RealisasiBelanja | None, changes: dict[str, tuple[Any, Any]]
    ) -> None:
        check_satu_opd(opd, new.simpul)
        _check_belanja(new.simpul)
        check_tahun(new.tahun)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=RealisasiBelanja,
        rows=rows,
        ada=RealisasiBelanja.objects.filter(simpul__opd=opd, tahun__in={row.tahun for row in rows}),
        kunci=["simpul_id", "tahun", "bulan", "rekening_id", "uraian"],
        aksi="simpan_belanja",
        periksa=periksa,
    )


def record_belanja(
    *,
    pengguna: Pengguna | None,
    simpul: Simpul,
    tahun: int,
    jumlah: Decimal,
    bulan: int = 0,
    rekening: Rekening | None = None,
    uraian: str = "",
    asal: str = "",
) -> RealisasiBelanja:
    """Store one expenditure row. See `record_belanja_batch`."""
    row = RealisasiBelanja(
        simpul=simpul, tahun=tahun, bulan=bulan, rekening=rekening, uraian=uraian, jumlah=jumlah, asal=asal
    )
    return record_belanja_batch(pengguna=pengguna, opd=simpul.opd, rows=[row]).baris[0]


def set_pendapatan_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Pendapatan], koreksi: str = ""
) -> HasilSimpan[Pendapatan]:
    """Store revenue rows by (dokumen, kunci); a parent carries no amount and is stored before its children.

    Raises IsianTidakSahError for a parent of another document or with a target of its own.
    """
    check_rencana(pengguna, opd)
    check_dokumen = build_check_dokumen((row.dokumen for row in rows), koreksi)

    def periksa(new: Pendapatan, old: Pendapatan | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.dokumen)
        if new.induk is not None and new.induk.dokumen_id != new.dokumen_id:
            raise IsianTidakSahError(PESAN_INDUK_SEDOKUMEN, bidang={"induk": [PESAN_INDUK_SEDOKUMEN]})
        check_dokumen(new.dokumen)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Pendapatan,
        rows=rows,
        ada=Pendapatan.objects.filter(dokumen__in={row.dokumen_id for row in rows}),
        kunci=["dokumen_id", "kunci"],
        aksi="simpan_pendapatan",
        periksa=periksa,
        alasan=koreksi,
    )


def set_pendapatan(
    *,
    pengguna: Pengguna | None,
    dokumen: Dokumen,
    kunci: str,
    uraian: str,
    induk: Pendapatan | None = None,
    target: Decimal | None = None,
    urutan: int = 0,
    asal: str = "",
    koreksi: str = "",
) -> Pendapatan:
    """Store one revenue row. See `set_pendapatan_batch`."""
    row = Pendapatan(
        dokumen=dokumen, kunci=kunci, uraian=uraian, induk=induk, target=target, urutan=urutan, asal=asal
    )
    return set_pendapatan_batch(pengguna=pengguna, opd=dokumen.opd, rows=[row], koreksi=koreksi).baris[0]


def _kunci_pendapatan(row: RealisasiPendapatan) -> tuple[int, str, int, int]:
    """What one amount received is told apart by, whichever document of the year holds it."""
    return row.pendapatan.dokumen.tahun, row.pendapatan.kunci, row.tahun, row.bulan


@transaction.atomic
def record_pendapatan_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[RealisasiPendapatan]
) -> HasilSimpan[RealisasiPendapatan]:
    """Store revenue received by (pendapatan, tahun, bulan); ``bulan`` 0 is the whole year.

    What another document of the same year holds for that kunci, year and month is changed in its place (a DPPA goes on
    from the DPA), so that nothing is kept twice. Raises AturanDataError for months beside a whole year, and
    LaporanDitetapkanError for a closed year.
    """
    check_rencana(pengguna, opd)
    lock_opd(opd)
    check_tahun = build_check_tahun(opd, (row.tahun for row in rows))
    ada: list[RealisasiPendapatan] = list(
        RealisasiPendapatan.objects.filter(pendapatan__dokumen__opd=opd)
        .select_related("pendapatan__dokumen")
        .order_by("id")
    )
    milik = {_kunci_pendapatan(row): row.pendapatan for row in ada}
    for row in rows:
        if row.pendapatan.dokumen.opd_id == opd.pk:
            row.pendapatan = milik.get(_kunci_pendapatan(row), row.pendapatan)

    def periksa(
        new: RealisasiPendapatan, old: RealisasiPendapatan | None, changes: dict[str, tuple[Any, Any]]
    ) -> None:
        check_satu_opd(opd, new.pendapatan.dokumen)
        check_tahun(new.tahun)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=RealisasiPendapatan,
        rows=rows,
        ada=ada,
        kunci=["pendapatan_id", "tahun", "bulan"],
        aksi="simpan_realisasi_pendapatan",
        periksa=periksa,
    )


def record_pendapatan(
    *,
    pengguna: Pengguna | None,
    pendapatan: Pendapatan,
    tahun: int,
    jumlah: Decimal,
    bulan: int = 0,
    asal: str = "",
) -> RealisasiPendapatan:
    """Store one amount of revenue received. See `record_pendapatan_batch`."""
    row = RealisasiPendapatan(pendapatan=pendapatan, tahun=tahun, bulan=bulan, jumlah=jumlah, asal=asal)
    return record_pendapatan_batch(pengguna=pengguna, opd=pendapatan.dokumen.opd, rows=[row]).baris[0]


def set_ringkasan_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Ringkasan], koreksi: str = ""
) -> HasilSimpan[Ringkasan]:
    """Store printed totals of documents by (dokumen, butir); they are shown and compared, never summed."""
    check_rencana(pengguna, opd)
    check_dokumen = build_check_dokumen((row.dokumen for row in rows), koreksi)

    def periksa(new: Ringkasan, old: Ringkasan | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.dokumen)
        check_dokumen(new.dokumen)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Ringkasan,
        rows=rows,
        ada=Ringkasan.objects.filter(dokumen__opd=opd),
        kunci=["dokumen_id", "butir"],
        aksi="simpan_ringkasan",
        periksa=periksa,
        alasan=koreksi,
    )


def set_ringkasan(
    *,
    pengguna: Pengguna | None,
    dokumen: Dokumen,
    butir: str,
    nilai: Decimal,
    asal: str = "",
    koreksi: str = "",
) -> Ringkasan:
    """Store one printed total. See `set_ringkasan_batch`."""
    row = Ringkasan(dokumen=dokumen, butir=butir, nilai=nilai, asal=asal)
    return set_ringkasan_batch(pengguna=pengguna, opd=dokumen.opd, rows=[row], koreksi=koreksi).baris[0]
