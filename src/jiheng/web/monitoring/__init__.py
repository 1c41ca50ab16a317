"""Monitoring in mid-year (双监控): rounds, the 执行监控表 of each project, and the alerts that come of it."""
