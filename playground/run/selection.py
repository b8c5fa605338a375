"""What a person has chosen for a lab: a preset, the settings made of it, a device; and the way back."""

from __future__ import annotations

from typing import Any

from engines.ground import spec
from engines.ground.problem import Problem
from playground.lab import Lab, PresetLike


class Selection:
    """The choice for the next engine, and the one that the engine standing now was built by.

    Attributes:
        preset, config, device: for the next engine.
    """

    def __init__(self, lab: Lab, device: str) -> None:
        self._lab = lab
        self.device = device
        self._told: tuple[PresetLike | None, dict[str, Any]] = (None, {})
        self.take_default()

    @property
    def edited(self) -> bool:
        """Whether the config differs from its preset (the seed aside)."""
        mine, theirs = spec.values(self.config), self.preset_values()
        return any(v != theirs[k] for k, v in mine.items() if k != "seed")

    def preset_values(self) -> dict[str, Any]:
        """All field values of the chosen preset."""
        if self._told[0] is not self.preset:
            self._told = self.preset, spec.values(self._of(self.preset))
        return dict(self._told[1])

    @property
    def is_default(self) -> bool:
        """Whether the config is the default recipe's."""
        return bool(self.config == self._of(self._find(self._lab.default_preset)))

    @property
    def is_preset(self) -> bool:
        """Whether the config is its preset's, to the seed."""
        return bool(self.config == self._of(self.preset))

    def take_default(self) -> None:
        """The default recipe; it stands."""
        self.take_preset(self._lab.default_preset)
        self.stand()

    def take_preset(self, key: str, **kept: Any) -> None:
        """Another recipe, or the default one where there is none of that key; some fields kept."""
        self.preset: PresetLike = self._find(key)
        self.config: Any = spec.change(self._of(self.preset), **kept)

    def restore(self, preset: str, values: dict[str, Any]) -> None:
        """The choice of last time, as far as it is still valid; it stands."""
        self.take_preset(preset)
        for key, value in values.items():
            try:
                self.config = spec.change(self.config, **{key: value})
            except (Problem, KeyError):
                continue
        self.stand()

    def stand(self) -> None:
        """An engine was built by this choice."""
        self._standing = (self.preset, self.config, self.device)

    def go_back(self) -> None:
        """Choose again what stands."""
        self.preset, self.config, self.device = self._standing

    def _find(self, key: str) -> PresetLike:
        known = {p.key: p for p in self._lab.presets}
        return known.get(key, known[self._lab.default_preset])

    def _of(self, preset: PresetLike) -> Any:
        return spec.make(self._lab.config_type, dict(preset.values))[0]
