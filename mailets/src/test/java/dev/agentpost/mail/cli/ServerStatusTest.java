package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.state.DataFolderLock;
import dev.agentpost.mail.server.state.RunState;
import dev.agentpost.mail.server.state.RunStateFile;
import dev.agentpost.mail.server.state.ServerPorts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServerStatusTest {
    private static final long THIS_PROCESS = ProcessHandle.current().pid();
    private static final long NO_PROCESS = 999_999_999;
    private static final String ADDRESS = "192.0.2.10";
    private static final ServerPorts PORTS =
            ServerPorts.of(ServerSettings.from(Map.of()).listeners());

    @TempDir
    Path data;

    private RunStateFile file;

    @BeforeEach
    void setUp() {
        file = new RunStateFile(data);
    }

    @Test
    void serverShouldBeStoppedWhenNoneEverRan() throws CommandFailure {
        assertThat(ServerStatus.read(data).state()).isEqualTo("stopped");
    }

    @Test
    void serverThatDiedWhileReadyShouldBeStopped() throws CommandFailure {
        file.write(RunState.starting(NO_PROCESS, ADDRESS, PORTS)
                .withCassandra(NO_PROCESS, 9042)
                .ready());

        ServerStatus status = ServerStatus.read(data);

        assertThat(status.state()).isEqualTo("stopped");
        assertThat(status.isReady()).isFalse();
        assertThat(status.serverPid()).isEmpty();
        assertThat(status.ports()).isEqualTo(ServerStatus.NO_PORTS);
    }

    @Test
    void serverThatCouldNotStartShouldHaveFailed() throws CommandFailure {
        file.write(RunState.starting(NO_PROCESS, ADDRESS, PORTS).failed("no memory"));

        ServerStatus status = ServerStatus.read(data);

        assertThat(status.state()).isEqualTo("failed");
        assertThat(status.error()).contains("no memory");
    }

    @Test
    void livingServerShouldBeWhatItSays() throws Exception {
        try (DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow()) {
            file.write(RunState.starting(THIS_PROCESS, ADDRESS, PORTS)
                    .withCassandra(THIS_PROCESS, 9042)
                    .ready());

            ServerStatus status = ServerStatus.read(data);

            assertThat(status.isReady()).isTrue();
            assertThat(status.connectAddress()).isEqualTo(ADDRESS);
            assertThat(status.ports()).isEqualTo(PORTS.withCassandra(9042));
            assertThat(status.serverPid()).contains(THIS_PROCESS);
            assertThat(status.cassandraPid()).contains(THIS_PROCESS);
        }
    }

    @Test
    void cassandraThatIsNotAliveShouldHaveNoPid() throws Exception {
        try (DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow()) {
            file.write(RunState.starting(THIS_PROCESS, ADDRESS, PORTS)
                    .withCassandra(NO_PROCESS, 9042)
                    .ready());

            assertThat(ServerStatus.read(data).cassandraPid()).isEmpty();
        }
    }

    @Test
    void livingServerShouldBeStartingWhileTheStateIsThatOfTheLastOne() throws Exception {
        try (DataFolderLock lock = DataFolderLock.acquire(data).orElseThrow()) {
            file.write(RunState.starting(NO_PROCESS, ADDRESS, PORTS).ready());

            ServerStatus status = ServerStatus.read(data);

            assertThat(status.state()).isEqualTo("starting");
            assertThat(status.serverPid()).contains(THIS_PROCESS);
        }
    }

    @Test
    void jsonShouldHaveNullForWhatIsNotThere() throws IOException, CommandFailure {
        String json = ServerStatus.read(data).toJson(new Installation(data));

        assertThat(json)
                .contains("\"pids\":{\"server\":null,\"cassandra\":null}")
                .contains("\"smtps\":null");
    }
}
