# The atlas in a container: everything is prepared at build time, so that at run time nothing is
# written but a small cache in memory, by a user who owns nothing.

FROM python:3.12-slim AS packages
RUN python -m venv /venv
COPY locks/serve.txt /tmp/
RUN /venv/bin/python -m pip install --disable-pip-version-check --no-cache-dir --require-hashes -r /tmp/serve.txt

FROM packages AS prepared
WORKDIR /srv/atlas
COPY etl etl
COPY app app
COPY assets assets
COPY geodata geodata
COPY gunicorn.conf.py ./
RUN /venv/bin/python -m app --release geodata --cache /srv/cache --www /srv/www
# Only the preparation needs these; the app serves without them.
RUN /venv/bin/python -m pip uninstall --yes pandas pyarrow numpy

# What nginx serves by itself: docker build --target web
FROM debian:trixie-slim AS web
RUN apt-get update \
    && apt-get install --yes --no-install-recommends nginx-light libnginx-mod-http-brotli-static \
    && rm -rf /var/lib/apt/lists/*
COPY deploy/nginx.conf /etc/nginx/nginx.conf
COPY --from=prepared /srv/www /srv/www
USER www-data
EXPOSE 8080
ENTRYPOINT ["nginx", "-g", "daemon off;"]

FROM python:3.12-slim AS app
RUN useradd --system --no-create-home --uid 10001 atlas
COPY --from=prepared /venv /venv
COPY --from=prepared /srv/atlas /srv/atlas
COPY --from=prepared /srv/cache /srv/cache
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    ATLAS_RELEASE=/srv/atlas/geodata ATLAS_CACHE=/srv/cache ATLAS_VIEWS=/tmp/atlas \
    ATLAS_BIND=0.0.0.0:8000 WEB_CONCURRENCY=2
WORKDIR /srv/atlas
USER atlas
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=3s --start-period=20s CMD ["python", "-c", "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/readyz', timeout=2)"]
CMD ["gunicorn", "--config", "gunicorn.conf.py"]
