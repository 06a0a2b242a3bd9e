"""The application that a WSGI server runs. 「服务入口」"""

import os

from django.core.wsgi import get_wsgi_application

from wolaiban.config.leaving import leave_at_once

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
application = get_wsgi_application()
leave_at_once()
