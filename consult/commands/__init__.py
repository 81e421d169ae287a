"""What people and workers do to a dossier, one transaction each.

A command takes the dossier's row as the lock, asks the access table, does the action and lets the flow go on. Two commands on
one dossier never interleave.
"""
