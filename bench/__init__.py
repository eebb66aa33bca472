"""The benchmark of the one hot place: money is reserved from one budget by many callers at once. `python -m bench`."""
