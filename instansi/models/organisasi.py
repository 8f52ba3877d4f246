"""Regional government, offices and their lineage, units, positions, officials."""

from collections import Counter
from collections.abc import Iterable
from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from instansi.enums import (
    JenisAsalUsul,
    JenisMasaJabatan,
    JenisPemda,
    ZonaWaktu,
)
from instansi.models.lingkup import ScopedQuerySet


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

    @property
    def nama_lengkap(self) -> str:
        """``Kabupaten Lumajang``."""
        return f"{self.get_jenis_display()} {self.nama}"


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

    kembar: bool = False
    """Whether another office of the list that this one came with has its name (`mark_kembar`)."""

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

    @property
    def nama_lengkap(self) -> str:
        """The name with its government: ``Dinas X – Kabupaten Y``."""
        return f"{self.nama} – {self.pemda.nama_lengkap}"

    @property
    def sebutan(self) -> str:
        """What the office is called in its list: its name, with the government where the name alone is not enough."""
        return self.nama_lengkap if self.kembar else self.nama


def mark_kembar(daftar: Iterable[PerangkatDaerah]) -> list[PerangkatDaerah]:
    """Return the offices, those of one name marked so that their ``sebutan`` tells them apart."""
    rows = list(daftar)
    jumlah = Counter(row.nama.casefold() for row in rows)
    for row in rows:
        row.kembar = jumlah[row.nama.casefold()] > 1
    return rows


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
