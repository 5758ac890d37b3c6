"""``python -m tests.hostile``: thousands of hostile cases, and a table of what became of them."""

import sys
from pathlib import Path

if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
    from hostile.command import main

    raise SystemExit(main())
