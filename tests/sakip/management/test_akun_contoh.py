"""The list of demo accounts that script/server prints."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from instansi.models import Pemda, Penugasan, PerangkatDaerah

pytestmark = pytest.mark.django_db


def run():
    out = StringIO()
    call_command("akun_contoh", stdout=out)
    return out.getvalue().splitlines()


def test_akun_contoh_lists_active_demo_accounts(settings, django_user_model):
    settings.SANDI_CONTOH = "sandi-bersama"
    pemda = Pemda.objects.create(nama="Kabupaten Uji", jenis="kabupaten", tempat="Uji")
    opd = PerangkatDaerah.objects.create(pemda=pemda, nama="Dinas Uji", singkatan="uji")
    planner = django_user_model.objects.create_user("uji.perencana", contoh=True)
    Penugasan.objects.create(pengguna=planner, peran="perencana", pemda=pemda, opd=opd)
    leader = django_user_model.objects.create_user("uji", contoh=True)
    Penugasan.objects.create(pengguna=leader, peran="inspektorat", pemda=pemda)
    django_user_model.objects.create_user("nyata")
    django_user_model.objects.create_user("padam", contoh=True, is_active=False)
    assert run() == [
        "  Kata sandi semua akun contoh: sandi-bersama",
        "  uji            Inspektorat, Kabupaten Uji",
        "  uji.perencana  Perencana, Dinas Uji",
    ]


def test_akun_contoh_without_any_says_what_to_do():
    assert run() == ["  Belum ada akun contoh: jalankan manage.py muat_contoh."]


def test_akun_contoh_in_production_is_refused(settings):
    settings.IS_PRODUCTION = True
    with pytest.raises(CommandError, match="production"):
        run()
