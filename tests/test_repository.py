"""Promises about the files themselves."""

import tomllib
from pathlib import Path

from recommender.features.images import MAX_BYTES

ROOT = Path(__file__).resolve().parent.parent


def test_upload_limits_agree():
    config = tomllib.loads((ROOT / ".streamlit/config.toml").read_text(encoding="utf-8"))
    assert MAX_BYTES >> 20 <= config["server"]["maxUploadSize"] <= 50
    assert config["browser"]["gatherUsageStats"] is False
    for theme in ("light", "dark"):
        assert len(config["theme"][theme]["chartCategoricalColors"]) == 10
