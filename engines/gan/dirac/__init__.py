"""The smallest GAN there is, as a motion in time: post 6583."""
