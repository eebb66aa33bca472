"""What the tests share: given/when/then, embedded servers, makers."""
