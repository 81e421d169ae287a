"""The rules of the procedure: functions over plain values. No Django, no database, no clock."""
