"""The autoencoder and its codebook: one idea a file."""
