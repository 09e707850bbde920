"""The REST API, one resource a file.  Routes are thin: read what is asked, call the lab, answer in JSON."""
