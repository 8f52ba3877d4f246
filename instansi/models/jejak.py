"""The audit."""

from typing import ClassVar

from django.db import models
from django.utils import timezone

from instansi.models.akun import Pengguna
from instansi.models.lingkup import ScopedQuerySet
from instansi.models.organisasi import PerangkatDaerah
from sakip.kit import triggers


class JejakQuerySet(ScopedQuerySet):
    """Audit rows; a row without an office is seen by nobody through a view."""


class Jejak(models.Model):
    """Append-only audit row, written in the same transaction as the change it tells of."""

    waktu = models.DateTimeField("waktu", default=timezone.now)
    pengguna = models.ForeignKey(Pengguna, on_delete=models.PROTECT, null=True, related_name="jejak")
    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, null=True, related_name="jejak")
    aksi = models.CharField("aksi", max_length=60)
    objek_jenis = models.CharField("jenis objek", max_length=60)
    objek_id = models.BigIntegerField("id objek")
    sebelum = models.JSONField("sebelum", null=True)
    sesudah = models.JSONField("sesudah", null=True)
    alasan = models.TextField("alasan", blank=True)

    objects: ClassVar = JejakQuerySet.as_manager()

    class Meta:
        verbose_name = "jejak"
        verbose_name_plural = "jejak"
        ordering: ClassVar = ["-id"]
        indexes: ClassVar = [models.Index(fields=["objek_jenis", "objek_id"], name="jejak_objek")]

    def __str__(self) -> str:
        return f"{self.waktu:%Y-%m-%d %H:%M} {self.aksi} {self.objek_jenis} {self.objek_id}"


triggers.register(
    *triggers.append_only("instansi", "instansi_jejak", "Jejak tidak dapat diubah atau dihapus."),
)
