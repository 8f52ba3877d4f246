"""Indicators, the choices of ordinal ones, the components of indices."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from instansi.models import Jabatan, PerangkatDaerah, ScopedQuerySet
from kinerja.enums import (
    Agregasi,
    AkumulasiRenstra,
    CaraKomponen,
    FormulaMinimasi,
    Frekuensi,
    JenisIndikator,
    JenisNilai,
    MaknaTarget,
    Periode,
    Polaritas,
)
from kinerja.models.aturan import Skala
from renstra.models import Simpul
from sakip.kit import triggers
from sakip.kit.fields import KunciField, NilaiField


class IndikatorQuerySet(ScopedQuerySet):
    """Indicators."""

    opd_path = "opd__"


class Indikator(models.Model):
    """Performance indicator of a node, or of a jabatan (IKI). ``mendukung`` names the one a level up it supports."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="indikator")
    simpul = models.ForeignKey(
        Simpul,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indikator",
    )
    jabatan = models.ForeignKey(
        Jabatan,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indikator",
    )
    kunci = KunciField("kunci", max_length=120)
    jenis = models.CharField("jenis", max_length=20, choices=JenisIndikator)
    nama = models.TextField("indikator")
    satuan = models.CharField("satuan", max_length=60, blank=True)
    polaritas = models.CharField("polaritas", max_length=20, choices=Polaritas, default=Polaritas.MAKSIMASI)
    agregasi = models.CharField(
        "agregasi antarperiode",
        max_length=20,
        choices=Agregasi,
        default=Agregasi.TERAKHIR,
    )
    makna_target = models.CharField(
        "makna target triwulan",
        max_length=20,
        choices=MaknaTarget,
        default=MaknaTarget.TAHUNAN,
    )
    akumulasi_renstra = models.CharField(
        "terhadap target akhir renstra",
        max_length=10,
        choices=AkumulasiRenstra,
        blank=True,
        help_text="Kosong: menurut agregasi antarperiode.",
    )
    jenis_nilai = models.CharField("jenis nilai", max_length=20, choices=JenisNilai, default=JenisNilai.ANGKA)
    cara_komponen = models.CharField(
        "indeks dihitung sebagai", max_length=20, choices=CaraKomponen, default=CaraKomponen.RATA_RATA
    )
    desimal = models.PositiveSmallIntegerField("desimal", default=2, validators=[MaxValueValidator(6)])
    frekuensi = models.CharField("frekuensi", max_length=20, choices=Frekuensi, default=Frekuensi.TRIWULAN)
    mendukung = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pendukung",
    )
    skala = models.ForeignKey(
        Skala,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="indikator",
        verbose_name="skala nilai",
    )
    porsi = NilaiField(
        "porsi pagu (perbandingan)", null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    porsi_belanja = NilaiField(
        "porsi belanja (perbandingan)", null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    bobot = NilaiField(
        "bobot dalam rata-rata", null=True, blank=True, validators=[MinValueValidator(Decimal(0))]
    )
    batas_tampil = NilaiField(
        "batas capaian yang ditampilkan (%)",
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Kosong: menurut aturan tabel. 0: tidak dibatasi.",
    )
    batas_rata = NilaiField(
        "batas capaian dalam rata-rata (%)",
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0))],
        help_text="Kosong: menurut aturan tabel. 0: tidak dibatasi.",
    )
    formula_minimasi = models.CharField(
        "rumus semakin rendah semakin baik",
        max_length=20,
        choices=FormulaMinimasi,
        blank=True,
        help_text="Kosong: menurut aturan tabel.",
    )
    definisi = models.TextField("definisi operasional", blank=True)
    label_pembilang = models.CharField("pembilang", max_length=250, blank=True)
    label_penyebut = models.CharField("penyebut", max_length=250, blank=True)
    faktor = NilaiField("faktor", default=Decimal(100))
    sumber = models.CharField("sumber data", max_length=200, blank=True)
    asal = models.CharField("asal tautan dan porsi", max_length=120, blank=True)
    urutan = models.PositiveIntegerField("urutan", default=0)
    menggantikan = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="penerus"
    )
    sebanding = models.BooleanField("sebanding dengan yang digantikan", default=True)

    objects: ClassVar = IndikatorQuerySet.as_manager()

    class Meta:
        verbose_name = "indikator"
        verbose_name_plural = "indikator"
        ordering: ClassVar = ["urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "kunci"],
                name="indikator_kunci_unik",
                violation_error_message="Kunci indikator ini sudah dipakai pada perangkat daerah ini.",
            ),
            models.CheckConstraint(
                condition=Q(simpul__isnull=False, jabatan__isnull=True)
                | Q(simpul__isnull=True, jabatan__isnull=False),
                name="indikator_satu_pemilik",
                violation_error_message="Indikator melekat pada satu simpul rencana atau satu jabatan.",
            ),
            models.CheckConstraint(
                condition=Q(mendukung__isnull=True) | ~Q(mendukung=F("id")),
                name="indikator_dukung_lain",
                violation_error_message="Indikator tidak dapat mendukung dirinya sendiri.",
            ),
            models.CheckConstraint(
                condition=Q(menggantikan__isnull=True) | ~Q(menggantikan=F("id")),
                name="indikator_ganti_lain",
                violation_error_message="Indikator tidak dapat menggantikan dirinya sendiri.",
            ),
            models.CheckConstraint(
                condition=Q(label_pembilang="", label_penyebut="")
                | (~Q(label_pembilang="") & ~Q(label_penyebut="")),
                name="indikator_pembilang_penyebut",
                violation_error_message="Isi pembilang dan penyebut bersama-sama.",
            ),
            *(
                models.CheckConstraint(
                    condition=Q((f"{nama}__isnull", True)) | Q((f"{nama}__gte", 0)),
                    name=f"indikator_{nama}_sah",
                    violation_error_message=f"{sebutan} tidak boleh negatif.",
                )
                for nama, sebutan in (
                    ("bobot", "Bobot"),
                    ("batas_tampil", "Batas capaian"),
                    ("batas_rata", "Batas capaian"),
                )
            ),
        ]

    def __str__(self) -> str:
        return self.nama

    @property
    def berpembilang(self) -> bool:
        """Whether the value is computed from pembilang and penyebut."""
        return bool(self.label_pembilang)


