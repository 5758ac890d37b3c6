"""Stopping a long command by a signal, without leaving anything half-written."""

import signal
from collections.abc import Callable


def stop_on_signals() -> Callable[[], None]:
    """Make SIGINT and SIGTERM stop the work by an exception; returns a check that none got lost.

    Docker and system shutdowns send SIGTERM; as an exception, it cleans up like Ctrl-C. But an
    exception raised while a C library calls back into Python may be dropped there (ctypes does so),
    and the work would continue: the check raises it again.
    """
    received: list[int] = []

    def check() -> None:
        if received:
            raise KeyboardInterrupt if received[0] == signal.SIGINT else SystemExit(143)

    def stop(number: int, _: object) -> None:
        received.append(number)
        check()

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    return check
