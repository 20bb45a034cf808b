# syntax=docker/dockerfile:1
# Slugline in a small image:
#
#     docker build -t slugline .
#     docker run --rm -v "$PWD:/site" slugline build
#
# The program is linked statically and needs nothing. `slugline publish` calls git, rsync and ssh, services of CI want a
# shell, and https wants certificates: so it stands on Alpine, which has them in some 30 MB, and not on an empty image.

FROM rust:1-alpine AS build
# What C there is in it: regular expressions of grammars, WebP, cryptography, the allocator.
RUN apk add --no-cache build-base
WORKDIR /source
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry --mount=type=cache,target=/source/target \
    cargo build --release --locked && cp target/release/slugline /slugline

FROM alpine:3
RUN apk add --no-cache ca-certificates git openssh-client-default rsync && adduser -D -u 1000 slugline
COPY --from=build /slugline /usr/local/bin/slugline
USER slugline
WORKDIR /site
# Of `slugline serve --bind 0.0.0.0`.
EXPOSE 4000
ENTRYPOINT ["slugline"]
CMD ["--help"]
