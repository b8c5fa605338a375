"""What comes out of the printer: watertight, of the right volume, with ticks that meet in pairs."""

from __future__ import annotations

import re
from pathlib import Path

import numpy as np
import pytest

from engines import ellipse
from engines.ellipse import export, mesh, template
from engines.ellipse.__main__ import main
from engines.ellipse.outline import Ellipse
from engines.ground import spec
from engines.ground.problem import FileProblem, Problem

trimesh = pytest.importorskip("trimesh")
PAPER = Ellipse(1.0, 0.5)


def made(**values):
    engine = ellipse.build(spec.change(ellipse.EllipseConfig(), **values))
    for _ in engine.step():
        pass
    return engine


@pytest.mark.parametrize("kind", export.FORMATS)
@pytest.mark.parametrize("wall", [0.0, 2.0])
@pytest.mark.parametrize("offset", [1.0, 0.4])
def test_a_mesh_reloads_watertight(tmp_path, kind, wall, offset):
    engine, path = made(offset=offset), tmp_path / f"solid.{kind}"
    vertices, faces = mesh.closed(engine.body())
    export.write(path, vertices, faces, size=80.0, wall=wall)
    found = trimesh.load(path, force="mesh")
    found.merge_vertices()
    assert found.is_watertight
    assert found.is_winding_consistent
    assert found.euler_number == (4 if wall else 2)
    assert found.extents.max() == pytest.approx(80.0, abs=1e-3)
    if not wall:
        scale = 80.0 / np.ptp(vertices, axis=0).max()
        whole = engine.body().volume * scale**3
        assert found.volume == pytest.approx(whole, rel=1e-4)
        assert trimesh.Trimesh(vertices, faces).convex_hull.volume == pytest.approx(
            found.volume / scale**3, rel=1e-4
        )


def test_a_wall_is_nowhere_thinner_than_asked():
    vertices, faces = mesh.closed(made().body())
    points, both = export.hollow(vertices * 50, faces, 2.0)
    outer, inner = points[: len(vertices)], points[len(vertices) :]
    assert len(both) == 2 * len(faces)
    corners = outer[faces]
    normal = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    real = np.linalg.norm(normal, axis=1) > 1e-9
    normal = normal[real] / np.linalg.norm(normal[real], axis=1)[:, None]
    away = (corners[real, 0] * normal).sum(1)[:, None] - normal @ inner.T  # a convex body: to all its planes
    assert away.min() == pytest.approx(2.0, abs=1e-6)


def test_too_thick_a_wall_and_a_strange_ending_are_said(tmp_path):
    vertices, faces = mesh.closed(made().body())
    with pytest.raises(Problem, match="no room inside"):
        export.write(tmp_path / "a.stl", vertices, faces, size=50, wall=30)
    with pytest.raises(FileProblem, match="its ending"):
        export.write(tmp_path / "a.xyz", vertices, faces)
    with pytest.raises(FileProblem, match="no folder"):
        export.write(tmp_path / "missing" / "a.stl", vertices, faces)
    with pytest.raises(Problem, match="cannot meet"):
        made(way="short").body()


@pytest.mark.parametrize(("page", "size"), [("A4", (210.0, 297.0)), ("Letter", (215.9, 279.4))])
@pytest.mark.parametrize("large", [False, True])
def test_a_pdf_has_pages_of_the_exact_size(tmp_path, page, size, large):
    pypdf = pytest.importorskip("pypdf")
    path = tmp_path / "t.pdf"
    template.write(path, PAPER, PAPER, 1.0, size=400.0 if large else 120.0, page=page)
    pages = pypdf.PdfReader(path).pages
    for one in pages:
        found = [float(side) / template.POINT for side in one.mediabox[2:]]
        assert found == pytest.approx(size, abs=1e-3)
    assert (len(pages) > 1) is large
    words = " ".join(one.extract_text() for one in pages)
    assert "100 mm" in words


def test_an_svg_is_in_millimetres_and_tabs_can_be_left_out(tmp_path):
    path = tmp_path / "t.svg"
    template.write(path, PAPER, PAPER, 1.0, size=160.0, tabs=False)
    bare = path.read_text()
    template.write(path, PAPER, PAPER, 1.0, size=160.0, tabs=True)
    tabbed = path.read_text()
    width, box = re.search(r'width="([\d.]+)mm"', bare), re.search(r'viewBox="0 0 ([\d.]+)', bare)
    assert width is not None
    assert box is not None
    assert width[1] == box[1]
    assert tabbed.count("<polyline") > bare.count("<polyline") + 20


def test_the_command_line(tmp_path, capsys):
    stl, pdf, run = tmp_path / "s.stl", tmp_path / "t.pdf", tmp_path / "run.safetensors"
    line = ["--a", "1", "--b", "0.5", "--offset", "0.5", "--stl", str(stl), "--template", str(pdf)]
    assert main([*line, "--out", str(run)]) == 0
    assert "volume 0.3723" in capsys.readouterr().out
    assert trimesh.load(stl).is_watertight
    assert pdf.read_bytes().startswith(b"%PDF-1.4")
    assert main(["--resume", str(run)]) == 0
    for wrong, said in (
        (["--stl", "a.obj"], "its ending"), (["--template", str(tmp_path / "no" / "t.pdf")], "no folder"),
        (["--offset", "0"], "Tip on tip"), (["--b", "9"], "Half axis b"), (["--size", "0"], "no solid"),
    ):  # fmt: skip
        assert main(wrong) == 2
        assert said in capsys.readouterr().err


def test_a_saved_solid_opens_again(tmp_path):
    engine = made(b=0.3, offset=0.7)
    engine.save(tmp_path / "s.safetensors")
    again = ellipse.open_checkpoint(tmp_path / "s.safetensors")
    for _ in again.step():
        pass
    assert again.config == engine.config
    assert again.snapshot().figures == engine.snapshot().figures
    assert Path(tmp_path / "s.safetensors").stat().st_size < 6000  # settings, and a small picture


@pytest.mark.parametrize(
    "values",
    [{"b": 1.0}, {"b": 2.0}, {"b": 0.02}, {"offset": 0.0}, {"offset": 2.0}, {"offset": 1.37}, {"way": "one"},
     {"bend": 0.0}, {"a": 0.2, "b": 2.0, "offset": 0.5}, {"chords": 24, "offset": 0.5}],
    ids=str,
)  # fmt: skip
def test_every_corner_of_the_settings_is_a_solid_or_a_sentence(values):
    shot = made(**values).snapshot()
    assert shot.problem is not None or shot.figures["volume"] > 0 or values.get("bend") == 0.0
    for sheet in shot.sheets:
        assert np.isfinite(sheet.vertices).all()
        assert sheet.faces.max() < len(sheet.vertices)
    assert not shot.pending
