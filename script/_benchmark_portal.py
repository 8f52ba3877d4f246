"""The portal measured inside one process and on one database; run by ``manage.py shell``, which sets Django up.

Prints JSON. Requests pass the whole middleware with a session that signed in through the form, CSRF check included.
Queries are counted apart from the timed runs, because counting them slows them down.
"""

import json
import logging
import re
import sys
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median

from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from instansi.models import Jejak, PerangkatDaerah
from kinerja.enums import JenisNilai
from kinerja.models import Realisasi, Target
from laporan.dokumen import render_lkjip_html
from laporan.lkjip import compose_lkjip
from laporan.pdf.aset import read_aset_cetak
from laporan.queries import collect_isi
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import TabelTanpaDataError
from laporan.tabel.data import DataLaporan

ULANGAN = 15
PEMANASAN = 3
KANTOR_LEBAR = "kominfo-lumajang"
KANTOR_ISIAN = "kominfo-pasuruan"
BARIS = 25
TRANSAKSI = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE SAVEPOINT")


@dataclass(frozen=True, slots=True)
class Ukuran:
    """Median milliseconds, on the clock and of this process, queries, and what the figure is about.

    Statements of transactions are counted apart.
    """

    ms: float
    cpu: float
    queries: int
    transaction: int
    catatan: str


def measure(langkah: Callable[[], object], catatan: str, ulangan: int = ULANGAN) -> Ukuran:
    """Call ``langkah`` until warm, count the queries of one call, then time ``ulangan`` calls."""
    for _ in range(PEMANASAN):
        langkah()
    with CaptureQueriesContext(connection) as tertangkap:
        langkah()
    perintah = [satu["sql"] for satu in tertangkap.captured_queries]
    transaksi = sum(satu.startswith(TRANSAKSI) for satu in perintah)
    waktu, prosesor = [], []
    for _ in range(ulangan):
        mulai, mulai_cpu = time.perf_counter(), time.process_time()
        langkah()
        waktu.append(time.perf_counter() - mulai)
        prosesor.append(time.process_time() - mulai_cpu)
    return Ukuran(
        median(waktu) * 1000, median(prosesor) * 1000, len(perintah) - transaksi, transaksi, catatan
    )


def sign_in(akun: str) -> Client:
    """Return a browser that signed in through the form."""
    client = Client(enforce_csrf_checks=True, SERVER_NAME="localhost")
    client.get("/masuk/")
    isi = {"username": akun, "password": settings.SANDI_CONTOH, "csrfmiddlewaretoken": get_token(client)}
    jawaban = client.post("/masuk/", isi)
    if jawaban.status_code != 302:
        raise SystemExit(f"{akun} cannot sign in: {jawaban.status_code}")
    return client


def get_token(client: Client) -> str:
    """The CSRF token of the browser's cookie."""
    return client.cookies["csrftoken"].value


def read(client: Client, alamat: str) -> str:
    """GET a page that must be there."""
    jawaban = client.get(alamat)
    if jawaban.status_code != 200:
        raise SystemExit(f"{alamat}: {jawaban.status_code}")
    return jawaban.content.decode()


def measure_capaian() -> Ukuran:
    """The first page of a capaian table, as a whole page: 25 rows, filters, average, navigation."""
    client = sign_in("perencana.lumajang")
    alamat = f"/opd/{KANTOR_LEBAR}/2022/capaian/?jenjang=sub_kegiatan&periode=TAHUN"
    badan = re.search(r"<tbody>(.*?)</tbody>", read(client, alamat), re.DOTALL)
    baris = len(re.findall(r"<tr\b", badan[1])) if badan else 0
    if baris != BARIS:
        raise SystemExit(f"{alamat}: {baris} rows instead of {BARIS}")
    return measure(lambda: read(client, alamat), f"{baris} rows")


def measure_isian() -> Ukuran:
    """The entry page of the office with the most indicators, every row with its form."""
    client = sign_in("perencana.pasuruan")
    alamat = f"/opd/{KANTOR_ISIAN}/2023/isi/?periode=TW1"
    baris = read(client, alamat).count("data-baris")
    return measure(lambda: read(client, alamat), f"{baris} rows")


