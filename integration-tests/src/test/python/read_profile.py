"""Reads an Apple configuration profile, Base64 on standard input, as a property list; prints it as JSON."""

import base64
import json
import plistlib
import sys

print(json.dumps(plistlib.loads(base64.b64decode(sys.stdin.read()))))
