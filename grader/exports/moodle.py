"""A quiz as Moodle XML, which Moodle's question bank imports.

Documented at docs.moodle.org (Moodle XML format). Texts are HTML; formulas are left to Moodle's
MathJax filter, in its own brackets. A question with drawn values is a category of variants: in the
quiz, add "a random question" of each category.
"""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from html import escape

from grader.exports.exported import Exported, forms
from grader.quizzes import Asked, Quiz, Variants, plain, variants_of

_PARTS = re.compile(r"`([^`]+)`|\$\$(.+?)\$\$|\$(.+?)\$|\*\*(.+?)\*\*", re.DOTALL)


def moodle_xml(quiz: Quiz, secret: str) -> Exported:
    """The quiz as Moodle XML. Raises `LookupError` or `ValueError` for what can't be drawn."""
    root = ET.Element("quiz")
    lost: list[str] = []
    category = ""
    for one in variants_of(quiz, secret):
        if (mine := _category(quiz, one)) != category:
            category = mine
            _text(ET.SubElement(root, "question", type="category"), "category", category)
        for number, asked in enumerate(one.asked, start=1):
            _question(root, quiz, asked, number if len(one.asked) > 1 else 0)
        lost += _lost(one)
    ET.indent(root)
    text = '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")
    return Exported(text + "\n", ".xml", tuple(lost))


def _lost(one: Variants) -> Iterator[str]:
    spec = one.spec
    if spec.draw:
        yield (
            f"{spec.id}: {len(one.asked)} variants in a category of their own stand for the values "
            "that would be drawn; add a random question of that category to the quiz"
        )
    if spec.kind == "multi":
        yield (
            f"{spec.id}: each choice counts by itself there, as right ones share the points and "
            "wrong ones take as much away; here one slip costs " + ("half" if spec.half else "all")
        )
    if spec.kind == "tuple":
        yield f"{spec.id}: a shape is a short answer, of which Moodle compares the text"
    if spec.practice:
        yield f"{spec.id}: for practice, which Moodle does not know; it is exported with 0 points"


def _category(quiz: Quiz, one: Variants) -> str:
    # A slash in a name would begin another category.
    name = f"$course$/top/{plain(quiz.spec.title).replace('/', '//')}"
    return f"{name}/{one.spec.id}" if one.spec.draw else name


def _question(root: ET.Element, quiz: Quiz, asked: Asked, number: int) -> None:
    spec = asked.spec
    kinds = {"number": "numerical", "tuple": "shortanswer"}
    element = ET.SubElement(root, "question", type=kinds.get(spec.kind, "multichoice"))
    _text(element, "name", f"{quiz.slug} {spec.id}" + (f" {number}" if number else ""))
    story = f"{quiz.spec.story.strip()}\n\n" if quiz.spec.story else ""
    _html(element, "questiontext", story + asked.text)
    _html(element, "generalfeedback", asked.why)
    _leaf(element, "defaultgrade", str(spec.counts))
    _leaf(element, "penalty", "0")
    _leaf(element, "hidden", "0")
    _leaf(element, "idnumber", f"{quiz.slug}_{spec.id}" + (f"_{number}" if number else ""))
    if asked.options:
        _choices(element, asked)
    else:
        _answers(element, asked)
    tags = ET.SubElement(element, "tags")
    known = sorted(set(spec.misconceptions()))
    for tag in (quiz.slug, *known):
        _text(tags, "tag", tag)


def _choices(element: ET.Element, asked: Asked) -> None:
    several = asked.spec.kind == "multi"
    _leaf(element, "single", str(not several).lower())
    _leaf(element, "shuffleanswers", "1")
    _leaf(element, "answernumbering", "abc")
    for name in ("correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"):
        _html(element, name, "")
    for option, fraction in zip(asked.options, fractions(asked), strict=True):
        answer = ET.SubElement(element, "answer", fraction=fraction, format="html")
        ET.SubElement(answer, "text").text = _as_html(option.text)
        _html(answer, "feedback", option.spec.says)


def fractions(asked: Asked) -> list[str]:
    """What Moodle gives for each choice, in percent, to the digits that it knows.

    Of a multiple choice the right ones share 100, and the wrong ones take as much away: whoever
    takes all gets nothing.
    """
    if asked.spec.kind != "multi":
        return ["100" if one.right else "0" for one in asked.options]
    right = sum(one.right for one in asked.options)
    share, minus = _percent(right), _percent(len(asked.options) - right)
    return [share if one.right else f"-{minus}" for one in asked.options]


def _percent(parts: int) -> str:
    return f"{100 / parts:.5f}".rstrip("0").rstrip(".")


def _answers(element: ET.Element, asked: Asked) -> None:
    spec = asked.spec
    if spec.kind == "tuple":
        _leaf(element, "usecase", "0")
    known = [(one.value, "100", "") for one in asked.right]
    known += [(one.value, "0", one.says) for one in asked.wrong]
    for value, fraction, says in known:
        for text in forms(value):
            answer = ET.SubElement(
                element, "answer", fraction=fraction, format="moodle_auto_format"
            )
            ET.SubElement(answer, "text").text = text
            if spec.kind == "number" and isinstance(value, int | float):
                _leaf(answer, "tolerance", f"{spec.near(value):.10g}")
            _html(answer, "feedback", says)


def _as_html(text: str) -> str:
    """The little Markdown that questions have, as HTML."""
    paragraphs = []
    for paragraph in re.split(r"\n\s*\n", text.strip()):
        found, at = [], 0
        for part in _PARTS.finditer(paragraph):
            found.append(escape(paragraph[at : part.start()], quote=False))
            code, block, formula, strong = part.groups()
            if code:
                found.append(f"<code>{escape(code, quote=False)}</code>")
            elif block or formula:
                found.append(f"\\({escape((block or formula).strip(), quote=False)}\\)")
            else:
                found.append(f"<strong>{escape(strong, quote=False)}</strong>")
            at = part.end()
        found.append(escape(paragraph[at:], quote=False))
        paragraphs.append("".join(found).strip())
    return paragraphs[0] if len(paragraphs) == 1 else "".join(f"<p>{p}</p>" for p in paragraphs)


def _html(parent: ET.Element, name: str, text: str) -> None:
    element = ET.SubElement(parent, name, format="html")
    ET.SubElement(element, "text").text = _as_html(text) if text else ""


def _text(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(ET.SubElement(parent, name), "text").text = text


def _leaf(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = text
