"""Writing the plan: documents, missions, the two trees and the links between them.

Each function stores by natural key: the same values write nothing, other values are an update with an audit row. What a
set document uses changes only with ``koreksi``, the reason of an audited correction; a change of substance otherwise is
a successor (``menggantikan``).
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Q

from instansi.models import Pengguna, PerangkatDaerah, UnitKerja
from instansi.services import HasilSimpan, check_rencana, lock_opd, record_jejak, save_baris
from renstra.enums import Jenjang, StatusDokumen
from renstra.models import Dokumen, DukunganSasaran, Misi, Simpul
from sakip.kit.errors import LayananError
from sakip.kit.formats import format_angka

SUBSTANSI_SIMPUL = frozenset({"jenjang", "induk", "misi", "kode", "nama", "sasaran"})
"""Fields of a node whose change is a change of substance."""


class DokumenDitetapkanError(LayananError):
    """A set document is never overwritten."""


class DipakaiDokumenError(LayananError):
    """A node or indicator that a set document uses keeps its substance."""


class BedaPerangkatDaerahError(LayananError):
    """Rows of two offices cannot be joined."""


class JenjangSalahError(LayananError):
    """A node stands at the wrong level for what it is used as."""


def check_dokumen_terbuka(dokumen: Dokumen, koreksi: str) -> None:
    """Raise DokumenDitetapkanError when ``dokumen`` is set and no reason for a correction is given."""
    if dokumen.status == StatusDokumen.DITETAPKAN and not koreksi:
        raise DokumenDitetapkanError(
            f"{dokumen} sudah ditetapkan. Buat dokumen perubahan, atau lakukan koreksi dengan alasan."
        )


def build_check_dokumen(dokumen: Iterable[Dokumen | None], koreksi: str) -> Callable[[Dokumen], None]:
    """Return `check_dokumen_terbuka` for many rows, with the status as it is stored at the first call.

    One query, which must follow `lock_opd`: a document that was set meanwhile is not written into.
    """
    pk = {satu.pk for satu in dokumen if satu is not None}
    ditetapkan: set[int] | None = None

    def check(satu: Dokumen) -> None:
        nonlocal ditetapkan
        if ditetapkan is None:
            rows = Dokumen.objects.filter(pk__in=pk, status=StatusDokumen.DITETAPKAN)
            ditetapkan = set(rows.values_list("pk", flat=True))
        if satu.pk in ditetapkan:
            satu.status = StatusDokumen.DITETAPKAN
        check_dokumen_terbuka(satu, koreksi)

    return check


def check_satu_opd(opd: PerangkatDaerah, *rows: Any) -> None:
    """Raise BedaPerangkatDaerahError unless every given row belongs to ``opd`` (None is skipped)."""
    for row in rows:
        if row is not None and row.opd_id != opd.pk:
            raise BedaPerangkatDaerahError(
                f"“{row}” bukan milik {opd.nama_lengkap}. Pilih data perangkat daerah yang sama."
            )


def create_dokumen(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    kunci: str,
    jenis: str,
    tahun: int,
    tahun_akhir: int | None = None,
    nomor: str = "",
    tanggal: date | None = None,
    pendahulu: Dokumen | None = None,
    alasan: str = "",
    urutan: int = 0,
    pihak_kedua: str = "",
    contoh: bool = False,
    koreksi: str = "",
) -> Dokumen:
    """Create or update a document by its kunci. ``tahun_akhir`` defaults to ``tahun``; the status is not touched."""
    check_rencana(pengguna, opd)
    check_satu_opd(opd, pendahulu)
    row = Dokumen(
        opd=opd,
        kunci=kunci,
        jenis=jenis,
        tahun=tahun,
        tahun_akhir=tahun if tahun_akhir is None else tahun_akhir,
        nomor=nomor,
        tanggal=tanggal,
        pendahulu=pendahulu,
        alasan=alasan,
        urutan=urutan,
        pihak_kedua=pihak_kedua,
        contoh=contoh,
    )

    def periksa(new: Dokumen, old: Dokumen | None, changes: dict[str, tuple[Any, Any]]) -> None:
        if old is not None:
            check_dokumen_terbuka(old, koreksi)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Dokumen,
        rows=[row],
        ada=Dokumen.objects.filter(opd=opd, kunci=kunci),
        kunci=["kunci"],
        abaikan=["status", "penanda_tangan"],
        aksi="simpan_dokumen",
        periksa=periksa,
        alasan=koreksi,
    ).baris[0]


@transaction.atomic
def tetapkan_dokumen(*, pengguna: Pengguna | None, dokumen: Dokumen) -> bool:
    """Set a document; from then on it is changed only by a correction. Return False when it was set before."""
    check_rencana(pengguna, dokumen.opd)
    lock_opd(dokumen.opd)
    changed = Dokumen.objects.filter(pk=dokumen.pk, status=StatusDokumen.DRAF).update(
        status=StatusDokumen.DITETAPKAN
    )
    dokumen.status = StatusDokumen.DITETAPKAN
    if not changed:
        return False
    record_jejak(
        pengguna=pengguna,
        opd=dokumen.opd,
        aksi="tetapkan_dokumen",
        objek=dokumen,
        sebelum={"status": StatusDokumen.DRAF},
        sesudah={"status": StatusDokumen.DITETAPKAN},
    )
    return True


def create_misi(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, kunci: str, nama: str, nomor: str = ""
) -> Misi:
    """Create or update a mission by its kunci."""
    check_rencana(pengguna, opd)
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Misi,
        rows=[Misi(opd=opd, kunci=kunci, nama=nama, nomor=nomor)],
        ada=Misi.objects.filter(opd=opd, kunci=kunci),
        kunci=["kunci"],
        aksi="simpan_misi",
    ).baris[0]


def _check_substansi(simpul: Simpul, changes: dict[str, tuple[Any, Any]], koreksi: str) -> None:
    if koreksi or SUBSTANSI_SIMPUL.isdisjoint(changes):
        return
    dokumen = (
        Dokumen.objects.filter(status=StatusDokumen.DITETAPKAN)
        .filter(
            Q(pagu__simpul=simpul)
            | Q(target__indikator__simpul=simpul)
            | Q(dukungan__program=simpul)
            | Q(dukungan__sasaran=simpul)
        )
        .order_by("id")
        .first()
    )
    if dokumen is not None:
        raise DipakaiDokumenError(
            f"“{simpul}” dipakai {dokumen} yang sudah ditetapkan. Buat penggantinya, atau lakukan koreksi dengan "
            "alasan."
        )


def create_simpul_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[Simpul], koreksi: str = ""
) -> HasilSimpan[Simpul]:
    """Create or update nodes of one office by their kunci; a parent must be stored before its children.

    Raises DipakaiDokumenError for a change of substance of a node that a set document uses, without ``koreksi``.
    """
    check_rencana(pengguna, opd)

    def periksa(new: Simpul, old: Simpul | None, changes: dict[str, tuple[Any, Any]]) -> None:
        check_satu_opd(opd, new, new.induk, new.misi, new.unit, new.menggantikan)
        if old is not None:
            _check_substansi(old, changes, koreksi)

    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Simpul,
        rows=rows,
        ada=Simpul.objects.filter(opd=opd),
        kunci=["kunci"],
        aksi="simpan_simpul",
        periksa=periksa,
        alasan=koreksi,
    )


def create_simpul(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    kunci: str,
    jenjang: str,
    nama: str,
    induk: Simpul | None = None,
    misi: Misi | None = None,
    kode: str = "",
    sasaran: str = "",
    unit: UnitKerja | None = None,
    urutan: int = 0,
    menggantikan: Simpul | None = None,
    sebanding: bool = True,
    koreksi: str = "",
) -> Simpul:
    """Create or update one node by its kunci. See `create_simpul_batch`."""
    row = Simpul(
        opd=opd,
        kunci=kunci,
        jenjang=jenjang,
        nama=nama,
        induk=induk,
        misi=misi,
        kode=kode,
        sasaran=sasaran,
        unit=unit,
        urutan=urutan,
        menggantikan=menggantikan,
        sebanding=sebanding,
    )
    return create_simpul_batch(pengguna=pengguna, opd=opd, rows=[row], koreksi=koreksi).baris[0]


def _check_porsi(rows: Sequence[DukunganSasaran]) -> None:
    """Raise LayananError when the stored links of a program in ``rows`` state more than its whole budget."""
    total: dict[tuple[int, int | None], Decimal] = {}
    program = {row.program_id for row in rows}
    for row in DukunganSasaran.objects.filter(program__in=program, porsi__isnull=False):
        kunci = row.program_id, row.dokumen_id
        total[kunci] = total.get(kunci, Decimal(0)) + row.porsi
    for indeks, row in enumerate(rows):
        jumlah = total.get((row.program_id, row.dokumen_id), Decimal(0))
        if jumlah > 100:
            raise LayananError(
                f"Jumlah porsi “{row.program}” {format_angka(jumlah)} persen. Paling banyak 100 persen.",
                bidang={"porsi": ["Jumlah porsi satu program paling banyak 100 persen."]},
                indeks=indeks,
            )


def link_dukungan_batch(
    *, pengguna: Pengguna | None, opd: PerangkatDaerah, rows: Sequence[DukunganSasaran], koreksi: str = ""
) -> HasilSimpan[DukunganSasaran]:
    """Link programs to the sasaran they support, for one document or (``dokumen`` None) for all.

    Raises JenjangSalahError unless a program is linked to a sasaran; ``porsi`` is in percent, 0–100, and at most 100
    over all links of a program.
    """
    check_rencana(pengguna, opd)
    check_dokumen = build_check_dokumen((row.dokumen for row in rows), koreksi)

    def periksa(
        new: DukunganSasaran, old: DukunganSasaran | None, changes: dict[str, tuple[Any, Any]]
    ) -> None:
        check_satu_opd(opd, new.program, new.sasaran, new.dokumen)
        if new.program.jenjang != Jenjang.PROGRAM or new.sasaran.jenjang != Jenjang.SASARAN:
            raise JenjangSalahError("Dukungan menghubungkan satu program dengan satu sasaran.")
        if new.porsi is not None and not Decimal(0) <= Decimal(new.porsi) <= Decimal(100):
            raise LayananError(
                "Porsi dukungan antara 0 dan 100 persen.", bidang={"porsi": ["Antara 0 dan 100."]}
            )
        if new.dokumen is not None:
            check_dokumen(new.dokumen)

    with transaction.atomic():
        hasil = save_baris(
            pengguna=pengguna,
            opd=opd,
            model=DukunganSasaran,
            rows=rows,
            ada=DukunganSasaran.objects.filter(program__opd=opd),
            kunci=["program_id", "sasaran_id", "dokumen_id"],
            aksi="simpan_dukungan",
            periksa=periksa,
            alasan=koreksi,
        )
        _check_porsi(rows)
    return hasil


def link_dukungan(
    *,
    pengguna: Pengguna | None,
    program: Simpul,
    sasaran: Simpul,
    dokumen: Dokumen | None = None,
    utama: bool = True,
    porsi: Decimal | None = None,
    koreksi: str = "",
) -> DukunganSasaran:
    """Link one program to one sasaran. See `link_dukungan_batch`."""
    row = DukunganSasaran(program=program, sasaran=sasaran, dokumen=dokumen, utama=utama, porsi=porsi)
    return link_dukungan_batch(pengguna=pengguna, opd=program.opd, rows=[row], koreksi=koreksi).baris[0]
