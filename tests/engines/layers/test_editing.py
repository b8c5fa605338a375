"""Any row of edits, in any order: whatever is refused leaves all as it was, and undo goes back bit for bit."""

from __future__ import annotations

import contextlib

from hypothesis import given, settings
from hypothesis import strategies as st

from engines.ground.problem import Problem
from engines.ground.undo import UndoStack
from engines.layers.graph import blocks, clips, counters, cuts, document, edits, tidy, ties, wires
from engines.layers.graph.carry import carried
from engines.layers.graph.kinds import KINDS, PALETTE
from engines.layers.graph.shapes import live
from engines.layers.net.network import built, captured
from tests.engines.layers.drawn import branched, residual, row, tied

PLACES = st.integers(0, 30)
KEYS = [kind.key for kind in PALETTE]
WISHES = {
    "shape": st.sampled_from([(8,), (6,), (1, 8, 8), (4, 8)]), "dtype": st.sampled_from(["float", "tokens"]),
    "out": st.integers(1, 9), "vocab": st.integers(1, 30), "dim": st.sampled_from([4, 8]), "heads": st.integers(1, 4),
    "kernel": st.integers(1, 5), "units": st.sampled_from([4, 8]), "both": st.booleans(), "masked": st.booleans(),
    "rate": st.sampled_from([0.0, 0.5]), "of": st.sampled_from(["mean", "max"]), "function": st.sampled_from(["relu", "identity", "softmax"]),
}  # fmt: skip


class Hand:
    """Does one edit after the other, as a person might who does not know what fits."""

    def __init__(self, model, data):
        self.model, self.data, self.clip = model, data, None

    def node(self):
        nodes = self.model.graph.nodes
        return nodes[self.data.draw(PLACES) % len(nodes)].id if nodes else "nobody"

    def options(self, kind):
        return {
            k: self.data.draw(WISHES[k])
            for k in KINDS[kind].options
            if k in WISHES and self.data.draw(st.booleans())
        }

    def once(self):
        act = self.data.draw(st.sampled_from([n for n in dir(self) if n.startswith("do_")]))
        before, text = self.model, document.to_json(self.model)
        try:
            self.model = getattr(self, act)()
        except Problem as e:
            self.said = str(e)  # every sentence has its facts
        assert document.to_json(before) == text
        return act

    def do_add(self):
        kind = self.data.draw(st.sampled_from(KEYS))
        return edits.add(self.model, kind, **self.options(kind))

    def do_remove(self):
        return edits.remove(self.model, self.node())

    def do_connect(self):
        slot = self.data.draw(st.sampled_from([None, 0, 1, 2]))
        return wires.connect(self.model, self.node(), self.node(), slot, self.data.draw(st.integers(0, 1)))

    def do_disconnect(self):
        return wires.disconnect(self.model, self.node(), self.data.draw(st.integers(0, 2)))

    def do_insert(self):
        kind = self.data.draw(st.sampled_from(KEYS))
        return wires.insert(self.model, self.node(), 0, kind, **self.options(kind))

    def do_exchange(self):
        kind = self.data.draw(st.sampled_from(KEYS))
        return wires.exchange(self.model, self.node(), kind, **self.options(kind))

    def do_options(self):
        node = self.model.graph.node(self.node())
        return edits.set_options(self.model, node.id, **self.options(node.kind))

    def do_rename(self):
        return edits.rename(
            self.model, self.node(), self.data.draw(st.sampled_from(["a", "b", "class", "c d"]))
        )

    def do_move(self):
        return edits.move(self.model, {self.node(): (3.0, 4.5)})

    def do_tie(self):
        name = self.node()
        alike = [n.id for n in self.model.graph.nodes if n.kind == self.model.graph.node(name).kind]
        return ties.tie(self.model, name, self.data.draw(st.sampled_from([*alike, self.node()])))

    def do_untie(self):
        return ties.untie(self.model, self.node())

    def do_again(self):
        return ties.again(self.model, self.node(), self.data.draw(st.booleans()))

    def do_freeze(self):
        return ties.freeze(self.model, self.node(), self.data.draw(st.booleans()))

    def do_renew(self):
        return ties.renew(self.model, self.node(), self.data.draw(st.integers(0, 3)))

    def do_nest(self):
        return blocks.nest(self.model, tuple(self.node() for _ in range(self.data.draw(st.integers(1, 4)))))

    def do_flatten(self):
        inner = [n.id for n in self.model.graph.nodes if n.inner is not None]
        return blocks.flatten(self.model, inner[0] if inner else self.node())

    def do_inside(self):
        inner = [n.id for n in self.model.graph.nodes if n.inner is not None]
        act = self.data.draw(st.sampled_from(["do_add", "do_insert", "do_remove", "do_freeze", "do_options"]))

        def within(model):
            hand = Hand(model, self.data)
            return getattr(hand, act)()

        return edits.inside(self.model, inner[:1] or [self.node()], within)

    def do_copy(self):
        self.clip = clips.copy(self.model, *(self.node() for _ in range(self.data.draw(st.integers(1, 4)))))
        return self.model

    def do_paste(self):
        return clips.paste(self.model, self.clip, self.data.draw(st.booleans())) if self.clip else self.model

    def do_place(self):
        return clips.place(self.model, row(1))

    def do_siamese(self):
        return clips.siamese(self.model, self.data.draw(st.booleans()))

    def do_tidy(self):
        return tidy.tidied(self.model)

    def do_head(self):
        return cuts.head(self.model, self.node())

    def do_tail(self):
        return cuts.tail(self.model, self.node())


def sound(model):
    """Whatever a model is, everybody can tell what it is."""
    found = live(model.graph)
    counters.count(model)
    counters.tree(model)
    assert document.from_json(document.to_json(model)) == model
    with contextlib.suppress(Problem):
        carried(model.graph, found.types)
        built(model)
    named = {key for node in edits.everywhere(model.graph) for key in node.keys}
    assert named == set(model.weights)


STARTS = st.sampled_from([row(), residual(), tied(), branched(), captured(row(), built(row()))])


def test_any_row_of_edits_leaves_a_model_that_can_be_told_of_and_undone(long):
    """Rows of up to 12 edits; a thousand of them with --long."""
    rows = settings(max_examples=1000 if long else 60, deadline=None)
    rows(given(STARTS, st.integers(1, 12), st.data())(undone))()


def undone(start, many, data):
    """A row of edits, what it leaves, back to the start bit for bit, and there again."""
    hand = Hand(start, data)
    stack = UndoStack(
        lambda: hand.model,
        lambda b: (b, hand.model) if b != hand.model else None,
        lambda e, back: setattr(hand, "model", e[0] if back else e[1]),
    )
    for _ in range(many):
        stack.begin("edit")
        hand.once()
        stack.end()
    end = document.to_json(hand.model)
    sound(hand.model)
    while stack.undo():
        pass
    assert document.to_json(hand.model) == document.to_json(start)
    while stack.redo():
        pass
    assert document.to_json(hand.model) == end
