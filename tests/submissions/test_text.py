"""Bytes of .py files to text."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from grader.submissions.model import Unreadable
from grader.submissions.text import decode_source


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (b"x = 1\n", "x = 1\n"),
        (b"\xef\xbb\xbfx = 1\n", "x = 1\n"),
        (b"if x:\r\n\ty = 1\r\n", "if x:\n\ty = 1\n"),
        (b"x = 1\ry = 2\r", "x = 1\ny = 2\n"),
        ("s = 'é'\n".encode(), "s = 'é'\n"),
        (b"# -*- coding: latin-1 -*-\ns = '\xe9'\n", "# -*- coding: latin-1 -*-\ns = 'é'\n"),
        (b"#!python\n# coding: cp1252\ns = '\x80'\n", "#!python\n# coding: cp1252\ns = '€'\n"),
    ],
)
def test_text_is_read_by_the_rules_of_python(data: bytes, text: str) -> None:
    assert decode_source(data) == text


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "the file is empty"),
        (b" \n\t\r\n", "the file is empty"),
        (b"\xef\xbb\xbf", "the file is empty"),
        (
            b"a = 1\r\nb = 2\r\nc = '\xe9'\r\n",
            "line 3 holds byte 0xe9, which is not UTF-8; save the file as UTF-8",
        ),
        (b"\xef\xbb\xbfa\n'\xe9'", "line 2 holds byte 0xe9"),
        (b"'\xe9'", "line 1 holds byte 0xe9, which is not UTF-8"),
        (b"# coding: ascii\n\n'\xe9'", "line 3 holds byte 0xe9, which is not ascii"),
        (b"a\nb\0c", "line 2 holds a NUL byte"),
        ("x = 1".encode("utf-16"), "UTF-16"),
        (b"# coding: klingon\n", "does not know"),
        (b"\xef\xbb\xbf# coding: latin-1\nx\n", "that the file is not in"),
        (b"# coding: rot13\nx\n", "rot13, which is not accepted"),
        (b"# coding: unicode_escape\n# \\u000aimport os\n", "not accepted"),
        (b"# coding: punycode\nx\n", "not accepted"),
    ],
)
def test_what_is_no_python_text_is_said_with_its_line(data: bytes, sentence: str) -> None:
    with pytest.raises(Unreadable) as caught:
        decode_source(data)
    assert sentence in str(caught.value)


@given(st.binary(max_size=200))
@example(b"# coding: undefined\nx")
@example(b"# coding: cp65001\nx")
def test_any_bytes_are_text_or_unreadable(data: bytes) -> None:
    try:
        text = decode_source(data)
    except Unreadable:
        return
    assert "\r" not in text
    assert text.strip("\ufeff \n\t\f\v")
