"""The electronic signature of a set report: rendered from its snapshot, signed, checked, stored, once.

The passphrase lives only in the arguments of the call; it is neither stored nor logged.
"""

import os
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.debug import sensitive_variables

from instansi.models import Pengguna, PerangkatDaerah
from instansi.rules import can_sign
from instansi.services import record_jejak
from instansi.waktu import to_lokal
from laporan.dokumen import CONTOH_TIDAK_SAH, render_lkjip_pdf
from laporan.enums import JenisBerkas, StatusLaporan
from laporan.lkjip import sign_off
from laporan.models import BerkasLaporan, Laporan
from laporan.pdf import PdfGagalError
from laporan.queries import get_laporan, get_snapshot
from laporan.services.berkas import store_berkas, write_atomic
from laporan.services.penetapan import load_dokumen_beku
from laporan.tanda_tangan import (
    Sertifikat,
    TandaTanganError,
    TandaTanganHasil,
    create_sertifikat_contoh,
    is_penerbit_diakui,
    read_akar,
    read_sertifikat,
    sign_pdf,
)
from sakip.kit.errors import LayananError, TidakBerwenangError, translate_database_errors
from sakip.kit.sidik import check_sidik

BATAS_P12 = 64 << 10
"""Bytes of the largest certificate file."""

SANDI_CONTOH = "contoh-tidak-sah"
_BELUM_DITETAPKAN = "Laporan belum ditetapkan. Tetapkan laporan lebih dulu, lalu tanda tangani."
_BERKAS_CONTOH = "sertifikat-contoh.p12"


class BelumDitetapkanError(LayananError):
    """Only a set report is signed."""


class TandaTanganDitolakError(LayananError):
    """The signature was not made; the report is as before."""


def is_sertifikat_contoh_tersedia() -> bool:
    """Whether this installation may sign with the test certificate: never in production."""
    return not settings.IS_PRODUCTION


def get_sertifikat_contoh() -> bytes:
    """The test certificate of this installation, made when first asked for.

    Raises TandaTanganDitolakError in production.
    """
    if not is_sertifikat_contoh_tersedia():
        raise TandaTanganDitolakError("Sertifikat contoh tidak tersedia pada mode produksi.")
    lokasi = Path(settings.MEDIA_ROOT) / _BERKAS_CONTOH
    if not lokasi.exists():
        calon = lokasi.with_name(f".{_BERKAS_CONTOH}-{os.getpid()}-{os.urandom(4).hex()}")
        write_atomic(
            calon, create_sertifikat_contoh(SANDI_CONTOH, nama="Kepala Perangkat Daerah"), mode=0o400
        )
        try:
            os.link(calon, lokasi)  # the first of two that ask at once
        except FileExistsError:
            pass
        finally:
            calon.unlink()
    return lokasi.read_bytes()


def get_akar_tepercaya() -> list[bytes]:
    """Root certificates (DER) whose holders may sign, from the file that the setting SERTIFIKAT_AKAR names."""
    if not settings.SERTIFIKAT_AKAR:
        return []
    return read_akar(Path(settings.SERTIFIKAT_AKAR).read_bytes())


