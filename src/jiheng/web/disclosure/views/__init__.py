"""Pages: for the office (`office`), for the public (`public`), files and open data (`downloads`)."""
