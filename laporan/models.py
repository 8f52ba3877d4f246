"""Reports: the LKjIP of an office and year, its narrative, the frozen snapshot and the stored files."""

from typing import ClassVar

from django.db import models
from django.db.models import Q

from instansi.models import PerangkatDaerah, ScopedQuerySet
from laporan.enums import JenisBerkas, StatusLaporan
from sakip.kit import triggers


class LaporanQuerySet(ScopedQuerySet):
    """Reports."""


class Laporan(models.Model):
    """LKjIP of one office for one year (PermenPANRB 53/2014)."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="laporan")
    tahun = models.PositiveIntegerField("tahun")
    status = models.CharField("status", max_length=20, choices=StatusLaporan, default=StatusLaporan.DRAF)
    ditetapkan_pada = models.DateTimeField("ditetapkan pada", null=True, blank=True)
    versi = models.PositiveIntegerField("versi", default=1)
    dibuat = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = LaporanQuerySet.as_manager()

    class Meta:
        verbose_name = "laporan kinerja"
        verbose_name_plural = "laporan kinerja"
        ordering: ClassVar = ["-tahun", "opd__nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "tahun"],
                name="laporan_unik",
                violation_error_message="Laporan tahun ini sudah dibuat.",
            ),
            models.CheckConstraint(
                condition=Q(status=StatusLaporan.DRAF) | Q(ditetapkan_pada__isnull=False),
                name="laporan_waktu_penetapan",
                violation_error_message="Laporan yang ditetapkan harus mempunyai waktu penetapan.",
            ),
        ]

    def __str__(self) -> str:
        return f"LKjIP {self.opd} {self.tahun}"


class NarasiQuerySet(ScopedQuerySet):
    """Narrative sections."""

    opd_path = "laporan__opd__"


class Narasi(models.Model):
    """Editable text of one section; a section without a row shows the generated opening."""

    laporan = models.ForeignKey(Laporan, on_delete=models.PROTECT, related_name="narasi")
    bagian = models.CharField("bagian", max_length=60)
    teks = models.TextField("teks")
    versi = models.PositiveIntegerField("versi", default=1)
    diubah = models.DateTimeField("diubah", auto_now=True)

    objects: ClassVar = NarasiQuerySet.as_manager()

    class Meta:
        verbose_name = "narasi"
        verbose_name_plural = "narasi"
        ordering: ClassVar = ["bagian"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["laporan", "bagian"],
                name="narasi_unik",
                violation_error_message="Bagian ini sudah mempunyai teks.",
            )
        ]

    def __str__(self) -> str:
        return self.bagian


class Snapshot(models.Model):
    """All rows and texts of a report as they stood at penetapan; never changed afterwards.

    A report that was withdrawn and set again has several: the last one is that of the report, the others are history.
    """

    laporan = models.ForeignKey(Laporan, on_delete=models.PROTECT, related_name="daftar_snapshot")
    isi = models.JSONField("isi")
    sha256 = models.CharField("sidik", max_length=64)
    dibuat = models.DateTimeField(auto_now_add=True)
    dibuat_oleh = models.ForeignKey("instansi.Pengguna", on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = "snapshot laporan"
        verbose_name_plural = "snapshot laporan"

    def __str__(self) -> str:
        return f"{self.laporan} {self.sha256[:12]}"


class BerkasLaporanQuerySet(ScopedQuerySet):
    """Stored files."""

    opd_path = "laporan__opd__"


class BerkasLaporan(models.Model):
    """Stored PDF of a report: immutable, named by its SHA-256."""

    laporan = models.ForeignKey(Laporan, on_delete=models.PROTECT, related_name="berkas")
    jenis = models.CharField("jenis", max_length=20, choices=JenisBerkas)
    nama = models.CharField("nama berkas", max_length=200)
    sha256 = models.CharField("sidik", max_length=64)
    ukuran = models.PositiveIntegerField("ukuran (byte)")
    sertifikat_subjek = models.CharField("subjek sertifikat", max_length=300, blank=True)
    sertifikat_serial = models.CharField("nomor seri sertifikat", max_length=80, blank=True)
    contoh = models.BooleanField("sertifikat contoh", default=False)
    dibuat = models.DateTimeField(auto_now_add=True)
    dibuat_oleh = models.ForeignKey("instansi.Pengguna", on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = BerkasLaporanQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas laporan"
        verbose_name_plural = "berkas laporan"
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["laporan"],
                condition=Q(jenis=JenisBerkas.BERTANDA_TANGAN),
                name="berkas_satu_tanda_tangan",
                violation_error_message="Laporan ini sudah ditandatangani.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


triggers.register(
    triggers.Trigger(
        "laporan",
        "laporan_bertanda_tangan_tetap",
        "laporan_laporan",
        "BEFORE UPDATE",
        f"OLD.status = '{StatusLaporan.DITANDATANGANI.value}' AND NEW.status <> OLD.status",
        "Laporan yang sudah ditandatangani tidak dapat ditarik.",
    ),
    *triggers.append_only(
        "laporan",
        "laporan_snapshot",
        "Snapshot laporan tidak dapat diubah atau dihapus.",
    ),
    *triggers.append_only(
        "laporan",
        "laporan_berkaslaporan",
        "Berkas laporan tidak dapat diubah atau dihapus.",
    ),
)
