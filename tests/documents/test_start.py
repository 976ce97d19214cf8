"""The drawing library costs a tenth of a second: nobody pays for it before the first paper."""

import subprocess
import sys


def test_import_documents_leaves_the_drawing_library_alone() -> None:
    program = (
        "import sys, cdop.documents.annual_report, cdop.documents.case_summary, cdop.documents.pdf;"
        "print(sorted({'reportlab', 'uharfbuzz', 'bidi'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"


def test_application_and_job_process_start_without_what_only_a_few_pages_use() -> None:
    # numpy starts threads of its own before the job process holds back the signals that stop it, and one of them takes
    # such a signal: the process ends in the middle of what it does.
    program = (
        "import sys, cdop, cdop.blueprints, cdop.cli, cdop.jobs.runner;"
        "print(sorted({'reportlab', 'openpyxl', 'numpy', 'scipy'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
