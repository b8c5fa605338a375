"""Which networks of the other labs can be brought onto the canvas. Imports nothing heavy."""

from __future__ import annotations

from typing import Final

from engines.ground.marks import mark

OTHERS: Final = (
    ("gan", mark("GAN: generator")),
    ("critic", mark("GAN: critic")),
    ("resgan", mark("GAN: residual generator")),
    ("plane", mark("GAN: generator of points")),
    ("vqvae", mark("VQ-VAE: from picture to codes and back")),
    ("vqvae2", mark("VQ-VAE: two levels of codes")),
    ("fsq", mark("VQ-VAE: rounded numbers as codes")),
    ("causal", mark("VQ-VAE: causal prior")),
    ("masked", mark("VQ-VAE: masked prior")),
    ("pixelcnn", mark("VQ-VAE: gated PixelCNN")),
    ("fine", mark("VQ-VAE: prior of the fine level")),
    ("onlstm", mark("ON-LSTM: three words")),
    ("lstm", mark("ON-LSTM: the plain LSTM beside it")),
    ("points", mark("Denoising: points")),
    ("energy", mark("Denoising: energy of points")),
    ("paper", mark("Denoising: energy that is not told the noise")),
    ("dde", mark("Denoising: generator of points")),
    ("unet", mark("Denoising: pictures")),
    ("picture_energy", mark("Denoising: energy of pictures")),
)
TITLES: Final = dict(OTHERS)
