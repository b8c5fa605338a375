"""Where cards and wires go: layers, rows, lanes, lines."""
