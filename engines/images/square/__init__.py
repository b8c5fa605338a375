"""One picture made square: what it costs, how it is turned, brought to 8 bits and made small."""
