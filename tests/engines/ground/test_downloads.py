"""The ground of all downloads: sums, lengths, and files that are whole or not there."""

from __future__ import annotations

import hashlib
import io
from pathlib import Path

import pooch
import pytest

from engines.ground import downloads
from engines.ground.problem import Problem


def test_a_git_blob_has_the_sum_that_git_gives_it():
    """``printf 'hello\\n' | git hash-object --stdin``"""
    expected = downloads.blob("hello", 6, "ce013625030ba8dba906f756967f9e9ca394464a")
    total = expected.summed()
    total.update(b"hello\n")
    assert total.hexdigest() == expected.digest


def test_sums_begin_anew_each_time(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(b"words")
    expected = downloads.md5("file", 5, hashlib.md5(b"words").hexdigest())
    assert downloads.whole(path, expected, lambda _: None)
    assert downloads.whole(path, expected, lambda _: None)
    path.write_bytes(b"wordz")
    assert not downloads.whole(path, expected, lambda _: None)
    assert not downloads.whole(tmp_path / "none", expected, lambda _: None)


@pytest.mark.parametrize("trouble", [KeyboardInterrupt, ValueError])
def test_a_block_that_ends_badly_leaves_nothing(tmp_path: Path, trouble: type[BaseException]):
    path = tmp_path / "deep" / "file"
    with pytest.raises(trouble), downloads.whole_or_nothing(path, "file") as file:  # noqa: PT012
        file.write(b"half")
        raise trouble
    assert list(path.parent.iterdir()) == []


def test_a_block_that_ends_well_leaves_the_file(tmp_path: Path):
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with downloads.whole_or_nothing(path, "file") as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
    assert path.read_bytes() == b"new"
    assert [p.name for p in tmp_path.iterdir()] == ["file"]


def test_a_disk_that_does_not_take_it_is_said(tmp_path: Path):
    (tmp_path / "folder").write_text("a file in the folder's place")
    with (
        pytest.raises(Problem, match="trees could not be saved"),
        downloads.whole_or_nothing(tmp_path / "folder" / "x", "trees"),
    ):
        pass


def test_what_arrives_is_checked_chunk_by_chunk(monkeypatch: pytest.MonkeyPatch):
    expected = downloads.md5("file", 4, hashlib.md5(b"abcd").hexdigest())

    def fetched(*chunks: bytes) -> tuple[list[int], bytes]:
        told, file = [], io.BytesIO()
        pour = lambda _url, sink, _: [sink.write(chunk) for chunk in chunks]  # noqa: E731
        monkeypatch.setattr(pooch, "HTTPDownloader", lambda **_: pour)
        try:
            downloads.fetch("http://none", file, expected, told.append)
        except downloads.Spoiled:
            told.append(-1)
        return told, file.getvalue()

    assert fetched(b"ab", b"cd") == ([2, 4], b"abcd")
    assert fetched(b"ab", b"c") == ([2, 3, -1], b"abc")
    assert fetched(b"ab", b"ce") == ([2, 4, -1], b"abce")
    endless = bytes(downloads.SLACK // 2)
    assert fetched(b"abcd", endless, endless, b"x", b"y") == ([4, 4, 4, 4, -1], b"abcd" + 2 * endless)
