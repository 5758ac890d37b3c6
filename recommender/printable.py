"""Text from strangers, made safe to print."""


def printable(text: str, most: int | None = None) -> str:
    """The text with control characters escaped: they could rewrite a terminal's lines.

    Of longer texts, only the first ``most`` characters.
    """
    some = text if most is None else text[: most + 1]
    safe = "".join(c if c.isprintable() else ascii(c)[1:-1] for c in some)
    return safe if most is None or len(safe) <= most else f"{safe[:most]}…"


def one_line(text: object, most: int = 200) -> str:
    """The same, with line breaks and other white space as single spaces."""
    return printable(" ".join(str(text).split()), most)
