"""What the screens of Pengaturan share: the entry in the navigation, the links between them, the year of the URL."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.views.generic import RedirectView

from instansi.models import Pemda
from instansi.rules import can_view_all
from portal.konteks import get_pengguna, is_tahun
from sakip.kit.kerangka import Konteks, Remah

if TYPE_CHECKING:
    from django.views.generic.base import ContextMixin, View

    class _View(ContextMixin, View):
        """What the mixin may rely on."""
else:
    _View = object

JUDUL = "Pengaturan"


def get_nama_pemda(pemda: Pemda) -> str:
    """``Kota Pasuruan``."""
    return pemda.nama_lengkap


def get_url_pengaturan(user: object) -> str:
    """Where Pengaturan begins for the user: the schedule, or the rules for who has no whole government in scope."""
    return reverse("portal:jadwal" if can_view_all(user) else "portal:aturan")


def read_tahun(request: HttpRequest) -> int | None:
    """The year of the query, None without one; anything but 2000 to 2099 is a 404."""
    teks = request.GET.get("tahun", "")
    if not teks:
        return None
    if not is_tahun(teks):
        raise Http404
    return int(teks)


class PengaturanMixin(_View):
    """Base of the screens; ``bagian`` is the key of the screen, ``remah_label`` where the reader stands."""

    bagian: ClassVar[str] = ""
    remah_label: ClassVar[str] = ""

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Load the user and mark the navigation."""
        super().setup(request, *args, **kwargs)
        self.pengguna = get_pengguna(request)
        request.navigasi_aktif = "pengaturan"  # type: ignore[attr-defined]  # read by the navigation
        # Read by the shell and by exports; lazy, because a part of a page needs no context bar.
        request.konteks = SimpleLazyObject(self.build_konteks)  # type: ignore[attr-defined]

    def build_konteks(self) -> Konteks:
        """The context bar of this page."""
        return Konteks([])

    def get_remah(self) -> list[Remah]:
        """Breadcrumbs: Pengaturan, page."""
        return [Remah(JUDUL, get_url_pengaturan(self.pengguna)), Remah(self.remah_label)]

    def get_pilihan_bagian(self) -> list[dict[str, Any]]:
        """Links to the screens that the user may open."""
        layar = [("aturan", "Aturan capaian", "portal:aturan")]
        if can_view_all(self.pengguna):
            layar.insert(0, ("jadwal", "Jadwal pengisian", "portal:jadwal"))
        return [
            {"nama": nama, "url": reverse(url), "aktif": kunci == self.bagian} for kunci, nama, url in layar
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The context of the shell around the page."""
        dasar = {
            "konteks": self.request.konteks,  # type: ignore[attr-defined]
            "remah": self.get_remah(),
            "pilihan_bagian": self.get_pilihan_bagian(),
        }
        return super().get_context_data(**dasar | kwargs)


class PengaturanView(RedirectView):
    """``/pengaturan/``: leads to the first screen that the user may open."""

    def get_redirect_url(self, *args: Any, **kwargs: Any) -> str:
        """The address of that screen."""
        return get_url_pengaturan(get_pengguna(self.request))
