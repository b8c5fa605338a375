"""Counting and cutting: n-grams, cohesion, entropy, Viterbi, EM."""
