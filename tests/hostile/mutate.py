"""Seeded changes to bytes, JSON values and texts, of the sorts that break readers."""

import copy
import json
from random import Random
from typing import Any

WILD_NUMBERS = (
    0, -0.0, -1, 1, 2, 3, 11, 12, 13, 255, 256, 2**31 - 1, 2**31, -(2**31), 2**32, 2**53 + 1, 2**63,
    2**64, 10**19, 10**30, 10**400, 1e308, -1e308, 5e-324, 0.5, float("nan"), float("inf"),
    float("-inf"),
)  # fmt: skip

WILD_TEXTS = (
    "", " ", "\0", "\ud800", "a\udfffb", "\u202e", "\ufeff", "\x1b[2J", "\r\n", "\t=1+1", "=1+1", "'",
    '"', "`", "<script>", "&#39;", "../../outside/secret.txt", "/etc/passwd", "C:\\x", "..", ".", "~",
    "a/../../b", "//host/share", "file:///etc/passwd", "http://[::1", "javascript:alert(1)", "%00",
    "\N{GRINNING FACE}", "e\u0301" * 50, "#" * 300, "#a" * 3000, "हिन्दी", "नमस्ते\u200d", "null",
    "True", "NaN", "1e999", "0" * 5000, "a" * 100_000, "\U0010ffff" * 200, "a\nb", "..\\..\\x", "-",
)  # fmt: skip


def wild_text(random: Random) -> str:
    """A text that programs tend to mishandle."""
    if random.random() < 0.7:
        return random.choice(WILD_TEXTS)
    return "".join(
        chr(random.choice((random.randrange(0x110000), random.randrange(0x250)))) for _ in range(8)
    )


def wild_value(random: Random) -> Any:
    """A JSON value of any type."""
    nested: Any = []
    for _ in range(random.choice((1, 5, 90))):
        nested = [nested] if random.random() < 0.5 else {"a": nested}
    return random.choice(
        (None, True, False, random.choice(WILD_NUMBERS), wild_text(random), [], {}, nested,
         [wild_text(random)], {wild_text(random): random.choice(WILD_NUMBERS)})
    )  # fmt: skip


def mutated_json(random: Random, value: Any) -> Any:
    """A copy of a JSON value with some of its parts replaced, dropped, renamed or repeated."""
    changed = copy.deepcopy(value)
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        holder, key = _any_place(random, changed)
        if holder is None:
            return wild_value(random)
        change = random.randrange(5)
        if change == 0:
            del holder[key]
        elif change == 1 and isinstance(holder, dict):
            holder[wild_text(random)] = holder.pop(key)
        elif change == 2 and isinstance(holder, list):
            holder.extend(copy.deepcopy(holder[:50]) * random.choice((1, 20)))
        else:
            holder[key] = wild_value(random)
    return changed


def _any_place(random: Random, value: Any) -> tuple[Any, Any]:
    places = []
    waiting = [value]
    while waiting:
        holder = waiting.pop()
        keys = (
            holder
            if isinstance(holder, dict)
            else range(len(holder))
            if isinstance(holder, list)
            else ()
        )
        places += [(holder, key) for key in keys]
        waiting += [holder[key] for key in keys]
    return random.choice(places) if places else (None, None)


def json_bytes(random: Random, value: Any) -> bytes:
    """JSON as programs write it, in one of the ways in which they differ, or damaged."""
    ascii_only = random.random() < 0.5
    text = json.dumps(value, ensure_ascii=ascii_only)
    way = random.random()
    if way < 0.05:
        return text.encode("utf-16", "surrogatepass")
    if way < 0.1:
        return b"\xef\xbb\xbf" + text.encode("utf-8", "surrogatepass")
    if way < 0.13:
        return b"[" * 100_000 + text.encode("utf-8", "surrogatepass")
    data = text.encode("utf-8", "surrogatepass")
    return mutated_bytes(random, data) if way < 0.3 else data


def mutated_bytes(random: Random, data: bytes) -> bytes:
    """The bytes with some of them changed, left out, repeated or added."""
    changed = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 4, 16, 64))):
        if not changed:
            return random.randbytes(random.randrange(64))
        # Most of what a reader decides on stands at the beginning or at the end of a file.
        at = random.choice(
            (random.randrange(len(changed)), random.randrange(min(len(changed), 64)),
             len(changed) - 1 - random.randrange(min(len(changed), 64)))
        )  # fmt: skip
        change = random.randrange(8)
        if change < 3:
            changed[at] = random.randrange(256)
        elif change == 3:
            changed[at] ^= 1 << random.randrange(8)
        elif change == 4:
            changed[at : at + 4] = random.choice(
                (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\x80\0\0\0")
            )
        elif change == 5:
            del changed[at : at + random.choice((1, 4, 64, 10_000_000))]
        elif change == 6:
            changed[at:at] = random.randbytes(random.choice((1, 4, 64)))
        else:
            changed[at:at] = changed[at : at + random.choice((4, 256, 4096))]
    return bytes(changed)
