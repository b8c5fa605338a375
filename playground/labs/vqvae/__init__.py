"""The VQ-VAE lab."""
