package dev.agentpost.mail.integration.container;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.harness.Docker;
import dev.agentpost.mail.integration.harness.Json;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code docker/Dockerfile} makes. */
@Timeout(3_600)
class ImageIT {
    private static final String CHECKSUMS = "find . -type f -exec sha256sum {} + | sort -k 2";

    @Test
    void filesShouldBeTheSameWhenBuiltAnew() {
        String first = Docker.image();

        String second = Docker.buildAnew("localtest/agentpost-mail-anew");

        assertThat(inImage(second, CHECKSUMS)).isEqualTo(inImage(first, CHECKSUMS));
        Docker.run("rmi", second);
    }

    @Test
    void imageShouldSayWhatAnEngineMustKnow() {
        JsonNode config = Docker.inspect(Docker.image()).get("Config");

        assertThat(config.path("User").asText()).isEqualTo("10001:10001");
        assertThat(config.path("ExposedPorts").fieldNames())
                .toIterable()
                .containsExactlyInAnyOrder("465/tcp", "993/tcp", "25/tcp", "8000/tcp", "8080/tcp");
        assertThat(config.path("Volumes").fieldNames()).toIterable().containsExactly("/var/lib/agentpost");
        assertThat(config.path("StopSignal").asText()).isEqualTo("SIGTERM");
        assertThat(config.at("/Healthcheck/Test/0").asText()).isEqualTo("CMD");
        assertThat(config.at("/Labels/org.opencontainers.image.licenses").asText())
                .isEqualTo("Apache-2.0");
    }

    @Test
    void imageShouldTellItsRelease() {
        JsonNode labels = Docker.inspect(Docker.image()).at("/Config/Labels");

        assertThat(labels.path("org.opencontainers.image.version").asText()).isEqualTo(Docker.RELEASE.get("VERSION"));
        assertThat(labels.path("org.opencontainers.image.revision").asText()).isEqualTo(Docker.RELEASE.get("REVISION"));
        assertThat(Docker.run("run", "--rm", Docker.image(), "--version")).contains(Docker.RELEASE.get("VERSION"));
    }

    @Test
    void billOfMaterialsShouldNameEveryLibrary() {
        assertThat(unnamed("server", "mailets/target/lib")).isEmpty();
        assertThat(unnamed("embedded-cassandra", "mailets/embedded-cassandra/target/lib"))
                .isEmpty();
    }

    private static List<String> unnamed(String bill, String folder) {
        JsonNode components = Json.parse(inImage(Docker.image(), "cat sbom/" + bill + ".cdx.json"))
                .get("components");
        List<String> named = StreamSupport.stream(components.spliterator(), false)
                .map(component -> component.path("name").asText() + "-"
                        + component.path("version").asText())
                .toList();
        return inImage(Docker.image(), "ls " + folder)
                .lines()
                .filter(jar -> named.stream().noneMatch(jar::startsWith))
                .toList();
    }

    private static String inImage(String image, String command) {
        return Docker.run("run", "--rm", "-w", "/opt/agentpost", "--entrypoint", "sh", image, "-c", command);
    }
}
