"""Isi realisasi: all indicators of an office for a period on one screen, saved row by row."""

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.generic import TemplateView

from instansi.models import JadwalPengisian
from instansi.rules import can_buka_pengesahan, can_fill_realisasi, can_sahkan, is_periode_terbuka
from instansi.waktu import format_waktu, to_lokal
from kinerja.enums import Periode
from kinerja.models import Realisasi
from kinerja.queries import SumberAturan
from kinerja.services import (
    PerluKeyakinanError,
    RealisasiBerubahError,
    check_kejanggalan,
    clear_realisasi,
    save_realisasi,
)
from kinerja.services.realisasi import describe_isian
from laporan.tabel.rekap import TABEL_JENJANG
from portal.forms import IsianForm, SaringanIsianForm
from portal.konteks import KantorMixin, get_ingatan, get_sebutan_isian
from portal.queries.isian import (
    BarisIsian,
    DaftarIsian,
    PembacaIsian,
    SatuIsian,
    find_satu_isian,
    group_baris,
)
from portal.queries.lingkup import describe_lingkup
from portal.queries.riwayat import read_riwayat
from sakip.kit.errors import LayananError, TidakBerwenangError
from sakip.kit.kerangka import Konteks, PilihanKonteks, Remah
from sakip.kit.views import is_partial_request

KONFLIK = 409
DITOLAK = 422


class _IsianMixin(KantorMixin):
    """What the entry screen and its rows share."""

    navigasi_aktif = "isian"
    remah_label = "Isi realisasi"
    pilihan_periode = tuple(Periode)
    periode_bawaan = Periode.TW1
    halaman_konteks = "portal:isian"

    @cached_property
    def boleh_isi(self) -> bool:
        """Whether the user may type here at all."""
        return can_fill_realisasi(self.pengguna, self.opd)

    @property
    def alamat_halaman(self) -> str:
        """The entry screen of the period."""
        return self.url("portal:isian", periode=self.periode.value)

    @cached_property
    def pola_alamat(self) -> dict[str, str]:
        """Addresses of a row with 0 for its indikator, so that a long page reverses each of them once."""
        nama = {"simpan": "isian_baris", "riwayat": "isian_riwayat", "asal": "derivasi"}
        if can_buka_pengesahan(self.pengguna, self.opd):
            nama["buka"] = "isian_buka_satu"
        return {
            kunci: self.url(f"portal:{satu}", indikator_id=0, periode=self.periode.value)
            for kunci, satu in nama.items()
        }

    def prepare(self, baris: BarisIsian, form: IsianForm | None = None) -> BarisIsian:
        """Give a row its form and its addresses."""
        if baris.boleh_isi or form is not None:
            baris.form = form or IsianForm.from_realisasi(
                baris.indikator, baris.tersimpan, lingkup=baris.lingkup
            )
        baris.alamat = {
            nama: pola.replace("/0/", f"/{baris.indikator.pk}/", 1) for nama, pola in self.pola_alamat.items()
        }
        return baris

    def get_satu(self, indikator_id: int) -> SatuIsian:
        """The indikator of this office with its targets; another office's is a 404."""
        satu = find_satu_isian(
            self.opd,
            indikator_id=indikator_id,
            tahun=self.tahun,
            periode=self.periode,
            saat=timezone.now(),
        )
        if satu is None:
            raise Http404
        return satu

    def create_pembaca(self, satu: SatuIsian, aturan: SumberAturan | None = None) -> PembacaIsian:
        """A reader of the stored values as they are now, with rules that are read already if any."""
        return satu.create_pembaca(
            tahun=self.tahun,
            periode=self.periode,
            tabel=TABEL_JENJANG,
            boleh_isi=self.boleh_isi,
            aturan=aturan,
        )


