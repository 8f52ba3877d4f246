"""Texts of the LKjIP: the sections that an office may write, and the plain opening that each has until it does.

A generated text takes every number from a cell of an official table, as the cell shows it; nothing is calculated or
formatted again here, except counting rows.
"""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from laporan.isi import Hitungan, IsiLaporan, count_tercapai, get_sel, group_rows
from laporan.tabel.baris import TERCAPAI, TIDAK_TERCAPAI
from laporan.tabel.dasar import Baris, HasilTabel, Sel
from sakip.kit.formats import TANDA_KOSONG, terbilang

AWALAN_SASARAN = "sasaran-"
_PANJANG_BAGIAN = 60


@dataclass(frozen=True, slots=True)
class BagianNarasi:
    """One section with a text: ``tempat`` says where the report prints it."""

    kode: str
    judul: str
    tempat: str


@dataclass(frozen=True, slots=True)
class TeksBagian:
    """A section with the text that prints: the office's, else the generated one (``otomatis`` holds that always)."""

    bagian: BagianNarasi
    teks: str
    otomatis: str
    ditulis: bool


class BagianTidakDikenalError(Exception):
    """The report has no section with this code."""


BAGIAN_TETAP: tuple[BagianNarasi, ...] = (
    BagianNarasi("kata-pengantar", "Kata pengantar", "Bagian depan"),
    BagianNarasi("ikhtisar-eksekutif", "Ikhtisar eksekutif", "Bagian depan"),
    BagianNarasi("penjelasan-umum", "Penjelasan umum organisasi", "Bab I Pendahuluan"),
    BagianNarasi("struktur", "Struktur organisasi", "Bab I Pendahuluan"),
    BagianNarasi("aspek-strategis", "Aspek strategis organisasi", "Bab I Pendahuluan"),
    BagianNarasi("isu-strategis", "Isu strategis", "Bab I Pendahuluan"),
    BagianNarasi("ikhtisar-pk", "Ikhtisar perjanjian kinerja", "Bab II Perencanaan Kinerja"),
    BagianNarasi("efisiensi", "Efisiensi penggunaan sumber daya", "Bab III Akuntabilitas Kinerja"),
    BagianNarasi("realisasi-anggaran", "Realisasi anggaran", "Bab III Akuntabilitas Kinerja"),
    BagianNarasi("simpulan", "Simpulan", "Bab IV Penutup"),
    BagianNarasi("langkah-perbaikan", "Langkah perbaikan", "Bab IV Penutup"),
)
_SETELAH_SASARAN = ("efisiensi", "realisasi-anggaran", "simpulan", "langkah-perbaikan")


def get_kode_sasaran(kunci: str) -> str:
    """Code of the section that analyses the sasaran ``kunci``; a long key is shortened without clashing."""
    kode = f"{AWALAN_SASARAN}{kunci}"
    if len(kode) <= _PANJANG_BAGIAN:
        return kode
    return f"{kode[: _PANJANG_BAGIAN - 9]}-{hashlib.sha256(kunci.encode()).hexdigest()[:8]}"


def list_bagian(isi: IsiLaporan) -> list[BagianNarasi]:
    """Sections of this report in the order of print, with one analysis for each sasaran."""
    sasaran = [
        BagianNarasi(get_kode_sasaran(kunci), f"Analisis capaian: {nama}", "Bab III Akuntabilitas Kinerja")
        for kunci, nama in isi.sasaran
    ]
    awal = [satu for satu in BAGIAN_TETAP if satu.kode not in _SETELAH_SASARAN]
    return [*awal, *sasaran, *(satu for satu in BAGIAN_TETAP if satu.kode in _SETELAH_SASARAN)]


def get_bagian(isi: IsiLaporan, kode: str) -> BagianNarasi:
    """The section of this report with this code. Raises BagianTidakDikenalError."""
    for bagian in list_bagian(isi):
        if bagian.kode == kode:
            return bagian
    raise BagianTidakDikenalError(kode)


def get_teks(isi: IsiLaporan, kode: str) -> str:
    """The text that prints for a section: the office's when there is one (it may be empty), else the generated."""
    tertulis = isi.narasi.get(kode)
    return generate_teks(isi, kode) if tertulis is None else tertulis


