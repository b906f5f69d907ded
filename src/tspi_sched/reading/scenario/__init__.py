"""What a scenario file asks for: every key, and its changes to the workbook's facts."""
