"""Governments, offices, units, positions, accounts and the schedule."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from instansi.enums import JenisPemda, ZonaWaktu
from instansi.models import (
    Jabatan,
    JadwalPengisian,
    Pemda,
    Pengguna,
    Penugasan,
    PerangkatDaerah,
    UnitKerja,
)
from instansi.rules import can_set_jadwal
from instansi.services.baris import save_baris
from instansi.services.jejak import record_jejak
from sakip.kit.errors import LayananError, TidakBerwenangError


class AkunContohDitolakError(LayananError):
    """Demo accounts have published passwords: an installation in production has none."""


def create_pemda(
    *,
    pengguna: Pengguna | None,
    nama: str,
    jenis: str = JenisPemda.KABUPATEN,
    provinsi: str = "",
    tempat: str = "",
    zona: str = ZonaWaktu.WIB,
    kepala_daerah: str = "Bupati",
) -> Pemda:
    """Create or update a government by its name."""
    row = Pemda(
        nama=nama,
        jenis=jenis,
        provinsi=provinsi,
        tempat=tempat or nama,
        zona=zona,
        kepala_daerah=kepala_daerah,
    )
    return save_baris(
        pengguna=pengguna,
        opd=None,
        model=Pemda,
        rows=[row],
        ada=Pemda.objects.filter(nama=nama),
        kunci=["nama"],
        aksi="simpan_pemda",
    ).baris[0]


def create_opd(
    *,
    pengguna: Pengguna | None,
    pemda: Pemda,
    nama: str,
    singkatan: str,
    kode: str = "",
    alamat: str = "",
    visi: str = "",
) -> PerangkatDaerah:
    """Create or update an office by its singkatan. Its history of names is AsalUsul, not an update."""
    row = PerangkatDaerah(pemda=pemda, nama=nama, singkatan=singkatan, kode=kode, alamat=alamat, visi=visi)
    return save_baris(
        pengguna=pengguna,
        opd=None,
        model=PerangkatDaerah,
        rows=[row],
        ada=PerangkatDaerah.objects.filter(singkatan=singkatan),
        kunci=["singkatan"],
        abaikan=["aktif_mulai", "aktif_sampai"],
        aksi="simpan_opd",
    ).baris[0]


def create_unit(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    kunci: str,
    nama: str,
    induk: UnitKerja | None = None,
    urutan: int = 0,
) -> UnitKerja:
    """Create or update a unit of an office by its kunci."""
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=UnitKerja,
        rows=[UnitKerja(opd=opd, kunci=kunci, nama=nama, induk=induk, urutan=urutan)],
        ada=UnitKerja.objects.filter(opd=opd, kunci=kunci),
        kunci=["kunci"],
        aksi="simpan_unit",
    ).baris[0]


def create_jabatan(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah,
    kunci: str,
    nama: str,
    unit: UnitKerja | None = None,
    atasan: Jabatan | None = None,
    kepala: bool = False,
) -> Jabatan:
    """Create or update a position of an office by its kunci; an office has one head."""
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Jabatan,
        rows=[Jabatan(opd=opd, kunci=kunci, nama=nama, unit=unit, atasan=atasan, kepala=kepala)],
        ada=Jabatan.objects.filter(opd=opd, kunci=kunci),
        kunci=["kunci"],
        aksi="simpan_jabatan",
    ).baris[0]


def create_penugasan(
    *,
    pengguna: Pengguna | None,
    kepada: Pengguna,
    peran: str,
    pemda: Pemda,
    opd: PerangkatDaerah | None = None,
) -> Penugasan:
    """Give ``kepada`` a role at one office, or at a whole government when ``opd`` is None; once."""
    return save_baris(
        pengguna=pengguna,
        opd=opd,
        model=Penugasan,
        rows=[Penugasan(pengguna=kepada, peran=peran, pemda=pemda, opd=opd)],
        ada=Penugasan.objects.filter(pengguna=kepada),
        kunci=["pengguna_id", "peran", "pemda_id", "opd_id"],
        abaikan=["mulai", "selesai"],
        aksi="beri_penugasan",
    ).baris[0]


@transaction.atomic
def create_akun_contoh(
    *,
    nama_pengguna: str,
    sandi: str,
    jabatan: str,
    peran: str,
    pemda: Pemda,
    opd: PerangkatDaerah | None = None,
) -> tuple[Pengguna, bool]:
    """Create a demo account with one role; an existing one is left as it is. Return (account, whether it is new).

    Raises AkunContohDitolakError in production, or when a real account has the name.
    """
    if settings.IS_PRODUCTION:
        raise AkunContohDitolakError("Akun contoh tidak dibuat pada mode produksi.")
    user = Pengguna.objects.filter(username=nama_pengguna).first()
    if user is not None and not user.contoh:
        raise AkunContohDitolakError(
            f"Nama pengguna “{nama_pengguna}” sudah dipakai akun yang bukan akun contoh."
        )
    baru = user is None
    if user is None:
        user = Pengguna(username=nama_pengguna, jabatan_teks=jabatan, contoh=True)
        user.set_password(sandi)
        user.full_clean()
        user.save()
        record_jejak(
            pengguna=None,
            opd=opd,
            aksi="buat_akun_contoh",
            objek=user,
            sebelum=None,
            sesudah={"nama_pengguna": nama_pengguna, "peran": peran},
        )
    create_penugasan(pengguna=None, kepada=user, peran=peran, pemda=pemda, opd=opd)
    return user, baru


def set_jadwal(
    *,
    pengguna: Pengguna | None,
    pemda: Pemda,
    tahun: int,
    periode: str,
    buka: datetime,
    tutup: datetime | None = None,
) -> JadwalPengisian:
    """Open a period for typing from ``buka`` until ``tutup`` (None: until closed). A period without a row is closed.

    Raises TidakBerwenangError unless ``pengguna`` is admin of the government (None is the system).
    """
    if pengguna is not None and not can_set_jadwal(pengguna, pemda):
        raise TidakBerwenangError("Hanya admin pemda yang dapat mengatur jadwal pengisian.")
    return save_baris(
        pengguna=pengguna,
        opd=None,
        model=JadwalPengisian,
        rows=[JadwalPengisian(pemda=pemda, tahun=tahun, periode=periode, buka=buka, tutup=tutup)],
        ada=JadwalPengisian.objects.filter(pemda=pemda, tahun=tahun, periode=periode),
        kunci=["pemda_id", "tahun", "periode"],
        aksi="atur_jadwal",
    ).baris[0]