def list_teks(isi: IsiLaporan) -> list[TeksBagian]:
    """Every section with its text, for the editor."""
    hasil = []
    for bagian in list_bagian(isi):
        otomatis = generate_teks(isi, bagian.kode)
        tertulis = isi.narasi.get(bagian.kode)
        teks = otomatis if tertulis is None else tertulis
        hasil.append(TeksBagian(bagian, teks, otomatis, tertulis is not None))
    return hasil


def generate_teks(isi: IsiLaporan, kode: str) -> str:
    """The generated text of a section; empty when the data say nothing for it. Raises BagianTidakDikenalError."""
    susun = _SUSUN.get(kode)
    if susun is not None:
        return susun(isi)
    for kunci, nama in isi.sasaran:
        if get_kode_sasaran(kunci) == kode:
            return _describe_sasaran(isi, kunci, nama)
    raise BagianTidakDikenalError(kode)


# ---------- words ----------


def _is_ada(sel: Sel) -> bool:
    return sel.teks not in ("", TANDA_KOSONG)


def _join(kalimat: Iterable[str], pemisah: str = " ") -> str:
    return pemisah.join(satu for satu in kalimat if satu)


def _lower_first(teks: str) -> str:
    """The text inside a sentence: a capital stays where the word is an abbreviation."""
    return teks if teks[:2].isupper() else teks[:1].lower() + teks[1:]


def _bilangan(jumlah: int) -> str:
    """A count in words up to ten, in figures beyond."""
    return terbilang(jumlah) if jumlah <= 10 else str(jumlah)


def _daftar(butir: Iterable[str]) -> str:
    return "\n".join(f"- {satu}" for satu in butir)


def _angka(sel: Sel, satuan: str) -> str:
    """A figure with its unit (a word has none) and with what must stand beside it."""
    teks = f"{sel.teks}{satuan}" if isinstance(sel.nilai, Decimal) else sel.teks
    return f"{teks} ({sel.catatan})" if sel.catatan else teks


def _satuan(satuan: str) -> str:
    """The unit after a value: "%" close to it, a word after a space."""
    bersih = satuan.strip()
    if not bersih:
        return ""
    kata = " ".join(satu if satu.isupper() else satu.lower() for satu in bersih.split())
    return "%" if kata in ("%", "persen") else f" {kata}"


def _rupiah(sel: Sel) -> str:
    return f"Rp{sel.teks}"


def _count_indikator(tabel: HasilTabel | None) -> int:
    return sum(baris.jenis == "indikator" for baris in tabel.baris) if tabel is not None else 0


# ---------- front matter ----------


def _kata_pengantar(isi: IsiLaporan) -> str:
    kantor = isi.kantor
    return "\n\n".join(
        [
            "Puji syukur kami panjatkan ke hadirat Tuhan Yang Maha Esa karena Laporan Kinerja Instansi Pemerintah "
            f"(LKjIP) {kantor.nama} {kantor.pemda_lengkap} Tahun {isi.tahun} dapat disusun.",
            "Laporan ini merupakan pertanggungjawaban atas pelaksanaan tugas dan fungsi serta penggunaan anggaran "
            f"selama tahun {isi.tahun}, sebagaimana diatur dalam Peraturan Presiden Nomor 29 Tahun 2014 tentang "
            "Sistem Akuntabilitas Kinerja Instansi Pemerintah dan Peraturan Menteri Pendayagunaan Aparatur Negara "
            "dan Reformasi Birokrasi Nomor 53 Tahun 2014. Laporan memuat perbandingan target dengan realisasi "
            "kinerja, analisis atas hasilnya, dan akuntabilitas keuangan.",
            "Kami berterima kasih kepada semua pihak yang membantu penyusunan laporan ini. Semoga laporan ini "
            "bermanfaat sebagai bahan evaluasi dan perbaikan kinerja pada tahun-tahun berikutnya.",
        ]
    )


