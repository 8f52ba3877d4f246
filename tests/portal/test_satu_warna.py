"""One band, one colour step: on every screen, in every table, at the foot of a list, whatever the size of the scale."""

import re
from collections import defaultdict

import pytest
from django.urls import reverse

from instansi.enums import Peran
from kinerja.enums import Periode
from laporan.tabel.daftar import list_tabel
from renstra.enums import JenisDokumen, Jenjang, StatusDokumen
from tests import builders

pytestmark = pytest.mark.django_db

TAHUN = 2023
LENCANA = re.compile(r'<span class="predikat(?: predikat-(\d))?">([^<]+)</span>')
SKALA = {
    2: ((0, "Rendah"), (76, "Tinggi")),
    3: ((0, "Kurang"), (50, "Cukup"), (80, "Baik")),
    4: ((0, "Kurang"), (40, "Cukup"), (60, "Baik"), (80, "Sangat baik")),
    5: ((0, "E"), (20, "D"), (40, "C"), (60, "B"), (80, "A")),
    6: ((0, "E"), (20, "D"), (40, "C"), (60, "B"), (80, "A"), (90, "AA")),
}


@pytest.mark.parametrize("jumlah", SKALA)
def test_one_band_has_one_step_on_all_screens_and_tables(client, jumlah):
    opd = builders.create_opd()
    skala = builders.create_skala(opd.pemda, SKALA[jumlah])
    builders.create_aturan(opd.pemda, skala=skala)
    pk = builders.create_dokumen(opd, JenisDokumen.PK, status=StatusDokumen.DITETAPKAN)
    simpul = builders.create_pohon(opd)
    nilai = [batas + 5 for batas, _ in SKALA[jumlah]]
    for jenjang in ("sasaran", "program"):
        for satu in nilai:
            row = builders.create_indikator(opd, simpul[jenjang])
            builders.create_target(row, pk, nilai=100, periode=Periode.TAHUN)
            builders.create_realisasi(row, nilai=satu, periode=Periode.TAHUN)
    client.force_login(builders.create_pengguna(Peran.INSPEKTORAT, pemda=opd.pemda))
    kunci = {"singkatan": opd.singkatan, "tahun": TAHUN}
    alamat = [
        reverse("portal:capaian", kwargs=kunci) + "?periode=TAHUN",
        reverse("portal:capaian", kwargs=kunci) + f"?periode=TAHUN&jenjang={Jenjang.PROGRAM.value}",
        reverse("portal:capaian", kwargs=kunci) + "?periode=TAHUN&rinci=rata-rata",
        reverse("portal:isian", kwargs=kunci) + "?periode=TAHUN",
        f"{reverse('portal:ikhtisar')}?tahun={TAHUN}",
        f"{reverse('portal:aturan')}?kantor={opd.singkatan}&tahun={TAHUN}",
        *(reverse("portal:tabel", kwargs=kunci | {"kode": satu.kode}) for satu in list_tabel()),
        *(reverse("portal:derivasi", kwargs=kunci | {"indikator_id": row.pk}) for row in opd.indikator.all()),
    ]
    pita = {kata for _, kata in SKALA[jumlah]}
    langkah: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for halaman in alamat:
        for angka, kata in LENCANA.findall(client.get(halaman).content.decode()):
            if kata in pita:  # a mark such as "dipakai" has the same shape and no step
                langkah[kata][angka].append(halaman)
    assert {kata: dict(isi) for kata, isi in langkah.items() if len(isi) != 1} == {}
    assert set(langkah) == pita
    urut = [int(next(iter(langkah[kata]))) for _, kata in SKALA[jumlah]]
    assert urut == sorted(urut)
    assert (urut[0], urut[-1]) == (1, 5)
