"""Who: regional government, offices and their lineage, units, positions, officials, users, roles, schedule, audit."""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, ClassVar, Self

from django.contrib.auth.models import AbstractUser, AnonymousUser
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone

from instansi.enums import (
    PERAN_OPD,
    JenisAsalUsul,
    JenisMasaJabatan,
    JenisPemda,
    Peran,
    ZonaWaktu,
)
from sakip.kit import triggers


class Pemda(models.Model):
    """Regional government that runs the installation or shares it."""

    nama = models.CharField("nama", max_length=200)
    jenis = models.CharField("jenis", max_length=20, choices=JenisPemda)
    provinsi = models.CharField("provinsi", max_length=100, blank=True)
    tempat = models.CharField("tempat penandatanganan", max_length=100)
    zona = models.CharField("zona waktu", max_length=40, choices=ZonaWaktu, default=ZonaWaktu.WIB)
    kepala_daerah = models.CharField("sebutan kepala daerah", max_length=50, default="Bupati")

    class Meta:
        verbose_name = "pemerintah daerah"
        verbose_name_plural = "pemerintah daerah"
        ordering: ClassVar = ["nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nama"],
                name="pemda_nama_unik",
                violation_error_message="Pemerintah daerah ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


@dataclass(frozen=True)
class Lingkup:
    """What a user may reach: whole governments and single offices, with the roles held there."""

    semua: bool
    pemda: frozenset[int]
    opd: frozenset[int]

    def opd_filter(self, prefix: str = "") -> Q:
        """Condition on an office reached by ``prefix`` (for example ``"simpul__opd__"``)."""
        if self.semua:
            return Q()
        return Q(**{f"{prefix}pemda_id__in": self.pemda}) | Q(**{f"{prefix}id__in": self.opd})


def lingkup_for_user(user: "Pengguna | AnonymousUser") -> Lingkup:
    """Scope of ``user``; an anonymous or inactive user reaches nothing."""
    if isinstance(user, Pengguna) and user.is_active:
        return user.lingkup
    return Lingkup(semua=False, pemda=frozenset(), opd=frozenset())


class ScopedQuerySet(models.QuerySet[Any, Any]):
    """Base of every queryset that a view starts from: ``for_user`` limits it to the user's offices."""

    opd_path: ClassVar[str] = "opd__"

    def for_user(self, user: "Pengguna | AnonymousUser") -> Self:
        """Rows of the offices that ``user`` may see (design: scope first, the neighbour's row is a 404)."""
        return self.filter(lingkup_for_user(user).opd_filter(self.opd_path))


class PerangkatDaerahQuerySet(ScopedQuerySet):
    """Offices."""

    opd_path = ""


