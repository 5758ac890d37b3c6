import pytest
from openverse_server import FakeClock, Openverse

from recommender.sources.openverse import CollectSettings, collect
from recommender.sources.openverse.transport import Timeouts


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def server(clock):
    openverse = Openverse(clock)
    yield openverse
    openverse.close()


@pytest.fixture
def run(server, clock, tmp_path):
    """Collect from the server into a folder: ``run("sea", per_topic=5, output=folder)``."""

    def run_collect(*topics, output=tmp_path / "out", environment=None, **options):
        names = CollectSettings.__dataclass_fields__
        chosen = {name: options.pop(name) for name in list(options) if name in names}
        settings = CollectSettings(topics=topics, **{"api": server.api, **chosen})
        options.setdefault("timeouts", Timeouts(2, 2, 4))
        return collect(settings, output, environment=environment or {}, clock=clock, **options)

    return run_collect
