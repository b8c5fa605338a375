"""Where this program keeps its files. ``SEVEN_LABS_HOME`` puts them all under one folder (tests do)."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import platformdirs

APP = "seven-labs"


def _place(kind: str, usual: str) -> Path:
    home = os.environ.get("SEVEN_LABS_HOME")
    folder = Path(home) / kind if home else Path(usual)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def unusable() -> str:
    """Why nothing can be kept in these places, in the system's words; "" if all is well."""
    try:
        for place in (config(), state(), cache()):
            with tempfile.TemporaryFile(dir=place):
                pass
    except OSError as e:
        return f"{e.strerror or e}: {e.filename}" if e.filename else str(e)
    return ""


def use_temporary() -> None:
    """Keep everything in a folder that is gone when the program ends."""
    folder = tempfile.mkdtemp(prefix="seven-labs-")
    os.environ["SEVEN_LABS_HOME"] = folder
    atexit.register(shutil.rmtree, folder, ignore_errors=True)


def config() -> Path:
    """Settings and the session."""
    return _place("config", platformdirs.user_config_dir(APP, appauthor=False))


def state() -> Path:
    """Saved runs and logs."""
    return _place("state", platformdirs.user_state_dir(APP, appauthor=False))


def cache() -> Path:
    """What can be made again."""
    return _place("cache", platformdirs.user_cache_dir(APP, appauthor=False))


def assets() -> Path:
    """Files shipped with the program."""
    import assets as package

    return Path(package.__file__).parent


def ready(name: str) -> Path | None:
    """The run of a lab, or of ``<lab>-<preset>``, that comes with the program or lies in the folder that
    ``SEVEN_LABS_READY`` names (an empty one has none); None where there is none."""
    folder = os.environ.get("SEVEN_LABS_READY")
    if folder == "":
        return None
    found = (Path(folder) if folder else assets() / "ready") / f"{name}.safetensors"
    return found if found.is_file() else None
