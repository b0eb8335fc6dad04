# One Dockerfile for every function: `make images`.
#
# The binary comes from the host, bin/linux_<architecture>/<function>, so that
# an image holds exactly what was tested, and building one needs no base image
# and no network. It is static: there is nothing else in here to run, and
# nothing to patch.
FROM scratch

# /etc/passwd and /etc/group: kustomize and kpt run functions with
# `--user nobody`, and a name has to be found somewhere.
COPY .image/ /

# TARGETARCH is BuildKit's own; the classic builder is told by make.
ARG TARGETARCH
ARG FUNCTION
COPY bin/linux_${TARGETARCH}/${FUNCTION} /function

ARG VERSION=devel
LABEL org.opencontainers.image.title="${FUNCTION}" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.source="https://github.com/kurumi-krm/kurumi" \
      org.opencontainers.image.licenses="Apache-2.0"

# nobody, as a number: so that Kubernetes' runAsNonRoot can tell.
USER 65534:65534
ENTRYPOINT ["/function"]
