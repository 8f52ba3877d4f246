"""Capaian of past years as an issued document prints them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from kinerja.models.indikator import Indikator
from sakip.kit.fields import NilaiField


class CapaianTerbit(models.Model):
    """Capaian of a past year that an issued document prints while target or realisasi of that year is unknown.

    It is quoted, never recomputed, and never stands in place of a computed one: a realisasi that shall not count is
    marked as not used (`Realisasi.dipakai`).
    """

    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="capaian_terbit")
    tahun = models.PositiveIntegerField("tahun")
    nilai = NilaiField("capaian (%)")
    asal = models.CharField("asal", max_length=120)

    class Meta:
        verbose_name = "capaian terbit"
        verbose_name_plural = "capaian terbit"
        ordering: ClassVar = ["tahun", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indikator", "tahun"],
                name="capaian_terbit_unik",
                violation_error_message="Capaian terbit tahun ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=~Q(asal=""),
                name="capaian_terbit_berasal",
                violation_error_message="Isi dokumen dan halaman asal capaian.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator} {self.tahun}"
