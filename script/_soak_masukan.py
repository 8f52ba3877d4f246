"""Mutation test of all inputs of the example offices; run by ``script/soak`` inside the portal.

(c) Every number of the example offices is changed by itself: at least one official table must show another figure.
All numbers are changed at once, in several ways: every figure that the acceptance set names must change.
"""

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max

from instansi.models import PerangkatDaerah
from portal.masukan import list_masukan
from portal.mutasi import explain_diam, find_beku, find_diam


def check_masukan() -> dict[str, Any]:
    """Numbers tried, those that may stand in no table by reason, and what is broken, in words."""
    rusak = [
        f"{satu.opd} {satu.tahun}: {satu.tabel} {satu.baris} {satu.kolom} shows the same whatever the inputs are"
        for satu in find_beku(Path(settings.BASE_DIR) / "tests" / "angka")
    ]
    jumlah, sebab = 0, dict[str, int]()
    for opd in PerangkatDaerah.objects.annotate(tahun=Max("indikator__realisasi__tahun")).order_by("id"):
        masukan = list_masukan(opd)
        jumlah += len(masukan)
        for satu in find_diam(opd, masukan, tahun=opd.tahun):
            if alasan := explain_diam(satu):
                sebab[alasan] = sebab.get(alasan, 0) + 1
            else:
                rusak.append(f"{opd.singkatan}: no table shows {satu}")
    return {"jumlah": jumlah, "sebab": sebab, "rusak": rusak}


def main() -> None:
    """Print the result as one line of JSON."""
    print(json.dumps(check_masukan()))  # noqa: T201  read by script/soak
