"""Acceptance of figures: what published reports print against what the official tables display.

The figures and their map to table, row and column are test data (``tests/angka``); no formula, override or constant
of the product is keyed by a row. A figure must be displayed as published. Where it cannot be (a slip of the document,
a truncation, another convention) the map names the one text that must be displayed, and why; a figure without a table
has its reason in ``tanpa_tabel.csv``. A figure that rests on a value that no document prints is never called equal.
"""

import csv
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from instansi.models import PerangkatDaerah
from laporan.tabel.daftar import TabelTanpaDataError, build_tabel_from, get_dokumen
from laporan.tabel.dasar import HasilTabel
from laporan.tabel.data import DataLaporan
from portal.masukan import changed, list_masukan, lower_nilai, raise_nilai
from sakip.kit.decimals import round_half_up
from sakip.kit.formats import AngkaError, parse_rupiah


class Putusan(StrEnum):
    """Result of one comparison."""

    SAMA = "sama"
    BERBEDA = "berbeda"
    BERBEDA_DIHARAPKAN = "berbeda_diharapkan"
    """Displayed is the one other text that the map names."""
    TURUNAN = "turunan"
    """As published, but it rests on a derived value: no proof."""
    TIDAK_TERCETAK = "tidak_tercetak"
    """Displayed is what the map names; the document prints nothing to compare with."""
    TIDAK_TERCAKUP = "tidak_tercakup"
    TANPA_SEBAB = "tanpa_sebab"
    """Neither a table nor a reason why there is none."""


GAGAL = frozenset({Putusan.BERBEDA, Putusan.TANPA_SEBAB})
"""Verdicts that must not occur."""


class DataAngkaError(Exception):
    """The test data cannot be read; ``pesan`` says which file and line."""

    def __init__(self, pesan: str) -> None:
        self.pesan = pesan
        super().__init__(pesan)


