#!/bin/sh
# Measures this checkout's server, or two builds in turn: see BENCHMARK.md, or --help.
set -eu

here=$(cd "$(dirname "$0")" && pwd -P)
class_path_file=$here/target/benchmark.class-path

is_built() {
    [ -s "$class_path_file" ] && [ -z "$(find "$here/../pom.xml" "$here/pom.xml" "$here/src/test/java" \
        -newer "$class_path_file" 2>/dev/null | head -n 1)" ]
}

if ! is_built; then
    echo "benchmark.sh: compiling the benchmark" >&2
    mvn -q --batch-mode -f "$here/../pom.xml" -pl integration-tests -Dspotless.check.skip=true \
        test-compile dependency:build-classpath -Dmdep.outputFile="$class_path_file.new" -Dmdep.includeScope=test >&2
    mv "$class_path_file.new" "$class_path_file"
fi

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
exec "$java" -Xms64m -Xmx512m -XX:+UseSerialGC -Dagentpost.home="$here/.." \
    -cp "$here/target/test-classes:$(cat "$class_path_file")" \
    dev.agentpost.mail.integration.benchmark.Benchmark "$@"
