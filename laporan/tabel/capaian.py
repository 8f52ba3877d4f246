"""Official tables of kinerja: capaian, earlier years, end of the renstra, standards, analysis, quarters, components."""

from collections.abc import Callable, Iterable, Sequence

from kinerja.calculations.aturan import Aturan, classify_predikat, get_bagian
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.perbandingan import (
    calculate_kemajuan,
    calculate_perbandingan,
    calculate_perubahan_persen,
    calculate_selisih_poin,
    calculate_sisa,
)
from kinerja.calculations.rata_rata import HasilRataRata, calculate_rata_rata
from kinerja.enums import TRIWULAN, BasisPredikat, JenisAnalisis, JenisPembanding, Polaritas
from kinerja.models import Indikator, Pembanding
from kinerja.queries import CapaianIndikator, TargetBerlaku
from laporan.tabel.dasar import (
    SEL_KOSONG,
    Baris,
    HasilTabel,
    Kolom,
    Sel,
    TabelTanpaDataError,
    create_sel_angka,
    create_sel_hasil,
    create_sel_predikat,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan
from renstra.enums import TINGKAT_JENJANG, Jenjang
from renstra.models import Simpul
from sakip.kit.formats import format_angka

SUMBER = "Data kinerja perangkat daerah, diolah"
TERCAPAI = "Tercapai"
TIDAK_TERCAPAI = "Tidak tercapai"

KOLOM_NAMA = Kolom("nama", "Sasaran / Indikator", lebar=34)


def create_sel_target(target: TargetBerlaku | None, indikator: Indikator) -> Sel:
    """Return the cell of a target with the document that sets it."""
    if target is None:
        return Sel(teks="–", keterangan="Target belum ditetapkan.")
    nilai = target.nilai
    angka = nilai.nilai if nilai.nilai is not None and not nilai.is_rentang else None
    desimal = None
    if angka is not None:
        desimal = max(-int(angka.normalize().as_tuple().exponent), 0)
    return Sel(
        teks=nilai.teks(desimal),
        nilai=angka if angka is not None else nilai.teks(indikator.desimal),
        desimal=desimal,
        keterangan=f"{target.dokumen}{f', {target.asal}' if target.asal else ''}",
    )


def create_sel_tercapai(hasil: HasilCapaian) -> Sel:
    """Return Tercapai or Tidak tercapai, decided on the displayed value; a dash without a capaian."""
    if hasil.tercapai is None:
        return Sel(teks="–", keterangan=hasil.keterangan)
    return create_sel_teks(TERCAPAI if hasil.tercapai else TIDAK_TERCAPAI)


def create_sel_kategori(hasil: HasilCapaian, aturan: Aturan) -> Sel:
    """Return the predicate cell of a capaian."""
    return create_sel_predikat(hasil.predikat, aturan.skala, derivasi=hasil.derivasi)


def create_catatan(hasil: Iterable[HasilCapaian], aturan: Aturan) -> list[str]:
    """Return the footnotes that rules ask for: cap, scale, rounding."""
    daftar = list(hasil)
    catatan = []
    if any(satu.dibatasi for satu in daftar) and aturan.batas_tampil is not None:
        catatan.append(f"Capaian dibatasi {format_angka(aturan.batas_tampil)}%.")
    if aturan.skala is not None and any(satu.predikat for satu in daftar):
        sumber = f" ({aturan.skala.sumber})" if aturan.skala.sumber else ""
        catatan.append(
            f"Kategori menurut {aturan.skala.nama}{sumber}, dinilai atas {aturan.basis_predikat.value}."
        )
    return catatan


def create_catatan_rata_rata(rata: HasilRataRata) -> str:
    """Return the honest footnote of a mean: n, missing and capped."""
    teks = f"Rata-rata dari {rata.dinilai} indikator yang dinilai; {rata.tidak_dinilai} belum dinilai"
    return f"{teks}; {rata.anggota_dibatasi} dibatasi." if rata.anggota_dibatasi else f"{teks}."


def build_indikator_rows(
    data: DataLaporan,
    indikator: Sequence[Indikator],
    make: Callable[[Indikator], dict[str, Sel]],
    *,
    header: Callable[[Simpul, Sequence[Indikator]], dict[str, Sel]] | None = None,
) -> list[Baris]:
    """Return rows grouped under their nodes: a heading row per node, then its indicators.

    ``make(indikator)`` gives the cells of an indicator; ``header(node, indicators)`` those of the heading row.
    """
    baris: list[Baris] = []
    nodes = {row.simpul_id for row in indikator}
    for node in data.simpul:
        if node.pk not in nodes:
            continue
        milik = [row for row in indikator if row.simpul_id == node.pk]
        tingkat = (
            TINGKAT_JENJANG[node.jenjang] if node.jenjang not in (Jenjang.TUJUAN, Jenjang.SASARAN) else 0
        )
        kepala: dict[str, Sel] = {"nama": create_sel_teks(node.nama)}
        if header is not None:
            kepala |= header(node, milik)
        baris.append(Baris(node.kunci, kepala, tingkat=tingkat, jenis="simpul"))
        for row in milik:
            sel = {"nama": create_sel_teks(row.nama), "satuan": create_sel_teks(row.satuan)}
            baris.append(Baris(row.kunci, sel | make(row), tingkat=tingkat + 1))
    return baris


def _require(indikator: Sequence[Indikator], apa: str, tahun: int) -> None:
    if not indikator:
        raise TabelTanpaDataError(
            f"Belum ada {apa} dengan target atau realisasi tahun {tahun}. "
            "Isi target pada dokumen perencanaan lebih dulu."
        )


def _build_capaian(
    data: DataLaporan, *, kode: str, judul: str, indikator: Sequence[Indikator], rata: bool
) -> HasilTabel:
    _require(indikator, "indikator", data.tahun)
    aturan = data.aturan(kode)
    hasil = {row.pk: data.kinerja.capaian(row, aturan=aturan) for row in indikator}

    def make(row: Indikator) -> dict[str, Sel]:
        satu = hasil[row.pk]
        return {
            "target": create_sel_target(satu.target, row),
            "realisasi": create_sel_hasil(satu.realisasi, row.desimal),
            "capaian": create_sel_hasil(satu.capaian, aturan.desimal),
            "kategori": create_sel_kategori(satu.capaian, aturan),
            "tercapai": create_sel_tercapai(satu.capaian),
            "sumber": create_sel_teks(row.sumber),
        }

    def header(node: Simpul, milik: Sequence[Indikator]) -> dict[str, Sel]:
        if not rata:
            return {}
        nilai = data.kinerja.rata_rata([hasil[row.pk] for row in milik], aturan=aturan)
        return {
            "capaian": create_sel_hasil(nilai, aturan.desimal),
            "kategori": create_sel_kategori(nilai, aturan),
        }

    baris = build_indikator_rows(data, indikator, make, header=header)
    semua = data.kinerja.rata_rata([hasil[row.pk] for row in indikator], aturan=aturan)
    catatan = create_catatan([satu.capaian for satu in hasil.values()], aturan)
    if rata:
        baris.append(
            Baris(
                "TOTAL",
                {
                    "nama": create_sel_teks("Rata-rata capaian"),
                    "capaian": create_sel_hasil(semua, aturan.desimal),
                    "kategori": create_sel_kategori(semua, aturan),
                },
                jenis="total",
            )
        )
        catatan.append(create_catatan_rata_rata(semua))
    return HasilTabel(
        kode=kode,
        judul=judul,
        kolom=[
            KOLOM_NAMA if rata else Kolom("nama", "Program / Kegiatan / Indikator", lebar=34),
            Kolom("satuan", "Satuan", lebar=10),
            Kolom("target", "Target", "angka", lebar=10),
            Kolom("realisasi", "Realisasi", "angka", lebar=10),
            Kolom("capaian", "Capaian (%)", "persen", lebar=10),
            Kolom("kategori", "Kategori", "predikat", lebar=13),
            Kolom("tercapai", "Keterangan", lebar=13),
        ],
        baris=baris,
        sumber=SUMBER,
        catatan=catatan,
    )


def build_capaian(data: DataLaporan) -> HasilTabel:
    """Target, realisasi, capaian and kategori of each sasaran (PermenPANRB 53/2014, Bab III A butir 1)."""
    return _build_capaian(
        data,
        kode="capaian",
        judul=f"Capaian Kinerja Sasaran Tahun {data.tahun}",
        indikator=data.strategis,
        rata=True,
    )


def build_capaian_tujuan(data: DataLaporan) -> HasilTabel:
    """Target, realisasi and capaian of each tujuan."""
    return _build_capaian(
        data,
        kode="capaian-tujuan",
        judul=f"Capaian Kinerja Tujuan Tahun {data.tahun}",
        indikator=data.measured(data.indicators(Jenjang.TUJUAN)),
        rata=True,
    )


def build_program_kegiatan(data: DataLaporan) -> HasilTabel:
    """Capaian of programs, kegiatan and sub kegiatan that support the sasaran (butir 7)."""
    return _build_capaian(
        data,
        kode="program-kegiatan",
        judul=f"Capaian Indikator Program, Kegiatan dan Sub Kegiatan Tahun {data.tahun}",
        indikator=data.measured(data.indicators(Jenjang.PROGRAM, Jenjang.KEGIATAN, Jenjang.SUB_KEGIATAN)),
        rata=False,
    )


def build_formula(data: DataLaporan) -> HasilTabel:
    """Pembilang, penyebut and result of indicators that are computed from two numbers."""
    indikator = [
        row
        for row in data.measured(data.indikator)
        if any(entry.pembilang is not None for entry in data.kinerja.entries(row, tahun=data.tahun).values())
    ]
    _require(indikator, "indikator berpembilang dan berpenyebut", data.tahun)

    def make(row: Indikator) -> dict[str, Sel]:
        entries = data.kinerja.entries(row, tahun=data.tahun)
        akhir = list(entries.values())[-1]
        return {
            "label": create_sel_teks(f"{row.label_pembilang} / {row.label_penyebut}".strip(" /")),
            "pembilang": create_sel_angka(akhir.pembilang),
            "penyebut": create_sel_angka(akhir.penyebut),
            "hasil": create_sel_hasil(data.kinerja.realisasi(row, tahun=data.tahun), row.desimal),
        }

    return HasilTabel(
        kode="formula",
        judul=f"Perhitungan Realisasi Indikator Tahun {data.tahun}",
        kolom=[
            KOLOM_NAMA,
            Kolom("label", "Rumus", lebar=30),
            Kolom("pembilang", "Pembilang", "angka", lebar=12),
            Kolom("penyebut", "Penyebut", "angka", lebar=12),
            Kolom("hasil", "Hasil", "angka", lebar=12),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
    )


def build_tahun_lalu(data: DataLaporan) -> HasilTabel:
    """Realisasi and capaian against last year and the years before (butir 2)."""
    indikator = [
        row
        for row in data.measured(data.indikator)
        if row.simpul is not None
        and (
            row.simpul.jenjang in (Jenjang.TUJUAN, Jenjang.SASARAN)
            or data.kinerja.entries(row, tahun=data.tahun - 1)
        )
    ]
    _require(indikator, "indikator", data.tahun)
    aturan = data.aturan("tahun-lalu")
    tahun_awal = [
        tahun
        for tahun in range(data.tahun - 4, data.tahun - 1)
        if any(data.kinerja.entries(row, tahun=tahun) for row in indikator)
    ]

    def make(row: Indikator) -> dict[str, Sel]:
        ini = data.kinerja.capaian(row, aturan=aturan)
        lalu = data.kinerja.capaian(row, aturan=aturan, tahun=data.tahun - 1)
        kini, dahulu = (
            get_bagian(hasil=ini.realisasi, aturan=aturan),
            get_bagian(hasil=lalu.realisasi, aturan=aturan),
        )
        sel = {
            f"r_{tahun}": create_sel_hasil(data.kinerja.realisasi(row, tahun=tahun), row.desimal)
            for tahun in tahun_awal
        }
        return sel | {
            "target_lalu": create_sel_target(lalu.target, row),
            "realisasi_lalu": create_sel_hasil(lalu.realisasi, row.desimal),
            "capaian_lalu": create_sel_hasil(lalu.capaian, aturan.desimal),
            "tercapai_lalu": create_sel_tercapai(lalu.capaian),
            "target": create_sel_target(ini.target, row),
            "realisasi": create_sel_hasil(ini.realisasi, row.desimal),
            "capaian": create_sel_hasil(ini.capaian, aturan.desimal),
            "tercapai": create_sel_tercapai(ini.capaian),
            "selisih": create_sel_hasil(
                calculate_selisih_poin(sekarang=kini, dahulu=dahulu, desimal=aturan.desimal), aturan.desimal
            ),
            "perubahan": create_sel_hasil(
                calculate_perubahan_persen(sekarang=kini, dahulu=dahulu, desimal=aturan.desimal),
                aturan.desimal,
            ),
        }

    lalu, kini = f"Tahun {data.tahun - 1}", f"Tahun {data.tahun}"
    return HasilTabel(
        kode="tahun-lalu",
        judul=f"Perbandingan Realisasi dan Capaian Tahun {data.tahun} dengan Tahun Sebelumnya",
        kolom=[
            Kolom("nama", "Sasaran / Indikator", lebar=22),
            *[
                Kolom(f"r_{tahun}", str(tahun), "angka", kelompok="Realisasi", lebar=6)
                for tahun in tahun_awal
            ],
            Kolom("target_lalu", "Target", "angka", kelompok=lalu, lebar=7),
            Kolom("realisasi_lalu", "Realisasi", "angka", kelompok=lalu, lebar=7),
            Kolom("capaian_lalu", "Capaian (%)", "persen", kelompok=lalu, lebar=7),
            Kolom("tercapai_lalu", "Keterangan", kelompok=lalu, lebar=8),
            Kolom("target", "Target", "angka", kelompok=kini, lebar=7),
            Kolom("realisasi", "Realisasi", "angka", kelompok=kini, lebar=7),
            Kolom("capaian", "Capaian (%)", "persen", kelompok=kini, lebar=7),
            Kolom("tercapai", "Keterangan", kelompok=kini, lebar=8),
            Kolom("selisih", "Selisih (poin)", "angka", kelompok="Realisasi terhadap tahun lalu", lebar=7),
            Kolom("perubahan", "Perubahan (%)", "persen", kelompok="Realisasi terhadap tahun lalu", lebar=7),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        lanskap=True,
    )


def build_akhir_renstra(data: DataLaporan) -> HasilTabel:
    """Realisasi up to the year against the target at the end of the renstra (butir 3)."""
    indikator = data.strategis
    _require(indikator, "indikator sasaran", data.tahun)
    renstra = data.last_dokumen("renstra")
    if renstra is None:
        raise TabelTanpaDataError(f"Belum ada renstra yang ditetapkan dan mencakup tahun {data.tahun}.")
    aturan = data.aturan("akhir-renstra")

    def make(row: Indikator) -> dict[str, Sel]:
        realisasi = data.kinerja.realisasi(row, tahun=data.tahun)
        _, akhir = data.kinerja.targets_for_year(row, tahun=renstra.tahun_akhir, dokumen=renstra)
        if akhir is None and renstra.pendahulu_id is not None:
            _, akhir = data.kinerja.targets_for_year(row, tahun=renstra.tahun_akhir)
        kemajuan = calculate_kemajuan(
            realisasi=get_bagian(hasil=realisasi, aturan=aturan),
            target_akhir=None if akhir is None else akhir.nilai,
            polaritas=Polaritas(row.polaritas),
            aturan=aturan,
            alasan=realisasi.alasan,
            sumber=realisasi.derivasi.sumber,
        )
        return {
            "realisasi": create_sel_hasil(realisasi, row.desimal),
            "target_akhir": create_sel_target(akhir, row),
            "kemajuan": create_sel_hasil(kemajuan, aturan.desimal),
            "sisa": create_sel_hasil(calculate_sisa(kemajuan=kemajuan, aturan=aturan), aturan.desimal),
        }

    return HasilTabel(
        kode="akhir-renstra",
        judul=f"Realisasi sampai dengan Tahun {data.tahun} terhadap Target Akhir Renstra {renstra.tahun_akhir}",
        kolom=[
            KOLOM_NAMA,
            Kolom("satuan", "Satuan", lebar=10),
            Kolom("realisasi", f"Realisasi {data.tahun}", "angka", lebar=14),
            Kolom("target_akhir", f"Target {renstra.tahun_akhir}", "angka", lebar=14),
            Kolom("kemajuan", "Tingkat kemajuan (%)", "persen", lebar=14),
            Kolom("sisa", "Kekurangan (poin)", "angka", lebar=14),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=f"{renstra}; {SUMBER.lower()}",
    )


def build_standar_nasional(data: DataLaporan) -> HasilTabel:
    """Realisasi against the national standard where there is one (butir 4)."""
    indikator = data.strategis
    _require(indikator, "indikator sasaran", data.tahun)
    aturan = data.aturan("standar-nasional")
    standar: dict[int, Pembanding] = {}
    for row in data.pembanding:
        if row.jenis == JenisPembanding.NASIONAL:
            standar.setdefault(row.indikator_id, row)

    def make(row: Indikator) -> dict[str, Sel]:
        realisasi = data.kinerja.realisasi(row, tahun=data.tahun)
        acuan = standar.get(row.pk)
        hasil = calculate_perbandingan(
            realisasi=get_bagian(hasil=realisasi, aturan=aturan),
            standar=None if acuan is None else acuan.nilai,
            polaritas=Polaritas(row.polaritas),
            aturan=aturan,
            alasan=realisasi.alasan,
            sumber="" if acuan is None else acuan.sumber,
        )
        return {
            "realisasi": create_sel_hasil(realisasi, row.desimal),
            "standar": create_sel_angka(None if acuan is None else acuan.nilai, row.desimal),
            "capaian": create_sel_hasil(hasil, aturan.desimal),
            "acuan": create_sel_teks("" if acuan is None else (acuan.sumber or acuan.nama)),
        }

    return HasilTabel(
        kode="standar-nasional",
        judul=f"Perbandingan Realisasi Tahun {data.tahun} dengan Standar Nasional",
        kolom=[
            KOLOM_NAMA,
            Kolom("satuan", "Satuan", lebar=10),
            Kolom("realisasi", f"Realisasi {data.tahun}", "angka", lebar=12),
            Kolom("standar", "Standar nasional", "angka", lebar=12),
            Kolom("capaian", "% terhadap standar", "persen", lebar=12),
            Kolom("acuan", "Sumber standar", lebar=20),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
    )


def build_analisis(data: DataLaporan) -> HasilTabel:
    """Causes of success or failure and solutions per indikator (butir 5)."""
    indikator = data.strategis
    _require(indikator, "indikator sasaran", data.tahun)
    aturan = data.aturan("analisis")

    def texts(row: Indikator, *jenis: JenisAnalisis) -> Sel:
        milik = [a.teks for a in data.analisis if a.indikator_id == row.pk and a.jenis in jenis]
        return create_sel_teks("\n".join(milik)) if milik else SEL_KOSONG

    def make(row: Indikator) -> dict[str, Sel]:
        satu = data.kinerja.capaian(row, aturan=aturan)
        return {
            "target": create_sel_target(satu.target, row),
            "realisasi": create_sel_hasil(satu.realisasi, row.desimal),
            "capaian": create_sel_hasil(satu.capaian, aturan.desimal),
            "pendukung": texts(row, JenisAnalisis.FAKTOR_PENDUKUNG, JenisAnalisis.ANALISIS),
            "hambatan": texts(row, JenisAnalisis.HAMBATAN),
            "teks": texts(row, JenisAnalisis.SOLUSI),
        }

    return HasilTabel(
        kode="analisis",
        judul=f"Analisis Keberhasilan, Kegagalan dan Solusi Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Sasaran / Indikator", lebar=24),
            Kolom("target", "Target", "angka", lebar=7),
            Kolom("realisasi", "Realisasi", "angka", lebar=8),
            Kolom("capaian", "Capaian (%)", "persen", lebar=8),
            Kolom("pendukung", "Faktor pendukung", lebar=18),
            Kolom("hambatan", "Hambatan", lebar=18),
            Kolom("teks", "Solusi", lebar=17),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        lanskap=True,
    )


def build_triwulan(data: DataLaporan) -> HasilTabel:
    """Target, realisasi and capaian per quarter, against the quarterly and the yearly target."""
    indikator = []
    for row in data.indikator:
        targets, _ = data.kinerja.targets_for_year(row, tahun=data.tahun)
        entries = data.kinerja.entries(row, tahun=data.tahun)
        if any(p in targets or p in entries for p in TRIWULAN):
            indikator.append(row)
    _require(indikator, "indikator triwulanan", data.tahun)
    aturan = data.aturan("triwulan")

    def make(row: Indikator) -> dict[str, Sel]:
        targets, setahun = data.kinerja.targets_for_year(row, tahun=data.tahun)
        entries = data.kinerja.entries(row, tahun=data.tahun)
        sel: dict[str, Sel] = {"target": create_sel_target(setahun, row)}
        for periode in TRIWULAN:
            tw: CapaianIndikator = data.kinerja.capaian_triwulan(row, aturan=aturan, periode=periode)
            nilai = entries.get(periode)
            own = None if nilai is None else data.kinerja.period_value(row, nilai)
            kosong = "Realisasi belum diisi." if nilai is None else nilai.alasan
            sel[f"target_{periode}"] = create_sel_target(targets.get(periode) or tw.target, row)
            sel[f"realisasi_{periode}"] = (
                create_sel_angka(own, row.desimal)
                if own is not None
                else create_sel_angka(None, keterangan=kosong)
            )
            sel[f"capaian_{periode}"] = create_sel_hasil(tw.capaian, aturan.desimal)
            if own is None:
                sel[f"tahunan_{periode}"] = Sel(teks="–", keterangan=kosong)
            else:
                berjalan = data.kinerja.capaian(row, aturan=aturan, sampai=periode)
                sel[f"tahunan_{periode}"] = create_sel_hasil(berjalan.capaian, aturan.desimal)
        return sel

    kolom = [
        Kolom("nama", "Indikator", lebar=22),
        Kolom("satuan", "Satuan", lebar=6),
        Kolom("target", "Target tahun", "angka", lebar=6),
    ]
    for periode in TRIWULAN:
        kolom += [
            Kolom(f"target_{periode}", "Target", "angka", kelompok=str(periode.label), lebar=4),
            Kolom(f"realisasi_{periode}", "Realisasi", "angka", kelompok=str(periode.label), lebar=4),
            Kolom(f"capaian_{periode}", "% target TW", "persen", kelompok=str(periode.label), lebar=5),
            Kolom(f"tahunan_{periode}", "% target tahun", "persen", kelompok=str(periode.label), lebar=5),
        ]
    return HasilTabel(
        kode="triwulan",
        judul=f"Realisasi dan Capaian per Triwulan Tahun {data.tahun}",
        kolom=kolom,
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        lanskap=True,
    )


def build_komponen(data: DataLaporan) -> HasilTabel:
    """Components of an index with their weights and values, the index last."""
    baris: list[Baris] = []
    for row in data.indikator:
        hasil = data.kinerja.components(row, tahun=data.tahun)
        if hasil is None:
            continue
        rows = data.kinerja.component_rows(row)
        level: dict[int, int] = {}
        anak: dict[int | None, list[int]] = {}
        by_id = {komponen.pk: komponen for komponen in rows}
        for komponen in rows:
            anak.setdefault(komponen.induk_id, []).append(komponen.pk)

        def visit(
            pk: int, tingkat: int, level: dict[int, int] = level, anak: dict[int | None, list[int]] = anak
        ) -> None:
            level[pk] = tingkat
            for child in anak.get(pk, []):
                visit(child, tingkat + 1)

        for root in anak.get(None, []):
            visit(root, 0)
        baris += [
            Baris(
                by_id[pk].kunci,
                {
                    "nama": create_sel_teks(by_id[pk].nama),
                    "bobot": create_sel_angka(by_id[pk].bobot),
                    "nilai": create_sel_hasil(hasil.komponen[by_id[pk].kunci], row.desimal),
                },
                tingkat=tingkat,
                jenis="simpul" if anak.get(pk) else "indikator",
            )
            for pk, tingkat in level.items()
        ]
        baris.append(
            Baris(
                row.kunci,
                {"nama": create_sel_teks(row.nama), "nilai": create_sel_hasil(hasil.indeks, row.desimal)},
                jenis="total",
            )
        )
    if not baris:
        raise TabelTanpaDataError(f"Belum ada indikator indeks dengan nilai komponen tahun {data.tahun}.")
    return HasilTabel(
        kode="komponen",
        judul=f"Komponen Indeks Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Komponen", lebar=64),
            Kolom("bobot", "Bobot", "angka", lebar=18),
            Kolom("nilai", "Nilai", "angka", lebar=18),
        ],
        baris=baris,
        sumber=SUMBER,
        catatan=["Nilai induk dihitung dari rata-rata tertimbang anaknya tanpa pembulatan antara."],
    )


def build_pembanding(data: DataLaporan) -> HasilTabel:
    """Values of other regions with predicate and rank (highest first; equal values share a rank)."""
    if not data.pembanding:
        raise TabelTanpaDataError(f"Belum ada nilai pembanding tahun {data.tahun}.")
    aturan = data.aturan("pembanding")
    baris: list[Baris] = []
    for indikator in data.indikator:
        milik = [row for row in data.pembanding if row.indikator_id == indikator.pk]
        if not milik:
            continue
        # a source shared by all rows is named once, in the heading
        bersama = milik[0].sumber if len({row.sumber for row in milik}) == 1 else ""
        kepala = {"nama": create_sel_teks(indikator.nama), "sumber": create_sel_teks(bersama)}
        baris.append(Baris(indikator.kunci, kepala, jenis="simpul"))
        skala = data.skala_nilai(indikator) or (
            aturan.skala if aturan.basis_predikat == BasisPredikat.REALISASI else None
        )
        naik = indikator.polaritas == Polaritas.MINIMASI
        for row in milik:
            lebih_baik = sum((lain.nilai < row.nilai) if naik else (lain.nilai > row.nilai) for lain in milik)
            pita = None
            if skala is not None:
                pita = classify_predikat(nilai=row.nilai, skala=skala, desimal=indikator.desimal)
            baris.append(
                Baris(
                    row.kunci,
                    {
                        "nama": create_sel_teks(row.nama),
                        "nilai": create_sel_angka(row.nilai, indikator.desimal),
                        "predikat": create_sel_predikat(pita, skala),
                        "peringkat": create_sel_angka(lebih_baik + 1, 0),
                        "sumber": create_sel_teks("" if bersama else row.sumber),
                    },
                    tingkat=1,
                )
            )
    return HasilTabel(
        kode="pembanding",
        judul=f"Perbandingan dengan Daerah Lain Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Instansi", lebar=36),
            Kolom("nilai", "Nilai", "angka", lebar=12),
            Kolom("predikat", "Predikat", "predikat", lebar=16),
            Kolom("peringkat", "Peringkat", "angka", lebar=12),
            Kolom("sumber", "Sumber", lebar=24),
        ],
        baris=baris,
        sumber=SUMBER,
        catatan=["Peringkat di antara instansi yang tercantum; nilai sama mendapat peringkat sama."],
    )


