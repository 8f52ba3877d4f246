"""The context that every screen obeys: office and year from the path, periode and dokumen from the query.

``/opd/<singkatan>/<tahun>/...?periode=TW2&dokumen=dppa-2022``. A screen inherits `KantorMixin`; the context bar sends
``kantor`` and ``tahun`` as query parameters, and the mixin answers with the path of that office and year. What was
chosen last is remembered in the session, for the pages that are opened without a choice.
"""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.urls import NoReverseMatch, register_converter, reverse
from django.utils.functional import SimpleLazyObject

from instansi.enums import Peran
from instansi.models import Pengguna, PerangkatDaerah, mark_kembar
from instansi.rules import can_fill_realisasi, can_sahkan, can_view_all, can_view_opd
from instansi.waktu import activate_zona, get_tahun_ini
from kinerja.enums import Periode
from portal.queries.tahun import TahunKantor, load_tahun
from renstra.models import Dokumen
from renstra.queries import load_daftar_dokumen
from sakip.kit.kerangka import ButirNavigasi, Konteks, PilihanKonteks, Remah

if TYPE_CHECKING:
    from django.views.generic.base import ContextMixin, View

    class _View(ContextMixin, View):
        """What the mixin may rely on."""
else:
    _View = object

KUNCI_SESI = "konteks"
"""Session entry of the last choice: ``{"kantor": singkatan, "tahun": 2023, "periode": "TW2"}``."""

SEMUA_DOKUMEN = "Yang berlaku"


class TahunConverter:
    """A year of the path, 2000 to 2099."""

    regex = "20[0-9]{2}"

    def to_python(self, value: str) -> int:
        """The year as a number."""
        return int(value)

    def to_url(self, value: int | str) -> str:
        """The year as text."""
        return str(value)


register_converter(TahunConverter, "tahun")


def get_pengguna(request: HttpRequest) -> Pengguna:
    """Return the signed-in user; the login middleware lets nobody else reach a screen."""
    user = request.user
    if not isinstance(user, Pengguna):
        raise PermissionDenied
    return user


def get_daftar_kantor(user: Pengguna) -> list[PerangkatDaerah]:
    """Offices in scope by name: from the assignments when all are to single offices (no query), else one query."""
    if not user.lingkup.semua and not user.lingkup.pemda:
        sendiri = {p.opd.pk: p.opd for p in user.penugasan_aktif if p.opd is not None}
        return mark_kembar(sorted(sendiri.values(), key=lambda opd: opd.nama))
    return mark_kembar(PerangkatDaerah.objects.for_user(user).select_related("pemda").order_by("nama", "id"))


def get_sebutan_peran(user: Pengguna, opd: PerangkatDaerah | None = None) -> str:
    """The roles of a user in words, at ``opd`` or anywhere."""
    peran = user.peran if opd is None else user.peran_pada(opd)
    sebutan = [str(satu.label) for satu in Peran if satu in peran]
    return ", ".join(sebutan) or ("Administrator" if user.is_superuser else "")


def is_tahun(teks: str) -> bool:
    """Whether a parameter is a year from 2000 to 2099; a long row of digits is refused before it is read."""
    return len(teks) == 4 and teks.isascii() and teks.isdigit() and teks.startswith("20")


def get_ingatan(request: HttpRequest) -> dict[str, Any]:
    """What the user chose last (kantor, tahun, periode); empty at first."""
    ingatan = request.session.get(KUNCI_SESI)
    return dict(ingatan) if isinstance(ingatan, dict) else {}


def remember(request: HttpRequest, **pilihan: Any) -> None:
    """Keep a choice for the next page; the session is written only when something changed.

    A periode belongs to its year: it is forgotten when another year is opened without one.
    """
    lama = get_ingatan(request)
    baru = lama | {nama: nilai for nama, nilai in pilihan.items() if nilai not in (None, "")}
    if baru.get("tahun") != lama.get("tahun") and not pilihan.get("periode"):
        baru.pop("periode", None)
    if baru != lama:
        request.session[KUNCI_SESI] = baru


def get_kantor_bawaan(request: HttpRequest, daftar: Sequence[PerangkatDaerah]) -> PerangkatDaerah | None:
    """The office chosen last, else the first in scope."""
    ingat = get_ingatan(request).get("kantor")
    return next((opd for opd in daftar if opd.singkatan == ingat), daftar[0] if daftar else None)


def get_tahun_bawaan(request: HttpRequest, tahun: TahunKantor) -> int:
    """The year chosen last if the menu has it, else the one to begin with."""
    ingat = get_ingatan(request).get("tahun")
    return ingat if isinstance(ingat, int) and tahun.is_ada(ingat) else tahun.bawaan


