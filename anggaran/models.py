"""What it costs: pagu per document, realisasi belanja, pendapatan, and printed totals of unknown rows."""

from typing import ClassVar

from django.core.validators import RegexValidator
from django.db import models
from django.db.models import F, Q

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
            ),
            models.CheckConstraint(
                condition=Q(induk__isnull=True) | ~Q(induk=F("id")),
                name="pendapatan_induk_lain",
                violation_error_message="Pendapatan tidak dapat menjadi induk dirinya sendiri.",
            ),
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
                violation_error_message="Bulan 1–12, atau 0 untuk setahun.",
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

PESAN_INDUK_SEDOKUMEN = "Induk pendapatan harus berada pada dokumen yang sama."

_LINGKUP_GARIS = {
    "anggaran_pagu": "o.dokumen_id = NEW.dokumen_id",
    "anggaran_realisasibelanja": "o.tahun = NEW.tahun",
}
"""Rows that must not stand twice on one line: those of one document, those of one year."""

_LINGKUP_PINDAH = {
    "anggaran_pagu": "o.dokumen_id = b.dokumen_id",
    "anggaran_realisasibelanja": "o.tahun = b.tahun",
}


def _pindah_garis(table: str) -> str:
    """SQL: a node that moves brings a row of itself or below it to a line on which an ancestor has one."""
    kakek = "(SELECT i.induk_id FROM renstra_simpul i WHERE i.id = NEW.induk_id)"
    anak = "SELECT a.id FROM renstra_simpul a WHERE a.induk_id = NEW.id"
    cucu = f"SELECT c.id FROM renstra_simpul c WHERE c.induk_id IN ({anak})"  # noqa: S608 - text of a trigger
    return (
        "NEW.induk_id IS NOT NULL AND (OLD.induk_id IS NULL OR OLD.induk_id <> NEW.induk_id) "  # noqa: S608 - text of a trigger, no input
        f"AND EXISTS (SELECT 1 FROM {table} o JOIN {table} b ON {_LINGKUP_PINDAH[table]} "
        f"WHERE (o.simpul_id = NEW.induk_id OR o.simpul_id = {kakek}) "
        f"AND (b.simpul_id = NEW.id OR b.simpul_id IN ({anak}) OR b.simpul_id IN ({cucu})))"
    )


def _register(name: str, table: str, condition: str, message: str, *when: str) -> None:
    for satu in when or ("INSERT", "UPDATE"):
        triggers.register(
            triggers.Trigger(
                "anggaran", f"{name}_{satu[0].lower()}", table, f"BEFORE {satu}", condition, message
            )
        )


for _table, _scope in _LINGKUP_GARIS.items():
    _register(f"{_table}_rincian", _table, _satu_garis(_table, _scope), PESAN_RINCIAN_ATAU_TOTAL)
    _register(
        f"simpul_pindah_{_table}",
        "renstra_simpul",
        _pindah_garis(_table),
        "Simpul tidak dapat dipindahkan ke sini: rincian dan total akan terisi bersama di satu garis.",
        "UPDATE",
    )
_register(
    "belanja_tahun_atau_bulan",
    "anggaran_realisasibelanja",
    "EXISTS (SELECT 1 FROM anggaran_realisasibelanja o WHERE o.id <> COALESCE(NEW.id, -1) "
    "AND o.simpul_id = NEW.simpul_id AND o.tahun = NEW.tahun "
    "AND ((o.bulan = 0 AND NEW.bulan <> 0) OR (o.bulan <> 0 AND NEW.bulan = 0)))",
    "Realisasi belanja diisi per bulan atau setahun, bukan keduanya.",
)
_register(
    "pagu_satu_opd",
    "anggaran_pagu",
    "NOT EXISTS (SELECT 1 FROM renstra_dokumen d JOIN renstra_simpul s ON s.opd_id = d.opd_id "
    "WHERE d.id = NEW.dokumen_id AND s.id = NEW.simpul_id)",
    "Dokumen dan simpul rencana harus milik perangkat daerah yang sama.",
)
# One kunci is one revenue in all documents of an office and year, so that a DPPA goes on from the DPA.
_register(
    "pendapatan_tahun_atau_bulan",
    "anggaran_realisasipendapatan",
    "EXISTS (SELECT 1 FROM anggaran_pendapatan p JOIN renstra_dokumen d ON d.id = p.dokumen_id "
    "JOIN renstra_dokumen e ON e.opd_id = d.opd_id AND e.tahun = d.tahun "
    "JOIN anggaran_pendapatan q ON q.dokumen_id = e.id AND q.kunci = p.kunci "
    "JOIN anggaran_realisasipendapatan o ON o.pendapatan_id = q.id "
    "WHERE p.id = NEW.pendapatan_id AND o.id <> COALESCE(NEW.id, -1) AND o.tahun = NEW.tahun "
    "AND ((o.bulan = 0 AND NEW.bulan <> 0) OR (o.bulan <> 0 AND NEW.bulan = 0)))",
    "Realisasi pendapatan diisi per bulan atau setahun, bukan keduanya.",
)
_register(
    "pendapatan_induk_satu_dokumen",
    "anggaran_pendapatan",
    "(NEW.induk_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM anggaran_pendapatan i "
    "WHERE i.id = NEW.induk_id AND i.dokumen_id = NEW.dokumen_id)) "
    "OR EXISTS (SELECT 1 FROM anggaran_pendapatan a WHERE a.induk_id = NEW.id AND a.dokumen_id <> NEW.dokumen_id)",
    PESAN_INDUK_SEDOKUMEN,
)
_register(
    "pendapatan_induk_tanpa_target",
    "anggaran_pendapatan",
    "(NEW.target IS NOT NULL AND EXISTS (SELECT 1 FROM anggaran_pendapatan a WHERE a.induk_id = NEW.id)) "
    "OR EXISTS (SELECT 1 FROM anggaran_pendapatan i WHERE i.id = NEW.induk_id AND i.target IS NOT NULL)",
    "Induk pendapatan tidak mempunyai target sendiri: targetnya jumlah rinciannya. Kosongkan target induk.",
)
_register(
    "pendapatan_induk_tanpa_realisasi",
    "anggaran_pendapatan",
    "EXISTS (SELECT 1 FROM anggaran_realisasipendapatan r WHERE r.pendapatan_id = NEW.induk_id)",
    "Induk pendapatan tidak mempunyai realisasi sendiri. Hapus realisasi induk dahulu.",
)
_register(
    "realisasi_pendapatan_rincian",
    "anggaran_realisasipendapatan",
    "EXISTS (SELECT 1 FROM anggaran_pendapatan a WHERE a.induk_id = NEW.pendapatan_id)",
    "Realisasi pendapatan dicatat pada rinciannya, bukan pada induknya.",
)
