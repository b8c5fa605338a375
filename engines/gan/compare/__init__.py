"""Runs beside each other: two in lockstep, and the architectures of the seed post in one table."""
