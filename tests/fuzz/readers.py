"""Every reader of a person's files: a good file for it, how to spoil one, and how the program reads it."""

from __future__ import annotations

import gzip
import io
import struct
import tarfile
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from engines.ground import checkpoint, saved, spec
from engines.ground.report import silent
from tests.app.test_every_lab import TINY
from tests.fuzz import mutants


@dataclass(frozen=True)
class Reader:
    """``make(folder)`` gives a good file; ``read(path)`` opens one as the window would, and goes on with it.

    ``fair(path)`` does what any whole file that says the same of itself would cost, where that hangs on what it
    says: a run's file names its settings, and another size or other pictures cost what they cost.
    """

    name: str
    make: Callable[[Path], Path]
    spoil: mutants.Spoil
    read: Callable[[Path], object]
    fair: Callable[[Path], object] | None = None


def _config(lab: str) -> Any:
    package = import_module(f"engines.{lab}")
    kind = type(package.PRESETS[0].config()) if hasattr(package, "PRESETS") else package.WordsConfig
    return spec.make(kind, TINY[lab])[0]


def _run(lab: str) -> Reader:
    package = import_module(f"engines.{lab}")

    def make(folder: Path) -> Path:
        engine = package.build(_config(lab), silent, threading.Event(), "cpu")
        if lab == "words":
            engine.set_text("天地玄黄宇宙洪荒日月盈昃辰宿列张" * 30, "text")
        for _ in range(3):
            _finish(engine.step())
        engine.save(folder / f"{lab}.safetensors")
        engine.close()
        return folder / f"{lab}.safetensors"

    def read(path: Path) -> None:
        engine = package.open_checkpoint(path, silent, threading.Event(), "cpu")
        try:
            _finish(engine.step())
            engine.snapshot()
            engine.save(path.with_suffix(".again"))
        finally:
            engine.close()

    def fair(path: Path) -> None:
        config, _ = saved.read_config(path, lab, type(_config(lab)))
        package.build(config, silent, threading.Event(), "cpu").close()

    return Reader(lab, make, mutants.checkpoint_of, read, fair)


def _finish(work: Any) -> None:
    for _ in work or ():
        pass


def _picture(suffix: str) -> Reader:
    def make(folder: Path) -> Path:
        pixels = np.random.default_rng(0).integers(0, 256, (24, 30, 3), dtype=np.uint8)
        Image.fromarray(pixels).save(folder / f"a.{suffix}")
        return folder / f"a.{suffix}"

    def read(path: Path) -> None:
        from engines.images import open_picture

        open_picture(path, 32, 3)

    return Reader(suffix, make, mutants.any_file, read)


def _images(name: str, write: Callable[[Path], None], **values: Any) -> Reader:
    def make(folder: Path) -> Path:
        write(folder / name)
        return folder / name

    def read(path: Path) -> None:
        config = spec.change(_config("gan"), path=str(path), limit=8, **values)
        import_module("engines.images.config").load_pictures(config, 0, silent, threading.Event())

    return Reader(name, make, mutants.any_file, read)


def _idx(path: Path) -> None:
    head = struct.pack(">BBBBIII", 0, 0, 8, 3, 12, 28, 28)
    path.write_bytes(gzip.compress(head + bytes(12 * 28 * 28)))


def _cifar(path: Path) -> None:
    record = bytes([1]) + bytes(range(256)) * 12
    with tarfile.open(path, "w:gz") as archive:
        info = tarfile.TarInfo("cifar-10-batches-bin/data_batch_1.bin")
        info.size = len(record) * 4
        archive.addfile(info, io.BytesIO(record * 4))


def _pictures() -> Iterator[tuple[str, bytes]]:
    for k in range(4):
        out = io.BytesIO()
        Image.fromarray(np.full((9, 8 + k), 60 * k, np.uint8)).save(out, ("PNG", "BMP")[k % 2])
        yield f"{'ab'[k // 2]}/{k}.{('png', 'bmp')[k % 2]}", out.getvalue()


def _zip(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in _pictures():
            archive.writestr(name, data)


def _tar(path: Path) -> None:
    with tarfile.open(path, "w") as archive:
        for name, data in _pictures():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))


def _sheet(path: Path) -> None:
    Image.fromarray(np.random.default_rng(1).integers(0, 256, (32, 64, 3), np.uint8)).save(path)


def _text(name: str, text: str, read: Callable[[Path], object]) -> Reader:
    def make(folder: Path) -> Path:
        (folder / name).write_text(text, "utf-8")
        return folder / name

    return Reader(name, make, mutants.any_file, read)


def _count(path: Path) -> None:
    from engines import words

    engine = words.build(_config("words"), silent, threading.Event())
    engine.set_file(str(path))
    _finish(engine.step())
    problem = engine.snapshot().problem
    engine.close()
    if problem is not None:
        raise problem


