"""Ikhtisar kantor: all offices in scope side by side."""

from django.views.generic import TemplateView


class IkhtisarView(TemplateView):
    """The list of offices."""

    template_name = "portal/ikhtisar/ikhtisar.html"
