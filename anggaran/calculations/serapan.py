"""Absorption and remainder of a pagu. See docs/perhitungan.md, chapter 12. Amounts are rupiah."""

from decimal import Decimal

from sakip.kit.decimals import NOL, SERATUS, exact
from sakip.kit.hasil import Hasil, Kosong, create_hasil, create_hasil_kosong, text_nilai


def _create_persen(
    bagian: Decimal,
    pagu: Decimal,
    desimal: int,
    rumus: str,
    masukan: tuple[tuple[str, str], ...],
    sumber: str,
) -> Hasil:
    nilai = bagian * SERATUS / pagu
    langkah = f"{text_nilai(bagian)} / {text_nilai(pagu)} × 100"
    return create_hasil(
        nilai=nilai,
        desimal=desimal,
        rumus=rumus,
        masukan=masukan,
        langkah=(langkah, f"= {text_nilai(nilai)}"),
        sumber=sumber,
    )


@exact
def calculate_serapan(
    *, pagu: Decimal | None, realisasi: Decimal | None, nol: bool = False, desimal: int = 2, sumber: str = ""
) -> Hasil:
    """Return realisasi / pagu x 100, in percent.

    A pagu of 0 has no absorption; with ``nol`` it is shown as 0 when 0 was spent. A missing realisasi is empty,
    not 0. Worked: 111.531.500/112.153.500 = 99,45.
    """
    rumus = "realisasi / pagu × 100"
    masukan = (("pagu", text_nilai(pagu)), ("realisasi", text_nilai(realisasi)))
    if pagu is None:
        return create_hasil_kosong(kosong=Kosong.PAGU_KOSONG, rumus=rumus, masukan=masukan, sumber=sumber)
    if pagu == 0:
        if nol and realisasi == 0:
            return create_hasil(
                nilai=NOL,
                desimal=desimal,
                rumus=rumus,
                masukan=masukan,
                sumber=sumber,
                catatan=("pagu nol ditampilkan 0",),
            )
        return create_hasil_kosong(kosong=Kosong.PAGU_NOL, rumus=rumus, masukan=masukan, sumber=sumber)
    if realisasi is None:
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus=rumus, masukan=masukan, sumber=sumber)
    return _create_persen(realisasi, pagu, desimal, rumus, masukan, sumber)


@exact
def calculate_sisa_pagu(*, pagu: Decimal | None, realisasi: Decimal | None) -> Decimal | None:
    """Return pagu - realisasi in rupiah (negative when overspent), or None when one of them is missing."""
    if pagu is None or realisasi is None:
        return None
    return pagu - realisasi


@exact
def calculate_sisa_persen(
    *, pagu: Decimal | None, realisasi: Decimal | None, desimal: int = 2, sumber: str = ""
) -> Hasil:
    """Return (pagu - realisasi) / pagu x 100, in percent. Worked: 179.492.470/3.647.921.811 = 4,92."""
    rumus = "(pagu − realisasi) / pagu × 100"
    masukan = (("pagu", text_nilai(pagu)), ("realisasi", text_nilai(realisasi)))
    if pagu is None or pagu == 0:
        kosong = Kosong.PAGU_KOSONG if pagu is None else Kosong.PAGU_NOL
        return create_hasil_kosong(kosong=kosong, rumus=rumus, masukan=masukan, sumber=sumber)
    if realisasi is None:
        return create_hasil_kosong(kosong=Kosong.BELUM_DIISI, rumus=rumus, masukan=masukan, sumber=sumber)
    return _create_persen(pagu - realisasi, pagu, desimal, rumus, masukan, sumber)