def _dictionary(path: Path) -> None:
    from engines.words.text import dictionary

    dictionary.load(spec.change(_config("words"), dictionary="file", path=str(path)))


def _corpus(corpus: str) -> Callable[[Path], None]:
    def read(path: Path) -> None:
        from engines import onlstm

        config = spec.change(_config("onlstm"), corpus=corpus, bank="file", path=str(path))
        engine = onlstm.build(config, silent, threading.Event(), "cpu")
        _finish(engine.step())
        engine.close()

    return read


def _settings(path: Path) -> None:
    from engines.ground.files import read
    from engines.ground.problem import FileProblem

    try:
        text = read(path, 1 << 20).decode("utf-8")
    except UnicodeDecodeError as e:
        raise FileProblem("{name} could not be read: {reason}.", name=path.name, reason=str(e)) from e
    spec.from_json(type(_config("gan")), text)


def _painting() -> Reader:
    from engines.vqvae.painting import files
    from engines.vqvae.painting.document import LatentDocument

    def make(folder: Path) -> Path:
        files.save(folder / "p.safetensors", LatentDocument(np.zeros((4, 4), np.int64), "v", 16))
        return folder / "p.safetensors"

    return Reader("painting", make, mutants.checkpoint_of, lambda path: files.load(path, "v", ((4, 4),)))


def _points(data: str) -> Callable[[Path], object]:
    from engines.points import source

    return lambda path: source.load(data, str(path))


def _short() -> Reader:
    """A run as the program ships it: numbers half as wide, an optimiser's memory left out."""
    from tests.tools.shortened import shortened

    whole = _run("gan")

    def make(folder: Path) -> Path:
        found = checkpoint.load(whole.make(folder))
        meta, tensors = shortened(found.meta, found.tensors)
        checkpoint.save(folder / "ready.safetensors", found.lab, meta, tensors)
        return folder / "ready.safetensors"

    return Reader("ready start", make, whole.spoil, whole.read, whole.fair)


def _thumbnail() -> Reader:
    """The small picture of a run in a list, and the run behind it."""
    from engines.ground.thumbnail.encoding import HEIGHT, WIDTH

    def read(path: Path) -> None:
        found = checkpoint.thumbnail_of(path)
        if found is not None:
            assert found.dtype == np.uint8
            assert found.ndim == 2 or found.shape[2] == 3
            assert found.shape[0] <= HEIGHT
            assert found.shape[1] <= WIDTH
        checkpoint.load(path)

    return Reader("thumbnail", _run("gan").make, mutants.thumbnail_of, read)


def _model() -> Reader:
    from engines.layers import queries

    def make(folder: Path) -> Path:
        engine = import_module("engines.layers").build(_config("layers"), silent, threading.Event(), "cpu")
        queries.save_json(engine.model, folder / "model.json")
        engine.close()
        return folder / "model.json"

    return Reader("model.json", make, mutants.json_file, queries.open_json)


def _directions(path: Path) -> None:
    from engines.gan.bench import text

    text.read_directions(text.opened(path), 3)


TREE = "(S (NP (D the) (N dog)) (VP (V sees) (NP (D the) (N cat))))\n"
DIRECTIONS = '{"glasses": [0.5, -1.25, 0.0], "age": [1.0, 2.0, -3.5]}'
PROSE = "the dog sees the cat\nthe cat sees a dog and runs\n"


def readers() -> tuple[Reader, ...]:
    """All of them."""
    settings = spec.to_json(_config("gan"))
    return (
        *(_run(lab) for lab in TINY),
        _painting(),
        *(_picture(suffix) for suffix in ("png", "jpg", "gif", "webp", "bmp", "tif", "ppm", "tga")),
        _images("train-images-idx3-ubyte.gz", _idx, data="file"),
        _images("cifar-10-binary.tar.gz", _cifar, data="file"),
        _images("pictures.zip", _zip, data="file"),
        _images("pictures.tar", _tar, data="file"),
        _images("sheet_16x16.bmp", _sheet, data="file"),
        _text("text.txt", "天地玄黄宇宙洪荒日月盈昃" * 40, _count),
        _text("dict.txt", "天地 100 n\n玄黄 20 n\n", _dictionary),
        _text("prose.txt", PROSE * 20, _corpus("text")),
        _text("trees.mrg", TREE * 30, _corpus("treebank")),
        _text(
            "points.csv", "x,y\n" + "".join(f"{k % 7},{k % 5 / 3:.2f}\n" for k in range(60)), _points("table")
        ),
        Reader("painted", _picture("bmp").make, mutants.any_file, _points("painted")),
        _short(),
        _thumbnail(),
        _model(),
        Reader("directions", lambda f: _written(f / "d.json", DIRECTIONS), mutants.json_file, _directions),
        Reader("settings", lambda f: _written(f / "s.json", settings), mutants.json_file, _settings),
    )


def _written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path
