"""OUT: how notifications stores its facts, and what it tells outsiders."""
