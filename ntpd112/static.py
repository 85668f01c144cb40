"""Where static files get their hashed names, JavaScript imports included, so that browsers may keep them for ever."""

from django.contrib.staticfiles.storage import ManifestStaticFilesStorage


class ModuleManifestStorage(ManifestStaticFilesStorage):
    """Manifest storage that rewrites the imports between our native modules as well.

    Not strict: before `collectstatic` has run (tests, a first page) a file keeps its plain name.
    """

    support_js_module_import_aggregation = True
    manifest_strict = False
