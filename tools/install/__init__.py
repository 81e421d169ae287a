"""``make install``, ``make update``, ``make uninstall``: Consult on one machine for good, as system services without Docker.

What is written where is computed by plain functions (``plan``); ``machine`` does it, as root.
"""
