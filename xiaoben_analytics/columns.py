"""Every column name, once.

Points, hours and credits are integers in hundredths wherever a column below says so;
no float stands on the way to a rank. Readers' words for the columns are in `labels`.
"""

# Where a row came from
FILE = "file"
SHEET = "sheet"
ROW = "row"
COLUMN = "column"
VALUE = "value"
SOURCE = "source"  # file, sheet and row in one

# Problems
PROBLEM = "problem"
EXPECTED = "expected"
ADVICE = "advice"
SEVERITY = "severity"
OUTCOME = "outcome"

# Reconciliation of a sheet, in sheet rows
TABLE = "table"
ROWS_IN = "rows_in"
USED = "used"
SET_ASIDE = "set_aside"
FURNITURE = "furniture"

# People
TEACHER_ID = "teacher_id"
NAME = "name"
NAMESAKE = "namesake"
GROUP = "group"
PREP_GROUP = "prep_group"
SUBJECT = "subject"
CATEGORY = "category"
SEX = "sex"
BIRTH_DATE = "birth_date"
DEGREE = "degree"
JOIN_DATE = "join_date"
STATE = "state"
RATING = "rating"
COURSEWARE = "courseware"
SCHOOL = "school"
ASSESSED = "assessed"

# Plan
ACTIVITY_ID = "activity_id"
TERM = "term"
TITLE = "title"
TIME = "time"
MONTH = "month"
AUDIENCE = "audience"
DEPARTMENT = "department"
LEAD = "lead"
SEVERAL = "several"  # planned for more than one month; while reading only
HOURS = "hours"  # hundredths of a lesson hour
FORM = "form"
REQUIRED = "required"
TOPIC = "topic"

# Attendance
DATE = "date"
STATUS = "status"
MADE_UP = "made_up"
NOTE = "note"
OWED = "owed"  # required, and the audience includes the teacher
EARNED = "earned"  # hours earned, hundredths

PART = "part"  # a month, an activity, a group or a category: what rates are told apart by

# Study outside school
TRAINING = "training"
HOST_LEVEL = "host_level"
START_DATE = "start_date"
RETURN_DATE = "return_date"
RELAY_DATE = "relay_date"
CREDITS = "credits"  # hundredths
DEDUCTION = "deduction"  # hundredths of a point

# Participation, notes, reading, awards, practice, groups
KIND = "kind"
CONTENT = "content"
DONE = "done"
GRADE = "grade"
BOOK = "book"
COMPLETION = "completion"
AWARD = "award"
AWARD_CATEGORY = "award_category"
LEVEL = "level"
PRIZE = "prize"
CERTIFICATE = "certificate"
AMOUNT = "amount"  # hundredths
REVIEW_SCORE = "review_score"  # hundredths
MEETINGS_HELD = "meetings_held"
GROUP_BONUS = "group_bonus"  # hundredths of a point
GROUP_RATIO = "group_ratio"  # text, such as 35/40/25

# Elections, skills shown, assessment results, earlier years
ELECTION = "election"
CANDIDATE = "candidate"
CANDIDATE_ID = "candidate_id"
VOTES = "votes"  # hundredths
SKILL = "skill"
SCORE = "score"  # hundredths
PASSED = "passed"
ITEM = "item"
FULL = "full"  # hundredths
SCHOOL_YEAR = "school_year"

INATTENTIVE = "inattentive"  # the note says so

# Measures: one row per teacher, integers
REQUIRED_ACTIVITIES = "required_activities"
ATTENDED = "attended"
UNEXCUSED_ABSENCES = "unexcused_absences"
LATE = "late"
EARLY_LEAVE = "early_leave"
EXCUSED = "excused"
UNRECORDED = "unrecorded"
UNDONE_TASKS = "undone_tasks"
ATTENDANCE_HOURS = "attendance_hours"
TRAINING_HOURS = "training_hours"
ALL_HOURS = "all_hours"
CREDITS_EARNED = "credits_earned"
REQUIRED_ATTENDED = "required_attended"
INCIDENTS = "incidents"
EXTERNAL_HOURS = "external_hours"
RELAY_CREDITS = "relay_credits"
EXTERNAL_POINTS = "external_points"
EXTERNAL_DEDUCTIONS = "external_deductions"
EXTERNAL_STUDIES = "external_studies"
RELAYS_IN_TIME = "relays_in_time"
LAST_DAY = "last_day"  # on which a relay training is in time
NOTE_POINTS = "note_points"
NOTE_CHECKS = "note_checks"
ACTIVITY_CREDITS = "activity_credits"
READING_DEDUCTIONS = "reading_deductions"
CONTEST_POINTS = "contest_points"
COMPETITION_POINTS = "competition_points"
AWARD_COUNT = "award_count"
BOOKS = "books"
REPORTS = "reports"
OBSERVED_LESSONS = "observed_lessons"
OBSERVED_OWN_SUBJECT = "observed_own_subject"
OWN_SUBJECT = "own_subject"  # the lesson observed was of the teacher's own subject
LESSON_REVIEWS = "lesson_reviews"
OPEN_LESSONS = "open_lessons"
COLLECTIVE_PREPARATIONS = "collective_preparations"
REFLECTIONS = "reflections"
CASES = "cases"
REFLECTIONS_AND_CASES = "reflections_and_cases"
NOTE_CHARACTERS = "note_characters"
TRIAL_LESSONS = "trial_lessons"
SHORT_COURSES = "short_courses"
STUDY_VISITS = "study_visits"
RESULT_POINTS = "result_points"
RESULT_FULL = "result_full"
SKILLS_SHOWN = "skills_shown"
SKILL_POINTS = "skill_points"
SHOWINGS = "showings"
FIRST = "first"  # the first of several that count once
EXCELLENT = "excellent"
BACKBONE = "backbone"
QUALIFIED = "qualified"
COLLEGE = "college"
ON_ROSTER = "on_roster"
PLANNED_ACTIVITIES = "planned_activities"

