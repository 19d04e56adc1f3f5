package dev.agentpost.mail.integration.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Real clients: scripts in Python and Node that know the server as any user's program does. */
public final class ClientScripts {
    private static final String HOST = "localhost";
    private static final String KEY_PLACE = "<your API key>";
    private static final Duration PATIENCE = Duration.ofMinutes(15);
    private static final Path SOURCES = Path.of("src", "test").toAbsolutePath();
    private static final Path NODE_FOLDER = Path.of("target", "node").toAbsolutePath();
    private static final Path FILLED_IN = Path.of("target", "printed").toAbsolutePath();

    private ClientScripts() {}

    /** Runs {@code src/test/python/<script>} with the settings of a mail client; what it printed. */
    public static String python(
            String script,
            RunningServer server,
            TestInbox inbox,
            Map<String, String> more,
            String input,
            String... arguments) {
        Map<String, String> environment = settings(server, inbox);
        environment.putAll(more);
        List<String> command = new ArrayList<>();
        command.add(tool("python3"));
        command.add(SOURCES.resolve("python").resolve(script).toString());
        command.addAll(List.of(arguments));
        return run(command, environment, input);
    }

    /** Runs a printed example in Python with the certificate verified. */
    public static String printedPython(String example, RunningServer server, TestInbox inbox) {
        Path script = fillIn(SOURCES.resolve("python/printed").resolve(example), FILLED_IN, server, inbox);
        List<String> command =
                List.of(tool("python3"), SOURCES.resolve("python/verified.py").toString(), script.toString());
        return run(command, Map.of("SSL_CERT_FILE", server.caFile().toString()), "");
    }

    /** Runs {@code src/test/node/<script>} with the settings of a mail client; what it printed. */
    public static String node(String script, RunningServer server, TestInbox inbox, Map<String, String> more) {
        installNodePackages();
        Map<String, String> environment = settings(server, inbox);
        environment.putAll(more);
        return run(List.of(tool("node"), copyToNodeFolder(script).toString()), environment, "");
    }

    /** Runs a printed example in Node with the certificate verified. */
    public static String printedNode(String example, RunningServer server, TestInbox inbox) {
        installNodePackages();
        Path script = fillIn(SOURCES.resolve("node/printed").resolve(example), NODE_FOLDER, server, inbox);
        Map<String, String> environment =
                Map.of("NODE_EXTRA_CA_CERTS", server.caFile().toString());
        return run(List.of(tool("node"), script.toString()), environment, "");
    }

    /** Runs a program in Python that the server shows its users, with nothing but the key filled in. */
    public static String shownPython(String program, RunningServer server, TestInbox inbox) {
        Path script = write(FILLED_IN.resolve("shown.py"), withKey(program, inbox));
        return run(
                List.of(tool("python3"), script.toString()),
                Map.of("SSL_CERT_FILE", server.caFile().toString()),
                "");
    }

    /** Runs a program in Node that the server shows its users, with nothing but the key filled in. */
    public static String shownNode(String program, RunningServer server, TestInbox inbox) {
        installNodePackages();
        Path script = write(NODE_FOLDER.resolve("shown.mjs"), withKey(program, inbox));
        return run(
                List.of(tool("node"), script.toString()),
                Map.of("NODE_EXTRA_CA_CERTS", server.caFile().toString()),
                "");
    }

    private static String withKey(String program, TestInbox inbox) {
        if (!program.contains(KEY_PLACE)) {
            throw new AssertionError("no place for the key in: " + program);
        }
        return program.replace(KEY_PLACE, inbox.key());
    }

    private static Path write(Path file, String content) {
        try {
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Map<String, String> settings(RunningServer server, TestInbox inbox) {
        Map<String, String> settings = new HashMap<>();
        settings.put("SMTP_HOST", HOST);
        settings.put("SMTP_PORT", "" + server.smtpsPort());
        settings.put("SMTP_USER", inbox.email());
        settings.put("SMTP_PASS", inbox.key());
        settings.put("IMAP_HOST", HOST);
        settings.put("IMAP_PORT", "" + server.imapsPort());
        settings.put("CA_FILE", server.caFile().toString());
        settings.put("NODE_EXTRA_CA_CERTS", server.caFile().toString());
        return settings;
    }

    /** The example as printed, with nothing changed but host, port, address and key. */
    private static Path fillIn(Path example, Path folder, RunningServer server, TestInbox inbox) {
        try {
            String filled = Files.readString(example)
                    .replace("support-a1b2c3@shared.agent-post.dev", inbox.email())
                    .replace("ap_sk_your_api_key_here", inbox.key())
                    .replace("smtp.agent-post.dev", HOST)
                    .replace("imap.agent-post.dev", HOST)
                    .replaceAll("\\b465\\b", "" + server.smtpsPort())
                    .replaceAll("\\b993\\b", "" + server.imapsPort());
            Files.createDirectories(folder);
            return Files.writeString(folder.resolve("printed-" + example.getFileName()), filled);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path copyToNodeFolder(String file) {
        try {
            Files.createDirectories(NODE_FOLDER);
            return Files.copy(
                    SOURCES.resolve("node").resolve(file),
                    NODE_FOLDER.resolve(file),
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** {@code npm ci}, unless an earlier run installed the same lock file. */
    private static synchronized void installNodePackages() {
        try {
            Path installed = NODE_FOLDER.resolve("installed.json");
            Path wanted = SOURCES.resolve("node/package-lock.json");
            if (Files.exists(installed) && Files.mismatch(installed, wanted) < 0) {
                return;
            }
            copyToNodeFolder("package.json");
            copyToNodeFolder("package-lock.json");
            progress("npm ci: the Node mail libraries, into " + NODE_FOLDER);
            run(
                    List.of(
                            tool("npm"),
                            "ci",
                            "--ignore-scripts",
                            "--no-audit",
                            "--no-fund",
                            "--fetch-retries=5",
                            "--prefix",
                            NODE_FOLDER.toString()),
                    Map.of(),
                    "");
            Files.copy(wanted, installed, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A line for whoever watches the build; file descriptor 1 of a forked JVM belongs to its channel with Maven. */
    public static void progress(String line) {
        System.err.println("[integration-tests] " + line);
    }

    private static String tool(String name) {
        return Stream.of(System.getenv("PATH").split(":"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not on the PATH, and these tests need it"))
                .toString();
    }

    private static String run(List<String> command, Map<String, String> environment, String input) {
        return AgentPostCommand.run(command, environment, input, PATIENCE)
                .orFail(String.join(" ", command))
                .out();
    }
}
