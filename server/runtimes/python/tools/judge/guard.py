"""Closes the ways from a solution to the judge's own memory: frames, the garbage collector, foreign functions, tracing.

An audit hook can't be removed from Python. It refuses what no interview question needs, and frames to everybody but the
standard library's own use of them (`namedtuple`, `logging`, `traceback`).
"""

import sys

REFUSED = frozenset(
    "gc.get_objects gc.get_referrers gc.get_referents sys._current_frames sys._current_exceptions sys.settrace sys.setprofile "
    "sys.monitoring.register_callback code.__new__ marshal.loads marshal.load".split()
)
REFUSED_MODULES = frozenset("_ctypes ctypes _testcapi _testinternalcapi _xxsubinterpreters _interpreters cffi".split())
FRAMES = frozenset("tb_frame gi_frame cr_frame ag_frame".split())
LEAKS = frozenset("inspect.py bdb.py pdb.py cgitb.py trace.py code.py doctest.py".split())
LENDERS = frozenset("currentframe <lambda> walk_stack walk_tb".split())


def forbid_inspection(tools, stdlib):
    undump()
    for name in [name for name in sys.modules if name.partition(".")[0] in ("ctypes", "_ctypes")]:
        del sys.modules[name]
    getframe = sys._getframe
    busy = False

    def refuse(what):
        raise RuntimeError(f"{what} is not available in a test run")

    def is_trusted(frame):
        path = frame.f_code.co_filename
        if path.startswith(tools):
            return True
        if not path.startswith((stdlib, "<frozen ")) or path.rpartition("/")[2] in LEAKS:
            return False
        return frame.f_code.co_name not in LENDERS or (frame.f_back is not None and is_library(frame.f_back))

    def is_library(frame):
        return frame.f_code.co_filename.startswith((stdlib, tools, "<frozen "))

    def look(event, args):
        if event == "import":
            if args[0] in REFUSED_MODULES:
                refuse(f"The module {args[0]}")
        elif event == "sys._getframe" or (event == "object.__getattr__" and args[1] in FRAMES):
            if not is_trusted(getframe(2)):
                refuse("Looking at frames")
        elif event == "object.__setattr__" and args[1] in ("__code__", "__defaults__", "__kwdefaults__"):
            if not is_library(getframe(2)):
                refuse(f"Replacing {args[1]}")
        elif event == "compile" and type(args[1]) is str and args[1].startswith((stdlib, tools)):
            if not is_library(getframe(2)):
                refuse("Compiling under another file's name")
        elif event in REFUSED and not (event.startswith(("marshal.", "code.")) and is_library(getframe(2))):
            refuse(event)
        elif event.startswith("ctypes."):
            refuse("ctypes")

    def hook(event, args):
        nonlocal busy
        if busy:
            return
        busy = True
        try:
            look(event, args)
        finally:
            busy = False

    sys.addaudithook(hook)


def undump():
    """`PR_SET_DUMPABLE` 0: `/proc/<pid>/mem` of this process belongs to root, so that not even its children can read the nonce there."""
    try:
        import ctypes

        ctypes.CDLL(None).prctl(4, 0, 0, 0, 0)
    except (ImportError, OSError, AttributeError):
        return
