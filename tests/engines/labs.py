"""All picture engines: a new one adds a line here, and has the properties of the ``test_picture_*`` modules."""

from __future__ import annotations

from tests.engines.gan.conftest import LAB as GAN
from tests.engines.vqvae.conftest import LAB as VQVAE

LABS = (GAN, VQVAE)
