"""Two runs beside each other, for whatever lab: what differs, one transport, both sides, curves overlaid."""
