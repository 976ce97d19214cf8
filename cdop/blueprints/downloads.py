"""Files of others leave as downloads: no browser shows one within this site, and none of it runs."""

from io import BytesIO

from flask import Response, send_file

from cdop.services.attachments import ServedFile

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_download(file: ServedFile) -> Response:
    """Return a file to be saved, under our own name for it."""
    response = send_file(
        BytesIO(file.content), mimetype=file.media_type, as_attachment=True, download_name=file.name, etag=False
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Cache-Control"] = "no-store"
    return response


def attachment(content: bytes, name: str, media_type: str) -> Response:
    """Return a file of our own making to be saved under this name."""
    return Response(content, mimetype=media_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})
