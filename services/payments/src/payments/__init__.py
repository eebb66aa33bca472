"""The payments service: what is paid, confirmed by the bank, given back."""
