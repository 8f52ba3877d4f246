"""How it is measured: rules and scales, indikator, components, targets, realisasi, comparisons, analyses."""

from decimal import Decimal
from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from instansi.models import Jabatan, Pemda, PerangkatDaerah, ScopedQuerySet
from kinerja.enums import (
    Agregasi,
    BagianHitung,
    BasisPredikat,
    FormulaMinimasi,
    Frekuensi,
    Inklusif,
    JenisAnalisis,
    JenisIndikator,
    JenisNilai,
    JenisPembanding,
    MaknaTarget,
    NolPagu,
    Periode,
    Polaritas,
    RumusEfisiensi,
    StatusNilai,
)
from renstra.models import Dokumen, Simpul
from sakip.kit import triggers
from sakip.kit.fields import KunciField, NilaiField


class Skala(models.Model):
    """Predicate scale, with its source; bands are ascending lower bounds, half-open."""

    pemda = models.ForeignKey(Pemda, on_delete=models.PROTECT, related_name="skala")
    kunci = KunciField("kunci", max_length=80)
    nama = models.CharField("nama", max_length=150)
    sumber = models.CharField("sumber", max_length=250, blank=True)
    inklusif = models.CharField(
        "batas yang termasuk", max_length=10, choices=Inklusif, default=Inklusif.BAWAH
    )

    class Meta:
        verbose_name = "skala predikat"
        verbose_name_plural = "skala predikat"
        ordering: ClassVar = ["nama"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda", "kunci"],
                name="skala_kunci_unik",
                violation_error_message="Kunci skala ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class PitaSkala(models.Model):
    """One band of a scale, from its lower bound to the next one."""

    skala = models.ForeignKey(Skala, on_delete=models.CASCADE, related_name="pita")
    batas_bawah = NilaiField("batas bawah")
    nama = models.CharField("predikat", max_length=60)

    class Meta:
        verbose_name = "pita skala"
        verbose_name_plural = "pita skala"
        ordering: ClassVar = ["batas_bawah"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["skala", "batas_bawah"],
                name="pita_batas_unik",
                violation_error_message="Batas bawah ini sudah dipakai pada skala tersebut.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class AturanCapaian(models.Model):
    """Rules of measuring for a pemda, optionally for one office, one official table, from a year on."""

    pemda = models.ForeignKey(Pemda, on_delete=models.PROTECT, related_name="aturan")
    opd = models.ForeignKey(
        PerangkatDaerah,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="aturan",
    )
    tabel = models.CharField("kode tabel (kosong = semua)", max_length=40, blank=True)
    tahun_mulai = models.PositiveIntegerField("berlaku mulai tahun", default=0)
    batas_tampil = NilaiField("batas capaian yang ditampilkan (%)", null=True, blank=True)
    batas_rata = NilaiField("batas capaian dalam rata-rata (%)", null=True, blank=True)
    desimal = models.PositiveSmallIntegerField("desimal", default=2, validators=[MaxValueValidator(6)])
    desimal_k = models.PositiveSmallIntegerField(
        "desimal kolom kinerja",
        null=True,
        blank=True,
        validators=[MaxValueValidator(6)],
    )
    formula_minimasi = models.CharField(
        "rumus semakin rendah semakin baik",
        max_length=20,
        choices=FormulaMinimasi,
        default=FormulaMinimasi.SELISIH,
    )
    lantai_nol = models.BooleanField("capaian tidak di bawah 0", default=True)
    skala = models.ForeignKey(Skala, on_delete=models.PROTECT, related_name="aturan")
    basis_predikat = models.CharField(max_length=20, choices=BasisPredikat, default=BasisPredikat.CAPAIAN)
    efisiensi = models.CharField(
        "rumus efisiensi",
        max_length=20,
        choices=RumusEfisiensi,
        default=RumusEfisiensi.RASIO,
    )
    nol_pagu = models.CharField("pagu nol", max_length=10, choices=NolPagu, default=NolPagu.KOSONG)
    bagian = models.CharField(
        "bagian hitung",
        max_length=10,
        choices=BagianHitung,
        default=BagianHitung.TAMPIL,
    )

    class Meta:
        verbose_name = "aturan capaian"
        verbose_name_plural = "aturan capaian"
        ordering: ClassVar = ["pemda", "opd", "tabel", "tahun_mulai"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pemda", "tabel", "tahun_mulai"],
                condition=Q(opd__isnull=True),
                name="aturan_pemda_unik",
                violation_error_message="Aturan untuk tabel dan tahun ini sudah ada.",
            ),
            models.UniqueConstraint(
                fields=["opd", "tabel", "tahun_mulai"],
                condition=Q(opd__isnull=False),
                name="aturan_opd_unik",
                violation_error_message="Aturan untuk tabel dan tahun ini sudah ada.",
            ),
        ]

    def __str__(self) -> str:
        return f"Aturan {self.pemda} {self.tabel or 'umum'}"


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
    jenis_nilai = models.CharField("jenis nilai", max_length=20, choices=JenisNilai, default=JenisNilai.ANGKA)
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
        "porsi anggaran (%)",
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )
    definisi = models.TextField("definisi operasional", blank=True)
    label_pembilang = models.CharField("pembilang", max_length=250, blank=True)
    label_penyebut = models.CharField("penyebut", max_length=250, blank=True)
    faktor = NilaiField("faktor", default=Decimal(100))
    sumber = models.CharField("sumber data", max_length=200, blank=True)
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
                condition=Q(label_pembilang="", label_penyebut="")
                | (~Q(label_pembilang="") & ~Q(label_penyebut="")),
                name="indikator_pembilang_penyebut",
                violation_error_message="Isi pembilang dan penyebut bersama-sama.",
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
    """Component of an index: a weighted tree, leaves carry values, parents are computed."""

    indikator = models.ForeignKey(Indikator, on_delete=models.CASCADE, related_name="komponen")
    induk = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="anak")
    kunci = KunciField("kunci", max_length=80)
    nama = models.CharField("nama", max_length=300)
    bobot = NilaiField("bobot")
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
            models.UniqueConstraint(fields=["komponen", "tahun", "periode"], name="nilai_komponen_unik")
        ]

    def __str__(self) -> str:
        return f"{self.komponen}: {self.nilai}"