class PerangkatDaerah(models.Model):
    """Office (perangkat daerah, OPD) that promises and accounts for results."""

    pemda = models.ForeignKey(
        Pemda,
        on_delete=models.PROTECT,
        related_name="opd",
        verbose_name="pemerintah daerah",
    )
    kode = models.CharField("kode", max_length=40, blank=True)
    nama = models.CharField("nama", max_length=250)
    singkatan = models.SlugField("singkatan", max_length=60)
    alamat = models.TextField("alamat", blank=True)
    visi = models.TextField("visi", blank=True)
    aktif_mulai = models.DateField("aktif mulai", null=True, blank=True)
    aktif_sampai = models.DateField("aktif sampai", null=True, blank=True)

    objects: ClassVar = PerangkatDaerahQuerySet.as_manager()

    class Meta:
        verbose_name = "perangkat daerah"
        verbose_name_plural = "perangkat daerah"
        ordering: ClassVar = ["nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["singkatan"],
                name="opd_singkatan_unik",
                violation_error_message="Singkatan ini sudah dipakai perangkat daerah lain.",
            ),
            models.CheckConstraint(
                condition=Q(aktif_sampai__isnull=True)
                | Q(aktif_mulai__isnull=True)
                | Q(aktif_sampai__gte=models.F("aktif_mulai")),
                name="opd_masa_aktif",
                violation_error_message="Tanggal berakhir mendahului tanggal mulai.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class AsalUsul(models.Model):
    """Lineage of an office over splits, mergers and changes of name."""

    lama = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="penerus")
    baru = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="pendahulu")
    jenis = models.CharField("jenis", max_length=20, choices=JenisAsalUsul)
    tanggal = models.DateField("tanggal")
    dasar = models.CharField("dasar hukum", max_length=250, blank=True)

    class Meta:
        verbose_name = "asal-usul perangkat daerah"
        verbose_name_plural = "asal-usul perangkat daerah"
        ordering: ClassVar = ["tanggal"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["lama", "baru"], name="asal_usul_unik"),
            models.CheckConstraint(
                condition=~Q(lama=models.F("baru")),
                name="asal_usul_berbeda",
                violation_error_message="Perangkat daerah tidak dapat menjadi asal-usul dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.lama} → {self.baru}"


class UnitKerja(models.Model):
    """Unit within an office (sekretariat, bidang, UPTD)."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="unit")
    induk = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="anak")
    kunci = models.CharField("kunci", max_length=80, blank=True)
    nama = models.CharField("nama", max_length=250)
    urutan = models.PositiveIntegerField("urutan", default=0)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "unit kerja"
        verbose_name_plural = "unit kerja"
        ordering: ClassVar = ["urutan", "nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "nama"],
                name="unit_nama_unik",
                violation_error_message="Unit kerja ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class Jabatan(models.Model):
    """Position in an office; one position per office is its head."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="jabatan")
    unit = models.ForeignKey(
        UnitKerja,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="jabatan",
    )
    atasan = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="bawahan"
    )
    kunci = models.CharField("kunci", max_length=80, blank=True)
    nama = models.CharField("nama jabatan", max_length=250)
    kepala = models.BooleanField("kepala perangkat daerah", default=False)

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "jabatan"
        verbose_name_plural = "jabatan"
        ordering: ClassVar = ["nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "nama"],
                name="jabatan_nama_unik",
                violation_error_message="Jabatan ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["opd"],
                condition=Q(kepala=True),
                name="jabatan_satu_kepala",
                violation_error_message="Perangkat daerah sudah mempunyai jabatan kepala.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class Pejabat(models.Model):
    """Official. NIP and name are personal data: never logged, printed only in signature blocks."""

    pemda = models.ForeignKey(Pemda, on_delete=models.PROTECT, related_name="pejabat")
    gelar_depan = models.CharField("gelar depan", max_length=40, blank=True)
    nama = models.CharField("nama", max_length=200)
    gelar_belakang = models.CharField("gelar belakang", max_length=60, blank=True)
    nip = models.CharField(
        "NIP",
        max_length=18,
        blank=True,
        validators=[RegexValidator(r"^\d{18}$", "NIP terdiri dari 18 angka.")],
    )
    pangkat = models.CharField("pangkat/golongan", max_length=60, blank=True)

    class Meta:
        verbose_name = "pejabat"
        verbose_name_plural = "pejabat"
        ordering: ClassVar = ["nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["nip"],
                condition=~Q(nip=""),
                name="pejabat_nip_unik",
                violation_error_message="NIP ini sudah terdaftar.",
            )
        ]

    def __str__(self) -> str:
        front = f"{self.gelar_depan} " if self.gelar_depan else ""
        back = f", {self.gelar_belakang}" if self.gelar_belakang else ""
        return f"{front}{self.nama}{back}"


class MasaJabatan(models.Model):
    """Who held which position when, and how (definitif, Plt., Plh., Pj.)."""

    pejabat = models.ForeignKey(Pejabat, on_delete=models.PROTECT, related_name="masa_jabatan")
    jabatan = models.ForeignKey(Jabatan, on_delete=models.PROTECT, related_name="masa_jabatan")
    jenis = models.CharField(max_length=20, choices=JenisMasaJabatan, default=JenisMasaJabatan.DEFINITIF)
    mulai = models.DateField("mulai")
    selesai = models.DateField("selesai", null=True, blank=True)

    class Meta:
        verbose_name = "masa jabatan"
        verbose_name_plural = "masa jabatan"
        ordering: ClassVar = ["-mulai"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(selesai__isnull=True) | Q(selesai__gte=models.F("mulai")),
                name="masa_jabatan_urut",
                violation_error_message="Tanggal selesai mendahului tanggal mulai.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.jabatan}: {self.pejabat}"


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
        today = timezone.localdate()
        return list(
            self.penugasan.filter(Q(mulai__isnull=True) | Q(mulai__lte=today))
            .filter(Q(selesai__isnull=True) | Q(selesai__gte=today))
            .order_by("id")
        )

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
