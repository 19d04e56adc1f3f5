package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.server.configuration.ApiTls;
import dev.agentpost.mail.server.configuration.ListenerSettings;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.WrittenSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The script docker/agentpost-health asks the server where the settings put it. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class HealthScriptTest {
    @TempDir
    Path home;

    private final Map<String, String> environment = new HashMap<>();

    @BeforeEach
    void install() throws IOException {
        Files.createDirectory(home.resolve("james-conf"));
        for (String file : new String[] {"agentpost-health", "image-settings.properties"}) {
            Files.copy(Path.of("..", "docker", file), home.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
        Path curl = Files.createDirectory(home.resolve("bin")).resolve("curl");
        Files.writeString(curl, "#!/bin/sh\nfor last; do :; done\necho \"$last\"\n");
        Files.setPosixFilePermissions(curl, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private void write(String... lines) throws IOException {
        Files.writeString(home.resolve("james-conf/settings.properties"), String.join("\n", lines));
    }

    @Test
    void containerWithoutSettingsShouldBeAskedAtItsDefaults() throws Exception {
        assertThat(asked()).isEqualTo("https://0.0.0.0:8080/readyz");
        assertThatTheServerIsThere();
    }

    @Test
    void shippedFileShouldChangeNothing() throws Exception {
        Files.copy(Path.of("../james-conf/settings.properties"), home.resolve("james-conf/settings.properties"));

        assertThat(asked()).isEqualTo("https://0.0.0.0:8080/readyz");
        assertThatTheServerIsThere();
    }

    @Test
    void settingsOfTheFileShouldCount() throws Exception {
        write("#API_PORT=1", "PUBLIC_API_PORT=2", " API_PORT = 18080 \r", "API_TLS=proxy", "BIND_ADDRESS=");

        assertThat(asked()).isEqualTo("http://0.0.0.0:18080/readyz");
        assertThatTheServerIsThere();
    }

    @Test
    void environmentShouldComeBeforeTheFile() throws Exception {
        write("API_PORT=18080", "API_TLS=proxy", "BIND_ADDRESS=127.0.0.1");
        environment.put("API_PORT", "28080");
        environment.put("API_TLS", "true");
        environment.put("BIND_ADDRESS", "");

        assertThat(asked()).isEqualTo("https://127.0.0.1:28080/readyz");
        assertThatTheServerIsThere();
    }

    @Test
    void loopbackWithoutTlsShouldBeAskedPlainly() throws Exception {
        write("BIND_ADDRESS=127.0.0.2");

        assertThat(asked()).isEqualTo("http://127.0.0.2:8080/readyz");
        assertThatTheServerIsThere();
    }

    private void assertThatTheServerIsThere() throws Exception {
        ListenerSettings listeners = ServerSettings.from(WrittenSettings.read(environment, home.resolve("james-conf")))
                .listeners();

        String scheme = listeners.apiTls() == ApiTls.TRUE ? "https" : "http";
        assertThat(asked()).isEqualTo(scheme + "://" + listeners.bindAddress() + ":" + listeners.apiPort() + "/readyz");
    }

    private String asked() throws Exception {
        ProcessBuilder builder =
                new ProcessBuilder(home.resolve("agentpost-health").toString()).redirectErrorStream(true);
        builder.environment().keySet().removeIf(name -> name.startsWith("API_") || name.equals("BIND_ADDRESS"));
        builder.environment().putAll(environment);
        builder.environment().merge("PATH", home.resolve("bin").toString(), (path, first) -> first + ":" + path);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }
}
