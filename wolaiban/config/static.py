"""Names of static files: with their digest once gathered, plain before. 「静态文件」"""

from __future__ import annotations

from django.core.files.storage import FileSystemStorage
from whitenoise.storage import CompressedManifestStaticFilesStorage


class GatheredStorage(CompressedManifestStaticFilesStorage):
    """Files under names with their digest where `serve` has gathered them; as they lie in tests and a checkout."""

    def url(self, name: str, force: bool = False) -> str:
        """The address of a file; plain where nothing was gathered yet."""
        return super().url(name, force) if self.hashed_files or force else FileSystemStorage.url(self, name)
