"""Typing and clearing realisasi. Nothing typed is lost, nothing approved is overwritten."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import Exists, F, IntegerField, Subquery
from django.db.models.fields.json import KT
from django.db.models.functions import Cast
from django.utils import timezone

from instansi.models import JadwalPengisian, Jejak, Pengguna
from instansi.rules import can_fill_realisasi, is_periode_terbuka
from instansi.services import (
    LaporanDitetapkanError,
    NilaiTerkunciError,
    describe_terkunci,
    lock_opd,
    record_jejak,
)
from instansi.waktu import format_waktu, get_hari
from kinerja.enums import Periode, StatusNilai
from kinerja.models import Indikator, KunciTahun, Realisasi, Target
from kinerja.queries.nilai import describe_nilai
from kinerja.queries.target import get_jenjang, get_urutan_keluarga, list_calon, list_periode_isian
from kinerja.rules import STATUS_DAPAT_DIISI, is_dapat_diisi
from kinerja.services.desimal import describe_desimal
from kinerja.services.kata import describe_realisasi_salah, load_pilihan
from kinerja.services.kunci import describe_periode, get_isi_jejak
from renstra.queries import list_berlaku
from sakip.kit.errors import (
    BasisDataSibukError,
    IsianTidakSahError,
    LayananError,
    TidakBerwenangError,
    translate_database_errors,
    translate_integrity_error,
    translate_validation_error,
)
from sakip.kit.fields import NilaiField

AKSI_KOSONGKAN = "kosongkan_realisasi"


class IsianRealisasiError(IsianTidakSahError):
    """What was typed is no value and no reason, or both; ``bidang`` says where."""


class PeriodeTertutupError(LayananError):
    """The period is not open for typing."""


class PeriodeTidakBerlakuError(LayananError):
    """The indikator has no target in this period: it is typed in other periods of the year."""


class RealisasiBerubahError(LayananError):
    """Someone saved meanwhile. ``tersimpan`` is the row as it stands now, None when it was cleared."""

    def __init__(self, tersimpan: Realisasi | None) -> None:
        self.tersimpan = tersimpan
        if tersimpan is None:
            super().__init__(
                "Nilai ini sudah dikosongkan pengguna lain. Muat ulang, lalu isi lagi bila perlu."
            )
            return
        waktu = format_waktu(tersimpan.diubah, tersimpan.indikator.opd.pemda)
        oleh = describe_pengguna(tersimpan.diubah_oleh)
        super().__init__(
            f"Nilai ini sudah diubah oleh {oleh} pada {waktu} menjadi "
            f"{describe_isian(tersimpan)}. Isian Anda belum disimpan. Periksa nilai terbaru, lalu simpan lagi."
        )


TANPA_JABATAN = "Pengguna tanpa jabatan"


def describe_pengguna(pengguna: Pengguna | None) -> str:
    """The position of who saved; never a name."""
    return "sistem" if pengguna is None else (pengguna.jabatan_teks or TANPA_JABATAN)


def describe_isian(realisasi: Realisasi) -> str:
    """What a stored row says, in words: its value, its fraction, its label, or the reason for having none."""
    return describe_nilai(realisasi.indikator, get_isi_jejak(realisasi), satuan=False)


@dataclass(frozen=True, kw_only=True)
class _Isian:
    """What was typed into one cell."""

    nilai: Decimal | None
    pembilang: Decimal | None
    penyebut: Decimal | None
    label: str
    alasan: str
    catatan: str

    def is_sama(self, row: Realisasi) -> bool:
        return all(getattr(row, name) == value for name, value in asdict(self).items())


def _check_isian(indikator: Indikator, isian: _Isian) -> None:
    """Raise IsianRealisasiError unless exactly one of value, fraction, label and reason is typed."""

    def refuse(bidang: str, pesan: str) -> None:
        raise IsianRealisasiError(pesan, bidang={bidang: [pesan]})

    pecahan = isian.pembilang is not None or isian.penyebut is not None
    terisi = isian.nilai is not None or pecahan or bool(isian.label)
    if not terisi and not isian.alasan:
        refuse("nilai", "Isi nilai, atau alasan mengapa nilai tidak tersedia.")
    if terisi and isian.alasan:
        refuse("alasan", "Isi nilai, atau alasan mengapa nilai tidak tersedia, bukan keduanya.")
    if pecahan:
        if not indikator.berpembilang:
            refuse("pembilang", "Indikator ini tidak dihitung dari pembilang dan penyebut. Isi nilainya.")
        if isian.pembilang is None:
            refuse("pembilang", "Isi pembilang.")
        if isian.penyebut is None:
            refuse("penyebut", "Isi penyebut.")
        if isian.penyebut == 0:
            refuse("penyebut", "Penyebut tidak boleh 0. Bila belum ada data, isi alasan tidak tersedia.")
        if isian.nilai is not None:
            refuse("nilai", "Nilai dihitung dari pembilang dan penyebut. Kosongkan nilai.")
    elif isian.nilai is not None and indikator.berpembilang:
        refuse("nilai", "Indikator ini dihitung dari pembilang dan penyebut. Isi keduanya, kosongkan nilai.")
    if isian.nilai is not None and (pesan := describe_desimal(isian.nilai, indikator.desimal)):
        refuse("nilai", pesan)
    if isian.label and isian.nilai is not None:
        refuse("label", "Isi angka atau predikatnya, bukan keduanya.")
    row = Realisasi(periode=Periode.TAHUN, tahun=0, **asdict(isian))
    pilihan = load_pilihan([indikator]).get(indikator.pk, ()) if isian.label else ()
    if salah := describe_realisasi_salah(indikator, row, pilihan):
        refuse(*salah)
    try:
        row.clean_fields(exclude={"indikator", "diubah_oleh"})
    except ValidationError as error:
        found = translate_validation_error(error, Realisasi)
        raise IsianRealisasiError(found.pesan, bidang=found.bidang) from error


@dataclass(frozen=True)
class _Keadaan:
    """What decides whether a cell may be typed; ``bertarget`` are the periods in which the indikator is typed."""

    jadwal: JadwalPengisian | None
    bertarget: Sequence[Periode]
    terkunci: bool
    versi_terakhir: int


def _get_keadaan(indikator: Indikator, tahun: int, periode: str, saat: datetime) -> _Keadaan:
    """Read targets, schedule, the lock of the year, and the version at which the cell was last cleared (one query).

    The periods are those that the documents in force name (docs/perhitungan.md, chapter 7), as on the entry screen.
    """
    jadwal = JadwalPengisian.objects.filter(pemda_id=indikator.opd.pemda_id, tahun=tahun, periode=periode)
    kosong = Jejak.objects.filter(
        objek_jenis=Indikator._meta.label_lower,
        objek_id=indikator.pk,
        aksi=AKSI_KOSONGKAN,
        sebelum__tahun=tahun,
        sebelum__periode=periode,
    ).order_by("-id")
    keadaan = {
        "buka": Subquery(jadwal.values("buka")[:1]),
        "tutup": Subquery(jadwal.values("tutup")[:1]),
        "terkunci": Exists(KunciTahun.objects.filter(opd_id=indikator.opd_id, tahun=tahun)),
        "versi": Subquery(kosong.annotate(v=Cast(KT("sebelum__versi"), IntegerField())).values("v")[:1]),
    }
    target = list(
        Target.objects.filter(indikator=indikator, tahun=tahun)
        .select_related("dokumen", "indikator__simpul", "indikator__opd__pemda")
        .annotate(**keadaan)
    )
    # without a target there is no row to bring the rest along
    row: Any = target[0] if target else Indikator.objects.annotate(**keadaan).get(pk=indikator.pk)
    return _Keadaan(
        jadwal=JadwalPengisian(tahun=tahun, periode=periode, buka=row.buka, tutup=row.tutup)
        if row.buka
        else None,
        bertarget=_list_periode(target, saat),
        terkunci=row.terkunci,
        versi_terakhir=row.versi or 0,
    )


def _list_periode(target: Sequence[Target], saat: datetime) -> list[Periode]:
    """The periods of the year in which the indikator of these targets is typed."""
    if not target:
        return []
    indikator, tahun = target[0].indikator, target[0].tahun
    hari = get_hari(indikator.opd.pemda, saat)
    dokumen = {row.dokumen_id: row.dokumen for row in target}
    periode: dict[int, set[Periode]] = {}
    for row in target:
        periode.setdefault(row.dokumen_id, set()).add(Periode(row.periode))
    calon = list_calon(
        periode,
        urutan=get_urutan_keluarga(get_jenjang(indikator)),
        versi=lambda nama: list_berlaku(dokumen.values(), keluarga=nama, tahun=tahun, per_tanggal=hari),
    )
    return list_periode_isian(isi for _, isi in calon)


def _check_boleh(indikator: Indikator, tahun: int, periode: str, saat: datetime) -> _Keadaan:
    """Raise unless the cell may be typed now; call inside the transaction of the write."""
    lock_opd(indikator.opd)
    keadaan = _get_keadaan(indikator, tahun, periode, saat)
    nama = describe_periode(periode, tahun)
    if keadaan.terkunci:
        raise LaporanDitetapkanError(describe_terkunci(tahun))
    if not is_periode_terbuka(keadaan.jadwal, saat):
        jadwal, pemda = keadaan.jadwal, indikator.opd.pemda
        if jadwal is None:
            raise PeriodeTertutupError(
                f"Pengisian {nama} belum dibuka. Admin pemda membukanya pada Jadwal pengisian."
            )
        if saat < jadwal.buka:
            mulai = format_waktu(jadwal.buka, pemda)
            raise PeriodeTertutupError(f"Pengisian {nama} baru dibuka pada {mulai}.")
        akhir = "–" if jadwal.tutup is None else format_waktu(jadwal.tutup, pemda)
        raise PeriodeTertutupError(
            f"Pengisian {nama} sudah ditutup pada {akhir}. Admin pemda dapat membukanya lagi."
        )
    if periode not in keadaan.bertarget:
        saran = "Minta pengelola portal memuat targetnya."
        if keadaan.bertarget:
            saran = f"Isi pada {', '.join(str(satu.label) for satu in keadaan.bertarget)}."
        raise PeriodeTidakBerlakuError(f"Indikator ini tidak mempunyai target pada {nama}. {saran}")
    return keadaan


def _stored(indikator: Indikator, tahun: int, periode: str) -> Realisasi | None:
    row: Realisasi | None = Realisasi.objects.filter(
        indikator=indikator, tahun=tahun, periode=periode, dipakai=True
    ).first()
    if row is not None:
        row.indikator = indikator
    return row


def _lock_stored(indikator: Indikator, tahun: int, periode: str) -> Realisasi | None:
    rows = Realisasi.objects.select_for_update()
    row: Realisasi | None = rows.filter(
        indikator=indikator, tahun=tahun, periode=periode, dipakai=True
    ).first()
    if row is not None:
        row.indikator = indikator
    return row


def _check_versi(stored: Realisasi | None, versi: int | None) -> None:
    """Raise unless the row is as the writer saw it (``versi`` None: there was none) and may be typed over."""
    if stored is None:
        if versi is not None:
            raise RealisasiBerubahError(None)
        return
    if not is_dapat_diisi(stored.status):
        saran = (
            "Minta kepala perangkat daerah atau admin pemda membukanya kembali bila harus diperbaiki."
            if stored.status == StatusNilai.DISAHKAN
            else "Nilai dapat diubah setelah dikembalikan."
        )
        raise NilaiTerkunciError(f"Nilai ini sudah {stored.get_status_display().lower()}. {saran}")
    if stored.versi != versi:
        raise RealisasiBerubahError(stored)


def _write_realisasi(
    *,
    pengguna: Pengguna,
    indikator: Indikator,
    tahun: int,
    periode: str,
    isian: _Isian,
    versi: int | None,
    saat: datetime,
    periksa: Callable[[Realisasi], None] | None,
) -> Realisasi:
    keadaan = _check_boleh(indikator, tahun, periode, saat)
    stored = _lock_stored(indikator, tahun, periode)
    if stored is not None and isian.is_sama(stored) and is_dapat_diisi(stored.status):
        # Nothing to write; also when the answer to this very save was lost and the browser sends it again.
        dikirim_ulang = (
            stored.diubah_oleh_id == pengguna.pk and stored.versi == (versi or keadaan.versi_terakhir) + 1
        )
        if stored.versi == versi or dikirim_ulang:
            return stored
    _check_versi(stored, versi)
    if periksa is not None:
        periksa(Realisasi(indikator=indikator, tahun=tahun, periode=periode, **asdict(isian)))
    if stored is None:
        row = Realisasi(
            indikator=indikator,
            tahun=tahun,
            periode=periode,
            versi=keadaan.versi_terakhir + 1,
            diubah_oleh=pengguna,
            **asdict(isian),
        )
        row.save(force_insert=True)
        record_jejak(
            pengguna=pengguna,
            opd=indikator.opd,
            aksi="isi_realisasi",
            objek=row,
            sebelum=None,
            sesudah=get_isi_jejak(row),
        )
        return row
    sebelum = get_isi_jejak(stored)
    changed = Realisasi.objects.filter(
        pk=stored.pk, versi=stored.versi, status__in=STATUS_DAPAT_DIISI
    ).update(**asdict(isian), versi=F("versi") + 1, diubah=saat, diubah_oleh=pengguna)
    if not changed:
        raise RealisasiBerubahError(_stored(indikator, tahun, periode))
    for name, value in asdict(isian).items():
        setattr(stored, name, value)
    stored.versi += 1
    stored.diubah = saat
    stored.diubah_oleh = pengguna
    record_jejak(
        pengguna=pengguna,
        opd=indikator.opd,
        aksi="ubah_realisasi",
        objek=stored,
        sebelum=sebelum,
        sesudah=get_isi_jejak(stored),
    )
    return stored


def _check_pengisi(pengguna: Pengguna, indikator: Indikator) -> None:
    if not can_fill_realisasi(pengguna, indikator.opd):
        raise TidakBerwenangError("Hanya perencana perangkat daerah ini yang dapat mengisi realisasi.")


def save_realisasi(
    *,
    pengguna: Pengguna,
    indikator: Indikator,
    tahun: int,
    periode: str,
    nilai: Decimal | None = None,
    pembilang: Decimal | None = None,
    penyebut: Decimal | None = None,
    label: str = "",
    alasan: str = "",
    catatan: str = "",
    versi: int | None,
    saat: datetime | None = None,
    periksa: Callable[[Realisasi], None] | None = None,
) -> Realisasi:
    """Store one cell: a value, or a fraction, or an ordinal label, or the reason why there is none.

    ``versi`` is the version of the row that the writer saw, None when there was no row; ``saat`` is the clock (default:
    now). ``periksa`` sees the row that is about to be written and may refuse it with an error of its own: it asks the
    writer about odd values (`check_kejanggalan`). The same values on the same version write nothing and ask nothing.
    At most 6 queries, audit row included, besides the
    transaction.

    Raises TidakBerwenangError, IsianRealisasiError, PeriodeTertutupError, PeriodeTidakBerlakuError, NilaiTerkunciError,
    LaporanDitetapkanError, RealisasiBerubahError (which carries what is stored now) or BasisDataSibukError; nothing is
    stored then.
    """
    _check_pengisi(pengguna, indikator)
    isian = _Isian(
        nilai=nilai,
        pembilang=pembilang,
        penyebut=penyebut,
        label=label.strip(),
        alasan=alasan.strip(),
        catatan=catatan.strip(),
    )
    _check_isian(indikator, isian)
    try:
        with transaction.atomic():
            row = _write_realisasi(
                pengguna=pengguna,
                indikator=indikator,
                tahun=tahun,
                periode=periode,
                isian=isian,
                versi=versi,
                saat=saat or timezone.now(),
                periksa=periksa,
            )
    except IntegrityError as error:
        stored = _stored(indikator, tahun, periode)
        if versi is None and stored is not None:
            raise RealisasiBerubahError(stored) from error  # someone else was first by a moment
        raise translate_integrity_error(error) from error
    except OperationalError as error:
        raise BasisDataSibukError("Basis data sedang sibuk. Tunggu sebentar, lalu simpan lagi.") from error
    for nama in ("nilai", "pembilang", "penyebut"):
        setattr(row, nama, cast(NilaiField, Realisasi._meta.get_field(nama)).to_stored(getattr(row, nama)))
    return row


def clear_realisasi(
    *,
    pengguna: Pengguna,
    indikator: Indikator,
    tahun: int,
    periode: str,
    versi: int | None,
    saat: datetime | None = None,
) -> bool:
    """Clear one cell: belum diisi again. Return False when there was nothing to clear. Raises as `save_realisasi`."""
    _check_pengisi(pengguna, indikator)
    with translate_database_errors(), transaction.atomic():
        _check_boleh(indikator, tahun, periode, saat or timezone.now())
        stored = _lock_stored(indikator, tahun, periode)
        if stored is None:
            return False
        _check_versi(stored, versi)
        sebelum = get_isi_jejak(stored)
        deleted, _ = Realisasi.objects.filter(
            pk=stored.pk, versi=stored.versi, status__in=STATUS_DAPAT_DIISI
        ).delete()
        if not deleted:
            raise RealisasiBerubahError(_stored(indikator, tahun, periode))
        # About the indikator, because the row is gone: the next value of this cell goes on counting from its version,
        # so that a form opened before cannot overwrite it.
        record_jejak(
            pengguna=pengguna,
            opd=indikator.opd,
            aksi=AKSI_KOSONGKAN,
            objek=indikator,
            sebelum=sebelum,
            sesudah=None,
        )
    return True
