"""Who: regional government, offices and their lineage, units, positions, officials, users, roles, schedule, audit."""

from instansi.models.akun import Pengguna, Penugasan
from instansi.models.jadwal import JadwalPengisian, KunciTahun
from instansi.models.jejak import Jejak, JejakQuerySet
from instansi.models.lingkup import Lingkup, ScopedQuerySet, lingkup_for_user
from instansi.models.organisasi import (
    AsalUsul,
    Jabatan,
    MasaJabatan,
    Pejabat,
    Pemda,
    PerangkatDaerah,
    PerangkatDaerahQuerySet,
    UnitKerja,
    mark_kembar,
)

__all__ = [
    "AsalUsul",
    "Jabatan",
    "JadwalPengisian",
    "Jejak",
    "JejakQuerySet",
    "KunciTahun",
    "Lingkup",
    "MasaJabatan",
    "Pejabat",
    "Pemda",
    "Pengguna",
    "Penugasan",
    "PerangkatDaerah",
    "PerangkatDaerahQuerySet",
    "ScopedQuerySet",
    "UnitKerja",
    "lingkup_for_user",
    "mark_kembar",
]