# What a row of a measure is worth, and when it happened
WORTH = "worth"
EARLIEST = "earliest"
LATEST = "latest"

# Standing
TOTAL = "total"
GATED = "gated"
GATES = "gates"
POOL = "pool"
RANK = "rank"
TIER = "tier"
APPRAISAL = "appraisal"
REPORTED_HOURS = "reported_hours"
REMARK = "remark"
RATIO = "ratio"
SEATS = "seats"
COUNT = "count"
CUTOFF = "cutoff"
GAP = "gap"
RATE = "rate"
TEACHERS = "teachers"
FROM_TIER = "from_tier"
TO_TIER = "to_tier"
WHY = "why"
COMPONENTS = "components"
FROM_TOTAL = "from_total"  # hundredths
TO_TOTAL = "to_total"  # hundredths

# Requirements: one row per teacher, group or school, requirement and period
REQUIREMENT = "requirement"
LABEL = "label"
PERIOD = "period"
VERDICT = "verdict"
NEEDED = "needed"
SHORT = "short"
UNIT = "unit"
SCALE = "scale"  # how many of the amounts are one unit
REASON = "reason"
OFFERED = "offered"  # what the plan still holds
CAN_REACH = "can_reach"
REACHED_BY = "reached_by"
MISSING_EVEN_IF_ALL = "missing_even_if_all"
MAKE_UP = "make_up"  # what could still be made up

# How many absences are left, incidents, slots, honours
GATE = "gate"
LIMIT = "limit"
REMAINING = "remaining"
ABSENCES_LEFT = "absences_left"
INCIDENT = "incident"
SLOT = "slot"
PLANNED = "planned"
HELD = "held"
MOVED = "moved"
MISSED = "missed"
HONOUR = "honour"
PLACE = "place"
CHOSEN = "chosen"
ALL_COMPONENTS = "all_components"
BEYOND = "beyond_asked"  # held beyond what is asked
COUNTED = "award_counts"
WHY_NOT = "why_not"  # it does not count; "" if it does
ENVIES = "envies"
LOWEST_TOTAL = "lowest_total"  # hundredths
WITHIN_GROUP = "within_group"
POOLED = "pooled"
MERGED = "merged"
POOLS = "pools"
SMALLEST = "smallest"
FROM_SEATS = "from_seats"
TO_SEATS = "to_seats"
CHANGE = "change"
SCENARIO = "scenario"
AGREE = "agree"
LOWEST_RATIO = "lowest_ratio"  # whole percents, as the next three
HIGHEST_RATIO = "highest_ratio"
LOWER_RATIO = "lower_ratio"
HIGHER_RATIO = "higher_ratio"
LOWER_CHANGES = "lower_changes"
HIGHER_CHANGES = "higher_changes"
MOVERS = "movers"
RAISED = "raised"
LOWERED = "lowered"
WHO_MOVES = "who_moves"
TIGHTEST = "tightest"  # hundredths
LINE = "line"
RUN = "run"  # equals share it

# What members propose: one row per member or field of the ballot
MEMBER = "member"
SCOPE = "scope"
PROPOSED_RATIO = "proposed_ratio"
PROPOSED_SEATS = "proposed_seats"
LOWEST = "lowest"
MEDIAN = "median"
HIGHEST = "highest"
WISHES = "wishes"  # how many want what

# How far the lines are
POINTS_UP = "points_up"  # hundredths
RANKS_UP = "ranks_up"
POINTS_DOWN = "points_down"  # hundredths
RANKS_DOWN = "ranks_down"
