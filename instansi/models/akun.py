"""Accounts and what they may do where."""

from functools import cached_property
from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q

from instansi.enums import (
    PERAN_OPD,
    Peran,
)
from instansi.models.lingkup import Lingkup
from instansi.models.organisasi import Pejabat, Pemda, PerangkatDaerah
from instansi.waktu import get_hari


class Pengguna(AbstractUser):
    """Account of a person; rights come only from its penugasan."""

    jabatan_teks = models.CharField("jabatan", max_length=200, blank=True)
    pejabat = models.OneToOneField(Pejabat, on_delete=models.SET_NULL, null=True, blank=True)
    contoh = models.BooleanField("akun contoh", default=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "pengguna"
        verbose_name_plural = "pengguna"

    @cached_property
    def penugasan_aktif(self) -> "list[Penugasan]":
        """Assignments in force today (one query per request)."""
        return [p for p in self.penugasan.select_related("pemda").order_by("id") if p.is_berlaku()]

    @cached_property
    def lingkup(self) -> Lingkup:
        """Union of the assignments in force."""
        pemda = frozenset(p.pemda_id for p in self.penugasan_aktif if p.opd_id is None)
        opd = frozenset(p.opd_id for p in self.penugasan_aktif if p.opd_id is not None)
        return Lingkup(semua=self.is_superuser, pemda=pemda, opd=opd)

    def peran_pada(self, opd: PerangkatDaerah) -> frozenset[str]:
        """Roles of the user at ``opd`` (from assignments to the office or to its whole government)."""
        return frozenset(
            p.peran
            for p in self.penugasan_aktif
            if p.opd_id == opd.pk or (p.opd_id is None and p.pemda_id == opd.pemda_id)
        )

    @property
    def peran(self) -> frozenset[str]:
        """All roles of the user, wherever held (for the navigation only)."""
        return frozenset(p.peran for p in self.penugasan_aktif)


class Penugasan(models.Model):
    """A role with a scope: one office, or a whole government when ``opd`` is empty."""

    pengguna = models.ForeignKey(Pengguna, on_delete=models.CASCADE, related_name="penugasan")
    peran = models.CharField("peran", max_length=20, choices=Peran)
    pemda = models.ForeignKey(Pemda, on_delete=models.PROTECT, related_name="penugasan")
    opd = models.ForeignKey(
        PerangkatDaerah,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="penugasan",
    )
    mulai = models.DateField("mulai", null=True, blank=True)
    selesai = models.DateField("selesai", null=True, blank=True)

    class Meta:
        verbose_name = "penugasan"
        verbose_name_plural = "penugasan"
        ordering: ClassVar = ["pengguna", "peran"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pengguna", "peran", "opd"],
                condition=Q(opd__isnull=False),
                name="penugasan_opd_unik",
                violation_error_message="Penugasan ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["pengguna", "peran", "pemda"],
                condition=Q(opd__isnull=True),
                name="penugasan_pemda_unik",
                violation_error_message="Penugasan ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=~Q(peran__in=sorted(PERAN_OPD)) | Q(opd__isnull=False),
                name="penugasan_perlu_opd",
                violation_error_message="Peran ini berlaku pada satu perangkat daerah: pilih perangkat daerahnya.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_peran_display()} – {self.opd or self.pemda}"

    def is_berlaku(self) -> bool:
        """Whether the assignment is in force today, at its government."""
        hari = get_hari(self.pemda)
        return (self.mulai is None or self.mulai <= hari) and (self.selesai is None or hari <= self.selesai)
