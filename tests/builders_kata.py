"""An office with an indikator of every kind of value, below its sasaran and its program."""

from decimal import Decimal
from typing import Any

from kinerja.enums import Agregasi, JenisNilai, MaknaTarget, Periode, Polaritas
from kinerja.models import Indikator
from laporan.tabel.data import DataLaporan
from renstra.enums import JenisDokumen, StatusDokumen
from renstra.models import Dokumen, Simpul
from tests import builders
from tests.builders import TAHUN
from tests.builders_laporan import create_kantor

D = Decimal
SETAHUN: dict[str, Any] = {"periode": Periode.TAHUN}


class KantorKata:
    """`create_kantor` with an indikator of every kind below its sasaran and its program."""

    def __init__(self) -> None:
        dasar = create_kantor()
        self.opd = dasar.opd
        self.pk = self._get(JenisDokumen.PK)
        self.renstra = self._get(JenisDokumen.RENSTRA)
        self.aksi = builders.create_dokumen(
            self.opd, JenisDokumen.RENCANA_AKSI, status=StatusDokumen.DITETAPKAN
        )
        self.jumlah = 0
        for simpul in (dasar.sasaran, dasar.program):
            self._fill(simpul)

    def _get(self, jenis: str) -> Dokumen:
        return Dokumen.objects.get(opd=self.opd, jenis=jenis)

    def add(
        self, indikator: Indikator, target: dict[str, Any], realisasi: dict[str, Any] | None
    ) -> Indikator:
        """Targets of the year, of last year, of the end of the renstra and of two quarters; values likewise."""
        for dokumen, tahun in ((self.pk, TAHUN), (self.renstra, TAHUN - 1), (self.renstra, TAHUN + 2)):
            builders.create_target(indikator, dokumen, **{"nilai": None, "tahun": tahun} | SETAHUN | target)
        for periode in (Periode.TW1, Periode.TW2):
            builders.create_target(indikator, self.aksi, **{"nilai": None, "periode": periode} | target)
        if realisasi is not None:
            builders.create_realisasi(indikator, **{"nilai": None, "tahun": TAHUN - 1} | SETAHUN | realisasi)
            builders.create_realisasi(indikator, **{"nilai": None, "periode": Periode.TW2} | realisasi)
        return indikator

    def _fill(self, simpul: Simpul) -> None:
        isi: dict[str, Any] = {"simpul": simpul, "makna_target": MaknaTarget.TAHUNAN}

        def create(kunci: str, **lain: Any) -> Indikator:
            lengkap = isi | {"kunci": f"{kunci}-{simpul.jenjang}", "nama": f"{kunci} {simpul.jenjang}"} | lain
            return builders.create_indikator(self.opd, **lengkap)

        predikat = builders.create_predikat(
            self.opd, **isi, kunci=f"predikat-{simpul.jenjang}", nama=f"predikat {simpul.jenjang}"
        )
        self.add(predikat, {"label": "BB"}, {"label": "B"})
        self.add(create("teks", jenis_nilai=JenisNilai.TEKS), {"label": "Terlaksana"}, {"label": "Sebagian"})
        self.add(create("teks-kosong", jenis_nilai=JenisNilai.TEKS), {"label": "Terlaksana"}, None)
        self.add(create("angka-berteks"), {"label": "Baik"}, {"nilai": D(80)})
        rasio = create("rasio", jenis_nilai=JenisNilai.RASIO, polaritas=Polaritas.MINIMASI, desimal=0)
        self.add(rasio, {"nilai": D(20)}, {"nilai": D(25)})
        self.add(create("negatif"), {"nilai": D("-2.5")}, {"nilai": D("-1.75")})
        self.add(create("salah-arah"), {"atas": D(5), "atas_inklusif": True}, {"nilai": D(4)})
        self.add(create("batas", polaritas=Polaritas.MINIMASI), {"atas": D("3.5")}, {"nilai": D("3.5")})
        self.add(create("kosong"), {"nilai": D(10)}, None)
        self.add(create("tidak-tersedia"), {"nilai": D(10)}, {"alasan": "Hasil evaluasi belum keluar."})
        indeks = builders.create_indeks(
            self.opd,
            nilai=("3", None, "4", None),
            **isi,
            kunci=f"indeks-{simpul.jenjang}",
            nama=f"indeks {simpul.jenjang}",
            agregasi=Agregasi.TERAKHIR,
        )
        self.add(indeks, {"nilai": D(4)}, None)
        diisi = builders.create_indeks(
            self.opd, nilai=("3", "2"), **isi, kunci=f"diisi-{simpul.jenjang}", nama=f"diisi {simpul.jenjang}"
        )
        self.add(diisi, {"nilai": D(4)}, {"nilai": D("2.6")})

    @property
    def data(self) -> DataLaporan:
        return DataLaporan(self.opd, tahun=TAHUN)
