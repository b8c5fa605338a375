"""Threads, devices and the many names of running out of memory."""

from __future__ import annotations

import sys

import pytest

from engines.ground import device


def test_threads_leave_a_core_and_can_be_set(monkeypatch):
    monkeypatch.setattr("os.sched_getaffinity", lambda _: set(range(8)), raising=False)
    monkeypatch.delenv("SEVEN_LABS_THREADS")
    assert device.threads() == 4
    monkeypatch.setattr("os.sched_getaffinity", lambda _: {0, 1}, raising=False)
    assert device.threads() == 1
    monkeypatch.setenv("SEVEN_LABS_THREADS", "3")
    assert device.threads() == 3
    monkeypatch.setenv("SEVEN_LABS_THREADS", "many")
    assert device.threads() == 1


def test_unknown_device_is_the_cpu():
    assert device.pick("cuda:97").type == "cpu"
    assert device.devices()[-1].key == "cpu"


class OutOfMemoryError(RuntimeError):
    pass


@pytest.mark.parametrize(
    ("error", "truth"),
    [
        (OutOfMemoryError(), True),
        (MemoryError(), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried"), True),
        (RuntimeError("shape mismatch"), False),
        (ValueError(), False),
    ],
)
def test_out_of_memory_by_name(error, truth):
    assert device.is_out_of_memory(error) is truth


def test_an_optimiser_takes_parameters_without_a_compiler() -> None:
    import torch

    device.prepare()
    plain = torch.optim.Optimizer.add_param_group
    assert not hasattr(plain, "__wrapped__")  # torch's wrapper would load its compiler
    device.prepare()  # of the next run
    assert torch.optim.Optimizer.add_param_group is plain
    weight = torch.nn.Parameter(torch.ones(2))
    adam = torch.optim.Adam([weight], 0.1)
    weight.sum().backward()
    adam.step()
    assert torch.allclose(weight.detach(), torch.full((2,), 0.9))
    device.load_rest()
    assert "torch._dynamo" in sys.modules
