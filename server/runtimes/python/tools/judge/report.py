"""The signed report. See `server/src/services/runs/reports/signed.ts` for the reader."""

import os
from hashlib import sha256


def open_report(path, nonce):
    """Returns `report(**members)`: one line of HMAC-SHA-256 and JSON for each call, numbered from 1.

    The nonce goes into two hash states at once and is not kept. Only C functions are called later, which nobody can replace.
    """
    inner, outer = sha256(masked(nonce, 0x36)), sha256(masked(nonce, 0x5C))
    file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    write = os.write
    number = 0

    def report(**members):
        nonlocal number
        number += 1
        text = encode({"n": number, **members}).encode("ascii")
        digest, signature = inner.copy(), outer.copy()
        digest.update(text)
        signature.update(digest.digest())
        line = signature.hexdigest().encode("ascii") + b" " + text + b"\n"
        while line:
            line = line[write(file, line) :]

    return report


def masked(nonce, mask):
    return bytes(byte ^ mask for byte in nonce.ljust(64, b"\0"))


def encode(value):
    """JSON in ASCII. `json` itself is the solution's to patch."""
    if value is True:
        return "true"
    if type(value) in (int, float):
        return repr(value)
    if type(value) is dict:
        return "{" + ",".join(encode(key) + ":" + encode(member) for key, member in value.items()) + "}"
    return '"' + "".join(escape(ord(character)) for character in value) + '"'


def escape(code):
    if 0x20 <= code < 0x7F and code not in (0x22, 0x5C):
        return chr(code)
    if code > 0xFFFF:
        code -= 0x10000
        return f"\\u{0xD800 + (code >> 10):04x}\\u{0xDC00 + (code & 0x3FF):04x}"
    return f"\\u{code:04x}"