def _summarize_capaian(isi: IsiLaporan) -> str:
    tabel = isi.tabel.get("capaian")
    if tabel is None:
        return ""
    hitungan = count_tercapai(tabel.baris)
    rata, kategori = get_sel(tabel, "TOTAL", "capaian"), get_sel(tabel, "TOTAL", "kategori")
    kalimat = [
        f"Pada tahun {isi.tahun} {isi.kantor.nama} mengukur {_bilangan(len(isi.sasaran))} sasaran dengan "
        f"{_bilangan(hitungan.jumlah)} indikator kinerja."
    ]
    if _is_ada(rata):
        sebutan = f" dengan kategori {kategori.teks}" if _is_ada(kategori) else ""
        siapa = (
            f"{_bilangan(hitungan.dinilai)} indikator yang sudah dinilai"
            if hitungan.belum
            else "indikator sasaran"
        )
        kalimat.append(f"Rata-rata capaian {siapa} adalah {rata.teks}%{sebutan}.")
    kalimat.append(_describe_hitungan(hitungan, tabel))
    return " ".join(kalimat)


def _describe_hitungan(hitungan: Hitungan, tabel: HasilTabel) -> str:
    """What is known of the targets, and apart from it for how many nothing is known."""
    if not hitungan.dinilai:
        ada = any(_is_ada(baris.get("realisasi")) for baris in tabel.baris if baris.jenis == "indikator")
        return (
            "Belum ada indikator yang dapat dinilai."
            if ada
            else "Realisasi indikator tersebut belum tersedia."
        )
    bagian = [f"{_bilangan(hitungan.tercapai)} indikator mencapai target" if hitungan.tercapai else ""]
    bagian.append(f"{_bilangan(hitungan.tidak)} indikator tidak mencapai target" if hitungan.tidak else "")
    hasil = _capital(_enumerate([satu for satu in bagian if satu]))
    if not hitungan.belum:
        return f"{hasil}."
    dinilai = f"{_bilangan(hitungan.dinilai)} dari {_bilangan(hitungan.jumlah)} indikator sudah dinilai"
    return f"{_capital(dinilai)}. {hasil}; {_bilangan(hitungan.belum)} indikator belum dapat dinilai."


def _capital(teks: str) -> str:
    return f"{teks[:1].upper()}{teks[1:]}"


def _enumerate(bagian: list[str]) -> str:
    if len(bagian) < 2:
        return "".join(bagian)
    return f"{', '.join(bagian[:-1])}{',' if len(bagian) > 2 else ''} dan {bagian[-1]}"


def _summarize_anggaran(isi: IsiLaporan) -> str:
    tabel = isi.tabel.get("anggaran")
    pagu, realisasi = get_sel(tabel, "TOTAL", "pagu"), get_sel(tabel, "TOTAL", "realisasi")
    if tabel is None or not _is_ada(pagu):
        return ""
    awal = f"Pagu anggaran menurut {tabel.sumber} adalah {_rupiah(pagu)}"
    if not _is_ada(realisasi):
        return f"{awal}; realisasinya belum tersedia."
    persen = get_sel(tabel, "TOTAL", "persen")
    ekor = f" atau {persen.teks}%" if _is_ada(persen) else ""
    kosong = sum(
        baris.tingkat == 0
        and baris.jenis != "total"
        and _is_ada(baris.get("pagu"))
        and not _is_ada(baris.get("realisasi"))
        for baris in tabel.baris
    )
    lubang = f" Realisasi {_bilangan(kosong)} program belum tersedia dan tidak terhitung." if kosong else ""
    return f"{awal} dan terealisasi sebesar {_rupiah(realisasi)}{ekor}.{lubang}"


def _ikhtisar_eksekutif(isi: IsiLaporan) -> str:
    alinea = [_summarize_capaian(isi), _summarize_anggaran(isi)]
    hambatan = _texts_of(isi, "hambatan")
    if hambatan:
        alinea.append(f"Hambatan utama yang dihadapi:\n\n{_daftar(hambatan[:5])}")
    solusi = _texts_of(isi, "teks")
    if solusi:
        alinea.append(f"Upaya perbaikan yang ditempuh:\n\n{_daftar(solusi[:5])}")
    return _join(alinea, "\n\n")


