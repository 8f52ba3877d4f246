"""What the entry screen reads, in a fixed number of queries."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, Subquery, prefetch_related_objects

from instansi.models import JadwalPengisian, PerangkatDaerah
from instansi.rules import is_periode_terbuka
from instansi.services import describe_terkunci
from instansi.waktu import format_hari, format_waktu, get_hari
from kinerja.calculations.aturan import Aturan
from kinerja.enums import JenisNilai, MaknaTarget, Periode, StatusNilai
from kinerja.models import Indikator, KunciTahun, Realisasi, Target
from kinerja.queries import CapaianIndikator, DataKinerja, SumberAturan
from kinerja.queries.nilai import build_single
from kinerja.queries.target import list_periode_isian
from kinerja.rules import is_dapat_diisi
from kinerja.services import PerluKeyakinanError
from laporan.tabel.baris import create_sel_kategori, create_sel_target
from laporan.tabel.dasar import Sel, create_sel_hasil
from portal.queries.lingkup import describe_lingkup, describe_padanan
from renstra.enums import TINGKAT_JENJANG, Jenjang
from renstra.models import Dokumen, Simpul
from sakip.kit.formats import format_angka

STRATEGIS = (Jenjang.TUJUAN, Jenjang.SASARAN)


MAKNA_SINGKAT: dict[MaknaTarget, str] = {
    MaknaTarget.KUMULATIF: "sampai dengan periode ini",
    MaknaTarget.TAHUNAN: "",
    MaknaTarget.PER_TRIWULAN: "periode ini saja",
}


@dataclass(frozen=True, slots=True)
class StatusPengisian:
    """Whether the values of a period may be typed now, and why not."""

    opd: PerangkatDaerah
    tahun: int
    periode: Periode
    buka: datetime | None
    tutup: datetime | None
    ditetapkan: bool
    saat: datetime

    @property
    def terbuka(self) -> bool:
        """Whether the schedule and the report allow typing."""
        return not self.ditetapkan and self._jadwal_terbuka

    @property
    def _jadwal_terbuka(self) -> bool:
        jadwal = (
            None
            if self.buka is None
            else JadwalPengisian(tahun=self.tahun, periode=self.periode, buka=self.buka, tutup=self.tutup)
        )
        return is_periode_terbuka(jadwal, self.saat)

    @property
    def sisa_hari(self) -> int | None:
        """Whole days from today until the closing day; None without a closing day."""
        if self.tutup is None:
            return None
        return (get_hari(self.opd.pemda, self.tutup) - get_hari(self.opd.pemda, self.saat)).days

    @property
    def teks_sisa(self) -> str:
        """``12 hari lagi``, ``hari terakhir``; empty without a closing day."""
        sisa = self.sisa_hari
        if sisa is None:
            return ""
        return "hari terakhir" if sisa <= 0 else f"{sisa} hari lagi"

    @property
    def ringkas(self) -> str:
        """The state in a few words, for a list of periods."""
        if self.ditetapkan:
            return "laporan sudah ditetapkan"
        if self.buka is None:
            return "belum dijadwalkan"
        if self.saat < self.buka:
            return f"dibuka {format_hari(self.buka, self.opd.pemda)}"
        if self.tutup is None:
            return "terbuka, belum ada tanggal penutupan"
        tanggal = format_hari(self.tutup, self.opd.pemda)
        return f"terbuka sampai {tanggal}, {self.teks_sisa}" if self._jadwal_terbuka else f"ditutup {tanggal}"

    @property
    def keterangan(self) -> str:
        """The state in one sentence: until when it is open, or why it is closed and what to do."""
        nama = f"{self.periode.label} {self.tahun}"
        if self.ditetapkan:
            return describe_terkunci(self.tahun)
        if self.buka is None:
            return f"Pengisian {nama} belum dijadwalkan. Admin pemda membukanya pada Jadwal pengisian."
        if self.saat < self.buka:
            return f"Pengisian {nama} baru dibuka pada {format_waktu(self.buka, self.opd.pemda)}."
        if not self._jadwal_terbuka and self.tutup is not None:
            mulai = format_hari(self.buka, self.opd.pemda)
            return (
                f"Pengisian {nama} dibuka {mulai} dan sudah ditutup pada {format_waktu(self.tutup, self.opd.pemda)}. "
                "Admin pemda dapat membukanya lagi."
            )
        if self.tutup is None:
            return f"Pengisian {nama} terbuka, belum ada tanggal penutupan."
        return (
            f"Pengisian {nama} terbuka sampai {format_waktu(self.tutup, self.opd.pemda)} ({self.teks_sisa})."
        )


@dataclass(frozen=True, slots=True)
class NilaiPeriode:
    """The value of another period of the year, as it prints."""

    label: str
    teks: str
    alasan: str = ""
    terisi: bool = True


@dataclass(slots=True)
class BarisIsian:
    """One indikator on the entry screen: target, earlier periods, the stored value and what it means."""

    indikator: Indikator
    tersimpan: Realisasi | None
    target: Sel
    target_tahun: Sel
    lain: Sequence[NilaiPeriode]
    utama: CapaianIndikator
    capaian: Sel
    predikat: Sel
    capaian_tahun: Sel
    predikat_tahun: Sel
    nilai: str
    sampai: str
    peringatan: Sequence[str]
    boleh_isi: bool
    setahun: bool
    singkatan: str
    lingkup: str
    padanan: tuple[str, str] | None
    # What the screen adds to a row: the form, the answer to a save.
    form: Any = None
    tersimpan_pada: str = ""
    galat: Sequence[str] = field(default=())
    konflik: Any = None
    tanya: PerluKeyakinanError | None = None
    alamat: Mapping[str, str] = field(default_factory=dict)

    @property
    def terisi(self) -> bool:
        """Whether a value or a reason is stored."""
        return self.tersimpan is not None

    @property
    def dihitung(self) -> bool:
        """Whether nothing is typed because the value is computed from components."""
        return not self.utama.catatan and self.utama.realisasi.kosong is None

    @property
    def disahkan(self) -> bool:
        """Whether the stored value is approved."""
        return self.tersimpan is not None and self.tersimpan.status == StatusNilai.DISAHKAN

    @property
    def bermasalah(self) -> bool:
        """Whether what was sent is not stored: an error beside a field or the row, or somebody else's save."""
        return bool(self.konflik or self.tanya or self.galat or (self.form is not None and self.form.errors))

    @property
    def simpul_id(self) -> int | None:
        """The node of the heading above the row, which tells two indicators of one name apart."""
        return self.indikator.simpul_id

    @property
    def status(self) -> str:
        """State of the stored value in words."""
        return str(self.tersimpan.get_status_display()) if self.tersimpan else "Belum diisi"

    @property
    def target_sama(self) -> bool:
        """Whether every period of the year has the target of the year, so that one line says both."""
        return (
            not self.setahun
            and self.indikator.makna_target == MaknaTarget.TAHUNAN
            and self.target.teks == self.target_tahun.teks
        )

    @property
    def capaian_sama(self) -> bool:
        """Whether the capaian against the period and against the year is one figure, or is missing for one reason."""
        satu, tahun = self.capaian, self.capaian_tahun
        if satu.nilai is None and tahun.nilai is None:
            return satu.keterangan == tahun.keterangan
        return self.target_sama and satu.teks == tahun.teks

    @property
    def label_capaian_tahun(self) -> str:
        """What the capaian of the year is compared with."""
        return (
            f"Terhadap target {self.singkatan} dan setahun"
            if self.capaian_sama
            else "Terhadap target setahun"
        )

    @property
    def makna(self) -> str:
        """What the target of the period means, in a word or two."""
        return MAKNA_SINGKAT[MaknaTarget(self.indikator.makna_target)]

    @property
    def cabang(self) -> str:
        """What the filter calls the branch: the id of the program, or ``strategis``."""
        return get_cabang(self.indikator.simpul)[0] if self.indikator.simpul else ""

    @property
    def teks_cari(self) -> str:
        """What a search looks through."""
        simpul = self.indikator.simpul
        return " ".join([self.indikator.nama, *((simpul.kode, simpul.nama) if simpul else ())]).casefold()

    @property
    def tidak_tersedia(self) -> str:
        """The stored reason why there is no value."""
        return self.tersimpan.alasan if self.tersimpan else ""


