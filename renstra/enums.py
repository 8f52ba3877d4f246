"""Choices of the planning side."""

from django.db import models


class Jenjang(models.TextChoices):
    """Level of a node in the cascade."""

    TUJUAN = "tujuan", "Tujuan"
    SASARAN = "sasaran", "Sasaran"
    PROGRAM = "program", "Program"
    KEGIATAN = "kegiatan", "Kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Sub kegiatan"


INDUK_JENJANG: dict[str, str | None] = {
    Jenjang.TUJUAN: None,
    Jenjang.SASARAN: Jenjang.TUJUAN,
    Jenjang.PROGRAM: None,
    Jenjang.KEGIATAN: Jenjang.PROGRAM,
    Jenjang.SUB_KEGIATAN: Jenjang.KEGIATAN,
}
"""Level of the parent of each level (Permendagri 86/2017: tujuan -> sasaran, program -> kegiatan -> sub kegiatan)."""

TINGKAT_JENJANG: dict[str, int] = {
    Jenjang.TUJUAN: 0,
    Jenjang.SASARAN: 1,
    Jenjang.PROGRAM: 0,
    Jenjang.KEGIATAN: 1,
    Jenjang.SUB_KEGIATAN: 2,
}
"""Depth of each level in its own tree, for indentation."""

JENJANG_BELANJA = (Jenjang.PROGRAM, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN)
"""Levels that carry a budget."""


class JenisDokumen(models.TextChoices):
    """Kind of planning or budget document; one row per issued version."""

    RENSTRA = "renstra", "Renstra"
    PERUBAHAN_RENSTRA = "perubahan_renstra", "Perubahan Renstra"
    RKPD = "rkpd", "RKPD/Renja"
    RKPD_PERUBAHAN = "rkpd_perubahan", "RKPD/Renja Perubahan"
    RKT = "rkt", "Rencana Kinerja Tahunan"
    PERUBAHAN_RKT = "perubahan_rkt", "Perubahan Rencana Kinerja Tahunan"
    PK = "pk", "Perjanjian Kinerja"
    PK_PERUBAHAN = "pk_perubahan", "Perubahan Perjanjian Kinerja"
    DPA = "dpa", "DPA"
    PERGESERAN = "pergeseran", "Pergeseran DPA"
    DPPA = "dppa", "DPPA"
    RENCANA_AKSI = "rencana_aksi", "Rencana Aksi"


KELUARGA_DOKUMEN: dict[str, tuple[str, ...]] = {
    "renstra": (JenisDokumen.RENSTRA, JenisDokumen.PERUBAHAN_RENSTRA),
    "rkpd": (JenisDokumen.RKPD, JenisDokumen.RKPD_PERUBAHAN),
    "rkt": (JenisDokumen.RKT, JenisDokumen.PERUBAHAN_RKT),
    "pk": (JenisDokumen.PK, JenisDokumen.PK_PERUBAHAN),
    "dpa": (JenisDokumen.DPA, JenisDokumen.PERGESERAN, JenisDokumen.DPPA),
    "rencana_aksi": (JenisDokumen.RENCANA_AKSI,),
}
"""Documents that replace one another: the last one set at a date is in force."""


class StatusDokumen(models.TextChoices):
    """A document is drafted, then set; a set document is never overwritten."""

    DRAF = "draf", "Draf"
    DITETAPKAN = "ditetapkan", "Ditetapkan"
