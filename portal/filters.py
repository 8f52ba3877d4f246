"""Filters of lists whose rows are evaluated, not stored. They stay in the URL; an unknown choice filters nothing."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms

from instansi.models import UnitKerja
from kinerja.calculations import Skala
from portal.tables.capaian import STATUS_TEKS, BarisCapaian
from renstra.models import Simpul

TANPA_PREDIKAT = "-"
SEMUA = ("", "Semua")


class _FormSaringan(forms.Form):
    """The fields of a filter form, made per page."""

    def __init__(self, query: Mapping[str, Any], bidang: Mapping[str, forms.Field]) -> None:
        super().__init__(query, auto_id="saring_%s")
        self.fields.update(bidang)


def _create_pilihan(label: str, opsi: Iterable[tuple[str, str]]) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, required=False, choices=[SEMUA, *opsi])


def _create_cari(label: str, contoh: str) -> forms.CharField:
    masukan = forms.TextInput(attrs={"type": "search", "placeholder": contoh, "autocomplete": "off"})
    return forms.CharField(label=label, required=False, max_length=100, widget=masukan)


class Saringan:
    """A filter form with what was chosen; ``kit/_saringan`` and its kin render it."""

    def __init__(self, query: Mapping[str, Any], bidang: Mapping[str, forms.Field]) -> None:
        self.form = _FormSaringan(query, bidang)
        self.form.is_valid()
        self.isi: dict[str, str] = {
            nama: str(self.form.cleaned_data.get(nama) or "").strip() for nama in self.form.fields
        }

    @property
    def aktif(self) -> bool:
        """Whether anything is chosen."""
        return any(self.isi.values())

    def get(self, nama: str) -> str:
        """The chosen value; empty without a choice or without this filter."""
        return self.isi.get(nama, "")


def match_teks(cari: str, *teks: str) -> bool:
    """Whether every word of ``cari`` stands in one of the texts, in any order and case."""
    semua = " ".join(teks).casefold()
    return all(kata in semua for kata in cari.casefold().split())


class SaringanCapaian(Saringan):
    """Text, unit, program, predikat and state of the value, over evaluated rows."""

    def __init__(
        self, query: Mapping[str, Any], *, baris: Sequence[BarisCapaian], skala: Skala | None
    ) -> None:
        bidang: dict[str, forms.Field] = {"q": _create_cari("Cari", "Indikator atau rencana")}
        program: dict[str, Simpul] = {}
        unit: dict[str, UnitKerja] = {}
        for satu in baris:
            if satu.program is not None:
                program.setdefault(str(satu.program.pk), satu.program)
            if satu.simpul is not None and satu.simpul.unit is not None:
                unit.setdefault(str(satu.simpul.unit_id), satu.simpul.unit)
        if len(program) > 1:
            bidang["program"] = _create_pilihan("Program", ((pk, row.nama) for pk, row in program.items()))
        if unit:
            bidang["unit"] = _create_pilihan("Unit kerja", ((pk, row.nama) for pk, row in unit.items()))
        if skala is not None:
            nama = [(pita.nama, pita.nama) for pita in reversed(skala.pita)]
            bidang["predikat"] = _create_pilihan("Predikat", [*nama, (TANPA_PREDIKAT, "Belum dinilai")])
        bidang["status"] = _create_pilihan("Status nilai", STATUS_TEKS.items())
        super().__init__(query, bidang)

    def apply(self, baris: Sequence[BarisCapaian]) -> list[BarisCapaian]:
        """The rows that match every choice."""
        return [satu for satu in baris if self._match(satu)]

    def _match(self, satu: BarisCapaian) -> bool:
        simpul, program = satu.simpul, satu.program
        nama = (simpul.nama, simpul.kode) if simpul is not None else ()
        if not match_teks(self.get("q"), satu.nama, *nama):
            return False
        if (pk := self.get("program")) and (program is None or str(program.pk) != pk):
            return False
        if (pk := self.get("unit")) and (simpul is None or str(simpul.unit_id) != pk):
            return False
        if predikat := self.get("predikat"):
            punya = str(satu.predikat.nilai or TANPA_PREDIKAT)
            if punya != predikat:
                return False
        return self.get("status") in ("", satu.status)


class SaringanCari(Saringan):
    """Only a text, for the plan tree."""

    def __init__(self, query: Mapping[str, Any], contoh: str) -> None:
        super().__init__(query, {"q": _create_cari("Cari", contoh)})