@dataclass(frozen=True, slots=True)
class Kelompok:
    """A heading of the cascade and the rows directly under it."""

    simpul: Simpul
    tingkat: int
    jenjang: str
    baris: list[BarisIsian] = field(default_factory=list)


def get_jalur(simpul: Simpul) -> list[Simpul]:
    """The node and its ancestors, the highest first (they are loaded with the indikator)."""
    jalur = [simpul]
    while jalur[0].induk is not None:
        jalur.insert(0, jalur[0].induk)
    return jalur


def get_cabang(simpul: Simpul) -> tuple[str, str]:
    """Value and name of the branch for the filter: the program, or tujuan and sasaran together."""
    if simpul.jenjang in STRATEGIS:
        return "strategis", "Tujuan dan sasaran"
    akar = get_jalur(simpul)[0]
    return str(akar.pk), akar.nama


def _order(indikator: Indikator) -> tuple[Any, ...]:
    simpul = indikator.simpul
    if simpul is None:
        return (2,)
    jalur = [(satu.urutan, satu.pk) for satu in get_jalur(simpul)]
    return (0 if simpul.jenjang in STRATEGIS else 1, jalur, indikator.urutan, indikator.pk)


def annotate_pengisian(opd: PerangkatDaerah, tahun: int, periode: str) -> dict[str, Subquery | Exists]:
    """Return annotations that tell with each row, and without a query of their own, whether the period is open."""
    jadwal = JadwalPengisian.objects.filter(pemda_id=opd.pemda_id, tahun=tahun, periode=periode)
    return {
        "jadwal_buka": Subquery(jadwal.values("buka")[:1]),
        "jadwal_tutup": Subquery(jadwal.values("tutup")[:1]),
        "ditetapkan": Exists(KunciTahun.objects.filter(opd_id=opd.pk, tahun=tahun)),
    }


