"""Write each notebook anew from the .py beside it, which is the source: `python notebooks/pair.py`."""

from pathlib import Path

import jupytext
import nbformat


def sources() -> list[Path]:
    """List the notebooks' sources, in the order of the meeting."""
    return sorted(Path(__file__).parent.glob("[0-9]*.py"))


def notebook_text(source: Path) -> str:
    """Return the notebook of a source: no outputs, and ids that stay the same each time."""
    notebook = jupytext.read(source)
    for place, cell in enumerate(notebook.cells, start=1):
        cell.id = f"cell-{place:02d}"
    notebook.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}
    }
    return nbformat.writes(notebook, version=4) + "\n"


if __name__ == "__main__":
    for source in sources():
        source.with_suffix(".ipynb").write_text(
            notebook_text(source), encoding="utf-8", newline="\n"
        )
