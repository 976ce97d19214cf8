"""The benchmarks: what the application costs beside the plainest program that gives the same answers."""
