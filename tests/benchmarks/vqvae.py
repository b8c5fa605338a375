"""VQ-VAE in figures: the quantiser against the library, training, decoding for the painter, CIFAR-10's error.

``python -m tests.benchmarks.vqvae [--rounds 5] [--steps 1000]`` prints one JSON line. ``figure`` is our
quantiser's time for one training step of 4,096 vectors (K 512, dimension 64, forward, backward, moving
average), ``baseline`` vector-quantize-pytorch's with its straight-through gradient, ``ratio`` how many times
faster ours is; both null where the library is not installed (extra ``bench``). CIFAR-10's pictures are taken
from ``../shared/data/images`` where they lie there; ``--steps 0`` leaves that part out. The machine may be
busy, so rounds of both alternate, medians are compared, and on the CPU seconds are those that the process was
given.
"""

from __future__ import annotations

import argparse
import importlib
import io
import json
import os
import statistics
import tarfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

os.environ.setdefault("SEVEN_LABS_THREADS", "1")

import numpy as np
import torch
from PIL import Image

from engines import vqvae
from engines.vqvae import measuring
from engines.vqvae.config import VqvaeConfig
from engines.vqvae.model.quantizer import VectorQuantizer

CIFAR = Path("../shared/data/images/cifar10-jpeg/cifar10-25000-jpeg.tar.xz")
TOKENS, CODES, DIM = (64, 8, 8), 512, 64


@dataclass(frozen=True)
class Pictures:
    pixels: np.ndarray
    name: str
    licence: str = ""
    labels: None = None


def seconds(work: Callable[[], Any], least: float = 0.4) -> float:
    """Seconds of processor time for one call, over at least ``least`` seconds."""
    started, done = time.process_time(), 0
    while (spent := time.process_time() - started) < least or done < 2:
        work()
        done += 1
    return spent / done


def quantisers(rounds: int) -> dict[str, float | None]:
    """Milliseconds of a training step of ours and of the library's, and how many times faster ours is."""
    B, h, w = TOKENS
    z = torch.randn(B, DIM, h, w, generator=torch.Generator().manual_seed(0))
    mine = VectorQuantizer(CODES, DIM, torch.Generator().manual_seed(1)).train()

    def ours() -> None:
        x = z.clone().requires_grad_()
        found = mine(x)
        (found.q.square().sum() + found.commit).backward()

    try:
        library = importlib.import_module("vector_quantize_pytorch")
    except ImportError:
        ms = 1e3 * statistics.median(seconds(ours) for _ in range(rounds))
        return {"figure": round(ms, 2), "baseline": None, "ratio": None}
    other = library.VectorQuantize(
        dim=DIM, codebook_size=CODES, decay=0.99, rotation_trick=False, accept_image_fmap=True
    ).train()

    def theirs() -> None:
        x = z.clone().requires_grad_()
        q, _, loss = other(x)
        (q.square().sum() + loss.sum()).backward()

    found = [(seconds(ours), seconds(theirs)) for _ in range(rounds)]
    a, b = (1e3 * statistics.median(column) for column in zip(*found, strict=True))
    ratio = statistics.median(y / x for x, y in found)
    return {"figure": round(a, 2), "baseline": round(b, 2), "ratio": round(ratio, 2)}


def images_per_second(config: VqvaeConfig, device: str, steps: int = 20) -> float:
    """Training pictures a second."""
    shape = (1024, config.size, config.size, config.channels)
    pixels = np.random.default_rng(0).integers(0, 256, shape, dtype=np.uint8)
    engine = vqvae.build(config, device=device, pictures=Pictures(pixels, "noise"))
    clock = time.perf_counter if engine.device.type == "cuda" else time.process_time
    _advance(engine, 3)
    started = clock()
    _advance(engine, steps)
    if engine.device.type == "cuda":
        torch.cuda.synchronize()
    rate = steps * config.batch / (clock() - started)
    engine.close()
    return round(rate, 1)


def decoding(size: int) -> dict[str, float]:
    """Milliseconds from codes to a picture on the CPU: decoding all, and decoding a stroke of three cells."""
    config = vqvae.preset("cpu").config(size=size, hidden=64)
    pictures = Pictures(np.zeros((8, size, size, 3), np.uint8), "black")
    engine = vqvae.build(config, device="cpu", pictures=pictures)
    copy = engine.freeze()
    codes = np.random.default_rng(0).integers(0, copy.K, copy.grids[0]).astype(np.int32)
    copy.decode_region(codes)

    def stroke() -> None:
        codes[2, 2:5] = (codes[2, 2:5] + 1) % copy.K
        copy.decode_region(codes)

    found = {"all": _p95(lambda: copy.decode(codes)), "stroke": _p95(stroke)}
    engine.close()
    return found


def _p95(work: Callable[[], Any], n: int = 100) -> float:
    times = []
    for _ in range(n):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return round(1e3 * float(np.quantile(times, 0.95)), 2)


def cifar(steps: int, device: str) -> dict[str, float] | None:
    """Error of the Sonnet preset on CIFAR-10 pictures it has not seen, after some steps."""
    if steps == 0 or not CIFAR.is_file():
        return None
    found = []
    with tarfile.open(CIFAR) as archive:
        for member in archive:
            if member.name.lstrip("./").startswith("train/") and member.name.endswith(".jpg"):
                stream = archive.extractfile(member)
                assert stream is not None
                found.append(np.asarray(Image.open(io.BytesIO(stream.read())).convert("RGB")))
    engine = vqvae.build(
        vqvae.preset("sonnet").config(), device=device, pictures=Pictures(np.stack(found), "CIFAR-10")
    )
    started = time.process_time()
    _advance(engine, steps)
    spent = time.process_time() - started
    *_, last = measuring.reconstruction(engine.trainer, engine.deck, 0, 256)
    figures = engine.snapshot().figures
    last |= {"perplexity": figures["perplexity"], "used": figures["used"], "steps": steps, "seconds": spent}
    last["variance"] = engine.deck.variance / 4  # of pixels in [0, 1]; sonnet's is 0.06327
    engine.close()
    return {name: round(value, 4) for name, value in last.items()}


def _advance(engine: Any, steps: int) -> None:
    for _ in range(steps):
        for _ in engine.step():
            pass


def main() -> None:
    parser = argparse.ArgumentParser(description="VQ-VAE engine: quantiser, training, decoding, CIFAR-10.")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--steps", type=int, default=1000, help="of the Sonnet preset on CIFAR-10")
    parser.add_argument("--device", default="auto")
    options = parser.parse_args()
    torch.set_num_threads(1)
    line: dict[str, Any] = {
        "benchmark": "vqvae quantiser, ms per 4,096 vectors",
        **quantisers(options.rounds),
    }
    presets = ("cpu", "quick", "sonnet")
    line["images/s"] = {key: images_per_second(vqvae.preset(key).config(), options.device) for key in presets}
    line["decode p95 ms, width 64"] = {str(size): decoding(size) for size in (28, 32, 64, 128)}
    line["cifar10"] = cifar(options.steps, options.device)
    print(json.dumps({**line, "threads": 1}))


if __name__ == "__main__":
    main()
