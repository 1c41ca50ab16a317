"""Run a command and print its time, peak memory and exit code.

usage: python -I -S launch.py COMMAND [ARGUMENT ...]

A program of its own, and a small one: on Linux the peak that the system reports for a child begins with the size of the
process that started it, and the benchmark itself is larger than some of what it measures.
"""

from __future__ import annotations

import json
import os
import sys
import time

_BYTES_PER_UNIT = 1 if sys.platform == "darwin" else 1024


def main() -> None:
    """Start, wait, report."""
    silence = [(os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
    start = time.perf_counter()
    process = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=silence)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - start
    peak = usage.ru_maxrss * _BYTES_PER_UNIT / 2**20
    print(json.dumps({"seconds": seconds, "peak_mib": peak, "exit": os.waitstatus_to_exitcode(status)}))


if __name__ == "__main__":
    main()