class _DataSatu(DataKinerja):
    """One indikator whose targets came along with it."""

    def __init__(self, *args: Any, target: Iterable[Target], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._baris_target = list(target)

    @cached_property
    def _target(self) -> Mapping[tuple[int, int], Mapping[int, Mapping[Periode, Target]]]:
        hasil: dict[tuple[int, int], dict[int, dict[Periode, Target]]] = {}
        for row in self._baris_target:
            per_dokumen = hasil.setdefault((row.indikator_id, row.tahun), {})
            per_dokumen.setdefault(row.dokumen_id, {})[Periode(row.periode)] = row
        return hasil


class PembacaIsian:
    """Reads rows of the entry screen from the one engine. ``tabel`` names the rules by level of the node."""

    def __init__(
        self, data: DataKinerja, *, periode: Periode, tabel: Mapping[str, str], boleh_isi: bool
    ) -> None:
        self.data = data
        self.tahun = data.tahun
        self.periode = periode
        self.tabel = tabel
        self.boleh_isi = boleh_isi
        self._periode: dict[int, list[Periode]] = {}

    def get_periode(self, indikator: Indikator) -> list[Periode]:
        """The periods of the year in which the indikator is typed: those that have a target."""
        if indikator.pk not in self._periode:
            berkala, setahun = self.data.targets_for_year(indikator, tahun=self.tahun)
            self._periode[indikator.pk] = list_periode_isian([berkala, [Periode.TAHUN] if setahun else ()])
        return self._periode[indikator.pk]

    def get_aturan(self, indikator: Indikator) -> Aturan:
        """The rule of the table that prints the indikator."""
        jenjang = indikator.simpul.jenjang if indikator.simpul else ""
        return self.data.aturan.get(self.tabel.get(jenjang, ""))

    def read(self, indikator: Indikator) -> BarisIsian:
        """The row of an indikator as it is stored now."""
        aturan = self.get_aturan(indikator)
        setahun = self.periode is Periode.TAHUN
        rows = self.data.entries(indikator, tahun=self.tahun)
        tersimpan = rows.get(self.periode)
        tahunan = self.data.capaian(indikator, aturan=aturan, sampai=None if setahun else self.periode)
        utama = (
            tahunan if setahun else self.data.capaian_triwulan(indikator, aturan=aturan, periode=self.periode)
        )
        berkala, target_tahun = self.data.targets_for_year(indikator, tahun=self.tahun)
        return BarisIsian(
            indikator=indikator,
            tersimpan=tersimpan,
            target=create_sel_target(berkala.get(self.periode) or utama.target, indikator),
            target_tahun=create_sel_target(target_tahun, indikator),
            lain=[self._read_lain(indikator, p, rows.get(p)) for p in self._earlier() if p in berkala],
            utama=utama,
            capaian=create_sel_hasil(utama.capaian, aturan.desimal),
            predikat=create_sel_kategori(utama.capaian, aturan),
            capaian_tahun=create_sel_hasil(tahunan.capaian, aturan.desimal),
            predikat_tahun=create_sel_kategori(tahunan.capaian, aturan),
            nilai=self._describe(indikator, tersimpan),
            sampai=tahunan.realisasi.teks,
            peringatan=self._warn(tersimpan, tahunan),
            boleh_isi=self.boleh_isi and (tersimpan is None or is_dapat_diisi(tersimpan.status)),
            setahun=setahun,
            singkatan=singkat_periode(self.periode),
            lingkup=describe_lingkup(indikator, self.periode),
            padanan=describe_padanan(
                indikator,
                self.periode,
                {p: self.data.period_value(indikator, row) for p, row in rows.items()},
                tahunan.realisasi.teks,
            ),
        )

    @staticmethod
    def _warn(row: Realisasi | None, tahunan: CapaianIndikator) -> list[str]:
        """What is stored all the same but deserves a second look."""
        negatif = (
            ["nilai di bawah nol"] if row is not None and row.nilai is not None and row.nilai < 0 else []
        )
        turun = [satu for satu in tahunan.realisasi.derivasi.catatan if "menurun" in satu]
        dihitung = []
        if not tahunan.catatan and tahunan.realisasi.kosong is None:
            dihitung = [f"belum diketik, dihitung dari komponen: {tahunan.realisasi.teks}"]
        return [*negatif, *turun, *dihitung, *tahunan.realisasi.catatan]

    def _earlier(self) -> list[Periode]:
        """The periods of the same kind before this one."""
        urut = list(Periode)
        return [p for p in urut[: urut.index(self.periode)] if p.value[0] == self.periode.value[0]]

    def _describe(self, indikator: Indikator, row: Realisasi | None) -> str:
        """The stored value as it prints; a dash without one."""
        return format_angka(None) if row is None else build_single(indikator, row).teks

    def _read_lain(self, indikator: Indikator, periode: Periode, row: Realisasi | None) -> NilaiPeriode:
        teks = self._describe(indikator, row)
        return NilaiPeriode(
            singkat_periode(periode), teks, row.alasan if row is not None else "", terisi=row is not None
        )


SINGKATAN_PERIODE: dict[Periode, str] = {
    Periode.TAHUN: "Tahun",
    Periode.TW1: "TW I",
    Periode.TW2: "TW II",
    Periode.TW3: "TW III",
    Periode.TW4: "TW IV",
    Periode.S1: "Sem. I",
    Periode.S2: "Sem. II",
}


def singkat_periode(periode: Periode) -> str:
    """A period in a narrow column: ``TW II``."""
    return SINGKATAN_PERIODE[periode]


class DaftarIsian:
    """All indicators of an office that are typed in a period, in the order of the cascade.

    Four queries (indikator, target, realisasi, aturan), with those of an index or a list of labels where there is one.
    """

    def __init__(
        self,
        opd: PerangkatDaerah,
        *,
        tahun: int,
        periode: Periode,
        dokumen: Iterable[Dokumen],
        tabel: Mapping[str, str],
        boleh_isi: bool,
        saat: datetime,
    ) -> None:
        self.opd = opd
        self.tahun = tahun
        self.periode = periode
        self._dokumen = dokumen
        self._tabel = tabel
        self._boleh_isi = boleh_isi
        self._saat = saat

    @cached_property
    def indikator(self) -> list[Indikator]:
        """Indicators of the office's nodes in the order of the cascade."""
        rows = list(
            Indikator.objects.filter(opd=self.opd, simpul__isnull=False)
            .select_related("simpul__induk__induk")
            .annotate(**annotate_pengisian(self.opd, self.tahun, self.periode))
        )
        rows.sort(key=_order)
        prefetch_pilihan(rows)
        return rows

    @cached_property
    def status(self) -> StatusPengisian:
        """Whether the period may be typed now (it came with the indicators)."""
        return read_status(
            self.indikator[0] if self.indikator else None, self.opd, self.tahun, self.periode, self._saat
        )

    @cached_property
    def pembaca(self) -> PembacaIsian:
        """The reader over all indicators."""
        data = DataKinerja(self.opd, tahun=self.tahun, indikator=self.indikator, dokumen=self._dokumen)
        return PembacaIsian(
            data,
            periode=self.periode,
            tabel=self._tabel,
            boleh_isi=self._boleh_isi and self.status.terbuka,
        )

    @cached_property
    def periode_bertarget(self) -> list[Periode]:
        """The periods of the year in which at least one indikator is typed."""
        ada = {p for row in self.indikator for p in self.pembaca.get_periode(row)}
        return [p for p in Periode if p in ada]

    @cached_property
    def baris(self) -> list[BarisIsian]:
        """The rows of the period."""
        return [
            self.pembaca.read(row) for row in self.indikator if self.periode in self.pembaca.get_periode(row)
        ]

    @cached_property
    def cabang(self) -> list[tuple[str, str]]:
        """Branches for the filter."""
        ada: dict[str, str] = {}
        for satu in self.baris:
            if satu.indikator.simpul is not None:
                nilai, nama = get_cabang(satu.indikator.simpul)
                ada.setdefault(nilai, nama)
        return list(ada.items())

    @property
    def terisi(self) -> int:
        """Rows with a value or a reason."""
        return sum(1 for satu in self.baris if satu.terisi)

    @property
    def menunggu(self) -> int:
        """Stored values that are not approved."""
        return sum(1 for satu in self.baris if satu.tersimpan and is_dapat_diisi(satu.tersimpan.status))

    @property
    def disahkan(self) -> int:
        """Approved values."""
        return sum(1 for satu in self.baris if satu.disahkan)


def group_baris(baris: Sequence[BarisIsian]) -> list[list[Kelompok]]:
    """Put rows under the headings of their nodes, one list per root of the cascade.

    A node without rows of its own is a heading on the way down.
    """
    cabang: dict[int, list[Kelompok]] = {}
    sudah: dict[int, Kelompok] = {}
    for satu in baris:
        simpul = satu.indikator.simpul
        if simpul is None:
            continue
        jalur = get_jalur(simpul)
        for node in jalur:
            if node.pk not in sudah:
                sudah[node.pk] = Kelompok(
                    node, TINGKAT_JENJANG[node.jenjang], str(node.get_jenjang_display())
                )
                cabang.setdefault(jalur[0].pk, []).append(sudah[node.pk])
        sudah[simpul.pk].baris.append(satu)
    return list(cabang.values())


def prefetch_pilihan(rows: Sequence[Indikator]) -> None:
    """Load the labels of the ordinal indicators (one query, none when there is no such indikator)."""
    ordinal = [row for row in rows if row.jenis_nilai == JenisNilai.ORDINAL]
    if ordinal:
        prefetch_related_objects(ordinal, "pilihan")


def read_status(
    row: Any, opd: PerangkatDaerah, tahun: int, periode: Periode, saat: datetime
) -> StatusPengisian:
    """The state of a period from a row annotated by `annotate_pengisian`; without a row the period is closed."""
    return StatusPengisian(
        opd=opd,
        tahun=tahun,
        periode=periode,
        buka=getattr(row, "jadwal_buka", None),
        tutup=getattr(row, "jadwal_tutup", None),
        ditetapkan=bool(getattr(row, "ditetapkan", False)),
        saat=saat,
    )


@dataclass(frozen=True, slots=True)
class SatuIsian:
    """One indikator of an office with its targets of a year, read in one query."""

    indikator: Indikator
    target: list[Target]
    status: StatusPengisian

    def create_pembaca(
        self,
        *,
        tahun: int,
        periode: Periode,
        tabel: Mapping[str, str],
        boleh_isi: bool,
        aturan: SumberAturan | None = None,
    ) -> PembacaIsian:
        """A reader that looks up the stored values now (two queries: realisasi, and aturan unless it is given)."""
        dokumen = {row.dokumen_id: row.dokumen for row in self.target}
        data = _DataSatu(
            self.indikator.opd,
            tahun=tahun,
            indikator=[self.indikator],
            dokumen=dokumen.values(),
            target=self.target,
            aturan=aturan,
        )
        return PembacaIsian(data, periode=periode, tabel=tabel, boleh_isi=boleh_isi and self.status.terbuka)


def find_satu_isian(
    opd: PerangkatDaerah, *, indikator_id: int, tahun: int, periode: Periode, saat: datetime
) -> SatuIsian | None:
    """Return an indikator of the office with its targets of the year (one query), else None."""
    rows = list(
        Target.objects.filter(indikator_id=indikator_id, indikator__opd=opd, tahun=tahun)
        .select_related("indikator__simpul__induk__induk", "dokumen")
        .annotate(**annotate_pengisian(opd, tahun, periode))
        .order_by("id")
    )
    if not rows:
        return None
    indikator = rows[0].indikator
    indikator.opd = opd
    prefetch_pilihan([indikator])
    return SatuIsian(indikator, rows, read_status(rows[0], opd, tahun, periode, saat))
