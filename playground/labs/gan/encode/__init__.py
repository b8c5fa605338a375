"""The page Encode: pictures put on a shelf as codes, and a bench to reckon with these."""