class IsianView(_IsianMixin, TemplateView):
    """``/opd/<singkatan>/<tahun>/isi/?periode=TW2``: at most nine queries whatever the number of indicators."""

    template_name = "portal/isian/isian.html"
    terkirim: BarisIsian | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """The address always names its period: without one, the period that is open."""
        if request.method == "GET" and not {"periode", "kantor", "tahun"} & request.GET.keys():
            periode = self._get_periode_bawaan()
            return HttpResponseRedirect(self.url("portal:isian", periode=periode.value))
        return super().dispatch(request, *args, **kwargs)

    def _get_periode_bawaan(self) -> Periode:
        """The period of the year chosen last if it is open, else the first open one, else the last with a target."""
        ingatan = get_ingatan(self.request)
        ingat = ingatan.get("periode") if ingatan.get("tahun") == self.tahun else None
        ada = self.daftar.periode_bertarget
        jadwal = JadwalPengisian.objects.filter(pemda_id=self.opd.pemda_id, tahun=self.tahun)
        buka = {row.periode for row in jadwal if is_periode_terbuka(row, timezone.now())}
        terbuka = [p for p in ada or Periode if p.value in buka]
        calon = terbuka or ada[::-1] or [self.periode_bawaan]
        return next((p for p in calon if p.value == ingat), calon[0])

    @cached_property
    def daftar(self) -> DaftarIsian:
        """The rows of the period."""
        return DaftarIsian(
            self.opd,
            tahun=self.tahun,
            periode=self.periode,
            dokumen=self.daftar_dokumen,
            tabel=TABEL_JENJANG,
            boleh_isi=self.boleh_isi,
            saat=timezone.now(),
        )

    def build_konteks(self) -> Konteks:
        """The context bar offers the periods in which this year is typed."""
        dasar = super().build_konteks()
        ada = {self.periode, *self.daftar.periode_bertarget}
        opsi = [(str(p.value), str(p.label)) for p in Periode if p in ada]
        pilihan = [
            PilihanKonteks(p.nama, p.label, p.nilai, opsi) if p.nama == "periode" else p
            for p in dasar.pilihan
        ]
        return Konteks(pilihan, peran=dasar.peran, aksi=dasar.aksi)

    @cached_property
    def saringan(self) -> SaringanIsianForm:
        """The filters."""
        return SaringanIsianForm(self.request.GET, cabang=self.daftar.cabang)

    def get_remah(self) -> list[Remah]:
        """Office, and the screen as the navigation of this user calls it."""
        return [*super().get_remah()[:-1], Remah(get_sebutan_isian(self.pengguna, self.opd))]

    def get_baris(self) -> list[BarisIsian]:
        """The filtered rows, each with its form; a row that was just sent keeps what was typed."""
        q, cabang, isi = (self.saringan.get(nama) for nama in ("q", "cabang", "isi"))
        baris = [
            satu
            for satu in self.daftar.baris
            if all(kata in satu.teks_cari for kata in q.casefold().split())
            and cabang in ("", satu.cabang)
            and isi in ("", "terisi" if satu.terisi else "belum")
        ]
        if self.terkirim is not None:
            pk = self.terkirim.indikator.pk
            baris = [self.terkirim if satu.indikator.pk == pk else satu for satu in baris]
        return [satu if satu.form is not None else self.prepare(satu) for satu in baris]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Progress, state of the period, filters and rows."""
        daftar = self.daftar
        baris = self.get_baris()
        dapat_sahkan = can_sahkan(self.pengguna, self.opd)
        return super().get_context_data(
            **kwargs,
            daftar=daftar,
            status=daftar.status,
            jumlah=len(daftar.baris),
            cabang=group_baris(baris),
            tampil=len(baris),
            saringan=self.saringan,
            boleh_isi=self.boleh_isi,
            dapat_isi=self.boleh_isi and daftar.status.terbuka,
            dapat_sahkan=dapat_sahkan,
            url_sahkan=self.url("portal:isian_sahkan", periode=self.periode.value)
            if dapat_sahkan and daftar.menunggu and not daftar.status.ditetapkan
            else "",
            url_buka=self.url("portal:isian_buka", periode=self.periode.value)
            if can_buka_pengesahan(self.pengguna, self.opd)
            and daftar.disahkan
            and not daftar.status.ditetapkan
            else "",
            periode_lain=[
                (str(p.label), self.url("portal:isian", periode=p.value))
                for p in daftar.periode_bertarget
                if p is not self.periode
            ],
            url_rencana=self.url("portal:rencana"),
        )


class BarisView(_IsianMixin, TemplateView):
    """One row: GET shows it as stored, POST saves it. htmx gets the row, a browser without JavaScript the page."""

    template_name = "portal/isian/_baris.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The row as it is stored now."""
        satu = self.get_satu(kwargs["indikator_id"])
        if not is_partial_request(request):
            return HttpResponseRedirect(f"{self.alamat_halaman}#baris-{satu.indikator.pk}")
        return self.answer(self.prepare(self.create_pembaca(satu).read(satu.indikator)))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save what was typed."""
        if not self.boleh_isi:
            raise PermissionDenied
        satu = self.get_satu(kwargs["indikator_id"])
        lingkup = describe_lingkup(satu.indikator, self.periode)
        form = IsianForm(request.POST, indikator=satu.indikator, lingkup=lingkup)
        if not form.is_valid():
            return self.refuse(satu, form, DITOLAK)
        pembaca = self.create_pembaca(satu)
        try:
            disimpan, pesan = self.save(satu, form, pembaca)
        except RealisasiBerubahError as error:
            return self.refuse(satu, form, KONFLIK, konflik=describe_konflik(error, self.opd, self.pengguna))
        except PerluKeyakinanError as error:
            return self.refuse(satu, form, DITOLAK, tanya=error)
        except TidakBerwenangError as error:
            raise PermissionDenied from error
        except LayananError as error:
            galat = add_galat(form, error)
            return self.refuse(satu, form, DITOLAK, galat=galat)
        if not is_partial_request(request):
            messages.success(request, f"{satu.indikator.nama}: {pesan}.")
            return HttpResponseRedirect(f"{self.alamat_halaman}#baris-{satu.indikator.pk}")
        # the year was read under the lock of the save: the stored row is put into it instead of reading it again
        if disimpan is None:
            pembaca = self.create_pembaca(satu, pembaca.data.aturan)
        else:
            pembaca.data = pembaca.data.suppose(disimpan)
        baris = self.prepare(pembaca.read(satu.indikator))
        baris.tersimpan_pada = pesan
        return self.answer(baris)

    def save(self, satu: SatuIsian, form: IsianForm, pembaca: PembacaIsian) -> tuple[Realisasi | None, str]:
        """One call of the service; returns the stored row (None: cleared) and what to say beside it."""

        def periksa(row: Realisasi) -> None:
            aturan = pembaca.get_aturan(satu.indikator)
            check_kejanggalan(data=pembaca.data, aturan=aturan, row=row, yakin=form.cleaned_data["yakin"])

        versi = form.cleaned_data.get("versi")
        timpa = form.cleaned_data.get("timpa")
        if timpa is not None:
            versi = timpa or None
        dasar: dict[str, Any] = {
            "pengguna": self.pengguna,
            "indikator": satu.indikator,
            "tahun": self.tahun,
            "periode": self.periode.value,
            "versi": versi,
        }
        jam = f"{to_lokal(timezone.now(), self.opd.pemda):%H.%M}"
        if form.is_kosong and versi is not None:
            clear_realisasi(**dasar)
            return None, f"dikosongkan {jam}"
        disimpan = save_realisasi(**dasar, **form.get_isian(), periksa=periksa)
        return disimpan, f"tersimpan {jam}"

    def refuse(
        self,
        satu: SatuIsian,
        form: IsianForm,
        status: int,
        *,
        galat: list[str] | None = None,
        konflik: dict[str, Any] | None = None,
        tanya: PerluKeyakinanError | None = None,
    ) -> HttpResponse:
        """The row with everything typed still in it, and what is wrong beside it."""
        baris = self.prepare(self.create_pembaca(satu).read(satu.indikator), form)
        baris.galat = galat or []
        baris.konflik = konflik
        baris.tanya = tanya
        if is_partial_request(self.request):
            return self.answer(baris, status)
        return self.answer_page(baris, status)

    def answer(self, baris: BarisIsian, status: int = 200) -> HttpResponse:
        """Only the row."""
        return render(self.request, self.template_name, self.get_context_row(baris), status=status)

    def get_context_row(self, baris: BarisIsian) -> dict[str, Any]:
        """What the row template needs."""
        return {"baris": baris, "periode": self.periode, "tahun": self.tahun}

    def answer_page(self, baris: BarisIsian, status: int) -> HttpResponse:
        """The whole entry screen around the row, for a browser without JavaScript."""
        halaman = IsianView()
        halaman.setup(self.request, singkatan=self.opd.singkatan, tahun=self.tahun)
        halaman.terkirim = baris
        return halaman.render_to_response(halaman.get_context_data(), status=status)


class RiwayatView(_IsianMixin, TemplateView):
    """The history of one value: in the panel for htmx, else as a page."""

    def get_template_names(self) -> list[str]:
        """Panel or page."""
        return [
            "portal/isian/_riwayat.html" if is_partial_request(self.request) else "portal/isian/riwayat.html"
        ]

    def get_remah(self) -> list[Remah]:
        """Office, entry screen, history."""
        return [
            *super().get_remah()[:-1],
            Remah(get_sebutan_isian(self.pengguna, self.opd), self.alamat_halaman),
            Remah("Riwayat"),
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The events of the value."""
        satu = self.get_satu(self.kwargs["indikator_id"])
        return super().get_context_data(
            **kwargs,
            indikator=satu.indikator,
            peristiwa=read_riwayat(
                self.opd, indikator=satu.indikator, tahun=self.tahun, periode=self.periode
            ),
            url_halaman=f"{self.alamat_halaman}#baris-{satu.indikator.pk}",
        )


def add_galat(form: IsianForm, error: LayananError) -> list[str]:
    """Put the messages of a service beside their fields; return those that belong to the whole row."""
    if not error.bidang:
        return [error.pesan]
    for nama, pesan in error.bidang.items():
        tempat = nama if nama in form.fields else form.bidang_nilai[0]
        for satu in pesan:
            form.add_error(tempat, satu)
    return []


def describe_konflik(error: RealisasiBerubahError, opd: Any, pengguna: Any) -> dict[str, Any]:
    """What is stored now, by whom (the position, or the writer himself) and when, for beside what was typed."""
    row: Realisasi | None = error.tersimpan
    if row is None:
        return {"nilai": "dikosongkan", "versi": 0}
    oleh = (row.diubah_oleh.jabatan_teks or "pengguna lain") if row.diubah_oleh else "sistem"
    if row.diubah_oleh_id == pengguna.pk:
        oleh = "Anda sendiri di tab atau perangkat lain"
    return {
        "nilai": describe_isian(row),
        "catatan": row.catatan,
        "oleh": oleh,
        "waktu": format_waktu(row.diubah, opd.pemda),
        "versi": row.versi,
    }
