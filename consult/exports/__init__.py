"""What is taken along and is no paper: calendar files, the sheet of experts, registers."""
