"""What the shell of every page needs besides the page itself."""

from typing import Any

from django.http import HttpRequest

from portal.konteks import build_navigasi


def kerangka(request: HttpRequest) -> dict[str, Any]:
    """``navigasi`` for the user and the ``konteks`` that the view has set."""
    if not hasattr(request, "user"):
        return {}
    return {"navigasi": build_navigasi(request), "konteks": getattr(request, "konteks", None)}
