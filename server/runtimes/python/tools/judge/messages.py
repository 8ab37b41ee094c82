"""What a failed test shows: the message as plain text, and where in the workspace it happened."""

import os
import re

ANSI = re.compile("[\x1b\x9b][\\[()#;?]*(?:\\d{1,4}(?:;\\d{0,4})*)?[\\dA-ORZcf-nqry=><~]")
LONGEST = 4000
WORKSPACE = os.getcwd() + os.sep


def failure_text(error):
    name = type(error).__name__
    try:
        said = str(error)
    except BaseException:
        said = "(its message cannot be read)"
    text = said if isinstance(error, AssertionError) and said else f"{name}: {said}" if said else name
    text = ANSI.sub("", text).strip()
    place = last_place(error)
    text = f"{text}\n    at {place}" if place else text
    return text if len(text) <= LONGEST else text[:LONGEST] + " … (cut)"


def last_place(error):
    """The innermost line of the traceback that is in the workspace."""
    if isinstance(error, SyntaxError) and error.filename and error.filename.startswith(WORKSPACE):
        return f"{error.filename[len(WORKSPACE):]}:{error.lineno}"
    place, step = None, error.__traceback__
    while step is not None:
        path = step.tb_frame.f_code.co_filename
        if path.startswith(WORKSPACE):
            place = f"{path[len(WORKSPACE):]}:{step.tb_lineno}"
        step = step.tb_next
    return place
