import pytest

from recommender.web import MAX_LENGTH, web_address


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org/a?b=1#c",
        "http://x.org",
        "HTTPS://x.org",
        "https://de.wikipedia.org/wiki/Füße",
        "https://例え.jp/",
        "http://[::1]:8501/",
        "https://x.org/" + "a" * (MAX_LENGTH - 14),
    ],
)
def test_addresses_of_the_web(text):
    assert web_address(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "javascript:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "//x.org",
        "x.org",
        "https://",
        "https://:80",
        "http://[",
        "http://[::1",
        "https://x.org/a b",
        "https://x.org/\u2003",
        "https://x.org\n",
        "https://x.org/\x00",
        "https://evil.org\\@example.org/",
        "https://\u202egro.elpmaxe/",
        "https://x.org/\u200b",
        "https://x.org/\ud800",
        "https://x.org/" + "a" * MAX_LENGTH,
    ],
)
def test_all_else_is_not_linked(text):
    assert web_address(text) is None
