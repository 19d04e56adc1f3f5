#!/usr/bin/env bash
# Container tests without an engine and without a registry of images, on Debian and its relatives, as root:
#
#   containers.sh            builds the image and runs the tests of the Maven profile "container"
#   containers.sh measure    builds the image and prints its size, and how long it takes to start
#   containers.sh run CMD…   runs a command with the same engine and base images
#
# It starts a Docker engine of its own, installs what that needs, and makes base images of Debian's packages and of the
# JDK, the Maven and the repository of libraries of this machine. At the end it stops the engine and removes what it made,
# but for the base image in target/containers, which the next run takes. With DOCKER_HOST set, BASE_IMAGE and BUILD_IMAGE
# are used as they are, and nothing is started.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$(dirname "$here")
work=$here/target/containers
image=localtest/agentpost-mail
policy_file=/usr/sbin/policy-rc.d
ready_seconds=180

install_packages() {
    missing=
    for program in dockerd iptables mmdebstrap docker docker-compose; do
        command -v "$program" >/dev/null || missing="$missing $program"
    done
    [ -n "$missing" ] || return 0
    say "installing$missing"
    apt-get -o Acquire::Retries=5 update -qq
    forbid_services
    DEBIAN_FRONTEND=noninteractive apt-get -o Acquire::Retries=5 -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends \
        docker.io iptables mmdebstrap docker-compose >/dev/null
    allow_services
}

# A package of an engine would start it, with a network docker0 of its own. 101: forbidden, says Debian's policy manual.
forbid_services() {
    service_policy=
    [ ! -e "$policy_file" ] || return 0
    trap allow_services EXIT
    trap 'exit 130' INT TERM
    service_policy=$policy_file
    printf '#!/bin/sh\nexit 101\n' >"$service_policy"
    chmod 755 "$service_policy"
}

allow_services() {
    [ -z "$service_policy" ] || rm -f "$service_policy"
    service_policy=
    trap - EXIT INT TERM
}

start_engine() {
    if [ -e /sys/class/net/docker0 ]; then
        echo "containers.sh: the network docker0 is there: set DOCKER_HOST to use the engine that it belongs to, or, if" \
            "none runs, ip link del docker0" >&2
        return 1
    fi
    # A short path: a socket's may have 107 characters.
    engine=$(mktemp -d /tmp/agentpost-engine.XXXXXX)
    iptables-save >"$engine/iptables.before"
    cat /proc/sys/net/ipv4/ip_forward >"$engine/forward.before"
    # Before the trap, which removes the containers of this engine and of no other
    export DOCKER_HOST=unix://$engine/docker.sock
    dockerd=
    trap stop_engine EXIT
    trap 'exit 130' INT TERM
    setsid dockerd --data-root "$engine/data" --exec-root "$engine/exec" --pidfile "$engine/dockerd.pid" \
        -H "$DOCKER_HOST" >"$engine/dockerd.log" 2>&1 </dev/null &
    dockerd=$!
    for _ in $(seq 120); do
        docker info >/dev/null 2>&1 && return
        sleep 0.5
    done
    tail -5 "$engine/dockerd.log" >&2
    return 1
}

# Ends only what was started here, and puts the network of the machine back as it was.
stop_engine() {
    # All of it, whatever fails and whoever is impatient; the exit status is that of what went before.
    trap '' INT TERM
    set +e
    containers=$(docker ps -aq 2>/dev/null)
    [ -z "$containers" ] || docker rm -fv $containers >/dev/null
    docker network prune -f >/dev/null 2>&1
    [ -z "$dockerd" ] || end_dockerd
    ip link del docker0 2>/dev/null
    cat "$engine/forward.before" >/proc/sys/net/ipv4/ip_forward
    restore_tables || keep_tables
    rm -rf "$engine"
    say "the end"
    return 0
}

end_dockerd() {
    kill -TERM "$dockerd" 2>/dev/null
    for _ in $(seq 60); do
        [ -d "/proc/$dockerd" ] || break
        sleep 0.5
    done
}

# -w: another program may hold the lock of the tables.
restore_tables() {
    restored=0
    # Nothing is saved of a table that was not in use yet
    for table in nat filter; do
        iptables -w 30 -t "$table" -F || restored=1
        iptables -w 30 -t "$table" -X || restored=1
    done
    iptables -w 30 -P FORWARD ACCEPT || restored=1
    iptables-restore -w 30 <"$engine/iptables.before" || restored=1
    return "$restored"
}

keep_tables() {
    find "$engine" -mindepth 1 -maxdepth 1 ! -name iptables.before -exec rm -rf {} +
    echo "containers.sh: the rules of iptables are not as they were before: iptables-restore" \
        "<$engine/iptables.before puts them back" >&2
    exit 1
}

