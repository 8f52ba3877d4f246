"""An office with all that a report needs: plan, targets of two years, values, budget, texts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from instansi.models import Jabatan, Pengguna, PerangkatDaerah
from kinerja.enums import Periode
from kinerja.models import Analisis, Indikator, Realisasi
from laporan.dokumen import DokumenLkjip
from laporan.models import Snapshot
from laporan.pdf import HasilPdf
from laporan.services import read_rancangan, tetapkan_laporan
from laporan.tabel.dasar import HasilTabel, Sel
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from renstra.models import DukunganSasaran, Simpul
from tests import builders
from tests.builders import SAAT, TAHUN

TETAP = StatusDokumen.DITETAPKAN


def get_sel(tabel: HasilTabel, kunci: str, kolom: str) -> Sel:
    """The cell of a row that must be there."""
    baris = tabel.get_baris(kunci)
    assert baris is not None, kunci
    return baris.get(kolom)


def print_nothing(dokumen: DokumenLkjip) -> HasilPdf:
    """Stands for the renderer, which takes seconds, where a test is about the report and not about its print."""
    return HasilPdf(b"", 1, ())


@dataclass
class Kantor:
    """The rows of `create_kantor`."""

    opd: PerangkatDaerah
    kepala: Pengguna
    perencana: Pengguna
    sasaran: Simpul
    program: Simpul
    indikator: Indikator
    realisasi: Realisasi


def create_kantor(*, lebih: int = 0) -> Kantor:
    """Target 60, realisasi 43,87 (38 last year), pagu 1.000.000 with 950.000 spent; ``lebih`` further indicators."""
    opd = builders.create_opd(nama="Dinas Contoh", alamat="Jalan Contoh 1")
    builders.create_aturan(opd.pemda)
    Jabatan.objects.create(opd=opd, nama="Kepala Dinas", kepala=True)
    tujuan = builders.create_simpul(opd, Jenjang.TUJUAN)
    sasaran = builders.create_simpul(opd, Jenjang.SASARAN, induk=tujuan, nama="Meningkatnya keterbukaan")
    program = builders.create_simpul(opd, Jenjang.PROGRAM, nama="Program Informasi")
    DukunganSasaran.objects.create(program=program, sasaran=sasaran)
    renstra = builders.create_dokumen(
        opd, JenisDokumen.RENSTRA, tahun=TAHUN - 2, tahun_akhir=TAHUN + 2, status=TETAP
    )
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=TETAP)
    dpa = builders.create_dokumen(opd, JenisDokumen.DPA, status=TETAP)
    indikator = builders.create_indikator(opd, sasaran, nama="Indeks keterbukaan", satuan="poin", desimal=2)
    setahun = {"periode": Periode.TAHUN}
    builders.create_target(indikator, pk, nilai=60, **setahun)
    builders.create_target(indikator, renstra, nilai=55, tahun=TAHUN - 1, **setahun)
    builders.create_target(indikator, renstra, nilai=80, tahun=TAHUN + 2, **setahun)
    builders.create_realisasi(indikator, nilai=38, tahun=TAHUN - 1, **setahun)
    realisasi = builders.create_realisasi(indikator, nilai=Decimal("43.87"), **setahun)
    keluaran = builders.create_indikator(opd, program, nama="Jumlah layanan", satuan="layanan", desimal=0)
    builders.create_target(keluaran, pk, nilai=10, **setahun)
    builders.create_realisasi(keluaran, nilai=12, **setahun)
    for _ in range(lebih):
        lain = builders.create_indikator(opd, sasaran)
        builders.create_target(lain, pk, nilai=10, **setahun)
        builders.create_realisasi(lain, nilai=8, **setahun)
    rekening = builders.create_rekening("5.1.02", "Belanja Barang dan Jasa")
    builders.create_pagu(dpa, program, 1_000_000, rekening=rekening)
    builders.create_belanja(program, 950_000, rekening=rekening)
    Analisis.objects.create(
        opd=opd, indikator=indikator, tahun=TAHUN, jenis="hambatan", teks="Tenaga teknis masih kurang."
    )
    Analisis.objects.create(
        opd=opd, indikator=indikator, tahun=TAHUN, jenis="solusi", teks="Menambah pelatihan."
    )
    return Kantor(
        opd,
        builders.create_kepala(opd),
        builders.create_perencana(opd),
        sasaran,
        program,
        indikator,
        realisasi,
    )


def lihat(kantor: Kantor, saat: datetime = SAAT) -> str:
    """The fingerprint of what a penetapan would freeze now."""
    return read_rancangan(kantor.opd, TAHUN, pengguna=kantor.kepala, saat=saat).sidik


def tetapkan(
    kantor: Kantor,
    pengguna: Pengguna | None = None,
    *,
    sidik: str | None = None,
    saat: datetime = SAAT,
    cetak: Callable[[DokumenLkjip], HasilPdf] = print_nothing,
) -> Snapshot:
    """Set the report as it stands."""
    return tetapkan_laporan(
        pengguna=pengguna or kantor.kepala,
        opd=kantor.opd,
        tahun=TAHUN,
        sidik=lihat(kantor, saat) if sidik is None else sidik,
        saat=saat,
        cetak=cetak,
    )
