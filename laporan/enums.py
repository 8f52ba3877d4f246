"""Choices of the reporting side."""

from django.db import models


class StatusLaporan(models.TextChoices):
    """State of a report: drafted, frozen at penetapan, signed."""

    DRAF = "draf", "Draf"
    DITETAPKAN = "ditetapkan", "Ditetapkan"
    DITANDATANGANI = "ditandatangani", "Ditandatangani"


class JenisBerkas(models.TextChoices):
    """Kind of a stored file of a report."""

    DITETAPKAN = "ditetapkan", "Laporan yang ditetapkan"
    BERTANDA_TANGAN = "bertanda_tangan", "Laporan bertanda tangan elektronik"