def build_tc23(data: DataLaporan) -> HasilTabel:
    """Target, realisasi and ratio over the years of the renstra (Permendagri 86/2017, tabel T-C.23)."""
    renstra = data.last_dokumen("renstra")
    if renstra is None:
        raise TabelTanpaDataError(f"Belum ada renstra yang ditetapkan dan mencakup tahun {data.tahun}.")
    tahun_renstra = list(range(renstra.tahun, data.tahun + 1))[-6:]
    indikator = [
        row
        for row in data.indicators(Jenjang.SASARAN)
        if any(
            data.kinerja.entries(row, tahun=tahun) or data.kinerja.targets_for_year(row, tahun=tahun)[1]
            for tahun in tahun_renstra
        )
    ]
    _require(indikator, "indikator sasaran", data.tahun)
    aturan = data.aturan("tc23")

    def make(row: Indikator) -> dict[str, Sel]:
        sel: dict[str, Sel] = {}
        for tahun in tahun_renstra:
            satu = data.kinerja.capaian(row, aturan=aturan, tahun=tahun)
            sel[f"t_{tahun}"] = create_sel_target(satu.target, row)
            sel[f"r_{tahun}"] = create_sel_hasil(satu.realisasi, row.desimal)
            sel[f"rasio_{tahun}"] = create_sel_hasil(satu.capaian, aturan.desimal)
        serapan = data.serapan_pendukung(row, aturan)
        sel["serapan"] = create_sel_hasil(
            calculate_rata_rata(bagian=serapan, aturan=aturan, sebutan="indikator program")
            if serapan
            else None,
            aturan.desimal,
        )
        return sel

    kolom = [Kolom("nama", "Indikator", lebar=22)]
    for awalan, judul, jenis in (
        ("t", "Target Renstra", "angka"),
        ("r", "Realisasi", "angka"),
        ("rasio", "Rasio capaian (%)", "persen"),
    ):
        kolom += [
            Kolom(f"{awalan}_{tahun}", str(tahun), jenis, kelompok=judul)  # type: ignore[arg-type]  # literal tuple
            for tahun in tahun_renstra
        ]
    kolom.append(Kolom("serapan", f"Serapan {data.tahun} (%)", "persen"))
    return HasilTabel(
        kode="tc23",
        judul="Pencapaian Kinerja Pelayanan Perangkat Daerah (T-C.23)",
        kolom=kolom,
        baris=build_indikator_rows(data, indikator, make),
        sumber=f"{renstra}; {SUMBER.lower()}",
        lanskap=True,
    )
