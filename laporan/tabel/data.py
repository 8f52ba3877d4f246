"""The data that official tables are made of: one office, one year, read once."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from functools import cached_property

from anggaran.calculations import calculate_serapan
from anggaran.queries import DataAnggaran
from instansi.models import PerangkatDaerah
from instansi.waktu import get_hari
from kinerja.calculations.alokasi import HasilAlokasi, IndikatorBiaya, SimpulBiaya, allocate_jumlah
from kinerja.calculations.aturan import Aturan, Skala
from kinerja.calculations.rata_rata import calculate_serapan_rata
from kinerja.enums import NolPagu, RumusSerapan, StatusNilai
from kinerja.models import Analisis, Indikator, Pembanding
from kinerja.queries import DataKinerja, SumberAturan
from renstra.enums import JENJANG_BELANJA, Jenjang
from renstra.models import Dokumen, Simpul
from renstra.queries import dokumen_berlaku, load_daftar_dokumen
from sakip.kit.decimals import add
from sakip.kit.hasil import Hasil, Kosong, create_hasil_kosong

TAK_TERBAGI = "Anggaran program pendukung tidak dapat dibagi per indikator."
TAK_TERBAGI_SIMPUL = "Anggaran tidak dapat dibagi per indikator."


class DataLaporan:
    """Plans, values and budget of one office for the tables of a year; ``dokumen`` is the chosen version, if any.

    ``disahkan`` are the states of values that count as approved.
    """

    def __init__(
        self,
        opd: PerangkatDaerah,
        *,
        tahun: int,
        dokumen: Dokumen | None = None,
        disahkan: Collection[str] = (StatusNilai.DISAHKAN,),
    ) -> None:
        self.opd = opd
        self.tahun = tahun
        self.dokumen_pilihan = dokumen
        self.disahkan = frozenset(disahkan)

    def with_dokumen(self, dokumen: Dokumen | None) -> "DataLaporan":
        """The same data seen through another document; what was read is kept."""
        lain = DataLaporan(self.opd, tahun=self.tahun, dokumen=dokumen, disahkan=self.disahkan)
        for nama in (
            "simpul",
            "daftar_dokumen",
            "per_tanggal",
            "indikator",
            "sumber_aturan",
            "kinerja",
            "analisis",
            "pembanding",
        ):
            lain.__dict__[nama] = getattr(self, nama)
        return lain

    @cached_property
    def simpul(self) -> list[Simpul]:
        """All nodes of the office, each tree in its order, a parent before its children."""
        rows = list(Simpul.objects.filter(opd=self.opd).order_by("urutan", "id"))
        anak: dict[int | None, list[Simpul]] = defaultdict(list)
        for row in rows:
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
    def simpul_by_id(self) -> dict[int, Simpul]:
        """Nodes by id."""
        return {row.pk: row for row in self.simpul}

    def nodes(self, *jenjang: str) -> list[Simpul]:
        """Nodes of the given levels in order."""
        return [row for row in self.simpul if row.jenjang in jenjang]

    @cached_property
    def daftar_dokumen(self) -> list[Dokumen]:
        """Documents of the office, in order of version."""
        return load_daftar_dokumen(self.opd)

    @cached_property
    def per_tanggal(self) -> date:
        """The day whose documents are in force: today at the government."""
        return get_hari(self.opd.pemda)

    @cached_property
    def indikator(self) -> list[Indikator]:
        """Indicators of nodes, each with its node."""
        rows = list(Indikator.objects.filter(opd=self.opd, simpul__isnull=False).order_by("urutan", "id"))
        for row in rows:
            row.simpul = self.simpul_by_id[row.simpul_id] if row.simpul_id else None
        return rows

    @cached_property
    def indikator_by_id(self) -> dict[int, Indikator]:
        """Indicators by id."""
        return {row.pk: row for row in self.indikator}

    @cached_property
    def indikator_by_simpul(self) -> dict[int, list[Indikator]]:
        """Indicators by node id, in order."""
        hasil: dict[int, list[Indikator]] = defaultdict(list)
        for row in self.indikator:
            if row.simpul_id is not None:
                hasil[row.simpul_id].append(row)
        return hasil

    def indicators(self, *jenjang: str) -> list[Indikator]:
        """Indicators of the nodes of the given levels, in the order of the tree."""
        return [ind for node in self.nodes(*jenjang) for ind in self.indikator_by_simpul.get(node.pk, [])]

    @cached_property
    def sumber_aturan(self) -> SumberAturan:
        """Rules in force."""
        return SumberAturan(self.opd, self.tahun)

    def aturan(self, tabel: str) -> Aturan:
        """The rule of a table."""
        return self.sumber_aturan.get(tabel)

    @cached_property
    def kinerja(self) -> DataKinerja:
        """Targets and realisasi."""
        return DataKinerja(
            self.opd,
            tahun=self.tahun,
            indikator=self.indikator,
            dokumen=self.daftar_dokumen,
            aturan=self.sumber_aturan,
            per_tanggal=self.per_tanggal,
        )

    @cached_property
    def anggaran(self) -> DataAnggaran:
        """Budget and expenditure, of the chosen document, else of the budget in force."""
        pilihan = self.dokumen_pilihan
        return DataAnggaran(
            self.opd,
            tahun=self.tahun,
            dokumen=pilihan,
            daftar_dokumen=self.daftar_dokumen,
            simpul=self.nodes(*JENJANG_BELANJA),
            per_tanggal=self.per_tanggal,
        )

    def last_dokumen(self, keluarga: str, *, tahun: int | None = None) -> Dokumen | None:
        """The document in force of a family ("pk", "renstra" ...) that covers the year."""
        tahun = self.tahun if tahun is None else tahun
        return dokumen_berlaku(
            self.daftar_dokumen, keluarga=keluarga, tahun=tahun, per_tanggal=self.per_tanggal
        )

    def versions(self, keluarga: str) -> list[Dokumen]:
        """The versions of a family in force for the year, the newest first."""
        return self.kinerja.versions(keluarga, tahun=self.tahun)

    @cached_property
    def pembanding(self) -> list[Pembanding]:
        """Comparisons of the year."""
        rows = Pembanding.objects.filter(indikator__opd=self.opd, tahun=self.tahun)
        return list(rows.select_related("indikator__skala").order_by("indikator__urutan", "urutan", "id"))

    @cached_property
    def analisis(self) -> list[Analisis]:
        """Analysis texts of the year."""
        return list(Analisis.objects.filter(opd=self.opd, tahun=self.tahun).order_by("urutan", "id"))

    def _allocate(
        self,
        amounts: dict[int, Decimal],
        indikator: Iterable[Indikator],
        porsi: Callable[[Indikator], Decimal | None],
    ) -> HasilAlokasi:
        """Amounts by node id shared out over indicators of program, kegiatan and sub kegiatan."""
        nodes = self.nodes(*JENJANG_BELANJA)
        kunci = {row.pk: row.kunci for row in nodes}
        nama = {row.pk: row.kunci for row in self.indikator}
        return allocate_jumlah(
            simpul=[
                SimpulBiaya(
                    kunci=row.kunci,
                    induk=None if row.induk_id is None else kunci[row.induk_id],
                    jumlah=amounts.get(row.pk),
                )
                for row in nodes
            ],
            indikator=[
                IndikatorBiaya(
                    kunci=row.kunci,
                    simpul=kunci[row.simpul_id or 0],
                    mendukung=None if row.mendukung_id is None else nama.get(row.mendukung_id),
                    porsi=porsi(row),
                )
                for row in indikator
            ],
        )

    @cached_property
    def _terukur_belanja(self) -> list[Indikator]:
        return self.measured(self.indicators(*JENJANG_BELANJA))

    def allocate_by_links(self, amounts: dict[int, Decimal], indikator: Iterable[Indikator]) -> HasilAlokasi:
        """Amounts of one document over the indicators that it names; porsi belong to the year's budget, not to it."""
        return self._allocate(amounts, indikator, lambda _: None)

    @cached_property
    def alokasi_pagu(self) -> HasilAlokasi:
        """Pagu of each indikator by its kunci."""
        return self._allocate(self.anggaran.pagu_langsung, self._terukur_belanja, lambda row: row.porsi)

    @cached_property
    def alokasi_belanja(self) -> HasilAlokasi:
        """Expenditure of each indikator by its kunci."""
        return self._allocate(
            self.anggaran.belanja_langsung,
            self._terukur_belanja,
            lambda row: row.porsi if row.porsi_belanja is None else row.porsi_belanja,
        )

    def serapan_pendukung(self, indikator: Indikator, aturan: Aturan) -> Hasil:
        """Absorption of the programs behind an indikator of sasaran, in percent: Σ realisasi / Σ pagu.

        The only indikator of a sasaran has the money of the sasaran; of several each has what its program indicators
        (`mendukung`) own. A rule may take the mean of the percentages of those indicators instead.
        """
        pendukung = [r for r in self.indicators(Jenjang.PROGRAM) if r.mendukung_id == indikator.pk]
        pagu, belanja = self.alokasi_pagu, self.alokasi_belanja
        if aturan.serapan == RumusSerapan.RATA_RATA:
            return calculate_serapan_rata(
                bagian=[
                    create_serapan(pagu.jumlah.get(r.kunci), belanja.jumlah.get(r.kunci), aturan)
                    for r in pendukung
                ],
                aturan=aturan,
            )
        sasaran = indikator.simpul
        if sasaran is not None and self.anggaran.dukungan.get(sasaran.pk) and self._is_only(indikator):
            return create_serapan(
                self.anggaran.pooled_for_sasaran(sasaran, self.anggaran.pagu),
                self.anggaran.pooled_for_sasaran(sasaran, self.anggaran.belanja),
                aturan,
            )
        terbagi = _add_known(pagu, pendukung)
        ada = (
            sasaran is not None and self.anggaran.pooled_for_sasaran(sasaran, self.anggaran.pagu) is not None
        )
        if any(r.kunci in alokasi.belum_terbagi for r in pendukung for alokasi in (pagu, belanja)) or (
            ada and terbagi is None  # there is a pagu, and no link from its programs to this indikator
        ):
            return create_tak_terbagi(TAK_TERBAGI)
        return create_serapan(terbagi, _add_known(belanja, pendukung), aturan)

    def serapan_indikator(self, indikator: Indikator, aturan: Aturan) -> Hasil:
        """Absorption of what an indikator of program, kegiatan or sub kegiatan owns of its node's budget."""
        pagu, belanja = self.alokasi_pagu, self.alokasi_belanja
        if any(indikator.kunci in alokasi.belum_terbagi for alokasi in (pagu, belanja)):
            return create_tak_terbagi(TAK_TERBAGI_SIMPUL)
        return create_serapan(pagu.jumlah.get(indikator.kunci), belanja.jumlah.get(indikator.kunci), aturan)

    def _is_only(self, indikator: Indikator) -> bool:
        """Whether the year measures no other indikator of the same sasaran."""
        return not any(r.simpul_id == indikator.simpul_id and r != indikator for r in self.strategis)

    def skala_nilai(self, indikator: Indikator) -> Skala | None:
        """The scale of the indikator's own values (an index with predicates); None when it has none."""
        return None if indikator.skala_id is None else self.kinerja.skala_nilai[indikator.skala_id]

    def measured(self, indikator: Iterable[Indikator]) -> list[Indikator]:
        """Indicators that the year promises or reports."""
        return [row for row in indikator if self.kinerja.is_measured(row)]

    @property
    def strategis(self) -> Sequence[Indikator]:
        """Measured indicators of sasaran."""
        return self.measured(self.indicators(Jenjang.SASARAN))


def _add_known(alokasi: HasilAlokasi, indikator: Iterable[Indikator]) -> Decimal | None:
    """Sum of the amounts of indicators; None when none of them has one."""
    ada = [jumlah for row in indikator if (jumlah := alokasi.jumlah.get(row.kunci)) is not None]
    return add(ada) if ada else None


def create_tak_terbagi(alasan: str) -> Hasil:
    """Return the absorption of a pagu that is there, and of which the part of an indikator is unknown."""
    return create_hasil_kosong(
        kosong=Kosong.TANPA_NILAI, rumus="jumlah realisasi / jumlah pagu × 100", alasan=alasan
    )


def create_serapan(pagu: Decimal | None, belanja: Decimal | None, aturan: Aturan) -> Hasil:
    """Return the absorption by the rule of a table, in percent. No cap of a capaian reaches it."""
    return calculate_serapan(
        pagu=pagu, realisasi=belanja, nol=aturan.nol_pagu == NolPagu.NOL, desimal=aturan.desimal
    )
