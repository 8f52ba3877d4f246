"""Budget of an office on read: pagu of a document and realisasi of a year, rolled up the tree and the accounts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from anggaran.calculations import BarisJumlah, roll_up
from anggaran.models import Pagu, Pendapatan, RealisasiBelanja
from instansi.models import PerangkatDaerah
from renstra.enums import JENJANG_BELANJA, KELUARGA_DOKUMEN, StatusDokumen
from renstra.models import Dokumen, DukunganSasaran, Simpul
from sakip.kit.decimals import add


@dataclass(frozen=True, slots=True)
class Garis:
    """Amounts below a node: of one account, or of one item of an account."""

    rekening: str
    nama_rekening: str
    uraian: str
    jumlah: Decimal
    asal: str = ""


class DataAnggaran:
    """Budget of one office for one year, read in a fixed number of queries."""

    def __init__(
        self,
        opd: PerangkatDaerah,
        *,
        tahun: int,
        dokumen: Dokumen | None = None,
        daftar_dokumen: Iterable[Dokumen] | None = None,
        simpul: Sequence[Simpul] | None = None,
    ) -> None:
        self.opd = opd
        self.tahun = tahun
        self._pilihan = dokumen
        self._daftar = daftar_dokumen
        self._simpul = simpul

    @cached_property
    def simpul(self) -> list[Simpul]:
        """Program, kegiatan and sub kegiatan in the order of the tree (a parent before its children)."""
        rows = self._simpul
        if rows is None:
            rows = list(
                Simpul.objects.filter(opd=self.opd, jenjang__in=JENJANG_BELANJA).order_by("urutan", "id")
            )
        anak: dict[int | None, list[Simpul]] = defaultdict(list)
        for row in rows:
            if row.jenjang in JENJANG_BELANJA:
                anak[row.induk_id].append(row)
        urut: list[Simpul] = []

        def visit(row: Simpul) -> None:
            urut.append(row)
            for child in anak[row.pk]:
                visit(child)

        for root in anak[None]:
            visit(root)
        return urut

    @cached_property
    def dokumen(self) -> Dokumen | None:
        """The chosen document, else the budget in force: the last set one of DPA, pergeseran, DPPA with rows."""
        if self._pilihan is not None:
            return self._pilihan
        rows = self._daftar
        if rows is None:
            rows = Dokumen.objects.filter(opd=self.opd, tahun=self.tahun)
        calon = [
            row
            for row in rows
            if row.tahun == self.tahun
            and row.jenis in KELUARGA_DOKUMEN["dpa"]
            and row.status == StatusDokumen.DITETAPKAN
        ]
        calon.sort(key=lambda d: (d.urutan, d.pk), reverse=True)
        if len(calon) > 1:
            berisi = set(
                Pagu.objects.filter(dokumen__in=[d.pk for d in calon])
                .values_list("dokumen_id", flat=True)
                .distinct()
            )
            calon = [d for d in calon if d.pk in berisi] or calon
        return calon[0] if calon else None

    @cached_property
    def _baris_pagu(self) -> list[Pagu]:
        if self.dokumen is None:
            return []
        rows = Pagu.objects.filter(dokumen=self.dokumen).select_related("rekening").order_by("id")
        return list(rows)

    @cached_property
    def _baris_belanja(self) -> list[RealisasiBelanja]:
        rows = RealisasiBelanja.objects.filter(simpul__opd=self.opd, tahun=self.tahun)
        return list(rows.select_related("rekening").order_by("id"))

    def _roll_up(self, jumlah: Mapping[int, Decimal]) -> dict[int, Decimal | None]:
        return roll_up(
            baris=[BarisJumlah(kunci=s.pk, induk=s.induk_id, jumlah=jumlah.get(s.pk)) for s in self.simpul]
        )

    @cached_property
    def pagu_langsung(self) -> dict[int, Decimal]:
        """Own amount of each node that has rows, in rupiah."""
        return _sum_by_node(self._baris_pagu)

    @cached_property
    def belanja_langsung(self) -> dict[int, Decimal]:
        """Own expenditure of each node that has rows, in rupiah."""
        return _sum_by_node(self._baris_belanja)

    @cached_property
    def pagu(self) -> dict[int, Decimal | None]:
        """Pagu of every node by id, parents computed; None when nothing below it has a row."""
        return self._roll_up(self.pagu_langsung)

    @cached_property
    def belanja(self) -> dict[int, Decimal | None]:
        """Expenditure of every node by id, parents computed."""
        return self._roll_up(self.belanja_langsung)

    @cached_property
    def total_pagu(self) -> Decimal | None:
        """Sum of the programs' pagu."""
        return _total(self.pagu[s.pk] for s in self.simpul if s.induk_id is None)

    @cached_property
    def total_belanja(self) -> Decimal | None:
        """Sum of the programs' expenditure."""
        return _total(self.belanja[s.pk] for s in self.simpul if s.induk_id is None)

    def garis_pagu(self, simpul: Simpul) -> list[Garis]:
        """Account and item rows of a node in the document."""
        return _lines(self._baris_pagu, simpul)

    def garis_belanja(self, simpul: Simpul) -> list[Garis]:
        """Account and item rows of a node's expenditure, months added up."""
        return _lines(self._baris_belanja, simpul)

    @cached_property
    def dukungan(self) -> dict[int, list[DukunganSasaran]]:
        """Supporting programs by sasaran id, links of the office as a whole."""
        hasil: dict[int, list[DukunganSasaran]] = defaultdict(list)
        for row in DukunganSasaran.objects.filter(program__opd=self.opd, dokumen__isnull=True).order_by("id"):
            hasil[row.sasaran_id].append(row)
        return hasil

    def pooled_for_sasaran(self, sasaran: Simpul, amounts: Mapping[int, Decimal | None]) -> Decimal | None:
        """Amount of the programs that support a sasaran, pooled in rupiah; a share (porsi) counts as that part.

        A program that mainly serves another sasaran counts here only with an explicit porsi: nothing counts twice.
        """
        bagian: list[Decimal | None] = []
        for row in self.dukungan.get(sasaran.pk, []):
            jumlah = amounts.get(row.program_id)
            if row.porsi is not None:
                bagian.append(None if jumlah is None else jumlah * row.porsi / 100)
            elif row.utama:
                bagian.append(jumlah)
        return _total(bagian)

    @cached_property
    def pendapatan(self) -> list[Pendapatan]:
        """Revenue rows of the last budget document of the year that has some, with their realisasi."""
        rows = list(
            Pendapatan.objects.filter(dokumen__opd=self.opd, dokumen__tahun=self.tahun)
            .select_related("dokumen")
            .prefetch_related("realisasi")
            .order_by("urutan", "id")
        )
        if self._pilihan is not None:
            return [row for row in rows if row.dokumen_id == self._pilihan.pk]
        if not rows:
            return []
        akhir = max(rows, key=lambda row: (row.dokumen.urutan, row.dokumen_id)).dokumen_id
        return [row for row in rows if row.dokumen_id == akhir]


def _sum_by_node(rows: Sequence[Pagu] | Sequence[RealisasiBelanja]) -> dict[int, Decimal]:
    hasil: dict[int, Decimal] = {}
    for row in rows:
        hasil[row.simpul_id] = hasil.get(row.simpul_id, Decimal(0)) + (row.jumlah or Decimal(0))
    return hasil


def _total(values: Iterable[Decimal | None]) -> Decimal | None:
    terisi = [value for value in values if value is not None]
    return add(terisi) if terisi else None


def _lines(rows: Sequence[Pagu] | Sequence[RealisasiBelanja], simpul: Simpul) -> list[Garis]:
    hasil: dict[tuple[str, str], Garis] = {}
    for row in rows:
        if row.simpul_id != simpul.pk or (row.rekening is None and not row.uraian):
            continue
        kode = row.rekening.kode if row.rekening else ""
        nama = row.rekening.nama if row.rekening else ""
        lama = hasil.get((kode, row.uraian))
        jumlah = (row.jumlah or Decimal(0)) + (lama.jumlah if lama else Decimal(0))
        hasil[kode, row.uraian] = Garis(kode, nama, row.uraian, jumlah, row.asal)
    return list(hasil.values())
