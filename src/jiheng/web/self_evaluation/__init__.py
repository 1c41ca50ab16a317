"""What units say they reached: the 自评表 of each project and of the whole unit, and the samples that are scored again."""
