"""opd.toml: the government, the office with its units and positions, missions, scales and rules."""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import TextChoices

from instansi.enums import JenisPemda, ZonaWaktu
from instansi.services import create_jabatan, create_opd, create_pemda, create_unit
from kinerja.calculations.aturan import PENGATURAN, Aturan
from kinerja.enums import Inklusif
from kinerja.services import (
    set_aturan,
    set_skala,
)
from portal.importers.contoh.baca import (
    Bagian,
    IkutanError,
)
from portal.importers.contoh.pemuat import Pemuat
from renstra.services import (
    create_misi,
)

ZONA = {"WIB": ZonaWaktu.WIB, "WITA": ZonaWaktu.WITA, "WIT": ZonaWaktu.WIT}


def read_pengaturan(item: Bagian, nama: str) -> Any:
    """One setting of a rule as its kind asks; absent or empty is the default of `Aturan`. Raises BarisRusakError."""
    baku = getattr(Aturan(), nama)
    if isinstance(baku, TextChoices):
        return item.pilihan(nama, type(baku), baku=baku.value)
    if isinstance(baku, bool):
        return item.ya(nama, baku=baku)
    if isinstance(baku, str):
        return item.teks(nama, baku=baku)
    if isinstance(baku, int) or nama.startswith("desimal"):
        return item.bulat(nama, baku=baku)
    return item.angka(nama)


class PemuatOrganisasi(Pemuat):
    """Loads opd.toml."""

    def _load_organisasi(self, atas: Bagian, bagian: Callable[[str], list[Bagian]]) -> Bagian | None:
        for wajib in ("pemda", "opd"):
            if len(bagian(wajib)) != 1:
                raise atas.error(wajib, f"Tulis satu bagian [{wajib}].")
        tentang, kantor = bagian("pemda")[0], bagian("opd")[0]
        zona = tentang.teks("zona", baku="WIB")
        if zona not in ZONA:
            raise tentang.error("zona", "Isi WIB, WITA, atau WIT.")
        pemda = self._single(
            tentang,
            lambda: create_pemda(
                pengguna=None,
                nama=tentang.teks("nama", wajib=True),
                jenis=tentang.pilihan("jenis", JenisPemda, baku=JenisPemda.KABUPATEN),
                provinsi=tentang.teks("provinsi"),
                tempat=tentang.teks("tempat"),
                zona=ZONA[zona],
                kepala_daerah=tentang.teks("kepala_daerah", baku="Bupati"),
            ),
        )
        self.opd = self._single(
            kantor,
            lambda: create_opd(
                pengguna=None,
                pemda=pemda,
                nama=kantor.teks("nama", wajib=True),
                singkatan=kantor.teks("singkatan", wajib=True),
                kode=kantor.teks("kode"),
                alamat=kantor.teks("alamat"),
                visi=kantor.teks("visi") or atas.teks("visi"),
            ),
        )
        self.hasil.opd = f"{self.opd.nama} {pemda.get_jenis_display()} {pemda.nama}"
        for nama in ("unit", "jabatan", "misi", "skala"):
            seen: set[str] = set()
            for item in bagian(nama):
                kunci = item.teks("kunci", wajib=True)
                if kunci in seen:
                    raise item.error("kunci", "Kunci ini tertulis dua kali. Hapus atau ganti salah satu.")
                seen.add(kunci)
        for urutan, item in enumerate(bagian("unit"), start=1):
            kunci = item.teks("kunci", wajib=True)
            self.unit.isi[kunci] = self._single(
                item,
                lambda item=item, kunci=kunci, urutan=urutan: create_unit(  # type: ignore[misc]  # bound early
                    pengguna=None,
                    opd=self.opd,
                    kunci=kunci,
                    nama=item.teks("nama", wajib=True),
                    urutan=urutan,
                ),
            )
        self._load_jabatan(bagian("jabatan"))
        for item in bagian("misi"):
            kunci = item.teks("kunci", wajib=True)
            self.misi.isi[kunci] = self._single(
                item,
                lambda item=item, kunci=kunci: create_misi(  # type: ignore[misc]  # bound early
                    pengguna=None,
                    opd=self.opd,
                    kunci=kunci,
                    nama=item.teks("nama", wajib=True),
                    nomor=item.teks("nomor"),
                ),
            )
        for item in bagian("skala"):
            with self.kumpulan.baris():
                self._load_skala(item)
        for item in bagian("aturan"):
            with self.kumpulan.baris():
                self._load_aturan(item)
        demo = bagian("demo")
        return demo[0] if demo else None

    def _load_jabatan(self, items: Sequence[Bagian]) -> None:
        jabatan: dict[str, Any] = {}
        for item in items:
            kunci, unit, atasan = item.teks("kunci", wajib=True), item.teks("unit"), item.teks("atasan")
            if unit and unit not in self.unit.isi:
                raise item.error("unit", "Kunci ini tidak ada pada [[unit]].")
            if atasan and atasan not in jabatan:
                raise item.error("atasan", "Tulis jabatan atasan lebih dahulu.")
            jabatan[kunci] = self._single(
                item,
                lambda item=item, kunci=kunci, unit=unit, atasan=atasan: create_jabatan(  # type: ignore[misc]  # bound early
                    pengguna=None,
                    opd=self.opd,
                    kunci=kunci,
                    nama=item.teks("nama", wajib=True),
                    unit=self.unit.isi.get(unit),
                    atasan=jabatan.get(atasan),
                    kepala=item.isi.get("kepala") is True,
                ),
            )

    def _load_skala(self, item: Bagian) -> None:
        kunci = item.teks("kunci", wajib=True)
        self.skala.rusak.add(kunci)
        pita = []
        for pair in item.daftar("pita"):
            if (
                not isinstance(pair, list)
                or len(pair) != 2
                or not all(isinstance(part, str) for part in pair)
            ):
                raise item.error("pita", 'Tulis setiap pita sebagai ["batas bawah", "predikat"].')
            batas = item.read_angka("pita", pair[0])
            if batas is None:
                raise item.error("pita", "Isi batas bawah setiap pita.")
            pita.append((batas, pair[1]))
        self.skala.isi[kunci] = self._single(
            item,
            lambda: set_skala(
                pengguna=None,
                pemda=self.opd.pemda,
                kunci=kunci,
                nama=item.teks("nama", wajib=True),
                sumber=item.teks("sumber"),
                inklusif=item.pilihan("inklusif", Inklusif, baku=Inklusif.BAWAH),
                pita=pita,
                batas_atas=item.angka("batas_atas"),
            ),
        )
        self.skala.rusak.discard(kunci)

    def _load_aturan(self, item: Bagian) -> None:
        skala = item.teks("skala", wajib=True)
        if skala in self.skala.rusak:
            raise IkutanError(
                berkas=item.berkas, baris=0, bidang="aturan.skala", nilai=skala, saran="Perbaiki skala."
            )
        if skala not in self.skala.isi:
            raise item.error("skala", "Kunci ini tidak ada pada [[skala]].")
        for kunci in item.isi:
            if kunci not in {"tabel", "tahun_mulai", "skala", *PENGATURAN}:
                raise item.error(kunci, "Pengaturan ini tidak dikenal. Perbaiki ejaannya.")
        self._single(
            item,
            lambda: set_aturan(
                pengguna=None,
                pemda=self.opd.pemda,
                skala=self.skala.isi[skala],
                tabel=item.teks("tabel"),
                tahun_mulai=item.bulat("tahun_mulai", baku=0) or 0,
                **{nama: read_pengaturan(item, nama) for nama in PENGATURAN},
            ),
        )
