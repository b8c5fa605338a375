"""Learn the weights of ``engines/words/counting/belief_weights.py`` from a text cut by hand.

``python -m tests.tools.words_belief --gold ../shared/data/words/pd98.gold.txt.xz``

From the first half of the gold text, whole and in excerpts of many lengths, come all n-grams with their ten
figures; an n-gram is a word if the same text has it as one. Three rounds: first the figures as the fast mode
cuts the text, then also as the careful mode does with the weights learned so far. The text parts surnames from
given names and people do not: what looks like a whole name is left out. Needs torch; a minute on one core.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from engines.words import WordsConfig
from engines.words.careful import believed
from engines.words.config import WINDOW, least_count, thetas
from engines.words.counting import belief_weights
from engines.words.counting.candidates import Candidates, gather
from engines.words.counting.ngrams import count
from engines.words.counting.positions import Places
from engines.words.describe import Words, collect
from engines.words.discovery import cut
from engines.words.progress import finish
from engines.words.text.alphabet import Stream, encode
from tests.benchmarks.words import HAN, excerpts, gold_types, read

SIZES = ((170_000, 4), (30_000, 8), (10_000, 20), (3_000, 40), (1_000, 60), (300, 80))  # characters, excerpts
WIDTH, EPOCHS, BATCH, RATE, SEED = 12, 25, 2048, 9e-3, 0
SURNAMES = frozenset(
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈"
    "姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
    "温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴"
    "霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦"
    "戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻"
    "苑迟邝"
)


@dataclass
class Text:
    """A text with its candidates, as the careful mode holds them, and which of them are words."""

    stream: Stream
    places: Places
    words: Words
    least: int
    some: Candidates
    good: np.ndarray
    weight: np.ndarray


def prepared(gold: str, least: int, name: Callable[[str], bool]) -> Text:
    """A hand-segmented text before its first cut by the careful mode."""
    config = WordsConfig(mode="careful", min_count=least)
    stream = finish(encode(gold.replace(" ", ""), config))
    least = least_count(config, stream.total)
    levels = finish(count(stream, WINDOW + 1, 2))
    places, theta = Places(levels), thetas(config, stream.total)
    found, _ = finish(cut(stream, levels[:WINDOW], least, theta, config))
    some, types = finish(gather(stream, levels, least)), gold_types(gold)
    spans = zip(some.starts.tolist(), (some.starts + some.lengths).tolist(), strict=True)
    words = [stream.normal.text[a:b] for a, b in spans]
    good = np.array([w in types for w in words])
    weight = np.sqrt(some.counts) * np.array([g or not name(w) for w, g in zip(words, good, strict=True)])
    return Text(stream, places, collect(found, places, least), least, some, good, weight)


def names(gold: str) -> Callable[[str], bool]:
    """Whether most of what is written so in a text are a surname and a given name."""
    raw, pairs, every = gold.replace(" ", ""), Counter[str](), Counter[str]()
    for line in gold.split("\n"):
        tokens = line.split(" ")
        some = pairwise(tokens)
        pairs.update(a + b for a, b in some if a in SURNAMES and len(b) <= 2 and HAN.fullmatch(b))
    for run in HAN.findall(raw):
        every.update(run[i : i + n] for n in (2, 3) for i in range(len(run) - n + 1))
    return lambda word: 2 * pairs[word] > every[word] > 0


def rows(groups: list[list[Text]], again: bool) -> Iterator[tuple[np.ndarray, np.ndarray, np.ndarray]]:
    """Features, labels and weights; texts of one length weigh as much as those of another."""
    for texts in groups:
        total = sum(text.weight.sum() for text in texts)
        for text in texts:
            words = text.words
            if again:
                *_, words = finish(believed(text.stream, text.places, text.some, words, words, text.least))
            yield (
                text.some.features(text.stream, text.places, words.starts, words.lengths, words.pieces),
                text.good,
                text.weight / total,
            )


def learn(parts: list[tuple[np.ndarray, np.ndarray, np.ndarray]]) -> dict[str, np.ndarray]:
    """Weights that take figures as they are."""
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    x, y, w = (np.concatenate(column) for column in zip(*parts, strict=True))
    mean, scale = x.mean(0), x.std(0)
    X, Y = torch.tensor((x - mean) / scale).float(), torch.tensor(y).float()
    W = torch.tensor(w * len(w) / w.sum()).float()
    first, last = torch.nn.Linear(x.shape[1], WIDTH), torch.nn.Linear(WIDTH, 1)
    net = torch.nn.Sequential(first, torch.nn.Tanh(), last)
    adam = torch.optim.AdamW(net.parameters(), weight_decay=1e-4)
    steps = EPOCHS * (len(Y) // BATCH)
    pace = torch.optim.lr_scheduler.OneCycleLR(adam, RATE, steps)
    for step in range(steps):
        if step % (len(Y) // BATCH) == 0:
            order = torch.randperm(len(Y))
        i = order[(step * BATCH) % (len(Y) - BATCH) :][:BATCH]
        loss = torch.nn.functional.binary_cross_entropy_with_logits(net(X[i])[:, 0], Y[i], weight=W[i])
        adam.zero_grad()
        loss.backward()
        adam.step()
        pace.step()
    inside = first.weight.detach().double().numpy() / scale
    return {
        "INPUT": inside.T,
        "HIDDEN": first.bias.detach().double().numpy() - inside @ mean,
        "OUTPUT": last.weight.detach().double().numpy()[0],
        "BIAS": last.bias.detach().double().numpy()[0],
    }


def use(weights: dict[str, Any]) -> None:
    """Have the engine weigh with these from now on."""
    from engines.words.counting import belief

    for name, value in weights.items():
        setattr(belief, name, value)


def written(weights: dict[str, np.ndarray]) -> str:
    """The module that holds them."""
    lines = ['"""Learned by ``python -m tests.tools.words_belief``; see ``belief.py``."""', ""]
    lines += ["import numpy as np", ""]
    for name, value in weights.items():
        rounded = np.round(value, 3).tolist()
        if value.ndim > 1:
            lines += [f"{name} = np.array(", "    [", *(f"        {row}," for row in rounded), "    ]", ")"]
        else:
            lines.append(f"{name} = np.array({rounded})" if value.ndim else f"{name} = {rounded}")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description="Learn what is like a word.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/data/words/pd98.gold.txt.xz"))
    parser.add_argument("--out", type=Path, default=Path(str(belief_weights.__file__)))
    options = parser.parse_args()
    lines = read(options.gold).split("\n")
    gold = "\n".join(lines[: len(lines) // 2])
    name = names(gold)
    groups = [[prepared(gold, 5, name)]]
    groups += [[prepared(part, 0, name) for part in excerpts(gold, size, n)] for size, n in SIZES]
    first = list(rows(groups, again=False))
    weights = learn(first)
    for _ in range(2):
        use(weights)
        weights = learn(first + list(rows(groups, again=True)))
    options.out.write_text(written(weights), encoding="utf-8")


if __name__ == "__main__":
    main()
