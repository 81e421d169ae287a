"""What people do, one module per part of the procedure: one act, one transaction, one event, no HTTP."""
