"""Beranda: where am I, what is the state, what is expected of me."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.generic import TemplateView

from instansi.enums import Peran
from instansi.rules import (
    can_edit_narasi,
    can_fill_realisasi,
    can_sahkan,
    can_set_jadwal,
    can_sign,
    can_tetapkan_laporan,
    can_view_all,
)
from instansi.waktu import format_hari, format_waktu
from kinerja.queries import DataKinerja
from laporan.enums import StatusLaporan
from portal.konteks import (
    KantorMixin,
    LingkupMixin,
    get_kantor_bawaan,
    get_tahun_bawaan,
    get_url_kantor,
)
from portal.queries.ikhtisar import (
    IsianLingkup,
    KeadaanKantor,
    KeadaanPeriode,
    count_laporan,
    load_data_kantor,
    load_isian_lingkup,
    load_keadaan,
    load_laporan_menunggu,
    load_periode,
)
from portal.queries.tahun import load_tahun
from sakip.kit.kerangka import Remah


@dataclass(frozen=True, slots=True)
class Tugas:
    """One thing that is expected of the user. ``utama`` marks the first one, the page's one primary action."""

    judul: str
    teks: str
    ikon: str
    url: str
    label: str
    utama: bool = False


def mark_utama(tugas: list[Tugas]) -> list[Tugas]:
    """The tasks with the first one marked."""
    return [replace(satu, utama=nomor == 0) for nomor, satu in enumerate(tugas)]


