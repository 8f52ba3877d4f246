"""Nodes, documents and links; indicators, targets, values and what stands beside them."""

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from functools import partial

from kinerja.enums import (
    Agregasi,
    AkumulasiRenstra,
    CaraKomponen,
    FormulaMinimasi,
    Frekuensi,
    JenisAnalisis,
    JenisIndikator,
    JenisNilai,
    JenisPembanding,
    MaknaTarget,
    Periode,
    Polaritas,
    StatusNilai,
)
from kinerja.models import (
    Analisis,
    CapaianTerbit,
    Indikator,
    KomponenIndikator,
    NilaiKomponen,
    Pembanding,
    PilihanOrdinal,
    Realisasi,
    Target,
)
from kinerja.services import (
    create_indikator_batch,
    record_realisasi_batch,
    set_analisis_batch,
    set_capaian_terbit_batch,
    set_komponen_batch,
    set_nilai_komponen_batch,
    set_pembanding_batch,
    set_pilihan,
    set_target_batch,
)
from portal.importers.contoh.baca import (
    Baris,
)
from portal.importers.contoh.pemuat import KOREKSI, Pemuat, waves
from renstra.enums import JenisDokumen, Jenjang
from renstra.models import Dokumen, DukunganSasaran, Simpul
from renstra.services import (
    create_dokumen,
    create_simpul_batch,
    link_dukungan_batch,
)


def _get_bentuk(indikator: Indikator) -> dict[str, bool]:
    """How the numbers of an indikator are written."""
    return {"bulat": indikator.desimal == 0, "rasio": indikator.jenis_nilai == JenisNilai.RASIO}


