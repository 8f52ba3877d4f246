"""Laporan: from the texts to the signed LKjIP of an office and year."""

from functools import cached_property
from typing import Any, ClassVar

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.text import slugify
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View

from instansi.rules import can_edit_narasi, can_sign, can_tarik_laporan, can_tetapkan_laporan, can_view_opd
from laporan.enums import JenisBerkas, StatusLaporan
from laporan.forms import NarasiForm, PeriksaForm, TandaTanganForm
from laporan.isi import IsiLaporan
from laporan.models import BerkasLaporan, Laporan
from laporan.narasi import BagianNarasi, BagianTidakDikenalError, TeksBagian, get_bagian, list_teks
from laporan.pdf import PdfGagalError
from laporan.queries import collect_isi, get_laporan, get_narasi, get_snapshot
from laporan.services import (
    SANDI_CONTOH,
    NarasiBerubahError,
    get_akar_tepercaya,
    is_sertifikat_contoh_tersedia,
    kembalikan_narasi,
    read_berkas,
    record_unduhan,
    render_laporan,
    simpan_narasi,
    tanda_tangani,
)
from laporan.tanda_tangan import verify_pdf
from portal.konteks import KantorMixin, get_sebutan_isian
from portal.queries.laporan import list_kekurangan, list_langkah
from portal.queries.penetapan import read_riwayat_laporan
from sakip.kit.errors import LayananError, TidakBerwenangError
from sakip.kit.kerangka import Remah
from sakip.kit.sidik import TampilanBerubahError
from sakip.kit.views import get_scoped_queryset, is_partial_request

KONFLIK = 409
DITOLAK = 422


class LaporanMixin(KantorMixin):
    """What the screens of a report share."""

    navigasi_aktif = "laporan"
    remah_label = "Laporan"
    langkah_label: ClassVar[str] = ""
    halaman_konteks = "portal:laporan"

    @cached_property
    def laporan(self) -> Laporan | None:
        """The report, None before anything of it was written."""
        return get_laporan(self.opd, self.tahun)

    @property
    def status(self) -> StatusLaporan:
        """State of the report."""
        return StatusLaporan.DRAF if self.laporan is None else StatusLaporan(self.laporan.status)

    @cached_property
    def narasi(self) -> dict[str, Any]:
        """Texts that the office wrote."""
        return get_narasi(self.laporan)

    @cached_property
    def isi(self) -> IsiLaporan:
        """The report from live data."""
        teks = {kode: row.teks for kode, row in self.narasi.items()}
        return collect_isi(self.opd, tahun=self.tahun, narasi=teks)

    @cached_property
    def berkas(self) -> BerkasLaporan | None:
        """The signed file, if there is one."""
        rows = get_scoped_queryset(BerkasLaporan, self.pengguna).select_related("laporan__opd", "dibuat_oleh")
        return rows.filter(
            laporan__opd=self.opd, laporan__tahun=self.tahun, jenis=JenisBerkas.BERTANDA_TANGAN
        ).first()

    def get_remah(self) -> list[Remah]:
        """Office, report, step."""
        awal = super().get_remah()
        if not self.langkah_label:
            return awal
        return [*awal[:-1], Remah(self.remah_label, self.url("portal:laporan")), Remah(self.langkah_label)]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """State of the report and where its screens are."""
        dasar = {
            "laporan": self.laporan,
            "status": self.status,
            "draf": self.status == StatusLaporan.DRAF,
            "url_laporan": self.url("portal:laporan"),
        }
        return super().get_context_data(**dasar | kwargs)

    def back(self, jenis: int, teks: str) -> HttpResponseRedirect:
        """To the state of the report with a message."""
        messages.add_message(self.request, jenis, teks)
        return HttpResponseRedirect(self.url("portal:laporan"))


