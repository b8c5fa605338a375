"""Pictures in the denoising lab: the network, the linear answer, scores, and what can be asked of one."""
