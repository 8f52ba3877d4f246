"""Choices of the measuring side: how a value is read, aggregated, compared and classified.

The axes are orthogonal on purpose: polaritas x agregasi x meaning of the quarterly target x kind of value.
"""

from django.db import models


class Polaritas(models.TextChoices):
    """Direction in which a realisasi is better."""

    MAKSIMASI = "maksimasi", "Semakin tinggi semakin baik"
    MINIMASI = "minimasi", "Semakin rendah semakin baik"
    STABIL = "stabil", "Tepat pada target"
    RENTANG = "rentang", "Di dalam rentang target"


class Agregasi(models.TextChoices):
    """How the value of a year follows from the values of its periods."""

    KUMULATIF = "kumulatif", "Kumulatif (posisi sampai dengan periode)"
    JUMLAH = "jumlah", "Jumlah antarperiode"
    TERAKHIR = "terakhir", "Nilai terakhir"
    RATA_RATA = "rata_rata", "Rata-rata antarperiode"
    MAKSIMUM = "maksimum", "Nilai tertinggi"
    MINIMUM = "minimum", "Nilai terendah"


class AkumulasiRenstra(models.TextChoices):
    """What stands against the target at the end of the renstra."""

    NILAI = "nilai", "Nilai tahun itu terhadap target tahun akhir"
    TOTAL = "total", "Jumlah antartahun terhadap target tahun akhir"
    TAHUNAN = "tahunan", "Jumlah antartahun terhadap jumlah target tahunan"


class MaknaTarget(models.TextChoices):
    """What the target of a quarter means."""

    KUMULATIF = "kumulatif", "Kumulatif sampai dengan triwulan"
    TAHUNAN = "tahunan", "Target tahunan di setiap triwulan"
    PER_TRIWULAN = "per_triwulan", "Target triwulan itu sendiri"


class JenisNilai(models.TextChoices):
    """Kind of value of an indikator."""

    ANGKA = "angka", "Angka"
    PERSEN = "persen", "Persen"
    INDEKS = "indeks", "Indeks"
    RASIO = "rasio", "Rasio 1:n"
    ORDINAL = "ordinal", "Predikat atau opini"
    TEKS = "teks", "Teks (tanpa capaian)"


JENIS_BERLABEL = (JenisNilai.ORDINAL, JenisNilai.TEKS)
"""Kinds whose value is a word."""


class CaraKomponen(models.TextChoices):
    """How an index follows from its components."""

    RATA_RATA = "rata_rata", "Rata-rata tertimbang"
    JUMLAH = "jumlah", "Jumlah nilai komponen"


class Frekuensi(models.TextChoices):
    """How often an indikator is measured."""

    TAHUNAN = "tahunan", "Tahunan"
    SEMESTER = "semester", "Semesteran"
    TRIWULAN = "triwulan", "Triwulanan"


class Periode(models.TextChoices):
    """Period of a target or realisasi; TAHUN is one value for the whole year."""

    TAHUN = "TAHUN", "Tahunan"
    TW1 = "TW1", "Triwulan I"
    TW2 = "TW2", "Triwulan II"
    TW3 = "TW3", "Triwulan III"
    TW4 = "TW4", "Triwulan IV"
    S1 = "S1", "Semester I"
    S2 = "S2", "Semester II"


TRIWULAN: tuple[Periode, ...] = (Periode.TW1, Periode.TW2, Periode.TW3, Periode.TW4)


class JenisIndikator(models.TextChoices):
    """Standing of an indikator in the plan."""

    IKU = "iku", "Indikator kinerja utama"
    IKK = "ikk", "Indikator kinerja kunci"
    TUJUAN = "tujuan", "Indikator tujuan"
    PROGRAM = "program", "Indikator program"
    KEGIATAN = "kegiatan", "Indikator kegiatan"
    SUB_KEGIATAN = "sub_kegiatan", "Indikator sub kegiatan"
    IKI = "iki", "Indikator kinerja individu"


