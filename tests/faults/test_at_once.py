"""Two commands at once: at one output, or one that reads what the other replaces."""

import signal

import pytest
from faults.trial import N_FAULTS, names, whole

from recommender.collection import Collection


@pytest.mark.parametrize("kind", ["new", "overwrite"])
@pytest.mark.parametrize("exchange", [True, False])
def test_two_builds_that_start_at_once(bench, kind, exchange):
    ends = []
    for _ in range(N_FAULTS // 8):
        bench.reset(kind)
        runs = [bench.start(kind, exchange=exchange) for _ in range(2)]
        outcomes = [run.wait() for run in runs]
        for outcome in outcomes:
            outcome.assert_clean()
        refused = [o.sentence for o in outcomes if o.status == 1]
        others = ("is being made by", "There is already a collection")
        assert not [said for said in refused if not any(other in said for other in others)]
        assert len(refused) == 1 or (not refused and kind == "overwrite")
        assert whole(bench.output) == bench.after
        assert names(bench.folder) == ["c"]
        ends += refused
    assert any("is being made by process" in sentence for sentence in ends)


@pytest.mark.parametrize("kind", ["new", "overwrite", "update"])
def test_a_build_that_lives_is_not_disturbed(bench, kind):
    """However long it takes, and whatever it has left to do."""
    bench.reset(kind)
    steps = bench.run(kind).steps
    for at in (steps.index("fsync"), len(steps) // 2, 12):
        bench.reset(kind)
        slow = bench.start(kind, fault="stop", at=at)
        slow.wait_until_stopped()
        made = sorted(bench.folder.rglob("*"))
        second = bench.run("new" if kind == "new" else "overwrite")
        assert second.status == 1
        assert f"is being made by process {slow.process} on " in second.sentence
        assert sorted(bench.folder.rglob("*")) == made
        slow.signal(signal.SIGCONT)
        assert slow.wait().status == 0
        assert whole(bench.output) == bench.after
        assert names(bench.folder) == ["c"]


@pytest.mark.parametrize("exchange", [True, False])
def test_what_is_put_in_its_place_meanwhile_is_kept(bench, exchange):
    for kind in ("new", "overwrite"):
        bench.reset(kind)
        run = bench.start(kind, exchange=exchange, fault="stop", at=20)
        run.wait_until_stopped()
        bench.output.mkdir(exist_ok=True)
        (bench.output / "mine.txt").write_text("mine")
        run.signal(signal.SIGCONT)
        outcome = run.wait()
        assert outcome.status == 1
        assert f"What was made is in {bench.output}-2;" in outcome.sentence
        assert (bench.output / "mine.txt").read_text() == "mine"
        assert whole(bench.folder / "c-2") == bench.after
        assert names(bench.folder) == ["c", "c-2"]


@pytest.mark.parametrize("exchange", [True, False])
def test_whoever_opens_a_collection_while_it_is_replaced_gets_the_old_or_the_new(bench, exchange):
    bench.reset("overwrite")
    seen = []
    for _ in range(N_FAULTS // 8):
        run = bench.start("overwrite", exchange=exchange)
        for _ in range(25):
            collection = Collection.open(bench.output)
            assert collection.manifest in (bench.before, bench.after)
            seen.append(collection.manifest)
        run.wait()
    assert bench.after in seen
