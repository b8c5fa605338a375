"""What a lab is, and which there are. A lab's module is imported when its tab is first shown."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QWidget

from engines.ground.marks import mark
from engines.ground.runner import Engine, Runner, State
from playground.ground import i18n
from playground.ground.action import Action
from playground.ground.bridge import Bridge
from playground.ground.shelf import Shelf
from widgets.frame.transport import Transport
from widgets.look.i18n import tr


@dataclass(frozen=True)
class Entry:
    """A line of the registry: enough to draw the tab before the lab is imported."""

    key: str
    title: str
    icon: str
    module: str


REGISTRY: tuple[Entry, ...] = (
    Entry("gan", mark("GAN"), "smiley", "playground.labs.gan.lab"),
    Entry("vqvae", mark("VQ-VAE"), "palette", "playground.labs.vqvae.lab"),
    Entry("words", mark("Words"), "translate", "playground.labs.words.lab"),
    Entry("onlstm", mark("ON-LSTM"), "tree-structure", "playground.labs.onlstm.lab"),
)


class PresetLike(Protocol):
    """A named set of config values with one line of why."""

    @property
    def key(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def why(self) -> str: ...
    @property
    def values(self) -> Mapping[str, Any]: ...


class LabRun(Protocol):
    """What a lab may ask of its run, and the shell through it; ``playground.run.run.Run`` is one."""

    @property
    def config(self) -> Any:
        """The settings chosen."""

    @property
    def step(self) -> int:
        """Steps done."""

    @property
    def playing(self) -> bool:
        """Whether the person wants it to run."""

    @property
    def bridge(self) -> Bridge:
        """The line to the engine."""

    @property
    def shelf(self) -> Shelf:
        """Runs kept without being asked."""

    def set_values(self, **values: Any) -> bool:
        """Change settings; False if one is not allowed."""

    def begin(self) -> None:
        """Build an engine, at once."""

    def play(self) -> None:
        """Run until paused."""

    def toggle(self) -> None:
        """Play or pause."""

    def open(self, path: Path) -> None:
        """Go on with a saved run."""

    def save(self, path: Path, then: Any = None) -> None:
        """Save it between two steps."""


class Lab(QObject):
    """One tab. The shell owns play, presets, settings, files and notices; the lab owns its pictures.

    Subclasses set the class attributes and the methods below. ``run`` is there before ``view`` is called.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    help_page: ClassVar[str] = ""
    hint: ClassVar[str] = ""
    """What to try, said in the status line."""
    data_section: ClassVar[str] = ""
    """The form's section under which ``data_note`` is said."""
    computes: ClassVar[bool] = True
    """Whether it plays and pauses, on a device that can be chosen; else it works by itself when asked."""
    state_words: ClassVar[Mapping[State, str]] = {}
    """What the strip says of a state, where another word than the shell's fits better."""
    default_device: ClassVar[str] = "auto"
    """Where it runs until the person chooses: "auto" is the best device there is."""
    nicknames: ClassVar[Mapping[str, str]] = {}
    """Further object names of form rows, by field: ``words.mode`` beside ``words.config.mode``."""
    folded: ClassVar[Sequence[str]] = ()
    """Sections of the form that are folded until the person opens them."""
    config_type: ClassVar[type[Any]]
    presets: ClassVar[Sequence[PresetLike]]
    default_preset: ClassVar[str]

    noticed = Signal(str, str, object, str)
    """(kind, sentence, [(link, callable)], key) to show in the notice bar; the same key replaces."""
    outdated = Signal(str)
    """The notice of this key is no longer true."""

    field_wanted = Signal(str, object)
    """(field, value): as if the person had chosen it in the form."""

    run: LabRun
    latest: Any = None
    """The newest snapshot shown; None before the first."""

    @property
    def bridge(self) -> Bridge:
        """The line to the runner: ``lab.bridge.runner``."""
        return self.run.bridge

    # -- the engine ------------------------------------------------------------------------------------

    def build(self, config: Any, runner: Runner[Any], device: str, checkpoint: Path | None) -> Engine[Any]:
        """Make the engine, on the engine's thread.

        With ``checkpoint`` it goes on from the state saved there, where ``config`` is None with its config.

        Raises:
            Problem: what is wrong with config, data or file.
        """
        raise NotImplementedError

    def config_of(self, engine: Any) -> Any:
        """The config an engine runs with."""
        return engine.config

    def fresh(self) -> Mapping[str, Any]:
        """Values that a run begins with, whatever they were in the run before."""
        return {}

    def settings_sent(self) -> None:
        """Changed live fields are on their way to the engine; jobs asked for now come after them."""

    # -- the view --------------------------------------------------------------------------------------

    def transport(self) -> Transport:
        """The strip at the top; called once, first of all."""
        return Transport(self.key)

    def below_settings(self) -> QWidget | None:
        """What stands below the form, in the same column; called once, after ``view``."""
        return None

    def view(self) -> QWidget:
        """The stage; called once."""
        raise NotImplementedError

    def inspector(self) -> QWidget | None:
        """What stands to the right of the stage; called once, after ``view``."""
        return None

    def show(self, snapshot: Any) -> None:
        """Draw the newest snapshot (has ``step``)."""
        raise NotImplementedError

    def fraction(self, snapshot: Any) -> float | None:
        """How much of a run whose end is known is done, 0..1."""
        return None

    def engine_changed(self) -> None:
        """A new engine took the old one's place."""

    def picture(self) -> QImage | None:
        """What "export picture" saves."""
        return None

    def export(self) -> bool:
        """Export in the lab's own way; False leaves it to the shell, which saves ``picture``."""
        return False

    def needs_path(self, field: str, value: Any) -> str:
        """What kind of path ("folder", "file", "font") this value of a field asks for; "" for none."""
        return ""

    def ask_path(self, kind: str, parent: QWidget) -> str:
        """Let the person choose a path of such a kind; "" if they do not."""
        return QFileDialog.getOpenFileName(parent, tr("Open"), str(Path.home()))[0]

    def data_note(self, snapshot: Any) -> str:
        """A line under the data fields: how many pictures, which licence."""
        return ""

    def open_file(self, path: str) -> bool:
        """Open a file of this lab's own kind; returns whether it was one."""
        return False

    # -- dropping and acting ---------------------------------------------------------------------------

    def accepts(self, paths: Sequence[str]) -> str:
        """What dropping these would do, as a verb for the person; "" if nothing."""
        return ""

    def drop(self, paths: Sequence[str]) -> None:
        """Do it."""

    def actions(self) -> Sequence[Action]:
        """Actions only this lab has."""
        return ()

    # -- remembering -----------------------------------------------------------------------------------

    def save_state(self) -> dict[str, Any]:
        """The view's state, JSON-ready."""
        return {}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Put it back; unknown or missing keys are ignored."""

    def notice(self, kind: str, sentence: str, links: Sequence[tuple[str, Any]] = (), key: str = "") -> None:
        """Say something in the notice bar ("info", "warn", "error")."""
        self.noticed.emit(kind, sentence, list(links), key)

    def refused(self, error: Exception) -> None:
        """Say why a job could not be done."""
        self.notice("error", i18n.told(error))


def create(key: str) -> Lab:
    """Import and make the lab of a registry entry."""
    entry = next(e for e in REGISTRY if e.key == key)
    lab: Lab = importlib.import_module(entry.module).LAB()
    return lab
