"""Offers: all is said before a button can be pressed; closing does nothing."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from widgets.frame.offers import Offer, Offers
from widgets.look.thumbnail import Thumbnail

ABOUT = "English of six kinds: studies, lives, court, travel, news, interviews, and what else there may be."
OFFERS = (
    Offer("gum", "GUM", "4,483 sentences", ABOUT, "CC BY 4.0.", "github.com/a/b", "Download 3 MB"),
    Offer("craft", "CRAFT", "29,903 sentences", "Articles.", "CC BY 3.0.", "github.com/c/d", "Use"),
)


@pytest.fixture
def popup(show) -> Offers:
    page = show(QWidget(), 900, 700)
    made = Offers("Treebanks", OFFERS, "They come from far away.", "Open a file…", "x.banks", page)
    made.show()
    QApplication.processEvents()
    return made


def heard(popup: Offers) -> list[str]:
    told: list[str] = []
    popup.taken.connect(told.append)
    popup.source_wanted.connect(lambda key: told.append(f"from {key}"))
    popup.other_clicked.connect(lambda: told.append("other"))
    return told


def press(popup: Offers, name: str) -> None:
    QTest.mouseClick(popup.findChild(QPushButton, name), Qt.MouseButton.LeftButton)


def test_everything_is_said(popup):
    said = {part.text() for part in popup.findChildren(QLabel)}
    for offer in OFFERS:
        assert {offer.title, offer.facts, offer.about, offer.licence} <= said
    assert popup.findChild(QPushButton, "x.banks.gum").accessibleName() == "GUM: Download 3 MB"
    popup.close()


def test_every_text_has_the_height_it_needs_and_no_more(popup):
    for part in popup.findChildren(QLabel):
        if part.wordWrap() and not part.text().startswith("They"):  # that one stands beside a button
            assert part.height() == part.heightForWidth(part.width()), part.text()
    popup.close()


@pytest.mark.parametrize(("name", "told"), [("gum", "gum"), ("craft", "craft"), ("other", "other")])
def test_a_button_takes_and_closes(popup, name, told):
    said = heard(popup)
    press(popup, f"x.banks.{name}")
    assert said == [told]
    assert not popup.isVisible()


def test_the_source_is_asked_for_and_all_stays_open(popup):
    said = heard(popup)
    press(popup, "x.banks.gum.source")
    assert said == ["from gum"]
    assert popup.isVisible()
    popup.close()


@pytest.mark.parametrize("how", ["close", "escape"])
def test_closing_does_nothing(popup, how):
    said = heard(popup)
    if how == "close":
        press(popup, "x.banks.close")
    else:
        QTest.keyClick(popup, Qt.Key.Key_Escape)
    assert said == []
    assert not popup.isVisible()


def test_each_offer_has_room_for_its_own_picture(show):
    page = show(QWidget(), 900, 700)
    made = Offers("Runs", OFFERS, "Kept.", "Open a file…", "x.runs", page, pictured=True)
    made.show()
    QApplication.processEvents()
    empty = made.findChild(Thumbnail, "x.runs.craft.picture")
    height = made.height()
    made.show_picture("gum", np.full((4, 8, 3), 9, np.uint8))
    made.show_picture("nobody", np.full((4, 8), 9, np.uint8))
    QApplication.processEvents()
    assert not made.findChild(Thumbnail, "x.runs.gum.picture").empty
    assert empty.empty
    assert made.height() == height
    made.close()
