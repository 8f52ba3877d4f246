"""One question, one answer: every page and table of an office is asked which document is in force and what follows.

Walked over the example offices and over offices built with documents in every awkward order.
"""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.management import call_command
from django.urls import reverse

from instansi.enums import Peran
from instansi.models import PerangkatDaerah
from kinerja.enums import Periode
from laporan.isi import get_sel
from laporan.queries import collect_isi
from laporan.tabel.daftar import build_tabel_from, list_tabel
from laporan.tabel.dasar import TabelTanpaDataError
from laporan.tabel.data import DataLaporan
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db

TABEL_TARGET = {"capaian": "target", "capaian-tujuan": "target", "program-kegiatan": "target"}
"""Columns of official tables that print the target of the year, by table."""


class Jawaban:
    """Answers by question, each with the places that gave it."""

    def __init__(self):
        self.isi: dict[Any, dict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))

    def add(self, tanya, tempat, jawab):
        """Keep one answer."""
        self.isi[tanya][jawab].append(tempat)

    @property
    def berbeda(self):
        """Questions with more than one answer, and who gave which."""
        return {tanya: dict(jawab) for tanya, jawab in self.isi.items() if len(jawab) > 1}


def buka(client, opd, tahun, nama, query="", **kwargs):
    alamat = reverse(f"portal:{nama}", kwargs={"singkatan": opd.singkatan, "tahun": tahun} | kwargs)
    response = client.get(alamat + query)
    assert response.status_code == 200, alamat
    return response


def ask_pages(client, opd, tahun, jawaban):
    """What the screens of an office say."""
    anggaran = buka(client, opd, tahun, "anggaran")
    ringkas = {satu["label"]: satu["nilai"] for satu in anggaran.context["ringkas"]}
    persen = anggaran.context["table"].total.get("persen")
    jawaban.add("dokumen anggaran", "halaman anggaran", anggaran.context["dokumen_pagu"])
    jawaban.add("pagu", "halaman anggaran", anggaran.context["table"].total.get("pagu"))
    jawaban.add("serapan", "halaman anggaran", persen)
    assert ringkas or persen is None

    rencana = buka(client, opd, tahun, "rencana")
    jawaban.add("dokumen anggaran", "halaman rencana", rencana.context["dokumen_pagu"])

    def visit(simpul):
        for satu in simpul.indikator:
            jawaban.add(("target", satu.indikator.kunci), "halaman rencana", satu.target.teks)
        for anak in simpul.anak:
            visit(anak)

    for _, pohon in rencana.context["misi"]:
        for satu in pohon:
            visit(satu)
    for satu in rencana.context["program"]:
        visit(satu)

    beranda = buka(client, opd, tahun, "beranda_kantor").context["view"].keadaan
    jawaban.add("serapan", "beranda", beranda.serapan.tampil)
    response = client.get(f"{reverse('portal:ikhtisar')}?tahun={tahun}")
    (kantor,) = [row.record for row in response.context["table"].rows if row.record.opd.pk == opd.pk]
    jawaban.add("serapan", "ikhtisar", kantor.serapan)
    jawaban.add("rata-rata capaian", "ikhtisar", kantor.capaian)
    jawaban.add("rata-rata capaian", "beranda", beranda.rata.tampil)

    for jenjang in Jenjang:
        response = buka(client, opd, tahun, "capaian", f"?jenjang={jenjang.value}&periode=TAHUN")
        for baris in response.context["view"].baris:
            jawaban.add(("target", baris.indikator.kunci), "halaman capaian", baris.target.teks)
            jawaban.add(("capaian", baris.indikator.kunci), "halaman capaian", baris.capaian.teks)
        if jenjang == Jenjang.SASARAN:
            jawaban.add("rata-rata capaian", "halaman capaian", response.context["view"].rata.tampil)
    for periode in ("TAHUN", "TW4"):
        for baris in buka(client, opd, tahun, "isian", f"?periode={periode}").context["view"].daftar.baris:
            jawaban.add(("target", baris.indikator.kunci), f"isian {periode}", baris.target_tahun.teks)


def ask_tables(opd, tahun, jawaban):
    """What the official tables say, and the report that is made of them."""
    data = DataLaporan(opd, tahun=tahun)
    tabel = {}
    for satu in list_tabel():
        try:
            tabel[satu.kode] = build_tabel_from(satu.kode, data)
        except TabelTanpaDataError:
            continue
    for kode, kolom in TABEL_TARGET.items():
        for baris in tabel[kode].baris if kode in tabel else ():
            if baris.jenis == "indikator":
                jawaban.add(("target", baris.kunci), f"tabel {kode}", baris.get(kolom).teks)
    jawaban.add("dokumen anggaran", "data laporan", data.anggaran.dokumen)
    jawaban.add("pagu", "data laporan", data.anggaran.total_pagu)
    if "anggaran" in tabel:
        jawaban.add("pagu", "tabel anggaran", get_sel(tabel["anggaran"], "TOTAL", "pagu").nilai)
        jawaban.add("serapan", "tabel anggaran", get_sel(tabel["anggaran"], "TOTAL", "persen").nilai)
    for kode, keluarga in (("pk", "pk"), ("target-renstra", "renstra"), ("rkt", "rkt")):
        dokumen = data.last_dokumen(keluarga)
        if kode in tabel and dokumen is not None:
            jawaban.add(keluarga, "data laporan", str(dokumen))
            jawaban.add(keluarga, f"tabel {kode}", tabel[kode].sumber.partition(" Nomor")[0])
    dipakai = {satu.nama for satu in collect_isi(opd, tahun=tahun).dokumen}
    for keluarga in ("pk", "renstra", "dpa"):
        if dokumen := data.last_dokumen(keluarga):
            assert str(dokumen) in dipakai


