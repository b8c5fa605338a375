"""What a lab is, and which there are. A lab's module is imported when its tab is first shown."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, ClassVar, Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from engines.ground.marks import mark
from engines.ground.problem import FileProblem, Problem
from engines.ground.runner import Engine, Runner, State
from playground.ground import i18n, lesson, paths
from playground.ground.action import Action
from playground.ground.bridge import Bridge
from playground.ground.lab_run import LabRun, PresetLike
from playground.ground.source import Source
from widgets.frame.asked_strip import AskedStrip
from widgets.frame.transport import Transport
from widgets.look.i18n import tr


@dataclass(frozen=True)
class Entry:
    """A line of the registry: enough to draw the tab before the lab is imported."""

    key: str
    title: str
    icon: str
    module: str


REGISTRY: list[Entry] = [
    Entry("gan", mark("GAN"), "smiley", "playground.labs.gan.lab"),
    Entry("vqvae", mark("VQ-VAE"), "palette", "playground.labs.vqvae.lab"),
    Entry("words", mark("Words"), "translate", "playground.labs.words.lab"),
    Entry("onlstm", mark("ON-LSTM"), "tree-structure", "playground.labs.onlstm.lab"),
    Entry("ellipse", mark("Ellipse"), "cube", "playground.labs.ellipse.lab"),
    Entry("denoise", mark("Denoising"), "wind", "playground.labs.denoise.lab"),
    Entry("layers", mark("Layer reuse"), "stack", "playground.labs.layers.lab"),
]


@dataclass(frozen=True)
class Exports:
    """A table of formats that a lab writes. ``write`` says itself what came of it: :meth:`Lab.write` does."""

    title: str
    """Of the dialog, English."""
    name: str
    """Proposed file name."""
    formats: Sequence[tuple[str, str]]
    """(what it is, in English; suffix without a dot)."""
    write: Callable[[Path], None]
    missing: str = ""
    """Why there is nothing to export, English; "" if there is something."""


class Lab(QObject):
    """One tab. The shell owns play, presets, settings, files and notices; the lab owns its pictures.

    Subclasses set the class attributes, answer ``view`` and ``show``, and whatever else they have. ``run`` is
    there before ``view`` is called. Title, icon and help page come from the registry, by ``key``.
    """

    key: ClassVar[str]
    kind: ClassVar[Literal["trained", "asked"]] = "trained"
    """Whether it plays and pauses, on a device that can be chosen; or works by itself whenever settings or
    input change."""
    hint: ClassVar[str] = ""
    """What to try, said in the status line."""
    data_section: ClassVar[str] = ""
    """The form's section under which ``data_note`` is said."""
    state_words: ClassVar[Mapping[State, str]] = {}
    """What the strip says of a state, where another word than the shell's fits better."""
    default_device: ClassVar[str] = "auto"
    """Where it runs until the person chooses: "auto" is the best device there is."""
    nicknames: ClassVar[Mapping[str, str]] = {}
    """Further object names of form rows, by field: ``words.mode`` beside ``words.config.mode``."""
    folded: ClassVar[Sequence[str]] = ()
    """Sections of the form that are folded until the person opens them."""
    pictured: ClassVar[bool] = True
    """Whether its saved runs carry a small picture of what they make."""
    costly: ClassVar[tuple[str, ...]] = ()
    """Fields that are not live, whose larger values make a step slower; defaults are quick."""
    config_type: ClassVar[type[Any]]
    presets: ClassVar[Sequence[PresetLike]]
    default_preset: ClassVar[str]

    noticed = Signal(str, object, object, str)
    """(kind, sentence, [(link, callable)], key) to show in the notice bar; the same key replaces."""
    outdated = Signal(str)
    """The notice of this key is no longer true."""
    export_wanted = Signal()
    """As if the person had pressed the strip's export."""
    field_wanted = Signal(str, object)
    """(field, value): as if the person had chosen it in the form, to name a path for it."""

    run: LabRun
    source: Source
    """Where its data comes from, beside the settings."""
    latest: Any = None
    """The newest snapshot shown; None before the first."""

    def __init__(self, source: Source | None = None) -> None:
        super().__init__()
        self.source = source or Source()
        self.source.setParent(self)
        self.source.wanted.connect(lambda values: self.run.set_values(**values))
        self.source.said.connect(self.notice)
        self.source.failed.connect(self.refused)

    @property
    def bridge(self) -> Bridge:
        """The line to the runner: ``lab.bridge.runner``."""
        return self.run.bridge

    # -- the engine ------------------------------------------------------------------------------------

    def build(self, config: Any, runner: Runner[Any], device: str, checkpoint: Path | None) -> Engine[Any]:
        """Make the engine with the face of its package ``engines.<key>``, on the engine's thread.

        With ``checkpoint`` it goes on from the state saved there, where ``config`` is None with its config.

        Raises:
            Problem: what is wrong with config, data or file.
        """
        if self.kind == "trained":
            runner.report(mark("Loading torch…"))
        package = self.package()
        engine: Engine[Any]
        if checkpoint is None:
            given = self.ingredients(config, runner)
            engine = package.build(config, runner.report, runner.cancelled, device, **given)
        else:
            engine = package.open_checkpoint(checkpoint, runner.report, runner.cancelled, device, config)
        return engine

    def package(self) -> Any:
        """The face of its engine: a module with ``build`` and ``open_checkpoint``."""
        return importlib.import_module(f"engines.{self.key}")

    def ingredients(self, config: Any, runner: Runner[Any]) -> Mapping[str, Any]:
        """On the engine's thread: what a new engine is built of beside its config."""
        return {}

    def lighter(self, config: Any) -> Mapping[str, Any]:
        """Values with which steps take less time: ``costly`` fields that are above the defaults, at these."""
        defaults = type(config)()
        found = {name: getattr(defaults, name) for name in self.costly}
        return {name: value for name, value in found.items() if getattr(config, name) > value}

    def ways_out(self, problem: Problem) -> Sequence[tuple[str, Callable[[], object]]]:
        """(link, what it does) for the notice of a problem that an engine could not be built for."""
        return ()

    def fresh(self) -> Mapping[str, Any]:
        """Values that a run begins with, whatever they were in the run before."""
        return {}

    def engine_changed(self) -> None:
        """A new engine took the old one's place."""

    def ask(
        self,
        query: Callable[[Any], Any],
        then: Callable[[Any], None] | None = None,
        *,
        key: str | None = None,
        failed: Callable[[Exception], None] | None = None,
        anytime: bool = True,
    ) -> None:
        """Let the engine answer ``query(engine)`` on its thread; ``then(answer)`` comes on this one.

        Args:
            key: a question of the same key that has not begun is replaced.
            failed: told why there is no answer; without it the person is.
            anytime: the query may run in the middle of a step. A late answer of an engine that was replaced
                is dropped. False: between two steps, and always answered.
        """
        self.bridge.ask(query, then, failed or self.refused, key=key, anytime=anytime)

    # -- the view --------------------------------------------------------------------------------------

    def transport(self) -> Transport:
        """The strip at the top; called once, first of all."""
        return Transport(self.key) if self.kind == "trained" else AskedStrip(self.key)

    def below_settings(self) -> QWidget | None:
        """What stands below the form, in the same column; called once, after ``view``."""
        return None

    def reset_below(self) -> None:
        """All settings go back to the preset: so does what stands below them."""

    def view(self) -> QWidget:
        """The stage; called once."""
        raise NotImplementedError

    def inspector(self) -> QWidget | None:
        """What stands to the right of the stage; called once, after ``view``."""
        return None

    def show(self, snapshot: Any) -> None:
        """Draw the newest snapshot (has ``step``)."""
        raise NotImplementedError

    def show_work(self, snapshot: Any) -> None:
        """In a lab that is asked: tell how far the work under way is."""

    def fraction(self, snapshot: Any) -> float | None:
        """How much of a run whose end is known is done, 0..1."""
        return None

    def help_text(self, language: str) -> str:
        """Its help page, Markdown, in "en" or "zh"."""
        return (paths.assets() / "help" / f"{self.key}.{language}.md").read_text(encoding="utf-8")

    def lessons(self) -> Sequence[lesson.Lesson]:
        """What it leads through, step by step; called once, before ``view``."""
        return ()

    def lesson_texts(self, language: str) -> dict[str, lesson.LessonText]:
        """Its lessons' words, in "en" or "zh"."""
        return lesson.read(paths.assets() / "lessons" / f"{self.key}.{language}.md")

    def data_note(self, snapshot: Any) -> str:
        """A line under the data fields: how many pictures, which licence."""
        return ""

    # -- files -----------------------------------------------------------------------------------------

    def picture(self) -> QImage | None:
        """What "export picture" saves, and "copy picture" copies."""
        return None

    def exports(self) -> Exports | None:
        """What is exported in the lab's own formats; None leaves it to the shell, which saves ``picture``."""
        return None

    def open_file(self, path: str) -> bool:
        """Open a file of this lab's own kind; returns whether it was one."""
        return False

    def write(self, path: Path, write: Callable[[Path], object]) -> None:
        """Write a file and say so, or say why it could not be written."""
        try:
            write(path)
        except (FileProblem, OSError) as e:
            self.refused(e)
        else:
            self.written(path)

    def written(self, path: Path) -> None:
        """Say that a file has been written."""
        self.notice("info", tr("Saved as {name}.", name=path.name), key="saved")

    def script_extras(self, config: Any) -> Mapping[str, Any] | None:
        """What its engine is built of beside config and device; None where a script could not say it all."""
        return {} if self.kind == "trained" else None

    # -- acting, remembering, telling ------------------------------------------------------------------

    def actions(self) -> Sequence[Action]:
        """Actions only this lab has."""
        return ()

    def save_state(self) -> dict[str, Any]:
        """The view's state, JSON-ready."""
        return {}

    def restore_state(self, state: Mapping[str, Any]) -> None:
        """Put it back; unknown or missing keys are ignored."""

    def notice(self, kind: str, sentence: str, links: Sequence[tuple[str, Any]] = (), key: str = "") -> None:
        """Say something in the notice bar ("info", "warn", "error")."""
        self.noticed.emit(kind, sentence, list(links), key)

    def refused(self, error: Exception) -> None:
        """Say why something could not be done."""
        self.notice("error", i18n.message_of(error), key="refused")


def title_of(key: str) -> str:
    """The title of a registry entry, English."""
    return next(entry.title for entry in REGISTRY if entry.key == key)


def create(key: str) -> Lab:
    """Import and make the lab of a registry entry."""
    entry = next(e for e in REGISTRY if e.key == key)
    lab: Lab = importlib.import_module(entry.module).LAB()
    return lab
