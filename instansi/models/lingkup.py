"""Scope: which rows a user may reach."""

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q


@dataclass(frozen=True)
class Lingkup:
    """What a user may reach: whole governments and single offices, with the roles held there."""

    semua: bool
    pemda: frozenset[int]
    opd: frozenset[int]

    def opd_filter(self, prefix: str = "") -> Q:
        """Condition on an office reached by ``prefix`` (for example ``"simpul__opd__"``)."""
        if self.semua:
            return Q()
        return Q(**{f"{prefix}pemda_id__in": self.pemda}) | Q(**{f"{prefix}id__in": self.opd})


class PunyaLingkup(Protocol):
    """An account with a scope (`Pengguna`)."""

    is_active: Any

    @property
    def lingkup(self) -> Lingkup:
        """What the account may reach."""
        ...


def lingkup_for_user(user: PunyaLingkup | AnonymousUser) -> Lingkup:
    """Scope of ``user``; an anonymous or inactive user reaches nothing."""
    if not isinstance(user, AnonymousUser) and user.is_active:
        return user.lingkup
    return Lingkup(semua=False, pemda=frozenset(), opd=frozenset())


class ScopedQuerySet(models.QuerySet[Any, Any]):
    """Base of every queryset that a view starts from: ``for_user`` limits it to the user's offices."""

    opd_path: ClassVar[str] = "opd__"

    def for_user(self, user: PunyaLingkup | AnonymousUser) -> Self:
        """Rows of the offices that ``user`` may see (design: scope first, the neighbour's row is a 404)."""
        return self.filter(lingkup_for_user(user).opd_filter(self.opd_path))
