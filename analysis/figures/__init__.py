"""Pictures: style, marks, and the figures of every event."""
