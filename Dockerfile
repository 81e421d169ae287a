FROM node:22.23.2-bookworm-slim AS front-end
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Of the faces behind Tinos one weight is used; the others are 120 MB.
RUN npm ci --omit=optional --omit=dev --no-audit --no-fund \
    && find node_modules/@expo-google-fonts/n* -name "*.ttf" ! -path "*/400Regular/*" -delete

FROM python:3.11.14-slim-bookworm AS application
SHELL ["/bin/bash", "-o", "pipefail", "-c"]
# Debian's point releases move these versions; the base image is what is pinned.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends gettext libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --create-home --uid 10001 consult \
    && install -d -o 10001 -m 700 /backups /scratch
WORKDIR /app
COPY requirements/base.txt requirements/base.txt
RUN pip install --no-cache-dir --require-hashes -r requirements/base.txt
COPY --from=front-end /app/node_modules node_modules
COPY . .
RUN for texts in locale/*/LC_MESSAGES/*.po; do msgfmt -o "${texts%.po}.mo" "$texts" || exit 1; done \
    && CONSULT_DATA_DIR=/app/build STATIC_GATHERED=1 python manage.py gather_static \
    && rm -rf build/secret_key build/signing_secret build/queue \
    && python -m compileall -q consult workflows config
ENV STATIC_ROOT=/app/build/static PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001
EXPOSE 8000
CMD ["gunicorn", "config.wsgi", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", "--workers", "2", "--threads", "8", "--keep-alive", "75"]

# Opens strangers' Word files: an image of its own, so that nothing else carries LibreOffice.
FROM application AS converter
USER 0
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install -y --no-install-recommends libreoffice-writer-nogui fonts-liberation fonts-crosextra-carlito \
    && rm -rf /var/lib/apt/lists/*
USER 10001
CMD ["python", "manage.py", "work", "--lane=converter"]

# What is built where no target is named.
FROM application
