"""The Dirac-GAN page: five games of one point against a line, integrated while one looks."""
