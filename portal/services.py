"""The practice year and the demo accounts of the example offices."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from django.conf import settings
from django.db import transaction

from anggaran.models import Pagu
from anggaran.services import set_pagu_batch
from instansi.enums import Peran
from instansi.models import JadwalPengisian, PerangkatDaerah
from instansi.services import create_akun_contoh, set_jadwal
from instansi.waktu import get_zona
from kinerja.enums import (
    TRIWULAN,
    Agregasi,
    Frekuensi,
    JenisIndikator,
    JenisNilai,
    MaknaTarget,
    Periode,
)
from kinerja.models import Target
from kinerja.queries import convert_target
from kinerja.services import set_target_batch
from renstra.enums import JenisDokumen
from renstra.models import Dokumen
from renstra.queries import list_berlaku, load_daftar_dokumen
from renstra.services import create_dokumen, tetapkan_dokumen
from sakip.kit.decimals import divide, round_half_up

KOREKSI = "Rencana tahun sumber berubah"
ALASAN = "Disusun untuk latihan dari rencana tahun {tahun}."
URUTAN_SUMBER = ("rencana_aksi", "pk", "dpa", "rkt", "rkpd", "renstra")
"""Families of documents that a practice target is taken from, first found first."""

TRIWULAN_LATIHAN = (Periode.TW1, Periode.TW2, Periode.TW3)


def calculate_target_triwulan(
    *, setahun: Decimal, agregasi: str, makna_target: str, jenis_nilai: str, frekuensi: str, desimal: int
) -> tuple[Decimal, ...]:
    """Return targets of TW1–TW4 that lead to the year's target ``setahun``.

    A count that grows over the year (kumulatif, jumlah) is split: n/4 of the year rounded half-up to ``desimal`` as the
    running total, or its steps where quarters have targets of their own (10 in whole numbers: 3, 5, 8, 10; steps
    3, 2, 3, 2). A rate, an index, or a count that the office plans as the same target every quarter is repeated.
    """
    tumbuh = agregasi in (Agregasi.KUMULATIF, Agregasi.JUMLAH) and jenis_nilai == JenisNilai.ANGKA
    if not tumbuh or (makna_target == MaknaTarget.TAHUNAN and frekuensi == Frekuensi.TRIWULAN):
        return (setahun,) * 4
    jalan = [round_half_up(divide(setahun * n, Decimal(4)), desimal) for n in range(1, 4)] + [setahun]
    if makna_target == MaknaTarget.PER_TRIWULAN:
        return tuple(nilai - lalu for nilai, lalu in zip(jalan, [Decimal(0), *jalan[:3]], strict=True))
    return tuple(jalan)


def _copy(target: Target, *, dokumen: Dokumen, periode: str, nilai: Decimal | None) -> Target:
    return Target(
        dokumen=dokumen,
        indikator=target.indikator,
        tahun=dokumen.tahun,
        periode=periode,
        nilai=nilai,
        bawah=target.bawah,
        atas=target.atas,
        bawah_inklusif=target.bawah_inklusif,
        atas_inklusif=target.atas_inklusif,
        label=target.label,
        asal=f"Latihan, dari {target.dokumen}"[:120],
    )


def _sources(opd: PerangkatDaerah, tahun: int) -> dict[str, list[Dokumen]]:
    """Published documents of the year by family, the newest first."""
    terbit = [row for row in load_daftar_dokumen(opd) if not row.contoh]
    return {
        keluarga: list_berlaku(terbit, keluarga=keluarga, tahun=tahun, per_tanggal=None)
        for keluarga in URUTAN_SUMBER
    }


def _targets_by_indikator(dokumen: Sequence[Dokumen], tahun: int) -> dict[int, list[Target]]:
    """Targets of the year of each indikator, from the first of ``dokumen`` that promises anything.

    A document may name an indikator with a dash; that plans nothing to practise with.
    """
    rank = {row.pk: position for position, row in enumerate(dokumen)}
    found: dict[int, list[Target]] = {}
    rows = Target.objects.filter(dokumen__in=dokumen, tahun=tahun).select_related("indikator", "dokumen")
    for target in sorted(rows, key=lambda row: (rank[row.dokumen_id], row.indikator.urutan, row.pk)):
        if convert_target(target, target.indikator).is_kosong:
            continue
        stored = found.setdefault(target.indikator_id, [])
        if not stored or stored[0].dokumen_id == target.dokumen_id:
            stored.append(target)
    return found


def _periodic_targets(sumber: Sequence[Target], dokumen: Dokumen) -> list[Target]:
    """Targets of the practice year's periods: copied where last year has them, else derived from the year's target."""
    berkala = [row for row in sumber if row.periode != Periode.TAHUN]
    if berkala:
        return [_copy(row, dokumen=dokumen, periode=row.periode, nilai=row.nilai) for row in berkala]
    tahunan, indikator = sumber[0], sumber[0].indikator
    if tahunan.nilai is None:
        nilai: tuple[Decimal | None, ...] = (None,) * 4
    else:
        nilai = calculate_target_triwulan(
            setahun=tahunan.nilai,
            agregasi=indikator.agregasi,
            makna_target=indikator.makna_target,
            jenis_nilai=indikator.jenis_nilai,
            frekuensi=indikator.frekuensi,
            desimal=indikator.desimal,
        )
    return [
        _copy(tahunan, dokumen=dokumen, periode=periode, nilai=satu)
        for periode, satu in zip(TRIWULAN, nilai, strict=True)
    ]


def _yearly_target(sumber: Sequence[Target], dokumen: Dokumen) -> Target:
    """The year's target: as printed, else the last period's (the sum of quarters with targets of their own)."""
    last = sumber[-1]
    nilai = last.nilai
    if last.periode != Periode.TAHUN and last.indikator.makna_target == MaknaTarget.PER_TRIWULAN:
        parts = [row.nilai for row in sumber]
        known = [part for part in parts if part is not None]
        if last.indikator.agregasi in (Agregasi.JUMLAH, Agregasi.KUMULATIF) and len(known) == len(parts):
            nilai = sum(known, Decimal(0))
    return _copy(last, dokumen=dokumen, periode=Periode.TAHUN, nilai=nilai)


def _with_pagu(sumber: Sequence[Dokumen]) -> list[Dokumen]:
    """The first of ``sumber`` that has budget rows, or none."""
    return [row for row in sumber if row.pagu.exists()][:1]


def _copy_pagu(opd: PerangkatDaerah, sumber: Sequence[Dokumen], tujuan: Dokumen) -> int:
    """Copy the budget rows of the first of ``sumber`` that has any; return how many."""
    for dokumen in sumber:
        rows = [
            Pagu(
                dokumen=tujuan,
                simpul=row.simpul,
                rekening=row.rekening,
                uraian=row.uraian,
                jumlah=row.jumlah,
                asal=f"Latihan, dari {dokumen}"[:120],
            )
            for row in Pagu.objects.filter(dokumen=dokumen)
            .select_related("simpul", "rekening")
            .order_by("id")
        ]
        if rows:
            stored = set_pagu_batch(pengguna=None, opd=opd, rows=rows, koreksi=KOREKSI, lengkap=True)
            return len(stored.baris)
    return 0


@transaction.atomic
def open_tahun_latihan(*, opd: PerangkatDaerah, tahun: int, periode: Sequence[str]) -> str:
    """Open ``tahun`` for typing: rencana aksi, PK and DPA made from the plan of the year before, and the schedule.

    The documents are marked ``contoh``; there is no realisasi, and no DPA where last year has no pagu. The quarters
    among ``periode`` are opened without an end (none named: TW1–TW3). Nothing of the year before is touched. Returns
    a line that says what there is.
    """
    lalu = tahun - 1
    sumber = _sources(opd, lalu)

    def create(jenis: JenisDokumen) -> Dokumen:
        return create_dokumen(
            pengguna=None,
            opd=opd,
            kunci=f"{jenis.value.replace('_', '-')}-{tahun}-latihan",
            jenis=jenis,
            tahun=tahun,
            alasan=ALASAN.format(tahun=lalu),
            urutan=1,
            contoh=True,
            koreksi=KOREKSI,
        )

    semua = [row for keluarga in URUTAN_SUMBER for row in sumber[keluarga]]
    by_indikator = _targets_by_indikator(semua, lalu)
    rencana, pk = create(JenisDokumen.RENCANA_AKSI), create(JenisDokumen.PK)
    targets = [row for rows in by_indikator.values() for row in _periodic_targets(rows, rencana)]
    set_target_batch(pengguna=None, opd=opd, rows=targets, koreksi=KOREKSI)

    dijanjikan = _targets_by_indikator(sumber["pk"], lalu) or {
        pk_indikator: rows
        for pk_indikator, rows in by_indikator.items()
        if rows[0].indikator.jenis == JenisIndikator.IKU
    }
    janji = [_yearly_target(rows, pk) for rows in dijanjikan.values()]
    set_target_batch(pengguna=None, opd=opd, rows=janji, koreksi=KOREKSI)
    _copy_pagu(opd, sumber["pk"], pk)
    baru, pagu = [rencana, pk], 0
    if anggaran := _with_pagu([*sumber["dpa"], *sumber["rkt"], *sumber["rkpd"]]):
        baru.append(create(JenisDokumen.DPA))
        pagu = _copy_pagu(opd, anggaran, baru[-1])
    for dokumen in baru:
        tetapkan_dokumen(pengguna=None, dokumen=dokumen)

    buka = datetime(tahun, 1, 1, tzinfo=get_zona(opd.pemda))
    dibuka = [item for item in periode if item in TRIWULAN] or list(TRIWULAN_LATIHAN)
    terjadwal = set(
        JadwalPengisian.objects.filter(pemda=opd.pemda, tahun=tahun).values_list("periode", flat=True)
    )
    for item in dibuka:
        if item not in terjadwal:  # what an admin opened or closed meanwhile stays
            set_jadwal(pengguna=None, pemda=opd.pemda, tahun=tahun, periode=item, buka=buka)
    return (
        f"tahun latihan {tahun}: {len(by_indikator)} indikator, {len(targets)} target periode, {pagu} pagu, dibuka "
        f"{', '.join(dibuka)}"
    )


AKUN_OPD: tuple[tuple[str, Peran, str], ...] = (
    ("perencana", Peran.PERENCANA, "Perencana"),
    ("verifikator", Peran.VERIFIKATOR, "Verifikator"),
    ("kepala", Peran.KEPALA, "Kepala Dinas"),
)
AKUN_PEMDA: tuple[tuple[str, Peran, str], ...] = (
    ("admin", Peran.ADMIN_PEMDA, "Admin Pemda"),
    ("inspektorat", Peran.INSPEKTORAT, "Inspektorat"),
    ("pimpinan", Peran.PIMPINAN, "Pimpinan Daerah"),
)
AKUN_BERSAMA = ("inspektorat.contoh", Peran.INSPEKTORAT, "Inspektorat (contoh, semua daerah)")
"""One reviewer of every example government, so that the overview has more than one row to show."""


@transaction.atomic
def create_akun_latihan(*, opd: PerangkatDaerah, akhiran: str) -> list[str]:
    """Create the demo accounts of an office, of its government (``perencana.<akhiran>`` ...) and of all of them.

    Titles only, no people.

    All have the password ``settings.SANDI_CONTOH``. Return the names of the new ones. Raises AkunContohDitolakError in
    production.
    """
    kepala = opd.jabatan.filter(kepala=True).values_list("nama", flat=True).first()
    baru: list[str] = []
    for akun, kantor in ((AKUN_OPD, opd), (AKUN_PEMDA, None)):
        for awalan, peran, jabatan in akun:
            nama = f"{awalan}.{akhiran}"
            _, new = create_akun_contoh(
                nama_pengguna=nama,
                sandi=settings.SANDI_CONTOH,
                jabatan=kepala or jabatan if peran == Peran.KEPALA else jabatan,
                peran=peran,
                pemda=opd.pemda,
                opd=kantor,
            )
            if new:
                baru.append(nama)
    nama, peran, jabatan = AKUN_BERSAMA
    _, new = create_akun_contoh(
        nama_pengguna=nama, sandi=settings.SANDI_CONTOH, jabatan=jabatan, peran=peran, pemda=opd.pemda
    )
    return [*baru, nama] if new else baru