def _texts_of(isi: IsiLaporan, kolom: str, kunci: Iterable[str] | None = None) -> list[str]:
    """Different texts of a column of the table of analysis, in order; only of the rows ``kunci`` when given."""
    tabel = isi.tabel.get("analisis")
    pilih = None if kunci is None else set(kunci)
    hasil: dict[str, None] = {}
    for baris in tabel.baris if tabel is not None else ():
        if pilih is None or baris.kunci in pilih:
            hasil |= dict.fromkeys(teks.strip() for teks in baris.get(kolom).teks.split("\n") if teks.strip())
    return list(hasil)


# ---------- chapter I ----------


def _penjelasan_umum(isi: IsiLaporan) -> str:
    kantor = isi.kantor
    wilayah = f", {kantor.provinsi}" if kantor.provinsi else ""
    alinea = [
        f"{kantor.nama} adalah perangkat daerah {kantor.pemda_lengkap}{wilayah} yang dalam melaksanakan tugasnya "
        f"bertanggung jawab kepada {kantor.kepala_daerah} {kantor.pemda}."
    ]
    if kantor.program:
        alinea.append(
            f"Tugas dan fungsi tersebut pada tahun {isi.tahun} dilaksanakan melalui "
            f"{_bilangan(len(kantor.program))} program:\n\n{_daftar(kantor.program)}"
        )
    return _join(alinea, "\n\n")


def _struktur(isi: IsiLaporan) -> str:
    kantor = isi.kantor
    if not kantor.unit:
        return ""
    kepala = f"{kantor.nama} dipimpin oleh {kantor.jabatan[0]}. " if kantor.jabatan else ""
    return f"{kepala}Unit kerja dalam susunan organisasinya adalah:\n\n{_daftar(kantor.unit)}"


def _aspek_strategis(isi: IsiLaporan) -> str:
    kantor = isi.kantor
    alinea = []
    if kantor.visi:
        alinea.append(f"Visi {kantor.pemda_lengkap} adalah “{kantor.visi}”.")
    if kantor.misi:
        alinea.append(f"{kantor.nama} mendukung misi:\n\n{_daftar(kantor.misi)}")
    if kantor.tujuan:
        alinea.append(f"Tujuan yang ingin dicapai:\n\n{_daftar(kantor.tujuan)}")
    if isi.sasaran:
        alinea.append(
            f"Tujuan tersebut dijabarkan dalam sasaran:\n\n{_daftar(nama for _, nama in isi.sasaran)}"
        )
    return _join(alinea, "\n\n")


def _isu_strategis(isi: IsiLaporan) -> str:
    hambatan = _texts_of(isi, "hambatan")
    catatan = [teks for satu in isi.catatan_sasaran.values() for label, teks in satu if label == "Hambatan"]
    semua = list(dict.fromkeys([*hambatan, *catatan]))
    if not semua:
        return ""
    return f"Isu yang memengaruhi pencapaian sasaran pada tahun {isi.tahun} adalah:\n\n{_daftar(semua)}"


# ---------- chapter II ----------


def _ikhtisar_pk(isi: IsiLaporan) -> str:
    tabel, anggaran = isi.tabel.get("pk"), isi.tabel.get("pk-anggaran")
    if tabel is None:
        return ""
    jumlah = _count_indikator(tabel)
    kalimat = [f"{tabel.sumber} menetapkan {_bilangan(jumlah)} indikator kinerja beserta targetnya."]
    total = get_sel(anggaran, "TOTAL", "anggaran")
    if anggaran is not None and _is_ada(total):
        program = sum(baris.jenis == "indikator" for baris in anggaran.baris)
        kalimat.append(
            f"Anggaran yang diperjanjikan untuk {_bilangan(program)} program berjumlah {_rupiah(total)}."
        )
    return " ".join(kalimat)


# ---------- chapter III ----------


