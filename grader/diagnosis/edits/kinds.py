"""What each kind of repair says of the mistake: the kinds in words, the most common first.

A sentence is true of every edit of its kind: it tells what is wrong there, and never the code.
The order decides which of several edits on one line is told.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

SAYS: Final[Mapping[str, str]] = {
    # Few functions do it, and hardly any other edit mends one that does.
    "early return": "The function returns within a loop, before the loop has come to its end.",
    # What stands there is another one than must.
    "sign": "One of the terms has the wrong sign.",
    "axis": "It works along another axis than it must.",
    "order": "Two operands, or two arguments, stand in the wrong order.",
    "divides": "It multiplies where it must divide, or divides where it must multiply.",
    "product": "One kind of product stands where another must: matrix product, or entry by entry.",
    "sibling": "Another variable of the same kind belongs here, of another step, layer or use.",
    "index": "An index, key or layer number is not the one that it must be.",
    "range": "A range or a slice begins or ends at another place than it must.",
    "comparison": "A comparison is not the one that it must be: its direction, or whether it takes "
    "in the border.",
    "number": "A number is not the one that it must be.",
    "function": "Another function belongs here.",
    "option": "An option is True where it must be False, or False where it must be True.",
    "operator": "An operator is not the one that it must be.",
    "results": "The results are returned in the wrong order.",
    "summed": "What is computed here is added up or put in place: it must be the other of the two.",
    # Something is missing. A copy changes no number: where it mends, nothing else is meant.
    "copy": "A copy is missing: this is the very array that was given, or that is changed later.",
    "in place": "It changes in place what must stay as it is.",
    "whole numbers": "Whole numbers are kept here, where fractions must be.",
    "minus": "A minus is missing.",
    "factor": "A factor, or a division by a number or a count, is missing.",
    "keepdims": "An axis is lost here that must be kept.",
    "no axis": "It works on all entries at once where it must go along one axis.",
    "transpose": "Something must be transposed here.",
    "brackets": "The brackets group the operations in another way than they must.",
    "inside": "A statement stands inside of a block and belongs outside of it, or the other way.",
    "shape": "An array has another shape here than it must.",
    "no return": "The function ends without returning what it has worked out.",
    "unused": "A variable that is never used belongs here.",
    "backwards": "The steps are taken in the wrong direction.",
    "term": "A term is missing.",
    # Something is too many.
    "two transposes": "A transpose is too many.",
    "extra sign": "A minus, or a not, is too many.",
    "extra": "A term or a factor is too many.",
    "extra argument": "An argument is given that must be left out.",
    "extra call": "A function is applied where none must be.",
    # Further from what stands there.
    "text": "A text, such as the name of a choice, is not the one that it must be.",
    "another": "Another variable belongs here.",
    "applied": "A function must be applied here.",
    "swapped": "This statement and the next one stand in the wrong order.",
    "condition": "A condition is not the one that it must be, or decides where nothing is to be "
    "decided.",
    "left out": "A statement stands here that must not be there.",
}  # fmt: skip
KINDS: Final = tuple(SAYS)


def rank_of(kind: str) -> int:
    """How common a kind is: 0 for the most common."""
    return KINDS.index(kind)
