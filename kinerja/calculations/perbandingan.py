"""Progress towards the end of the plan, and comparison with a standard and with the past.
docs/perhitungan.md, chapter 8.
"""

from collections.abc import Mapping
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, NilaiTarget, get_bagian
from kinerja.calculations.capaian import ATURAN_BAWAAN, HasilCapaian
from kinerja.enums import Polaritas
from sakip.kit.decimals import NOL, SERATUS, exact
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai


@exact
def calculate_akumulasi(*, nilai: Mapping[int, Decimal | None], desimal: int = 2, sumber: str = "") -> Hasil:
    """Return Σ of the yearly values up to the last year, which must have one. Worked: 25 + 20 = 45.

    A year without a value is left out and named in a note, never taken as 0.
    """
    rumus = "jumlah realisasi antartahun"
    urut = sorted(nilai.items())
    masukan = tuple((str(tahun), text_nilai(satu)) for tahun, satu in urut)
    terisi = [satu for _, satu in urut if satu is not None]
    if not urut or urut[-1][1] is None:
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus=rumus, masukan=masukan, sumber=sumber)
    kosong = ", ".join(str(tahun) for tahun, satu in urut if satu is None)
    return create_hasil(
        nilai=sum(terisi, NOL),
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(" + ".join(text_nilai(satu) for satu in terisi),),
        sumber=sumber,
        catatan=(f"tahun {kosong} tidak bernilai dan tidak dihitung",) if kosong else (),
    )


@exact
def calculate_sisa_satuan(
    *,
    realisasi: Decimal | None,
    target_akhir: NilaiTarget | None,
    polaritas: Polaritas = Polaritas.MAKSIMASI,
    kemajuan: Hasil,
    desimal: int = 2,
) -> Hasil:
    """Return how far the realisasi is from the target at the end of the renstra, in the indikator's own unit.

    Negative when the target is passed, 0 when a cap hides by how much, and never negative for a band. Worked: 90 -
    43,87 = 46,13; lower is better, 12 of at most 10: 2.
    """
    atas_target = polaritas == Polaritas.MINIMASI
    rumus = "realisasi − target akhir renstra" if atas_target else "target akhir renstra − realisasi"
    masukan = (
        ("target akhir", "–" if target_akhir is None else target_akhir.teks()),
        ("realisasi", text_nilai(realisasi)),
    )
    nilai = None
    if realisasi is not None and target_akhir is not None and kemajuan.kosong is None:
        nilai = _measure_distance(realisasi, target_akhir, polaritas)
    if nilai is None:
        kosong = kemajuan.kosong or Kosong.TANPA_NILAI
        return create_hasil_kosong(kosong=kosong, rumus=rumus, masukan=masukan, alasan=kemajuan.alasan)
    if kemajuan.dibatasi:
        nilai = max(nilai, NOL)
    return create_hasil(nilai=nilai, desimal=desimal, rumus=rumus, masukan=masukan)


def _measure_distance(realisasi: Decimal, target: NilaiTarget, polaritas: Polaritas) -> Decimal | None:
    if polaritas == Polaritas.MAKSIMASI:
        return None if target.minimal is None else target.minimal - realisasi
    if polaritas == Polaritas.MINIMASI:
        return None if target.maksimal is None else realisasi - target.maksimal
    if target.minimal is not None and realisasi < target.minimal:
        return target.minimal - realisasi
    if target.maksimal is not None and realisasi > target.maksimal:
        return realisasi - target.maksimal
    return NOL


@exact
def calculate_sisa(
    *, kemajuan: Hasil, aturan: Aturan = ATURAN_BAWAAN, desimal: int | None = None, sumber: str = ""
) -> Hasil:
    """Return 100 - progress, in poin; negative when the target is passed. Worked: 100 - 48,74 = 51,26."""
    rumus = "100 − tingkat kemajuan"
    nilai = get_bagian(hasil=kemajuan, aturan=aturan)
    masukan = (("tingkat kemajuan", text_nilai(nilai)),)
    if nilai is None:
        kosong = kemajuan.kosong or Kosong.TANPA_NILAI
        return create_hasil_kosong(
            kosong=kosong, rumus=rumus, masukan=masukan, alasan=kemajuan.alasan, sumber=sumber
        )
    return create_hasil(
        nilai=SERATUS - nilai,
        desimal=aturan.desimal if desimal is None else desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(f"100 − {text_nilai(nilai)}",),
        sumber=sumber,
    )


