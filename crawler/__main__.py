"""`python -m crawler` is `nianbao`."""

from crawler.cli import main

if __name__ == "__main__":
    main(prog_name="nianbao")
