"""Which values are words: the choices of a predikat, the sentence of a text, never both a word and a number."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from kinerja.calculations.aturan import NilaiTarget
from kinerja.enums import JenisNilai
from kinerja.models import Indikator, PilihanOrdinal, Realisasi, Target
from sakip.kit.errors import IsianTidakSahError


def load_pilihan(indikator: Iterable[Indikator]) -> Mapping[int, Sequence[str]]:
    """Labels of the choices by indikator id, the highest first: one query, none without a predikat."""
    hasil: dict[int, list[str]] = defaultdict(list)
    if ordinal := {row.pk for row in indikator if row.jenis_nilai == JenisNilai.ORDINAL}:
        rows = PilihanOrdinal.objects.filter(indikator__in=ordinal).order_by("-persen")
        for pk, label in rows.values_list("indikator_id", "label"):
            hasil[pk].append(label)
    return hasil


def describe_kata_salah(
    indikator: Indikator, *, label: str, berangka: bool, pilihan: Sequence[str]
) -> tuple[str, str] | None:
    """Return the field and the sentence when a value is not of the indikator's kind; None when it is."""
    if indikator.jenis_nilai == JenisNilai.ORDINAL:
        if berangka:
            return "nilai", "Indikator ini dinilai dengan predikat. Isi predikatnya, bukan angka."
        if label and pilihan and label not in pilihan:
            return "label", f"Pilih salah satu: {', '.join(pilihan)}."
    if indikator.jenis_nilai == JenisNilai.TEKS and berangka:
        return "nilai", "Indikator ini dinilai dengan teks. Isi teksnya, bukan angka."
    return None


def check_kata_target(row: Target, pilihan: Sequence[str]) -> None:
    """Raise IsianTidakSahError for a target that its indikator cannot have; a dash promises nothing."""
    target = NilaiTarget(label=row.label)
    salah = describe_kata_salah(
        row.indikator,
        label=row.label if target.is_teks else "",
        berangka=any(satu is not None for satu in (row.nilai, row.bawah, row.atas)),
        pilihan=pilihan,
    )
    if salah is not None:
        raise IsianTidakSahError(salah[1], bidang={salah[0]: [salah[1]]})


def describe_realisasi_salah(
    indikator: Indikator, row: Realisasi, pilihan: Sequence[str]
) -> tuple[str, str] | None:
    """Return the field and the sentence when a realisasi is not of the indikator's kind; None when it is."""
    if row.label and indikator.jenis_nilai not in (JenisNilai.ORDINAL, JenisNilai.TEKS):
        return "label", "Indikator ini dinilai dengan angka. Isi angkanya."
    if indikator.jenis_nilai == JenisNilai.RASIO and row.nilai is not None and row.nilai < 0:
        return "nilai", "Rasio 1:n tidak boleh negatif."
    berangka = row.nilai is not None or row.pembilang is not None
    return describe_kata_salah(indikator, label=row.label, berangka=berangka, pilihan=pilihan)


def check_kata_realisasi(row: Realisasi, pilihan: Sequence[str]) -> None:
    """Raise IsianTidakSahError for a realisasi that its indikator cannot have."""
    salah = describe_realisasi_salah(row.indikator, row, pilihan)
    if salah is not None:
        raise IsianTidakSahError(salah[1], bidang={salah[0]: [salah[1]]})
