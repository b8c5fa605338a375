"""What one lab offers another."""

from __future__ import annotations

from playground.kit.exchange import Lexicon, lexicon, offer_lexicon


def test_the_newest_offer_stands():
    offer_lexicon(["河边", "散步"])
    assert lexicon() == Lexicon(("河边", "散步"))
    offer_lexicon(())
    assert lexicon().words == ()
