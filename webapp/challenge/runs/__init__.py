"""One run of a submission: in a process of its own, from the uploaded file to scores."""
