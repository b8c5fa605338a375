"""Files of any size in bounded memory: three passes over blocks."""
