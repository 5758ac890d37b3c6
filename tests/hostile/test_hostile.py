"""Some cases of each kind; ``python -m tests.hostile`` tries as many as wanted."""

import pytest
from hostile.command import Tally, describe
from hostile.kinds import KINDS
from hostile.trial import ACCEPTED, SENTENCE
from hostile.workers import try_out


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_hostile_input_is_answered(kind):
    tally = Tally.of(kind.name, try_out(kind, 0, kind.n_tested, processes=1))
    assert not tally.faults, "\n".join(describe(fault) for fault in tally.faults[:5])
    assert tally.verdicts[SENTENCE] + tally.verdicts[ACCEPTED] == kind.n_tested
