"""Several runs as one, for whatever lab: two in lockstep, and what is not kept."""
