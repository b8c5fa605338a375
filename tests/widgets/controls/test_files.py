"""What is dragged in from the desktop, by the name that Python has for it."""

from __future__ import annotations

import os
import sys

import pytest
from PySide6.QtCore import QMimeData, QUrl

from widgets.controls.files import local_files


def dragged(*urls: str) -> list[str]:
    data = QMimeData()
    data.setUrls([QUrl(url) for url in urls])
    return local_files(data)


def test_files_are_named_and_nothing_else_is():
    assert dragged("file:///tmp/a%20b.png", "https://x.org/c.png", "file:///tmp/%E9%95%BF%25") == [
        "/tmp/a b.png",
        "/tmp/长%",
    ]
    assert local_files(QMimeData()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="names are bytes on Linux only")
def test_a_name_of_other_bytes_is_the_name_of_the_file():
    assert [os.fsencode(path) for path in dragged("file:///tmp/%FF%FE%20a")] == [b"/tmp/\xff\xfe a"]
