# The portal as one image: web, worker, beat and every command of manage.py run from it.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /build
RUN python -m venv /opt/sealpost
COPY requirements.lock pyproject.toml ./
COPY deploy/not_needed.py ./deploy/
# Everything that the lock pins is checked by its hash; what only tests and checks need leaves again, pip too.
RUN /opt/sealpost/bin/pip install --quiet --require-hashes -r requirements.lock \
    && /opt/sealpost/bin/python deploy/not_needed.py | xargs /opt/sealpost/bin/pip uninstall --quiet --yes
COPY . .
# The custodians' tool has no place on a server.
# Embedded and thrown away: no setting of a real portal is known here, and the secret that it makes stays behind.
RUN VAR=/tmp/build SEALPOST_STATIC_ROOT=/build/static /opt/sealpost/bin/python manage.py collectstatic --noinput \
    && rm -r tests bench records_key
# What the portal makes is for its own user alone, and a checkout may be too: this is for the user below to read.
RUN chmod -R a+rX /build

FROM python:3.11-slim-bookworm
RUN groupadd --system --gid 10001 sealpost \
    && useradd --system --uid 10001 --gid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin sealpost \
    && install --directory --owner sealpost --group sealpost --mode 0700 /var/lib/sealpost
COPY --from=build /opt/sealpost /opt/sealpost
COPY --from=build /build /srv/sealpost
ENV PATH=/opt/sealpost/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    VAR=/var/lib/sealpost \
    SEALPOST_STATIC_ROOT=/srv/sealpost/static
WORKDIR /srv/sealpost
USER 10001:10001
VOLUME /var/lib/sealpost
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=15s --start-period=30s --retries=3 \
    CMD ["python", "manage.py", "healthy", "web"]
CMD ["python", "manage.py", "serve"]
