"""Indicators, components, targets, comparisons, analyses, rules and scales, stored by natural key."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from instansi.models import Pemda, Pengguna, PerangkatDaerah
from instansi.rules import can_set_jadwal
from instansi.services import (
    HasilSimpan,
    check_rencana,
    drop_baris,
    record_jejak,
    save_baris,
)
from kinerja.enums import Inklusif, Periode
from kinerja.models import (
    Analisis,
    AturanCapaian,
    Indikator,
    Pembanding,
    PitaSkala,
    Skala,
    Target,
)
from kinerja.services.desimal import check_desimal, check_desimal_turun
from kinerja.services.kata import check_kata_target, load_pilihan
from renstra.enums import INDUK_JENJANG, Jenjang, StatusDokumen
from renstra.models import Dokumen, Simpul
from renstra.services import (
    DipakaiDokumenError,
    JenjangSalahError,
    build_check_dokumen,
    check_satu_opd,
)
from sakip.kit.errors import IsianTidakSahError, TidakBerwenangError, translate_validation_error

SUBSTANSI_INDIKATOR = frozenset(
    {
        "simpul",
        "jabatan",
        "nama",
        "satuan",
        "polaritas",
        "agregasi",
        "makna_target",
        "akumulasi_renstra",
        "jenis_nilai",
        "cara_komponen",
        "definisi",
        "label_pembilang",
        "label_penyebut",
        "faktor",
    }
)
"""Fields of an indikator whose change is a change of substance."""


def check_satu_tingkat(indikator: Indikator) -> None:
    """Raise JenjangSalahError unless ``mendukung`` stands one level up (a program supports a sasaran)."""
    atas = indikator.mendukung
    if atas is None or indikator.simpul is None or atas.simpul is None:
        return
    jenjang = str(indikator.simpul.jenjang)
    induk = Jenjang.SASARAN if jenjang == Jenjang.PROGRAM else INDUK_JENJANG[jenjang]
    if atas.simpul.jenjang != induk:
        raise JenjangSalahError(
            f"“{indikator}” mendukung “{atas}” yang tidak tepat satu jenjang di atasnya.",
            bidang={"mendukung": ["Pilih indikator satu jenjang di atasnya."]},
        )


def check_substansi(indikator: Indikator, changes: dict[str, tuple[Any, Any]], koreksi: str) -> None:
    """Raise DipakaiDokumenError for a change of substance, without ``koreksi``, that a set document would feel."""
    if koreksi or SUBSTANSI_INDIKATOR.isdisjoint(changes):
        return
    dokumen = (
        Dokumen.objects.filter(status=StatusDokumen.DITETAPKAN, target__indikator=indikator)
        .order_by("id")
        .first()
    )
    if dokumen is not None:
        raise DipakaiDokumenError(
            f"“{indikator}” dipakai {dokumen} yang sudah ditetapkan. Buat penggantinya, atau lakukan koreksi dengan "
            "alasan."
        )


def create_indikator_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Indikator], koreksi: str = ""
) -> HasilSimpan[Indikator]:
    """Create or update indicators of one office by their kunci; the one supported is stored before.

    Raises DipakaiDokumenError for a change of substance of an indikator that a set document uses, without ``koreksi``;
    DesimalBerlebihError for fewer decimals than a stored value needs.
    """
    check_rencana(pengguna, opd)

    def periksa(new: Indikator, old: Indikator | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new, new.simpul, new.jabatan, new.mendukung, new.menggantikan)
        check_satu_tingkat(new)
        if old is not None:
            check_substansi(old, changes, koreksi)
            if new.desimal < old.desimal:
                check_desimal_turun(old, new.desimal)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Indikator,
        rows=rows,
        ada=Indikator.objects.filter(opd=opd),
        kunci=["kunci"],
        aksi="simpan_indikator",
        periksa=periksa,
        alasan=koreksi,
    )


def create_indikator(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, koreksi: str = "", **isi: Any
) -> Indikator:
    """Create or update one indikator; ``isi`` are fields of the model, ``kunci`` among them. See the batch form."""
    return create_indikator_batch(
        pengguna=pengguna, opd=opd, rows=[Indikator(opd=opd, **isi)], koreksi=koreksi
    ).baris[0]


def set_target_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Target], koreksi: str = ""
) -> HasilSimpan[Target]:
    """Store targets of one office by (dokumen, indikator, tahun, periode).

    Raises DokumenDitetapkanError for a set document without ``koreksi``, AturanDataError for a yearly target beside
    periods, DesimalBerlebihError for more decimals than the indikator has, IsianTidakSahError for a predikat that is
    none of the choices and for a number where words are measured.
    """
    check_rencana(pengguna, opd)
    check_dokumen = build_check_dokumen((row.dokumen for row in rows), koreksi)
    pilihan = load_pilihan(row.indikator for row in rows)

    def periksa(new: Target, old: Target | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.dokumen, new.indikator)
        check_desimal(new.indikator, {"nilai": new.nilai, "bawah": new.bawah, "atas": new.atas})
        check_dokumen(new.dokumen)
        check_kata_target(new, pilihan.get(new.indikator_id, ()))

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Target,
        rows=rows,
        ada=Target.objects.filter(dokumen__in={row.dokumen_id for row in rows}),
        kunci=["dokumen_id", "indikator_id", "tahun", "periode"],
        aksi="simpan_target",
        periksa=periksa,
        alasan=koreksi,
    )


def set_target(
    *,
    pengguna: Pengguna | None,
    dokumen: Dokumen,
    indikator: Indikator,
    tahun: int,
    periode: str = Periode.TAHUN,
    nilai: Decimal | None = None,
    bawah: Decimal | None = None,
    atas: Decimal | None = None,
    bawah_inklusif: bool = True,
    atas_inklusif: bool = False,
    label: str = "",
    asal: str = "",
    koreksi: str = "",
) -> Target:
    """Store one target: a point ``nilai``, a band from ``bawah`` to ``atas``, or a label. See the batch form."""
    row = Target(
        dokumen=dokumen,
        indikator=indikator,
        tahun=tahun,
        periode=periode,
        nilai=nilai,
        bawah=bawah,
        atas=atas,
        bawah_inklusif=bawah_inklusif,
        atas_inklusif=atas_inklusif,
        label=label,
        asal=asal,
    )
    return set_target_batch(pengguna=pengguna, opd=dokumen.opd, rows=[row], koreksi=koreksi).baris[0]


def set_pembanding_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Pembanding]
) -> HasilSimpan[Pembanding]:
    """Store values that indicators are compared with, by (indikator, tahun, kunci).

    Raises DesimalBerlebihError for more decimals than the indikator has.
    """
    check_rencana(pengguna, opd)

    def periksa(new: Pembanding, old: Pembanding | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.indikator)
        check_desimal(new.indikator, {"nilai": new.nilai})

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Pembanding,
        rows=rows,
        ada=Pembanding.objects.filter(indikator__opd=opd),
        kunci=["indikator_id", "tahun", "kunci"],
        aksi="simpan_pembanding",
        periksa=periksa,
    )


def set_pembanding(
    *,
    pengguna: Pengguna | None,
    indikator: Indikator,
    kunci: str,
    tahun: int,
    jenis: str,
    nama: str,
    nilai: Decimal,
    sumber: str = "",
    asal: str = "",
    urutan: int = 0,
) -> Pembanding:
    """Store one value that an indikator is compared with."""
    row = Pembanding(
        indikator=indikator,
        kunci=kunci,
        tahun=tahun,
        jenis=jenis,
        nama=nama,
        nilai=nilai,
        sumber=sumber,
        asal=asal,
        urutan=urutan,
    )
    return set_pembanding_batch(pengguna=pengguna, opd=indikator.opd, rows=[row]).baris[0]


def set_analisis_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Analisis], lengkap: str = ""
) -> HasilSimpan[Analisis]:
    """Store analysis texts by (indikator or simpul, tahun, periode, jenis, urutan).

    ``lengkap`` is the reason for removing the other texts of the office: ``rows`` are all of them.
    """
    check_rencana(pengguna, opd)

    def periksa(new: Analisis, old: Analisis | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new, new.indikator, new.simpul)

    ada = Analisis.objects.filter(opd=opd)
    kunci = ["indikator_id", "simpul_id", "tahun", "periode", "jenis", "urutan"]
    if lengkap:
        drop_baris(
            pengguna=pengguna, opd=opd, rows=rows, ada=ada, kunci=kunci, aksi="hapus_analisis", alasan=lengkap
        )
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Analisis,
        rows=rows,
        ada=ada.all(),
        kunci=kunci,
        aksi="simpan_analisis",
        periksa=periksa,
    )


def set_analisis(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    tahun: int,
    jenis: str,
    teks: str,
    indikator: Indikator | None = None,
    simpul: Simpul | None = None,
    periode: str = Periode.TAHUN,
    urutan: int = 0,
) -> Analisis:
    """Store one analysis text of an indikator or a node."""
    row = Analisis(
        opd=opd,
        indikator=indikator,
        simpul=simpul,
        tahun=tahun,
        periode=periode,
        jenis=jenis,
        teks=teks,
        urutan=urutan,
    )
    return set_analisis_batch(pengguna=pengguna, opd=opd, rows=[row]).baris[0]


def _check_aturan(pengguna: Pengguna | None, pemda: Pemda) -> None:
    if pengguna is not None and not can_set_jadwal(pengguna, pemda):
        raise TidakBerwenangError("Hanya admin pemda yang dapat mengubah aturan dan skala pengukuran.")


@transaction.atomic
def set_skala(
    *,
    pengguna: Pengguna | None,
    pemda: Pemda,
    kunci: str,
    nama: str,
    pita: Sequence[tuple[Decimal, str]],
    sumber: str = "",
    inklusif: str = Inklusif.BAWAH,
    batas_atas: Decimal | None = None,
) -> Skala:
    """Store a predicate scale by its kunci with its bands: (lower bound, predicate), replaced as a whole.

    ``batas_atas`` is the highest value there can be. Raises IsianTidakSahError for bounds that are not ascending.
    """
    _check_aturan(pengguna, pemda)
    batas = [bound for bound, _ in pita]
    if not batas or batas != sorted(set(batas)):
        pesan = "Batas bawah pita harus ada dan menaik."
        raise IsianTidakSahError(pesan, bidang={"pita": [pesan]})
    if batas_atas is not None and batas_atas < batas[-1]:
        pesan = "Nilai tertinggi lebih kecil daripada batas bawah pita teratas."
        raise IsianTidakSahError(pesan, bidang={"batas_atas": [pesan]})
    skala = save_baris(
        pengguna=pengguna,
        opd=None,
        model=Skala,
        rows=[
            Skala(
                pemda=pemda,
                kunci=kunci,
                nama=nama,
                sumber=sumber,
                inklusif=inklusif,
                batas_atas=batas_atas,
            )
        ],
        ada=Skala.objects.filter(pemda=pemda, kunci=kunci),
        kunci=["kunci"],
        aksi="simpan_skala",
    ).baris[0]
    stored = [(row.batas_bawah, row.nama) for row in skala.pita.order_by("batas_bawah")]
    wanted = [(bound, name) for bound, name in pita]
    if stored != wanted:
        rows = [PitaSkala(skala=skala, batas_bawah=bound, nama=name) for bound, name in wanted]
        try:
            for row in rows:
                row.clean_fields(exclude={"skala"})
        except ValidationError as error:
            raise translate_validation_error(error, PitaSkala) from error
        skala.pita.all().delete()
        PitaSkala.objects.bulk_create(rows)
        record_jejak(
            pengguna=pengguna,
            opd=None,
            aksi="simpan_pita",
            objek=skala,
            sebelum={"pita": stored},
            sesudah={"pita": wanted},
        )
    return skala


def set_aturan(
    *,
    pengguna: Pengguna | None,
    pemda: Pemda,
    skala: Skala,
    opd: PerangkatDaerah | None = None,
    tabel: str = "",
    tahun_mulai: int = 0,
    **isi: Any,
) -> AturanCapaian:
    """Store the rules of a government (or one office), for one official table or all, from a year on.

    ``isi`` are further fields of AturanCapaian; those not given take the model's default. Raises IsianTidakSahError
    for an office or a scale of another government.
    """
    _check_aturan(pengguna, pemda)
    for bidang, milik in (("opd", opd), ("skala", skala)):
        if milik is not None and milik.pemda_id != pemda.pk:
            pesan = f"“{milik}” bukan milik {pemda}."
            raise IsianTidakSahError(pesan, bidang={bidang: [pesan]})
    row = AturanCapaian(pemda=pemda, opd=opd, tabel=tabel, tahun_mulai=tahun_mulai, skala=skala, **isi)
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=AturanCapaian,
        rows=[row],
        ada=AturanCapaian.objects.filter(pemda=pemda),
        kunci=["pemda_id", "opd_id", "tabel", "tahun_mulai"],
        aksi="simpan_aturan",
    ).baris[0]
