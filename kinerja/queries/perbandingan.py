"""Realisasi against the end of the renstra and against a standard. See docs/perhitungan.md, chapter 8."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, NilaiTarget, get_bagian
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.perbandingan import (
    calculate_akumulasi,
    calculate_sisa,
    calculate_sisa_satuan,
    create_tanpa_standar,
)
from kinerja.enums import JENIS_BERLABEL, Agregasi, AkumulasiRenstra, JenisNilai, Polaritas
from kinerja.models import Indikator, Pembanding
from kinerja.queries.data import DataKinerja
from kinerja.queries.target import TargetBerlaku
from renstra.models import Dokumen
from sakip.kit.decimals import add
from sakip.kit.hasil import Hasil, add_catatan


@dataclass(frozen=True, slots=True)
class KemajuanRenstra:
    """What is compared with the target at the end of the renstra, and how far it is.

    ``cara`` says what ``realisasi`` and ``target`` are; ``tahun_kosong`` are the years that the sum lacks.
    """

    cara: AkumulasiRenstra
    target: TargetBerlaku | None
    realisasi: Hasil
    kemajuan: HasilCapaian
    sisa: Hasil
    sisa_satuan: Hasil
    tahun_kosong: Sequence[int] = ()


def get_akumulasi(data: DataKinerja, indikator: Indikator, *, renstra: Dokumen) -> AkumulasiRenstra:
    """Return the indikator's own choice, else what follows from its aggregation.

    Values that add up over the periods of a year (jumlah) add up over the years: against the sum of the yearly targets
    when the renstra states one for each of its years, else against the target of its last year. A percentage made of
    pembilang and penyebut, a ratio 1:n, and words, never add up.
    """
    if indikator.akumulasi_renstra:
        return AkumulasiRenstra(indikator.akumulasi_renstra)
    tahun = range(renstra.tahun, renstra.tahun_akhir + 1)
    if (
        indikator.agregasi != Agregasi.JUMLAH
        or indikator.jenis_nilai in (*JENIS_BERLABEL, JenisNilai.RASIO)
        or any(data.pecahan(indikator, tahun=satu) is not None for satu in tahun)
    ):
        return AkumulasiRenstra.NILAI
    tahunan = [_get_target(data, indikator, satu) for satu in tahun]
    lengkap = all(satu is not None and satu.nilai.is_angka for satu in tahunan)
    return AkumulasiRenstra.TAHUNAN if lengkap else AkumulasiRenstra.TOTAL


def build_kemajuan(
    data: DataKinerja, indikator: Indikator, *, renstra: Dokumen, aturan: Aturan
) -> KemajuanRenstra:
    """Return the progress of the report year towards the end of ``renstra``.

    Earlier years follow the chain of comparable predecessors. A year without a value is named, not taken as 0.
    """
    cara = get_akumulasi(data, indikator, renstra=renstra)
    target = _get_target(data, indikator, renstra.tahun_akhir)
    realisasi = data.realisasi(indikator, tahun=data.tahun)
    kosong: list[int] = []
    if cara != AkumulasiRenstra.NILAI and realisasi.mentah is not None:
        tahun = range(renstra.tahun, data.tahun + 1)
        nilai = {satu: data.realisasi(indikator, tahun=satu) for satu in tahun}
        bagian = {satu: get_bagian(hasil=hasil, aturan=aturan) for satu, hasil in nilai.items()}
        kosong = [satu for satu, isi in bagian.items() if isi is None]
        lalu = [f"tahun {t}: {teks}" for t, satu in nilai.items() if t != data.tahun for teks in satu.catatan]
        realisasi = add_catatan(
            calculate_akumulasi(nilai=bagian, desimal=indikator.desimal, sumber=realisasi.derivasi.sumber),
            (*realisasi.catatan, *lalu),
        )
    if cara == AkumulasiRenstra.TAHUNAN:
        target = _add_target(data, indikator, renstra)
    aturan = data.rule_for(indikator, aturan)
    polaritas = Polaritas(indikator.polaritas)
    kemajuan = data.compare(
        indikator,
        target=None if target is None else target.nilai,
        realisasi=realisasi,
        aturan=aturan,
        sumber=realisasi.derivasi.sumber,
        rumus="realisasi / target akhir renstra × 100" if polaritas == Polaritas.MAKSIMASI else "",
    )
    sisa_satuan = calculate_sisa_satuan(
        realisasi=get_bagian(hasil=realisasi, aturan=aturan),
        target_akhir=None if target is None else target.nilai,
        polaritas=polaritas,
        kemajuan=kemajuan,
        desimal=indikator.desimal,
    )
    return KemajuanRenstra(
        cara=cara,
        target=target,
        realisasi=realisasi,
        kemajuan=kemajuan,
        sisa=add_catatan(calculate_sisa(kemajuan=kemajuan, aturan=aturan), kemajuan.catatan),
        sisa_satuan=add_catatan(sisa_satuan, kemajuan.catatan),
        tahun_kosong=kosong,
    )


def build_perbandingan(
    data: DataKinerja, indikator: Indikator, *, acuan: Pembanding | None, realisasi: Hasil, aturan: Aturan
) -> HasilCapaian:
    """Return a realisasi against a standard, in percent, as capaian compares it with a target."""
    if acuan is None:
        return create_tanpa_standar(realisasi=realisasi.mentah)
    return data.compare(
        indikator,
        target=NilaiTarget(nilai=acuan.nilai),
        realisasi=realisasi,
        aturan=data.rule_for(indikator, aturan),
        sumber=acuan.sumber,
        rumus="realisasi / standar × 100" if indikator.polaritas == Polaritas.MAKSIMASI else "",
    )


def _get_target(data: DataKinerja, indikator: Indikator, tahun: int) -> TargetBerlaku | None:
    _, target = data.targets_for_year(indikator, tahun=tahun, keluarga="renstra")
    return None if target is None or target.nilai.is_kosong else target


def _add_target(data: DataKinerja, indikator: Indikator, renstra: Dokumen) -> TargetBerlaku | None:
    """Σ of the yearly targets; None when one of them is missing or is not a number."""
    tahunan = [_get_target(data, indikator, tahun) for tahun in range(renstra.tahun, renstra.tahun_akhir + 1)]
    ada = [satu for satu in tahunan if satu is not None]
    if len(ada) < len(tahunan):
        return None

    def total(angka: list[Decimal | None]) -> Decimal | None:
        terisi = [satu for satu in angka if satu is not None]
        return add(terisi) if len(terisi) == len(angka) else None

    nilai = NilaiTarget(
        nilai=total([satu.nilai.nilai for satu in ada]),
        bawah=total([satu.nilai.bawah for satu in ada]),
        atas=total([satu.nilai.atas for satu in ada]),
        bawah_termasuk=ada[-1].nilai.bawah_termasuk,
        atas_termasuk=ada[-1].nilai.atas_termasuk,
        rasio=ada[-1].nilai.rasio,
    )
    asal = f"jumlah target {renstra.tahun}–{renstra.tahun_akhir}"
    return None if nilai.is_kosong else replace(ada[-1], nilai=nilai, asal=asal)
