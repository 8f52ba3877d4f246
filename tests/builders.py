"""Rows with plain defaults for tests. Each call makes one row; names are numbered, so that nothing collides.

They write through the models, not through the services: a test of a service starts from rows made without it.
"""

from collections.abc import Sequence
from datetime import UTC, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from anggaran.models import Pagu, RealisasiBelanja, Rekening
from instansi.enums import Peran
from instansi.models import JadwalPengisian, Pemda, Pengguna, Penugasan, PerangkatDaerah
from kinerja.enums import Inklusif, JenisIndikator, Periode, StatusNilai
from kinerja.models import (
    AturanCapaian,
    Indikator,
    KomponenIndikator,
    NilaiKomponen,
    PilihanOrdinal,
    PitaSkala,
    Realisasi,
    Skala,
    Target,
)
from renstra.enums import INDUK_JENJANG, JenisDokumen, Jenjang, StatusDokumen
from renstra.models import Dokumen, DukunganSasaran, Simpul

TAHUN = 2023
SAAT = datetime(TAHUN, 4, 10, 3, 0, tzinfo=UTC)
"""A moment inside the schedule that `create_jadwal` opens."""

_nomor = count(1)

JENIS_INDIKATOR = {
    Jenjang.TUJUAN: JenisIndikator.TUJUAN,
    Jenjang.SASARAN: JenisIndikator.IKU,
    Jenjang.PROGRAM: JenisIndikator.PROGRAM,
    Jenjang.KEGIATAN: JenisIndikator.KEGIATAN,
    Jenjang.SUB_KEGIATAN: JenisIndikator.SUB_KEGIATAN,
}


def create_pemda(**isi: Any) -> Pemda:
    """A kabupaten."""
    nomor = next(_nomor)
    return Pemda.objects.create(**{"nama": f"Contoh {nomor}", "jenis": "kabupaten", "tempat": "Contoh"} | isi)


def create_opd(pemda: Pemda | None = None, **isi: Any) -> PerangkatDaerah:
    """An office, of a government of its own unless ``pemda`` is given."""
    nomor = next(_nomor)
    default = {"nama": f"Dinas {nomor}", "singkatan": f"dinas-{nomor}", "pemda": pemda or create_pemda()}
    return PerangkatDaerah.objects.create(**default | isi)


def create_pengguna(
    peran: str = "", *, opd: PerangkatDaerah | None = None, pemda: Pemda | None = None, **isi: Any
) -> Pengguna:
    """A user with one role at ``opd``, or at the whole of ``pemda``; without ``peran`` a user without rights."""
    user = Pengguna(**{"username": f"pengguna{next(_nomor)}"} | isi)
    user.set_unusable_password()
    user.save()
    if peran:
        owner = pemda or (opd.pemda if opd is not None else create_pemda())
        Penugasan.objects.create(
            pengguna=user, peran=peran, pemda=owner, opd=None if pemda is not None else opd
        )
    return user


def create_perencana(opd: PerangkatDaerah) -> Pengguna:
    """The perencana of an office."""
    return create_pengguna(Peran.PERENCANA, opd=opd)


def create_kepala(opd: PerangkatDaerah) -> Pengguna:
    """The kepala of an office."""
    return create_pengguna(Peran.KEPALA, opd=opd)


def create_simpul(opd: PerangkatDaerah, jenjang: str = Jenjang.PROGRAM, **isi: Any) -> Simpul:
    """A node of any level; the missing ancestors are made with it."""
    nomor = next(_nomor)
    atas = INDUK_JENJANG[jenjang]
    if atas is not None and "induk" not in isi:
        isi["induk"] = create_simpul(opd, atas)
    default = {"kunci": f"simpul-{nomor}", "nama": f"Simpul {nomor}", "urutan": nomor}
    return Simpul.objects.create(opd=opd, jenjang=jenjang, **default | isi)


def create_pohon(opd: PerangkatDaerah) -> dict[str, Simpul]:
    """One node of each level, the program supporting the sasaran; keys are the levels."""
    tujuan = create_simpul(opd, Jenjang.TUJUAN)
    sasaran = create_simpul(opd, Jenjang.SASARAN, induk=tujuan)
    program = create_simpul(opd, Jenjang.PROGRAM)
    kegiatan = create_simpul(opd, Jenjang.KEGIATAN, induk=program)
    sub = create_simpul(opd, Jenjang.SUB_KEGIATAN, induk=kegiatan)
    DukunganSasaran.objects.create(program=program, sasaran=sasaran)
    return {
        "tujuan": tujuan,
        "sasaran": sasaran,
        "program": program,
        "kegiatan": kegiatan,
        "sub_kegiatan": sub,
    }


def create_indikator(
    opd: PerangkatDaerah | None = None, simpul: Simpul | None = None, **isi: Any
) -> Indikator:
    """An indikator of a sasaran (made when ``simpul`` is missing): a number, higher is better, two decimals."""
    owner = opd or (simpul.opd if simpul is not None else create_opd())
    simpul = simpul or create_simpul(owner, Jenjang.SASARAN)
    nomor = next(_nomor)
    default = {
        "kunci": f"indikator-{nomor}",
        "nama": f"Indikator {nomor}",
        "jenis": JENIS_INDIKATOR[Jenjang(simpul.jenjang)],
        "urutan": nomor,
    }
    return Indikator.objects.create(opd=owner, simpul=simpul, **default | isi)


def create_indikator_pecahan(opd: PerangkatDaerah | None = None, **isi: Any) -> Indikator:
    """An indikator whose percentage comes from pembilang and penyebut."""
    default = {
        "jenis_nilai": "persen",
        "satuan": "%",
        "label_pembilang": "Tercapai",
        "label_penyebut": "Seluruhnya",
    }
    return create_indikator(opd, **default | isi)


