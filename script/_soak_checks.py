"""What must hold after a soak run, as pure functions over what the planners saw and what is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

DITERIMA = 200
KONFLIK = 409
DITOLAK = 422


@dataclass(frozen=True, slots=True)
class Attempt:
    """A save as its planner saw it: the version on the form, the last answer, how many answers were lost before it.

    ``status`` is 0 when no answer came at all. ``mulai`` is when its last request was sent (monotonic seconds).
    """

    akun: str
    indikator: int
    versi: int
    nilai: int
    status: int
    hilang: int = 0
    mulai: float = 0.0


@dataclass(frozen=True, slots=True)
class Event:
    """An audit row of an accepted save."""

    pk: int
    indikator: int
    versi: int
    nilai: int
    akun: str


def find_violations(
    attempts: Sequence[Attempt], events: Sequence[Event], rows: Mapping[int, tuple[int, int]]
) -> list[str]:
    """Return what is broken, in words. ``rows`` is the stored (value, version) of each cell.

    Each value is sent by one attempt only, so an audit row names the attempt that wrote it.
    """
    rusak = []
    dikirim = {(satu.indikator, satu.nilai): satu for satu in attempts}
    tercatat = Counter((satu.indikator, satu.nilai) for satu in events)
    for satu in attempts:
        banyak = tercatat[satu.indikator, satu.nilai]
        if satu.status == DITERIMA and banyak != 1:
            rusak.append(f"accepted save {satu} has {banyak} audit rows")
        elif satu.status in (KONFLIK, DITOLAK) and banyak > min(satu.hilang, 1):
            rusak.append(f"refused save {satu} has {banyak} audit rows")
        elif satu.status not in (0, DITERIMA, KONFLIK, DITOLAK):
            rusak.append(f"answer {satu.status} to {satu}")
    menurut_sel: dict[int, list[Event]] = defaultdict(list)
    for event in events:
        menurut_sel[event.indikator].append(event)
        asal = dikirim.get((event.indikator, event.nilai))
        if asal is None:
            rusak.append(f"audit row {event} of a save that nobody sent")
        elif (asal.akun, asal.versi + 1) != (event.akun, event.versi):
            rusak.append(f"audit row {event} over the head of another save: sent {asal}")
    for indikator, milik in menurut_sel.items():
        versi = [event.versi for event in milik]
        if versi != list(range(1, len(milik) + 1)):
            rusak.append(f"versions of indikator {indikator} are not one winner each: {versi}")
        akhir = (milik[-1].nilai, milik[-1].versi)
        if rows.get(indikator) != akhir:
            rusak.append(
                f"indikator {indikator} holds {rows.get(indikator)}, the last audit row says {akhir}"
            )
    rusak += [
        f"indikator {indikator} holds a value without audit rows" for indikator in rows.keys() - menurut_sel
    ]
    return rusak


def find_late_writes(
    attempts: Iterable[Attempt],
    events: Iterable[Event],
    *,
    kunci: int,
    saat: float,
    saat_kunci: Mapping[int, tuple[int, int]],
    kemudian: Mapping[int, tuple[int, int]],
    beku: Mapping[int, int | None],
) -> list[str]:
    """Return writes after a penetapan: audit row ``kunci``, answered at ``saat``.

    ``saat_kunci`` and ``kemudian`` are the stored (value, version) right then and at the end; ``beku`` is what the
    frozen copy says.
    """
    rusak = [f"audit row {event} after the penetapan" for event in events if event.pk > kunci]
    rusak += [
        f"save {satu} accepted after the penetapan"
        for satu in attempts
        if satu.mulai > saat and satu.status == DITERIMA
    ]
    if dict(saat_kunci) != dict(kemudian):
        rusak.append(f"values changed after the penetapan: {dict(saat_kunci)} became {dict(kemudian)}")
    for indikator, nilai in beku.items():
        tersimpan = saat_kunci[indikator][0] if indikator in saat_kunci else None
        if nilai != tersimpan:
            rusak.append(f"the frozen copy says {nilai} for indikator {indikator}, stored is {tersimpan}")
    return rusak
