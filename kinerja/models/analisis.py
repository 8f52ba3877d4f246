"""What values are compared with, and what is said about them."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from instansi.models import PerangkatDaerah, ScopedQuerySet
from kinerja.enums import (
    JenisAnalisis,
    JenisPembanding,
    Periode,
)
from kinerja.models.indikator import Indikator
from renstra.models import Simpul
from sakip.kit.fields import KunciField, NilaiField


class Pembanding(models.Model):
    """Value that an indikator is compared with: national standard, province, another region."""

    indikator = models.ForeignKey(Indikator, on_delete=models.CASCADE, related_name="pembanding")
    kunci = KunciField("kunci", max_length=80)
    tahun = models.PositiveIntegerField("tahun")
    jenis = models.CharField("jenis", max_length=20, choices=JenisPembanding)
    nama = models.CharField("nama", max_length=200)
    nilai = NilaiField("nilai")
    sumber = models.CharField("sumber", max_length=250, blank=True)
    asal = models.CharField("asal", max_length=120, blank=True)
    urutan = models.PositiveIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "pembanding"
        verbose_name_plural = "pembanding"
        ordering: ClassVar = ["urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indikator", "tahun", "kunci"],
                name="pembanding_unik",
                violation_error_message="Pembanding ini sudah dicatat pada tahun tersebut.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.nama}: {self.nilai}"


class AnalisisQuerySet(ScopedQuerySet):
    """Analysis texts."""

    opd_path = "opd__"


class Analisis(models.Model):
    """Analysis text for an indikator or a node in a period."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="analisis")
    indikator = models.ForeignKey(
        Indikator,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="analisis",
    )
    simpul = models.ForeignKey(
        Simpul, on_delete=models.CASCADE, null=True, blank=True, related_name="analisis"
    )
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5, choices=Periode, default=Periode.TAHUN)
    jenis = models.CharField("jenis", max_length=30, choices=JenisAnalisis)
    teks = models.TextField("teks")
    asal = models.CharField("asal", max_length=200, blank=True)
    urutan = models.PositiveIntegerField("urutan", default=0)

    objects: ClassVar = AnalisisQuerySet.as_manager()

    class Meta:
        verbose_name = "analisis"
        verbose_name_plural = "analisis"
        ordering: ClassVar = ["urutan", "id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(indikator__isnull=False, simpul__isnull=True)
                | Q(indikator__isnull=True, simpul__isnull=False),
                name="analisis_satu_pemilik",
                violation_error_message="Analisis melekat pada satu indikator atau satu simpul.",
            )
        ]

    def __str__(self) -> str:
        return self.teks[:60]