def create_dokumen(opd: PerangkatDaerah, jenis: str = JenisDokumen.PK, **isi: Any) -> Dokumen:
    """A draft document of one year."""
    nomor = next(_nomor)
    tahun = isi.pop("tahun", TAHUN)
    default = {
        "kunci": f"dokumen-{nomor}",
        "tahun_akhir": tahun,
        "urutan": nomor,
        "status": StatusDokumen.DRAF,
    }
    return Dokumen.objects.create(opd=opd, jenis=jenis, tahun=tahun, **default | isi)


def create_target(
    indikator: Indikator, dokumen: Dokumen | None = None, *, nilai: Decimal | int | None = 100, **isi: Any
) -> Target:
    """A target of TW1; in a document of its own when ``dokumen`` is missing."""
    dokumen = dokumen or create_dokumen(
        indikator.opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN
    )
    default = {"tahun": dokumen.tahun, "periode": Periode.TW1}
    return Target.objects.create(
        indikator=indikator, dokumen=dokumen, nilai=None if nilai is None else Decimal(nilai), **default | isi
    )


def create_realisasi(indikator: Indikator, *, nilai: Decimal | int | None = 80, **isi: Any) -> Realisasi:
    """A draft value of TW1."""
    default = {"tahun": TAHUN, "periode": Periode.TW1, "status": StatusNilai.DRAF}
    return Realisasi.objects.create(
        indikator=indikator, nilai=None if nilai is None else Decimal(nilai), **default | isi
    )


def create_jadwal(
    pemda: Pemda, periode: str = Periode.TW1, tahun: int = TAHUN, **isi: Any
) -> JadwalPengisian:
    """A period open from 1 April, without an end."""
    default = {"buka": datetime(tahun, 4, 1, tzinfo=UTC), "tutup": None}
    return JadwalPengisian.objects.create(pemda=pemda, periode=periode, tahun=tahun, **default | isi)


def create_rekening(kode: str, nama: str = "Belanja") -> Rekening:
    """An account, once."""
    return Rekening.objects.get_or_create(kode=kode, defaults={"nama": nama})[0]


def create_pagu(dokumen: Dokumen, simpul: Simpul, jumlah: Decimal | int = 1_000_000, **isi: Any) -> Pagu:
    """A budget row."""
    return Pagu.objects.create(dokumen=dokumen, simpul=simpul, jumlah=Decimal(jumlah), **isi)


def create_belanja(simpul: Simpul, jumlah: Decimal | int = 900_000, **isi: Any) -> RealisasiBelanja:
    """Expenditure of a whole year."""
    return RealisasiBelanja.objects.create(simpul=simpul, jumlah=Decimal(jumlah), **{"tahun": TAHUN} | isi)


def create_skala(pemda: Pemda, pita: tuple[tuple[int, str], ...] = ((0, "Rendah"), (76, "Tinggi"))) -> Skala:
    """A scale of two bands."""
    skala = Skala.objects.create(
        pemda=pemda, kunci=f"skala-{next(_nomor)}", nama="Skala", inklusif=Inklusif.BAWAH
    )
    PitaSkala.objects.bulk_create(
        PitaSkala(skala=skala, batas_bawah=Decimal(batas), nama=nama) for batas, nama in pita
    )
    return skala


def create_aturan(pemda: Pemda, **isi: Any) -> AturanCapaian:
    """The default rules of a government, with a scale of their own."""
    default = {"skala": isi.pop("skala", None) or create_skala(pemda)}
    return AturanCapaian.objects.create(pemda=pemda, **default | isi)


def create_isian(
    periode: str = Periode.TW1, indikator: Indikator | None = None
) -> tuple[Indikator, Pengguna]:
    """What typing needs: an indikator with a target in an open period, and its perencana."""
    indikator = indikator or create_indikator()
    create_target(indikator, periode=periode)
    create_jadwal(indikator.opd.pemda, periode)
    return indikator, create_perencana(indikator.opd)


def create_predikat(opd: PerangkatDaerah | None = None, **isi: Any) -> Indikator:
    """An indikator measured in AKIP grades: A 90, BB 80, B 70, D 30."""
    indikator = create_indikator(opd, **{"jenis_nilai": "ordinal"} | isi)
    PilihanOrdinal.objects.bulk_create(
        PilihanOrdinal(indikator=indikator, label=label, persen=Decimal(persen))
        for label, persen in (("A", 90), ("BB", 80), ("B", 70), ("D", 30))
    )
    return indikator


def create_indeks(
    opd: PerangkatDaerah | None = None,
    *,
    nilai: Sequence[str | None] = (),
    bobot: Sequence[int | None] = (),
    **isi: Any,
) -> Indikator:
    """An index of components k1, k2 ... with values of `TAHUN` (None: none yet) and weights (default: no weights)."""
    indikator = create_indikator(opd, **{"jenis_nilai": "indeks"} | isi)
    for nomor, satu in enumerate(nilai, start=1):
        berat = bobot[nomor - 1] if bobot else None
        row = KomponenIndikator.objects.create(
            indikator=indikator,
            kunci=f"k{nomor}",
            nama=f"Komponen {nomor}",
            urutan=nomor,
            bobot=None if berat is None else Decimal(berat),
        )
        if satu is not None:
            create_nilai_komponen(indikator, row.kunci, satu)
    return indikator


def create_nilai_komponen(indikator: Indikator, kunci: str, nilai: str, **isi: Any) -> NilaiKomponen:
    """A value of a component of an index, of the whole year."""
    komponen = KomponenIndikator.objects.get(indikator=indikator, kunci=kunci)
    return NilaiKomponen.objects.create(komponen=komponen, nilai=Decimal(nilai), **{"tahun": TAHUN} | isi)