class BerandaView(LingkupMixin, TemplateView):
    """``/``: the beranda of the user's scope; a user of single offices goes to the beranda of the last one."""

    template_name = "portal/beranda.html"
    navigasi_aktif = "beranda"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """To the office, to the scope, or to the word that no role has been given yet."""
        if can_view_all(self.pengguna):
            return super().dispatch(request, *args, **kwargs)
        opd = get_kantor_bawaan(request, self.daftar_kantor)
        if opd is None:
            return render(request, "portal/beranda_tanpa_peran.html")
        tahun = get_tahun_bawaan(request, load_tahun([opd]))
        return HttpResponseRedirect(get_url_kantor("portal:beranda_kantor", opd, tahun))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Open periods over all offices and the state of the reports."""
        jumlah = len(self.daftar_kantor)
        laporan = count_laporan(self.daftar_kantor, tahun=self.tahun)
        periode = load_isian_lingkup(self.daftar_kantor, tahun=self.tahun, saat=timezone.now())
        butir = [
            {"label": "Perangkat daerah", "nilai": str(jumlah), "catatan": self.nama_lingkup},
            *(
                {
                    "label": f"Laporan {status.label.lower()}",
                    "nilai": f"{laporan.get(status.value, 0)} dari {jumlah}",
                    "catatan": f"laporan kinerja {self.tahun}",
                }
                for status in StatusLaporan
            ),
        ]
        return super().get_context_data(
            **kwargs,
            periode=periode,
            tugas=self.get_tugas(periode),
            ringkas=butir,
            lingkup=self.nama_lingkup,
            url_ikhtisar=f"{reverse('portal:ikhtisar')}?tahun={self.tahun}",
            url_laporan=f"{reverse('portal:daftar_laporan')}?tahun={self.tahun}",
            kantor=[
                (opd, get_url_kantor("portal:beranda_kantor", opd, self.tahun))
                for opd in self.daftar_kantor[:12]
            ],
            lainnya=max(jumlah - 12, 0),
        )

    def get_tugas(self, periode: list[IsianLingkup]) -> list[Tugas]:
        """What an admin pemda is to decide about the schedule; nothing for who only reads."""
        pemda = {opd.pemda for opd in self.daftar_kantor}
        if not any(can_set_jadwal(self.pengguna, satu) for satu in pemda):
            return []
        url = f"{reverse('portal:jadwal')}?tahun={self.tahun}"
        if not periode:
            teks = "Belum ada periode yang dijadwalkan, sehingga perencana belum dapat mengisi."
            return mark_utama(
                [Tugas(f"Buka pengisian realisasi {self.tahun}", teks, "kalender", url, "Atur jadwal")]
            )
        tanpa_akhir = [satu for satu in periode if satu.status.terbuka and satu.status.tutup is None]
        if not tanpa_akhir:
            return []
        nama = ", ".join(dict.fromkeys(str(satu.periode.label) for satu in tanpa_akhir))
        teks = f"{nama} terbuka tanpa tanggal penutupan; tentukan agar perencana tahu sampai kapan mengisi."
        return mark_utama(
            [Tugas(f"Tentukan batas pengisian {self.tahun}", teks, "kalender", url, "Atur jadwal")]
        )


class BerandaKantorView(KantorMixin, TemplateView):
    """The beranda of an office and year."""

    template_name = "portal/beranda_kantor.html"
    navigasi_aktif = "beranda"

    def get_remah(self) -> list[Remah]:
        """The beranda is the root of the breadcrumbs."""
        return []

    @cached_property
    def data(self) -> DataKinerja:
        """Targets and values of the office."""
        return load_data_kantor(self.opd, tahun=self.tahun, dokumen=self.daftar_dokumen)

    @cached_property
    def keadaan(self) -> KeadaanKantor:
        """Average capaian, absorption, report."""
        semua = load_keadaan(
            [self.opd], tahun=self.tahun, dokumen=self.daftar_dokumen, data={self.opd.pk: self.data}
        )
        return semua[self.opd.pk]

    @cached_property
    def periode_isian(self) -> list[KeadaanPeriode]:
        """The periods of the year."""
        return load_periode(self.data, opd=self.opd, saat=timezone.now())

    def get_tugas(self) -> list[Tugas]:
        """What is expected of this user now, the nearest deadline first."""
        tugas = []
        if can_fill_realisasi(self.pengguna, self.opd):
            terbuka = [satu for satu in self.periode_isian if satu.status.terbuka]
            terbuka.sort(key=lambda satu: (satu.status.tutup is None, satu.status.tutup or timezone.now()))
            tugas += [self._create_tugas_isian(satu) for satu in terbuka if satu.belum]
        if can_sahkan(self.pengguna, self.opd):
            tugas += [
                Tugas(
                    judul=f"Sahkan realisasi {satu.periode.label} {self.tahun}",
                    teks=f"{satu.menunggu} nilai menunggu pengesahan; {satu.terisi} dari {satu.jumlah} terisi.",
                    ikon="perisai",
                    url=self.url("portal:isian", periode=satu.periode.value),
                    label="Periksa dan sahkan",
                )
                for satu in self.periode_isian
                if satu.menunggu and not satu.status.ditetapkan
            ]
        return mark_utama([*tugas, *self._list_tugas_laporan()])

    def _list_tugas_laporan(self) -> list[Tugas]:
        """The reports of this year and the year before that wait for this user."""
        if not can_edit_narasi(self.pengguna, self.opd):
            return []
        hasil = []
        for tahun, status in load_laporan_menunggu(self.opd, tahun=self.tahun, dokumen=self.daftar_dokumen):
            nama = f"laporan kinerja {tahun}"
            if status == StatusLaporan.DITETAPKAN:
                if can_sign(self.pengguna, self.opd):
                    teks = "Laporan sudah ditetapkan dan menunggu tanda tangan elektronik."
                    hasil.append((f"Tandatangani {nama}", teks, "tanda-tangan", tahun))
            elif can_tetapkan_laporan(self.pengguna, self.opd):
                teks = "Realisasi setahun sudah ada; periksa kelengkapan dan pratinjau sebelum menetapkan."
                hasil.append((f"Tetapkan {nama}", teks, "laporan", tahun))
            else:
                teks = "Realisasi setahun sudah ada; lengkapi narasi dan periksa pratinjau sebelum ditetapkan kepala."
                hasil.append((f"Susun {nama}", teks, "laporan", tahun))
        return [
            Tugas(judul, teks, ikon, get_url_kantor("portal:laporan", self.opd, tahun), "Buka laporan")
            for judul, teks, ikon, tahun in hasil
        ]

    def get_catatan_peran(self) -> str:
        """What a role without tasks of its own can do here; empty for the others."""
        if self.pengguna.peran_pada(self.opd) == {Peran.VERIFIKATOR}:
            return (
                "Pengisian belum memakai tahap verifikasi: nilai perencana langsung disahkan kepala. "
                "Sebagai verifikator Anda dapat memeriksa semua nilai, asal angka, dan riwayatnya."
            )
        return ""

    def _create_tugas_isian(self, satu: KeadaanPeriode) -> Tugas:
        return Tugas(
            judul=f"Isi realisasi {satu.periode.label} {self.tahun}",
            teks=f"{satu.belum} dari {satu.jumlah} nilai belum diisi; {satu.status.ringkas}.",
            ikon="realisasi",
            url=self.url("portal:isian", periode=satu.periode.value),
            label="Lanjutkan mengisi" if satu.terisi else "Mulai mengisi",
        )

    def get_ringkas(self) -> list[dict[str, str]]:
        """The state of the year in four figures."""
        keadaan = self.keadaan
        rata = keadaan.rata
        serapan = keadaan.serapan
        return [
            {
                "label": "Rata-rata capaian sasaran",
                "nilai": f"{keadaan.capaian.teks}%" if rata.tampil is not None else "–",
                "catatan": f"{rata.dinilai} dari {rata.anggota} indikator dinilai"
                + (f", {rata.label}" if rata.label else "")
                + (f"; {keadaan.draf} nilai belum disahkan" if keadaan.draf else ""),
            },
            {
                "label": "Serapan anggaran",
                "nilai": f"{serapan.teks}%" if serapan.tampil is not None else "–",
                "catatan": serapan.keterangan or "realisasi belanja terhadap pagu",
            },
            {
                "label": "Laporan kinerja",
                "nilai": keadaan.status_laporan,
                "catatan": f"LKjIP tahun {self.tahun}",
            },
            {
                "label": "Pembaruan terakhir",
                "nilai": format_hari(keadaan.diubah, self.opd.pemda) if keadaan.diubah else "–",
                "catatan": f"pukul {format_waktu(keadaan.diubah, self.opd.pemda).split(' pukul ')[1]}"
                if keadaan.diubah
                else "belum ada realisasi tahun ini",
            },
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """State, tasks, periods and the ways on."""
        tautan = [
            ("rencana", "Rencana", "Tujuan, sasaran, program, indikator, dan target", "portal:rencana"),
            ("capaian", "Capaian", "Capaian dan predikat setiap indikator", "portal:capaian"),
            ("anggaran", "Anggaran", "Pagu dan realisasi belanja", "portal:anggaran"),
            ("tabel", "Tabel resmi", "Tabel LKjIP dari data yang sama, dengan Excel", "portal:daftar_tabel"),
            ("laporan", "Laporan", "Naskah dan berkas laporan kinerja", "portal:laporan"),
        ]
        return super().get_context_data(
            **kwargs,
            tugas=self.get_tugas(),
            ringkas=self.get_ringkas(),
            periode_isian=[
                (satu, self.url("portal:isian", periode=satu.periode.value)) for satu in self.periode_isian
            ],
            tautan=[
                (ikon, label, teks, self.url(nama)) for ikon, label, teks, nama in tautan if self.url(nama)
            ],
            catatan_peran=self.get_catatan_peran(),
            kosong=not self.data.indikator,
        )
