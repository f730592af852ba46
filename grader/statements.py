"""Where a statement of a source stands."""

from __future__ import annotations

import ast


def first_line(statement: ast.stmt) -> int:
    """The line at which it begins: of a definition, at its first decorator."""
    decorators: list[ast.expr] = getattr(statement, "decorator_list", [])
    return min([statement.lineno, *(one.lineno for one in decorators)])
