"""Budget of an office on read: pagu of a document and realisasi of a year, rolled up the tree and the accounts."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from django.db.models import Q

from anggaran.calculations import BarisJumlah, roll_up
from anggaran.models import Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan
from instansi.models import PerangkatDaerah
from instansi.waktu import get_hari
from renstra.enums import JENJANG_BELANJA
from renstra.models import Dokumen, DukunganSasaran, Simpul
from renstra.queries import dokumen_berlaku, list_berlaku, load_daftar_dokumen, sort_versi
from sakip.kit.decimals import NOL, SERATUS, add, exact


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
        per_tanggal: date | None = None,
    ) -> None:
        self.opd = opd
        self.tahun = tahun
        self._pilihan = dokumen
        self._daftar = daftar_dokumen
        self._simpul = simpul
        self._per_tanggal = per_tanggal

    @cached_property
    def per_tanggal(self) -> date:
        """The day whose documents are in force: the one asked for, else today at the government."""
        return self._per_tanggal or get_hari(self.opd.pemda)

    @cached_property
    def daftar_dokumen(self) -> list[Dokumen]:
        """Documents of the office, in order of version."""
        return load_daftar_dokumen(self.opd) if self._daftar is None else sort_versi(self._daftar)

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
        """The chosen document, else the budget in force: the newest of DPA, pergeseran, DPPA that has rows."""
        if self._pilihan is not None:
            return self._pilihan
        calon = list_berlaku(
            self.daftar_dokumen, keluarga="dpa", tahun=self.tahun, per_tanggal=self.per_tanggal
        )
        if len(calon) > 1:
            berisi = set(
                Pagu.objects.filter(dokumen__in=calon).values_list("dokumen_id", flat=True).distinct()
            )
            calon = [row for row in calon if row.pk in berisi] or calon
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
        """Supporting programs by sasaran id: the links of the document when it states some, else the office's own."""
        rows = list(
            DukunganSasaran.objects.filter(program__opd=self.opd)
            .filter(Q(dokumen__isnull=True) | Q(dokumen=self.dokumen))
            .order_by("id")
        )
        khusus = [row for row in rows if row.dokumen_id is not None]
        hasil: dict[int, list[DukunganSasaran]] = defaultdict(list)
        for row in khusus or rows:
            hasil[row.sasaran_id].append(row)
        return hasil

    @cached_property
    def _porsi_terbagi(self) -> dict[int, Decimal]:
        """Percent of each program's budget that its links state explicitly, by program id."""
        terbagi: dict[int, Decimal] = defaultdict(Decimal)
        for row in (satu for rows in self.dukungan.values() for satu in rows):
            terbagi[row.program_id] += row.porsi or Decimal(0)
        return terbagi

    def pooled_for_sasaran(self, sasaran: Simpul, amounts: Mapping[int, Decimal | None]) -> Decimal | None:
        """Amount of the programs that support a sasaran, pooled in rupiah; a share (porsi) counts as that part.

        A program that mainly serves another sasaran counts here only with an explicit porsi, and the main one without
        a porsi has what the others leave: nothing counts twice. Worked, 1.000: the other has 30 percent, 300; the main
        one 700.
        """
        bagian: list[Decimal | None] = []
        for row in self.dukungan.get(sasaran.pk, []):
            jumlah = amounts.get(row.program_id)
            if row.porsi is not None:
                porsi = Decimal(row.porsi)
            elif row.utama:
                porsi = max(SERATUS - self._porsi_terbagi[row.program_id], NOL)
            else:
                continue
            bagian.append(None if jumlah is None else _take(jumlah, porsi))
        return _total(bagian)

    @cached_property
    def pendapatan(self) -> list[Pendapatan]:
        """Revenue rows of the chosen document, else of the newest of DPA, pergeseran, DPPA in force that has some.

        ``realisasi.all()`` of a row is what any document of the year recorded for its kunci, so that a DPPA goes on
        from the DPA; of two rows of one month the one of the later version counts.
        """
        semua: list[Pendapatan] = list(
            Pendapatan.objects.filter(dokumen__opd=self.opd, dokumen__tahun=self.tahun)
            .select_related("dokumen")
            .order_by("urutan", "id")
        )
        if self._pilihan is not None:
            rows = [row for row in semua if row.dokumen_id == self._pilihan.pk]
        else:
            akhir = dokumen_berlaku(
                {row.dokumen for row in semua},
                keluarga="dpa",
                tahun=self.tahun,
                per_tanggal=self.per_tanggal,
            )
            rows = [row for row in semua if row.dokumen == akhir]
        if rows:
            _attach_realisasi(rows, semua)
        return rows


def _attach_realisasi(rows: Sequence[Pendapatan], semua: Sequence[Pendapatan]) -> None:
    """Give each of ``rows`` the realisasi of all rows of its kunci, as if it were prefetched."""
    asal = {row.pk: row for row in semua}
    realisasi = RealisasiPendapatan.objects.filter(pendapatan__in=asal).order_by("tahun", "bulan", "id")
    terpilih: dict[str, dict[tuple[int, int], RealisasiPendapatan]] = defaultdict(dict)
    urut = sort_versi({row.dokumen for row in semua})
    for satu in sorted(realisasi, key=lambda satu: urut.index(asal[satu.pendapatan_id].dokumen)):
        terpilih[asal[satu.pendapatan_id].kunci][satu.tahun, satu.bulan] = satu
    for row in rows:
        baris = realisasi.none()
        baris._result_cache = [satu for _, satu in sorted(terpilih[row.kunci].items())]
        row._prefetched_objects_cache = {"realisasi": baris}  # type: ignore[attr-defined]  # as prefetch_related does


@exact
def _take(jumlah: Decimal, porsi: Decimal) -> Decimal:
    """``porsi`` percent of an amount."""
    return jumlah if porsi == SERATUS else jumlah * porsi / SERATUS


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
