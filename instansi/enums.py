"""Choices of the organisation side: kinds of government, roles, ways to hold an office."""

from django.db import models


class JenisPemda(models.TextChoices):
    """Kind of regional government."""

    KABUPATEN = "kabupaten", "Kabupaten"
    KOTA = "kota", "Kota"
    PROVINSI = "provinsi", "Provinsi"


class Peran(models.TextChoices):
    """Role of a user within its scope."""

    ADMIN_PEMDA = "admin_pemda", "Admin pemda"
    PERENCANA = "perencana", "Perencana"
    VERIFIKATOR = "verifikator", "Verifikator"
    KEPALA = "kepala", "Kepala perangkat daerah"
    INSPEKTORAT = "inspektorat", "Inspektorat"
    PIMPINAN = "pimpinan", "Pimpinan daerah"


PERAN_OPD = frozenset({Peran.PERENCANA, Peran.KEPALA})
"""Roles that always belong to one office."""


class JenisMasaJabatan(models.TextChoices):
    """How an office is held."""

    DEFINITIF = "definitif", "Definitif"
    PLT = "plt", "Plt."
    PLH = "plh", "Plh."
    PJ = "pj", "Pj."


class JenisAsalUsul(models.TextChoices):
    """How an office follows from another."""

    PECAH = "pecah", "Pemecahan"
    GABUNG = "gabung", "Penggabungan"
    GANTI_NAMA = "ganti_nama", "Perubahan nama"


class ZonaWaktu(models.TextChoices):
    """Indonesian time zones."""

    WIB = "Asia/Jakarta", "WIB"
    WITA = "Asia/Makassar", "WITA"
    WIT = "Asia/Jayapura", "WIT"
