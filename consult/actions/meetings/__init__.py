"""Meetings: called, scheduled, held, voted on, put into minutes."""
