"""Small real jobs that a model can learn while one looks on."""