def create_tanpa_standar(*, realisasi: Decimal | None) -> HasilCapaian:
    """Return the comparison with a standard where there is none: empty, never 0."""
    kosong = create_hasil_kosong(
        kosong=Kosong.TANPA_PEMBANDING,
        rumus="realisasi / standar × 100",
        masukan=(("realisasi", text_nilai(realisasi)), ("standar", "–")),
    )
    return HasilCapaian(
        mentah=None, tampil=None, teks=kosong.teks, kosong=kosong.kosong, derivasi=kosong.derivasi
    )


def _create_kosong(
    sekarang: Decimal | None, rumus: str, masukan: tuple[tuple[str, str], ...], alasan: str
) -> Hasil:
    if sekarang is None or alasan:
        kosong = Kosong.TIDAK_TERSEDIA if alasan else Kosong.BELUM_DIISI
        return create_hasil_kosong(kosong=kosong, rumus=rumus, masukan=masukan, alasan=alasan)
    return create_hasil_kosong(kosong=Kosong.TANPA_PEMBANDING, rumus=rumus, masukan=masukan)


@exact
def calculate_selisih_poin(
    *, sekarang: Decimal | None, dahulu: Decimal | None, desimal: int = 2, alasan: str = ""
) -> Hasil:
    """Return the change in poin: now - then. Worked: 93,88 - 90,38 = 3,50 poin. Empty when one of them is
    missing.
    """
    rumus = "realisasi tahun ini − realisasi tahun lalu"
    masukan = (("tahun ini", text_nilai(sekarang)), ("tahun lalu", text_nilai(dahulu)))
    if sekarang is None or dahulu is None:
        return _create_kosong(sekarang, rumus, masukan, alasan)
    langkah = f"{text_nilai(sekarang)} − {text_nilai(dahulu)}"
    return create_hasil(
        nilai=sekarang - dahulu, desimal=desimal, rumus=rumus, masukan=masukan, langkah=(langkah,)
    )


@exact
def calculate_perubahan_capaian(
    *, sekarang: Hasil, dahulu: Hasil, aturan: Aturan = ATURAN_BAWAAN, desimal: int | None = None
) -> Hasil:
    """Return the change of a capaian in poin: this year's less last year's. Worked: 73,12 - 69,09 = 4,03.

    The parts are raw or displayed as the rule says; empty, with its reason, when one of them is missing.
    """
    rumus = "capaian tahun ini − capaian tahun lalu"
    kini, lalu = (get_bagian(hasil=satu, aturan=aturan) for satu in (sekarang, dahulu))
    masukan = (("capaian tahun ini", text_nilai(kini)), ("capaian tahun lalu", text_nilai(lalu)))
    if kini is None or lalu is None:
        kosong = sekarang.kosong if kini is None and sekarang.kosong else Kosong.TANPA_PEMBANDING
        alasan = sekarang.alasan if kini is None else ""
        return create_hasil_kosong(kosong=kosong, rumus=rumus, masukan=masukan, alasan=alasan)
    return create_hasil(
        nilai=kini - lalu,
        desimal=aturan.desimal if desimal is None else desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(f"{text_nilai(kini)} − {text_nilai(lalu)}",),
    )


@exact
def calculate_perubahan_persen(
    *, sekarang: Decimal | None, dahulu: Decimal | None, desimal: int = 2, alasan: str = ""
) -> Hasil:
    """Return the change in percent: (now - then) / |then| x 100. Worked: 106,13 from 100 is 6,13.

    Empty when one of them is missing or the old value is 0.
    """
    rumus = "(tahun ini − tahun lalu) / tahun lalu × 100"
    masukan = (("tahun ini", text_nilai(sekarang)), ("tahun lalu", text_nilai(dahulu)))
    if sekarang is None or dahulu is None:
        return _create_kosong(sekarang, rumus, masukan, alasan)
    if dahulu == 0:
        return create_hasil_kosong(kosong=Kosong.PENYEBUT_NOL, rumus=rumus, masukan=masukan)
    return create_hasil(
        nilai=(sekarang - dahulu) * SERATUS / abs(dahulu),
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(f"({text_nilai(sekarang)} − {text_nilai(dahulu)}) / {text_nilai(abs(dahulu))} × 100",),
    )