class StatusNilai(models.TextChoices):
    """State of one realisasi; every transition happens on the server."""

    DRAF = "draf", "Draf"
    DIAJUKAN = "diajukan", "Diajukan"
    DIKEMBALIKAN = "dikembalikan", "Dikembalikan"
    DIVERIFIKASI = "diverifikasi", "Diverifikasi"
    DISAHKAN = "disahkan", "Disahkan"


class FormulaMinimasi(models.TextChoices):
    """Formula for 'lower is better'."""

    SELISIH = "selisih", "Selisih: (2T − R) / T × 100"
    RASIO = "rasio", "Rasio terbalik: T / R × 100"


class BasisPredikat(models.TextChoices):
    """Which value is classified on the predicate scale."""

    CAPAIAN = "capaian", "Capaian (realisasi dibagi target)"
    REALISASI = "realisasi", "Realisasi"
    RATA_RATA = "rata_rata", "Rata-rata capaian saja"

    @property
    def sebutan(self) -> str:
        """What is classified, in a sentence."""
        return "rata-rata capaian" if self == BasisPredikat.RATA_RATA else self.value


class CaraRataRata(models.TextChoices):
    """How several capaian are one figure."""

    ARITMETIKA = "aritmetika", "Jumlah dibagi banyaknya"
    BERBOBOT = "berbobot", "Menurut bobot indikator"
    GEOMETRIK = "geometrik", "Rata-rata geometrik"


class TingkatRataRata(models.TextChoices):
    """What the average of an office is taken over."""

    INDIKATOR = "indikator", "Semua indikator"
    SASARAN = "sasaran", "Rata-rata tiap sasaran"


class KolomKategori(models.TextChoices):
    """Which predicate columns a table has."""

    BAWAAN = "bawaan", "Menurut bentuk tabelnya"
    SATU = "satu", "Satu, menurut dasar predikat"
    DUA = "dua", "Dua: atas capaian dan atas realisasi"


class RumusEfisiensi(models.TextChoices):
    """Efficiency rule that a report applies."""

    SELISIH = "selisih", "Capaian kinerja − capaian anggaran (poin)"
    RASIO = "rasio", "Capaian kinerja / capaian anggaran × 100"
    SISA = "sisa", "Sisa anggaran / pagu × 100"
    KUALITATIF = "kualitatif", "Kualitatif (keluaran dan dana)"
    PMK22 = "pmk22", "PMK 22/2021: (pagu × capaian − realisasi) / (pagu × capaian) × 100"


class NolPagu(models.TextChoices):
    """How absorption of a zero pagu is shown."""

    KOSONG = "kosong", "Tidak dihitung (–)"
    NOL = "nol", "Ditampilkan 0"


class RumusSerapan(models.TextChoices):
    """How the absorption of several programs is one figure."""

    JUMLAH = "jumlah", "Jumlah realisasi / jumlah pagu × 100"
    RATA_RATA = "rata_rata", "Rata-rata persentase serapan"


class BagianHitung(models.TextChoices):
    """Which parts a formula that combines results takes."""

    TAMPIL = "tampil", "Nilai yang ditampilkan"
    MENTAH = "mentah", "Nilai tanpa pembulatan"


class Inklusif(models.TextChoices):
    """Which bound of a band belongs to it."""

    BAWAH = "bawah", "Batas bawah termasuk"
    ATAS = "atas", "Batas atas termasuk"


class JenisPembanding(models.TextChoices):
    """Kind of value an indikator is compared with."""

    NASIONAL = "nasional", "Standar atau rata-rata nasional"
    PROVINSI = "provinsi", "Provinsi"
    KABKOTA = "kabkota", "Kabupaten/kota lain"
    LAIN = "lain", "Pembanding lain"


class JenisAnalisis(models.TextChoices):
    """Kind of analysis text."""

    FAKTOR_PENDUKUNG = "faktor_pendukung", "Faktor pendukung"
    HAMBATAN = "hambatan", "Hambatan"
    SOLUSI = "solusi", "Solusi"
    ANALISIS = "analisis", "Analisis"
