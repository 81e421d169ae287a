"""What is written to disk and relied on: files, secrets, mails in a folder, and whether there is room for more."""
