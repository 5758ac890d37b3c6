"""Text from strangers, made safe to print."""


def printable(text: str) -> str:
    """The text on one line, with control characters escaped: they could rewrite a terminal's lines."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
