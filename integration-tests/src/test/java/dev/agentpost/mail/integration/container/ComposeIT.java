package dev.agentpost.mail.integration.container;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.integration.Messages;
import dev.agentpost.mail.integration.harness.ComposeProject;
import dev.agentpost.mail.integration.harness.Docker;
import dev.agentpost.mail.integration.harness.SmtpConnection;
import dev.agentpost.mail.integration.harness.TestInbox;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** {@code docker/compose.yaml}: one container with an embedded Cassandra. */
@Timeout(3_600)
class ComposeIT implements DeployedMailContract {
    private static final long MEBIBYTE = 1024L * 1024;
    // Fewer than an inbox may send within an hour
    private static final int MOST_MESSAGES = 60;
    private static final int MESSAGES_BEFORE_KILL = 15;
    private static final Duration BETWEEN_MESSAGES = Duration.ofMillis(50);
    private static final int LARGE_MESSAGES = 4;
    private static final int LARGE_OCTETS = 10 * 1024 * 1024;
    private static final String IMAGE = Docker.IMAGE + "-composed";
    private static final String OOM_KILLS =
            "cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control 2>/dev/null";

    private static ComposeProject project;
    private static TestInbox inbox;

    @BeforeAll
    @Timeout(3_600)
    static void start() {
        project = new ComposeProject("compose.yaml", "agentpost-it", Map.of("AGENTPOST_IMAGE", IMAGE));
        // So that compose finds its steps done
        Docker.image();
        project.build();
        project.up();
        inbox = project.firstInbox();
    }

    @AfterAll
    static void remove() {
        if (project != null) {
            project.close();
            Docker.tryRun("rmi", IMAGE);
        }
    }

    @Override
    public ComposeProject project() {
        return project;
    }

    @Override
    public TestInbox inbox() {
        return inbox;
    }

    @Test
    void composeShouldBuildTheImageAsTheEnvironmentSays() {
        assertThat(Docker.inspect(IMAGE)
                        .at("/Config/Labels")
                        .path("org.opencontainers.image.version")
                        .asText())
                .isEqualTo(Docker.RELEASE.get("VERSION"));
    }

    @Test
    void serverShouldBeAnOrdinaryUserWithoutCapabilities() {
        String status = project.inMailContainer("cat", "/proc/1/status");

        assertThat(status)
                .containsPattern("Uid:\\s+10001\\s+10001\\s+10001\\s+10001")
                .containsPattern("CapEff:\\s+0+\\n")
                .containsPattern("CapBnd:\\s+0+\\n")
                .containsPattern("NoNewPrivs:\\s+1");
    }

    @Test
    void rootFileSystemShouldBeReadOnly() {
        assertThat(Docker.tryRun("exec", "-u", "0", project.containerId(), "touch", "/opt/agentpost/new")
                        .err())
                .contains("Read-only file system");
    }

    @Test
    void oneAndAHalfGibibytesShouldBeEnoughForLargeMessagesToo() {
        for (int i = 0; i < LARGE_MESSAGES; i++) {
            String subject = Messages.uniqueSubject("large");
            submitLarge(subject);
            assertThat(ContainerInbox.copies(project, inbox, subject)).isEqualTo(1);
        }

        JsonNode container = Docker.inspect(project.containerId());

        assertThat(container.at("/HostConfig/Memory").asLong()).isEqualTo(1536 * MEBIBYTE);
        assertThat(container.at("/State/OOMKilled").asBoolean()).isFalse();
        assertThat(container.at("/RestartCount").asInt()).isZero();
        // Of the embedded Cassandra, too, which would be started again
        assertThat(project.inMailContainer("sh", "-c", OOM_KILLS + " || true")).containsPattern("(?m)^oom_kill 0$");
    }

    private static void submitLarge(String subject) {
        String address = inbox.email();
        String line = "x".repeat(76) + "\r\n";
        String message = Messages.message(address, address, subject) + line.repeat(LARGE_OCTETS / line.length());
        try (SmtpConnection smtp = project.smtp(inbox)) {
            smtp.submitAccepted(address, List.of(address), message);
        }
    }

    @Test
    void adminPortShouldBePublishedOnLoopbackAlone() {
        JsonNode ports = Docker.inspect(project.containerId()).at("/HostConfig/PortBindings");

        assertThat(ports.path("8000/tcp").findValuesAsText("HostIp")).containsOnly("127.0.0.1");
        assertThat(ports.path("993/tcp").findValuesAsText("HostIp")).doesNotContain("127.0.0.1");
    }

    @Test
    void backupShouldBeMadeInside() {
        project.inMailContainer("agentpost", "backup", "mail.zip");

        assertThat(project.inMailContainer("head", "-c", "2", "mail.zip")).isEqualTo("PK");
        project.inMailContainer("rm", "mail.zip");
    }

    @Test
    void stopShouldEndMailFirstWithinTwentySeconds() {
        try {
            long begin = System.nanoTime();
            project.stop();
            Duration taken = Duration.ofNanos(System.nanoTime() - begin);

            assertThat(taken).isLessThan(Duration.ofSeconds(20));
            assertThat(Docker.inspect(project.containerId())
                            .at("/State/ExitCode")
                            .asInt())
                    .isZero();
            assertThat(project.log())
                    .containsSubsequence(
                            "ServerLife [] stopping", "Embedded Cassandra is stopped", "ServerLife [] stopped");
        } finally {
            project.up();
        }
    }

    @Test
    void killShouldLoseNothingThatWasAcknowledged() {
        Collection<String> accepted = new ConcurrentLinkedQueue<>();
        String container = project.containerId();
        CompletableFuture<Void> client = CompletableFuture.runAsync(() -> submitUntilCut(accepted));
        await().atMost(Duration.ofMinutes(1))
                .pollInterval(Duration.ofMillis(10))
                .until(() -> accepted.size() >= MESSAGES_BEFORE_KILL);

        project.kill(container);
        client.join();
        project.up();

        assertThat(accepted).as("submissions that the kill met").hasSizeLessThan(MOST_MESSAGES);
        Map<String, Long> stored = ContainerInbox.settled(project, inbox);
        assertThat(accepted)
                .allSatisfy(subject -> assertThat(stored.get(subject)).isEqualTo(1));
    }

    private static void submitUntilCut(Collection<String> accepted) {
        String address = inbox.email();
        try (SmtpConnection smtp = project.smtp(inbox)) {
            for (int i = 0; i < MOST_MESSAGES; i++) {
                String subject = Messages.uniqueSubject("before the kill");
                String reply = smtp.submit(address, List.of(address), Messages.message(address, address, subject));
                if (!reply.startsWith("250 ")) {
                    return;
                }
                accepted.add(subject);
                LockSupport.parkNanos(BETWEEN_MESSAGES.toNanos());
            }
        } catch (UncheckedIOException cut) {
            // what counts is what was accepted
        }
    }
}
