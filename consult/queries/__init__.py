"""Every list that a page shows, with a number of queries that does not grow with its rows."""
