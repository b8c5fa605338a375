"""What the shell's controls act on: one lab's config, its engine, and the runs kept of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from engines.ground import spec
from engines.ground.problem import Finished, Problem
from engines.ground.runner import Runner, State
from playground.ground import i18n
from playground.ground.bridge import Bridge
from playground.lab import Lab
from playground.run.autosave import Autosave
from playground.run.failures import Failures
from playground.run.ready_start import ReadyStart
from playground.run.selection import Selection
from playground.run.slowness import Slowness
from playground.run.watch import Watch


class Run(QObject):
    """Owns a lab's config and drives its bridge.

    Changes of live fields reach the running engine; other changes build a new engine beside it. The old run
    is shelved before it goes, and comes back if the build fails.
    """

    config_changed = Signal()
    playing_changed = Signal(bool)
    building_changed = Signal(bool)
    rejected = Signal(str, str)
    """(field, sentence): a value the config does not allow."""

    def __init__(self, lab: Lab, device: str = "auto") -> None:
        super().__init__(lab)
        self.lab = lab
        self.selection = Selection(lab, device)
        self.bridge = Bridge(self, fps=60 if lab.kind == "asked" else 30)  # what follows a hand at once
        self.step = 0
        self.autosave = Autosave(self, self)
        self.shelf = self.autosave.shelf
        self._ready = ReadyStart(self)
        self._failures = Failures(lab, self.bridge, self.selection, self)
        self._failures.retry.connect(self._try_again)
        self._failures.hopeless.connect(self._fall_back)
        Slowness(lab, self)
        self._watch = Watch(self.bridge, lab.show_work, self)
        self._playing = self._adopting = False
        self._source: Path | None = None
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(250)
        self._later.timeout.connect(self._start)
        self.bridge.ready.connect(self._on_stood)
        self.bridge.build_failed.connect(lambda _: self._go_back())
        self.bridge.halted.connect(self._on_halted)
        self.bridge.state_changed.connect(self._on_state)
        self.bridge.snapshot.connect(self._on_snapshot)

    # -- config ----------------------------------------------------------------------------------------

    @property
    def building(self) -> bool:
        """Whether an engine is being built, or is about to be."""
        return self._later.isActive() or self.bridge.building

    @property
    def config(self) -> Any:
        """The settings chosen."""
        return self.selection.config

    def set_values(self, **values: Any) -> bool:
        """Change config fields; returns False, with the form told, if one is not allowed."""
        try:
            config = spec.change(self.config, **values)
        except Problem as e:
            self.rejected.emit(next(iter(values)), i18n.message_of(e))
            return False
        changed = [k for k, v in values.items() if getattr(self.config, k) != v]
        if changed:
            if spec.rebuilds(type(config), changed):
                config = spec.change(config, **(dict(self.lab.fresh()) | values))
            self._take(config)
            if spec.rebuilds(type(config), changed):
                self.rebuild()
            elif not self.building:
                self._send_live()
        return True

    def set_preset(self, key: str) -> None:
        """Take over a preset, keeping the seed."""
        kept = {"seed": self.config.seed} if hasattr(self.config, "seed") else {}
        self.selection.take_preset(key, **kept)
        self.config_changed.emit()
        self.open(self._ready.of_preset(), adopt=False)

    def restore(self, preset: str, values: dict[str, Any]) -> None:
        """Before the first build: the config of last time, as far as it is still valid."""
        self.selection.restore(preset, values)
        self.config_changed.emit()

    def set_device(self, key: str) -> None:
        """Move to another device; the run goes with it."""
        if key == self.selection.device:
            return
        if self.step:
            path = self.shelf.room("move", self.step)

            def move() -> None:
                self.selection.device = key
                self.open(path, adopt=False)

            self.save(path, move)
        else:
            self.selection.device = key
            self.rebuild(at_once=True)

    def _take(self, config: Any) -> None:
        self.selection.config = config
        self.config_changed.emit()

    def _send_live(self) -> None:
        config = self.config
        self.bridge.ask(lambda engine: engine.set_config(config), failed=self.lab.refused, key="config")
        if self.lab.kind == "asked":
            self.work()

    # -- building --------------------------------------------------------------------------------------

    def rebuild(self, at_once: bool = False) -> None:
        """Build a new engine from the config, soon: a slider being dragged asks many times."""
        self._source, self._adopting = None, False
        if at_once:
            self._start()
        else:
            self._later.start()

    def reset(self) -> None:
        """Back to step 0 with the same config and seed."""
        self._take(spec.change(self.config, **self.lab.fresh()))
        self.rebuild(at_once=True)

    def open(self, path: Path | None, *, adopt: bool = True) -> None:
        """Go on with a saved run, None a new one; with its config or (``adopt`` False) with ours."""
        self._source, self._adopting = path, adopt
        self._start()

    def branch(self, step: int) -> None:
        """Pause, and go back to the whole state kept at or before ``step``; the run as it is is kept."""
        self.pause()
        self.autosave.branch(step)

    def cancel_build(self) -> None:
        """Give up the build in progress and keep, or go back to, what stands."""
        if self.bridge.runner is not None and self.bridge.runner.state is State.STARTING:
            self.bridge.runner.tell_to_close()
        self.bridge.cancel_build()
        self._go_back()

    def _start(self) -> None:
        self._later.stop()
        config, device, source, build = self.config, self.selection.device, self._source, self._ready.build
        if self._adopting:
            config = None
        if self.bridge.runner is not None and self._playing:
            self.bridge.runner.pause()
        self.bridge.start(lambda runner: build(config, runner, device, source), self.autosave.rescue)
        self.autosave.begin()
        self.building_changed.emit(True)

    def _on_stood(self, old: Runner[Any] | None) -> None:
        if old is not None:
            self.autosave.before(old)
            self.step = 0
            self.bridge.release(old)
        self.lab.outdated.emit("build")  # what failed before does not matter now
        adopting, source, self._source, self._adopting = self._adopting, self._source, None, False
        self.selection.stand()
        if adopting:
            self.bridge.ask(lambda engine: engine.config, self._adopt)
        else:
            self._send_live()  # live fields may have changed while it was built
        if self._playing and self.bridge.runner is not None:
            self.bridge.runner.play()
        self.building_changed.emit(False)
        self.lab.engine_changed()
        self._ready.stood(source)

    def _adopt(self, config: Any) -> None:
        """The config that came with an opened run."""
        self.selection.config = config
        self.selection.stand()
        self.config_changed.emit()

    def _fall_back(self) -> None:
        """Begin with the default recipe: what was remembered cannot be built."""
        self.selection.take_default()
        self.config_changed.emit()
        self.rebuild(at_once=True)

    def _go_back(self) -> None:
        """A build came to nothing: what stood before still stands."""
        self.selection.go_back()
        self._source, self._adopting = None, False
        self.config_changed.emit()
        self.building_changed.emit(False)
        if self._playing and self.bridge.runner is not None:
            self.bridge.runner.play()

    # -- running ---------------------------------------------------------------------------------------

    @property
    def playing(self) -> bool:
        """Whether the person wants it to run."""
        return self._playing

    @property
    def own_steps(self) -> float:
        """Steps done here: not those of a run that came with the program."""
        return self.step - self._ready.steps

    def begin(self) -> None:
        """Build the first engine, or open the run that comes with the program."""
        self.open(self._ready.path(), adopt=False)

    def play(self) -> None:
        """Run until paused; a failed run is built again first. A lab that works when asked has no play."""
        if self.lab.kind == "asked":
            return
        self._set_playing(True)
        self.lab.outdated.emit("halt")
        if self.bridge.runner is None or not self.bridge.runner.alive:
            self._start()
        else:
            self.bridge.runner.play()

    def pause(self) -> None:
        """Stop after the step in progress."""
        self._set_playing(False)
        if self.bridge.runner is not None:
            self.bridge.runner.pause()

    def toggle(self) -> None:
        """Play or pause."""
        (self.pause if self._playing else self.play)()

    def one_step(self) -> None:
        """Exactly one step, then pause."""
        if self.lab.kind == "asked":
            return
        self._set_playing(False)
        if self.bridge.runner is not None:
            self.bridge.runner.step(1)

    def work(self) -> None:
        """In a lab that is asked: let the engine do what is pending, and watch it if that takes long."""
        runner = self.bridge.runner
        if runner is not None and not runner.alive:
            self.begin()  # it failed: begin anew
        elif runner is not None:
            runner.step(1)
            self._watch.begin()

    def _set_playing(self, playing: bool) -> None:
        if playing != self._playing:
            self._playing = playing
            self.playing_changed.emit(playing)

    def _on_snapshot(self, snapshot: Any) -> None:
        self.step = snapshot.step

    def _on_state(self, state: State) -> None:
        if state in (State.FAILED, State.CLOSED):
            self._set_playing(False)
            self.building_changed.emit(False)

    def _on_halted(self, halt: Problem) -> None:
        if self.bridge.runner is None or not self.bridge.runner.wanted:  # else play was pressed meanwhile
            self._set_playing(False)
        self.lab.notice("info" if isinstance(halt, Finished) else "warn", i18n.message_of(halt), key="halt")

    # -- failing ---------------------------------------------------------------------------------------

    def _try_again(self, config: Any, rescued: bool) -> None:
        """Go on after running out of memory, in smaller batches: with the rescued run if there is one."""
        self._take(config)
        kept = self.shelf.autosave
        if rescued and self.autosave.worth_it and kept is not None:
            self.open(kept.path, adopt=False)
        else:
            self.rebuild(at_once=True)

    # -- files -----------------------------------------------------------------------------------------

    def save(self, path: Path, then: Any = None) -> None:
        """Save the run between two steps."""
        self.autosave.save(path, then)
