"""The application that a WSGI server runs. 「服务入口」"""

import os

from django.core.wsgi import get_wsgi_application

from wolaiban.config.leaving import heed_only_the_server, leave_at_once

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wolaiban.config.settings")
application = get_wsgi_application()
heed_only_the_server()
leave_at_once()
