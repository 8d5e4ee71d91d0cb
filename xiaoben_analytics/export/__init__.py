"""Writers: they lay a summary out in files and compute nothing."""

from xiaoben_analytics.export.pack import Pack, write_pack
from xiaoben_analytics.export.requirements import (
    ABSENCES,
    honours_table,
    requirement_tables,
    requirements_writer,
)
from xiaoben_analytics.export.scores import score_table, write_scores, writer_for
from xiaoben_analytics.export.template import write_templates
from xiaoben_analytics.export.verification import Check, Verification, verify_pack

__all__ = [
    "ABSENCES",
    "Check",
    "Pack",
    "Verification",
    "honours_table",
    "requirement_tables",
    "requirements_writer",
    "score_table",
    "verify_pack",
    "write_pack",
    "write_scores",
    "write_templates",
    "writer_for",
]
