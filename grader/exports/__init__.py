"""What other systems read, made from the course: quizzes as Moodle XML and as text2qti's text.

Each export says what its format cannot hold. It must never know a submission, or mark.
"""

from grader.exports.exported import Exported
from grader.exports.moodle import moodle_xml
from grader.exports.text2qti import text2qti_text

__all__ = ["Exported", "moodle_xml", "text2qti_text"]