class PilihanOrdinal(models.Model):
    """One value of an ordinal indikator (AA..D, WTP) and the percentage it counts for."""

    indikator = models.ForeignKey(Indikator, on_delete=models.CASCADE, related_name="pilihan")
    label = models.CharField("nilai", max_length=40)
    persen = NilaiField("nilai setara (%)")
    asal = models.CharField("asal", max_length=120, blank=True)

    class Meta:
        verbose_name = "pilihan ordinal"
        verbose_name_plural = "pilihan ordinal"
        ordering: ClassVar = ["-persen"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indikator", "label"],
                name="pilihan_unik",
                violation_error_message="Nilai ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return self.label


class KomponenIndikator(models.Model):
    """Component of an index: a tree, leaves carry values, parents are computed; ``bobot`` None: all weigh the same."""

    indikator = models.ForeignKey(Indikator, on_delete=models.CASCADE, related_name="komponen")
    induk = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="anak")
    kunci = KunciField("kunci", max_length=80)
    nama = models.CharField("nama", max_length=300)
    bobot = NilaiField("bobot", null=True, blank=True)
    urutan = models.PositiveIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "komponen indikator"
        verbose_name_plural = "komponen indikator"
        ordering: ClassVar = ["urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["indikator", "kunci"],
                name="komponen_kunci_unik",
                violation_error_message="Kunci komponen ini sudah dipakai pada indikator tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(bobot__gte=0),
                name="komponen_bobot",
                violation_error_message="Bobot tidak boleh negatif.",
            ),
            models.CheckConstraint(
                condition=Q(induk__isnull=True) | ~Q(induk=F("id")),
                name="komponen_induk_lain",
                violation_error_message="Komponen tidak dapat menjadi induk dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class NilaiKomponen(models.Model):
    """Value of a leaf component in a year and period."""

    komponen = models.ForeignKey(KomponenIndikator, on_delete=models.CASCADE, related_name="nilai")
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5, choices=Periode, default=Periode.TAHUN)
    nilai = NilaiField("nilai")
    asal = models.CharField("asal", max_length=120, blank=True)

    class Meta:
        verbose_name = "nilai komponen"
        verbose_name_plural = "nilai komponen"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["komponen", "tahun", "periode"],
                name="nilai_komponen_unik",
                violation_error_message="Nilai komponen periode ini sudah ada.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.komponen}: {self.nilai}"


PESAN_INDUK_KOMPONEN = "Induk komponen harus berada pada indikator yang sama."

for _when in ("INSERT", "UPDATE"):
    triggers.register(
        triggers.Trigger(
            "kinerja",
            f"komponen_induk_seindikator_{_when[0].lower()}",
            "kinerja_komponenindikator",
            f"BEFORE {_when}",
            "(NEW.induk_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM kinerja_komponenindikator i "
            "WHERE i.id = NEW.induk_id AND i.indikator_id = NEW.indikator_id)) "
            "OR EXISTS (SELECT 1 FROM kinerja_komponenindikator a "
            "WHERE a.induk_id = NEW.id AND a.indikator_id <> NEW.indikator_id)",
            PESAN_INDUK_KOMPONEN,
        )
    )
