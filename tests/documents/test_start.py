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
