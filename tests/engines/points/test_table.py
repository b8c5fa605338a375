"""A person's table of points: every separator, and a sentence with the line for whatever is no table."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engines.ground.problem import Cancelled, FileProblem
from engines.points import source, table


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "points.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


GOOD = [[1.0, 2.0], [-3.5, 4e-2]]


@pytest.mark.parametrize(
    "text",
    [
        "1,2\n-3.5,4e-2\n",
        "1, 2\r\n-3.5 ,4e-2",
        "x,y\n1,2\n-3.5,4e-2\n",
        "1\t2\n-3.5\t4e-2\n",
        "1;2;label\n-3.5;4e-2;other\n",
        "  1   2\n\n# a remark\n-3.5 4e-2\n",
        b"\xef\xbb\xbf1,2\n-3.5,4e-2\n",
        b"\xef\xbb\xbfx,y\n1,2\n-3.5,4e-2\n",
    ],
    ids=["comma", "blanks", "names", "tab", "more columns", "spaces", "mark", "mark and names"],
)
def test_it_reads(tmp_path: Path, text: str | bytes):
    points, rows = table.read(written(tmp_path, text))
    assert points.tolist() == GOOD
    assert rows == 2


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "holds 0 points"),
        ("x,y\n", "holds 0 points"),
        ("1,2\n", "holds 1 points"),
        ("1\n2\n3\n", "line 1: there is one column only"),
        ("x\n1\n2\n", "line 1: there is one column only"),
        ("1,2\n3\n", "line 2: there is one column only"),
        ("1,2\n3,four\n", "line 2: four is no number"),
        ("1,2\n,4\n", "line 2"),
        ("1,2\n3,nan\n", "line 2: nan is no finite number"),
        ("1,2\ninf,4\n", "line 2: inf is no finite number"),
        ("1,2\n3,1e300\n", "line 2: 1e300 is no finite number"),
        ("Once upon a time\nthere was a king\n", "line 2: there is no number"),
        ("5,5\n5,5\n5,5\n", "lie on one place"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "points.csv"),
        (b"\0" * 100_000, "line 1: this is no table"),
        ("1,2\n" + "3" * 20_000, "line 2: this is no table"),
        (b"1,2\n\xff\xfe,3\n", "line 2"),
    ],
)
def test_what_is_no_table_is_a_sentence_that_names_the_line(tmp_path: Path, text: str | bytes, said: str):
    with pytest.raises(FileProblem, match=r"points\.csv") as e:
        table.read(written(tmp_path, text))
    assert said in str(e.value)


def test_no_file_and_a_folder_are_sentences(tmp_path: Path):
    for path in (tmp_path / "missing.csv", tmp_path):
        with pytest.raises(FileProblem, match=path.name):
            table.read(path)
    with pytest.raises(FileProblem, match="Choose a file of points"):
        source.load("table", "")


def test_of_too_many_rows_an_even_part_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(table, "MOST", 100)
    path = written(tmp_path, "".join(f"{i},{i % 7}\n" for i in range(1000)))
    points, rows = table.read(path)
    assert rows == 1000
    assert 50 < len(points) <= 100
    gaps = np.diff(points[:, 0])
    assert (gaps == gaps[0]).all()
    assert points[0, 0] == 0


def test_reading_can_be_ended(tmp_path: Path):
    path = written(tmp_path, "1,2\n" * 10_000)
    with pytest.raises(Cancelled):
        table.read(path, lambda: True)


def test_few_points_are_all_learned_and_many_leave_some_out(tmp_path: Path):
    few = source.load("table", str(written(tmp_path, "1,2\n3,4\n5,7\n")))
    assert len(few.train) == 3
    assert len(few.held) == 3
    assert few.train.std() == pytest.approx(1.0, abs=1e-5)
    back = few.train * few.scale + few.centre
    assert sorted(back.round(4).tolist()) == [[1, 2], [3, 4], [5, 7]]
    rng = np.random.default_rng(0)
    text = "".join(f"{x},{y}\n" for x, y in rng.normal(1e6, 20, (2000, 2)))
    many = source.load("table", str(written(tmp_path, text)))
    assert (len(many.train), len(many.held), many.rows) == (1500, 500, 2000)
    assert np.isfinite(many.train).all()
    assert many.train.std() == pytest.approx(1.0, abs=1e-5)
