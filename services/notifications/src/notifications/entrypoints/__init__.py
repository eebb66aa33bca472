"""IN: questions and other services' facts, tied to what answers them."""
