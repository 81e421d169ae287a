"""What is taken along and is no document: calendar files, the sheet of experts, registers."""