class TargetQuerySet(ScopedQuerySet):
    """Targets."""

    opd_path = "indikator__opd__"


class Target(models.Model):
    """Target of an indikator in a document, a year and a period: a point, or a band with a label."""

    dokumen = models.ForeignKey(Dokumen, on_delete=models.PROTECT, related_name="target")
    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="target")
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5, choices=Periode, default=Periode.TAHUN)
    nilai = NilaiField("nilai", null=True, blank=True)
    bawah = NilaiField("batas bawah", null=True, blank=True)
    atas = NilaiField("batas atas", null=True, blank=True)
    bawah_inklusif = models.BooleanField("batas bawah termasuk", default=True)
    atas_inklusif = models.BooleanField("batas atas termasuk", default=False)
    label = models.CharField("label", max_length=80, blank=True)
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
    """Realisasi of an indikator in a period: a value, or the reason why there is none.

    An empty row with a reason is *tidak tersedia*; no row at all is *belum diisi*; 0 is a value.
    """

    indikator = models.ForeignKey(Indikator, on_delete=models.PROTECT, related_name="realisasi")
    tahun = models.PositiveIntegerField("tahun")
    periode = models.CharField("periode", max_length=5, choices=Periode)
    nilai = NilaiField("realisasi", null=True, blank=True)
    pembilang = NilaiField("pembilang", null=True, blank=True)
    penyebut = NilaiField("penyebut", null=True, blank=True)
    label = models.CharField("nilai ordinal", max_length=40, blank=True)
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
                condition=Q(nilai__isnull=True) | Q(alasan=""),
                name="realisasi_nilai_atau_alasan",
                violation_error_message="Isi nilai, atau alasan mengapa nilai tidak tersedia, bukan keduanya.",
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


class KunciTahun(models.Model):
    """The values of an office and year are closed for good: its report has been set (penetapan)."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="kunci_tahun")
    tahun = models.PositiveIntegerField("tahun")
    sejak = models.DateTimeField("sejak", auto_now_add=True)

    class Meta:
        verbose_name = "kunci tahun"
        verbose_name_plural = "kunci tahun"
        ordering: ClassVar = ["-tahun"]
        constraints: ClassVar = [models.UniqueConstraint(fields=["opd", "tahun"], name="kunci_tahun_unik")]

    def __str__(self) -> str:
        return f"{self.opd} {self.tahun}"


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


def _tahun_atau_periode(table: str, extra: str) -> str:
    return (
        f"EXISTS (SELECT 1 FROM {table} o "  # noqa: S608 - text of a trigger, no input
        f"WHERE o.id <> COALESCE(NEW.id, -1) AND o.indikator_id = NEW.indikator_id AND o.tahun = NEW.tahun AND {extra} "
        "AND ((o.periode = 'TAHUN' AND NEW.periode <> 'TAHUN') OR (o.periode <> 'TAHUN' AND NEW.periode = 'TAHUN')))"
    )


PESAN_TAHUN_ATAU_PERIODE = "Nilai satu tahun diisi per periode atau satu nilai tahunan, bukan keduanya."

for _table, _extra in (
    ("kinerja_realisasi", "o.dipakai AND NEW.dipakai"),
    ("kinerja_target", "o.dokumen_id = NEW.dokumen_id"),
):
    for _when in ("INSERT", "UPDATE"):
        triggers.register(
            triggers.Trigger(
                "kinerja",
                f"{_table}_tahun_periode_{_when[0].lower()}",
                _table,
                f"BEFORE {_when}",
                _tahun_atau_periode(_table, _extra),
                PESAN_TAHUN_ATAU_PERIODE,
            )
        )
