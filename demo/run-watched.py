"""Runs a Python module as its main program for as long as somebody holds the other end of standard input.

`python run-watched.py MODULE ARGUMENTS…`: should the process that started us be killed outright, the pipe closes and
we end too. Knows nothing of the module.
"""

import os
import runpy
import sys
import threading


def end_with_parent() -> None:
    while os.read(0, 4096):
        pass
    os._exit(1)


threading.Thread(target=end_with_parent, daemon=True).start()
sys.argv = sys.argv[1:]
runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
