"""Importing this keeps NumPy, FAISS and implicit, which are imported later, to one thread.

So it is for the commands that tests start. Of a dozen posts, threads would only wait for one another:
several times as long as they compute, where something else is at work.
"""

import os

for library in ("OMP", "OPENBLAS", "MKL"):
    os.environ[f"{library}_NUM_THREADS"] = "1"
