"""The statutory forms as data, and what follows from a definition: pure, like the rules."""
