# The bot in a container: `docker build -t incident-bot .`, then `docker run --env-file .env -v incident-bot:/srv/data incident-bot`.
# Its steps were tried one by one in a shell; the image itself has not been built by those who wrote it (no engine there).

FROM python:3.11-slim AS build
WORKDIR /src
RUN python -m venv /opt/incident-bot
COPY requirements.txt ./
RUN /opt/incident-bot/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements.txt
COPY pyproject.toml hatch_build.py README.md LICENSE manifest.yml ./
COPY templates ./templates
COPY bot ./bot
RUN /opt/incident-bot/bin/pip install --no-cache-dir --no-deps .

FROM python:3.11-slim
# For PDFs (docs/operations.md); without them everything else can be exported.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --home-dir /srv --shell /usr/sbin/nologin incident-bot \
    && install --directory --owner=incident-bot --group=incident-bot /srv/data
COPY --from=build /opt/incident-bot /opt/incident-bot
ENV PATH=/opt/incident-bot/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1
USER 10001
# The database is data/incidents.db, its backups are beside it; a config.yml here is read.
WORKDIR /srv
VOLUME /srv/data
EXPOSE 3000
# Ten seconds are enough: the bot finishes what it began within eight, and what is left it does at the next start.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as web; port = os.environ.get('ADMIN_PORT') or os.environ.get('PORT') or '3000'; web.build_opener(web.ProxyHandler({})).open(f'http://127.0.0.1:{port}/healthz', timeout=4)"]
ENTRYPOINT ["incident-bot"]
CMD ["run"]
