# One file, one target per image: programme, grants, payments, notifications, auditor, console.
# Dependencies come by hash, our own parts as wheels; what runs has no compiler, no pip and no right to write.
ARG PYTHON_IMAGE=python:3.13-slim

FROM ${PYTHON_IMAGE} AS pip
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /build

FROM pip AS wheels
COPY requirements/build.txt requirements/
RUN python3 -m venv /tools && /tools/bin/pip install --quiet --require-hashes -r requirements/build.txt
COPY shared shared
COPY services services
COPY audit audit
COPY cli cli
RUN /tools/bin/pip wheel --quiet --no-deps --no-build-isolation --no-index --wheel-dir /wheels \
    ./shared ./services/* ./audit ./cli

# Each environment in a stage of its own, what is locked before what is ours: a change of code installs no dependency.
FROM pip AS programme-environment
COPY requirements/programme.txt requirements/
RUN python3 -m venv /app && /app/bin/pip install --quiet --require-hashes -r requirements/programme.txt
COPY --from=wheels /wheels /wheels
RUN /app/bin/pip install --quiet --no-deps --no-index /wheels/grosz_shared-* /wheels/grosz_programme-* \
    && /app/bin/pip uninstall --quiet --yes pip

FROM pip AS grants-environment
COPY requirements/grants.txt requirements/
RUN python3 -m venv /app && /app/bin/pip install --quiet --require-hashes -r requirements/grants.txt
COPY --from=wheels /wheels /wheels
RUN /app/bin/pip install --quiet --no-deps --no-index /wheels/grosz_shared-* /wheels/grosz_grants-* \
    && /app/bin/pip uninstall --quiet --yes pip

FROM pip AS payments-environment
COPY requirements/payments.txt requirements/
RUN python3 -m venv /app && /app/bin/pip install --quiet --require-hashes -r requirements/payments.txt
COPY --from=wheels /wheels /wheels
RUN /app/bin/pip install --quiet --no-deps --no-index /wheels/grosz_shared-* /wheels/grosz_payments-* \
    && /app/bin/pip uninstall --quiet --yes pip

FROM pip AS notifications-environment
COPY requirements/notifications.txt requirements/
RUN python3 -m venv /app && /app/bin/pip install --quiet --require-hashes -r requirements/notifications.txt
COPY --from=wheels /wheels /wheels
RUN /app/bin/pip install --quiet --no-deps --no-index /wheels/grosz_shared-* /wheels/grosz_notifications-* \
    && /app/bin/pip uninstall --quiet --yes pip

FROM pip AS auditor-environment
COPY requirements/audit.txt requirements/
RUN python3 -m venv /app && /app/bin/pip install --quiet --require-hashes -r requirements/audit.txt
COPY --from=wheels /wheels /wheels
RUN /app/bin/pip install --quiet --no-deps --no-index /wheels/grosz_shared-* /wheels/grosz_audit-* \
    && /app/bin/pip uninstall --quiet --yes pip

FROM pip AS console-environment
COPY requirements/console.txt requirements/
RUN python3 -m venv /app && /app/bin/pip install --quiet --require-hashes -r requirements/console.txt
COPY --from=wheels /wheels /wheels
RUN /app/bin/pip install --quiet --no-deps --no-index /wheels/grosz_shared-* /wheels/grosz_audit-* /wheels/grosz_console-* \
    && /app/bin/pip uninstall --quiet --yes pip

# What every image is at run time.
FROM ${PYTHON_IMAGE} AS runtime
ENV PATH=/app/bin:/usr/local/bin:/usr/bin:/bin PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
LABEL org.opencontainers.image.title="Grosz" org.opencontainers.image.licenses="Apache-2.0"
USER 10001:10001
WORKDIR /tmp

# SIGTERM drains what is in flight: commands are answered, the queue of decisions is written, then the process ends.
FROM runtime AS service
ENV GROSZ_HTTP_HOST=0.0.0.0 GROSZ_HTTP_PORT=8000
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=5s --timeout=4s --start-period=60s --retries=3 \
    CMD ["python", "-P", "-m", "shared.runtime.probe"]

FROM service AS programme
COPY --from=programme-environment /app /app
ENTRYPOINT ["python", "-P", "-m", "programme"]
CMD ["serve"]

FROM service AS grants
COPY --from=grants-environment /app /app
ENTRYPOINT ["python", "-P", "-m", "grants"]
CMD ["serve"]

FROM service AS payments
COPY --from=payments-environment /app /app
ENTRYPOINT ["python", "-P", "-m", "payments"]
CMD ["serve"]

FROM service AS notifications
COPY --from=notifications-environment /app /app
ENTRYPOINT ["python", "-P", "-m", "notifications"]
CMD ["serve"]

FROM runtime AS auditor
COPY --from=auditor-environment /app /app
EXPOSE 9105
ENTRYPOINT ["python", "-P"]
CMD ["-m", "audit", "--help"]

# Its folders are there before the volumes: an empty volume takes over whose a folder is.
FROM runtime AS console
USER 0:0
RUN install -d -o 10001 -g 10001 -m 700 /data/nats /secrets/console /secrets/auditor /secrets/postgres /secrets/nats \
    /secrets/programme /secrets/programme-prepare /secrets/grants /secrets/grants-prepare \
    /secrets/payments /secrets/payments-prepare /secrets/notifications /secrets/notifications-prepare
USER 10001:10001
COPY --from=console-environment /app /app
ENTRYPOINT ["grosz"]
