"""Where static files get their hashed names, JavaScript imports included, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleManifestStorage(ManifestStaticFilesStorage):
    """Manifest storage that rewrites the imports between our native modules as well."""

    support_js_module_import_aggregation = True
    # A changed name travels one import further with each pass; five, the default, is less than our modules are deep.
    max_post_process_passes = 12
    manifest_strict = False

    def stored_name(self, name: str) -> str:
        """The hashed name; before `collectstatic` has run, as in unit tests, the plain one."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
