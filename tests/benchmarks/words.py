"""The word engine in figures: quality against a hand-segmented corpus, time, memory.

``python -m tests.benchmarks.words --gold ../shared/data/words/pd98.gold.txt.xz [--large 109] [--rounds 5]``
prints JSON lines. ``F1``: precision over found words, recall over gold types seen ``k`` times; ``P@5000``: of
the first 5,000 words of the result. ``held out``: on the second half of the gold text, from which nothing was
learned, whole and in excerpts, words seen ``k`` times, beside what jieba finds there, which knows a dictionary.
``figure`` is seconds end to end from a string (the first call reads the
dictionary), ``baseline`` a plain Python dict that only counts the same n-grams in the same run, ``ratio`` how
many times longer that takes. ``peak MB`` is the whole process's, measured in a fresh one. ``--large`` builds
a text of so many MB from all texts beside the gold file, copy after copy with 2 % of characters replaced, and
counts it as a string and as a file by blocks.
"""

from __future__ import annotations

import argparse
import json
import lzma
import re
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from engines import words
from engines.words import Filters, WordsConfig

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
FIRST = (500, 1_000, 5_000)
NEWS = 170_000  # characters; as many as the PKU test text of the 2005 bakeoff has
PROBE = """
import resource, sys, time
from engines import words
path, how = sys.argv[1:]
started = time.perf_counter()
if how == "file":
    engine = words.build(words.WordsConfig())
    engine.set_file(path)
    for _ in engine.step():
        pass
    result = engine.result
else:
    with open(path, encoding="utf-8") as file:
        text = file.read()
    started = time.perf_counter()
    result = words.discover(text, words.WordsConfig(mode=how))
spent = time.perf_counter() - started
try:  # the peak of this process alone; the other figure begins with the parent's
    with open("/proc/self/status") as file:
        peak = next(int(line.split()[1]) for line in file if line.startswith("VmHWM"))
except OSError:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(spent, peak / 1024, len(result))
"""


def read(path: Path) -> str:
    """The text in an .xz file."""
    return lzma.decompress(path.read_bytes()).decode("utf-8")


def gold_types(gold: str) -> Counter[str]:
    """Words of two Chinese characters or more in a text whose words are parted by spaces."""
    return Counter(w for w in gold.split() if len(w) > 1 and HAN.fullmatch(w))


def quality(found: list[str], types: Counter[str], k: int) -> dict[str, float]:
    """Precision, recall of types seen ``k`` times, F1, and precision of the first words."""
    asked = sum(c >= k for c in types.values())
    p = sum(w in types for w in found) / max(len(found), 1)
    r = sum(types[w] >= k for w in found) / max(asked, 1)
    first = {f"P@{n}": sum(w in types for w in found[:n]) / max(min(len(found), n), 1) for n in FIRST}
    f1 = 2 * p * r / (p + r) if p + r else 0.0
    return {"found": len(found), "P": p, "R": r, "F1": f1, **first}


