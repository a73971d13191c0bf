# Two stages: the first installs from the pinned constraints, the second carries
# only what runs. Nothing is fetched when the container starts.
FROM python:3.13-slim AS build
WORKDIR /src
RUN python -m venv /opt/reportbot
ENV PATH=/opt/reportbot/bin:$PATH PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY constraints.txt ./
RUN pip install --require-hashes -r constraints.txt
COPY pyproject.toml LICENSE README.md ./
COPY bot bot
COPY index index
RUN pip install --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --create-home --home-dir /app reportbot \
    && mkdir --mode=700 /data \
    && chown reportbot:reportbot /data
COPY --from=build /opt/reportbot /opt/reportbot
WORKDIR /app
COPY reports reports
COPY config.toml ./
# Two arenas of memory for all threads: one for each would keep what an indexing thread once took.
ENV PATH=/opt/reportbot/bin:$PATH PYTHONUNBUFFERED=1 MALLOC_ARENA_MAX=2
# What is compiled and cached at the first start lies in the volume: numba uses no cache that it
# cannot write to, and nothing else can be written.
ENV XDG_CACHE_HOME=/data/cache NUMBA_CACHE_DIR=/data/cache/reportbot MPLCONFIGDIR=/data/cache/matplotlib
USER reportbot
VOLUME /data
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s --retries=2 \
    CMD ["reportbot", "--data", "/data", "doctor", "--serving"]
ENTRYPOINT ["reportbot", "--data", "/data"]
CMD ["serve"]
