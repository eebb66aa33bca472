"""The grants service: what is promised to whom, and what was done with it."""
