"""Bytes of a Python file to text, by the rules Python itself follows (PEP 263).

Never guesses an encoding: a wrong guess would change what the student wrote.
"""

from __future__ import annotations

import codecs
import io
import re
import tokenize

from grader.submissions.model import Unreadable

# Others named in a coding line either aren't text (rot13, zip), take quadratic time
# (punycode, idna) or hide code in what every reader sees as a comment (unicode_escape).
_ENCODINGS = re.compile(
    r"utf-8(-sig)?|ascii|iso8859-\d+|cp\d+|koi8-[rtu]|mac-[a-z]+"
    r"|gbk|gb2312|gb18030|big5(hkscs)?|shift_jis\w*|euc_\w+|johab|tis-620"
)


# What files begin with that are no text of Python and no notebook, whatever they are called.
_OFFICE = (
    "a zip archive or an office document: hand in the Python file or the notebook itself, or name "
    "the archive .zip"
)
_POINTER = (
    "a pointer of Git LFS, which stands for the file and does not hold it: run `git lfs pull`, "
    "and hand in the file itself"
)
_PICTURE = "a picture: hand in the Python file or the notebook itself"
_OTHER_KINDS = {
    b"version https://git-lfs.github.com/spec/": _POINTER,
    b"%PDF-": "a PDF: hand in the Python file or the notebook that it was made from",
    b"PK\x03\x04": _OFFICE,
    b"{\\rtf": "formatted text (RTF): save it as plain text",
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
}
_SIGN_IN = re.compile(rb"sign[ -]?in|log[ -]?in|password|single sign", re.IGNORECASE)
_MERGE_MARKS = ("<<<<<<<", "=======", ">>>>>>>")


def refuse_other_kinds(data: bytes) -> None:
    """Raises Unreadable with a sentence where the file is of another kind than its name says."""
    start = data.removeprefix(codecs.BOM_UTF8).lstrip()[:1000]
    for begins, what in _OTHER_KINDS.items():
        if start.startswith(begins):
            raise Unreadable(f"the file is {what}")
    if start.startswith(b"<") and not start.startswith(b"<<<<<<<"):
        page = "a web page (HTML), and no Python"
        if _SIGN_IN.search(data[:200_000]):
            page = "the sign-in page of a website (HTML), saved in place of the work"
        raise Unreadable(
            f"the file is {page}: download the file itself, where need be after signing in, "
            "and hand that in"
        )


def merge_marks(source: str) -> str:
    """The sentence about marks that Git leaves where two versions were not merged; "" if none."""
    waiting, first = list(_MERGE_MARKS), 0
    for number, line in enumerate(source.split("\n"), start=1):
        if line.partition(" ")[0] == waiting[0]:
            first = first or number
            waiting.pop(0)
            if not waiting:
                break
    else:
        return ""
    return (
        f"line {first} is a mark that Git leaves where two versions of a file were not merged "
        "(<<<<<<<): keep the lines of one version, and take out the marks"
    )


def decode_source(data: bytes) -> str:
    """The text of a .py file with "\\n" at line ends and no byte order mark.

    Raises Unreadable with a sentence when the bytes are no Python text.
    """
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise Unreadable("the file is UTF-16, which Python can't read; save the file as UTF-8")
    if not data.removeprefix(codecs.BOM_UTF8).strip():
        raise Unreadable("the file is empty")
    if b"\0" in data:
        line = _line_of(data, data.index(b"\0"))
        raise Unreadable(f"line {line} holds a NUL byte, so this is no text file")
    encoding = _encoding(data)
    try:
        text = data.removeprefix(codecs.BOM_UTF8).decode(encoding)
    except UnicodeDecodeError as error:
        # The error counts from after the byte order mark, which never ends a line.
        line, byte = _line_of(error.object, error.start), error.object[error.start]
        label = "UTF-8" if encoding == "utf-8" else encoding
        raise Unreadable(
            f"line {line} holds byte 0x{byte:02x}, which is not {label}; save the file as UTF-8"
        ) from None
    return plain_newlines(text)


def plain_newlines(text: str) -> str:
    """The text with every line end written as "\\n", as Python's own reader sees it."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _encoding(data: bytes) -> str:
    try:
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
    except SyntaxError as error:
        if "declaration" in str(error):
            # A first line that is not UTF-8: decoding says which byte it is.
            return "utf-8"
        raise Unreadable(
            "the coding line names an encoding that Python does not know or that the file "
            "is not in; save the file as UTF-8 and remove the line"
        ) from None
    if not _ENCODINGS.fullmatch(codecs.lookup(encoding).name):
        raise Unreadable(
            f"the coding line names {encoding}, which is not accepted; "
            "save the file as UTF-8 and remove the line"
        )
    return "utf-8" if encoding == "utf-8-sig" else encoding


def _line_of(data: bytes, position: int) -> int:
    before = data[:position].replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return before.count(b"\n") + 1
