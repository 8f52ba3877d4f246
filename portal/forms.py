"""The form of one row of the entry screen."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from instansi.services.jejak import PANJANG_ALASAN
from kinerja.enums import JENIS_BERLABEL, JenisNilai
from kinerja.models import Indikator, Realisasi
from sakip.kit.forms import AngkaField, RasioField

DESIMAL_NILAI = 6
"""Decimals that a stored value can hold."""

BIDANG_NILAI = ("nilai", "pembilang", "penyebut", "label")


class IsianForm(forms.Form):
    """What is typed for one indikator: a value, or its fraction, or its label, or why there is none, and a note.

    ``versi`` is the version of the stored row that the writer saw, empty when there was none; ``timpa`` is the version
    that a writer who has seen a conflict decides to overwrite (0: the row was
    cleared); ``yakin`` is the answer to a question about an odd value. ``lingkup`` says
    under the last field of the value which number is meant. Ids are ``isian-<indikator>-<field>``.
    """

    alasan = forms.CharField(
        label="Tidak tersedia, karena",
        required=False,
        max_length=300,
        error_messages={"max_length": "Alasan paling panjang 300 huruf; persingkat lagi."},
    )
    catatan = forms.CharField(
        label="Catatan", required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    versi = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)
    timpa = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    yakin = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        indikator: Indikator,
        lingkup: str = "",
        **kwargs: Any,
    ) -> None:
        super().__init__(data, auto_id=f"isian-{indikator.pk}-%s", use_required_attribute=False, **kwargs)
        self.indikator = indikator
        bidang = create_bidang_nilai(indikator)
        self.bidang_nilai = tuple(bidang)
        self.fields = {**bidang, **self.fields}
        self.fields[self.bidang_nilai[-1]].help_text = lingkup
        self.fields["alasan"].widget.attrs["placeholder"] = "mis. hasil evaluasi belum keluar"

    @classmethod
    def from_realisasi(cls, indikator: Indikator, row: Realisasi | None, *, lingkup: str = "") -> "IsianForm":
        """The form as stored: filled from ``row``, empty without one."""
        if row is None:
            return cls(indikator=indikator, lingkup=lingkup)
        isi = {nama: getattr(row, nama) for nama in (*BIDANG_NILAI, "alasan", "catatan", "versi")}
        return cls(indikator=indikator, lingkup=lingkup, initial=isi)

    @property
    def masukan_nilai(self) -> list[forms.BoundField]:
        """The fields of the value."""
        return [self[nama] for nama in self.bidang_nilai]

    @property
    def is_pecahan(self) -> bool:
        """Whether the value is computed from pembilang and penyebut."""
        return "pembilang" in self.bidang_nilai

    @property
    def tambahan_terbuka(self) -> bool:
        """Whether the reason or the note holds something, so that they are shown at once."""
        return any(self[nama].value() or self[nama].errors for nama in ("alasan", "catatan"))

    @property
    def is_kosong(self) -> bool:
        """Whether nothing at all is typed: the cell is to be cleared."""
        return not any(
            self.cleaned_data.get(nama) not in (None, "")
            for nama in (*self.bidang_nilai, "alasan", "catatan")
        )

    def get_isian(self) -> dict[str, Any]:
        """The typed fields as ``save_realisasi`` takes them."""
        isi = {nama: self.cleaned_data.get(nama) for nama in self.bidang_nilai}
        if "label" in isi:
            isi["label"] = isi["label"] or ""
        return isi | {nama: self.cleaned_data.get(nama) or "" for nama in ("alasan", "catatan")}


def create_bidang_nilai(indikator: Indikator) -> dict[str, forms.Field]:
    """Return the fields of the value: pembilang and penyebut, a label to choose, or one number."""
    if indikator.berpembilang:
        return {
            "pembilang": AngkaField(
                label=indikator.label_pembilang, required=False, desimal=DESIMAL_NILAI, digit=12
            ),
            "penyebut": AngkaField(
                label=indikator.label_penyebut, required=False, desimal=DESIMAL_NILAI, digit=12
            ),
        }
    if indikator.jenis_nilai == JenisNilai.ORDINAL:
        pilihan = [(satu.label, satu.label) for satu in indikator.pilihan.all()]
        if pilihan:
            return {
                "label": forms.ChoiceField(label="Nilai", required=False, choices=[("", "Pilih"), *pilihan])
            }
    if indikator.jenis_nilai in JENIS_BERLABEL:
        return {"label": forms.CharField(label="Realisasi", required=False, max_length=200)}
    # The service refuses more decimals than the indikator has, and says what to write.
    jenis, bulat = (
        RasioField if indikator.jenis_nilai == JenisNilai.RASIO else AngkaField,
        indikator.desimal == 0,
    )
    return {"nilai": jenis(label="Realisasi", required=False, desimal=DESIMAL_NILAI, digit=12, bulat=bulat)}


class SaringanIsianForm(forms.Form):
    """Filters of the entry screen; they stay in the URL."""

    q = forms.CharField(
        label="Cari",
        required=False,
        max_length=100,
        widget=forms.TextInput(
            attrs={"type": "search", "placeholder": "Nama indikator", "autocomplete": "off"}
        ),
    )
    cabang = forms.ChoiceField(label="Bagian", required=False)
    isi = forms.ChoiceField(
        label="Isian",
        required=False,
        choices=[("", "Semua"), ("belum", "Belum diisi"), ("terisi", "Sudah diisi")],
    )

    def __init__(self, data: Mapping[str, Any], *, cabang: Sequence[tuple[str, str]]) -> None:
        super().__init__(data, auto_id="saring-%s")
        bidang = self.fields["cabang"]
        if isinstance(bidang, forms.ChoiceField):
            bidang.choices = [("", "Semua"), *cabang]
        self.is_valid()

    def get(self, nama: str) -> str:
        """The chosen value; empty without a choice, or when the URL names an unknown one."""
        return str(self.cleaned_data.get(nama) or "").strip()

    @property
    def aktif(self) -> bool:
        """Whether anything is chosen."""
        return any(self.get(nama) for nama in self.fields)


class AlasanForm(forms.Form):
    """Why something that was settled is opened again; kept in the audit."""

    alasan = forms.CharField(
        label="Alasan",
        max_length=PANJANG_ALASAN,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Disimpan dalam riwayat bersama jabatan Anda.",
        error_messages={
            "required": "Isi alasan. Alasan disimpan dalam riwayat.",
            "max_length": "Alasan paling panjang %(limit_value)d huruf; alasan ini %(show_value)d huruf.",
        },
    )