@dataclass(frozen=True, slots=True)
class Angka:
    """One published figure: ``nilai`` is the plain number (or text); ``terbit``: the document prints it."""

    id: str
    dokumen: str
    tabel: str
    uraian: str
    tercetak: str
    jenis: str
    nilai: str
    desimal: int
    penerimaan: bool
    terbit: bool = True


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where the product shows a figure; ``harapan`` is the text that it must show instead of the published one."""

    opd: str
    tahun: int
    tabel: str
    dokumen: str
    baris: str
    kolom: str
    harapan: str = ""
    sebab: str = ""


@dataclass(frozen=True, slots=True)
class Banding:
    """A figure, where it is shown, what is displayed and the verdict."""

    angka: Angka
    tempat: Tempat | None
    tampil: str
    putusan: Putusan
    sebab: str = ""


def _read(path: Path) -> Iterable[tuple[int, Mapping[str, str]]]:
    with path.open(encoding="utf-8", newline="") as handle:
        for number, row in enumerate(csv.DictReader(handle, delimiter=";"), start=2):
            if None in row or None in row.values():
                raise DataAngkaError(
                    f"{path.name} baris {number}: jumlah kolom tidak sesuai dengan judul kolom."
                )
            yield number, row


def read_angka(folder: Path) -> list[Angka]:
    """Figures of the acceptance set (``angka_*.csv``) and outside it (``lain.csv``). Raises DataAngkaError."""
    files = [*sorted(folder.glob("angka_*.csv")), *folder.glob("lain.csv")]
    if not files:
        raise DataAngkaError(f"Tidak ada berkas angka_*.csv di {folder}.")
    hasil = []
    for path in files:
        for _, row in _read(path):
            hasil.append(
                Angka(
                    id=row["id"],
                    dokumen=row["document"],
                    tabel=row["table"],
                    uraian=row["what"],
                    tercetak=row["published"],
                    jenis=row["kind"],
                    nilai=row["value"],
                    desimal=int(row["decimals"] or 0),
                    penerimaan=path.name != "lain.csv",
                    terbit=row["status"] != "DERIVED" or bool(row["value"]),
                )
            )
    return hasil


def read_peta(folder: Path) -> dict[str, Tempat]:
    """Places by figure id (``peta_*.csv``). Raises DataAngkaError for a doubled id or a difference without reason."""
    hasil: dict[str, Tempat] = {}
    for path in sorted(folder.glob("peta_*.csv")):
        for number, row in _read(path):
            if row["id"] in hasil:
                raise DataAngkaError(f"{path.name} baris {number}: id {row['id']} sudah dipetakan.")
            hasil[row["id"]] = Tempat(
                opd=row["opd"],
                tahun=int(row["tahun"]),
                tabel=row["tabel"],
                dokumen=row["dokumen"],
                baris=row["baris"],
                kolom=row["kolom"],
                harapan=row.get("harapan", ""),
                sebab=row.get("sebab", ""),
            )
            if bool(row.get("harapan")) != bool(row.get("sebab")):
                raise DataAngkaError(
                    f"{path.name} baris {number}: harapan dan sebab ditulis bersama-sama, atau tidak keduanya."
                )
    return hasil


def read_tanpa_tabel(folder: Path) -> dict[str, str]:
    """Why a figure has no table, by figure id (``tanpa_tabel.csv``). Raises DataAngkaError."""
    path = folder / "tanpa_tabel.csv"
    return {row["id"]: row["sebab"] for _, row in _read(path)} if path.exists() else {}


def _parse(teks: str) -> Decimal | None:
    try:
        return parse_rupiah(teks)
    except AngkaError:
        # more than two decimals are no money; the display has one reading only: point for thousands, comma for decimals
        try:
            return Decimal(teks.replace(".", "").replace(",", "."))
        except InvalidOperation:
            return None


def is_sama(teks: str, nilai: str, jenis: str, desimal: int) -> bool:
    """Whether a displayed text, read as id-ID, equals a plain value at ``desimal`` decimals (or a text, case aside)."""
    if jenis != "number":
        return teks.strip().casefold() == nilai.strip().casefold()
    tampil = _parse(teks)
    try:
        acuan = Decimal(nilai)
    except InvalidOperation:
        return False
    return tampil is not None and round_half_up(tampil, desimal) == round_half_up(acuan, desimal)


Susun = Callable[[str, DataLaporan], HasilTabel]
"""Builds the table of a code from data."""


class _Tabel:
    """Tables built once each for the comparison."""

    def __init__(self, susun: Susun = build_tabel_from) -> None:
        self._susun = susun
        self._data: dict[tuple[str, int], DataLaporan] = {}
        self._hasil: dict[tuple[str, int, str, str], HasilTabel | str] = {}

    def get(self, tempat: Tempat) -> HasilTabel | str:
        key = (tempat.opd, tempat.tahun, tempat.tabel, tempat.dokumen)
        if key not in self._hasil:
            self._hasil[key] = self._build(tempat)
        return self._hasil[key]

    def _build(self, tempat: Tempat) -> HasilTabel | str:
        key = (tempat.opd, tempat.tahun)
        if key not in self._data:
            opd = PerangkatDaerah.objects.select_related("pemda").filter(singkatan=tempat.opd).first()
            if opd is None:
                return f"Perangkat daerah {tempat.opd} belum dimuat; jalankan manage.py muat_contoh."
            self._data[key] = DataLaporan(opd, tahun=tempat.tahun)
        data = self._data[key]
        if tempat.dokumen:
            data = data.with_dokumen(get_dokumen(data.opd, tempat.dokumen))
        try:
            return self._susun(tempat.tabel, data)
        except TabelTanpaDataError as error:
            return error.pesan

    def read(self, tempat: Tempat) -> tuple[str, str]:
        """What is displayed, or why nothing is."""
        isi = self.get(tempat)
        if isinstance(isi, str):
            return "", isi
        baris = isi.get_baris(tempat.baris)
        if baris is None:
            return "", f"Baris {tempat.baris} tidak ada di tabel."
        if all(kolom.kode != tempat.kolom for kolom in isi.kolom):
            return "", f"Kolom {tempat.kolom} tidak ada di tabel."
        return baris.get(tempat.kolom).teks, ""


def read_tampil(tempat: Iterable[Tempat], susun: Susun = build_tabel_from) -> dict[Tempat, str]:
    """What is displayed at each place; empty where nothing is."""
    tabel = _Tabel(susun)
    return {satu: tabel.read(satu)[0] for satu in tempat}


def compare_angka(folder: Path) -> list[Banding]:
    """Compare every figure with what the tables display. Raises DataAngkaError."""
    peta = read_peta(folder)
    tanpa_tabel = read_tanpa_tabel(folder)
    tabel = _Tabel()
    hasil: list[Banding] = []
    for angka in read_angka(folder):
        tempat = peta.get(angka.id)
        if tempat is None:
            sebab = tanpa_tabel.get(angka.id, "")
            hasil.append(
                Banding(angka, None, "", Putusan.TIDAK_TERCAKUP if sebab else Putusan.TANPA_SEBAB, sebab)
            )
            continue
        teks, sebab = tabel.read(tempat)
        if sebab:
            hasil.append(Banding(angka, tempat, "", Putusan.BERBEDA, sebab))
        else:
            hasil.append(_judge(angka, tempat, teks))
    return _mark_turunan(hasil)


def _judge(angka: Angka, tempat: Tempat, teks: str) -> Banding:
    if tempat.harapan:
        if teks != tempat.harapan:
            return Banding(angka, tempat, teks, Putusan.BERBEDA, f"seharusnya {tempat.harapan}")
        putusan = Putusan.BERBEDA_DIHARAPKAN if angka.terbit else Putusan.TIDAK_TERCETAK
        return Banding(angka, tempat, teks, putusan, tempat.sebab)
    if angka.terbit and is_sama(teks, angka.nilai or angka.tercetak, angka.jenis, angka.desimal):
        return Banding(angka, tempat, teks, Putusan.SAMA)
    return Banding(angka, tempat, teks, Putusan.BERBEDA)


def _mark_turunan(banding: list[Banding]) -> list[Banding]:
    """The same comparisons, with those that move when derived values move kept apart from the equal ones."""
    singkatan = {satu.tempat.opd for satu in banding if satu.tempat is not None}
    turunan = [
        satu
        for opd in PerangkatDaerah.objects.filter(singkatan__in=singkatan)
        for satu in list_masukan(opd)
        if satu.is_turunan
    ]
    bergerak: set[Tempat] = set()
    sama = {satu.tempat: satu.tampil for satu in banding if satu.putusan is Putusan.SAMA and satu.tempat}
    for ubah in (raise_nilai, lower_nilai) if turunan else ():
        with changed(turunan, ubah):
            sesudah = read_tampil(sama)
        bergerak |= {tempat for tempat, teks in sama.items() if sesudah[tempat] != teks}
    return [
        replace(satu, putusan=Putusan.TURUNAN, sebab="bertumpu pada nilai turunan")
        if satu.putusan is Putusan.SAMA and satu.tempat in bergerak
        else satu
        for satu in banding
    ]


def count_putusan(banding: Iterable[Banding]) -> dict[tuple[str, str], Counter[Putusan]]:
    """Verdicts per document and table, in the order of the figures."""
    hasil: dict[tuple[str, str], Counter[Putusan]] = {}
    for satu in banding:
        hasil.setdefault((satu.angka.dokumen, satu.angka.tabel), Counter())[satu.putusan] += 1
    return hasil
