"""Number fields: strict in, the typed text kept, refusals that say what to do."""

from decimal import Decimal

import pytest
from django import forms

from sakip.kit.forms import AngkaField, RupiahField


class ContohForm(forms.Form):
    realisasi = AngkaField(
        label="Realisasi", required=False, desimal=4, minimum=Decimal("-100"), maksimum=10_000
    )
    orang = AngkaField(label="Orang", required=False, desimal=0)
    pagu = RupiahField(label="Pagu", required=False)


def read(**data):
    form = ContohForm(data)
    form.is_valid()
    return form


@pytest.mark.parametrize(
    ("nama", "teks", "nilai"),
    [
        ("realisasi", "85,25", Decimal("85.25")),
        ("realisasi", "85.25", Decimal("85.25")),
        ("realisasi", " -8,88 ", Decimal("-8.88")),
        ("realisasi", "0", Decimal(0)),
        ("realisasi", "", None),
        ("realisasi", "   ", None),
        ("orang", "1.234.567", Decimal(1234567)),
        ("orang", "1.234", Decimal(1234)),
        ("pagu", "1.234", Decimal(1234)),
        ("pagu", "Rp4.908.100.368,00", Decimal("4908100368.00")),
        ("pagu", "999999999999999999", Decimal(999999999999999999)),
    ],
)
def test_number_field_reads_what_has_one_reading(nama, teks, nilai):
    form = read(**{nama: teks})
    assert form.errors == {}
    assert form.cleaned_data[nama] == nilai


@pytest.mark.parametrize(
    ("nama", "teks", "kode", "pesan"),
    [
        (
            "realisasi",
            "2.012",
            "rancu",
            "“2.012” dapat dibaca 2012 atau 2,012. Tulis 2012 (tanpa titik) atau 2,012 (dengan koma).",
        ),
        ("realisasi", "banyak", "tidak_terbaca", "“banyak” bukan angka. Contoh penulisan: 1.234,56."),
        ("realisasi", "1,23456", "desimal", "Paling banyak 4 angka di belakang koma; yang diisi 1,23456."),
        ("realisasi", "10001", "maksimum", "Nilai paling besar 10.000; yang diisi 10.001."),
        ("realisasi", "-101", "minimum", "Nilai paling kecil -100; yang diisi -101."),
        ("orang", "2,5", "bulat", "Isi bilangan bulat tanpa koma; yang diisi 2,5."),
        (
            "orang",
            "1" * 19,
            "digit",
            f"Paling banyak 18 angka di depan koma; yang diisi {int('1' * 19):,}.".replace(",", "."),
        ),
        ("pagu", "-1", "minimum", "Nilai paling kecil 0; yang diisi -1."),
    ],
)
def test_number_field_refuses_in_words_and_keeps_the_text(nama, teks, kode, pesan):
    form = read(**{nama: teks})
    error = form.errors.as_data()[nama][0]
    assert (error.code, error.messages) == (kode, [pesan])
    assert form[nama].value() == teks


def test_number_field_without_value_is_refused_when_required():
    with pytest.raises(forms.ValidationError) as caught:
        AngkaField().clean("")
    assert caught.value.messages == ["Angka belum diisi."]


@pytest.mark.parametrize(
    ("field", "nilai", "teks"),
    [
        (AngkaField(), Decimal("1234567.890"), "1234567,89"),
        (AngkaField(), Decimal("2.012"), "2,012"),
        (AngkaField(), Decimal(0), "0"),
        (RupiahField(), Decimal("4908100368.00"), "4.908.100.368"),
        (RupiahField(), Decimal("1234.50"), "1.234,50"),
        (RupiahField(), None, None),
    ],
)
def test_stored_number_is_written_so_that_it_reads_back(field, nilai, teks):
    field.required = False
    assert field.prepare_value(nilai) == teks
    assert field.clean(teks) == nilai


@pytest.mark.parametrize(
    ("awal", "teks", "berubah"),
    [
        (Decimal("85.250"), "85,25", False),
        (None, "", False),
        (Decimal(0), "", True),
        (None, "0", True),
        (Decimal(2012), "2.012", True),
    ],
)
def test_has_changed_compares_numbers_not_texts(awal, teks, berubah):
    assert AngkaField().has_changed(awal, teks) is berubah
