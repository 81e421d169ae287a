"""What people do, one module a part of the procedure: one act, one transaction, one event, no HTTP."""
