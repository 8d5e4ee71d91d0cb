"""Find the parts of a summary by what readers call them."""


def section(summary, name):
    return next(one for one in summary.sections if one.heading.endswith(name))


def table(summary, title):
    return next(one for part in summary.sections for one in part.tables if one.title == title)


def chart(summary, title):
    return next(one for one in summary.charts if one.title == title)
