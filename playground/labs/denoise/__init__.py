"""The denoising lab."""