class LaporanView(LaporanMixin, TemplateView):
    """Where the report stands and what comes next."""

    template_name = "portal/laporan/laporan.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Steps, missing data, the one primary action of this role and state."""
        url = {
            nama: self.url(f"portal:laporan_{nama}")
            for nama in ("narasi", "pratinjau", "tetapkan", "tanda_tangan", "unduh")
        }
        # A step is a link only for whoever may take it.
        if not can_tetapkan_laporan(self.pengguna, self.opd):
            url["tetapkan"] = ""
        if not can_sign(self.pengguna, self.opd):
            url["tanda_tangan"] = ""
        draf = self.status == StatusLaporan.DRAF
        isi = self.isi if draf else None
        siap = isi is None or "capaian" in isi.tabel
        return super().get_context_data(
            **kwargs,
            langkah=list_langkah(self.laporan, siap=siap, ditulis=len(self.narasi), url=url),
            kekurangan=[]
            if isi is None
            else list_kekurangan(
                isi,
                url_isian=self.url("portal:isian"),
                label_isian=get_sebutan_isian(self.pengguna, self.opd),
            ),
            snapshot=get_snapshot(self.laporan),
            riwayat=read_riwayat_laporan(self.laporan, self.opd),
            url_tarik=self.url("portal:laporan_tarik")
            if self.status == StatusLaporan.DITETAPKAN and can_tarik_laporan(self.pengguna, self.opd)
            else "",
            berkas=self.berkas,
            aksi=self._get_aksi(url, siap=siap),
            url_verifikasi=self.url("portal:laporan_verifikasi"),
            url_daftar=f"{reverse('portal:daftar_laporan')}?tahun={self.tahun}"
            if len(self.daftar_kantor) > 1
            else "",
        )

    def _get_aksi(self, url: dict[str, str], *, siap: bool) -> tuple[str, str, str] | None:
        """(icon, label, address) of the primary action."""
        if self.status == StatusLaporan.DITANDATANGANI:
            return ("unduh", "Unduh laporan bertanda tangan", url["unduh"])
        if self.status == StatusLaporan.DITETAPKAN:
            if can_sign(self.pengguna, self.opd):
                return ("tanda-tangan", "Tandatangani", url["tanda_tangan"])
            return ("pdf", "Lihat laporan", url["pratinjau"])
        if siap and can_tetapkan_laporan(self.pengguna, self.opd):
            return ("kunci", "Tetapkan laporan", url["tetapkan"])
        if can_edit_narasi(self.pengguna, self.opd):
            return ("ubah", "Tulis narasi", url["narasi"])
        return ("pdf", "Lihat pratinjau", url["pratinjau"]) if siap else None


