package dev.agentpost.mail.integration.harness;

import com.github.dockerjava.api.command.CreateContainerCmd;
import com.github.dockerjava.api.model.Capability;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.testcontainers.containers.Container.ExecResult;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** The image in a container that is allowed nothing it does not need, and no program may be run from its {@code /tmp}. */
public final class MailContainer implements AutoCloseable {
    private static final int SMTPS = 465;
    private static final int IMAPS = 993;
    private static final long MEBIBYTE = 1024L * 1024;
    private static final Duration PATIENCE = Duration.ofMinutes(4);

    private final GenericContainer<?> container;
    private final Path caFile = Path.of("target", "container-ca.pem").toAbsolutePath();

    private MailContainer(GenericContainer<?> container) {
        this.container = container;
    }

    /** Returns when it is healthy. */
    public static MailContainer start(long memoryMebibytes) {
        GenericContainer<?> container = new GenericContainer<>(DockerImageName.parse(Docker.image()))
                .withImagePullPolicy(image -> false)
                .withExposedPorts(SMTPS, IMAPS)
                .withTmpFs(Map.of("/tmp", "rw,noexec,nosuid"))
                .withCreateContainerCmdModifier(command -> restrict(command, memoryMebibytes * MEBIBYTE))
                .waitingFor(Wait.forHealthcheck().withStartupTimeout(PATIENCE));
        MailContainer started = new MailContainer(container);
        try {
            container.start();
            Files.writeString(started.caFile, started.run("cat", "data/tls/ca.pem"));
            return started;
        } catch (IOException e) {
            started.close();
            throw new UncheckedIOException(e);
        }
    }

    private static void restrict(CreateContainerCmd command, long memory) {
        command.getHostConfig()
                .withMemory(memory)
                .withReadonlyRootfs(true)
                .withCapDrop(Capability.ALL)
                .withSecurityOpts(List.of("no-new-privileges:true"))
                .withSysctls(Map.of("net.ipv4.ip_unprivileged_port_start", "0"));
    }

    public String id() {
        return container.getContainerId();
    }

    /** What was printed on standard output and standard error. */
    public String log() {
        return container.getLogs();
    }

    public TestInbox firstInbox() {
        return PrintedInbox.awaitIn(this::log);
    }

    /** What a program printed inside; it must end with 0. */
    public String run(String... command) {
        try {
            ExecResult result = container.execInContainer(command);
            if (result.getExitCode() != 0) {
                throw new AssertionError(String.join(" ", command) + ": " + result.getStderr());
            }
            return result.getStdout();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    public SmtpConnection smtp(TestInbox inbox) {
        SmtpConnection smtp = new SmtpConnection(TlsConnection.open(container.getMappedPort(SMTPS), caFile));
        smtp.ehlo();
        smtp.login(inbox);
        return smtp;
    }

    public ImapConnection imap(TestInbox inbox) {
        ImapConnection imap = new ImapConnection(TlsConnection.open(container.getMappedPort(IMAPS), caFile));
        imap.login(inbox);
        return imap;
    }

    @Override
    public void close() {
        container.stop();
    }
}
