"""What keeps the site going: its server, its background work, its schema, its backups. For the command line alone."""
