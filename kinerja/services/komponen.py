"""What a value is made of: the choices of a predikat, the components of an index and their values."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from instansi.models import Pengguna, PerangkatDaerah
from instansi.services import (
    HasilSimpan,
    build_check_tahun,
    check_rencana,
    lock_opd,
    record_jejak,
    save_baris,
)
from kinerja.calculations.aturan import NilaiTarget
from kinerja.calculations.komponen import Komponen, PohonKomponenError, build_tree
from kinerja.enums import JenisNilai, Periode
from kinerja.models import (
    PESAN_INDUK_KOMPONEN,
    Indikator,
    KomponenIndikator,
    NilaiKomponen,
    PilihanOrdinal,
    Realisasi,
    Target,
)
from kinerja.services.desimal import check_desimal
from kinerja.services.rencana import check_substansi
from renstra.services import check_satu_opd
from sakip.kit.errors import IsianTidakSahError, translate_validation_error


@transaction.atomic
def set_pilihan(
    *,
    pengguna: Pengguna | None,
    indikator: Indikator,
    pilihan: Sequence[tuple[str, Decimal]],
    asal: str = "",
    koreksi: str = "",
) -> list[PilihanOrdinal]:
    """Store the values that an ordinal indikator may take: (label, percentage it counts for), replaced as a whole.

    ``asal`` names what says so.

    Raises IsianTidakSahError for an indikator that is not ordinal, for no, empty or repeated labels and for one left
    out that a target or realisasi uses; DipakaiDokumenError for a change of an indikator that a set document uses,
    without ``koreksi``.
    """

    def refuse(pesan: str) -> None:
        raise IsianTidakSahError(pesan, bidang={"pilihan": [pesan]})

    check_rencana(pengguna, indikator.opd)
    if indikator.jenis_nilai != JenisNilai.ORDINAL:
        refuse("Indikator ini dinilai dengan angka dan tidak mempunyai pilihan nilai.")
    baru = {label.strip(): persen for label, persen in pilihan}
    if not baru or "" in baru or len({label.casefold() for label in baru}) < len(pilihan):
        refuse("Isi paling sedikit satu nilai, masing-masing sekali.")
    if min(baru.values()) < 0:
        refuse("Nilai setara tidak boleh negatif.")
    lock_opd(indikator.opd)
    rows = list(PilihanOrdinal.objects.filter(indikator=indikator))
    lama = {row.label: row.persen for row in rows}
    if lama != baru or any(row.asal != asal for row in rows):
        if lama and lama != baru:
            check_substansi(indikator, {"jenis_nilai": (lama, baru)}, koreksi)
        dipakai = {
            label
            for model in (Target, Realisasi)
            for label in model.objects.filter(indikator=indikator).values_list("label", flat=True)
            if NilaiTarget(label=label).is_teks
        }
        if hilang := dipakai - baru.keys():
            refuse(f"Nilai ini masih dipakai target atau realisasi: {', '.join(sorted(hilang))}.")
        rows = [
            PilihanOrdinal(indikator=indikator, label=label, persen=persen, asal=asal)
            for label, persen in baru.items()
        ]
        try:
            for row in rows:
                row.clean_fields(exclude={"indikator"})
        except ValidationError as error:
            raise translate_validation_error(error, PilihanOrdinal) from error
        indikator.pilihan.all().delete()
        PilihanOrdinal.objects.bulk_create(rows)
        record_jejak(
            pengguna=pengguna,
            opd=indikator.opd,
            aksi="simpan_pilihan",
            objek=indikator,
            sebelum={"pilihan": lama},
            sesudah={"pilihan": baru},
            alasan=koreksi,
        )
    return list(PilihanOrdinal.objects.filter(indikator=indikator))


def _check_tingkat(indikator: Iterable[Indikator]) -> None:
    """Raise IsianTidakSahError unless the stored components of each indikator make a tree that can be computed."""
    rows: dict[int, list[Komponen]] = defaultdict(list)
    for row in KomponenIndikator.objects.filter(indikator__in={satu.pk for satu in indikator}).order_by("id"):
        induk = None if row.induk_id is None else str(row.induk_id)
        rows[row.indikator_id].append(Komponen(kunci=str(row.pk), induk=induk, bobot=row.bobot))
    for milik in rows.values():
        try:
            build_tree(milik)
        except PohonKomponenError as error:
            raise IsianTidakSahError(error.pesan, bidang={"bobot": [error.pesan]}) from error


@transaction.atomic
def set_komponen_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[KomponenIndikator]
) -> HasilSimpan[KomponenIndikator]:
    """Store components of indices by (indikator, kunci); a parent is stored before its children.

    Raises IsianTidakSahError for a parent of another indikator, an indikator that is no index, and weights on some
    children of one parent only.
    """
    check_rencana(pengguna, opd)

    def periksa(
        new: KomponenIndikator, old: KomponenIndikator | None, changes: dict[str, tuple[Any, Any]]
    ) -> None:
        check_satu_opd(opd, new.indikator)
        if new.induk is not None and new.induk.indikator_id != new.indikator_id:
            raise IsianTidakSahError(PESAN_INDUK_KOMPONEN, bidang={"induk": [PESAN_INDUK_KOMPONEN]})
        if new.indikator.jenis_nilai != JenisNilai.INDEKS:
            pesan = "Hanya indikator berjenis indeks yang dihitung dari komponen."
            raise IsianTidakSahError(pesan, bidang={"indikator": [pesan]})

    hasil = save_baris(
        pengguna=pengguna,
        opd=opd,
        model=KomponenIndikator,
        rows=rows,
        ada=KomponenIndikator.objects.filter(indikator__opd=opd),
        kunci=["indikator_id", "kunci"],
        aksi="simpan_komponen",
        periksa=periksa,
    )
    _check_tingkat(row.indikator for row in rows)
    return hasil


def set_komponen(
    *,
    pengguna: Pengguna | None,
    indikator: Indikator,
    kunci: str,
    nama: str,
    bobot: Decimal | None = None,
    induk: KomponenIndikator | None = None,
    urutan: int = 0,
) -> KomponenIndikator:
    """Store one component; ``bobot`` is its weight inside the index, None where all children weigh the same."""
    row = KomponenIndikator(
        indikator=indikator, kunci=kunci, nama=nama, bobot=bobot, induk=induk, urutan=urutan
    )
    return set_komponen_batch(pengguna=pengguna, opd=indikator.opd, rows=[row]).baris[0]


def set_nilai_komponen_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[NilaiKomponen]
) -> HasilSimpan[NilaiKomponen]:
    """Store values of leaf components by (komponen, tahun, periode).

    Raises LaporanDitetapkanError for a closed year, DesimalBerlebihError for more decimals than the indikator has,
    AturanDataError for a yearly value beside periods, IsianTidakSahError for a value of a component that has components
    of its own.
    """
    check_rencana(pengguna, opd)
    check_tahun = build_check_tahun(opd, (row.tahun for row in rows))

    induk = set(
        KomponenIndikator.objects.filter(induk__in={row.komponen_id for row in rows}).values_list(
            "induk_id", flat=True
        )
    )

    def periksa(new: NilaiKomponen, old: NilaiKomponen | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new.komponen.indikator)
        check_desimal(new.komponen.indikator, {"nilai": new.nilai})
        if new.komponen_id in induk:
            pesan = "Komponen ini dihitung dari komponen di bawahnya. Isi nilai komponen di bawahnya."
            raise IsianTidakSahError(pesan, bidang={"nilai": [pesan]})
        check_tahun(new.tahun)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=NilaiKomponen,
        rows=rows,
        ada=NilaiKomponen.objects.filter(komponen__indikator__opd=opd),
        kunci=["komponen_id", "tahun", "periode"],
        aksi="simpan_nilai_komponen",
        periksa=periksa,
    )


def set_nilai_komponen(
    *,
    pengguna: Pengguna | None,
    komponen: KomponenIndikator,
    tahun: int,
    nilai: Decimal,
    periode: str = Periode.TAHUN,
    asal: str = "",
) -> NilaiKomponen:
    """Store one value of a leaf component."""
    row = NilaiKomponen(komponen=komponen, tahun=tahun, periode=periode, nilai=nilai, asal=asal)
    return set_nilai_komponen_batch(pengguna=pengguna, opd=komponen.indikator.opd, rows=[row]).baris[0]
