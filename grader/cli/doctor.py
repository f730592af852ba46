"""`grade doctor`: which layers of isolation this machine has, and versions."""

from __future__ import annotations

import json
from dataclasses import asdict

import click

MEANING = {
    "A": "full isolation: namespaces, landlock, seccomp and limits",
    "B": "landlock, seccomp and limits; no namespaces, so student code cannot write at all",
    "C": "seccomp and limits; student code cannot open any file, so late imports fail",
    "D": "NOT a sandbox: a process of its own with limits; run only code that you trust",
}


@click.command(short_help="Say what isolation this machine offers.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def doctor(as_json: bool) -> int:
    """Try every rung of isolation for real, and say what is missing and what to do.

    Exit code 5 if no safe sandbox works here.
    """
    from grader.sandbox import probe
    from grader.versions import versions

    found = probe()
    seen = versions()
    if as_json:
        layers = [asdict(layer) for layer in found.layers]
        whole = {"rung": found.rung, "layers": layers, "versions": seen.model_dump()}
        click.echo(json.dumps(whole, indent=2))
        return 5 if found.rung == "D" else 0
    click.echo(f"Rung {found.rung}: {MEANING[found.rung]}.\n")
    width = max(len(layer.name) for layer in found.layers)
    for layer in found.layers:
        mark = "yes" if layer.available else "NO "
        click.echo(f"  {mark}  {layer.name:<{width}}  {layer.why_not}".rstrip())
        if layer.remedy:
            click.echo(f"       {'':<{width}}  → {layer.remedy}")
    click.echo(f"\nPython {seen.python}, NumPy {seen.numpy}, Hypothesis {seen.hypothesis}")
    if found.rung == "D":
        click.echo(
            "\n`grade SUBMISSIONS` refuses to run here (exit code 5) without --allow-unsafe.",
            err=True,
        )
        return 5
    return 0
