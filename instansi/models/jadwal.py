"""When values may be typed."""

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q

from instansi.models.organisasi import Pemda


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
