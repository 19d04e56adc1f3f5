package dev.agentpost.mail.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServerStopTest {
    private final StringWriter err = new StringWriter();
    private Process server;

    @AfterEach
    void tearDown() {
        server.descendants().forEach(ProcessHandle::destroyForcibly);
        server.destroyForcibly();
    }

    @Test
    void serverShouldBeAskedToStop() throws Exception {
        server = start("echo started; exec sleep 600");

        stop(Duration.ofSeconds(30));

        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(err.toString()).doesNotContain("killing");
    }

    @Test
    void serverThatDoesNotStopShouldBeKilledWithItsChildren() throws Exception {
        server = start("trap '' TERM; sleep 600 & echo started; while :; do wait; sleep 1; done");
        ProcessHandle child = server.children().findFirst().orElseThrow();

        stop(Duration.ofMillis(200));

        assertThat(server.waitFor(10, TimeUnit.SECONDS)).isTrue();
        assertThat(child.isAlive()).isFalse();
        assertThat(err.toString()).contains("killing it and its Cassandra");
    }

    @Test
    void serverThatIsGoneShouldNotBeAnError() throws Exception {
        server = start("echo started");
        server.waitFor(10, TimeUnit.SECONDS);

        stop(Duration.ofSeconds(1));

        assertThat(server.isAlive()).isFalse();
    }

    /** Returns when the script has printed its first line. */
    private static Process start(String script) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", script).start();
        BufferedReader reader = process.inputReader();
        assertThat(reader.readLine()).isEqualTo("started");
        return process;
    }

    private void stop(Duration patience) throws CommandFailure {
        new ServerStop(patience, new Steps(new PrintWriter(err))).stop(server.toHandle());
    }
}
