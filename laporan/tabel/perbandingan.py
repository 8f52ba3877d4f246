"""Official tables of comparison: earlier years, end of the renstra, national standard, other regions, T-C.23."""

from kinerja.calculations.aturan import Aturan, classify_predikat, get_bagian
from kinerja.calculations.capaian import HasilCapaian
from kinerja.calculations.perbandingan import (
    calculate_perubahan_capaian,
    calculate_perubahan_persen,
    calculate_selisih_poin,
)
from kinerja.enums import AkumulasiRenstra, BasisPredikat, JenisPembanding, Polaritas
from kinerja.models import Indikator, Pembanding
from kinerja.queries.perbandingan import KemajuanRenstra, build_kemajuan, build_perbandingan
from laporan.tabel.baris import (
    KOLOM_NAMA,
    SUMBER,
    build_indikator_rows,
    create_sel_pembanding,
    create_sel_semua_kategori,
    create_sel_target,
    create_sel_tercapai,
    list_kategori,
    require_indikator,
)
from laporan.tabel.dasar import (
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
from renstra.enums import Jenjang
from renstra.models import Dokumen
from sakip.kit.decimals import count_desimal
from sakip.kit.hasil import Hasil, Kosong, add_catatan


def _describe_tanpa_beda(kini: Hasil, dahulu: Hasil) -> str:
    """Return why two realisasi have no difference, where that is more than a blank."""
    if any(satu.is_kata and satu.mentah is None for satu in (kini, dahulu)):
        return "Nilai berupa predikat atau teks; perubahannya tidak dihitung."
    return "" if kini.kosong is Kosong.BELUM_DIISI else kini.keterangan


KOLOM_PERUBAHAN_CAPAIAN = Kolom("perubahan_capaian", "Perubahan capaian (poin)", "angka", lebar=8)


def build_tahun_lalu(data: DataLaporan) -> HasilTabel:
    """Realisasi and capaian against last year and the years before (butir 2)."""
    indikator = [
        row
        for row in data.measured(data.indikator)
        if row.simpul is not None
        and (
            row.simpul.jenjang in (Jenjang.TUJUAN, Jenjang.SASARAN)
            or data.kinerja.has_value(row, tahun=data.tahun - 1)
            or data.kinerja.published(row, tahun=data.tahun - 1) is not None
        )
    ]
    require_indikator(indikator, "indikator", data.tahun)
    aturan = data.aturan("tahun-lalu")
    kategori = list_kategori(aturan)
    tahun_awal = [
        tahun
        for tahun in range(data.tahun - 4, data.tahun - 1)
        if any(data.kinerja.has_value(row, tahun=tahun) for row in indikator)
    ]

    def make(row: Indikator) -> dict[str, Sel]:
        ini = data.kinerja.capaian(row, aturan=aturan)
        lalu = data.kinerja.capaian(row, aturan=aturan, tahun=data.tahun - 1)
        kini, dahulu = (
            get_bagian(hasil=ini.realisasi, aturan=aturan),
            get_bagian(hasil=lalu.realisasi, aturan=aturan),
        )
        tanpa_beda = _describe_tanpa_beda(ini.realisasi, lalu.realisasi)

        def compare(hasil: Hasil, kini: Hasil, dahulu: Hasil, desimal: int) -> Sel:
            """The cell of a change with what must stand beside either of its parts."""
            sebelum = (f"tahun {data.tahun - 1}: {teks}" for teks in dahulu.catatan)
            if hasil.kosong is None:
                hasil = add_catatan(hasil, (*kini.catatan, *sebelum))
            return create_sel_hasil(hasil, desimal)

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
            "selisih": compare(
                calculate_selisih_poin(sekarang=kini, dahulu=dahulu, desimal=row.desimal, alasan=tanpa_beda),
                ini.realisasi,
                lalu.realisasi,
                row.desimal,
            ),
            "perubahan": compare(
                calculate_perubahan_persen(
                    sekarang=kini, dahulu=dahulu, desimal=aturan.desimal, alasan=tanpa_beda
                ),
                ini.realisasi,
                lalu.realisasi,
                aturan.desimal,
            ),
            "perubahan_capaian": compare(
                calculate_perubahan_capaian(sekarang=ini.capaian, dahulu=lalu.capaian, aturan=aturan),
                ini.capaian,
                lalu.capaian,
                aturan.desimal,
            ),
            **create_sel_semua_kategori(
                kategori, lambda aturan: data.kinerja.capaian(row, aturan=aturan).capaian
            ),
            **create_sel_semua_kategori(
                kategori,
                lambda aturan: data.kinerja.capaian(row, aturan=aturan, tahun=data.tahun - 1).capaian,
                "_lalu",
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
            *[satu.create_kolom("_lalu", kelompok=lalu) for satu in kategori],
            Kolom("target", "Target", "angka", kelompok=kini, lebar=7),
            Kolom("realisasi", "Realisasi", "angka", kelompok=kini, lebar=7),
            Kolom("capaian", "Capaian (%)", "persen", kelompok=kini, lebar=7),
            Kolom("tercapai", "Keterangan", kelompok=kini, lebar=8),
            *[satu.create_kolom(kelompok=kini) for satu in kategori],
            Kolom("selisih", "Selisih (poin)", "angka", kelompok="Realisasi terhadap tahun lalu", lebar=7),
            Kolom("perubahan", "Perubahan (%)", "persen", kelompok="Realisasi terhadap tahun lalu", lebar=7),
            *([KOLOM_PERUBAHAN_CAPAIAN] if aturan.perubahan_capaian else []),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
        lanskap=True,
    )


def build_akhir_renstra(data: DataLaporan) -> HasilTabel:
    """Realisasi up to the year against the target at the end of the renstra (butir 3)."""
    indikator = data.strategis
    require_indikator(indikator, "indikator sasaran", data.tahun)
    renstra = data.last_dokumen("renstra")
    if renstra is None:
        raise TabelTanpaDataError(f"Belum ada renstra yang ditetapkan dan mencakup tahun {data.tahun}.")
    aturan = data.aturan("akhir-renstra")
    kategori = list_kategori(aturan)
    hasil = {row.pk: build_kemajuan(data.kinerja, row, renstra=renstra, aturan=aturan) for row in indikator}
    berjumlah = [row for row in indikator if hasil[row.pk].cara != AkumulasiRenstra.NILAI]

    def make(row: Indikator) -> dict[str, Sel]:
        satu = hasil[row.pk]

        def hitung(aturan: Aturan) -> HasilCapaian:
            return build_kemajuan(data.kinerja, row, renstra=renstra, aturan=aturan).kemajuan

        return {
            "realisasi": create_sel_hasil(data.kinerja.realisasi(row, tahun=data.tahun), row.desimal),
            "realisasi_sd": create_sel_hasil(satu.realisasi, row.desimal),
            "target_akhir": create_sel_target(satu.target, row),
            "kemajuan": create_sel_hasil(satu.kemajuan, aturan.desimal),
            **create_sel_semua_kategori(kategori, hitung),
            "sisa": create_sel_hasil(satu.sisa, aturan.desimal),
            "sisa_satuan": create_sel_hasil(satu.sisa_satuan, row.desimal),
        }

    kolom = [
        KOLOM_NAMA,
        Kolom("satuan", "Satuan", lebar=10),
        Kolom("realisasi", f"Realisasi {data.tahun}", "angka", lebar=11),
        Kolom("realisasi_sd", f"Realisasi s.d. {data.tahun}", "angka", lebar=11),
        Kolom("target_akhir", f"Target {renstra.tahun_akhir}", "angka", lebar=11),
        Kolom("kemajuan", "Tingkat kemajuan (%)", "persen", lebar=11),
        *[satu.create_kolom(lebar=11) for satu in kategori],
        Kolom("sisa", "Kekurangan (poin)", "angka", lebar=11),
        Kolom("sisa_satuan", "Kekurangan (satuan)", "angka", lebar=11),
    ]
    return HasilTabel(
        kode="akhir-renstra",
        judul=f"Realisasi sampai dengan Tahun {data.tahun} terhadap Target Akhir Renstra {renstra.tahun_akhir}",
        kolom=[satu for satu in kolom if berjumlah or satu.kode != "realisasi_sd"],
        baris=build_indikator_rows(data, indikator, make),
        sumber=f"{renstra}; {SUMBER.lower()}",
        catatan=[describe_akumulasi(row, hasil[row.pk], renstra) for row in berjumlah],
    )


def describe_akumulasi(indikator: Indikator, satu: KemajuanRenstra, renstra: Dokumen) -> str:
    """Return what is added up for an indikator, and the years that the sum lacks."""
    teks = (
        f"{indikator.nama}: {satu.cara.label[:1].lower()}{satu.cara.label[1:]} renstra sejak {renstra.tahun}"
    )
    if satu.tahun_kosong:
        teks += f"; tanpa tahun {', '.join(map(str, satu.tahun_kosong))} yang tidak bernilai"
    return f"{teks}."


def create_sel_standar(acuan: Pembanding | None, indikator: Indikator) -> Sel:
    """Return the cell of a standard with every decimal that it has: what is shown is what is compared with."""
    if acuan is None:
        return create_sel_angka(None)
    return create_sel_pembanding(acuan.nilai, indikator, max(indikator.desimal, count_desimal(acuan.nilai)))


def build_standar_nasional(data: DataLaporan) -> HasilTabel:
    """Realisasi against the national standard where there is one (butir 4)."""
    indikator = data.strategis
    require_indikator(indikator, "indikator sasaran", data.tahun)
    aturan = data.aturan("standar-nasional")
    kategori = list_kategori(aturan)
    standar: dict[int, Pembanding] = {}
    for row in data.pembanding:
        if row.jenis == JenisPembanding.NASIONAL:
            standar.setdefault(row.indikator_id, row)

    def make(row: Indikator) -> dict[str, Sel]:
        realisasi = data.kinerja.realisasi(row, tahun=data.tahun)
        acuan = standar.get(row.pk)

        def hitung(aturan: Aturan) -> HasilCapaian:
            return build_perbandingan(data.kinerja, row, acuan=acuan, realisasi=realisasi, aturan=aturan)

        return {
            "realisasi": create_sel_hasil(realisasi, row.desimal),
            "standar": create_sel_standar(acuan, row),
            "capaian": create_sel_hasil(hitung(aturan), aturan.desimal),
            **create_sel_semua_kategori(kategori, hitung),
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
            *[satu.create_kolom(lebar=12) for satu in kategori],
            Kolom("acuan", "Sumber standar", lebar=20),
        ],
        baris=build_indikator_rows(data, indikator, make),
        sumber=SUMBER,
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
                        "nilai": create_sel_pembanding(row.nilai, indikator, indikator.desimal),
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
            data.kinerja.has_value(row, tahun=tahun)
            or data.kinerja.targets_for_year(row, tahun=tahun, keluarga="renstra")[1]
            for tahun in tahun_renstra
        )
    ]
    # a comparable successor in the table shows the years of the indikator that it replaced in its own row
    digantikan = {row.menggantikan_id for row in indikator if row.sebanding}
    indikator = [row for row in indikator if row.pk not in digantikan]
    require_indikator(indikator, "indikator sasaran", data.tahun)
    aturan = data.aturan("tc23")
    kategori = list_kategori(aturan)

    def make(row: Indikator) -> dict[str, Sel]:
        sel: dict[str, Sel] = {}
        for tahun in tahun_renstra:
            satu = data.kinerja.capaian(row, aturan=aturan, tahun=tahun, keluarga="renstra")
            sel[f"t_{tahun}"] = create_sel_target(satu.target, row)
            sel[f"r_{tahun}"] = create_sel_hasil(satu.realisasi, row.desimal)
            sel[f"rasio_{tahun}"] = create_sel_hasil(satu.capaian, aturan.desimal)
            sel |= create_sel_semua_kategori(
                kategori,
                lambda aturan, tahun=tahun: (  # type: ignore[misc]  # bound early
                    data.kinerja.capaian(row, aturan=aturan, tahun=tahun, keluarga="renstra").capaian
                ),
                f"_{tahun}",
            )
        sel["serapan"] = create_sel_hasil(data.serapan_pendukung(row, aturan), aturan.desimal)
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
    for satu in kategori:
        kolom += [
            Kolom(f"{satu.kode}_{tahun}", str(tahun), "predikat", kelompok=satu.judul)
            for tahun in tahun_renstra
        ]
    kolom.append(Kolom("serapan", f"Serapan {data.tahun} (%)", "persen"))
    return HasilTabel(
        kode="tc23",
        judul="Pencapaian Kinerja Pelayanan Perangkat Daerah (T-C.23)",
        kolom=kolom,
        baris=build_indikator_rows(data, indikator, make),
        sumber=f"{renstra}; {SUMBER.lower()}",
        catatan=[f"Serapan program pendukung: {aturan.serapan.label.lower()}."],
        lanskap=True,
    )
