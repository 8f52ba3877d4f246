"""Loading one example folder: all of it in one transaction, or nothing."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import models, transaction

from anggaran.models import ButirRingkasan, Pagu, Pendapatan, RealisasiBelanja, RealisasiPendapatan, Ringkasan
from anggaran.services import (
    create_rekening,
    record_belanja_batch,
    record_pendapatan_batch,
    set_pagu_batch,
    set_pendapatan_batch,
    set_ringkasan_batch,
)
from instansi.enums import JenisPemda, ZonaWaktu
from instansi.models import Jejak, PerangkatDaerah
from instansi.services import HasilSimpan, create_jabatan, create_opd, create_pemda, create_unit
from kinerja.enums import (
    Agregasi,
    BagianHitung,
    BasisPredikat,
    FormulaMinimasi,
    Frekuensi,
    Inklusif,
    JenisAnalisis,
    JenisIndikator,
    JenisNilai,
    JenisPembanding,
    MaknaTarget,
    NolPagu,
    Periode,
    Polaritas,
    RumusEfisiensi,
    StatusNilai,
)
from kinerja.models import (
    Analisis,
    Indikator,
    KomponenIndikator,
    NilaiKomponen,
    Pembanding,
    Realisasi,
    Target,
)
from kinerja.services import (
    create_indikator_batch,
    record_realisasi_batch,
    set_analisis_batch,
    set_aturan,
    set_komponen_batch,
    set_nilai_komponen_batch,
    set_pembanding_batch,
    set_skala,
    set_target_batch,
)
from portal.importers.contoh.baca import (
    Bagian,
    Baris,
    Kumpulan,
    Peta,
    read_csv,
    read_toml,
)
from portal.services import create_akun_latihan, open_tahun_latihan
from renstra.enums import JenisDokumen, Jenjang
from renstra.models import Dokumen, DukunganSasaran, Simpul
from renstra.services import (
    create_dokumen,
    create_misi,
    create_simpul_batch,
    link_dukungan_batch,
    tetapkan_dokumen,
)
from sakip.kit.errors import LayananError

KOREKSI = "Perbaikan berkas contoh"
"""Reason of the audited correction when an example file changed after it was loaded."""

ZONA = {"WIB": ZonaWaktu.WIB, "WITA": ZonaWaktu.WITA, "WIT": ZonaWaktu.WIT}


@dataclass
class HasilMuat:
    """What one folder gave: rows per file, audit rows written (0: nothing changed), demo accounts made."""

    folder: str
    opd: str = ""
    jumlah: dict[str, int] = field(default_factory=dict)
    jejak: int = 0
    akun: list[str] = field(default_factory=list)
    latihan: str = ""


def list_folder(dir_contoh: Path) -> list[Path]:
    """Folders of ``dir_contoh`` that hold an office, by name."""
    return sorted(path.parent for path in dir_contoh.glob("*/opd.toml"))


class _BatalError(Exception):
    """Leaves the transaction of a dry run."""


def load_folder(folder: Path, *, dry_run: bool = False) -> HasilMuat:
    """Load one office with its demo year and accounts; the same files again write nothing.

    Raises ContohRusakError with up to 20 errors; nothing of the folder is stored then, nor in a dry run.
    """
    kumpulan = Kumpulan(folder.name)
    hasil = HasilMuat(folder.name)
    try:
        with transaction.atomic():
            before = Jejak.objects.count()
            with kumpulan.baris():
                _Pemuat(folder, kumpulan, hasil).load()
            kumpulan.finish()
            hasil.jejak = Jejak.objects.count() - before
            if dry_run:
                raise _BatalError
    except _BatalError:
        pass
    return hasil


def _waves(rows: Sequence[Baris], *rujukan: str) -> Iterator[list[Baris]]:
    """Yield lines so that each comes after the lines that it names in the columns ``rujukan``; same file, by kunci.

    A cycle or an unknown kunci comes last, where the reference itself is refused.
    """
    left = list(rows)
    while left:
        waiting = {row.isi["kunci"] for row in left}
        ready = [row for row in left if not any(row.isi[name] in waiting for name in rujukan)]
        if not ready:
            yield left
            return
        yield ready
        done = {id(row) for row in ready}
        left = [row for row in left if id(row) not in done]


class _Pemuat:
    """Loads one folder; each method is one file."""

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

    def load(self) -> None:
        """Load every file in the order of their references, then the demo year and the accounts."""
        atas, bagian = read_toml(self.folder)
        demo = self._load_organisasi(atas, bagian)
        self._load_simpul()
        self._load_dokumen()
        self._load_dukungan()
        self._load_indikator()
        self._load_komponen()
        self._load_target()
        self._load_realisasi()
        self._load_pagu()
        self._load_belanja()
        self._load_pendapatan()
        self._load_ringkasan()
        self._load_pembanding()
        self._load_analisis()
        self.kumpulan.finish()
        for dokumen in self.dokumen.isi.values():
            tetapkan_dokumen(pengguna=None, dokumen=dokumen)
        if demo is not None:
            tahun = demo.bulat("tahun")
            if tahun is None:
                raise demo.error("tahun", "Isi tahun yang dibuka untuk latihan.")
            periode = [str(item) for item in demo.daftar("periode")]
            if unknown := [item for item in periode if item not in Periode.values]:
                raise demo.error(
                    "periode", f"Periode {unknown[0]} tidak dikenal. Isi TW1, TW2, TW3, atau TW4."
                )
            self.hasil.latihan = open_tahun_latihan(opd=self.opd, tahun=tahun, periode=periode)
            self.hasil.akun = create_akun_latihan(opd=self.opd, akhiran=self.folder.name)

    # What every file shares ------------------------------------------------------------------------------------------

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
        for row in rows:
            if peta is not None:
                peta.rusak.add(row.isi["kunci"])
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

    # opd.toml --------------------------------------------------------------------------------------------------------

    def _load_organisasi(self, atas: Bagian, bagian: Callable[[str], list[Bagian]]) -> Bagian | None:
        for wajib in ("pemda", "opd"):
            if len(bagian(wajib)) != 1:
                raise atas.error(wajib, f"Tulis satu bagian [{wajib}].")
        tentang, kantor = bagian("pemda")[0], bagian("opd")[0]
        zona = tentang.teks("zona", baku="WIB")
        if zona not in ZONA:
            raise tentang.error("zona", "Isi WIB, WITA, atau WIT.")
        pemda = self._single(
            tentang,
            lambda: create_pemda(
                pengguna=None,
                nama=tentang.teks("nama", wajib=True),
                jenis=tentang.pilihan("jenis", JenisPemda, baku=JenisPemda.KABUPATEN),
                provinsi=tentang.teks("provinsi"),
                tempat=tentang.teks("tempat"),
                zona=ZONA[zona],
                kepala_daerah=tentang.teks("kepala_daerah", baku="Bupati"),
            ),
        )
        self.opd = self._single(
            kantor,
            lambda: create_opd(
                pengguna=None,
                pemda=pemda,
                nama=kantor.teks("nama", wajib=True),
                singkatan=kantor.teks("singkatan", wajib=True),
                kode=kantor.teks("kode"),
                alamat=kantor.teks("alamat"),
                visi=kantor.teks("visi") or atas.teks("visi"),
            ),
        )
        self.hasil.opd = f"{self.opd.nama} {pemda.get_jenis_display()} {pemda.nama}"
        for urutan, item in enumerate(bagian("unit"), start=1):
            kunci = item.teks("kunci", wajib=True)
            self.unit.isi[kunci] = self._single(
                item,
                lambda item=item, kunci=kunci, urutan=urutan: create_unit(  # type: ignore[misc]  # bound early
                    pengguna=None,
                    opd=self.opd,
                    kunci=kunci,
                    nama=item.teks("nama", wajib=True),
                    urutan=urutan,
                ),
            )
        self._load_jabatan(bagian("jabatan"))
        for item in bagian("misi"):
            kunci = item.teks("kunci", wajib=True)
            self.misi.isi[kunci] = self._single(
                item,
                lambda item=item, kunci=kunci: create_misi(  # type: ignore[misc]  # bound early
                    pengguna=None,
                    opd=self.opd,
                    kunci=kunci,
                    nama=item.teks("nama", wajib=True),
                    nomor=item.teks("nomor"),
                ),
            )
        for item in bagian("skala"):
            with self.kumpulan.baris():
                self._load_skala(item)
        for item in bagian("aturan"):
            with self.kumpulan.baris():
                self._load_aturan(item)
        demo = bagian("demo")
        return demo[0] if demo else None

    def _load_jabatan(self, items: Sequence[Bagian]) -> None:
        jabatan: dict[str, Any] = {}
        for item in items:
            kunci, unit, atasan = item.teks("kunci", wajib=True), item.teks("unit"), item.teks("atasan")
            if unit and unit not in self.unit.isi:
                raise item.error("unit", "Kunci ini tidak ada pada [[unit]].")
            if atasan and atasan not in jabatan:
                raise item.error("atasan", "Tulis jabatan atasan lebih dahulu.")
            jabatan[kunci] = self._single(
                item,
                lambda item=item, kunci=kunci, unit=unit, atasan=atasan: create_jabatan(  # type: ignore[misc]  # bound early
                    pengguna=None,
                    opd=self.opd,
                    kunci=kunci,
                    nama=item.teks("nama", wajib=True),
                    unit=self.unit.isi.get(unit),
                    atasan=jabatan.get(atasan),
                    kepala=item.isi.get("kepala") is True,
                ),
            )

    def _load_skala(self, item: Bagian) -> None:
        kunci = item.teks("kunci", wajib=True)
        pita = []
        for pair in item.daftar("pita"):
            if (
                not isinstance(pair, list)
                or len(pair) != 2
                or not all(isinstance(part, str) for part in pair)
            ):
                raise item.error("pita", 'Tulis setiap pita sebagai ["batas bawah", "predikat"].')
            batas = item.read_angka("pita", pair[0])
            if batas is None:
                raise item.error("pita", "Isi batas bawah setiap pita.")
            pita.append((batas, pair[1]))
        self.skala.isi[kunci] = self._single(
            item,
            lambda: set_skala(
                pengguna=None,
                pemda=self.opd.pemda,
                kunci=kunci,
                nama=item.teks("nama", wajib=True),
                sumber=item.teks("sumber"),
                inklusif=item.pilihan("inklusif", Inklusif, baku=Inklusif.BAWAH),
                pita=pita,
            ),
        )

    def _load_aturan(self, item: Bagian) -> None:
        skala = item.teks("skala", wajib=True)
        if skala not in self.skala.isi:
            raise item.error("skala", "Kunci ini tidak ada pada [[skala]].")
        self._single(
            item,
            lambda: set_aturan(
                pengguna=None,
                pemda=self.opd.pemda,
                skala=self.skala.isi[skala],
                tabel=item.teks("tabel"),
                tahun_mulai=item.bulat("tahun_mulai", baku=0) or 0,
                batas_tampil=item.angka("batas_tampil"),
                batas_rata=item.angka("batas_rata"),
                desimal=item.bulat("desimal", baku=2),
                desimal_k=item.bulat("desimal_k"),
                formula_minimasi=item.pilihan(
                    "formula_minimasi", FormulaMinimasi, baku=FormulaMinimasi.SELISIH
                ),
                lantai_nol=item.isi.get("lantai_nol", True) is True,
                basis_predikat=item.pilihan("basis_predikat", BasisPredikat, baku=BasisPredikat.CAPAIAN),
                efisiensi=item.pilihan("efisiensi", RumusEfisiensi, baku=RumusEfisiensi.RASIO),
                nol_pagu=item.pilihan("nol_pagu", NolPagu, baku=NolPagu.KOSONG),
                bagian=item.pilihan("bagian", BagianHitung, baku=BagianHitung.TAMPIL),
            ),
        )

    # The plan --------------------------------------------------------------------------------------------------------

    def _load_simpul(self) -> None:
        rows = self._read("simpul", self.simpul)
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}

        def make(row: Baris) -> Simpul:
            return Simpul(
                opd=self.opd,
                kunci=row.teks("kunci", wajib=True),
                jenjang=row.pilihan("jenjang", Jenjang),
                induk=row.rujuk_opsional("induk", self.simpul),
                misi=row.rujuk_opsional("misi", self.misi),
                kode=row.teks("kode"),
                nama=row.teks("nama", wajib=True),
                sasaran=row.teks("sasaran"),
                unit=row.rujuk_opsional("unit", self.unit),
                menggantikan=row.rujuk_opsional("menggantikan", self.simpul),
                sebanding=row.ya("sebanding", baku=True),
                urutan=urutan[id(row)],
            )

        for wave in _waves(rows, "induk", "menggantikan"):
            self._save(
                self._build(wave, make, self.simpul), create_simpul_batch, self.simpul, koreksi=KOREKSI
            )

    def _load_dokumen(self) -> None:
        for wave in _waves(self._read("dokumen", self.dokumen), "pendahulu"):
            for row in wave:
                kunci = row.isi["kunci"]
                self.dokumen.rusak.add(kunci)
                with self.kumpulan.baris():
                    self.dokumen.isi[kunci] = self._single(row, lambda row=row: self._make_dokumen(row))  # type: ignore[misc]  # bound early
                    self.dokumen.rusak.discard(kunci)

    def _make_dokumen(self, row: Baris) -> Dokumen:
        return create_dokumen(
            pengguna=None,
            opd=self.opd,
            kunci=row.teks("kunci", wajib=True),
            jenis=row.pilihan("jenis", JenisDokumen),
            tahun=row.tahun(),
            tahun_akhir=row.tahun("tahun_akhir") if row.teks("tahun_akhir") else None,
            nomor=row.teks("nomor"),
            tanggal=row.tanggal("tanggal"),
            pendahulu=row.rujuk_opsional("pendahulu", self.dokumen),
            alasan=row.teks("alasan"),
            urutan=row.bulat("urutan") or 0,
            koreksi=KOREKSI,
        )

    def _load_dukungan(self) -> None:
        def make(row: Baris) -> DukunganSasaran:
            return DukunganSasaran(
                program=row.rujuk("program", self.simpul),
                sasaran=row.rujuk("sasaran", self.simpul),
                utama=row.ya("utama", baku=True),
                porsi=row.angka("porsi"),
            )

        self._save(self._build(self._read("dukungan"), make), link_dukungan_batch, koreksi=KOREKSI)

    # The measuring ---------------------------------------------------------------------------------------------------

    def _load_indikator(self) -> None:
        rows = self._read("indikator", self.indikator)
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}

        def make(row: Baris) -> Indikator:
            desimal, faktor = row.bulat("desimal"), row.angka("faktor")
            return Indikator(
                opd=self.opd,
                kunci=row.teks("kunci", wajib=True),
                simpul=row.rujuk("simpul", self.simpul),
                jenis=row.pilihan("jenis", JenisIndikator),
                nama=row.teks("nama", wajib=True),
                satuan=row.teks("satuan"),
                polaritas=row.pilihan("polaritas", Polaritas, baku=Polaritas.MAKSIMASI),
                agregasi=row.pilihan("agregasi", Agregasi, baku=Agregasi.TERAKHIR),
                makna_target=row.pilihan("makna_target", MaknaTarget, baku=MaknaTarget.TAHUNAN),
                jenis_nilai=row.pilihan("jenis_nilai", JenisNilai, baku=JenisNilai.ANGKA),
                desimal=2 if desimal is None else desimal,
                frekuensi=row.pilihan("frekuensi", Frekuensi, baku=Frekuensi.TRIWULAN),
                mendukung=row.rujuk_opsional("mendukung", self.indikator),
                skala=row.rujuk_opsional("skala", self.skala),
                porsi=row.angka("porsi"),
                definisi=row.teks("definisi"),
                label_pembilang=row.teks("pembilang"),
                label_penyebut=row.teks("penyebut"),
                faktor=100 if faktor is None else faktor,
                sumber=row.teks("sumber"),
                menggantikan=row.rujuk_opsional("menggantikan", self.indikator),
                sebanding=row.ya("sebanding", baku=True),
                urutan=urutan[id(row)],
            )

        for wave in _waves(rows, "mendukung", "menggantikan"):
            self._save(
                self._build(wave, make, self.indikator),
                create_indikator_batch,
                self.indikator,
                koreksi=KOREKSI,
            )

    def _load_komponen(self) -> None:
        rows = self._read("komponen", self.komponen)
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}

        def make(row: Baris) -> KomponenIndikator:
            bobot = row.angka("bobot")
            if bobot is None:
                raise row.error("bobot", "Isi bobot komponen.")
            return KomponenIndikator(
                indikator=row.rujuk("indikator", self.indikator),
                kunci=row.teks("kunci", wajib=True),
                induk=row.rujuk_opsional("induk", self.komponen),
                nama=row.teks("nama", wajib=True),
                bobot=bobot,
                urutan=urutan[id(row)],
            )

        # A component stands once per year that has a value; its first line says what it is.
        pertama: dict[str, Baris] = {}
        for row in rows:
            first = pertama.setdefault(row.isi["kunci"], row)
            for bidang in ("indikator", "induk", "nama", "bobot"):
                if row.isi[bidang] != first.isi[bidang]:
                    self.kumpulan.add(
                        row.error(bidang, f"Berbeda dari baris {first.nomor} untuk kunci yang sama.")
                    )
        for wave in _waves(list(pertama.values()), "induk"):
            self._save(self._build(wave, make, self.komponen), set_komponen_batch, self.komponen)

        def make_nilai(row: Baris) -> NilaiKomponen:
            return NilaiKomponen(
                komponen=row.rujuk("kunci", self.komponen),
                tahun=row.tahun(),
                nilai=row.angka("nilai"),
                asal=row.teks("asal"),
            )

        self._save(
            self._build([row for row in rows if row.isi["nilai"]], make_nilai), set_nilai_komponen_batch
        )

    def _load_target(self) -> None:
        def make(row: Baris) -> Target:
            return Target(
                dokumen=row.rujuk("dokumen", self.dokumen),
                indikator=row.rujuk("indikator", self.indikator),
                tahun=row.tahun(),
                periode=row.pilihan("periode", Periode, baku=Periode.TAHUN),
                nilai=row.angka("nilai"),
                bawah=row.angka("bawah"),
                atas=row.angka("atas"),
                label=row.teks("label"),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("target"), make), set_target_batch, koreksi=KOREKSI)

    def _load_realisasi(self) -> None:
        def make(row: Baris) -> Realisasi:
            return Realisasi(
                indikator=row.rujuk("indikator", self.indikator),
                tahun=row.tahun(),
                periode=row.pilihan("periode", Periode, baku=Periode.TAHUN),
                nilai=row.angka("nilai"),
                pembilang=row.angka("pembilang"),
                penyebut=row.angka("penyebut"),
                alasan=row.teks("alasan"),
                dipakai=row.ya("dipakai", baku=True),
                asal=row.teks("asal"),
                status=StatusNilai.DISAHKAN,
            )

        self._save(self._build(self._read("realisasi"), make), record_realisasi_batch, koreksi=KOREKSI)

    # The money -------------------------------------------------------------------------------------------------------

    @staticmethod
    def _jumlah(row: Baris, bidang: str = "jumlah") -> Any:
        jumlah = row.rupiah(bidang)
        if jumlah is None:
            raise row.error(bidang, "Isi jumlah rupiah. Bila tidak ada, hapus barisnya.")
        return jumlah

    def _load_pagu(self) -> None:
        def make(row: Baris) -> Pagu:
            return Pagu(
                dokumen=row.rujuk("dokumen", self.dokumen),
                simpul=row.rujuk("simpul", self.simpul),
                rekening=self._rekening(row),
                uraian=row.teks("uraian"),
                jumlah=self._jumlah(row),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("pagu"), make), set_pagu_batch, koreksi=KOREKSI)

    def _load_belanja(self) -> None:
        def make(row: Baris) -> RealisasiBelanja:
            return RealisasiBelanja(
                simpul=row.rujuk("simpul", self.simpul),
                tahun=row.tahun(),
                bulan=row.bulat("bulan") or 0,
                rekening=self._rekening(row),
                uraian=row.teks("uraian"),
                jumlah=self._jumlah(row),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("belanja"), make), record_belanja_batch)

    def _load_pendapatan(self) -> None:
        rows = self._read("pendapatan", self.pendapatan)
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}
        sumber: dict[str, Baris] = {}

        def make(row: Baris) -> Pendapatan:
            sumber[row.isi["kunci"]] = row
            return Pendapatan(
                dokumen=row.rujuk("dokumen", self.dokumen),
                kunci=row.teks("kunci", wajib=True),
                induk=row.rujuk_opsional("induk", self.pendapatan),
                uraian=row.teks("uraian", wajib=True),
                target=row.rupiah("target"),
                urutan=urutan[id(row)],
                asal=row.teks("asal"),
            )

        for wave in _waves(rows, "induk"):
            self._save(
                self._build(wave, make, self.pendapatan),
                set_pendapatan_batch,
                self.pendapatan,
                koreksi=KOREKSI,
            )
        built: list[tuple[Baris, models.Model]] = []
        for bidang, mundur in (("realisasi", 0), ("realisasi_lalu", 1)):

            def make_realisasi(row: Baris, bidang: str = bidang, mundur: int = mundur) -> RealisasiPendapatan:
                return RealisasiPendapatan(
                    pendapatan=row.rujuk("kunci", self.pendapatan),
                    tahun=row.tahun() - mundur,
                    jumlah=self._jumlah(row, bidang),
                    asal=row.teks("asal"),
                )

            built += self._build([row for row in rows if row.isi[bidang]], make_realisasi)
        self._save(built, record_pendapatan_batch)

    def _load_ringkasan(self) -> None:
        def make(row: Baris) -> Ringkasan:
            return Ringkasan(
                dokumen=row.rujuk("dokumen", self.dokumen),
                butir=row.pilihan("butir", ButirRingkasan),
                nilai=self._jumlah(row, "nilai"),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("ringkasan"), make), set_ringkasan_batch, koreksi=KOREKSI)

    # What stands beside ----------------------------------------------------------------------------------------------

    def _load_pembanding(self) -> None:
        rows = self._read("pembanding")
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}

        def make(row: Baris) -> Pembanding:
            nilai = row.angka("nilai")
            if nilai is None:
                raise row.error("nilai", "Isi nilai pembanding.")
            return Pembanding(
                indikator=row.rujuk("indikator", self.indikator),
                kunci=row.teks("kunci", wajib=True),
                tahun=row.tahun(),
                jenis=row.pilihan("jenis", JenisPembanding),
                nama=row.teks("nama", wajib=True),
                nilai=nilai,
                sumber=row.teks("sumber"),
                asal=row.teks("asal"),
                urutan=urutan[id(row)],
            )

        self._save(self._build(rows, make), set_pembanding_batch)

    def _load_analisis(self) -> None:
        nomor: dict[tuple[str, ...], int] = {}

        def make(row: Baris) -> Analisis:
            key = tuple(row.isi[name] for name in ("indikator", "simpul", "tahun", "periode", "jenis"))
            nomor[key] = nomor.get(key, 0) + 1
            return Analisis(
                opd=self.opd,
                indikator=row.rujuk_opsional("indikator", self.indikator),
                simpul=row.rujuk_opsional("simpul", self.simpul),
                tahun=row.tahun(),
                periode=row.pilihan("periode", Periode, baku=Periode.TAHUN),
                jenis=row.pilihan("jenis", JenisAnalisis),
                teks=row.teks("teks", wajib=True),
                urutan=nomor[key],
            )

        self._save(self._build(self._read("analisis"), make), set_analisis_batch)
