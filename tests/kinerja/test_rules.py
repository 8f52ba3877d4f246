import pytest

from instansi.enums import Peran
from kinerja.enums import StatusNilai
from kinerja.rules import (
    TRANSISI,
    get_transisi,
    is_dapat_diisi,
    is_transisi_berlaku,
)

D, A, K, V, S = (
    StatusNilai.DRAF,
    StatusNilai.DIAJUKAN,
    StatusNilai.DIKEMBALIKAN,
    StatusNilai.DIVERIFIKASI,
    StatusNilai.DISAHKAN,
)
LANGKAH = {
    (D, S): (Peran.KEPALA,),
    (D, A): (Peran.PERENCANA,),
    (K, A): (Peran.PERENCANA,),
    (A, K): (Peran.VERIFIKATOR,),
    (A, V): (Peran.VERIFIKATOR,),
    (V, K): (Peran.KEPALA,),
    (V, S): (Peran.KEPALA,),
    (S, D): (Peran.KEPALA, Peran.ADMIN_PEMDA),
}


@pytest.mark.parametrize("dari", StatusNilai)
@pytest.mark.parametrize("ke", StatusNilai)
def test_transisi_table(dari, ke):
    step = get_transisi(dari, ke)
    assert (step.peran if step else None) == LANGKAH.get((dari, ke))
    assert is_transisi_berlaku(dari, ke) is ((dari, ke) in {(D, S), (S, D)})


def test_transisi_each_step_stands_once():
    assert len(TRANSISI) == len({(step.dari, step.ke) for step in TRANSISI}) == len(LANGKAH)


def test_every_state_is_reached_and_approved_is_only_reopened():
    assert {step.ke for step in TRANSISI} == set(StatusNilai)
    assert [step.ke for step in TRANSISI if step.dari == S] == [D]


@pytest.mark.parametrize(("status", "boleh"), [(D, True), (K, True), (A, False), (V, False), (S, False)])
def test_is_dapat_diisi(status, boleh):
    assert is_dapat_diisi(status) is boleh
