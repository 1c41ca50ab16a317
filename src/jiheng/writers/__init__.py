"""Documents out: the domain printed by the forms, in Word, PDF, Excel, HTML and JSON."""
