"""The ON-LSTM lab."""
