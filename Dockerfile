# One image for web, live, worker, beat, exchange and setup: the locked wheels in /opt/venv, the project in /app, an account without rights.
ARG PYTHON_IMAGE=python:3.11-slim-bookworm

FROM ${PYTHON_IMAGE} AS wheels
COPY requirements/runtime.txt /tmp/runtime.txt
RUN python -m venv /opt/venv \
 && /opt/venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r /tmp/runtime.txt

FROM ${PYTHON_IMAGE}
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 STATIC_ROOT=/srv/static
# The folders are made here so that a new volume laid over one belongs to this account.
RUN useradd --system --uid 10112 --home-dir /app --shell /usr/sbin/nologin ntpd112 \
 && install -d -o ntpd112 /srv/static /srv/recordings /srv/attachments /srv/exchange /var/lib/ntpd112
COPY --from=wheels /opt/venv /opt/venv
COPY . /app
WORKDIR /app
RUN python -m compileall -q /app
USER ntpd112
CMD ["gunicorn", "ntpd112.wsgi:application", "--bind", "0.0.0.0:8000"]
