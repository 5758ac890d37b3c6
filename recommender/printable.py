"""Text from strangers, made safe to print."""


def printable(text: str, most: int | None = None) -> str:
    """The text on one line, with control characters escaped: they could rewrite a terminal's lines.

    Of longer texts, only the first ``most`` characters.
    """
    cut = text if most is None or len(text) <= most else f"{text[:most]}…"
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in cut)