class KantorMixin(_View):
    """Base of every screen of an office.

    ``setup()`` loads ``opd`` (in scope, else 404), ``tahun``, ``periode``, ``dokumen`` and ``daftar_dokumen``;
    ``dispatch()`` answers a choice of the context bar and checks ``akses`` (else 403); the template gets ``konteks``,
    ``remah``, ``opd``, ``tahun``, ``periode`` and ``dokumen``. A screen sets:

    - ``navigasi_aktif``: key of its entry in the navigation; ``remah_label``: its breadcrumb
    - ``pilihan_periode`` and ``periode_bawaan``: the periods it offers (none: no choice in the bar)
    - ``jenis_dokumen``: kinds of documents it offers; ``dokumen`` is None for the one in force
    - ``akses``: the rule ``(user, opd) -> bool``
    - ``halaman_konteks``: URL name to go to for another office or year, where it is not the page itself
    """

    navigasi_aktif: ClassVar[str] = ""
    remah_label: ClassVar[str] = ""
    pilihan_periode: ClassVar[Sequence[Periode]] = ()
    periode_bawaan: ClassVar[Periode] = Periode.TAHUN
    jenis_dokumen: ClassVar[Sequence[str]] = ()
    halaman_konteks: ClassVar[str] = ""
    akses: ClassVar[Callable[..., bool]] = staticmethod(can_view_opd)

    request: HttpRequest
    opd: PerangkatDaerah
    tahun: int
    periode: Periode
    dokumen: Dokumen | None

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load what the path and the query name."""
        super().setup(request, *args, **kwargs)
        self.pengguna = get_pengguna(request)
        self.daftar_kantor = get_daftar_kantor(self.pengguna)
        self.opd = self._find_kantor(str(kwargs["singkatan"]))
        activate_zona([self.opd.pemda])
        self.tahun = int(kwargs["tahun"])
        self.periode = self._find_periode()
        self.dokumen = self._find_dokumen()
        # Read by the shell and by exports; lazy, because a part of a page needs no context bar and no query for it.
        request.konteks = SimpleLazyObject(self.build_konteks)  # type: ignore[attr-defined]
        request.konteks_ekspor = [("Pemerintah daerah", self.opd.pemda.nama_lengkap)]  # type: ignore[attr-defined]  # by exports
        request.kantor = self  # type: ignore[attr-defined]  # read by the navigation

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Move to the chosen office or year, refuse who may not be here, else answer."""
        if request.method in ("GET", "HEAD"):
            if {"kantor", "tahun"} & request.GET.keys():
                return HttpResponseRedirect(self._url_pindah(request.GET))
            self._remember()
        if not type(self).akses(self.pengguna, self.opd):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context of the shell around the page."""
        dasar = {
            "konteks": self.request.konteks,  # type: ignore[attr-defined]
            "remah": self.get_remah(),
            "opd": self.opd,
            "tahun": self.tahun,
            "periode": self.periode,
            "dokumen": self.dokumen,
        }
        return super().get_context_data(**dasar | kwargs)

    @cached_property
    def daftar_dokumen(self) -> list[Dokumen]:
        """Documents of the office (one query, shared with ``DataKinerja`` and ``DataAnggaran``)."""
        return load_daftar_dokumen(self.opd)

    def get_pilihan_dokumen(self) -> list[Dokumen]:
        """Documents of ``jenis_dokumen`` that reach over the year."""
        return [
            row
            for row in self.daftar_dokumen
            if row.jenis in self.jenis_dokumen and row.tahun <= self.tahun <= row.tahun_akhir
        ]

    def get_remah(self) -> list[Remah]:
        """Breadcrumbs: office, page."""
        awal = Remah(self.opd.sebutan, self.url("portal:beranda_kantor"))
        return [awal, Remah(self.remah_label)] if self.remah_label else [Remah(self.opd.sebutan)]

    def url(self, nama: str, *, periode: str = "", dokumen: str = "", **kwargs: Any) -> str:
        """Address of another screen of the same office and year; empty while that screen does not exist."""
        return get_url_kantor(nama, self.opd, self.tahun, periode=periode, dokumen=dokumen, **kwargs)

    def build_konteks(self) -> Konteks:
        """The context bar of this page."""
        pilihan = [
            PilihanKonteks(
                "kantor",
                "Perangkat daerah",
                self.opd.singkatan,
                [(opd.singkatan, opd.sebutan) for opd in self.daftar_kantor],
            ),
            PilihanKonteks(
                "tahun",
                "Tahun",
                str(self.tahun),
                load_tahun([self.opd]).list_menu(self.tahun),
            ),
        ]
        if self.pilihan_periode:
            opsi = [(str(p.value), str(p.label)) for p in self.pilihan_periode]
            pilihan.append(PilihanKonteks("periode", "Periode", self.periode.value, opsi))
        if self.jenis_dokumen:
            nilai = self.dokumen.kunci if self.dokumen else ""
            opsi = [("", SEMUA_DOKUMEN), *((row.kunci, str(row)) for row in self.get_pilihan_dokumen())]
            pilihan.append(PilihanKonteks("dokumen", "Dokumen", nilai, opsi))
        return Konteks(pilihan, peran=get_sebutan_peran(self.pengguna, self.opd))

    def _find_kantor(self, singkatan: str) -> PerangkatDaerah:
        opd = next((opd for opd in self.daftar_kantor if opd.singkatan == singkatan), None)
        if opd is None:
            raise Http404
        return opd

    def _find_periode(self) -> Periode:
        if not self.pilihan_periode:
            return self.periode_bawaan
        diminta = self.request.GET.get("periode")
        if diminta is not None:
            periode = next((p for p in self.pilihan_periode if p.value == diminta), None)
            if periode is None:
                raise Http404
            return periode
        ingatan = get_ingatan(self.request)
        ingat = ingatan.get("periode") if ingatan.get("tahun") == self.tahun else None
        return next((p for p in self.pilihan_periode if p.value == ingat), self.periode_bawaan)

    def _find_dokumen(self) -> Dokumen | None:
        kunci = self.request.GET.get("dokumen", "") if self.jenis_dokumen else ""
        if not kunci:
            return None
        dokumen = next((row for row in self.get_pilihan_dokumen() if row.kunci == kunci), None)
        if dokumen is None and not {"kantor", "tahun"} & self.request.GET.keys():
            raise Http404
        return dokumen

    def _url_pindah(self, query: QueryDict) -> str:
        """The page for the office and year that the context bar sent; the other parameters stay."""
        singkatan = query.get("kantor") or self.opd.singkatan
        teks = query.get("tahun") or ""
        opd = self._find_kantor(singkatan)
        tahun = int(teks) if is_tahun(teks) else self.tahun
        pindah = opd.pk != self.opd.pk or tahun != self.tahun
        kwargs = dict(self.kwargs)
        nama = self.request.resolver_match.view_name if self.request.resolver_match else ""
        if pindah and self.halaman_konteks:
            nama, kwargs = self.halaman_konteks, {}
        if opd.pk != self.opd.pk:
            # The year of one office may be empty in another: start from the years that it has.
            punya = load_tahun([opd])
            tahun = tahun if punya.is_ada(tahun) else punya.bawaan
        sisa = query.copy()
        dilepas = ["kantor", "tahun", "page"]
        if pindah:
            dilepas.append("dokumen")
        if tahun != self.tahun:
            dilepas.append("periode")  # another year may be measured in other periods
        for satu in dilepas:
            sisa.pop(satu, None)
        alamat = reverse(nama, kwargs=kwargs | {"singkatan": opd.singkatan, "tahun": tahun})
        return f"{alamat}?{sisa.urlencode()}" if sisa else alamat

    def _remember(self) -> None:
        periode = self.periode.value if self.pilihan_periode and "periode" in self.request.GET else None
        remember(self.request, kantor=self.opd.singkatan, tahun=self.tahun, periode=periode)


class LingkupMixin(_View):
    """Base of the screens over all offices in scope: ``daftar_kantor``, ``tahun`` (``?tahun=``, else the last one)."""

    navigasi_aktif: ClassVar[str] = ""
    remah_label: ClassVar[str] = ""

    request: HttpRequest
    tahun: int

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the offices and the year."""
        super().setup(request, *args, **kwargs)
        self.pengguna = get_pengguna(request)
        self.daftar_kantor = get_daftar_kantor(self.pengguna)
        activate_zona(opd.pemda for opd in self.daftar_kantor)
        self.tahun = self._find_tahun()
        request.konteks = SimpleLazyObject(self.build_konteks)  # type: ignore[attr-defined]  # read by the shell
        request.navigasi_aktif = self.navigasi_aktif  # type: ignore[attr-defined]  # read by the navigation

    @cached_property
    def tahun_kantor(self) -> TahunKantor:
        """Years of the offices in scope (one query)."""
        return load_tahun(self.daftar_kantor)

    @property
    def nama_lingkup(self) -> str:
        """The scope in words: the government, or how many there are."""
        pemda = {opd.pemda.nama_lengkap for opd in self.daftar_kantor}
        return pemda.pop() if len(pemda) == 1 else f"{len(pemda)} pemerintah daerah"

    def get_tahun_awal(self) -> int:
        """The year shown when none is chosen."""
        return self.tahun_kantor.bawaan

    def build_konteks(self) -> Konteks:
        """Scope and year."""
        tahun = self.tahun_kantor.list_menu(self.tahun)
        return Konteks(
            [
                PilihanKonteks("lingkup", "Lingkup", "", [("", self.nama_lingkup)]),
                PilihanKonteks("tahun", "Tahun", str(self.tahun), tahun),
            ],
            peran=get_sebutan_peran(self.pengguna),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context of the shell around the page."""
        dasar = {
            "konteks": self.request.konteks,  # type: ignore[attr-defined]
            "remah": [Remah("Beranda", reverse("portal:beranda")), Remah(self.remah_label)]
            if self.remah_label
            else [],
            "tahun": self.tahun,
        }
        return super().get_context_data(**dasar | kwargs)

    def _find_tahun(self) -> int:
        teks = self.request.GET.get("tahun", "")
        if teks:
            if not is_tahun(teks):
                raise Http404
            remember(self.request, tahun=int(teks))
            return int(teks)
        ingat = get_ingatan(self.request).get("tahun")
        ada = self.tahun_kantor.isi and self.tahun_kantor.is_ada(ingat)
        return ingat if isinstance(ingat, int) and ada else self.get_tahun_awal()


def get_url_kantor(
    nama: str,
    opd: PerangkatDaerah | str,
    tahun: int,
    *,
    periode: str = "",
    dokumen: str = "",
    **kwargs: Any,
) -> str:
    """Address of a screen of an office and year; empty while that screen does not exist."""
    singkatan = opd if isinstance(opd, str) else opd.singkatan
    try:
        alamat = reverse(nama, kwargs={"singkatan": singkatan, "tahun": tahun, **kwargs})
    except NoReverseMatch:
        return ""
    query = QueryDict(mutable=True)
    if periode:
        query["periode"] = periode
    if dokumen:
        query["dokumen"] = dokumen
    return f"{alamat}?{query.urlencode()}" if query else alamat


def get_sebutan_isian(user: object, opd: PerangkatDaerah | None) -> str:
    """What the entry screen is called for who types, who approves and who reads."""
    if opd is not None and can_fill_realisasi(user, opd):
        return "Isi realisasi"
    if opd is not None and can_sahkan(user, opd):
        return "Sahkan realisasi"
    return "Realisasi"


_BUTIR_KANTOR: tuple[tuple[str, str, str, str, Callable[[Any, Any], bool]], ...] = (
    ("rencana", "Rencana", "portal:rencana", "rencana", can_view_opd),
    ("isian", "Realisasi", "portal:isian", "realisasi", can_view_opd),
    ("capaian", "Capaian", "portal:capaian", "capaian", can_view_opd),
    ("anggaran", "Anggaran", "portal:anggaran", "anggaran", can_view_opd),
    ("tabel", "Tabel resmi", "portal:daftar_tabel", "tabel", can_view_opd),
    ("laporan", "Laporan", "portal:laporan", "laporan", can_view_opd),
)

_BUTIR_LINGKUP: tuple[tuple[str, str, str, str], ...] = (
    ("ikhtisar", "Ikhtisar", "portal:ikhtisar", "kantor"),
    ("daftar_laporan", "Daftar laporan", "portal:daftar_laporan", "berkas"),
)


def build_navigasi(request: HttpRequest) -> list[ButirNavigasi]:
    """The left navigation for the user: only what the role can use and what exists. No query."""
    user = request.user
    if not isinstance(user, Pengguna):
        return []
    halaman = getattr(request, "kantor", None)
    aktif = getattr(halaman, "navigasi_aktif", "") or getattr(request, "navigasi_aktif", "")
    ingat = get_ingatan(request)
    milik = [p.opd for p in user.penugasan_aktif if p.opd is not None]
    opd = next((o for o in milik if o.singkatan == ingat.get("kantor")), milik[0] if milik else None)
    tahun = ingat.get("tahun") or get_tahun_ini([opd.pemda] if opd is not None else [])
    if halaman is not None:
        opd, tahun = halaman.opd, halaman.tahun
    butir = [ButirNavigasi("Beranda", reverse("portal:beranda"), "beranda", aktif == "beranda")]
    # A page over all offices names none, and neither does its navigation.
    for kunci, label, nama, ikon, boleh in _BUTIR_KANTOR if opd is not None else ():
        alamat = get_url_kantor(nama, opd, tahun) if opd is not None else ""
        if not alamat or not boleh(user, opd):
            continue
        sebutan = get_sebutan_isian(user, opd) if kunci == "isian" else label
        butir.append(ButirNavigasi(sebutan, alamat, ikon, aktif == kunci))
    if can_view_all(user):
        butir += [
            ButirNavigasi(label, reverse(nama), ikon, aktif == kunci)
            for kunci, label, nama, ikon in _BUTIR_LINGKUP
        ]
    awal = reverse("portal:jadwal" if can_view_all(user) else "portal:aturan")
    butir.append(ButirNavigasi("Pengaturan", awal, "pengaturan", aktif == "pengaturan"))
    return butir
