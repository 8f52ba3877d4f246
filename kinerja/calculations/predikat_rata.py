"""What a mean of capaian may say of itself: value, predikat and caps. See docs/perhitungan.md, chapter 6."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from kinerja.calculations.aturan import Aturan, classify_predikat, get_bagian
from kinerja.calculations.capaian import HasilCapaian, Ukuran
from kinerja.calculations.rata_rata import HasilRataRata, average_nilai
from kinerja.enums import BasisPredikat
from sakip.kit.formats import format_angka

TANPA_PREDIKAT = "Realisasi dengan satuan atau skala yang berbeda tidak dirata-rata; tanpa kategori."
"""Why a mean carries no predikat where the rule classifies the realisasi."""


def settle_rata_rata(
    *,
    rata: HasilRataRata,
    anggota: Sequence[HasilCapaian],
    aturan: Aturan,
    bobot: Sequence[Decimal | None] | None = None,
) -> HasilRataRata:
    """Return a mean with the predikat that it may carry and with the caps behind it in words.

    The mean of one value is that value: its cap, rounding and predikat. Where the rule classifies the realisasi, a mean
    is classified on the mean realisasi of its members, taken in the same way (``bobot``), when they share unit and
    scale, else it has no predikat. A rule may classify means alone. Worked:
    realisasi 93,88 % and 46,94 % with capaian 99,87 and 52,16 are judged on 70,41.
    """
    timbangan = [None] * len(anggota) if bobot is None else bobot
    pasangan = [
        (satu, berat) for satu, berat in zip(anggota, timbangan, strict=True) if satu.mentah is not None
    ]
    bernilai = [satu for satu, _ in pasangan]
    if rata.mentah is None:
        return rata
    if len(bernilai) == 1:
        tunggal = _take_single(rata, bernilai[0])
        return (
            _classify_mean(tunggal, aturan) if aturan.basis_predikat == BasisPredikat.RATA_RATA else tunggal
        )
    rata = replace(rata, derivasi=replace(rata.derivasi, batas=_describe_caps(rata, bernilai, aturan)))
    if aturan.basis_predikat != BasisPredikat.REALISASI:
        return rata
    return _classify(rata, bernilai, aturan, [berat for _, berat in pasangan])


def _classify_mean(rata: HasilRataRata, aturan: Aturan) -> HasilRataRata:
    """Judge the mean of one value where the rule classifies means alone: the value itself has no predikat."""
    if aturan.skala is None:
        return rata
    predikat = classify_predikat(nilai=rata.tampil, skala=aturan.skala, desimal=aturan.desimal)
    if predikat is None:
        return rata
    pita = f"{aturan.basis_predikat.sebutan} {rata.teks}: {aturan.skala.text_pita(predikat)}"
    derivasi = replace(rata.derivasi, pita=pita)
    return replace(rata, label=predikat.nama, predikat=predikat, skala=aturan.skala, derivasi=derivasi)


def _take_single(rata: HasilRataRata, satu: HasilCapaian) -> HasilRataRata:
    asal = satu.derivasi
    return replace(
        rata,
        mentah=satu.mentah,
        tampil=satu.tampil,
        teks=satu.teks,
        untuk_rata=satu.untuk_rata,
        dibatasi=satu.dibatasi,
        label=satu.label,
        predikat=satu.predikat,
        tercapai=satu.tercapai,
        skala=satu.skala,
        ukuran=satu.ukuran,
        anggota_dibatasi=int(satu.dibatasi),
        derivasi=replace(
            rata.derivasi,
            rumus=f"rata-rata satu nilai: {asal.rumus}",
            masukan=asal.masukan,
            langkah=asal.langkah,
            batas=asal.batas,
            pembulatan=asal.pembulatan,
            pita=asal.pita,
            catatan=rata.derivasi.catatan[:1],
        ),
    )


def _describe_caps(rata: HasilRataRata, bernilai: Sequence[HasilCapaian], aturan: Aturan) -> str:
    """The cap of the mean itself, and how the members entered it where that differs from what they display."""
    batas = [rata.derivasi.batas] if rata.derivasi.batas else []
    bagian = [(satu.untuk_rata, get_bagian(hasil=satu, aturan=aturan)) for satu in bernilai]
    if aturan.batas_rata is not None and any(masuk != tampil for masuk, tampil in bagian):
        batas.append(f"dalam rata-rata, capaian dibatasi {format_angka(aturan.batas_rata)}%")
    elif any(masuk is not None and tampil is not None and masuk < tampil for masuk, tampil in bagian):
        batas.append("dalam rata-rata, capaian dibatasi menurut aturan indikatornya")
    elif any(masuk != tampil for masuk, tampil in bagian):
        batas.append("rata-rata dihitung dari capaian sebelum dibatasi")
    return "; ".join(batas)


def _classify(
    rata: HasilRataRata,
    bernilai: Sequence[HasilCapaian],
    aturan: Aturan,
    bobot: Sequence[Decimal | None],
) -> HasilRataRata:
    """Judge a mean on the mean realisasi of its members; none of it where units or scales differ."""
    ukuran = [satu.ukuran for satu in bernilai if satu.ukuran is not None]
    skala = bernilai[0].skala
    sebanding = (
        len(ukuran) == len(bernilai)
        and all(satu.skala == skala for satu in bernilai)
        and ukuran[0].satuan != ""
        and len({satu.satuan for satu in ukuran}) == 1
    )
    nilai = None
    if sebanding:
        nilai = average_nilai(nilai=[satu.nilai for satu in ukuran], bobot=bobot, aturan=aturan)
    if skala is None or nilai is None:
        catatan = rata.derivasi.catatan if aturan.skala is None else (*rata.derivasi.catatan, TANPA_PREDIKAT)
        derivasi = replace(rata.derivasi, pita="", catatan=catatan)
        return replace(rata, label="", predikat=None, skala=None, ukuran=None, derivasi=derivasi)
    desimal = max(satu.desimal for satu in ukuran)
    predikat = classify_predikat(nilai=nilai, skala=skala, desimal=desimal)
    if predikat is None:
        return rata
    pita = f"rata-rata realisasi {format_angka(nilai, desimal)}: {skala.text_pita(predikat)}"
    return replace(
        rata,
        label=predikat.nama,
        predikat=predikat,
        skala=skala,
        ukuran=Ukuran(nilai, desimal, ukuran[0].satuan),
        derivasi=replace(rata.derivasi, pita=pita),
    )