def _describe_sasaran(isi: IsiLaporan, kunci: str, nama: str) -> str:
    tabel = isi.tabel["capaian"]
    milik = next((rows for kepala, rows in group_rows(tabel) if kepala.kunci == kunci), [])
    acuan = (
        milik[0].kunci if len(milik) == 1 else kunci
    )  # one indikator speaks for itself, also in its kategori
    rata, kategori = get_sel(tabel, acuan, "capaian"), get_sel(tabel, acuan, "kategori")
    awal = f"Sasaran “{nama}” diukur dengan {_bilangan(len(milik))} indikator."
    if _is_ada(rata):
        hitungan = count_tercapai(milik)
        sebutan = "Rata-rata capaiannya" if len(milik) > 1 else "Capaiannya"
        if hitungan.belum:
            sebutan = f"Capaian {_bilangan(hitungan.dinilai)} indikator yang sudah dinilai rata-rata"
            sebutan = sebutan.removesuffix(" rata-rata") if hitungan.dinilai == 1 else sebutan
        kata = f" dengan kategori {kategori.teks}" if _is_ada(kategori) else ""
        awal += f" {sebutan} {rata.teks}%{kata}."
    uraian = [_describe_indikator(isi, baris) for baris in milik]
    alinea = [awal, "\n\n".join(uraian) if len(uraian) <= 2 else _daftar(uraian)]
    alinea += [f"{label}: {teks}" for label, teks in isi.catatan_sasaran.get(kunci, ())]
    return _join(alinea, "\n\n")


def _describe_indikator(isi: IsiLaporan, baris: Baris) -> str:
    nama, satuan = baris.get("nama").teks, _satuan(baris.get("satuan").teks)
    target, realisasi, capaian = baris.get("target"), baris.get("realisasi"), baris.get("capaian")
    if _is_ada(capaian) and not (_is_ada(realisasi) and _is_ada(target)):  # quoted from an issued document
        return f"{nama} mempunyai capaian {_angka(capaian, '%')}."
    if not _is_ada(realisasi):
        alasan = realisasi.keterangan.rstrip(".")
        return f"{nama} belum dapat dinilai: {_lower_first(alasan or 'realisasi belum tersedia')}."
    if not _is_ada(target):
        return f"{nama} terealisasi {_angka(realisasi, satuan)}; targetnya belum ditetapkan."
    awal = f"{nama} terealisasi {_angka(realisasi, satuan)} dari target {_angka(target, satuan)}"
    if not _is_ada(capaian):
        return f"{awal}. {_sentence(capaian.keterangan)}".strip()
    hasil = {TERCAPAI: "target tercapai", TIDAK_TERCAPAI: "target tidak tercapai"}.get(
        baris.get("tercapai").teks, ""
    )
    kalimat = f"{awal} sehingga capaiannya {capaian.teks}%{f' ({hasil})' if hasil else ''}."
    return _join([kalimat, _compare_lalu(isi, baris.kunci, satuan), _compare_akhir(isi, baris.kunci, satuan)])


def _sentence(teks: str) -> str:
    return f"{_capital(teks).rstrip('.')}." if teks else ""


def _compare_lalu(isi: IsiLaporan, kunci: str, satuan: str) -> str:
    tabel = isi.tabel.get("tahun-lalu")
    lalu, selisih = get_sel(tabel, kunci, "realisasi_lalu"), get_sel(tabel, kunci, "selisih")
    if not _is_ada(lalu) or not isinstance(selisih.nilai, Decimal):
        return ""
    arah = "naik" if selisih.nilai > 0 else "turun" if selisih.nilai < 0 else "sama"
    if arah == "sama":
        return f"Realisasi itu sama dengan tahun {isi.tahun - 1}."
    return f"Realisasi itu {arah} dari {_angka(lalu, satuan)} pada tahun {isi.tahun - 1}."


def _compare_akhir(isi: IsiLaporan, kunci: str, satuan: str) -> str:
    tabel = isi.tabel.get("akhir-renstra")
    akhir, kemajuan = get_sel(tabel, kunci, "target_akhir"), get_sel(tabel, kunci, "kemajuan")
    if not _is_ada(akhir) or not _is_ada(kemajuan):
        return ""
    return f"Terhadap target akhir Renstra sebesar {_angka(akhir, satuan)}, tingkat kemajuannya {kemajuan.teks}%."


