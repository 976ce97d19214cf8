"""A real program under another clock: `python -m tests.browser.walk.travelled 2026-09-02T08:00:00Z flask jobs run`.

The clock of the program and of the processes it makes is set to that instant and runs on from there. The program
itself is as it is, and has no say in it.
"""

import runpy
import sys
from datetime import datetime

import time_machine

if __name__ == "__main__":
    instant, module, *words = sys.argv[1:]
    sys.argv = [module, *words]
    with time_machine.travel(datetime.fromisoformat(instant)):
        runpy.run_module(module, run_name="__main__", alter_sys=True)
