"""A group of commands in which the first word may be a folder: `grade submissions/`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from grader.near import near_words


class DefaultGroup(click.Group):
    """Runs the `default` command when the first argument names no command but a path."""

    def __init__(self, *args: Any, default: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._default = default

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Put the default command in front of options that the group does not know."""
        own = {*self._option_names(ctx), "--help", "-h"}
        if args and args[0].startswith("-") and args[0].split("=")[0] not in own:
            args = [self._default, *args]
        return super().parse_args(ctx, args)

    def _option_names(self, ctx: click.Context) -> set[str]:
        return {name for parameter in self.get_params(ctx) for name in parameter.opts}

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """The command that the first word names, or the default one for a path."""
        word = args[0]
        if self.get_command(ctx, word) is not None:
            return super().resolve_command(ctx, args)
        if Path(word).exists():
            return self._default, self.get_command(ctx, self._default), args
        hint = near_words(word, [*self.list_commands(ctx), *_folders()]) or "See `grade --help`."
        raise click.UsageError(f"There is no command or folder {word!r}. {hint}")


def _folders() -> list[str]:
    try:
        return [path.name for path in Path.cwd().iterdir() if path.is_dir()]
    except OSError:
        return []
