"""A canvas of nodes and wires, and beside it: padded batches, errors against truth, trees of modules."""
