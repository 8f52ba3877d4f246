"""Asking before an odd value is stored: one check for the entry row, and for every writer that can ask."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from hashlib import sha256

from kinerja.calculations.aturan import Aturan
from kinerja.calculations.kejanggalan import Kejanggalan, find_kejanggalan
from kinerja.enums import Agregasi, Periode
from kinerja.models import Realisasi
from kinerja.queries import DataKinerja
from sakip.kit.errors import LayananError

BIDANG_ANGKA = ("nilai", "pembilang", "penyebut", "label")


class PerluKeyakinanError(LayananError):
    """The value is odd and nobody has said yet that it is right.

    ``kejanggalan`` are the questions; ``sidik`` is the answer to them: it belongs to these very values and questions.
    """

    def __init__(self, kejanggalan: Sequence[Kejanggalan], sidik: str) -> None:
        super().__init__(" ".join(satu.kalimat for satu in kejanggalan))
        self.kejanggalan = list(kejanggalan)
        self.sidik = sidik


def list_kejanggalan(*, data: DataKinerja, aturan: Aturan, row: Realisasi) -> tuple[Kejanggalan, ...]:
    """Return what is odd about ``row`` if it were stored; nothing when its value is stored already.

    ``aturan`` is the rule of the table that prints the indikator: its formula counts, its floor and caps do not.
    """
    indikator, periode = row.indikator, Periode(row.periode)
    stored = data.entries(indikator, tahun=row.tahun).get(periode)
    if stored is not None and all(getattr(stored, nama) == getattr(row, nama) for nama in BIDANG_ANGKA):
        return ()
    andai = data.suppose(row)
    rows = andai.entries(indikator, tahun=row.tahun)
    longgar = replace(aturan, lantai_nol=False, batas_tampil=None)
    setahun = periode is Periode.TAHUN
    capaian: list[tuple[str, Decimal | None]] = []
    if not setahun:
        satu = andai.capaian_triwulan(indikator, aturan=longgar, periode=periode, tahun=row.tahun)
        capaian.append((f"target {periode.label}", satu.capaian.mentah))
    sampai = andai.capaian(indikator, aturan=longgar, tahun=row.tahun, sampai=None if setahun else periode)
    capaian.append(("target setahun", sampai.capaian.mentah))
    return find_kejanggalan(
        nilai={p: andai.period_value(indikator, satu) for p, satu in rows.items()},
        periode=periode,
        agregasi=Agregasi(indikator.agregasi),
        capaian=capaian,
        pembilang=row.pembilang,
        penyebut=row.penyebut,
        faktor=indikator.faktor or Decimal(100),
        skala=None if indikator.skala_id is None else andai.skala_nilai.get(indikator.skala_id),
        desimal=indikator.desimal,
    )


def create_sidik(row: Realisasi, kejanggalan: Sequence[Kejanggalan]) -> str:
    """Return the mark of a value and the questions about it: another value, or a new question, has another mark."""
    angka = [getattr(row, nama) for nama in BIDANG_ANGKA]
    isi = [row.indikator_id, row.tahun, row.periode]
    isi += [f"{satu.normalize():f}" if isinstance(satu, Decimal) else satu for satu in angka]
    isi += [satu.kalimat for satu in kejanggalan]
    return sha256(repr(isi).encode()).hexdigest()[:24]


def check_kejanggalan(*, data: DataKinerja, aturan: Aturan, row: Realisasi, yakin: str = "") -> None:
    """Raise PerluKeyakinanError for an odd value unless ``yakin`` is the answer to the very same questions."""
    kejanggalan = list_kejanggalan(data=data, aturan=aturan, row=row)
    if kejanggalan and yakin != (sidik := create_sidik(row, kejanggalan)):
        raise PerluKeyakinanError(kejanggalan, sidik)
