"""Earlier states of a run's networks, to look back on."""
