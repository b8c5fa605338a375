"""The language model: ordered-neuron cell, scan, plain LSTM, dropouts."""
