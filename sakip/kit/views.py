"""Mixins of the views: scope first, partial answers for htmx, lists with filters, pages and export."""

from typing import TYPE_CHECKING, Any, TypeVar

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.text import slugify
from django.views.generic import TemplateView
from django_filters.views import FilterView
from django_tables2 import SingleTableMixin

from sakip.kit import formats, xlsx
from sakip.kit.kerangka import Konteks

if TYPE_CHECKING:
    from django.views.generic.base import TemplateResponseMixin, View

    class _TemplateView(TemplateResponseMixin, View):
        """What the mixins may rely on."""
else:
    _TemplateView = object

_M = TypeVar("_M", bound=Model)


def get_scoped_queryset(model: type[_M], user: Any) -> QuerySet[_M]:
    """Return the rows of ``model`` that the user may see.

    Raises ImproperlyConfigured for a model without ``for_user``: a view never falls back to all rows.
    """
    for_user = getattr(model._default_manager, "for_user", None)
    if for_user is None:
        raise ImproperlyConfigured(f"{model.__name__} has no manager method for_user()")
    queryset: QuerySet[_M] = for_user(user)
    return queryset


def get_scoped_or_404(model: type[_M], user: Any, **lookup: Any) -> _M:
    """Return the one row that the user may see; a neighbour's row is a 404 like one that does not exist."""
    try:
        return get_object_or_404(get_scoped_queryset(model, user), **lookup)
    except (ValueError, OverflowError) as error:
        raise Http404 from error


class ScopedMixin:
    """For views with a ``model``: every queryset starts from the user's scope."""

    model: type[Model]
    request: HttpRequest

    def get_queryset(self) -> QuerySet[Any]:
        """The rows in scope; a subclass refines ``super().get_queryset()``."""
        return get_scoped_queryset(self.model, self.request.user)


def is_partial_request(request: HttpRequest, target: str = "") -> bool:
    """Whether htmx asked for a part of the page (for the element ``target`` when given), not for a whole page."""
    if (
        request.headers.get("HX-Request") != "true"
        or request.headers.get("HX-History-Restore-Request") == "true"
    ):
        return False
    if target:
        return request.headers.get("HX-Target") == target
    return request.headers.get("HX-Boosted") != "true"


class PartialMixin(_TemplateView):
    """Answers htmx with ``partial_template_name`` (for ``partial_target`` when set), others with the page."""

    partial_template_name = ""
    partial_target = ""

    def get_template_names(self) -> list[str]:
        """The part for htmx, otherwise the page."""
        if self.partial_template_name and is_partial_request(self.request, self.partial_target):
            return [self.partial_template_name]
        return super().get_template_names()

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """The answer; caches keep the part and the page apart."""
        response = super().render_to_response(context, **response_kwargs)
        patch_vary_headers(response, ["HX-Request", "HX-Target"])
        return response


def xlsx_response(isi: bytes, nama: str) -> HttpResponse:
    """Send a workbook as a download named after ``nama``."""
    response = HttpResponse(isi, content_type=xlsx.JENIS_MIME)
    response["Content-Disposition"] = f'attachment; filename="{slugify(nama) or "tabel"}.xlsx"'
    return response


def export_context(request: HttpRequest) -> list[tuple[str, str]]:
    """The lines above an exported table: the choices of the context bar (``request.konteks``), what the page
    adds (``request.konteks_ekspor``), and when it was taken.
    """
    konteks = getattr(request, "konteks", None)
    lines = (
        [(pilihan.label, pilihan.teks) for pilihan in konteks.pilihan] if isinstance(konteks, Konteks) else []
    )
    now = timezone.localtime()
    lines += getattr(request, "konteks_ekspor", [])
    return [*lines, ("Diunduh", f"{formats.format_tanggal(now.date())}, {now:%H.%M %Z}")]


class TabelMixin(PartialMixin, SingleTableMixin):  # type: ignore[misc]  # django-tables2 ships no types
    """One `PortalTable` in the page: sorted and paged through the URL, ``?format=xlsx`` sends every row.

    The page includes it with ``{% render_table table %}``; sorting and paging then exchange only the table.
    """

    partial_template_name = "kit/_tabel.html"
    partial_target = "tabel"

    def get_table(self, **kwargs: Any) -> Any:
        """The configured table, marked as one that can be exported."""
        table = super().get_table(**kwargs)
        table.bisa_ekspor = True
        return table

    def get_export_context(self) -> list[tuple[str, str]]:
        """The lines above the exported rows."""
        return export_context(self.request)

    def render_to_response(self, context: dict[str, Any], **response_kwargs: Any) -> HttpResponse:
        """The workbook when the URL asks for it, otherwise the page or the table."""
        if self.request.GET.get("format") == "xlsx":
            table = context[self.get_context_table_name(None)]
            lembar = table.export_lembar(konteks=self.get_export_context())
            return xlsx_response(xlsx.write_workbook([lembar]), lembar.judul)
        return super().render_to_response(context, **response_kwargs)


class DaftarView(ScopedMixin, TabelMixin, FilterView):  # type: ignore[misc]  # neither package ships types
    """A list of a model: scoped rows, filters that stay in the URL, table, export over the whole filtered set.

    Needs ``model``, ``table_class``, ``filterset_class`` and ``template_name``; the context has ``filter``, ``table``.
    """


class HalamanTabelView(TabelMixin, TemplateView):
    """A page with a table whose rows come from a query function: override ``get_table_data()``."""
