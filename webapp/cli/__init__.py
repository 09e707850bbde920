"""The command line: ``chexphoto <command>``. One module a command; `webapp.cli.main` lists them."""
