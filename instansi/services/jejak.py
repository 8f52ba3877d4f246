"""The audit row."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models

from instansi.models import Jejak, Pengguna, PerangkatDaerah
from sakip.kit.errors import IsianTidakSahError

PANJANG_ALASAN = 500


def check_alasan(alasan: str) -> str:
    """Return the reason of an act without blanks around it. Raises IsianTidakSahError when it is empty or too long."""
    bersih = " ".join(alasan.replace("\x00", "").split())
    if not bersih:
        pesan = "Isi alasan. Alasan disimpan dalam riwayat."
        raise IsianTidakSahError(pesan, bidang={"alasan": [pesan]})
    if len(bersih) > PANJANG_ALASAN:
        pesan = f"Alasan paling panjang {PANJANG_ALASAN} huruf; alasan ini {len(bersih)} huruf."
        raise IsianTidakSahError(pesan, bidang={"alasan": [pesan]})
    return bersih


def to_jejak(value: Any) -> Any:
    """Turn a value into what JSON keeps exactly: Decimal as text, dates as ISO, a related row as its id."""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, models.Model):
        return value.pk
    if isinstance(value, Mapping):
        return {str(key): to_jejak(item) for key, item in value.items()}
    if isinstance(value, str | bool | int) or value is None:
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Iterable):
        return [to_jejak(item) for item in value]
    return str(value)


def create_jejak(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah | None,
    aksi: str,
    objek: models.Model,
    sebelum: Mapping[str, Any] | None,
    sesudah: Mapping[str, Any] | None,
    alasan: str = "",
) -> Jejak:
    """Return an audit row that is not stored yet (for storing several at once)."""
    return Jejak(
        pengguna=pengguna,
        opd=opd,
        aksi=aksi,
        objek_jenis=objek._meta.label_lower,
        objek_id=objek.pk,
        sebelum=to_jejak(sebelum),
        sesudah=to_jejak(sesudah),
        alasan=alasan,
    )


def record_jejak(
    *,
    pengguna: Pengguna | None,
    opd: PerangkatDaerah | None,
    aksi: str,
    objek: models.Model,
    sebelum: Mapping[str, Any] | None,
    sesudah: Mapping[str, Any] | None,
    alasan: str = "",
) -> Jejak:
    """Store one audit row; call it inside the transaction of the change.

    ``pengguna`` None is the system (a command); ``objek`` is the row that changed, named as ``app.model`` and its id.
    """
    row = create_jejak(
        pengguna=pengguna, opd=opd, aksi=aksi, objek=objek, sebelum=sebelum, sesudah=sesudah, alasan=alasan
    )
    row.save(force_insert=True)
    return row
