"""When values may be typed, and when no longer."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from instansi.models.organisasi import Pemda, PerangkatDaerah


class JadwalPengisian(models.Model):
    """When a period may be filled; a period without a row is closed."""

    pemda = models.ForeignKey(Pemda, on_delete=models.CASCADE, related_name="jadwal")
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5)
    buka = models.DateTimeField("dibuka")
    tutup = models.DateTimeField("ditutup", null=True, blank=True)

    class Meta:
        verbose_name = "jadwal pengisian"
        verbose_name_plural = "jadwal pengisian"
        ordering: ClassVar = ["tahun", "periode"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda", "tahun", "periode"],
                name="jadwal_unik",
                violation_error_message="Jadwal periode ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(tutup__isnull=True) | Q(tutup__gt=models.F("buka")),
                name="jadwal_urut",
                violation_error_message="Waktu tutup harus setelah waktu buka.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.periode} {self.tahun}"

    def is_terbuka(self, saat: datetime) -> bool:
        """Whether values may be written at ``saat``."""
        return self.buka <= saat and (self.tutup is None or saat <= self.tutup)


class KunciTahun(models.Model):
    """The values of an office and year are closed for good: its report has been set (penetapan)."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="kunci_tahun")
    tahun = models.PositiveIntegerField("tahun")
    sejak = models.DateTimeField("sejak", auto_now_add=True)

    class Meta:
        verbose_name = "kunci tahun"
        verbose_name_plural = "kunci tahun"
        ordering: ClassVar = ["-tahun"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "tahun"],
                name="kunci_tahun_unik",
                violation_error_message="Tahun ini sudah dikunci.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.opd} {self.tahun}"