class NarasiView(LaporanMixin, TemplateView):
    """All sections with their texts; each is saved by itself."""

    template_name = "portal/laporan/narasi.html"
    langkah_label = "Narasi"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Sections grouped by where the report prints them."""
        boleh = self.status == StatusLaporan.DRAF and can_edit_narasi(self.pengguna, self.opd)
        siap = "capaian" in self.isi.tabel
        bagian = [self.describe(satu, boleh=boleh) for satu in list_teks(self.isi)]
        kelompok: dict[str, list[dict[str, Any]]] = {}
        for satu in bagian:
            kelompok.setdefault(satu["bagian"].tempat, []).append(satu)
        return super().get_context_data(
            **kwargs, kelompok=list(kelompok.items()), boleh=boleh, siap=siap, bagian=bagian
        )

    def describe(self, satu: TeksBagian, *, boleh: bool) -> dict[str, Any]:
        """Context of one section."""
        row = self.narasi.get(satu.bagian.kode)
        form = NarasiForm(
            initial={"teks": satu.teks, "versi": None if row is None else row.versi},
            auto_id=f"{slugify(satu.bagian.kode)}-%s",
        )
        return describe_bagian(self, satu.bagian, form=form, satu=satu, row=row) | {"boleh": boleh}


def describe_bagian(
    view: LaporanMixin, bagian: BagianNarasi, *, form: NarasiForm, satu: TeksBagian, row: Any
) -> dict[str, Any]:
    """Context of ``_bagian.html``."""
    return {
        "bagian": bagian,
        "anjuran": max(4, min(24, satu.teks.count("\n") + len(satu.teks) // 90 + 2)),
        "id": slugify(bagian.kode),
        "form": form,
        "teks": satu.teks,
        "ditulis": satu.ditulis,
        "diubah": None if row is None else row.diubah,
        "url_simpan": view.url("portal:laporan_bagian", bagian=bagian.kode),
        "url_kembali": view.url("portal:laporan_bagian_kembali", bagian=bagian.kode),
    }


class BagianView(LaporanMixin, TemplateView):
    """Save one section."""

    template_name = "portal/laporan/bagian.html"
    akses = staticmethod(can_edit_narasi)
    kembali: ClassVar[bool] = False

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """The section must be one of this report."""
        super().setup(request, *args, **kwargs)
        try:
            self.bagian = get_bagian(self.isi, kwargs["bagian"])
        except BagianTidakDikenalError as error:
            raise Http404 from error

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The section as it stands."""
        return self.answer(tersimpan=False)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Save, or take back to the generated text; a stale form gets both texts."""
        form = NarasiForm(request.POST, auto_id=f"{slugify(self.bagian.kode)}-%s")
        if not form.is_valid():
            return self.answer(form=form, status=DITOLAK)
        versi = form.cleaned_data["versi"]
        try:
            if self.kembali:
                kembalikan_narasi(
                    pengguna=self.pengguna,
                    opd=self.opd,
                    tahun=self.tahun,
                    bagian=self.bagian.kode,
                    versi=versi,
                )
            else:
                simpan_narasi(
                    pengguna=self.pengguna,
                    opd=self.opd,
                    tahun=self.tahun,
                    bagian=self.bagian.kode,
                    teks=form.cleaned_data["teks"],
                    versi=versi,
                )
        except NarasiBerubahError as error:
            return self.conflict(form, error)
        except LayananError as error:
            form.add_error(None, error.pesan)
            return self.answer(form=form, status=DITOLAK)
        if not is_partial_request(request):
            return HttpResponseRedirect(f"{self.url('portal:laporan_narasi')}#{slugify(self.bagian.kode)}")
        return self.answer(tersimpan=True)

    def conflict(self, form: NarasiForm, error: NarasiBerubahError) -> HttpResponse:
        """Both texts, the typed one in the field; saving again goes over the stored one knowingly."""
        tersimpan = error.tersimpan
        baru = NarasiForm(
            initial={
                "teks": form.cleaned_data["teks"],
                "versi": None if tersimpan is None else tersimpan.versi,
            },
            auto_id=f"{slugify(self.bagian.kode)}-%s",
        )
        return self.answer(form=baru, status=KONFLIK, konflik=error.pesan)

    def answer(self, *, form: NarasiForm | None = None, status: int = 200, **konteks: Any) -> HttpResponse:
        """The section alone for htmx, else on a page of its own."""
        for nama in ("laporan", "narasi", "isi"):
            self.__dict__.pop(nama, None)
        satu = next(t for t in list_teks(self.isi) if t.bagian.kode == self.bagian.kode)
        row = self.narasi.get(self.bagian.kode)
        form = form or NarasiForm(
            initial={"teks": satu.teks, "versi": None if row is None else row.versi},
            auto_id=f"{slugify(self.bagian.kode)}-%s",
        )
        isi = describe_bagian(self, self.bagian, form=form, satu=satu, row=row)
        isi |= {"boleh": self.status == StatusLaporan.DRAF} | konteks
        if is_partial_request(self.request):
            return render(self.request, "portal/laporan/_bagian.html", {"satu": isi}, status=status)
        halaman = self.get_context_data(satu=isi)
        return render(self.request, self.template_name, halaman, status=status)


class PratinjauView(LaporanMixin, View):
    """The report as PDF: KONSEP while it is a draf, from its snapshot once it is set."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Render; a report that cannot be rendered says why on its page."""
        try:
            hasil = render_laporan(self.opd, self.tahun)
        except (LayananError, PdfGagalError) as error:
            return self.back(messages.ERROR, str(error))
        nama = slugify(f"lkjip {self.opd.singkatan} {self.tahun} {self.status.value}")
        return send_pdf(hasil.isi, f"{nama}.pdf", lampiran=False)


def send_pdf(isi: bytes, nama: str, *, lampiran: bool) -> HttpResponse:
    """A PDF answer that no cache keeps."""
    response = HttpResponse(isi, content_type="application/pdf")
    cara = "attachment" if lampiran else "inline"
    response["Content-Disposition"] = f'{cara}; filename="{nama}"'
    response["Cache-Control"] = "private, no-store"
    return response


