"""Official tables of plans: targets of the renstra, perjanjian kinerja, rencana kinerja tahunan."""

from dataclasses import replace
from decimal import Decimal

from anggaran.models import ButirRingkasan, Ringkasan
from anggaran.queries import DataAnggaran
from kinerja.models import Indikator
from laporan.tabel.baris import build_indikator_rows, create_sel_target
from laporan.tabel.dasar import (
    SEL_KOSONG,
    Baris,
    HasilTabel,
    Kolom,
    Sel,
    TabelTanpaDataError,
    create_sel_rupiah,
    create_sel_teks,
)
from laporan.tabel.data import DataLaporan
from renstra.enums import JENJANG_BELANJA, TINGKAT_JENJANG, Jenjang
from renstra.models import Dokumen
from sakip.kit.decimals import add


def _require_dokumen(data: DataLaporan, keluarga: str, sebutan: str) -> Dokumen:
    dokumen = data.dokumen_pilihan or data.last_dokumen(keluarga)
    if dokumen is None:
        raise TabelTanpaDataError(f"Belum ada {sebutan} yang ditetapkan untuk tahun {data.tahun}.")
    return dokumen


def build_target_renstra(data: DataLaporan) -> HasilTabel:
    """Targets of tujuan and sasaran over the years of the renstra, as the document sets them."""
    renstra = _require_dokumen(data, "renstra", "renstra")
    tahun = list(range(renstra.tahun, renstra.tahun_akhir + 1))
    target = {
        (row.pk, t): data.kinerja.targets_for_year(row, tahun=t, dokumen=renstra)[1]
        for row in data.indicators(Jenjang.TUJUAN, Jenjang.SASARAN)
        for t in tahun
    }
    tahun = [t for t in tahun if any(nilai is not None for (_, satu), nilai in target.items() if satu == t)]
    indikator = [
        row
        for row in data.indicators(Jenjang.TUJUAN, Jenjang.SASARAN)
        if any(target[row.pk, t] is not None for t in tahun)
    ]
    if not indikator:
        raise TabelTanpaDataError(f"{renstra} belum memuat target tujuan dan sasaran.")

    def make(row: Indikator) -> dict[str, Sel]:
        sel = {f"t_{t}": create_sel_target(target[row.pk, t], row) for t in tahun}
        return sel | {"akhir": create_sel_target(target.get((row.pk, renstra.tahun_akhir)), row)}

    return HasilTabel(
        kode="target-renstra",
        judul=f"Target Tujuan dan Sasaran {renstra}",
        kolom=[
            Kolom("nama", "Tujuan / Sasaran / Indikator", lebar=34),
            Kolom("satuan", "Satuan", lebar=9),
            *[Kolom(f"t_{t}", str(t), "angka", kelompok="Target tahun") for t in tahun],
            Kolom("akhir", "Kondisi akhir", "angka"),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=str(renstra),
    )


def build_pk(data: DataLaporan) -> HasilTabel:
    """Sasaran, indikator and target of the perjanjian kinerja (PermenPANRB 53/2014, lampiran)."""
    pk = _require_dokumen(data, "pk", "perjanjian kinerja")
    target = {
        row.pk: data.kinerja.targets_for_year(row, tahun=data.tahun, dokumen=pk)[1] for row in data.indikator
    }
    indikator = [row for row in data.indikator if target[row.pk] is not None]
    if not indikator:
        raise TabelTanpaDataError(f"{pk} belum memuat indikator dan target.")
    return HasilTabel(
        kode="pk",
        judul=f"{pk}",
        kolom=[
            Kolom("nama", "Sasaran / Indikator Kinerja", lebar=64),
            Kolom("satuan", "Satuan", lebar=18),
            Kolom("target", "Target", "angka", lebar=18),
        ],
        baris=build_indikator_rows(
            data, indikator, lambda row: {"target": create_sel_target(target[row.pk], row)}
        ),
        sumber=_describe(pk),
    )


def _describe(dokumen: Dokumen) -> str:
    nomor = f" Nomor {dokumen.nomor}" if dokumen.nomor else ""
    return f"{dokumen}{nomor}"


def build_pk_anggaran(data: DataLaporan) -> HasilTabel:
    """Programs of the perjanjian kinerja and their budget as signed; sasaran pool the programs that support them."""
    pk = _require_dokumen(data, "pk", "perjanjian kinerja")
    anggaran = DataAnggaran(
        data.opd,
        tahun=data.tahun,
        dokumen=pk,
        daftar_dokumen=data.daftar_dokumen,
        simpul=data.nodes(*JENJANG_BELANJA),
    )
    program = [row for row in data.nodes(Jenjang.PROGRAM) if anggaran.pagu.get(row.pk) is not None]
    if not program:
        raise TabelTanpaDataError(f"{pk} belum memuat anggaran program.")
    baris = [
        Baris(
            row.kunci,
            {"nama": create_sel_teks(row.nama), "anggaran": create_sel_rupiah(anggaran.pagu[row.pk])},
        )
        for row in program
    ]
    baris.append(
        Baris(
            "TOTAL",
            {"nama": create_sel_teks("Jumlah"), "anggaran": create_sel_rupiah(anggaran.total_pagu)},
            jenis="total",
        )
    )
    baris += [
        Baris(
            row.kunci,
            {
                "nama": create_sel_teks(f"Mendukung sasaran: {row.nama}"),
                "anggaran": create_sel_rupiah(anggaran.pooled_for_sasaran(row, anggaran.pagu)),
            },
            tingkat=1,
            jenis="simpul",
        )
        for row in data.nodes(Jenjang.SASARAN)
        if anggaran.pooled_for_sasaran(row, anggaran.pagu) is not None
    ]
    return HasilTabel(
        kode="pk-anggaran",
        judul=f"Anggaran Program pada {pk}",
        kolom=[Kolom("nama", "Program", lebar=70), Kolom("anggaran", "Anggaran (Rp)", "rupiah", lebar=30)],
        baris=baris,
        sumber=_describe(pk),
    )


def build_rkt(data: DataLaporan) -> HasilTabel:
    """Targets and pagu of the rencana kinerja tahunan, or of the chosen document; parents computed from children.

    Where no RKT is in force, or it states neither, another document stands in for it, and a note says which.
    """
    calon: list[Dokumen | None] = [data.dokumen_pilihan]
    rkt = data.last_dokumen("rkt")
    if data.dokumen_pilihan is None:
        calon = [*data.versions("rkt"), data.anggaran.dokumen, *data.versions("pk"), *data.versions("rkpd")]
    ada = [satu for satu in calon if satu is not None]
    if not ada:
        raise TabelTanpaDataError(
            f"Belum ada rencana kinerja tahunan, DPA, perjanjian kinerja atau RKPD yang ditetapkan tahun {data.tahun}."
        )
    for dokumen in ada:
        baris = _list_target_pagu(data, dokumen)
        if baris:
            break
    else:
        raise TabelTanpaDataError(f"{ada[0]} belum memuat target atau pagu.")
    catatan = []
    if data.dokumen_pilihan is None and dokumen != rkt:
        sebab = (
            f"Belum ada Rencana Kinerja Tahunan {data.tahun} yang ditetapkan"
            if rkt is None
            else f"{rkt} belum memuat target atau pagu"
        )
        catatan.append(f"{sebab}; tabel ini memuat {dokumen}.")
    return HasilTabel(
        kode="rkt",
        judul=f"Target Kinerja dan Anggaran menurut {dokumen}",
        kolom=[
            Kolom("nama", "Program / Kegiatan / Sub Kegiatan / Indikator", lebar=54),
            Kolom("satuan", "Satuan", lebar=12),
            Kolom("target", "Target", "angka", lebar=14),
            Kolom("pagu", "Pagu (Rp)", "rupiah", lebar=20),
        ],
        baris=baris,
        sumber=_describe(dokumen),
        catatan=catatan,
    )


def _list_target_pagu(data: DataLaporan, dokumen: Dokumen) -> list[Baris]:
    """Rows of the nodes and indicators that a document gives a target or a pagu, with the total."""
    anggaran = DataAnggaran(
        data.opd,
        tahun=data.tahun,
        dokumen=dokumen,
        daftar_dokumen=data.daftar_dokumen,
        simpul=data.nodes(*JENJANG_BELANJA),
    )
    target = {
        row.pk: data.kinerja.targets_for_year(row, tahun=data.tahun, dokumen=dokumen)[1]
        for row in data.indikator
    }
    alokasi = data.allocate_by_links(
        anggaran.pagu_langsung,
        [row for row in data.indicators(*JENJANG_BELANJA) if target[row.pk] is not None],
    ).jumlah
    baris: list[Baris] = []
    for node in data.simpul:
        milik = [row for row in data.indikator_by_simpul.get(node.pk, []) if target[row.pk] is not None]
        # the only indicator has the node's own amount, which stands in the row above it
        bagian = alokasi if len(milik) > 1 else {}
        pagu = anggaran.pagu.get(node.pk)
        if not milik and pagu is None:
            continue
        tingkat = TINGKAT_JENJANG[node.jenjang]
        baris.append(
            Baris(
                node.kunci,
                {"nama": create_sel_teks(node.nama), "pagu": create_sel_rupiah(pagu)},
                tingkat=tingkat,
                jenis="simpul",
            )
        )
        baris += [
            Baris(
                row.kunci,
                {
                    "nama": create_sel_teks(row.nama),
                    "satuan": create_sel_teks(row.satuan),
                    "target": create_sel_target(target[row.pk], row),
                    "pagu": SEL_KOSONG
                    if bagian.get(row.kunci) is None
                    else create_sel_rupiah(bagian[row.kunci]),
                },
                tingkat=tingkat + 1,
            )
            for row in milik
        ]
    if anggaran.total_pagu is not None:
        baris.append(
            Baris(
                "TOTAL",
                {"nama": create_sel_teks("Jumlah"), "pagu": create_sel_rupiah(anggaran.total_pagu)},
                jenis="total",
            )
        )
    return baris


_JENJANG_BUTIR = {
    ButirRingkasan.PROGRAM: Jenjang.PROGRAM,
    ButirRingkasan.KEGIATAN: Jenjang.KEGIATAN,
    ButirRingkasan.SUB_KEGIATAN: Jenjang.SUB_KEGIATAN,
}


def _count_butir(data: DataLaporan, anggaran: DataAnggaran, butir: ButirRingkasan) -> Decimal | None:
    """What the rows of a document say of a total; None when they do not hold it.

    Nodes of a level cannot be counted where a node above them carries its amount without details.
    """
    if butir is ButirRingkasan.PENDAPATAN:
        target = [row.target for row in anggaran.pendapatan if row.target is not None]
        return add(target) if target else None
    if butir is ButirRingkasan.BELANJA:
        return anggaran.total_pagu
    jenjang = _JENJANG_BUTIR.get(butir)
    if jenjang is None or anggaran.total_pagu is None:
        return None
    di_atas = JENJANG_BELANJA[: JENJANG_BELANJA.index(jenjang)]
    if any(node.pk in anggaran.pagu_langsung for node in data.nodes(*di_atas)):
        return None
    return Decimal(sum(anggaran.pagu.get(node.pk) is not None for node in data.nodes(jenjang)))


def _lower_first(teks: str) -> str:
    return f"{teks[:1].lower()}{teks[1:]}"


def build_ringkasan(data: DataLaporan) -> HasilTabel:
    """Stages of the budget: counts and totals per document, computed from rows where known, else as printed."""
    butir = (
        ButirRingkasan.PROGRAM,
        ButirRingkasan.KEGIATAN,
        ButirRingkasan.SUB_KEGIATAN,
        ButirRingkasan.PENDAPATAN,
        ButirRingkasan.BELANJA,
        ButirRingkasan.BELANJA_LANGSUNG,
        ButirRingkasan.BELANJA_TIDAK_LANGSUNG,
    )
    dokumen = [row for row in data.daftar_dokumen if row.tahun == data.tahun and row.tahun == row.tahun_akhir]
    tercetak = {
        (row.dokumen_id, row.butir): row
        for row in Ringkasan.objects.filter(dokumen__in=[row.pk for row in dokumen])
    }
    baris: list[Baris] = []
    catatan: list[str] = []
    for satu in dokumen:
        anggaran = DataAnggaran(
            data.opd,
            tahun=data.tahun,
            dokumen=satu,
            daftar_dokumen=data.daftar_dokumen,
            simpul=data.nodes(*JENJANG_BELANJA),
        )
        printed = {row: tercetak.get((satu.pk, row.value)) for row in butir}
        if anggaran.total_pagu is None and not any(printed.values()):
            continue
        sel: dict[str, Sel] = {"nama": create_sel_teks(str(satu))}
        for satu_butir in butir:
            cetak = printed[satu_butir]
            hitung = _count_butir(data, anggaran, satu_butir)
            isi = create_sel_rupiah(cetak.nilai if hitung is None and cetak is not None else hitung)
            if hitung is None and cetak is not None:
                isi = replace(isi, keterangan="Angka tercetak; rinciannya tidak ada.")
            elif cetak is not None and cetak.nilai != hitung:
                tercetak_teks = create_sel_rupiah(cetak.nilai).teks
                catatan.append(
                    f"{satu}: {_lower_first(satu_butir.label)} tercetak {tercetak_teks}, "
                    f"menurut rinciannya {isi.teks}."
                )
            if isi.nilai is not None:
                sel[satu_butir] = isi
        baris.append(Baris(satu.kunci, sel))
    if not baris:
        raise TabelTanpaDataError(f"Belum ada dokumen anggaran tahun {data.tahun}.")
    jenis_belanja = [
        Kolom(satu.value, judul, "rupiah", lebar=13)
        for satu, judul in (
            (ButirRingkasan.BELANJA_LANGSUNG, "Belanja langsung (Rp)"),
            (ButirRingkasan.BELANJA_TIDAK_LANGSUNG, "Belanja tidak langsung (Rp)"),
        )
        if any(satu.value in row.sel for row in baris)
    ]
    return HasilTabel(
        kode="ringkasan",
        judul=f"Tahapan Anggaran Tahun {data.tahun}",
        kolom=[
            Kolom("nama", "Tahapan", lebar=20 if jenis_belanja else 28),
            Kolom("program", "Program", "angka", lebar=9),
            Kolom("kegiatan", "Kegiatan", "angka", lebar=9),
            Kolom("sub_kegiatan", "Sub kegiatan", "angka", lebar=9),
            Kolom("pendapatan", "Pendapatan (Rp)", "rupiah", lebar=13 if jenis_belanja else 22),
            Kolom("belanja", "Belanja (Rp)", "rupiah", lebar=14 if jenis_belanja else 23),
            *jenis_belanja,
        ],
        baris=baris,
        sumber="Dokumen anggaran perangkat daerah",
        catatan=catatan,
    )
