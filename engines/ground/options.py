"""A config's fields as options of a command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any

from engines.ground.spec import Config, fields


def add_arguments(parser: argparse.ArgumentParser, config: type[Config], skip: Sequence[str] = ()) -> None:
    """One ``--option`` per field, with its limits in the help. Absent options stay absent."""
    for f in fields(config):
        if f.name in skip:
            continue
        about = f.help.split("\n")[0] or f.title
        option: dict[str, Any] = {"dest": f.name, "default": argparse.SUPPRESS}
        if f.kind == "bool":
            option["action"] = argparse.BooleanOptionalAction
        elif f.kind == "choice":
            option |= {"choices": [c[0] for c in f.choices], "type": type(f.choices[0][0])}
        elif f.kind in ("int", "float"):
            option["type"] = int if f.kind == "int" else float
            about += f" ({f.low:g} to {f.high:g}{f'; 0: {f.zero}' if f.zero else ''})"
        parser.add_argument("--" + f.name.replace("_", "-"), help=about.replace("%", "%%"), **option)