class PemuatRencana(Pemuat):
    """Loads the plan and the measuring."""

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

        for wave in waves(self.kumpulan, rows, "induk", "menggantikan"):
            self._save(
                self._build(wave, make, self.simpul), create_simpul_batch, self.simpul, koreksi=KOREKSI
            )

    def _load_dokumen(self) -> None:
        for wave in waves(self.kumpulan, self._read("dokumen", self.dokumen), "pendahulu"):
            self.dokumen.rusak.update(row.isi["kunci"] for row in wave)
            for row in wave:
                kunci = row.isi["kunci"]
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
                porsi_belanja=row.angka("porsi_belanja"),
                asal=row.teks("asal"),
                bobot=row.angka("bobot"),
                batas_tampil=row.angka("batas_tampil"),
                batas_rata=row.angka("batas_rata"),
                formula_minimasi=row.pilihan_opsional("formula_minimasi", FormulaMinimasi),
                akumulasi_renstra=row.pilihan_opsional("akumulasi_renstra", AkumulasiRenstra),
                cara_komponen=row.pilihan("cara_komponen", CaraKomponen, baku=CaraKomponen.RATA_RATA),
                definisi=row.teks("definisi"),
                label_pembilang=row.teks("pembilang"),
                label_penyebut=row.teks("penyebut"),
                faktor=100 if faktor is None else faktor,
                sumber=row.teks("sumber"),
                menggantikan=row.rujuk_opsional("menggantikan", self.indikator),
                sebanding=row.ya("sebanding", baku=True),
                urutan=urutan[id(row)],
            )

        for wave in waves(self.kumpulan, rows, "mendukung", "menggantikan"):
            self._save(
                self._build(wave, make, self.indikator),
                create_indikator_batch,
                self.indikator,
                koreksi=KOREKSI,
            )

    def _load_pilihan(self) -> None:
        """Values of a predikat or opini; the lines of one indikator are its whole list."""
        milik: dict[str, list[tuple[Baris, Indikator, Decimal]]] = defaultdict(list)
        for row in self._read("pilihan"):
            with self.kumpulan.baris():
                indikator, persen = row.rujuk("indikator", self.indikator), row.angka("persen")
                row.teks("label", wajib=True)
                if persen is None:
                    raise row.error("persen", "Isi nilai setara dalam persen.")
                milik[row.isi["indikator"]].append((row, indikator, persen))
        for rows in milik.values():
            with self.kumpulan.baris():
                self._single(rows[0][0], partial(self._set_pilihan, rows))

    def _set_pilihan(self, rows: Sequence[tuple[Baris, Indikator, Decimal]]) -> list[PilihanOrdinal]:
        return set_pilihan(
            pengguna=None,
            indikator=rows[0][1],
            pilihan=[(row.isi["label"], persen) for row, _, persen in rows],
            asal="; ".join(dict.fromkeys(row.isi["asal"] for row, _, _ in rows if row.isi["asal"])),
            koreksi=KOREKSI,
        )

    def _load_komponen(self) -> None:
        rows = self._read("komponen", self.komponen)
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}

        def make(row: Baris) -> KomponenIndikator:
            return KomponenIndikator(
                indikator=row.rujuk("indikator", self.indikator),
                kunci=row.teks("kunci", wajib=True),
                induk=row.rujuk_opsional("induk", self.komponen),
                nama=row.teks("nama", wajib=True),
                bobot=row.angka("bobot"),
                urutan=urutan[id(row)],
            )

        # A component stands once per year and period that has a value; its first line says what it is.
        pertama: dict[str, Baris] = {}
        for row in rows:
            first = pertama.setdefault(row.isi["kunci"], row)
            for bidang in ("indikator", "induk", "nama", "bobot"):
                if row.isi[bidang] != first.isi[bidang]:
                    self.kumpulan.add(
                        row.error(bidang, f"Berbeda dari baris {first.nomor} untuk kunci yang sama.")
                    )
        for wave in waves(self.kumpulan, list(pertama.values()), "induk"):
            self._save(self._build(wave, make, self.komponen), set_komponen_batch, self.komponen)

        def make_nilai(row: Baris) -> NilaiKomponen:
            return NilaiKomponen(
                komponen=row.rujuk("kunci", self.komponen),
                tahun=row.tahun(),
                periode=row.pilihan("periode", Periode, baku=Periode.TAHUN),
                nilai=row.angka("nilai"),
                asal=row.teks("asal"),
            )

        self._save(
            self._build([row for row in rows if row.isi["nilai"]], make_nilai), set_nilai_komponen_batch
        )

    def _load_target(self) -> None:
        def make(row: Baris) -> Target:
            indikator = row.rujuk("indikator", self.indikator)
            bentuk = _get_bentuk(indikator)
            return Target(
                dokumen=row.rujuk("dokumen", self.dokumen),
                indikator=indikator,
                tahun=row.tahun(),
                periode=row.pilihan("periode", Periode, baku=Periode.TAHUN),
                nilai=row.angka("nilai", **bentuk),
                bawah=row.angka("bawah", **bentuk),
                atas=row.angka("atas", **bentuk),
                bawah_inklusif=row.ya("bawah_termasuk", baku=True),
                atas_inklusif=row.ya("atas_termasuk", baku=False),
                label=row.teks("label"),
                asal=row.teks("asal"),
            )

        self._save(self._build(self._read("target"), make), set_target_batch, koreksi=KOREKSI)

    def _load_realisasi(self) -> None:
        def make(row: Baris) -> Realisasi:
            indikator = row.rujuk("indikator", self.indikator)
            return Realisasi(
                indikator=indikator,
                tahun=row.tahun(),
                periode=row.pilihan("periode", Periode, baku=Periode.TAHUN),
                nilai=row.angka("nilai", **_get_bentuk(indikator)),
                label=row.teks("label"),
                pembilang=row.angka("pembilang"),
                penyebut=row.angka("penyebut"),
                alasan=row.teks("alasan"),
                dipakai=row.ya("dipakai", baku=True),
                asal=row.asal(),
                status=StatusNilai.DISAHKAN,
            )

        self._save(self._build(self._read("realisasi"), make), record_realisasi_batch, koreksi=KOREKSI)

    def _load_capaian_terbit(self) -> None:
        """The file stands only in folders whose documents print a capaian without its target or realisasi."""

        def make(row: Baris) -> CapaianTerbit:
            nilai = row.angka("nilai")
            if nilai is None:
                raise row.error("nilai", "Isi capaian yang tercetak.")
            return CapaianTerbit(
                indikator=row.rujuk("indikator", self.indikator),
                tahun=row.tahun(),
                nilai=nilai,
                asal=row.teks("asal", wajib=True),
            )

        if (self.folder / "capaian_terbit.csv").exists():
            rows = self._build(self._read("capaian_terbit"), make)
            self._save(rows, set_capaian_terbit_batch, koreksi=KOREKSI)

    def _load_pembanding(self) -> None:
        rows = self._read("pembanding")
        urutan = {id(row): position for position, row in enumerate(rows, start=1)}

        def make(row: Baris) -> Pembanding:
            indikator = row.rujuk("indikator", self.indikator)
            nilai = row.angka("nilai", bulat=indikator.desimal == 0)
            if nilai is None:
                raise row.error("nilai", "Isi nilai pembanding.")
            return Pembanding(
                indikator=indikator,
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
                asal=row.teks("asal"),
                urutan=nomor[key],
            )

        self._save(self._build(self._read("analisis"), make), set_analisis_batch, lengkap=KOREKSI)
