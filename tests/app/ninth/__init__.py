"""A lab that only the tests have: what a lab costs when the house does its part."""
