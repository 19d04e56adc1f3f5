package dev.agentpost.mail.integration.harness;

import static org.awaitility.Awaitility.await;

import dev.agentpost.mail.integration.harness.AgentPostCommand.Result;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a compose file of {@code docker/} brings up, on free ports of this machine. */
public final class ComposeProject implements AutoCloseable {
    private static final String MAIL = "mail";
    private static final Duration PATIENCE = Duration.ofMinutes(4);
    private static final Pattern QUEUED = Pattern.compile("\"size\":(\\d+)");
    private static final String ASK_FOR_QUEUE = "curl --silent --show-error --fail --noproxy '*' "
            + "-H \"Authorization: Bearer $(cat data/admin-token)\" http://127.0.0.1:8000/mailQueues/spool";

    private final List<String> compose = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();
    private final Path caFile;

    /** @param name of the project; what an earlier one of that name left is removed */
    public ComposeProject(String file, String name, Map<String, String> images) {
        compose.addAll(composeCommand());
        compose.addAll(List.of("-p", name, "-f", "docker/" + file));
        environment.putAll(images);
        environment.putAll(Docker.RELEASE);
        environment.put("DOCKER_BUILDKIT", "0");
        environment.put("COMPOSE_DOCKER_CLI_BUILD", "0");
        for (String port : List.of("SMTPS", "IMAPS", "MX", "API", "WEBADMIN")) {
            environment.put("HOST_" + port + "_PORT", "" + FreePorts.next());
        }
        caFile = Path.of("target", name + "-ca.pem").toAbsolutePath();
        close();
    }

    /** The plugin of docker, or the program that was there before. */
    private static List<String> composeCommand() {
        return Docker.tryRun("compose", "version").exit() == 0
                ? List.of("docker", "compose")
                : List.of("docker-compose");
    }

    /** The image that the file says how to build. */
    public void build() {
        run("build", MAIL);
    }

    /** Returns when the mail server is healthy. */
    public void up() {
        run("up", "-d", "--no-build");
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(500)).until(this::isHealthy);
        writeCaFile();
    }

    private boolean isHealthy() {
        String state = Docker.run("inspect", "-f", "{{.State.Status}} {{.State.Health.Status}}", containerId());
        if (!state.startsWith("running")) {
            throw new AssertionError("the container is " + state + "\n" + log());
        }
        return state.endsWith(" healthy");
    }

    private void writeCaFile() {
        try {
            Files.writeString(caFile, inMailContainer("cat", "data/tls/ca.pem"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops and removes the containers; the volumes stay. */
    public void down() {
        run("down");
    }

    public void stop() {
        run("stop");
    }

    /**
     * SIGKILL to all that runs in a container.
     *
     * @param container asked for before, so that the kill comes at once
     */
    public void kill(String container) {
        Docker.run("kill", "-s", "KILL", container);
    }

    /** How many mails the server still has to deliver, as its admin port says inside the container. */
    public int queued() {
        Matcher size = QUEUED.matcher(inMailContainer("sh", "-c", ASK_FOR_QUEUE));
        if (!size.find()) {
            throw new AssertionError("no size in the answer");
        }
        return Integer.parseInt(size.group(1));
    }

    public String containerId() {
        return run("ps", "-a", "-q", MAIL);
    }

    /** What was printed in the container of now, on standard output and standard error. */
    public String log() {
        RunningServer.Outcome outcome = Docker.tryRun("logs", containerId());
        return outcome.out() + outcome.err();
    }

    /** The first inbox with its key, as the first start prints it. */
    public TestInbox firstInbox() {
        return PrintedInbox.awaitIn(this::log);
    }

    /** What a program printed in the container of the mail server; it must end with 0. */
    public String inMailContainer(String... command) {
        List<String> all = new ArrayList<>(List.of("exec", "-T", MAIL));
        all.addAll(List.of(command));
        return run(all.toArray(new String[0]));
    }

    public SmtpConnection smtp(TestInbox inbox) {
        SmtpConnection smtp = new SmtpConnection(TlsConnection.open(port("SMTPS"), caFile));
        smtp.ehlo();
        smtp.login(inbox);
        return smtp;
    }

    public ImapConnection imap(TestInbox inbox) {
        ImapConnection imap = new ImapConnection(TlsConnection.open(port("IMAPS"), caFile));
        imap.login(inbox);
        return imap;
    }

    private int port(String name) {
        return Integer.parseInt(environment.get("HOST_" + name + "_PORT"));
    }

    /** Removes everything, the volumes too. */
    @Override
    public void close() {
        run("down", "-v", "--remove-orphans");
    }

    private String run(String... arguments) {
        List<String> command = new ArrayList<>(compose);
        command.addAll(List.of(arguments));
        Result result = AgentPostCommand.runAtHome(command, environment, PATIENCE);
        return result.orFail(String.join(" ", command)).out().strip();
    }
}
