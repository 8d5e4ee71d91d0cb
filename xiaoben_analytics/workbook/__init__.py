"""The workbook: the five notebooks, where they lie, and the two programs that show them.

`chosen` is what a notebook is about, `opening` reads it, `folder` puts the notebooks into a working
folder. `lab` and `meeting` start JupyterLab and Voilà; they are loaded only when they are wanted.
"""

from xiaoben_analytics.workbook.chosen import chosen_folder, chosen_policy
from xiaoben_analytics.workbook.opening import open_school

__all__ = ["chosen_folder", "chosen_policy", "open_school"]