def second_half(gold: str) -> str:
    """The lines that no weight and no threshold was chosen on."""
    lines = gold.split("\n")
    return "\n".join(lines[len(lines) // 2 :])


def of_jieba(text: str, k: int) -> list[str]:
    """Words of two characters or more that jieba, dictionary and all, cuts out ``k`` times; [] without it."""
    try:
        import jieba
    except ImportError:
        return []
    jieba.setLogLevel(60)
    counts = gold_types(" ".join(piece for line in text.split("\n") for piece in jieba.cut(line)))
    return [word for word, times in counts.most_common() if times >= k]


def held_out(gold: str) -> None:
    """Quality on what nothing was learned from."""
    held = second_half(gold)
    for mode in ("fast", "careful"):
        found = words.discover(held.replace(" ", ""), WordsConfig(mode=mode, min_count=5))
        say(benchmark="held out", mode=mode, k=5, **quality(found.words, gold_types(held), 5))
    texts, lines = list(excerpts(held, NEWS, 5)), []
    for text in texts:
        raw, types = text.replace(" ", ""), gold_types(text)
        found = words.discover(raw, WordsConfig(mode="careful"))
        often = [w for w, c in zip(found.words, found.segment_counts.tolist(), strict=True) if c >= 5]
        lines.append((quality(often, types, 5), quality(of_jieba(raw, 5), types, 5)))
    for row, name in enumerate(("careful", "jieba")):
        mean = {key: float(np.mean([line[row][key] for line in lines])) for key in ("found", "P", "R", "F1")}
        say(benchmark="held out excerpts", characters=NEWS, mode=name, k=5, **mean)
    for size in (1_000, 3_000, 10_000):
        some = [
            quality(words.discover(e.replace(" ", "")).words, gold_types(e), 2)
            for e in excerpts(held, size, 40)
        ]
        mean = {key: float(np.mean([line[key] for line in some])) for key in ("found", "P", "R", "F1")}
        say(benchmark="held out excerpts", characters=size, mode="careful", k=2, **mean)


def excerpts(gold: str, size: int, n: int) -> Iterator[str]:
    """``n`` excerpts of whole lines with at least ``size`` characters, evenly spread."""
    lines = gold.split("\n")
    for start in np.linspace(0, len(lines) - size // 2, n).astype(int).tolist():
        text, length = [], 0
        for line in lines[start:]:
            text.append(line)
            length += len(line.replace(" ", ""))
            if length >= size:
                break
        yield "\n".join(text)


def plain(text: str) -> int:
    """The baseline: all 1..4-grams in a dict."""
    counts: dict[str, int] = {}
    for run in HAN.findall(text):
        for n in range(1, 5):
            for i in range(len(run) - n + 1):
                gram = run[i : i + n]
                counts[gram] = counts.get(gram, 0) + 1
    return len(counts)


def fresh(path: Path, how: str) -> dict[str, float]:
    """Seconds, peak MB and words of one count in a new process."""
    done = subprocess.run(
        [sys.executable, "-c", PROBE, str(path), how], capture_output=True, text=True, check=True
    )
    spent, peak, found = map(float, done.stdout.split())
    return {"seconds": round(spent, 3), "peak MB": round(peak), "words": int(found)}


def grown(texts: list[str], megabytes: float, path: Path) -> None:
    """Write copies of the texts, from the second on with 2 % of Chinese characters replaced."""
    points = np.frombuffer("".join(texts).encode("utf-32-le"), np.uint32)
    han = np.flatnonzero((points >= 0x4E00) & (points <= 0x9FFF))
    rng, left = np.random.default_rng(0), int(megabytes * 1e6)
    with open(path, "wb") as file:
        for copy in range(1 << 30):
            some = points.copy()
            if copy:
                at = rng.choice(han, len(han) // 50)
                some[at] = points[rng.choice(han, len(at))]
            data = some.tobytes().decode("utf-32-le").encode()[:left]
            data = data.decode(errors="ignore").encode()
            file.write(data)
            left -= len(data)
            if left < 4:
                return


def say(**line: Any) -> None:
    print(
        json.dumps(
            {k: round(v, 4) if isinstance(v, float) else v for k, v in line.items()}, ensure_ascii=False
        )
    )


def timings(raw: str, rounds: int) -> None:
    """Seconds for texts of several lengths, beside the plain dict in the same rounds."""
    for size in (1_000, 20_000, 200_000, len(raw)):
        text, spent = raw[:size], []
        words.discover(text)
        for _ in range(rounds):
            started = time.perf_counter()
            words.discover(text)
            spent.append(time.perf_counter() - started)
        started = time.perf_counter()
        plain(text)
        baseline = time.perf_counter() - started
        figure = statistics.median(spent)
        say(
            benchmark="seconds",
            characters=size,
            figure=figure,
            best=min(spent),
            baseline=baseline,
            ratio=baseline / figure,
        )


def main() -> None:
    parser = argparse.ArgumentParser(description="New words: quality, time, memory.")
    parser.add_argument("--gold", type=Path, default=Path("../shared/data/words/pd98.gold.txt.xz"))
    parser.add_argument(
        "--large", type=float, default=0.0, metavar="MB", help="also count a text of this size"
    )
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--excerpts", type=int, default=120)
    options = parser.parse_args()
    gold = read(options.gold)
    raw, types = gold.replace(" ", ""), gold_types(gold)
    for mode in ("fast", "careful"):
        result = words.discover(raw, WordsConfig(mode=mode, min_count=5))
        say(
            benchmark="quality",
            text=options.gold.name,
            mode=mode,
            k=5,
            seconds=result.summary.seconds,
            **quality(result.words, types, 5),
        )
    held_out(gold)
    for size in (1_000, 3_000, 10_000):
        some = list(excerpts(gold, size, options.excerpts))
        found = [quality(words.discover(e.replace(" ", "")).words, gold_types(e), 2) for e in some]
        say(
            benchmark="excerpts",
            characters=size,
            k=2,
            n=len(found),
            **{k: float(np.mean([f[k] for f in found])) for k in ("P", "R", "F1")},
        )
    timings(raw, options.rounds)
    novel = options.gold.parent / "hongloumeng.txt.xz"
    if novel.is_file():
        result = words.discover(read(novel))
        mask = Filters().mask(result)
        order = [i for i in np.argsort(-result.score).tolist() if mask[i]]
        say(
            benchmark="first new words",
            text="hongloumeng",
            words=" ".join(result.words[i] for i in order[:20]),
        )
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "text.txt"
        path.write_text(raw, encoding="utf-8")
        for how in ("fast", "careful"):
            say(benchmark="fresh process", MB=path.stat().st_size / 1e6, how=how, **fresh(path, how))
        if options.large:
            texts = [read(p).replace(" ", "") for p in sorted(options.gold.parent.glob("*.txt.xz"))]
            grown(texts, options.large, path)
            for how in ("fast", "file") if options.large < 300 else ("file",):
                say(benchmark="fresh process", MB=path.stat().st_size / 1e6, how=how, **fresh(path, how))
    say(benchmark="this process", **{"peak MB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024})


if __name__ == "__main__":
    main()
