"""What is promised: documents (the version axis), misi, the two trees of nodes and the links between them."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import F, Q

from instansi.models import Jabatan, PerangkatDaerah, ScopedQuerySet, UnitKerja
from renstra.enums import INDUK_JENJANG, JenisDokumen, Jenjang, StatusDokumen
from sakip.kit import triggers
from sakip.kit.fields import KunciField, NilaiField


class DokumenQuerySet(ScopedQuerySet):
    """Planning and budget documents."""


class Dokumen(models.Model):
    """One issued version of a plan or budget. A later version names its predecessor and never overwrites it."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="dokumen")
    kunci = KunciField("kunci", max_length=80)
    jenis = models.CharField("jenis", max_length=30, choices=JenisDokumen)
    tahun = models.PositiveIntegerField("tahun (awal)")
    tahun_akhir = models.PositiveIntegerField("tahun akhir")
    nomor = models.CharField("nomor", max_length=120, blank=True)
    tanggal = models.DateField("tanggal", null=True, blank=True)
    pendahulu = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="pengganti",
    )
    alasan = models.TextField("alasan perubahan", blank=True)
    status = models.CharField("status", max_length=20, choices=StatusDokumen, default=StatusDokumen.DRAF)
    urutan = models.PositiveIntegerField("urutan versi", default=0)
    penanda_tangan = models.ForeignKey(
        Jabatan, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    pihak_kedua = models.CharField("pihak kedua", max_length=200, blank=True)
    contoh = models.BooleanField("disusun untuk latihan", default=False)

    objects: ClassVar = DokumenQuerySet.as_manager()

    class Meta:
        verbose_name = "dokumen"
        verbose_name_plural = "dokumen"
        ordering: ClassVar = ["tahun", "urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "kunci"],
                name="dokumen_kunci_unik",
                violation_error_message="Kunci dokumen ini sudah dipakai.",
            ),
            models.UniqueConstraint(
                fields=["opd", "jenis", "tahun", "urutan"],
                name="dokumen_urutan_unik",
                violation_error_message="Dokumen sejenis dengan urutan ini sudah ada pada tahun tersebut.",
            ),
            models.CheckConstraint(
                condition=Q(tahun_akhir__gte=F("tahun")),
                name="dokumen_tahun_urut",
                violation_error_message="Tahun akhir mendahului tahun awal.",
            ),
            models.CheckConstraint(
                condition=~Q(pendahulu=F("id")),
                name="dokumen_pendahulu_lain",
                violation_error_message="Dokumen tidak dapat mendahului dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        masa = str(self.tahun) if self.tahun == self.tahun_akhir else f"{self.tahun}–{self.tahun_akhir}"
        return f"{self.get_jenis_display()} {masa}"


class Misi(models.Model):
    """Mission of the government that an office's tujuan serve."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="misi")
    kunci = KunciField("kunci", max_length=80)
    nomor = models.CharField("nomor", max_length=10, blank=True)
    nama = models.TextField("misi")

    objects: ClassVar = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "misi"
        verbose_name_plural = "misi"
        ordering: ClassVar = ["nomor", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "kunci"],
                name="misi_kunci_unik",
                violation_error_message="Kunci misi ini sudah dipakai.",
            )
        ]

    def __str__(self) -> str:
        return self.nama


class SimpulQuerySet(ScopedQuerySet):
    """Nodes of the two trees."""

    def jenjang(self, *jenjang: str) -> "SimpulQuerySet":
        """Nodes of the given levels."""
        return self.filter(jenjang__in=jenjang)


class Simpul(models.Model):
    """Node of the cascade: tujuan, sasaran, program, kegiatan or sub kegiatan."""

    opd = models.ForeignKey(PerangkatDaerah, on_delete=models.PROTECT, related_name="simpul")
    kunci = KunciField("kunci", max_length=120)
    jenjang = models.CharField("jenjang", max_length=20, choices=Jenjang)
    induk = models.ForeignKey("self", on_delete=models.PROTECT, null=True, blank=True, related_name="anak")
    misi = models.ForeignKey(Misi, on_delete=models.PROTECT, null=True, blank=True, related_name="simpul")
    kode = models.CharField("kode nomenklatur", max_length=40, blank=True)
    nama = models.TextField("nama")
    sasaran = models.TextField("sasaran (kondisi yang dihasilkan)", blank=True)
    unit = models.ForeignKey(
        UnitKerja,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="simpul",
    )
    urutan = models.PositiveIntegerField("urutan", default=0)
    menggantikan = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="penerus"
    )
    sebanding = models.BooleanField("sebanding dengan yang digantikan", default=True)

    objects: ClassVar = SimpulQuerySet.as_manager()

    class Meta:
        verbose_name = "simpul rencana"
        verbose_name_plural = "simpul rencana"
        ordering: ClassVar = ["urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["opd", "kunci"],
                name="simpul_kunci_unik",
                violation_error_message="Kunci ini sudah dipakai pada perangkat daerah ini.",
            ),
            models.UniqueConstraint(
                fields=["opd", "kode"],
                condition=~Q(kode=""),
                name="simpul_kode_unik",
                violation_error_message="Kode nomenklatur ini sudah dipakai pada perangkat daerah ini.",
            ),
            models.CheckConstraint(
                condition=Q(
                    jenjang__in=[j for j, induk in INDUK_JENJANG.items() if induk is None],
                    induk__isnull=True,
                )
                | Q(
                    jenjang__in=[j for j, induk in INDUK_JENJANG.items() if induk is not None],
                    induk__isnull=False,
                ),
                name="simpul_punya_induk",
                violation_error_message=(
                    "Tujuan dan program tidak berinduk; sasaran, kegiatan dan sub kegiatan harus mempunyai induk."
                ),
            ),
            models.CheckConstraint(
                condition=Q(menggantikan__isnull=True) | ~Q(menggantikan=F("id")),
                name="simpul_ganti_lain",
                violation_error_message="Simpul rencana tidak dapat menggantikan dirinya sendiri.",
            ),
        ]

    def __str__(self) -> str:
        return self.nama


class _JenjangManager(models.Manager.from_queryset(SimpulQuerySet)):  # type: ignore[misc]  # dynamic base class
    """Manager of a proxy: only nodes of its level."""

    def __init__(self, jenjang: str) -> None:
        super().__init__()
        self._jenjang = jenjang

    def get_queryset(self) -> Any:
        """Nodes of the level."""
        return super().get_queryset().filter(jenjang=self._jenjang)


class Tujuan(Simpul):
    """Goal of an office."""

    objects: ClassVar = _JenjangManager(Jenjang.TUJUAN)

    class Meta:
        proxy = True
        verbose_name = "tujuan"


class Sasaran(Simpul):
    """Strategic objective under a tujuan."""

    objects: ClassVar = _JenjangManager(Jenjang.SASARAN)

    class Meta:
        proxy = True
        verbose_name = "sasaran"


class Program(Simpul):
    """Program (outcome)."""

    objects: ClassVar = _JenjangManager(Jenjang.PROGRAM)

    class Meta:
        proxy = True
        verbose_name = "program"


class Kegiatan(Simpul):
    """Kegiatan (output) under a program."""

    objects: ClassVar = _JenjangManager(Jenjang.KEGIATAN)

    class Meta:
        proxy = True
        verbose_name = "kegiatan"


class SubKegiatan(Simpul):
    """Sub kegiatan under a kegiatan."""

    objects: ClassVar = _JenjangManager(Jenjang.SUB_KEGIATAN)

    class Meta:
        proxy = True
        verbose_name = "sub kegiatan"


class DukunganSasaranQuerySet(ScopedQuerySet):
    """Links between programs and sasaran."""

    opd_path = "program__opd__"


class DukunganSasaran(models.Model):
    """A program supports a sasaran; at most one link per program and document is the main one.

    ``porsi`` is the share of the program's budget in percent (0–100) when the office states one.
    """

    program = models.ForeignKey(Simpul, on_delete=models.PROTECT, related_name="dukungan")
    sasaran = models.ForeignKey(Simpul, on_delete=models.PROTECT, related_name="didukung")
    dokumen = models.ForeignKey(
        Dokumen,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="dukungan",
    )
    utama = models.BooleanField("utama", default=True)
    porsi = NilaiField("porsi (%)", null=True, blank=True)

    objects: ClassVar = DukunganSasaranQuerySet.as_manager()

    class Meta:
        verbose_name = "dukungan sasaran"
        verbose_name_plural = "dukungan sasaran"
        ordering: ClassVar = ["program__urutan", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["program", "sasaran"],
                condition=Q(dokumen__isnull=True),
                name="dukungan_unik",
                violation_error_message="Dukungan ini sudah dicatat.",
            ),
            models.UniqueConstraint(
                fields=["program", "sasaran", "dokumen"],
                condition=Q(dokumen__isnull=False),
                name="dukungan_dokumen_unik",
                violation_error_message="Dukungan ini sudah dicatat pada dokumen tersebut.",
            ),
            models.UniqueConstraint(
                fields=["program"],
                condition=Q(utama=True, dokumen__isnull=True),
                name="dukungan_utama_satu",
                violation_error_message="Program hanya boleh mempunyai satu sasaran utama.",
            ),
            models.UniqueConstraint(
                fields=["program", "dokumen"],
                condition=Q(utama=True, dokumen__isnull=False),
                name="dukungan_utama_satu_dokumen",
                violation_error_message="Program hanya boleh mempunyai satu sasaran utama per dokumen.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.program} → {self.sasaran}"


def _satu_tingkat(anak: str, induk: str) -> str:
    """SQL: row ``anak`` stands one level below row ``induk``, in the same office."""
    pasangan = " OR ".join(
        f"({anak}.jenjang = '{j}' AND {induk}.jenjang = '{i}')"
        for j, i in INDUK_JENJANG.items()
        if i is not None
    )
    return f"{induk}.opd_id = {anak}.opd_id AND ({pasangan})"


_INDUK_SALAH = (
    "(NEW.induk_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM renstra_simpul i "  # noqa: S608 - text of a trigger, no input
    f"WHERE i.id = NEW.induk_id AND {_satu_tingkat('NEW', 'i')}))"
)
_ANAK_SALAH = (
    "EXISTS (SELECT 1 FROM renstra_simpul a "  # noqa: S608 - text of a trigger, no input
    f"WHERE a.induk_id = NEW.id AND NOT ({_satu_tingkat('a', 'NEW')}))"
)

triggers.register(
    triggers.Trigger(
        "renstra",
        "simpul_satu_tingkat_i",
        "renstra_simpul",
        "BEFORE INSERT",
        _INDUK_SALAH,
        "Induk harus tepat satu jenjang di atasnya dan pada perangkat daerah yang sama.",
    ),
    triggers.Trigger(
        "renstra",
        "simpul_satu_tingkat_u",
        "renstra_simpul",
        "BEFORE UPDATE",
        _INDUK_SALAH,
        "Induk harus tepat satu jenjang di atasnya dan pada perangkat daerah yang sama.",
    ),
    triggers.Trigger(
        "renstra",
        "simpul_anak_setingkat_u",
        "renstra_simpul",
        "BEFORE UPDATE",
        _ANAK_SALAH,
        "Jenjang atau perangkat daerah ini tidak sesuai dengan simpul di bawahnya. Pindahkan dahulu yang di bawahnya.",
    ),
)
