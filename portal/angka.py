"""Acceptance of figures: what published reports print against what the official tables display.

The figures and their map to table, row and column are test data (``tests/angka``); no formula, override or constant
of the product is keyed by a row. A figure of the acceptance set must be displayed as published. A figure outside it
(a slip of the document, a truncation, another convention) is expected to differ, and then to show the recomputed value.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from pathlib import Path

from instansi.models import PerangkatDaerah
from laporan.tabel.daftar import TabelTanpaDataError, build_tabel_from, get_dokumen
from laporan.tabel.dasar import HasilTabel
from laporan.tabel.data import DataLaporan
from sakip.kit.decimals import round_half_up
from sakip.kit.formats import TANDA_KOSONG, AngkaError, parse_rupiah

_TIDAK_TERTENTU = frozenset({"follows-slip", "extraction", "alternative"})
"""Classes without one right number: a sum over slips, rows lost from the text, a formula that the report rejected."""


class Putusan(StrEnum):
    """Result of one comparison."""

    SAMA = "sama"
    BERBEDA = "berbeda"
    BERBEDA_DIHARAPKAN = "berbeda_diharapkan"
    TIDAK_TERCAKUP = "tidak_tercakup"


class DataAngkaError(Exception):
    """The test data cannot be read; ``pesan`` says which file and line."""

    def __init__(self, pesan: str) -> None:
        self.pesan = pesan
        super().__init__(pesan)


@dataclass(frozen=True, slots=True)
class Angka:
    """One published figure: ``nilai`` is the plain number (or text) and ``setengah_atas`` its recomputed value."""

    id: str
    dokumen: str
    tabel: str
    uraian: str
    tercetak: str
    jenis: str
    nilai: str
    desimal: int
    setengah_atas: str
    persis: str
    penerimaan: bool
    kelas: str


@dataclass(frozen=True, slots=True)
class Tempat:
    """Where the product shows a figure; ``mengikuti`` names the figure whose slip this one follows."""

    opd: str
    tahun: int
    tabel: str
    dokumen: str
    baris: str
    kolom: str
    mengikuti: str


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
                    setengah_atas=row["half_up"],
                    persis=row["exact"],
                    penerimaan=path.name != "lain.csv",
                    kelas=row["class"] or row["status"],
                )
            )
    return hasil


def read_peta(folder: Path) -> dict[str, Tempat]:
    """Places by figure id (``peta_*.csv``). Raises DataAngkaError for a doubled id."""
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
                mengikuti=row.get("mengikuti", ""),
            )
    return hasil


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


class _Tabel:
    """Tables built once each for the comparison."""

    def __init__(self) -> None:
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
            return build_tabel_from(tempat.tabel, data)
        except TabelTanpaDataError as error:
            return error.pesan


def compare_angka(folder: Path) -> list[Banding]:
    """Compare every figure with what the tables display. Raises DataAngkaError."""
    peta = read_peta(folder)
    tabel = _Tabel()
    hasil: list[Banding] = []
    for angka in read_angka(folder):
        tempat = peta.get(angka.id)
        if tempat is None:
            hasil.append(Banding(angka, None, "", Putusan.TIDAK_TERCAKUP))
            continue
        isi = tabel.get(tempat)
        if isinstance(isi, str):
            hasil.append(Banding(angka, tempat, "", Putusan.BERBEDA, isi))
            continue
        baris = isi.get_baris(tempat.baris)
        if baris is None:
            hasil.append(
                Banding(angka, tempat, "", Putusan.BERBEDA, f"Baris {tempat.baris} tidak ada di tabel.")
            )
            continue
        hasil.append(_judge(angka, tempat, baris.get(tempat.kolom).teks))
    return hasil


def _judge(angka: Angka, tempat: Tempat, teks: str) -> Banding:
    if is_sama(teks, angka.nilai or angka.tercetak, angka.jenis, angka.desimal):
        return Banding(angka, tempat, teks, Putusan.SAMA)
    if tempat.mengikuti:
        return Banding(angka, tempat, teks, Putusan.BERBEDA_DIHARAPKAN, f"mengikuti {tempat.mengikuti}")
    if angka.penerimaan:
        return Banding(angka, tempat, teks, Putusan.BERBEDA)
    # outside the acceptance set: the recomputed value, or an honest dash where the document has a convention of its own
    dihitung = angka.setengah_atas or angka.persis
    if angka.kelas == "DERIVED" and angka.jenis != "number" and is_sama(teks, angka.persis, "number", 2):
        return Banding(angka, tempat, teks, Putusan.SAMA, "terhitung, tidak tercetak")
    kosong = teks == TANDA_KOSONG and (angka.kelas in {"CONV", "DERIVED"} or dihitung == "N/A")
    if kosong or angka.kelas in _TIDAK_TERTENTU:
        return Banding(angka, tempat, teks, Putusan.BERBEDA_DIHARAPKAN, angka.kelas)
    if dihitung and is_sama(teks, dihitung, angka.jenis, angka.desimal):
        return Banding(angka, tempat, teks, Putusan.BERBEDA_DIHARAPKAN, angka.kelas)
    if angka.jenis != "number" or not dihitung:
        return Banding(angka, tempat, teks, Putusan.BERBEDA_DIHARAPKAN, angka.kelas)
    return Banding(angka, tempat, teks, Putusan.BERBEDA, f"terhitung {dihitung}")


def count_putusan(banding: Iterable[Banding]) -> dict[tuple[str, str], Counter[Putusan]]:
    """Verdicts per document and table, in the order of the figures."""
    hasil: dict[tuple[str, str], Counter[Putusan]] = {}
    for satu in banding:
        hasil.setdefault((satu.angka.dokumen, satu.angka.tabel), Counter())[satu.putusan] += 1
    return hasil
