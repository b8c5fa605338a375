"""From space to the screen: an orbiting camera with perspective, the same for both painters."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

_FIELD = math.radians(26)  # of view, across the circle that holds the body: mild, nothing bulges
_MARGIN = 0.93  # of the picture that the ball takes
_STEEP = 89.0


@dataclass(frozen=True)
class Camera:
    """Where one looks from: degrees around the upright axis and above the ground, nearness, and shift.

    Args:
        azimuth: 0 looks along -x from +x, 90 from +y.
        elevation: -89 to 89.
        zoom: 1 shows all; 0.3 to 12.
        pan: what is shown at the middle, in radii of the body to the right and up.
    """

    azimuth: float = -62.0
    elevation: float = 26.0
    zoom: float = 1.0
    pan: tuple[float, float] = (0.0, 0.0)

    def orbited(self, right: float, up: float) -> Camera:
        """Turned by degrees: the camera goes ``right`` around and ``up``."""
        height = min(max(self.elevation + up, -_STEEP), _STEEP)
        return replace(self, azimuth=(self.azimuth + right) % 360, elevation=height)

    def zoomed(self, by: float) -> Camera:
        """Nearer by a factor, within limits."""
        return replace(self, zoom=min(max(self.zoom * by, 0.3), 12.0))

    def panned(self, right: float, up: float) -> Camera:
        """Shifted by radii of the body, as far as it stays in reach."""
        x, y = (min(max(v, -2.0), 2.0) for v in (self.pan[0] + right, self.pan[1] + up))
        return replace(self, pan=(x, y))


@dataclass(frozen=True)
class Projection:
    """A camera that looks at a ball and draws onto a rectangle of pixels.

    Args:
        camera: the camera.
        centre: (3,), the middle of the ball.
        radius: of the ball, above 0.
        width, height: of the picture, in pixels.
    """

    camera: Camera
    centre: tuple[float, float, float]
    radius: float
    width: float
    height: float

    @cached_property
    def axes(self) -> np.ndarray:
        """(3, 3): right, up and toward the eye, one a row, of length 1."""
        az, el = math.radians(self.camera.azimuth), math.radians(self.camera.elevation)
        toward = (math.cos(el) * math.cos(az), math.cos(el) * math.sin(az), math.sin(el))
        right = (-math.sin(az), math.cos(az), 0.0)
        return np.array([right, np.cross(toward, right), toward])

    @property
    def distance(self) -> float:
        """From the eye to the middle of the ball; nearness is a longer lens, so nothing is walked into."""
        return self.radius / math.sin(_FIELD / 2)

    @property
    def focal(self) -> float:
        """Pixels to a unit at distance 1."""
        return self.camera.zoom * _MARGIN * min(self.width, self.height) / (2 * math.tan(_FIELD / 2))

    @property
    def eye(self) -> np.ndarray:
        """(3,): where the eye is."""
        return np.asarray(self.centre) + self.axes[2] * self.distance

    def project(self, points: np.ndarray) -> np.ndarray:
        """Pixels and depth (n, 3) of points (n, 3): x to the right, y down, distance along the view."""
        away = (np.asarray(points, np.float64) - self.centre) @ self.axes.T
        away[:, :2] -= np.asarray(self.camera.pan) * self.radius
        depth = np.maximum(self.distance - away[:, 2], self.distance * 1e-3)
        scale = self.focal / depth
        x, y = self.width / 2 + away[:, 0] * scale, self.height / 2 - away[:, 1] * scale
        return np.stack([x, y, depth], 1)

    def matrix(self) -> np.ndarray:
        """(4, 4) from space to OpenGL's clip space; it draws where ``project`` says."""
        near, far = self.distance * 0.02, self.distance * 4
        view = np.eye(4)
        view[:3, :3] = self.axes
        view[:3, 3] = -self.axes @ np.asarray(self.centre)
        view[:2, 3] -= np.asarray(self.camera.pan) * self.radius
        view[2, 3] -= self.distance
        lens = np.zeros((4, 4))
        lens[0, 0], lens[1, 1] = 2 * self.focal / self.width, 2 * self.focal / self.height
        lens[2, 2], lens[2, 3] = (far + near) / (near - far), 2 * far * near / (near - far)
        lens[3, 2] = -1
        return lens @ view

    def clip(self, screen: np.ndarray, nearer: float = 0.0) -> np.ndarray:
        """Clip coordinates (n, 4) of what ``project`` gave, moved toward the eye by ``nearer`` radii."""
        near, far = self.distance * 0.02, self.distance * 4
        depth = screen[:, 2]
        lifted = np.maximum(depth - nearer * self.radius, near)
        z = ((far + near) / (near - far) * -lifted + 2 * far * near / (near - far)) * depth / lifted
        x = (2 * screen[:, 0] / self.width - 1) * depth
        y = (1 - 2 * screen[:, 1] / self.height) * depth
        return np.stack([x, y, z, depth], 1)
