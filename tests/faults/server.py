"""Runs commands in forks of a process that has loaded all libraries already: a few ms each.

Reads one JSON object per line: ``{"start": {...}}`` answers with a process id, ``{"wait": id}`` with
its exit status, and ``{"stopped": id}`` with 1 once it has stopped.
"""

import gc
import json
import os
import pkgutil
import resource
import signal
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

LIBRARIES = (
    "implicit.als",
    "pyarrow.parquet",
    "scipy.sparse",
    "sklearn.manifold",
    "sqlite3",
    "tqdm",
)


def main() -> None:
    load()
    gc.freeze()
    for line in sys.stdin:
        request = json.loads(line)
        if "stopped" in request:
            _, status = os.waitpid(request["stopped"], os.WUNTRACED)
            print(int(os.WIFSTOPPED(status)), flush=True)
            continue
        if "wait" in request:
            _, status = os.waitpid(request["wait"], 0)
            print(os.waitstatus_to_exitcode(status), flush=True)
            continue
        process = os.fork()
        if process == 0:
            status = run(request["start"])
            if request["start"]["to_the_end"]:
                sys.exit(status)  # Python writes what is left to stdout, and frees all: 0.3 s
            sys.stdout.flush()
            os._exit(status)
        print(process, flush=True)


def load() -> None:
    """Import all that a command may need: other users may not even read the libraries."""
    for name in (*LIBRARIES, "helpers", "faults.steps"):
        import_module(name)
    import recommender

    for module in pkgutil.walk_packages(recommender.__path__, "recommender."):
        if module.name != "recommender.__main__":
            import_module(module.name)


def run(request: dict) -> int:
    from faults.steps import Steps
    from helpers import OtherEncoder, StubEncoder

    from recommender import build, cli, recommend
    from recommender.evaluation import data
    from recommender.features import decoders

    os.chdir(request["folder"])
    os.environ.update(request["environment"])
    os.umask(0o022)
    redirect(request["streams"])
    if sys.stderr is not None:  # as Python opens it
        sys.stderr.reconfigure(line_buffering=True, errors="backslashreplace")
    for module in (build, recommend, data):
        module.open_encoder = lambda name, **_: OtherEncoder() if name == "other" else StubEncoder()
    # Images are decoded here: to start processes for them would take longer than all else.
    here = decoders.Decoders(0)
    here.close()
    decoders.shared_decoders = lambda: here
    if request["largest_file"] is not None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (request["largest_file"],) * 2)
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if request["user"] is not None:
        os.setgroups([])
        os.setgid(request["user"])
        os.setuid(request["user"])
    report = os.open(request["steps"], os.O_WRONLY | os.O_CREAT) if request["steps"] else -1
    write = os.write
    steps = Steps(request["fault"], request["at"])
    steps.install(request["exchange"])
    try:
        return cli.main(request["arguments"])
    finally:
        if report >= 0:
            write(report, " ".join(steps.names).encode())


def redirect(streams: dict[str, str | None]) -> None:
    """Point the standard streams at files; None closes one, as ``2>&-`` does in a shell."""
    for number, name in enumerate(("stdin", "stdout", "stderr")):
        os.close(number)
        setattr(sys, name, None)
        if (path := streams[name]) is not None:
            mode = "r" if name == "stdin" else "w"
            file = os.open(path, os.O_RDONLY if number == 0 else os.O_WRONLY | os.O_CREAT, 0o666)
            os.dup2(file, number)
            if file != number:
                os.close(file)
            setattr(sys, name, open(number, mode, encoding="utf-8", closefd=False))  # noqa: SIM115


if __name__ == "__main__":
    main()