make_base_image() {
    mkdir -p "$work"
    if ! [ -s "$work/jre17.tar" ]; then
        mmdebstrap --quiet --aptopt='Acquire::Retries "5"' --format=tar --variant=minbase --include=openjdk-17-jre-headless,ca-certificates,curl \
            bookworm "$work/jre17.tar.new"
        mv "$work/jre17.tar.new" "$work/jre17.tar"
    fi
    docker import "$work/jre17.tar" localtest/jre17 >/dev/null
}

# Links are followed: Debian's JDK and Maven are spread over several folders.
make_build_image() {
    jdk=$(mvn -version | sed -n 's/.*runtime: //p')
    maven=$(mvn -version | sed -n 's/^Maven home: //p')
    libraries=$HOME/.m2/repository
    tar -ch --exclude=jmods --exclude=src.zip --exclude=man \
        --transform "s,^${jdk#/},jdk," --transform "s,^${maven#/},maven," --transform "s,^${libraries#/},repository," \
        -C / "${jdk#/}" "${maven#/}" "${libraries#/}" -C "$here/src/containers/build" Dockerfile |
        docker build -q --build-arg BASE_IMAGE=localtest/jre17 -t localtest/maven-jdk17 - >/dev/null
}

# What only the build of the image needs is fetched before the repository is copied.
fetch_plugins() {
    (cd "$home" && mvn -q --batch-mode -Psbom -pl mailets/embedded-cassandra,mailets \
        org.cyclonedx:cyclonedx-maven-plugin:makeBom) >/dev/null
}

prepare() {
    # The builder of the engine itself: the newer one is a program of its own that may be missing
    export DOCKER_BUILDKIT=0 COMPOSE_DOCKER_CLI_BUILD=0
    [ -z "${DOCKER_HOST:-}" ] || return 0
    export BASE_IMAGE=localtest/jre17 BUILD_IMAGE=localtest/maven-jdk17
    # Testcontainers: no image of its own from a registry, and no guess where the ports are from inside a container
    export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
    say "a Docker engine of its own"
    install_packages
    start_engine
    say "base images"
    make_base_image
    fetch_plugins
    make_build_image
}

say() {
    echo "containers.sh: $1 ($SECONDS s)" >&2
}

build_image() {
    say "the image"
    docker build -q -f "$home/docker/Dockerfile" -t "$image" ${BASE_IMAGE:+--build-arg BASE_IMAGE="$BASE_IMAGE"} \
        ${BUILD_IMAGE:+--build-arg BUILD_IMAGE="$BUILD_IMAGE"} "$home" >/dev/null
}

# $1: what the start is called. Ready is when /readyz says so.
time_start() {
    begin=$(date +%s%N)
    docker start agentpost-measured >/dev/null
    until docker exec agentpost-measured /opt/agentpost/agentpost-health >/dev/null 2>&1; do
        [ "$(docker inspect -f '{{.State.Running}}' agentpost-measured)" = true ] || give_up "$1: the container has ended"
        [ "$(tenths_since "$begin")" -lt $((ready_seconds * 10)) ] || give_up "$1: not ready after $ready_seconds s"
        sleep 0.2
    done
    tenths=$(tenths_since "$begin")
    echo "$1: ready after $((tenths / 10)).$((tenths % 10)) s"
}

tenths_since() {
    echo $((($(date +%s%N) - $1) / 100000000))
}

give_up() {
    docker logs agentpost-measured >&2
    docker rm -fv agentpost-measured >/dev/null
    echo "containers.sh: $1; above is what it printed" >&2
    exit 1
}

measure() {
    build_image
    echo "image: $(($(docker image inspect -f '{{.Size}}' "$image") / 1000000)) MB," \
        "of them $(($(docker run --rm --entrypoint du "$image" -sb /opt/agentpost | cut -f 1) / 1000000)) MB our own"
    docker create --name agentpost-measured --memory 1536m --cpus 2 --read-only --tmpfs /tmp "$image" >/dev/null
    time_start "first start"
    docker stop -t 30 agentpost-measured >/dev/null
    time_start "later start"
    echo "memory: $(docker stats --no-stream --format '{{.MemUsage}}' agentpost-measured)"
    docker rm -fv agentpost-measured >/dev/null
}

usage() {
    sed -n '2,/^set/s/^# \{0,1\}//p' "$0"
}

wrong_usage() {
    usage >&2
    exit 2
}

check_arguments() {
    case ${1:-test} in
        --help)
            usage
            exit 0
            ;;
        test | measure) [ $# -le 1 ] || wrong_usage ;;
        run) [ $# -gt 1 ] || wrong_usage ;;
        *) wrong_usage ;;
    esac
}

check_arguments "$@"
prepare
case ${1:-test} in
    test)
        say "the tests"
        cd "$home"
        mvn --batch-mode -Pcontainer -pl integration-tests verify
        ;;
    measure) measure ;;
    run)
        shift
        "$@"
        ;;
esac
