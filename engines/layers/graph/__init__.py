"""A model as plain frozen data, and every edit as a pure function. Imports no torch."""
