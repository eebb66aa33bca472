"""Text that was encoded twice: UTF-8 bytes once read as another encoding, and the result stored as UTF-8 again."""

import re

_ROUNDS = 5  # Each round takes off one layer; real registers show up to three.
_WIDTH = {**dict.fromkeys(range(0xC2, 0xE0), 2), **dict.fromkeys(range(0xE0, 0xF0), 3)}
_BLANKS = re.compile(r"\s+")


def mended(text: str, *, encoding: str) -> str:
    """Take off every layer of "UTF-8 read as `encoding`"; what has no such layer comes back unchanged.

    Only whole UTF-8 sequences count, and only where they give a character that `encoding` itself has:
    otherwise an honest "É»", as in a name between guillemets, would turn into a phonetic letter.
    """
    for _ in range(_ROUNDS):
        peeled = _one_layer_off(text, encoding)
        if peeled == text:
            break
        text = peeled
    return text


def one_line(text: str) -> str:
    """Blanks of every kind, line breaks among them, become one space each; none at the ends."""
    return _BLANKS.sub(" ", text).strip()


def _one_layer_off(text: str, encoding: str) -> str:
    peeled: list[str] = []
    at = 0
    while at < len(text):
        original, width = _original_of(text, at, encoding)
        peeled.append(original)
        at += width
    return "".join(peeled)


def _original_of(text: str, at: int, encoding: str) -> tuple[str, int]:
    """The character that stands at this place, and how many characters of the text it takes up."""
    try:
        lead = text[at].encode(encoding)
        width = _WIDTH.get(lead[0], 1)
        if width > 1:
            original = text[at : at + width].encode(encoding).decode("utf-8")
            original.encode(encoding)
            if len(original) == 1:
                return original, width
    except (UnicodeEncodeError, UnicodeDecodeError):
        pass
    return text[at], 1
