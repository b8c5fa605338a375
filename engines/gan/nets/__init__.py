"""The networks of the GAN lab, and the layers they are made of."""
