"""`python -m wolaiban.command`: the same as `wolaiban`."""

from . import main

if __name__ == "__main__":
    main()
