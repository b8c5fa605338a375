"""The VQ-VAE lab: pictures as grids of codes, and priors over the grids (no Qt)."""
