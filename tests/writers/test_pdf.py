"""PDF out: it says the same as the document, looks like the form on every page, and is the same file every time."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from hypothesis import HealthCheck, assume, given, settings
from tests.forms.test_forms import NAMES, blocks
from tests.forms.test_forms import document as read_form
from tests.readers.over_pages import rows_of
from tests.writers.documents import documents, make_document, reread
from tests.writers.test_compose import EXAMPLES, SEEDS

