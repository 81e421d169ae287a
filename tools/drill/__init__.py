"""``make drill``: the stack under load while its parts are killed, emptied, filled and moved in time.

What the clients were told is compared with what database, store and mail sink hold afterwards.
"""