def measure_simpan() -> Ukuran:
    """One row of the entry page saved, its audit row written, and the row drawn again with its capaian."""
    client = sign_in("perencana.pasuruan")
    target = (
        Target.objects.filter(
            indikator__opd__singkatan=KANTOR_ISIAN,
            indikator__jenis_nilai=JenisNilai.ANGKA,
            indikator__label_pembilang="",
            tahun=2023,
            periode="TW1",
        )
        .order_by("indikator__urutan", "id")
        .first()
    )
    if target is None:
        raise SystemExit("no plain number to type")
    pk = target.indikator_id
    alamat = f"/opd/{KANTOR_ISIAN}/2023/isi/{pk}/?periode=TW1"
    # two values in turn, neither so far from the target that the portal asks
    dasar = int(target.nilai or 1)
    keadaan = {"nilai": 0, "versi": 0, "simpan": 0}

    def save() -> None:
        isi = {"nilai": str(dasar + (keadaan["nilai"] + 1) % 2), "versi": str(keadaan["versi"] or "")}
        jawaban = client.post(alamat, isi, headers={"HX-Request": "true", "X-CSRFToken": get_token(client)})
        if jawaban.status_code != 200:
            raise SystemExit(f"{alamat}: {jawaban.status_code}")
        keadaan.update(nilai=keadaan["nilai"] + 1, versi=keadaan["versi"] + 1, simpan=keadaan["simpan"] + 1)

    read(client, f"/opd/{KANTOR_ISIAN}/2023/isi/?periode=TW1")
    sebelum = Jejak.objects.count()
    ukuran = measure(save, "htmx, audit row, row drawn again")
    jejak = Jejak.objects.count() - sebelum
    row = Realisasi.objects.get(indikator_id=pk, tahun=2023, periode="TW1")
    if (jejak, row.versi, row.nilai) != (keadaan["simpan"], keadaan["versi"], keadaan["nilai"]):
        raise SystemExit(f"saved {keadaan}, found version {row.versi}, value {row.nilai}, {jejak} audit rows")
    return ukuran


def measure_hitung_ulang() -> dict[str, Ukuran]:
    """All official tables of an office and its published year, from the database to the displayed cells."""

    def compute(opd: PerangkatDaerah, tahun: int) -> int:
        data = DataLaporan(opd, tahun=tahun)
        baris = 0
        for satu in list_tabel():
            try:
                baris += len(build_tabel_from(satu.kode, data).baris)
            except TabelTanpaDataError:
                continue
        return baris

    hasil = {}
    for opd in PerangkatDaerah.objects.select_related("pemda").order_by("singkatan"):
        tahun = 2023 if opd.singkatan == "kominfo-lampung-barat" else 2022
        baris = compute(opd, tahun)
        hasil[opd.singkatan] = measure(
            lambda opd=opd, tahun=tahun: compute(opd, tahun),  # type: ignore[misc]  # bound now, not at the call
            f"{tahun}, {baris} rows of all tables",
            ulangan=9,
        )
    return hasil


def write_laporan(folder: Path) -> str:
    """Write the LKjIP of an office for the renderers; return what it is."""

    opd = PerangkatDaerah.objects.get(singkatan=KANTOR_LEBAR)
    html = render_lkjip_html(compose_lkjip(collect_isi(opd, tahun=2022)))
    polos = folder / "plain"
    polos.mkdir(parents=True)
    (folder / "index.html").write_text(html)
    (polos / "index.html").write_text(html.replace("aset:", ""))
    for nama, isi in read_aset_cetak().items():
        for akar, data in (
            (folder / "aset", isi),
            (polos, isi.replace(b"aset:", b"") if nama.endswith(".css") else isi),
        ):
            berkas = akar / nama
            berkas.parent.mkdir(parents=True, exist_ok=True)
            berkas.write_bytes(data)
    return f"{opd.singkatan} 2022"


def main(folder: Path) -> None:
    """Measure everything and print it; the report's HTML is left in ``folder``."""
    logging.disable(logging.WARNING)
    hasil = {
        "laporan": write_laporan(folder),
        "capaian": asdict(measure_capaian()),
        "isian": asdict(measure_isian()),
        "simpan": asdict(measure_simpan()),
        "hitung": {nama: asdict(satu) for nama, satu in measure_hitung_ulang().items()},
    }
    sys.stdout.write(json.dumps(hasil))
