"""The command line of the hostile tests, and its table."""

import argparse
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from hostile.kinds import KINDS
from hostile.trial import ACCEPTED, FAULTS, SENTENCE, Outcome
from hostile.workers import try_out

_SHOWN = 5
"""Cases of one kind and fault that are shown with what is known of them."""


@dataclass
class Tally:
    """The outcomes of one kind."""

    kind: str
    verdicts: Counter[str] = field(default_factory=Counter)
    slowest: Outcome | None = None
    largest: Outcome | None = None
    faults: list[Outcome] = field(default_factory=list)

    @classmethod
    def of(cls, kind: str, outcomes: Iterable[Outcome]) -> "Tally":
        tally = cls(kind)
        for outcome in outcomes:
            tally.verdicts[outcome.verdict] += 1
            if tally.slowest is None or outcome.seconds > tally.slowest.seconds:
                tally.slowest = outcome
            if tally.largest is None or outcome.megabytes > tally.largest.megabytes:
                tally.largest = outcome
            if outcome.verdict in FAULTS:
                tally.faults.append(outcome)
        return tally


def main(arguments: Sequence[str] | None = None) -> int:
    """Try out the cases and print the table; returns 1 if there is any fault."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.hostile",
        description="Try out hostile inputs of all kinds, each in a process that may crash. Exits "
        "with 1 on anything but a sentence or an accepted case: an exception, a crash, over 5 seconds, "
        "over 600 MB of growth, anything on stderr, files left behind, or reached outside.",
    )
    option = parser.add_argument
    option(
        "--cases",
        type=int,
        default=2_000,
        help="cases in all; slow kinds get fewer (default: 2000)",
    )
    option("--seed", type=int, default=0, help="the first case's seed; a fault names its own")
    names = [kind.name for kind in KINDS]
    option("--kind", action="append", choices=names, help="only this kind; may be repeated")
    option("--processes", type=int, default=None, help="processes (default: one per core)")
    options = parser.parse_args(arguments)
    chosen = [kind for kind in KINDS if kind.name in (options.kind or names)]
    print(
        f"{'kind':<14}{'tried':>8}{'sentence':>10}{'accepted':>10}{'faults':>8}"
        f"{'slowest':>10}{'largest':>10}",
        flush=True,
    )
    tallies = []
    for kind in chosen:
        n = round(options.cases * kind.n_tested / sum(kind.n_tested for kind in chosen))
        outcomes = try_out(kind, options.seed, max(n, 1), options.processes)
        tallies.append(Tally.of(kind.name, outcomes))
        print(_line(tallies[-1]), flush=True)
    faults = [fault for tally in tallies for fault in tally.faults]
    shown: Counter[tuple[str, str]] = Counter()
    for fault in faults:
        shown[fault.kind, fault.verdict] += 1
        if shown[fault.kind, fault.verdict] <= _SHOWN:
            print(f"\n{describe(fault)}")
    for (name, verdict), number in shown.items():
        if number > _SHOWN:
            print(f"\n{number - _SHOWN:,} more of {name}: {verdict}")
    return 1 if faults else 0


def describe(fault: Outcome) -> str:
    """A fault, and the command that repeats it."""
    repeat = f"python -m tests.hostile --kind {fault.kind} --seed {fault.seed} --cases 1"
    return f"{fault.verdict}: {repeat}\n{fault.text.rstrip()}"


def _line(tally: Tally) -> str:
    assert tally.slowest is not None
    assert tally.largest is not None
    counts = tally.verdicts
    return (
        f"{tally.kind:<14}{counts.total():>8,}{counts[SENTENCE]:>10,}{counts[ACCEPTED]:>10,}"
        f"{len(tally.faults):>8,}{tally.slowest.seconds:>8.2f} s{tally.largest.megabytes:>7.0f} MB"
    )
