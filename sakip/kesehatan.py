"""Two answers for whoever watches the server: is the process alive, and can it do its work."""

import tempfile
from pathlib import Path

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe


def check_database() -> bool:
    """Whether the database answers a query."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return bool(cursor.fetchone() == (1,))
    except DatabaseError:
        return False


def check_migrations() -> bool:
    """Whether every migration of this version has been applied."""
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return False


def check_storage() -> bool:
    """Whether a file can be written where issued reports are kept."""
    try:
        root = Path(settings.MEDIA_ROOT)
        root.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=root, prefix=".siap-") as file:
            file.write(b"1")
            file.flush()
    except OSError:
        return False
    return True


@login_not_required
@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """200 as long as the process answers; asks nothing else."""
    return HttpResponse("ok\n", content_type="text/plain")


@login_not_required
@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when database, migrations and storage are ready, else 503 with the part that is not."""
    parts = {"database": check_database()}
    parts["migrations"] = parts["database"] and check_migrations()
    parts["storage"] = check_storage()
    ready = all(parts.values())
    answer = {name: "ok" if good else "gagal" for name, good in parts.items()}
    return JsonResponse(answer, status=200 if ready else 503)