@sensitive_variables("p12", "passphrase")
def tanda_tangani(
    *, pengguna: Pengguna, opd: PerangkatDaerah, tahun: int, sidik: str, p12: bytes, passphrase: str
) -> BerkasLaporan:
    """Sign the set report with a PKCS#12 certificate and return the stored file; signed already, return that file.

    ``sidik`` is the SHA-256 of the frozen copy that the kepala saw; a report that was withdrawn or set anew since then,
    also while the PDF is made, is not signed. With the test certificate every page carries the watermark
    "CONTOH – TIDAK SAH".

    Raises TidakBerwenangError unless ``pengguna`` is the kepala, BelumDitetapkanError, TampilanBerubahError,
    TandaTanganDitolakError (wrong passphrase, unusable certificate, failed rendering), SnapshotRusakError.
    """
    if not can_sign(pengguna, opd):
        raise TidakBerwenangError("Hanya kepala perangkat daerah ini yang dapat menandatangani laporan.")
    laporan = get_laporan(opd, tahun)
    if laporan is None:
        raise BelumDitetapkanError(_BELUM_DITETAPKAN)
    if (ada := _get_bertanda(laporan)) is not None:
        return ada
    _check_dilihat(laporan, sidik)
    hasil = _sign(laporan, opd, p12, passphrase)
    sha256 = store_berkas(opd, tahun, hasil.isi)
    with translate_database_errors(), transaction.atomic():
        laporan = Laporan.objects.select_for_update(of=("self",)).get(pk=laporan.pk)
        if (ada := _get_bertanda(laporan)) is not None:
            return ada
        _check_dilihat(laporan, sidik)
        berkas = BerkasLaporan(
            laporan=laporan,
            jenis=JenisBerkas.BERTANDA_TANGAN,
            nama=f"{slugify(f'LKjIP {opd.singkatan} {tahun}')}-bertanda-tangan.pdf",
            sha256=sha256,
            ukuran=len(hasil.isi),
            sertifikat_subjek=hasil.subjek[:300],
            sertifikat_serial=hasil.serial[:80],
            contoh=hasil.contoh,
            dibuat_oleh=pengguna,
        )
        berkas.save(force_insert=True)
        Laporan.objects.filter(pk=laporan.pk).update(
            status=StatusLaporan.DITANDATANGANI, versi=F("versi") + 1
        )
        record_jejak(
            pengguna=pengguna,
            opd=opd,
            aksi="tandatangani_laporan",
            objek=laporan,
            sebelum={"status": StatusLaporan.DITETAPKAN},
            sesudah={
                "status": StatusLaporan.DITANDATANGANI,
                "sha256": sha256,
                "sha256_snapshot": sidik,
                "sha256_asal": hasil.sha256_asal,
                "sertifikat": hasil.subjek,
                "serial": hasil.serial,
                "contoh": hasil.contoh,
            },
        )
    return berkas


def _check_dilihat(laporan: Laporan, sidik: str) -> None:
    """Raise BelumDitetapkanError, TampilanBerubahError unless the report is set and its copy the one that was seen."""
    snapshot = get_snapshot(laporan)
    if snapshot is None:
        raise BelumDitetapkanError(_BELUM_DITETAPKAN)
    check_sidik(sidik, snapshot.sha256, akibat="Laporan tidak ditandatangani.")


def _get_bertanda(laporan: Laporan) -> BerkasLaporan | None:
    row: BerkasLaporan | None = BerkasLaporan.objects.filter(
        laporan=laporan, jenis=JenisBerkas.BERTANDA_TANGAN
    ).first()
    return row


@sensitive_variables("p12", "passphrase")
def _sign(laporan: Laporan, opd: PerangkatDaerah, p12: bytes, passphrase: str) -> TandaTanganHasil:
    """Render and sign outside any transaction: it takes seconds. A wrong passphrase is told before the rendering."""
    if len(p12) > BATAS_P12:
        raise TandaTanganDitolakError(f"Berkas sertifikat lebih besar dari {BATAS_P12 >> 10} KB.")
    beku = load_dokumen_beku(laporan)
    jabatan = beku.penandatangan.jabatan if beku.penandatangan is not None else ""
    try:
        sertifikat = read_sertifikat(p12, passphrase)
        if sertifikat.contoh and not is_sertifikat_contoh_tersedia():
            raise TandaTanganDitolakError("Sertifikat contoh tidak dapat dipakai pada mode produksi.")
        tanda_air = CONTOH_TIDAK_SAH if sertifikat.contoh else ""
        _check_penerbit(sertifikat, p12, passphrase)
        pdf = render_lkjip_pdf(sign_off(beku, tanda_air=tanda_air, elektronik=True))
        return sign_pdf(
            pdf.isi,
            p12=p12,
            passphrase=passphrase,
            alasan=f"Menandatangani LKjIP {opd.nama_lengkap} Tahun {laporan.tahun}",
            lokasi=beku.tempat,
            jabatan=jabatan,
            waktu=to_lokal(timezone.now(), opd.pemda),
        )
    except (TandaTanganError, PdfGagalError) as error:
        raise TandaTanganDitolakError(str(error)) from error


@sensitive_variables("p12", "passphrase")
def _check_penerbit(sertifikat: Sertifikat, p12: bytes, passphrase: str) -> None:
    """Refuse, before the seconds of rendering, a certificate whose issuer this portal does not recognise."""
    akar = get_akar_tepercaya()
    if settings.IS_PRODUCTION and not akar:
        raise TandaTanganDitolakError(
            "Penerbit sertifikat yang diakui belum diatur (SERTIFIKAT_AKAR). Hubungi pengelola portal."
        )
    if akar and not sertifikat.contoh and not is_penerbit_diakui(p12, passphrase, trust=akar):
        raise TandaTanganDitolakError(
            f"Sertifikat terbitan “{sertifikat.penerbit}” tidak diakui portal ini. Pakai sertifikat dari penerbit "
            "yang diakui."
        )
