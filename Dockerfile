# The broker alone; PostgreSQL is a service of its own (docker-compose.yml). The commands are those of script/server.
FROM swift:6.2-bookworm AS build
RUN apt-get update -q && apt-get install -y -q --no-install-recommends pkg-config libpq-dev libcurl4-openssl-dev \
        libxlsxwriter-dev zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources ./Sources
COPY Schema ./Schema
COPY Calendars ./Calendars
COPY Rulebooks ./Rulebooks
COPY Tests ./Tests
RUN swift build -c release --product whistle --static-swift-stdlib

FROM debian:bookworm-slim
RUN apt-get update -q && apt-get install -y -q --no-install-recommends libpq5 libcurl4 libxlsxwriter4 zlib1g ca-certificates curl tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --create-home --home-dir /var/lib/whistle-data whistle
COPY --from=build /src/.build/release/whistle /usr/local/bin/whistle
USER whistle
ENV WHISTLE_LISTEN=0.0.0.0:8080 WHISTLE_DATA_DIR=/var/lib/whistle-data
VOLUME /var/lib/whistle-data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD curl -fsS http://127.0.0.1:8080/readyz || exit 1
ENTRYPOINT ["whistle"]
CMD ["serve"]