def _efisiensi(isi: IsiLaporan) -> str:
    butir = []
    for kepala, _ in group_rows(isi.tabel.get("efisiensi")):
        capaian, serapan = kepala.get("capaian"), kepala.get("serapan")
        if not _is_ada(capaian) or not _is_ada(serapan):
            continue
        nilai, kategori = kepala.get("efisiensi"), kepala.get("kategori")
        ekor = ""
        if isinstance(nilai.nilai, Decimal):
            ekor = f"; efisiensinya {nilai.teks}{f' ({kategori.teks.lower()})' if _is_ada(kategori) else ''}"
        elif _is_ada(kategori):
            ekor = f"; penggunaan sumber dayanya dinilai {kategori.teks.lower()}"
        butir.append(
            f"{kepala.get('nama').teks}: capaian {capaian.teks}% dengan serapan anggaran {serapan.teks}%{ekor}."
        )
    if not butir:
        return ""
    return (
        "Efisiensi dinilai dengan membandingkan capaian sasaran dengan serapan anggaran program yang mendukungnya."
        f"\n\n{_daftar(butir)}"
    )


def _realisasi_anggaran(isi: IsiLaporan) -> str:
    tabel = isi.tabel.get("anggaran")
    alinea = [_summarize_anggaran(isi)]
    sisa = get_sel(tabel, "TOTAL", "sisa")
    if _is_ada(sisa) and alinea[0]:
        lebih = isinstance(sisa.nilai, Decimal) and sisa.nilai < 0
        alinea[0] += (
            f" Realisasi melampaui pagu sebesar {_rupiah(sisa).replace('-', '')}."
            if lebih
            else f" Sisa anggaran yang tidak terserap {_rupiah(sisa)}."
        )
    program = [
        baris
        for baris in (tabel.baris if tabel is not None else ())
        if baris.tingkat == 0 and baris.jenis != "total" and _is_ada(baris.get("persen"))
    ]
    if len(program) > 1:
        alinea.append(
            "Serapan menurut program:\n\n"
            + _daftar(f"{baris.get('nama').teks}: {baris.get('persen').teks}%." for baris in program)
        )
    pendapatan = isi.tabel.get("pendapatan")
    akar = next((b for b in pendapatan.baris if b.tingkat == 0), None) if pendapatan is not None else None
    if akar is not None and _is_ada(akar.get("realisasi")) and _is_ada(akar.get("target")):
        alinea.append(
            f"{akar.get('nama').teks} ditargetkan {_rupiah(akar.get('target'))} dan terealisasi "
            f"{_rupiah(akar.get('realisasi'))}"
            + (f" atau {akar.get('persen').teks}%." if _is_ada(akar.get("persen")) else ".")
        )
    return _join(alinea, "\n\n")


# ---------- chapter IV ----------


def _simpulan(isi: IsiLaporan) -> str:
    return _join([_summarize_capaian(isi), _summarize_anggaran(isi)], "\n\n")


def _langkah_perbaikan(isi: IsiLaporan) -> str:
    solusi = _texts_of(isi, "teks")
    solusi += [teks for satu in isi.catatan_sasaran.values() for label, teks in satu if label == "Solusi"]
    if solusi:
        return f"Langkah perbaikan yang akan dilakukan:\n\n{_daftar(dict.fromkeys(solusi))}"
    tabel = isi.tabel.get("capaian")
    tidak = [
        baris.get("nama").teks
        for baris in (tabel.baris if tabel is not None else ())
        if baris.jenis == "indikator" and baris.get("tercapai").teks == TIDAK_TERCAPAI
    ]
    if not tidak:
        return ""
    return f"Perbaikan diarahkan pada indikator yang belum mencapai target:\n\n{_daftar(tidak)}"


_SUSUN: Mapping[str, Callable[[IsiLaporan], str]] = {
    "kata-pengantar": _kata_pengantar,
    "ikhtisar-eksekutif": _ikhtisar_eksekutif,
    "penjelasan-umum": _penjelasan_umum,
    "struktur": _struktur,
    "aspek-strategis": _aspek_strategis,
    "isu-strategis": _isu_strategis,
    "ikhtisar-pk": _ikhtisar_pk,
    "efisiensi": _efisiensi,
    "realisasi-anggaran": _realisasi_anggaran,
    "simpulan": _simpulan,
    "langkah-perbaikan": _langkah_perbaikan,
}
