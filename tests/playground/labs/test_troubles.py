"""What is said of a run that goes wrong, by its curves."""

from __future__ import annotations

import numpy as np

from playground.labs.gan import troubles as of_gan
from playground.labs.vqvae import troubles as of_vqvae

STEPS = np.arange(1, 201) * 25.0
FALLING = 0.02 + 0.1 * np.exp(-STEPS / 700)
TURNING = np.where(STEPS < 2500, FALLING, FALLING + (STEPS - 2500) * 1e-5)


def decibels(error: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return STEPS, -10 * np.log10(error)


def test_a_healthy_run_is_left_alone():
    scores = {"real": (STEPS, np.full(200, 3.0)), "fake": (STEPS, np.full(200, -3.0))}
    assert of_gan.troubles(scores | {"rec": (STEPS, FALLING), "rec_seen": (STEPS, FALLING)}) == {}
    assert of_vqvae.troubles({"psnr": decibels(FALLING), "psnr_seen": decibels(FALLING)}) == {}
    assert of_gan.troubles({}) == of_vqvae.troubles({}) == {}


def test_scores_that_run_away_are_named():
    found = of_gan.troubles({"real": (STEPS, STEPS / 10), "fake": (STEPS, -STEPS / 10)})
    assert list(found) == ["run away"]
    assert "real +476, fake −476" in found["run away"]


def test_an_encoder_that_learns_by_heart_is_told_from_one_that_drifts():
    by_heart = of_gan.troubles({"rec": (STEPS, TURNING), "rec_seen": (STEPS, FALLING)})["over-training"]
    drifting = of_gan.troubles({"rec": (STEPS, TURNING), "rec_seen": (STEPS, TURNING)})["over-training"]
    assert "learns by heart" in by_heart
    assert "learns by heart" not in drifting
    assert "lower rate" in drifting


def test_reconstructions_are_told_in_decibels():
    found = of_vqvae.troubles({"psnr": decibels(TURNING), "psnr_seen": decibels(FALLING)})["over-training"]
    best, now = TURNING[88:108].mean(), TURNING[-20:].mean()  # of a tenth of the run each
    assert f"{-10 * np.log10(best):.1f} dB, now {-10 * np.log10(now):.1f})" in found
    assert "by heart" in found


def test_a_prior_that_learns_by_heart():
    nll = {"prior_nll": (STEPS, 20 * TURNING), "prior_loss": (STEPS, 20 * FALLING)}
    found = of_vqvae.troubles(nll)["prior over-training"]
    assert "nats per code" in found
    assert of_vqvae.troubles(nll | {"prior_loss": (STEPS, 20 * TURNING)}) == {}


def test_a_change_of_settings_ends_what_was():
    curves = {"psnr": decibels(TURNING), "psnr_seen": decibels(FALLING)}
    assert of_vqvae.troubles(curves, since=4500) == {}


def measured(variety: float, distance: float) -> dict[str, tuple[np.ndarray, np.ndarray]]:
    x = np.arange(1, 13) * 200.0
    level = {"variety": variety, "distance": distance, "distance_mean": 0.4}
    return {name: (x, np.full(12, value)) for name, value in level.items()}


def test_a_collapse_is_told_with_its_variety():
    assert "variety 0.05, where real pictures have 1" in of_gan.troubles(measured(0.05, 0.9))["collapse"]


def test_samples_that_are_alike_but_near_or_far_but_varied_have_not_collapsed():
    assert of_gan.troubles(measured(0.05, 0.3)) == {}
    assert of_gan.troubles(measured(0.6, 0.9)) == {}


def test_points_that_cover_few_spots_for_long_have_collapsed():
    x = np.arange(1, 41) * 50.0
    few = {"modes": (x, np.where(x < 400, 8.0, 2.0))}
    assert "cover 2 of 8 spots" in of_gan.troubles(few, modes=8)["collapse"]
    assert of_gan.troubles(few, since=1000, modes=8) == {}  # it may have been cured
    assert of_gan.troubles({"modes": (x, np.full(40, 3.0))}, modes=8) == {}
    assert of_gan.troubles(few) == {}  # where they are not counted


def test_a_young_run_has_not_collapsed():
    young = {name: (x[:4], y[:4]) for name, (x, y) in measured(0.05, 0.9).items()}
    assert of_gan.troubles(young) == {}
    assert of_gan.troubles(measured(0.05, 0.9), since=2000) == {}
