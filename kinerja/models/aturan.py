"""Rules of measuring and predicate scales."""

from typing import ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q

from instansi.models import Pemda, PerangkatDaerah
from kinerja.calculations.aturan import Aturan
from kinerja.enums import (
    BagianHitung,
    BasisPredikat,
    CaraRataRata,
    FormulaMinimasi,
    Inklusif,
    KolomKategori,
    NolPagu,
    RumusEfisiensi,
    RumusSerapan,
    TingkatRataRata,
)
from sakip.kit.fields import KunciField, NilaiField

_BAKU = Aturan()
"""The defaults of a rule; docs/perhitungan.md, chapter 4."""


class Skala(models.Model):
    """Predicate scale, with its source; bands are ascending lower bounds, half-open."""

    pemda = models.ForeignKey(Pemda, on_delete=models.PROTECT, related_name="skala")
    kunci = KunciField("kunci", max_length=80)
    nama = models.CharField("nama", max_length=150)
    sumber = models.CharField("sumber", max_length=250, blank=True)
    inklusif = models.CharField(
        "batas yang termasuk", max_length=10, choices=Inklusif, default=Inklusif.BAWAH
    )
    batas_atas = NilaiField("nilai tertinggi", null=True, blank=True)

    class Meta:
        verbose_name = "skala predikat"
        verbose_name_plural = "skala predikat"
        ordering: ClassVar = ["nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda", "kunci"],
                name="skala_kunci_unik",
                violation_error_message="Kunci skala ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class PitaSkala(models.Model):
    """One band of a scale, from its lower bound to the next one."""

    skala = models.ForeignKey(Skala, on_delete=models.CASCADE, related_name="pita")
    batas_bawah = NilaiField("batas bawah")
    nama = models.CharField("predikat", max_length=60)

    class Meta:
        verbose_name = "pita skala"
        verbose_name_plural = "pita skala"
        ordering: ClassVar = ["batas_bawah"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["skala", "batas_bawah"],
                name="pita_batas_unik",
                violation_error_message="Batas bawah ini sudah dipakai pada skala tersebut.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class AturanCapaian(models.Model):
    """Rules of measuring for a pemda, optionally for one office, one official table, from a year on.

    Each setting has the name and the default that it has in `Aturan`.
    """

    pemda = models.ForeignKey(Pemda, on_delete=models.PROTECT, related_name="aturan")
    opd = models.ForeignKey(
        PerangkatDaerah,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aturan",
    )
    tabel = models.CharField("kode tabel (kosong = semua)", max_length=40, blank=True)
    tahun_mulai = models.PositiveIntegerField("berlaku mulai tahun", default=0)
    batas_tampil = NilaiField("batas capaian yang ditampilkan", null=True, blank=True)
    batas_rata = NilaiField("batas capaian dalam rata-rata", null=True, blank=True)
    desimal = models.PositiveSmallIntegerField(
        "pembulatan", default=_BAKU.desimal, validators=[MaxValueValidator(6)]
    )
    desimal_k = models.PositiveSmallIntegerField(
        "pembulatan kolom kinerja (K)",
        null=True,
        blank=True,
        validators=[MaxValueValidator(6)],
    )
    formula_minimasi = models.CharField(
        "rumus semakin rendah semakin baik",
        max_length=20,
        choices=FormulaMinimasi,
        default=_BAKU.formula_minimasi,
    )
    lantai_nol = models.BooleanField("capaian di bawah nol", default=_BAKU.lantai_nol)
    rata_rata = models.CharField(
        "cara rata-rata", max_length=12, choices=CaraRataRata, default=_BAKU.rata_rata
    )
    tingkat_rata = models.CharField(
        "rata-rata perangkat daerah", max_length=12, choices=TingkatRataRata, default=_BAKU.tingkat_rata
    )
    skala = models.ForeignKey(
        Skala, on_delete=models.PROTECT, related_name="aturan", verbose_name="skala predikat"
    )
    basis_predikat = models.CharField(
        "dasar predikat", max_length=20, choices=BasisPredikat, default=_BAKU.basis_predikat
    )
    kategori = models.CharField(
        "kolom kategori", max_length=10, choices=KolomKategori, default=_BAKU.kategori
    )
    perubahan_capaian = models.BooleanField(
        "perubahan capaian dari tahun lalu", default=_BAKU.perubahan_capaian
    )
    efisiensi = models.CharField(
        "rumus efisiensi",
        max_length=20,
        choices=RumusEfisiensi,
        default=_BAKU.efisiensi,
    )
    nilai_efisiensi = models.BooleanField("kolom nilai efisiensi (NE)", default=_BAKU.nilai_efisiensi)
    ambang_efisiensi = NilaiField("batas efisien", null=True, blank=True)
    label_efisien = models.CharField("sebutan efisien", max_length=40, blank=True)
    label_kurang_efisien = models.CharField("sebutan kurang efisien", max_length=40, blank=True)
    nol_pagu = models.CharField("serapan pagu nol", max_length=10, choices=NolPagu, default=_BAKU.nol_pagu)
    serapan = models.CharField(
        "serapan beberapa program", max_length=10, choices=RumusSerapan, default=_BAKU.serapan
    )
    bagian = models.CharField(
        "angka yang dihitung lagi",
        max_length=10,
        choices=BagianHitung,
        default=_BAKU.bagian,
    )

    class Meta:
        verbose_name = "aturan capaian"
        verbose_name_plural = "aturan capaian"
        ordering: ClassVar = ["pemda", "opd", "tabel", "tahun_mulai"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda", "tabel", "tahun_mulai"],
                condition=Q(opd__isnull=True),
                name="aturan_pemda_unik",
                violation_error_message="Aturan untuk tabel dan tahun ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["opd", "tabel", "tahun_mulai"],
                condition=Q(opd__isnull=False),
                name="aturan_opd_unik",
                violation_error_message="Aturan untuk tabel dan tahun ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"Aturan {self.pemda} {self.tabel or 'umum'}"