@method_decorator(sensitive_post_parameters("passphrase"), name="dispatch")
class TandaTanganView(LaporanMixin, TemplateView):
    """The electronic signature."""

    template_name = "portal/laporan/tanda_tangan.html"
    langkah_label = "Tanda tangan"
    akses = staticmethod(can_sign)

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only a set report is signed, once."""
        if can_sign(self.pengguna, self.opd) and request.method in ("GET", "POST"):
            if self.status == StatusLaporan.DRAF:
                return self.back(
                    messages.WARNING, "Laporan belum ditetapkan. Tetapkan lebih dulu, lalu tandatangani."
                )
            if self.status == StatusLaporan.DITANDATANGANI:
                return self.leave(messages.INFO, "Laporan ini sudah ditandatangani.")
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The form, and the passphrase of the test certificate where there is one."""
        contoh = is_sertifikat_contoh_tersedia()
        dasar = {
            "form": TandaTanganForm(),
            "contoh": contoh,
            "sandi_contoh": SANDI_CONTOH if contoh else "",
            "snapshot": get_snapshot(self.laporan),
            "url_pdf": self.url("portal:laporan_pratinjau"),
        }
        return super().get_context_data(**dasar | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Sign; a refusal keeps the page and says why."""
        form = TandaTanganForm(request.POST, request.FILES)
        status = DITOLAK
        if form.is_valid():
            try:
                p12, passphrase = form.get_p12()
                tanda_tangani(
                    pengguna=self.pengguna,
                    opd=self.opd,
                    tahun=self.tahun,
                    sidik=request.POST.get("sidik", ""),
                    p12=p12,
                    passphrase=passphrase,
                )
            except TampilanBerubahError as error:
                form.add_error(
                    None,
                    f"{error.pesan} Laporan ditetapkan ulang sejak halaman ini dibuka; baca salinan yang baru.",
                )
                status = KONFLIK
            except LayananError as error:
                form.add_error(None, error.pesan)
            else:
                return self.leave(messages.SUCCESS, "Laporan ditandatangani secara elektronik dan disimpan.")
        nama = (
            "portal/laporan/_formulir_tanda_tangan.html"
            if is_partial_request(request)
            else self.template_name
        )
        return render(request, nama, self.get_context_data(form=form), status=status)

    def leave(self, jenis: int, teks: str) -> HttpResponse:
        """To the state of the report; htmx is told to go there as a whole page."""
        tujuan = self.back(jenis, teks)
        if is_partial_request(self.request):
            return HttpResponse(status=204, headers={"HX-Redirect": tujuan.url})
        return tujuan


class UnduhView(LaporanMixin, View):
    """The signed file."""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Send the file after its digest is compared."""
        if self.berkas is None:
            return self.back(
                messages.WARNING, "Laporan ini belum ditandatangani, jadi belum ada berkas untuk diunduh."
            )
        try:
            isi = record_unduhan(pengguna=self.pengguna, berkas=self.berkas)
        except TidakBerwenangError as error:
            raise Http404 from error
        except LayananError as error:
            return self.back(messages.ERROR, error.pesan)
        return send_pdf(isi, self.berkas.nama, lampiran=True)


class VerifikasiView(LaporanMixin, TemplateView):
    """Whether the stored file, or a copy that somebody holds, is as it was signed."""

    template_name = "portal/laporan/verifikasi.html"
    langkah_label = "Verifikasi"
    akses = staticmethod(can_view_opd)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The result for the stored file."""
        hasil, galat = None, ""
        if self.berkas is not None:
            try:
                hasil = verify_pdf(read_berkas(self.berkas), trust=get_akar_tepercaya())
            except LayananError as error:
                galat = error.pesan
        dasar: dict[str, Any] = {"berkas": self.berkas, "hasil": hasil, "galat": galat}
        dasar |= {"form": PeriksaForm(), "penerbit_diperiksa": bool(settings.SERTIFIKAT_AKAR)}
        return super().get_context_data(**dasar | kwargs)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The result for an uploaded copy."""
        form = PeriksaForm(request.POST, request.FILES)
        konteks: dict[str, Any] = {"form": form}
        if form.is_valid():
            isi = form.cleaned_data["berkas"].read()
            konteks |= {
                "salinan": verify_pdf(isi, trust=get_akar_tepercaya()),
                "nama_salinan": form.cleaned_data["berkas"].name,
                "sama": self.berkas is not None and self._is_sama(isi),
            }
        return render(
            request,
            self.template_name,
            self.get_context_data(**konteks),
            status=200 if form.is_valid() else DITOLAK,
        )

    def _is_sama(self, isi: bytes) -> bool:
        try:
            return self.berkas is not None and read_berkas(self.berkas) == isi
        except LayananError:
            return False
