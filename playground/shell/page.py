"""One lab's tab: transport, notices, settings | stage | inspector. The shell's half of every lab."""

from __future__ import annotations

import functools
from typing import Any

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from engines.ground import spec
from engines.ground.runner import Progress, State
from playground.lab import Lab
from playground.run.file_actions import FileActions
from playground.run.run import Run
from playground.shell import states
from playground.shell.lessons import Lessons
from widgets.form.form import Form
from widgets.frame.notice import NoticeBar
from widgets.frame.panel import Panel
from widgets.frame.splitter import Splitter
from widgets.look import style
from widgets.look.i18n import say, tr


class LabPage(QWidget):
    """Wires the shell's controls to a lab and its run."""

    def __init__(self, lab: Lab, remembered: dict[str, Any], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        style.apply(self)  # before there are children, which would each be dressed twice
        self._snapshot: Any = None
        self._resting = False
        self.lab = lab
        lab.setParent(self)
        self.setObjectName(f"{lab.key}.page")
        self.run = lab.run = Run(lab, device=_text(remembered, "device", lab.default_device))
        self.transport = lab.transport()
        self.notices = NoticeBar()
        self.files = FileActions(lab, self.notices, self)
        self.form = Form(lab.key)
        self.lessons = Lessons(lab, self)
        self._building_for = QTimer(self)
        self._building_for.setSingleShot(True)
        self._building_for.setInterval(300)
        self._lay_out()
        self._wire()
        self._furnish(remembered)

    # -- layout ----------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        self.settings = self._settings_panel()
        self.stage = self.lab.view()
        self.inspector = self.lab.inspector()
        key = self.lab.key
        self.splitter = Splitter()
        self.splitter.add_main(self.stage, 480)
        self.splitter.add_side(f"{key}.settings", self.settings, 280, 240, 360, title="Show settings")
        if self.inspector is not None:
            side = self.inspector
            self.splitter.add_side(
                f"{key}.inspector", side, 304, 264, 420, title="Show inspector", first=False
            )
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.transport)
        layout.addWidget(self.lessons.strip)
        layout.addWidget(self.splitter, 1)
        self.notices.lie_over(self.stage)

    def _settings_panel(self) -> Panel:
        panel = Panel("Settings")
        panel.setObjectName(f"{self.lab.key}.settings")
        self._filter = QLineEdit()
        self._filter.setObjectName(f"{self.lab.key}.filter")
        self._filter.setClearButtonEnabled(True)
        say(self._filter, placeholder="Find a setting", name="Find a setting")
        self._filter.textChanged.connect(self.form.filter)
        self._filter.hide()
        panel.add_tool("funnel", "Find a setting", self._toggle_filter)
        panel.add_tool("arrow-counter-clockwise", "Reset all to the preset", self._reset_settings)
        panel.add_tool(
            "caret-left", "Fold the settings",
            lambda: self.splitter.set_folded(f"{self.lab.key}.settings", True),
        )  # fmt: skip
        panel.body.setContentsMargins(0, 0, 0, 0)
        panel.body.addWidget(self._filter)
        panel.body.addWidget(self.form, 1)
        return panel

    def _toggle_filter(self) -> None:
        self._filter.setVisible(not self._filter.isVisible())
        if self._filter.isVisible():
            self._filter.setFocus()
        else:
            self._filter.clear()

    # -- wiring ----------------------------------------------------------------------------------------

    def _wire(self) -> None:
        t, run, bridge = self.transport, self.run, self.run.bridge
        t.play_clicked.connect(run.play)
        t.pause_clicked.connect(run.pause)
        t.step_clicked.connect(run.one_step)
        t.reset_clicked.connect(run.reset)
        t.preset_chosen.connect(run.set_preset)
        t.seed_chosen.connect(lambda seed: run.set_values(seed=seed))
        t.device_chosen.connect(run.set_device)
        t.speed_chosen.connect(self._set_speed)
        t.open_clicked.connect(self.files.open_any)
        t.save_clicked.connect(self.files.save_run)
        t.export_clicked.connect(self.files.export)
        t.lessons_clicked.connect(self.lessons.toggle)
        self.form.changed.connect(self._field_changed)
        run.config_changed.connect(self._show_config)
        run.rejected.connect(self._rejected)
        run.playing_changed.connect(lambda _: self._show_state())
        run.building_changed.connect(self._building_changed)
        bridge.snapshot.connect(self._show_snapshot)
        bridge.state_changed.connect(lambda _: self._show_state())
        bridge.progress.connect(self._show_progress)
        bridge.ready.connect(lambda _: self._learn_devices())
        self.lab.noticed.connect(self.notices.post)
        self.lab.outdated.connect(self.notices.dismiss)
        self.lab.export_wanted.connect(self.files.export)
        self.lab.field_wanted.connect(functools.partial(self._set_field, asked=True))
        self.form.browse_asked.connect(self._browse)
        self._building_for.timeout.connect(lambda: self._show_progress(self._progress))
        self._progress: Progress | None = None
        self._fraction: float | None = None
        self._speed = 0.0

    def _furnish(self, remembered: dict[str, Any]) -> None:
        self.form.set_fields([f for f in spec.fields(self.lab.config_type) if f.name != "seed"])
        for field, name in self.lab.nicknames.items():
            row = self.form.row(field)
            getattr(row, "slider", row).setObjectName(f"{self.lab.key}.{name}")
        if (below := self.lab.below_settings()) is not None:
            self.form.add_below(below)
        self.transport.lessons.setVisible(bool(self.lessons.lessons))
        self.transport.set_presets([(p.key, p.name, p.why) for p in self.lab.presets])
        config = remembered.get("config")
        if isinstance(config, dict):
            self.run.restore(_text(remembered, "preset", ""), config)
        self.form.set_folded(dict.fromkeys(self.lab.folded, True))
        folded = remembered.get("folded")
        if isinstance(folded, dict):
            self.form.set_folded(folded)
        self._show_config()
        self._show_state()
        if isinstance(sizes := remembered.get("splitter"), dict):
            self.splitter.set_state(sizes)
        if isinstance(view := remembered.get("view"), dict):
            self.lab.restore_state(view)
        if isinstance(lessons := remembered.get("lessons"), dict):
            self.lessons.restore(lessons)

    def rest(self) -> bool:
        """Another lab is shown: pause if it plays, until :meth:`wake`; returns whether it does."""
        if self.run.playing:
            self.run.pause()
            self._resting = True
        return self._resting

    def wake(self) -> None:
        """Shown again: go on, if it paused only because nobody looked."""
        if self._resting:
            self.run.play()
        self._resting = False

    def state(self) -> dict[str, Any]:
        """What to remember of this page, JSON-ready."""
        return {
            "preset": self.run.selection.preset.key,
            "config": spec.values(self.run.config),
            "device": self.run.selection.device,
            "folded": self.form.folded(),
            "splitter": self.splitter.state(),
            "view": self.lab.save_state(),
            "lessons": self.lessons.state(),
        }

    # -- settings --------------------------------------------------------------------------------------

    def _field_changed(self, name: str, value: Any) -> None:
        """Changed in the form; a source of files asks for them."""
        self._set_field(name, value, asked=False)

    def _set_field(self, name: str, value: Any, *, asked: bool) -> None:
        values = self.lab.source.settings(name, value, self.run.config, self, asked=asked)
        if values is None:
            self._show_config()  # no path chosen: the combo goes back
        else:
            self.run.set_values(**values)

    def _rejected(self, name: str, sentence: str) -> None:
        if name in self.form.values():
            self.form.show_error(name, sentence)
        else:
            self.notices.post("error", sentence, key="rejected")

    def _browse(self, name: str) -> None:
        """The path field's button: another path for the source chosen now."""
        config = self.run.config
        path = self.lab.source.browse(spec.values(config), config, self)
        if path:
            self.form.take_path(name, path)

    def _reset_settings(self) -> None:
        values = {k: v for k, v in self.run.selection.preset_values().items() if k != "seed"}
        self.run.set_values(**values)
        self.lab.reset_below()

    def _show_config(self) -> None:
        values = spec.values(self.run.config)
        self.form.set_preset(self.run.selection.preset_values())
        self.form.set_values(values)
        self.transport.set_preset(self.run.selection.preset.key, self.run.selection.edited)
        if "seed" in values:
            self.transport.set_seed(values["seed"])

    def _set_speed(self, steps_per_second: float) -> None:
        self._speed = steps_per_second
        if self.run.bridge.runner is not None:
            self.run.bridge.runner.set_speed(steps_per_second)

    def _learn_devices(self) -> None:
        if self.lab.kind == "asked":
            return
        from engines.ground import device

        def show(found: tuple[device.Device, ...]) -> None:
            best = found[0].key
            self.transport.set_devices([(d.key, d.name) for d in found])
            self.transport.set_device(
                best if self.run.selection.device == "auto" else self.run.selection.device
            )

        self.run.bridge.ask(lambda _: device.devices(), show, key="devices", anytime=True)
        self._set_speed(self._speed)

    # -- showing ---------------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._show_state()
            self.lessons.retell()
            if self._snapshot is not None:
                self._show_snapshot(self._snapshot)  # its figures are said in words

    def _show_snapshot(self, snapshot: Any) -> None:
        self._snapshot = snapshot
        self.lab.show(snapshot)
        self._fraction = self.lab.fraction(snapshot)
        self.transport.set_fraction(self._fraction)
        if section := self.lab.data_section:
            self.form.set_line(section, self.lab.data_note(snapshot))
        self._show_figures(snapshot.step)

    def _show_figures(self, step: int) -> None:
        runner = self.run.bridge.runner
        if runner is not None:
            self.transport.set_figures(step, runner.rate, runner.elapsed)

    def _show_state(self) -> None:
        runner = self.run.bridge.runner
        state = State.STARTING if runner is None else runner.state
        failure = runner.failure if runner is not None else None
        self.transport.set_state(*states.shown(self.lab, state, self.run.playing, failure))

    def _building_changed(self, building: bool) -> None:
        if building:
            self._building_for.start()
        else:
            self._building_for.stop()
            self._show_progress(None)
        self._show_state()

    def _show_progress(self, progress: Progress | None) -> None:
        self._progress = progress
        if progress is None or self._building_for.isActive():
            self.transport.set_fraction(self._fraction)
            self.notices.dismiss("building")
            return
        self.transport.set_fraction(progress.fraction)
        sentence = tr(progress.sentence)
        if progress.fraction is not None:
            sentence = f"{sentence} {progress.fraction:.0%}"
        self.notices.post("info", sentence, [(tr("Cancel"), self.run.cancel_build)], "building")


def _text(remembered: dict[str, Any], key: str, default: str) -> str:
    value = remembered.get(key, default)
    return value if isinstance(value, str) else default
