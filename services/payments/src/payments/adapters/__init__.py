"""OUT: how payments stores its facts, and what it tells outsiders."""
