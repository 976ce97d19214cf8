"""The front door of time: what runs by the clock."""
