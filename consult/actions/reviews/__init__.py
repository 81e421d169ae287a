"""Reviews: invited to, declared on, written, with their files."""
