"""Layers that share weights, layers within layers, and masks: a model as data, and as a module of torch."""
