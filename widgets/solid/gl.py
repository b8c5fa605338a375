"""The OpenGL painter: the same picture, drawn by the graphics card into a picture that nobody sees.

It needs no window: a widget that paints the picture is composed, grabbed and moved between windows like any
other, and a window with one in it is not drawn by OpenGL as a whole. A lost context costs the next picture a
start, no more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

import numpy as np
from PySide6.QtGui import (
    QGuiApplication,
    QImage,
    QMatrix3x3,
    QMatrix4x4,
    QOffscreenSurface,
    QOpenGLContext,
    QSurfaceFormat,
    QVector3D,
)
from shiboken6 import VoidPtr, isValid

from widgets.solid.mesh import Mesh
from widgets.solid.projection import Projection
from widgets.solid.scene import Scene
from widgets.solid.shaders import LINE_FRAGMENT, LINE_VERTEX, SHEET_FRAGMENT, SHEET_VERTEX
from widgets.solid.shading import ink, stops
from widgets.solid.strokes import Stroke, strokes

_NEVER = ("offscreen", "minimal", "vnc", "linuxfb")  # platforms that have no context, or crash making one
_CLEAR, _TRIANGLES, _FLOAT, _INDEX = 0x4100, 0x0004, 0x1406, 0x1405  # OpenGL's own numbers
_DEPTH, _BLEND, _CULL, _ONE, _REST = 0x0B71, 0x0BE2, 0x0B44, 1, 0x0303
_LESS, _GREATER, _RENDERER = 0x0203, 0x0204, 0x1F01


class NoOpenGLError(Exception):
    """A context of OpenGL 3.3 cannot be made here; the message says what failed."""


class OpenGLPainter:
    """Paints scenes with OpenGL 3.3.

    Raises:
        NoOpenGLError: it cannot be had here.
    """

    name = "opengl"

    def __init__(self) -> None:
        if QGuiApplication.platformName() in _NEVER:
            raise NoOpenGLError(f"the platform {QGuiApplication.platformName()} has no OpenGL")
        wanted = QSurfaceFormat()
        wanted.setVersion(3, 3)
        wanted.setProfile(QSurfaceFormat.OpenGLContextProfile.CoreProfile)
        self._context = QOpenGLContext()
        self._context.setFormat(wanted)
        if not self._context.create():
            raise NoOpenGLError("no context")
        if self._context.isOpenGLES() or self._context.format().version() < (3, 3):
            raise NoOpenGLError(f"only version {self._context.format().version()}")
        self._surface = QOffscreenSurface()
        self._surface.setFormat(self._context.format())
        self._surface.create()
        self._sheet: Any = None
        self._line: Any = None
        self._targets: dict[int, Any] = {}  # by samples
        with self._current():
            self._prepare()

    def close(self) -> None:
        """Give back what the graphics card holds; the painter is of no use any more."""
        if not (isValid(self._surface) and isValid(self._context)):  # the program ends, and Qt was faster
            return
        with suppress(NoOpenGLError), self._current():
            for part in (self._array, self._places, self._indices):
                if isValid(part):  # else Qt was faster with this one
                    part.destroy()
            self._targets.clear()
            self._sheet = self._line = None
        self._surface.destroy()

    @contextmanager
    def _current(self) -> Iterator[None]:
        """Whoever paints the window may have a context of their own: hand theirs back."""
        before = QOpenGLContext.currentContext()
        where = before.surface() if before is not None else None
        if not self._surface.isValid() or not self._context.makeCurrent(self._surface):
            raise NoOpenGLError("the context cannot be used")
        try:
            yield
        finally:
            self._context.doneCurrent()
            if before is not None and where is not None:
                before.makeCurrent(where)

    def _prepare(self) -> None:
        from PySide6.QtOpenGL import (
            QOpenGLBuffer,
            QOpenGLShader,
            QOpenGLShaderProgram,
            QOpenGLVertexArrayObject,
        )

        self._gl = self._context.extraFunctions()
        maker = str(self._gl.glGetString(_RENDERER)).lower()
        self.slow = any(word in maker for word in ("llvmpipe", "softpipe", "swiftshader", "software"))
        kinds = QOpenGLShader.ShaderTypeBit
        self._sheet = QOpenGLShaderProgram()
        self._line = QOpenGLShaderProgram()
        for program, vertex, fragment in (
            (self._sheet, SHEET_VERTEX, SHEET_FRAGMENT),
            (self._line, LINE_VERTEX, LINE_FRAGMENT),
        ):
            made = program.addShaderFromSourceCode(kinds.Vertex, vertex)
            made = made and program.addShaderFromSourceCode(kinds.Fragment, fragment)
            if not made or not program.link():
                raise NoOpenGLError(program.log())
        self._array = QOpenGLVertexArrayObject()
        self._places = QOpenGLBuffer(QOpenGLBuffer.Type.VertexBuffer)
        self._indices = QOpenGLBuffer(QOpenGLBuffer.Type.IndexBuffer)
        if not all(part.create() for part in (self._array, self._places, self._indices)):
            raise NoOpenGLError("no buffers")

    def paint(self, scene: Scene, view: Projection, thick: float = 1.0, fine: bool = True) -> QImage:
        """The body on nothing, premultiplied, of the view's size; ``thick`` pixels to a logical one.

        ``fine`` takes four samples a pixel even where a processor has to do the card's work.

        Raises:
            NoOpenGLError: the context was lost.
        """
        with self._current():
            target = self._aim(round(view.width), round(view.height), 4 if fine or not self.slow else 0)
            self._array.bind()
            self._gl.glClearColor(0, 0, 0, 0)
            self._gl.glClear(_CLEAR)
            self._gl.glEnable(_DEPTH)
            self._gl.glDisable(_CULL)
            self._gl.glDepthFunc(_LESS)
            self._gl.glDisable(_BLEND)
            self._draw_sheets(scene, view, thick)
            self._gl.glEnable(_BLEND)
            self._gl.glBlendFunc(_ONE, _REST)
            self._gl.glDepthMask(False)
            for stroke in strokes(scene, view):
                self._draw_lines(stroke, view, thick)
            self._gl.glDepthMask(True)
            self._array.release()
            image = target.toImage(True)
            target.release()
            return QImage(image)

    def _aim(self, width: int, height: int, samples: int) -> Any:
        """Draw into the picture returned, of this size, from now on."""
        from PySide6.QtOpenGL import QOpenGLFramebufferObject, QOpenGLFramebufferObjectFormat

        target = self._targets.get(samples)
        if target is None or (target.width(), target.height()) != (width, height):
            kind = QOpenGLFramebufferObjectFormat()
            kind.setAttachment(QOpenGLFramebufferObject.Attachment.CombinedDepthStencil)
            kind.setSamples(samples)
            target = self._targets[samples] = QOpenGLFramebufferObject(width, height, kind)
        if not target.bind():
            raise NoOpenGLError("no picture to draw into")
        self._gl.glViewport(0, 0, width, height)
        return target

    def _draw_sheets(self, scene: Scene, view: Projection, thick: float) -> None:
        full = [mesh for mesh in scene.placed if len(mesh.faces)]
        if not full:
            return
        program, (paint, most) = self._sheet, ink()
        program.bind()
        program.setUniformValue("clip", QMatrix4x4(view.matrix().ravel().tolist()))
        program.setUniformValue("eye", QMatrix3x3(view.axes.ravel().tolist()))
        program.setUniformValue("ink", QVector3D(*(paint / 255).tolist()))
        program.setUniformValue1f("most", most)
        program.setUniformValue1f("thick", thick)
        for mesh in full:
            prints = scene.options.grid and mesh.uv is not None
            program.setUniformValue1f("step_", float(scene.step) if prints else 0.0)
            for at, colour in enumerate(np.concatenate([stops(mesh.tone), stops(mesh.tone, True)]) / 255):
                program.setUniformValue(f"stops[{at}]", QVector3D(*colour.tolist()))
            self._draw_sheet(mesh)
        program.release()

    def _draw_sheet(self, mesh: Mesh) -> None:
        flat = np.zeros((len(mesh.vertices), 2), np.float32) if mesh.uv is None else mesh.uv
        self._load(self._places, np.concatenate([mesh.vertices, mesh.normals, flat], 1).astype(np.float32))
        self._load(self._indices, mesh.faces.astype(np.uint32))
        for place, start, size in ((0, 0, 3), (1, 12, 3), (2, 24, 2)):
            self._sheet.enableAttributeArray(place)
            self._sheet.setAttributeBuffer(place, _FLOAT, start, size, 32)
        self._gl.glDrawElements(_TRIANGLES, mesh.faces.size, _INDEX, VoidPtr(0))  # type: ignore[arg-type]

    @staticmethod
    def _load(buffer: Any, array: np.ndarray) -> None:
        data = np.ascontiguousarray(array).tobytes()
        buffer.bind()
        buffer.allocate(data, len(data))

    def _draw_lines(self, stroke: Stroke, view: Projection, thick: float) -> None:
        if not len(stroke.ends):
            return
        self._line.bind()
        for place in (0, 1):
            self._line.enableAttributeArray(place)
        self._line.disableAttributeArray(2)
        if stroke.behind:
            self._line.setUniformValue1f("part", stroke.behind)
            self._gl.glDepthFunc(_GREATER)
            self._draw_ribbons(ribbons(stroke, view, thick, ahead=0.0))
        self._line.setUniformValue1f("part", 1.0)
        self._gl.glDepthFunc(_LESS)
        self._draw_ribbons(ribbons(stroke, view, thick))
        self._line.release()

    def _draw_ribbons(self, corners: np.ndarray) -> None:
        self._load(self._places, corners)
        for place, start in ((0, 0), (1, 16)):
            self._line.setAttributeBuffer(place, _FLOAT, start, 4, 32)
        self._gl.glDrawArrays(_TRIANGLES, 0, len(corners))


def ribbons(stroke: Stroke, view: Projection, thick: float, ahead: float = 0.35) -> np.ndarray:
    """Two triangles for each line, float32 (6 m, 8): clip coordinates and colour of every corner.

    OpenGL's own lines are one pixel wide on many cards. Each goes on for ``ahead`` half widths, so that bends
    leave no notch; where lines are seen through, that would leave dots.
    """
    number = len(stroke.ends)
    seen = view.project(stroke.ends.reshape(-1, 3)).reshape(number, 2, 3)
    way = seen[:, 1, :2] - seen[:, 0, :2]
    way = way / np.maximum(np.linalg.norm(way, axis=1, keepdims=True), 1e-6)
    half = stroke.width * thick / 2
    aside = np.stack([-way[:, 1], way[:, 0], np.zeros(number)], 1) * half
    whole = stroke.colours[:, 3:] == 255
    on = np.concatenate([way, np.zeros((number, 1))], 1) * (half * ahead * whole)
    start, end = seen[:, 0] - on, seen[:, 1] + on
    corners = [start - aside, start + aside, end + aside, start - aside, end + aside, end - aside]
    clip = view.clip(np.stack(corners, 1).reshape(-1, 3), nearer=stroke.lift)
    colours = np.repeat(stroke.colours / 255, 6, axis=0)
    return np.concatenate([clip, colours], 1).astype(np.float32)
