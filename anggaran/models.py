"""What it costs: pagu per document, realisasi belanja, pendapatan, and printed totals of unknown rows."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q

from instansi.models import ScopedQuerySet
from renstra.models import Dokumen, Simpul
from sakip.kit import triggers
from sakip.kit.fields import KunciField, RupiahField


class Rekening(models.Model):
    """Account of the APBD classification (PP 12/2019, Permendagri 77/2020)."""

    kode = models.CharField(
        "kode",
        max_length=20,
        unique=True,
        validators=[
            RegexValidator(
                r"^\d(\.\d{1,4}){0,6}$",
                "Kode rekening berupa angka bertitik, misalnya 5.1.02.",
            )
        ],
    )
    nama = models.CharField("nama", max_length=250)

    class Meta:
        verbose_name = "rekening"
        verbose_name_plural = "rekening"
        ordering: ClassVar = ["kode"]

    def __str__(self) -> str:
        return f"{self.kode} {self.nama}"


class PaguQuerySet(ScopedQuerySet):
    """Budget rows of documents."""

    opd_path = "simpul__opd__"


class Pagu(models.Model):
    """Budget of a node in a document, at the depth that is known (node, account, item).

    A pagu of 0 is membership of the document; no row is absence. Details or total, never both on one line.
    """

    dokumen = models.ForeignKey(Dokumen, on_delete=models.PROTECT, related_name="pagu")
    simpul = models.ForeignKey(Simpul, on_delete=models.PROTECT, related_name="pagu")
    rekening = models.ForeignKey(
        Rekening, on_delete=models.PROTECT, null=True, blank=True, related_name="pagu"
    )
    uraian = models.CharField("uraian", max_length=250, blank=True)
    jumlah = RupiahField("jumlah (Rp)")
    asal = models.CharField("asal", max_length=120, blank=True)

    objects: ClassVar = PaguQuerySet.as_manager()

    class Meta:
        verbose_name = "pagu"
        verbose_name_plural = "pagu"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dokumen", "simpul", "rekening", "uraian"],
                condition=Q(rekening__isnull=False),
                name="pagu_rekening_unik",
                violation_error_message="Pagu untuk rekening dan uraian ini sudah ada pada dokumen tersebut.",
            ),
            models.UniqueConstraint(
                fields=["dokumen", "simpul", "uraian"],
                condition=Q(rekening__isnull=True),
                name="pagu_simpul_unik",
                violation_error_message="Pagu untuk simpul ini sudah ada pada dokumen tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(jumlah__gte=0),
                name="pagu_tidak_negatif",
                violation_error_message="Pagu tidak boleh negatif.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.simpul}: {self.jumlah}"


class RealisasiBelanjaQuerySet(ScopedQuerySet):
    """Expenditure rows."""

    opd_path = "simpul__opd__"


class RealisasiBelanja(models.Model):
    """Expenditure of a node in a month, or in the whole year when ``bulan`` is 0."""

    simpul = models.ForeignKey(Simpul, on_delete=models.PROTECT, related_name="belanja")
    tahun = models.PositiveIntegerField("tahun")
    bulan = models.PositiveSmallIntegerField("bulan (0 = setahun)", default=0)
    rekening = models.ForeignKey(
        Rekening,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="belanja",
    )
    uraian = models.CharField("uraian", max_length=250, blank=True)
    jumlah = RupiahField("jumlah (Rp)")
    asal = models.CharField("asal", max_length=120, blank=True)
    diubah = models.DateTimeField("diubah", auto_now=True)

    objects: ClassVar = RealisasiBelanjaQuerySet.as_manager()

    class Meta:
        verbose_name = "realisasi belanja"
        verbose_name_plural = "realisasi belanja"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["simpul", "tahun", "bulan", "rekening", "uraian"],
                condition=Q(rekening__isnull=False),
                name="belanja_rekening_unik",
                violation_error_message="Realisasi untuk rekening dan uraian ini sudah ada pada bulan tersebut.",
            ),
            models.UniqueConstraint(
                fields=["simpul", "tahun", "bulan", "uraian"],
                condition=Q(rekening__isnull=True),
                name="belanja_simpul_unik",
                violation_error_message="Realisasi untuk simpul ini sudah ada pada bulan tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(bulan__gte=0, bulan__lte=12),
                name="belanja_bulan",
                violation_error_message="Bulan 1–12, atau 0 untuk setahun.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.simpul} {self.tahun}: {self.jumlah}"


class PendapatanQuerySet(ScopedQuerySet):
    """Revenue rows."""

    opd_path = "dokumen__opd__"


class Pendapatan(models.Model):
    """Revenue target in a budget document; parents carry no amount of their own."""

    dokumen = models.ForeignKey(Dokumen, on_delete=models.PROTECT, related_name="pendapatan")
    kunci = KunciField("kunci", max_length=80)
    induk = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="anak")
    uraian = models.CharField("uraian", max_length=250)
    target = RupiahField("target (Rp)", null=True, blank=True)
    urutan = models.PositiveIntegerField("urutan", default=0)
    asal = models.CharField("asal", max_length=120, blank=True)

    objects: ClassVar = PendapatanQuerySet.as_manager()

    class Meta:
        verbose_name = "pendapatan"
        verbose_name_plural = "pendapatan"
        ordering: ClassVar = ["urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dokumen", "kunci"],
                name="pendapatan_kunci_unik",
                violation_error_message="Kunci pendapatan ini sudah dipakai pada dokumen tersebut.",
            )
        ]

    def __str__(self) -> str:
        return self.uraian


class RealisasiPendapatan(models.Model):
    """Revenue received in a month, or in the whole year when ``bulan`` is 0."""

    pendapatan = models.ForeignKey(Pendapatan, on_delete=models.PROTECT, related_name="realisasi")
    tahun = models.PositiveIntegerField("tahun")
    bulan = models.PositiveSmallIntegerField("bulan (0 = setahun)", default=0)
    jumlah = RupiahField("jumlah (Rp)")
    asal = models.CharField("asal", max_length=120, blank=True)

    class Meta:
        verbose_name = "realisasi pendapatan"
        verbose_name_plural = "realisasi pendapatan"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["pendapatan", "tahun", "bulan"],
                name="realisasi_pendapatan_unik",
                violation_error_message="Realisasi pendapatan bulan ini sudah ada.",
            ),
            models.CheckConstraint(
                condition=Q(bulan__gte=0, bulan__lte=12),
                name="realisasi_pendapatan_bulan",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pendapatan} {self.tahun}"


class ButirRingkasan(models.TextChoices):
    """What a printed total counts."""

    PROGRAM = "program", "Jumlah program"
    KEGIATAN = "kegiatan", "Jumlah kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Jumlah sub kegiatan"
    PENDAPATAN = "pendapatan", "Anggaran pendapatan (Rp)"
    BELANJA = "belanja", "Anggaran belanja (Rp)"
    BELANJA_LANGSUNG = "belanja_langsung", "Belanja langsung (Rp)"
    BELANJA_TIDAK_LANGSUNG = "belanja_tidak_langsung", "Belanja tidak langsung (Rp)"


class Ringkasan(models.Model):
    """Printed total of a document whose rows are unknown: shown as such and compared, never summed."""

    dokumen = models.ForeignKey(Dokumen, on_delete=models.PROTECT, related_name="ringkasan")
    butir = models.CharField("butir", max_length=30, choices=ButirRingkasan)
    nilai = RupiahField("nilai")
    asal = models.CharField("asal", max_length=120, blank=True)

    class Meta:
        verbose_name = "ringkasan"
        verbose_name_plural = "ringkasan"
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["dokumen", "butir"],
                name="ringkasan_unik",
                violation_error_message="Butir ini sudah ada pada dokumen tersebut.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.dokumen} {self.butir}"


def _satu_garis(table: str, scope: str) -> str:
    """SQL: another row of the same scope stands on the ancestor line of NEW (node line, then account line)."""
    other, mine = "o.simpul_id", "NEW.simpul_id"
    parent = "(SELECT s.induk_id FROM renstra_simpul s WHERE s.id = {})"
    ancestor_of_new = f"{other} = {parent.format(mine)} OR {other} = {parent.format(parent.format(mine))}"
    new_is_ancestor = f"{mine} = {parent.format(other)} OR {mine} = {parent.format(parent.format(other))}"
    kode = "COALESCE((SELECT r.kode FROM anggaran_rekening r WHERE r.id = {}), '')"
    a, b = kode.format("o.rekening_id"), kode.format("NEW.rekening_id")
    # account line on the same node: one code is a proper prefix of the other, or the same code with and without item
    prefix = (
        f"({a} <> {b} AND ({a} = '' OR {b} = '' OR substr({b}, 1, length({a}) + 1) = {a} || '.' "
        f"OR substr({a}, 1, length({b}) + 1) = {b} || '.'))"
    )
    item = f"({a} = {b} AND ((o.uraian = '' AND NEW.uraian <> '') OR (o.uraian <> '' AND NEW.uraian = '')))"
    return (
        f"EXISTS (SELECT 1 FROM {table} o "  # noqa: S608 - text of a trigger, no input
        f"WHERE o.id <> COALESCE(NEW.id, -1) AND {scope} AND ("
        f"{ancestor_of_new} OR {new_is_ancestor} OR ({other} = {mine} AND ({prefix} OR {item}))))"
    )


PESAN_RINCIAN_ATAU_TOTAL = (
    "Isi rincian atau total, bukan keduanya: simpul atau rekening di garis yang sama sudah terisi."
)

for _table, _scope in (
    ("anggaran_pagu", "o.dokumen_id = NEW.dokumen_id"),
    ("anggaran_realisasibelanja", "o.tahun = NEW.tahun"),
):
    for _when in ("INSERT", "UPDATE"):
        triggers.register(
            triggers.Trigger(
                "anggaran",
                f"{_table}_rincian_{_when[0].lower()}",
                _table,
                f"BEFORE {_when}",
                _satu_garis(_table, _scope),
                PESAN_RINCIAN_ATAU_TOTAL,
            )
        )
for _when in ("INSERT", "UPDATE"):
    triggers.register(
        triggers.Trigger(
            "anggaran",
            f"belanja_tahun_atau_bulan_{_when[0].lower()}",
            "anggaran_realisasibelanja",
            f"BEFORE {_when}",
            "EXISTS (SELECT 1 FROM anggaran_realisasibelanja o WHERE o.id <> COALESCE(NEW.id, -1) "
            "AND o.simpul_id = NEW.simpul_id AND o.tahun = NEW.tahun "
            "AND ((o.bulan = 0 AND NEW.bulan <> 0) OR (o.bulan <> 0 AND NEW.bulan = 0)))",
            "Realisasi belanja diisi per bulan atau setahun, bukan keduanya.",
        )
    )
