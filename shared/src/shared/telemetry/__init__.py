"""What an operator may see of a running service: counters, figures, traces, words for a log. No business words."""
