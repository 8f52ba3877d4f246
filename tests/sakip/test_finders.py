"""Which static files are published."""

import re
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.finders import get_finders

from sakip.finders import is_published


def test_is_published_own_files_and_named_vendor_files():
    assert is_published("portal.css")
    assert is_published("vendor/htmx/htmx.min.js")
    assert not is_published("vendor/htmx/ext/debug.js")
    assert not is_published("vendor/ibm-plex-sans/package.json")


def test_find_refuses_what_is_not_published():
    assert finders.find("vendor/htmx/htmx.min.js")
    assert not finders.find("vendor/htmx/htmx.js")


def test_list_holds_no_other_vendor_file():
    listed = {
        f"{storage.prefix}/{path}" if getattr(storage, "prefix", None) else path
        for finder in get_finders()
        for path, storage in finder.list([])
    }
    vendor = {path for path in listed if path.startswith("vendor/")}
    assert "vendor/tabler/css/tabler.min.css" in vendor
    assert len(vendor) == 12


def test_every_static_file_of_a_template_is_found():
    folder = Path(settings.BASE_DIR) / "templates"
    asked = {
        name
        for template in folder.rglob("*.html")
        for name in re.findall(r"""{% static ['"]([^'"]+)['"]""", template.read_text(encoding="utf-8"))
    }
    assert asked
    assert [name for name in sorted(asked) if not finders.find(name)] == []
