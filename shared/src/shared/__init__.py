"""What the four services hold in common: arithmetic, message shapes, plumbing. Never a rule of one service."""
