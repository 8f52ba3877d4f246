"""One workbook per official table: what the screen sends and what the command writes are the same bytes."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from openpyxl import load_workbook

from instansi.models import PerangkatDaerah
from laporan.tabel.daftar import build_tabel, list_tabel
from laporan.tabel.dasar import TabelTanpaDataError
from renstra.enums import JenisDokumen
from sakip.kit.formats import TANDA_KOSONG
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

pytestmark = pytest.mark.django_db

AWAL_RUMUS = ("=", "+", "-", "@", "\t")


def check_cells(isi, hasil):
    """Numbers are numbers in the decimals shown, missing ones say why, text never runs, notes stand below."""
    lembar = load_workbook(BytesIO(isi)).worksheets[0]
    baris = list(lembar.iter_rows())
    kepala = next(
        nomor
        for nomor, satu in enumerate(baris)
        if [sel.value for sel in satu]
        == [f"{k.kelompok}: {k.judul}" if k.kelompok else k.judul for k in hasil.kolom]
    )
    for satu, asal in zip(baris[kepala + 1 :], hasil.baris, strict=False):
        for sel, kolom in zip(satu, hasil.kolom, strict=True):
            harap = asal.get(kolom.kode)
            if isinstance(harap.nilai, Decimal):
                assert Decimal(str(sel.value)) == harap.nilai or sel.value == harap.teks
                if sel.data_type == "n" and harap.desimal:
                    assert sel.number_format.endswith("." + "0" * harap.desimal)
            elif harap.teks not in ("", TANDA_KOSONG):
                assert sel.value == harap.teks.replace("\r\n", "\n")
            elif harap.keterangan and harap.nilai is None:
                assert sel.value == f"{TANDA_KOSONG} {harap.keterangan}"
            assert sel.data_type != "f"
            if sel.data_type == "s" and str(sel.value).startswith(AWAL_RUMUS):
                assert sel.quotePrefix
    teks = {sel.value for satu in baris for sel in satu}
    assert {*hasil.catatan, *([f"Sumber: {hasil.sumber}"] if hasil.sumber else [])} <= teks


def test_screen_and_command_write_the_same_bytes_for_every_table_of_every_office(client, tmp_path):
    call_command("muat_contoh", verbosity=0)
    client.force_login(builders.create_pengguna(is_superuser=True))
    jumlah = 0
    for opd in PerangkatDaerah.objects.select_related("pemda"):
        for tahun in (2022, 2023):
            for satu in list_tabel():
                try:
                    hasil = build_tabel(satu.kode, opd=opd, tahun=tahun)
                except TabelTanpaDataError:
                    continue
                kunci = {"singkatan": opd.singkatan, "tahun": tahun, "kode": satu.kode}
                layar = client.get(f"{reverse('portal:tabel', kwargs=kunci)}?format=xlsx").content
                berkas = tmp_path / "tabel.xlsx"
                call_command(
                    "tabel", satu.kode, opd=opd.singkatan, tahun=tahun, format="xlsx", keluaran=str(berkas)
                )
                assert layar == berkas.read_bytes(), (opd, tahun, satu.kode)
                check_cells(layar, hasil)
                jumlah += 1
    assert jumlah > 100


def test_chosen_document_is_named_and_gives_the_same_bytes(client, tmp_path):
    kantor = create_kantor()
    client.force_login(kantor.perencana)
    dokumen = kantor.opd.dokumen.get(jenis=JenisDokumen.PK)
    kunci = {"singkatan": kantor.opd.singkatan, "tahun": TAHUN, "kode": "rkt"}
    layar = client.get(f"{reverse('portal:tabel', kwargs=kunci)}?format=xlsx&dokumen={dokumen.kunci}").content
    berkas = tmp_path / "tabel.xlsx"
    call_command(
        "tabel",
        "rkt",
        opd=kantor.opd.singkatan,
        tahun=TAHUN,
        dokumen=dokumen.kunci,
        format="xlsx",
        keluaran=str(berkas),
    )
    assert layar == berkas.read_bytes()
    atas = [baris[0].value for baris in load_workbook(BytesIO(layar)).worksheets[0].iter_rows(max_row=4)]
    assert atas[1:] == [
        f"Perangkat daerah: Dinas Contoh – Kabupaten {kantor.opd.pemda.nama}",
        f"Tahun: {TAHUN}",
        f"Dokumen: {dokumen}",
    ]
