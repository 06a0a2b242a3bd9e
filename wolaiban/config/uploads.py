"""What comes in with one request, at most. 「上传限额」"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.core.files.uploadhandler import FileUploadHandler

AT_ONCE = 11 * 10 * 1024 * 1024
"""Ten files of ten million bytes, and what is written around them."""


class Quota(FileUploadHandler):
    """Refuses a request before it is read where it is longer than all that one may send. 「请求限额」"""

    def handle_raw_input(self, input_data: Any, META: Any, content_length: int, *rest: Any, **named: Any) -> None:
        """Raise RequestDataTooBig by what the request says of its own length; the server reads no further than that."""
        if content_length > AT_ONCE:
            raise RequestDataTooBig(f"{content_length} bytes were sent; at most {AT_ONCE} are read.")

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        """Pass everything on to the handlers after this one."""
        return raw_data

    def file_complete(self, file_size: int) -> None:
        """Leave the file to the handlers after this one."""
