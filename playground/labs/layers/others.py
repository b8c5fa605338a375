"""Which networks of the other labs can be brought onto the canvas. Imports nothing heavy."""

from __future__ import annotations

from typing import Final

from engines.ground.marks import mark

OTHERS: Final = (
    ("gan", mark("GAN: generator")),
    ("critic", mark("GAN: critic")),
    ("resgan", mark("GAN: residual generator")),
    ("vqvae", mark("VQ-VAE: from picture to codes and back")),
    ("causal", mark("VQ-VAE: causal prior")),
    ("masked", mark("VQ-VAE: masked prior")),
    ("pixelcnn", mark("VQ-VAE: gated PixelCNN")),
    ("onlstm", mark("ON-LSTM: three words")),
    ("points", mark("Denoising: points")),
    ("unet", mark("Denoising: pictures")),
)
TITLES: Final = dict(OTHERS)
