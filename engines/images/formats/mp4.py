"""MP4 by whatever codec is there: the program brings none, and Pillow has none.

Asked are PyAV, imageio-ffmpeg and an ``ffmpeg`` on the path, in this order. The film is H.264 where they can,
else MPEG-4.
"""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Final

import numpy as np

from engines.ground.problem import Problem

PATIENCE: Final = 120.0  # seconds for a codec that does not answer
H264, OLDER = "libx264", "mpeg4"

Codec = Callable[[Path, np.ndarray, float, str], None]
"""(file, pictures uint8 (n, H, W, 3) with even sides, pictures a second, words); raises whatever it likes."""


def codec() -> Codec | None:
    """What films can be made with here, or None."""
    if _there("av"):
        return _by_av
    if _there("imageio_ffmpeg"):
        return lambda *film: _by_program(importlib.import_module("imageio_ffmpeg").get_ffmpeg_exe(), *film)
    program = shutil.which("ffmpeg")
    return None if program is None else lambda *film: _by_program(program, *film)


def made(pictures: Sequence[np.ndarray], rate: float, words: str) -> bytes:
    """A file of pictures, uint8 (H, W, 3) of one size, with ``words`` as its comment.

    Colours are kept at half the resolution, and a side of odd length repeats its last row: codecs want it.

    Raises:
        Problem: there is no codec, or it failed.
    """
    by = codec()
    if by is None:
        raise Problem(
            "There is no codec for MP4 here. Install imageio-ffmpeg, or choose another kind of file."
        )
    frames = np.stack(pictures)
    odd = [(0, 0), *((0, side % 2) for side in frames.shape[1:3]), (0, 0)]
    try:
        with tempfile.TemporaryDirectory(prefix="seven-labs-film-") as folder:
            path = Path(folder) / "film.mp4"  # to put the index in front, codecs go back in the file
            by(path, np.ascontiguousarray(np.pad(frames, odd, mode="edge")), rate, words)
            found = path.read_bytes()
    except Exception as trouble:  # codecs fail in every way there is
        raise Problem("The codec for MP4 failed: {error}", error=_last(trouble)) from trouble
    if not found:
        raise Problem("The codec for MP4 wrote an empty file.")
    return found


def _there(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except (ImportError, ValueError):
        return False


def _by_av(path: Path, frames: np.ndarray, rate: float, words: str) -> None:
    av: Any = importlib.import_module("av")
    with av.open(os.fspath(path), "w", format="mp4", options={"movflags": "faststart"}) as box:
        box.metadata["comment"] = words
        stream = box.add_stream(H264 if H264 in av.codecs_available else OLDER, rate=round(rate))
        stream.height, stream.width = frames.shape[1:3]
        stream.pix_fmt = "yuv420p"
        stream.bit_rate = 8_000_000
        for picture in frames:
            box.mux(stream.encode(av.VideoFrame.from_ndarray(picture, format="rgb24")))
        box.mux(stream.encode())


def _by_program(program: str, path: Path, frames: np.ndarray, rate: float, words: str) -> None:
    height, width = frames.shape[1:3]
    given = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", f"{rate:g}", "-i", "-"]
    wanted = ["-pix_fmt", "yuv420p", "-b:v", "8M", "-movflags", "faststart", "-metadata", f"comment={words}"]
    subprocess.run(
        [program, "-hide_banner", "-loglevel", "error", "-y", *given, *wanted, os.fspath(path)],
        input=frames.tobytes(),
        capture_output=True,
        check=True,
        timeout=PATIENCE,
        creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
    )


def _last(trouble: Exception) -> str:
    """The last line that was said of it."""
    said = (getattr(trouble, "stderr", None) or b"").decode(errors="replace").strip() or str(trouble)
    return (said.splitlines() or [type(trouble).__name__])[-1][:200]
