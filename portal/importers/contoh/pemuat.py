"""How the lines of a file become stored rows, and how the refusal of a row becomes the error of its line."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from anggaran.services import (
    create_rekening,
)
from instansi.models import PerangkatDaerah
from instansi.services import HasilSimpan
from portal.importers.contoh.baca import (
    Bagian,
    Baris,
    Kumpulan,
    Peta,
    read_csv,
)
from sakip.kit.errors import LayananError

KOREKSI = "Perbaikan berkas contoh"
"""Reason of the audited correction when an example file changed after it was loaded."""


@dataclass
class HasilMuat:
    """What one folder gave: rows per file, audit rows written (0: nothing changed), demo accounts made."""

    folder: str
    opd: str = ""
    jumlah: dict[str, int] = field(default_factory=dict)
    jejak: int = 0
    akun: list[str] = field(default_factory=list)
    latihan: str = ""


def _find_cycle(rows: Sequence[Baris], rujukan: Sequence[str]) -> tuple[Baris, str]:
    """A line of ``rows``, each of which waits for another, that comes back to itself, and the column that leads on."""
    by_kunci = {row.isi["kunci"]: row for row in rows}
    row, seen = rows[0], set[str]()
    while True:
        bidang = next(name for name in rujukan if row.isi[name] in by_kunci)
        if row.isi["kunci"] in seen:
            return row, bidang
        seen.add(row.isi["kunci"])
        row = by_kunci[row.isi[bidang]]


def waves(kumpulan: Kumpulan, rows: Sequence[Baris], *rujukan: str) -> Iterator[list[Baris]]:
    """Yield lines so that each comes after the lines that it names in the columns ``rujukan``; same file, by kunci."""
    first: dict[str, Baris] = {}
    for row in rows:
        same = first.setdefault(row.isi["kunci"], row)
        if same is not row:
            saran = f"Kunci ini sudah ada pada baris {same.nomor}. Ganti atau hapus salah satu."
            kumpulan.add(row.error("kunci", saran))
    left = list(first.values())
    while left:
        waiting = {row.isi["kunci"] for row in left}
        ready = [row for row in left if not any(row.isi[name] in waiting for name in rujukan)]
        if not ready:
            row, bidang = _find_cycle(left, rujukan)
            kumpulan.add(row.error(bidang, "Rujukan berputar: baris ini kembali ke dirinya sendiri."))
            yield left
            return
        yield ready
        done = {id(row) for row in ready}
        left = [row for row in left if id(row) not in done]


class Pemuat:
    """What every file shares: the office, the rows stored so far by kunci, and how lines become rows."""

    opd: PerangkatDaerah

    def __init__(self, folder: Path, kumpulan: Kumpulan, hasil: HasilMuat) -> None:
        self.folder = folder
        self.kumpulan = kumpulan
        self.hasil = hasil
        self.unit = Peta("opd.toml [[unit]]")
        self.misi = Peta("opd.toml [[misi]]")
        self.skala = Peta("opd.toml [[skala]]")
        self.simpul = Peta("simpul.csv")
        self.dokumen = Peta("dokumen.csv")
        self.indikator = Peta("indikator.csv")
        self.komponen = Peta("komponen.csv")
        self.pendapatan = Peta("pendapatan.csv")
        self.rekening: dict[str, Any] = {}

    def _read(self, tabel: str, peta: Peta | None = None) -> list[Baris]:
        before = len(self.kumpulan.kesalahan)
        rows = read_csv(self.folder, tabel, self.kumpulan)
        if peta is not None:
            peta.terbaca = len(self.kumpulan.kesalahan) == before
        self.hasil.jumlah[tabel] = len(rows)
        return rows

    def _build(
        self, rows: Iterable[Baris], make: Callable[[Baris], Any], peta: Peta | None = None
    ) -> list[tuple[Baris, Any]]:
        """Make a model row of every line; a line that fails is kept as an error and its kunci marked."""
        built: list[tuple[Baris, Any]] = []
        rows = list(rows)
        if peta is not None:
            peta.rusak.update(row.isi["kunci"] for row in rows)
        for row in rows:
            with self.kumpulan.baris():
                built.append((row, make(row)))
        return built

    def _save(
        self,
        built: Sequence[tuple[Baris, Any]],
        service: Callable[..., HasilSimpan[Any]],
        peta: Peta | None = None,
        kunci: Callable[[Any], str] = lambda row: str(row.kunci),
        **extra: Any,
    ) -> None:
        """Store rows through a service; its refusal becomes the error of the line, and the kunci stay marked."""
        if not built:
            return
        try:
            stored = service(pengguna=None, opd=self.opd, rows=[row for _, row in built], **extra).baris
        except LayananError as error:
            line = built[error.indeks or 0][0]
            bidang = next((name for name in error.bidang if name in line.isi), "")
            self.kumpulan.add(line.error(bidang, error.pesan))
            return
        if peta is not None:
            for row in stored:
                peta.isi[kunci(row)] = row
                peta.rusak.discard(kunci(row))

    def _single(self, line: Baris | Bagian, make: Callable[[], Any]) -> Any:
        """Store one row through a service for one row; its refusal becomes the error of the line."""
        try:
            return make()
        except LayananError as error:
            bidang = next((name for name in error.bidang if name in line.isi), "")
            raise line.error(bidang, error.pesan) from error

    def _rekening(self, line: Baris) -> Any:
        kode = line.isi["rekening"]
        if not kode:
            return None
        if kode not in self.rekening:
            try:
                self.rekening[kode] = create_rekening(pengguna=None, kode=kode)
            except LayananError as error:
                raise line.error("rekening", error.pesan) from error
        return self.rekening[kode]
