"""Every choice a person can make in the ON-LSTM lab: one flat, frozen record. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, ClassVar, Literal

from engines.ground.problem import Problem
from engines.ground.spec import IsPath, Live, OrWhen, Section, Span, Text, Titles, When

Source = Literal["english", "chinese", "text", "treebank"]
Bank = Literal["file", "gum", "craft", "nltk"]
Tokens = Literal["words", "characters", "spaces", "jieba", "lexicon"]
Cell = Literal["onlstm", "lstm"]
MasterInput = Literal["inclusive", "paper"]


@dataclass(frozen=True)
class OnLstmConfig:
    """Settings of one run. Defaults find most of a small English's structure in a minute on one core."""

    version: ClassVar[int] = 1

    corpus: Annotated[
        Source,
        Section("Text"),
        Titles("English", "Chinese", "Own text", "Treebank"),
        Text(
            "Corpus",
            "What the model reads. English and Chinese are drawn from small grammars, so that the right "
            "trees are known; a treebank brings its own. Chinese has a recipe of its own among the presets.",
        ),
    ] = "english"
    bank: Annotated[
        Bank,
        When("corpus", "treebank"),
        Titles("File", "GUM", "CRAFT", "Penn sample"),
        Text(
            "Treebank",
            "A file or folder of yours, or a treebank that is downloaded once. Nothing is downloaded before "
            "you have seen its licence and size.",
        ),
    ] = "file"
    path: Annotated[
        str,
        IsPath(),
        When("corpus", "text"),
        OrWhen("bank", "file"),
        Text(
            "Path",
            "A text file, or a file or folder of bracketed trees such as (S (NP we) (VP sleep)). A pasted "
            "text needs no path.",
        ),
    ] = ""
    sentences: Annotated[
        int,
        Span(20, 50_000, log=True),
        Text(
            "Sentences",
            "How many sentences are drawn from the grammar, or used of the text at most. A pool that is read "
            "many times is learnt by heart.",
        ),
    ] = 8000
    tokens: Annotated[
        Tokens,
        When("corpus", "text"),
        Titles("English words", "Characters", "Spaces", "Jieba", "Word list"),
        Text(
            "Units",
            "How a text is cut into units. English words leave punctuation out, characters or Jieba suit "
            "Chinese; the word list is the one found in the words lab.",
        ),
    ] = "words"

    forms: Annotated[
        bool,
        When("corpus", "text"),
        OrWhen("corpus", "treebank"),
        Text(
            "Word forms",
            "Read words that occur fewer than eight times by ending (-ing, -tion), digits and capitals. "
            "Off: all that occur once are one word. For English.",
        ),
    ] = False

    cell: Annotated[
        Cell,
        Section("Model"),
        Titles("ON-LSTM", "Plain LSTM"),
        Text(
            "Cell",
            "Ordered neurons have master gates that forget from the lowest level upwards. The plain LSTM has "
            "none: its trees show what order is good for.",
        ),
    ] = "onlstm"
    emb: Annotated[
        int,
        Span(4, 512, log=True),
        Text("Embedding", "Numbers that stand for a word. With tied weights the last layer has this size."),
    ] = 96
    hidden: Annotated[
        int,
        Span(4, 1200, log=True),
        Text("Width", "Units of each layer. Double width costs three to four times the work."),
    ] = 96
    layers: Annotated[
        int,
        Span(1, 4),
        Text("Layers", "Recurrent layers, each with trees of its own. One alone hardly finds structure."),
    ] = 3
    chunk: Annotated[
        int,
        Span(1, 64),
        Text(
            "Chunk",
            "Units that share one level. Width and embedding must be multiples of it.\nlevels = width / "
            "chunk",
        ),
    ] = 12
    tie: Annotated[
        bool,
        Text(
            "Tie weights",
            "Use one table for reading and for predicting words. Saves weights and learns faster.",
        ),
    ] = True
    master_input: Annotated[
        MasterInput,
        When("cell", "onlstm"),
        Titles("Inclusive", "Paper"),
        Text(
            "Input gate",
            "The master input gate. The paper's form never writes to the last level, which stays empty for "
            "ever; the inclusive form does.\n1 − cumax(z), or Σⱼ≥ₖ softmax(z)ⱼ",
        ),
    ] = "inclusive"

    control: Annotated[
        bool,
        Section("Learning"),
        When("cell", "onlstm"),
        Text(
            "Control",
            "Train a plain LSTM of the same size on the same sentences, and show its trees beside. Costs "
            "about a third more time.",
        ),
    ] = False
    mode: Annotated[
        Literal["sentences", "stream"],
        Titles("Sentences", "Stream"),
        Text(
            "Reading",
            "Sentence by sentence, or as one long stream as in the paper. Sentences learn faster where each "
            "stands alone.",
        ),
    ] = "sentences"
    batch: Annotated[
        int,
        Span(1, 256, log=True),
        Text(
            "Batch",
            "Sentences or columns of the stream in one step. Many small steps learn more than few large.",
        ),
    ] = 24
    bptt: Annotated[
        int,
        Span(2, 200, log=True),
        When("mode", "stream"),
        Text(
            "Window",
            "Words of the stream that one step looks back on, more or less: the length is drawn anew.",
        ),
    ] = 32
    steps: Annotated[
        int,
        Span(1, 1_000_000, log=True),
        Live(),
        Text("Steps", "Where training ends; the rate falls towards it. Raise it to go on."),
    ] = 1000
    starts: Annotated[
        int,
        Span(1, 16),
        When("optimiser", "adam"),
        Text(
            "Starts",
            "So many nets begin, 600 steps each; the one whose trees are best goes on. Seeds differ much.",
        ),
    ] = 1
    optimiser: Annotated[
        Literal["adam", "sgd_ntasgd"],
        Titles("Adam", "SGD, averaged"),
        Text(
            "Optimiser",
            "Adam with a short warm-up, or the paper's plain descent that turns to averaging once "
            "nothing gets better.",
        ),
    ] = "adam"
    lr: Annotated[
        float,
        Span(1e-5, 50.0, log=True),
        Live(),
        Text(
            "Rate",
            "Learning rate: 0.002 to 0.004 for Adam, 30 for plain descent. A higher one learns faster, and "
            "loses the trees sooner.",
        ),
    ] = 2e-3
    clip: Annotated[
        float,
        Span(0.01, 100.0, log=True),
        Live(),
        Text("Clip", "Longest gradient that is followed; a longer one is shortened to it."),
    ] = 1.0
    eval_every: Annotated[
        int,
        Span(5, 10_000, log=True),
        Live(),
        Text("Check every", "Steps between checks on held-out sentences: perplexity, and the trees' scores."),
    ] = 50
    seed: Annotated[
        int,
        Span(0, 2**31 - 1),
        Text("Seed", "Where all randomness starts. The same seed repeats a run exactly on the CPU."),
    ] = 0

    drop_words: Annotated[
        float,
        Section("Regularisation"),
        Span(0.0, 0.9),
        Live(),
        Text("Word drop", "Part of the words that the embedding forgets in a step."),
    ] = 0.0
    drop_in: Annotated[
        float,
        Span(0.0, 0.9),
        Live(),
        Text("Input drop", "Part of the embedding's units set to zero in a step."),
    ] = 0.1
    drop_between: Annotated[
        float, Span(0.0, 0.9), Live(), Text("Layer drop", "Part of the units set to zero between two layers.")
    ] = 0.1
    drop_out: Annotated[
        float,
        Span(0.0, 0.9),
        Live(),
        Text("Output drop", "Part of the last layer's units set to zero in a step."),
    ] = 0.1
    drop_weights: Annotated[
        float,
        Span(0.0, 0.9),
        Live(),
        Text(
            "Weight drop",
            "Part of the recurrent weights set to zero in a step, the same for all words. Keeps the trees "
            "from fading again while perplexity still falls.",
        ),
    ] = 0.4
    ar: Annotated[
        float,
        Span(0.0, 10.0),
        Live(),
        Text("Activation", "Penalty on large states of the last layer.\nα mean h²"),
    ] = 0.0
    tar: Annotated[
        float,
        Span(0.0, 10.0),
        Live(),
        Text("Change", "Penalty on quick changes of the last layer's states.\nβ mean (hₜ₊₁ − hₜ)²"),
    ] = 0.0
    decay: Annotated[
        float,
        Span(0.0, 0.1),
        Live(),
        Text("Weight decay", "Pull of all weights towards zero. The paper uses 0.0000012."),
    ] = 0.0
    threads: Annotated[
        int,
        Section("Speed"),
        Span(1, 16),
        Text("Threads", "Processor threads. More than one makes a small model slower on a busy machine."),
    ] = 1


def layer_sizes(config: OnLstmConfig) -> list[tuple[int, int]]:
    """(inputs, units) of each layer; with tied weights the last returns to the embedding's size.

    Raises:
        Problem: a layer's units cannot be shared out among chunks.
    """
    units = [config.hidden] * config.layers
    if config.tie:
        units[-1] = config.emb
    for size in units:
        if size % config.chunk:
            raise Problem(
                "{size} units do not make whole chunks of {chunk}. Change Width, Embedding or Chunk.",
                size=size,
                chunk=config.chunk,
            )
    return list(zip([config.emb, *units], units, strict=False))
