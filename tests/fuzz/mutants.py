"""Ways to spoil a file: bytes, JSON and arrays. Everything is drawn from one seeded generator."""

from __future__ import annotations

import base64
import copy
import json
import random
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engines.ground import checkpoint

NASTY: tuple[Any, ...] = (
    None, True, -1, 0, 1, 2**31, 2**53, 2**63, 2**64, -(2**70), 10**400, 0.5, -1e308, 1e308, float("nan"),
    float("inf"), "", "x", "\udcff", "\u202egnp", "<h1>Big", "𝔘" * 9, "a\0b", "/dev/zero", "x" * 3000, [], [[]], {},
    [None], {"": None}, [10**400], "../../etc/passwd", "NaN", "١٢٣",
)  # fmt: skip


def bytes_of(data: bytes, rng: random.Random) -> bytes:
    """Cut, flip, insert, repeat or blank some of it."""
    if not data:
        return bytes(rng.randrange(256) for _ in range(40))
    out = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 5))):
        at = rng.randrange(max(len(out), 1)) if rng.random() < 0.6 else rng.randrange(min(len(out), 200) or 1)
        kind = rng.randrange(6)
        if kind == 0:
            del out[at:]
        elif kind == 1 and out:
            out[min(at, len(out) - 1)] ^= 1 << rng.randrange(8)
        elif kind == 2:
            out[at:at] = bytes(rng.randrange(256) for _ in range(rng.choice((1, 4, 300))))
        elif kind == 3:
            out[at:at] = out[at : at + rng.choice((1, 64, 4096))]
        elif kind == 4:
            out[at : at + 8] = rng.choice((b"\0" * 8, b"\xff" * 8, b"\x7f" + b"\xff" * 7))
        else:
            out[at : at + 2] = rng.choice((b"\r\n", b"\xfe\xff", b"\xff\xfe", b"((", b"))", b"\xed\xa0"))
    return bytes(out)


def json_of(value: Any, rng: random.Random) -> Any:
    """A copy with one or two of its parts replaced, dropped, doubled or put in."""
    root = copy.deepcopy(value)
    for _ in range(rng.choice((1, 1, 2))):
        places = list(_places(root))
        if not places:
            return rng.choice(NASTY)
        holder, key = rng.choice(places)
        kind = rng.randrange(5)
        if kind < 3:
            holder[key] = rng.choice(NASTY)
        elif kind == 3:
            del holder[key]
        elif isinstance(holder, dict):
            holder[rng.choice(("", "x", "step", "config", "\udcff"))] = rng.choice(NASTY)
        else:
            holder.extend(holder[-1:] * rng.choice((1, 100)))
    return root


def _places(value: Any) -> Any:
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inside in list(items):
        yield value, key
        yield from _places(inside)


def array_of(array: np.ndarray, rng: random.Random) -> np.ndarray:
    """Another shape, another type, or numbers that make no sense."""
    kind = rng.randrange(7)
    if kind == 0:
        return array.reshape(-1)[: array.size // 2]
    if kind == 1:
        return array[None]
    if kind == 2:
        return array.astype(rng.choice((np.float64, np.int64, np.uint8, np.bool_)))
    if kind == 3:
        return np.zeros(0, array.dtype)
    out = array.copy()
    if out.size:
        flat = out.reshape(-1)
        with np.errstate(all="ignore"):
            worst = rng.choice((np.nan, np.inf, -1, 1e30, 2**40)) if out.dtype.kind == "f" else -1
            flat[rng.randrange(flat.size)] = np.array(worst).astype(out.dtype)
    return out


def checkpoint_of(path: Path, target: Path, rng: random.Random) -> None:
    """Spoil a checkpoint inside and give it the right digest, or spoil its bytes."""
    if rng.random() < 0.3:
        target.write_bytes(bytes_of(path.read_bytes(), rng))
        return
    saved = checkpoint.load(path)
    meta, tensors = saved.meta, dict(saved.tensors)
    if rng.random() < 0.7:
        meta = json_of(meta, rng)
    if rng.random() < 0.5 and tensors:
        name = rng.choice(sorted(tensors))
        if rng.random() < 0.3:
            del tensors[name]
        else:
            tensors[name] = array_of(tensors[name], rng)
    checkpoint.save(target, saved.lab, meta, tensors)


def thumbnail_of(path: Path, target: Path, rng: random.Random) -> None:
    """Spoil the small picture in a checkpoint's header, or the file's bytes."""
    data = path.read_bytes()
    if rng.random() < 0.2:
        target.write_bytes(bytes_of(data, rng))
        return
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    head, _, body = header["__metadata__"]["thumbnail"].partition(":")
    bomb = base64.b64encode(zlib.compress(bytes(1 << 24))).decode()
    sizes = ("0x0x3", "192x96x3", "1x1x1", "999x999x3", "-1x4x3", "1e9x1x1", "٣x٣x١", "4x4x2", "")
    header["__metadata__"]["thumbnail"] = rng.choice(
        (
            bytes_of(f"{head}:{body}".encode(), rng).decode("latin-1"),
            f"{head}:{bytes_of(body.encode(), rng).decode('latin-1')}",
            f"{rng.choice(sizes)}:{body}",
            f"{head}:{bomb}",
            f"192x96x3:{bomb}",
            rng.choice(NASTY),
        )
    )
    text = json.dumps(header, separators=(",", ":")).encode("utf-8", "surrogatepass")
    target.write_bytes(len(text).to_bytes(8, "little") + text + data[8 + size :])


def json_file(path: Path, target: Path, rng: random.Random) -> None:
    """Spoil a JSON file as JSON, or as bytes."""
    if rng.random() < 0.3:
        target.write_bytes(bytes_of(path.read_bytes(), rng))
    else:
        target.write_text(json.dumps(json_of(json.loads(path.read_text("utf-8")), rng)), "utf-8")


def any_file(path: Path, target: Path, rng: random.Random) -> None:
    """Spoil a file's bytes."""
    target.write_bytes(bytes_of(path.read_bytes(), rng))


Spoil = Callable[[Path, Path, random.Random], None]
