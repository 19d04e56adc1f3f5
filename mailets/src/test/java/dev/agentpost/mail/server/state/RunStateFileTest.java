package dev.agentpost.mail.server.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.server.configuration.ServerSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunStateFileTest {
    private static final RunState STARTING = RunState.starting(
            4711, "192.0.2.10", ServerPorts.of(ServerSettings.from(Map.of()).listeners()));

    @TempDir
    Path dataFolder;

    private RunStateFile file;

    @BeforeEach
    void setUp() {
        file = new RunStateFile(dataFolder);
    }

    @Test
    void readShouldBeEmptyAtFirst() {
        assertThat(file.read()).isEmpty();
    }

    @Test
    void readShouldBeEmptyWhenTheFileIsNotAState() throws IOException {
        Files.createDirectories(file.path().getParent());
        Files.writeString(file.path(), "{\"pid\":");

        assertThat(file.read()).isEmpty();
    }

    /** Older versions did not write where they are reached. */
    @Test
    void serverThatDoesNotSayItsAddressShouldBeOnLoopback() throws IOException {
        Files.createDirectories(file.path().getParent());
        Files.writeString(file.path(), "{\"pid\": 4711, \"state\": \"ready\", \"ports\": {\"webadmin\": 8000}}");

        assertThat(file.read()).map(RunState::connectAddress).contains("127.0.0.1");
    }

    @Test
    void readShouldReturnWhatWasWritten() {
        file.write(STARTING);

        assertThat(file.read()).contains(STARTING);
    }

    @Test
    void stateOfAServerThatIsGoneShouldBeForgotten() throws IOException {
        file.write(STARTING.ready());

        RunStateFile.forgetDead(dataFolder);

        assertThat(file.read()).isEmpty();
    }

    @Test
    void stateOfALivingServerShouldNotBeForgotten() throws IOException {
        try (DataFolderLock living = DataFolderLock.acquire(dataFolder).orElseThrow()) {
            file.write(STARTING);

            RunStateFile.forgetDead(dataFolder);

            assertThat(living).isNotNull();
            assertThat(file.read()).contains(STARTING);
        }
    }

    @Test
    void updateShouldChangeWhatIsThere() {
        file.write(STARTING);

        file.update(state -> state.withCassandra(4712, 9042));
        file.update(RunState::ready);

        assertThat(file.read()).contains(STARTING.withCassandra(4712, 9042).ready());
    }

    @Test
    void updateShouldFailWhenNothingIsThere() {
        assertThatThrownBy(() -> file.update(RunState::ready)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void errorShouldBeOneLine() {
        assertThat(STARTING.failed("first\r\n  second").error()).isEqualTo("first second");
    }

    @Test
    void jsonShouldHaveTheFormThatScriptsRead() throws IOException {
        file.write(STARTING.withCassandra(4712, 9042).ready());

        ObjectMapper json = new ObjectMapper();
        assertThat(json.readTree(Files.readString(file.path())))
                .isEqualTo(
                        json.readTree(
                                """
                                {"pid": 4711, "state": "ready", "progress": "ready", "error": null,
                                 "cassandra_pid": 4712, "connect_address": "192.0.2.10",
                                 "ports": {"smtps": 10465, "imaps": 10993, "mx": 10025, "webadmin": 8000, "api": 8080,
                                           "cassandra": 9042}}
                                """));
    }
}
