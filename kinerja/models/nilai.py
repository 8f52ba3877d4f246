"""Targets and realisasi."""

from decimal import Decimal
from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from instansi.models import ScopedQuerySet
from kinerja.enums import (
    Periode,
    StatusNilai,
)
from kinerja.models.indikator import Indikator
from renstra.models import Dokumen
from sakip.kit import triggers
from sakip.kit.fields import NilaiField


class TargetQuerySet(ScopedQuerySet):
    """Targets."""

    opd_path = "indikator__opd__"


class Target(models.Model):
    """Target of an indikator in a document, a year and a period: a point, a band with a label, or words alone."""

    dokumen = models.ForeignKey(Dokumen, on_delete=models.PROTECT, related_name="target")
    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="target")
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5, choices=Periode, default=Periode.TAHUN)
    nilai = NilaiField("nilai", null=True, blank=True)
    bawah = NilaiField("batas bawah", null=True, blank=True)
    atas = NilaiField("batas atas", null=True, blank=True)
    bawah_inklusif = models.BooleanField("batas bawah termasuk", default=True)
    atas_inklusif = models.BooleanField("batas atas termasuk", default=False)
    label = models.CharField("label", max_length=200, blank=True)
    asal = models.CharField("asal", max_length=120, blank=True)

    objects: ClassVar = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = "target"
        verbose_name_plural = "target"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dokumen", "indikator", "tahun", "periode"],
                name="target_unik",
                violation_error_message="Target periode ini sudah ada pada dokumen tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(nilai__isnull=False)
                | Q(bawah__isnull=False)
                | Q(atas__isnull=False)
                | ~Q(label=""),
                name="target_terisi",
                violation_error_message="Isi nilai target, rentang target, atau labelnya.",
            ),
            models.CheckConstraint(
                condition=Q(bawah__isnull=True) | Q(atas__isnull=True) | Q(atas__gte=F("bawah")),
                name="target_rentang_urut",
                violation_error_message="Batas atas target lebih kecil daripada batas bawah.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indikator} {self.tahun} {self.periode}"


class RealisasiQuerySet(ScopedQuerySet):
    """Realisasi."""

    opd_path = "indikator__opd__"


class Realisasi(models.Model):
    """Realisasi of an indikator in a period: a number or a word, or the reason why there is none.

    An empty row with a reason is *tidak tersedia*; no row at all is *belum diisi*; 0 is a value.
    """

    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="realisasi")
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5, choices=Periode)
    nilai = NilaiField("realisasi", null=True, blank=True)
    pembilang = NilaiField("pembilang", null=True, blank=True)
    penyebut = NilaiField("penyebut", null=True, blank=True)
    label = models.CharField("nilai berupa kata", max_length=200, blank=True)
    alasan = models.CharField("alasan tidak tersedia", max_length=300, blank=True)
    catatan = models.TextField("catatan", blank=True)
    status = models.CharField("status", max_length=20, choices=StatusNilai, default=StatusNilai.DRAF)
    dipakai = models.BooleanField("dipakai dalam perhitungan", default=True)
    versi = models.PositiveIntegerField("versi", default=1)
    asal = models.CharField("asal", max_length=120, blank=True)
    diubah = models.DateTimeField("diubah", auto_now=True)
    diubah_oleh = models.ForeignKey(
        "instansi.Pengguna",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    objects: ClassVar = RealisasiQuerySet.as_manager()

    class Meta:
        verbose_name = "realisasi"
        verbose_name_plural = "realisasi"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indikator", "tahun", "periode"],
                condition=Q(dipakai=True),
                name="realisasi_dipakai_unik",
                violation_error_message="Realisasi periode ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(alasan="") | Q(nilai__isnull=True, pembilang__isnull=True, label=""),
                name="realisasi_nilai_atau_alasan",
                violation_error_message="Isi nilai, atau alasan mengapa nilai tidak tersedia, bukan keduanya.",
            ),
            models.CheckConstraint(
                condition=Q(nilai__isnull=True) | Q(pembilang__isnull=True),
                name="realisasi_nilai_atau_pecahan",
                violation_error_message="Nilai dihitung dari pembilang dan penyebut. Kosongkan nilai.",
            ),
            models.CheckConstraint(
                condition=Q(nilai__isnull=False)
                | ~Q(alasan="")
                | (Q(pembilang__isnull=False) & Q(penyebut__isnull=False))
                | ~Q(label=""),
                name="realisasi_terisi",
                violation_error_message="Isi nilai, atau alasan mengapa nilai tidak tersedia.",
            ),
            models.CheckConstraint(
                condition=Q(pembilang__isnull=True, penyebut__isnull=True)
                | Q(pembilang__isnull=False, penyebut__isnull=False),
                name="realisasi_pembilang_penyebut",
                violation_error_message="Isi pembilang dan penyebut bersama-sama.",
            ),
            models.CheckConstraint(
                condition=Q(penyebut__isnull=True) | ~Q(penyebut=Decimal(0)),
                name="realisasi_penyebut_bukan_nol",
                violation_error_message="Penyebut tidak boleh 0.",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["tahun", "periode"], name="realisasi_tahun_periode")]

    def __str__(self) -> str:
        return f"{self.indikator} {self.tahun} {self.periode}"


def _jenis_periode(row: str) -> str:
    """SQL: the kind of period of a row: TAHUN, TW or S."""
    return f"rtrim({row}.periode, '1234')"


def _periode_campur(table: str, lingkup: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} o "  # noqa: S608 - text of a trigger, no input
        "WHERE o.id <> COALESCE(NEW.id, -1) AND o.tahun = NEW.tahun "
        f"AND {lingkup} AND {_jenis_periode('o')} <> {_jenis_periode('NEW')})"
    )


PESAN_PERIODE_CAMPUR = (
    "Nilai satu tahun diisi per triwulan, per semester, atau satu nilai tahunan; tidak boleh bercampur."
)

for _table, _lingkup in (
    ("kinerja_realisasi", "o.indikator_id = NEW.indikator_id AND o.dipakai AND NEW.dipakai"),
    ("kinerja_target", "o.indikator_id = NEW.indikator_id AND o.dokumen_id = NEW.dokumen_id"),
    ("kinerja_nilaikomponen", "o.komponen_id = NEW.komponen_id"),
):
    for _when in ("INSERT", "UPDATE"):
        triggers.register(
            triggers.Trigger(
                "kinerja",
                f"{_table}_tahun_periode_{_when[0].lower()}",
                _table,
                f"BEFORE {_when}",
                _periode_campur(_table, _lingkup),
                PESAN_PERIODE_CAMPUR,
            )
        )
for _when in ("INSERT", "UPDATE"):
    triggers.register(
        triggers.Trigger(
            "kinerja",
            f"target_satu_opd_{_when[0].lower()}",
            "kinerja_target",
            f"BEFORE {_when}",
            "NOT EXISTS (SELECT 1 FROM renstra_dokumen d JOIN kinerja_indikator i ON i.opd_id = d.opd_id "
            "WHERE d.id = NEW.dokumen_id AND i.id = NEW.indikator_id)",
            "Dokumen dan indikator harus milik perangkat daerah yang sama.",
        )
    )
