"""OUT: how our facts are stored, and what outsiders are told of them."""