def ask_all(client, opd, tahun):
    jawaban = Jawaban()
    ask_pages(client, opd, tahun, jawaban)
    ask_tables(opd, tahun, jawaban)
    return jawaban


def test_example_offices_give_one_answer_on_every_page_and_table(client):
    call_command("muat_contoh", verbosity=0)
    client.force_login(builders.create_pengguna(is_superuser=True))
    for opd in PerangkatDaerah.objects.all():
        for tahun in sorted(set(opd.indikator.values_list("realisasi__tahun", flat=True)) - {None}):
            jawaban = ask_all(client, opd, tahun)
            assert not jawaban.berbeda, (opd, tahun)
            assert len(jawaban.isi) > 3


BESOK = date.today() + timedelta(days=2)  # noqa: DTZ011 - two days on, the future in every zone
LALU = date(2023, 1, 5)
KASUS: dict[str, list[tuple[str, dict[str, Any]]]] = {
    "DPPA entered before the DPA": [(JenisDokumen.DPPA, {}), (JenisDokumen.DPA, {})],
    "one date for all": [
        (JenisDokumen.DPPA, {"tanggal": LALU}),
        (JenisDokumen.PERGESERAN, {"tanggal": LALU}),
        (JenisDokumen.DPA, {"tanggal": LALU}),
    ],
    "draft DPPA": [(JenisDokumen.DPA, {}), (JenisDokumen.DPPA, {"status": StatusDokumen.DRAF})],
    "DPPA of the day after tomorrow": [(JenisDokumen.DPPA, {"tanggal": BESOK}), (JenisDokumen.DPA, {})],
    "pergeseran after the DPPA": [
        (JenisDokumen.PERGESERAN, {"urutan": 3}),
        (JenisDokumen.DPPA, {"urutan": 2}),
    ],
    "DPPA without rows": [(JenisDokumen.DPA, {}), (JenisDokumen.DPPA, {"kosong": True})],
    "PK perubahan before the PK": [(JenisDokumen.PK_PERUBAHAN, {}), (JenisDokumen.PK, {})],
    "PK perubahan that names nothing": [(JenisDokumen.PK, {}), (JenisDokumen.PK_PERUBAHAN, {"kosong": True})],
    "renstra perubahan before the renstra": [
        (JenisDokumen.PERUBAHAN_RENSTRA, {"tahun": 2021, "tahun_akhir": 2026}),
        (JenisDokumen.RENSTRA, {"tahun": 2021, "tahun_akhir": 2026}),
    ],
    "next year's documents too": [
        (JenisDokumen.DPA, {}),
        (JenisDokumen.PK, {}),
        (JenisDokumen.DPPA, {"tahun": 2024}),
        (JenisDokumen.PK_PERUBAHAN, {"tahun": 2024}),
    ],
    "RKT beside a DPPA": [(JenisDokumen.DPPA, {}), (JenisDokumen.RKT, {}), (JenisDokumen.DPA, {})],
    "everything": [(jenis, {}) for jenis in reversed(JenisDokumen.values)],
}
"""Documents in order of entry; each of them states another target and another pagu."""


@pytest.mark.parametrize("nama", KASUS)
def test_built_office_gives_one_answer_on_every_page_and_table(client, nama):
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    pohon = builders.create_pohon(opd)
    indikator = [builders.create_indikator(opd, simpul) for simpul in pohon.values()]
    for satu in indikator:
        builders.create_realisasi(satu, nilai=7, periode=Periode.TAHUN)
    builders.create_belanja(pohon["sub_kegiatan"], 9)
    for nomor, (jenis, pilihan) in enumerate(KASUS[nama], start=1):
        isi = {"urutan": 0, "status": StatusDokumen.DITETAPKAN} | pilihan
        kosong = isi.pop("kosong", False)
        dokumen = builders.create_dokumen(opd, jenis, **isi)
        if kosong:
            continue
        builders.create_pagu(dokumen, pohon["sub_kegiatan"], 10 * nomor)
        for satu in indikator:
            builders.create_target(
                satu, dokumen, nilai=nomor, tahun=isi.get("tahun", 2023), periode=Periode.TAHUN
            )
            if dokumen.tahun_akhir != dokumen.tahun:
                builders.create_target(satu, dokumen, nilai=nomor, tahun=2023, periode=Periode.TAHUN)
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda))

    assert ask_all(client, opd, 2023).berbeda == {}


def test_dppa_entered_before_the_dpa_is_the_budget_everywhere(client):
    """Entered in the wrong order, the budget page said 45,00 and the beranda 90,00."""
    opd = builders.create_opd()
    builders.create_aturan(opd.pemda)
    program = builders.create_simpul(opd)
    for jenis, jumlah in ((JenisDokumen.DPPA, 200), (JenisDokumen.DPA, 100)):
        dokumen = builders.create_dokumen(opd, jenis, urutan=0, status=StatusDokumen.DITETAPKAN)
        builders.create_pagu(dokumen, program, jumlah)
    builders.create_belanja(program, 90)
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda))

    jawaban = ask_all(client, opd, 2023)

    assert {str(satu) for satu in jawaban.isi["serapan"]} == {"45.00"}
    assert len(jawaban.isi["serapan"]) == 1
    assert [str(satu) for satu in jawaban.isi["dokumen anggaran"]] == ["DPPA 2023"]
