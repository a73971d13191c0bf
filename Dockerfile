# Two stages: the first installs from the pinned constraints, the second carries
# only what runs. Nothing is built or fetched when the container starts.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/reportbot
ENV PATH=/opt/reportbot/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY constraints.txt ./
RUN pip install --require-hashes -r constraints.txt
COPY pyproject.toml LICENSE README.md ./
COPY bot bot
COPY index index
RUN pip install --no-deps --no-build-isolation . \
    # The first search should not wait for the compiler, nor need a place to write to.
    && python -c "from index.postings.loops import compile_now; compile_now()"

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /app reportbot \
    && mkdir /data \
    && chown reportbot:reportbot /data
COPY --from=build /opt/reportbot /opt/reportbot
WORKDIR /app
COPY --chown=reportbot:reportbot reports reports
COPY --chown=reportbot:reportbot config.toml ./
ENV PATH=/opt/reportbot/bin:$PATH PYTHONUNBUFFERED=1
USER reportbot
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s --retries=3 \
    CMD ["reportbot", "--data", "/data", "doctor", "--serving"]
ENTRYPOINT ["reportbot", "--data", "/data"]
CMD ["serve"]
