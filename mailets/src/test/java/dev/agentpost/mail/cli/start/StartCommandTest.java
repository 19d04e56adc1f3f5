package dev.agentpost.mail.cli.start;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.agentpost.mail.cli.CommandRun;
import dev.agentpost.mail.cli.StatusCommand;
import dev.agentpost.mail.cli.StopCommand;
import dev.agentpost.mail.server.configuration.ServerSettings;
import dev.agentpost.mail.server.configuration.WrittenSettings;
import dev.agentpost.mail.server.state.DataFolderLock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 120, unit = TimeUnit.SECONDS)
class StartCommandTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    Path parent;

    private Path data;
    private Map<String, String> variables;

    @BeforeAll
    static void setUpInstallation() {
        System.setProperty(
                "agentpost.home", Path.of("..").toAbsolutePath().normalize().toString());
    }

    @BeforeEach
    void setUp() {
        data = parent.resolve("data folder");
        variables = new HashMap<>(System.getenv());
        variables.keySet().retainAll(List.of("PATH", "JAVA_HOME", "HOME"));
        variables.putAll(FreePorts.settings());
    }

    @AfterEach
    void tearDown() throws IOException {
        DataFolderLock.holder(data).flatMap(ProcessHandle::of).ifPresent(ProcessHandle::destroyForcibly);
    }

    @Nested
    class Ready {
        @Test
        void jsonShouldBeOneLineThatSaysHowToConnect() throws IOException {
            CommandRun run = start("--json");

            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(run.out().lines()).hasSize(1);
            JsonNode message = JSON.readTree(run.out());
            assertThat(message.fieldNames())
                    .toIterable()
                    .containsExactly(
                            "status",
                            "smtps",
                            "imaps",
                            "mx",
                            "webadmin",
                            "api",
                            "admin_token_file",
                            "ca_file",
                            "first_inbox",
                            "first_key");
            assertThat(message.path("status").asText()).isEqualTo("ready");
            assertThat(message.path("smtps").asText()).isEqualTo(variables.get("SMTPS_PORT"));
            assertThat(message.path("imaps").asText()).isEqualTo(variables.get("IMAPS_PORT"));
            assertThat(message.path("webadmin").asText()).isEqualTo(variables.get("WEBADMIN_PORT"));
            assertThat(message.path("mx").asText()).isEqualTo(variables.get("MX_PORT"));
            assertThat(message.path("api").asText()).isEqualTo(variables.get("API_PORT"));
            assertThat(Path.of(message.path("admin_token_file").asText())).isEqualTo(data.resolve("admin-token"));
            assertThat(Path.of(message.path("ca_file").asText())).isRegularFile();
            assertThat(message.path("first_inbox").asText()).matches("agent-[a-z0-9]{6}@shared\\.example");
            assertThat(message.path("first_key").asText()).startsWith("ap_sk_");
        }

        @Test
        void laterStartShouldShowTheInboxAndNoKey() throws IOException {
            JsonNode first = JSON.readTree(start("--json").out());
            CommandRun.of(new StopCommand(), "--data", data.toString());

            JsonNode later = JSON.readTree(start("--json").out());

            assertThat(later.path("first_inbox")).isEqualTo(first.path("first_inbox"));
            assertThat(later.path("first_key").isNull()).isTrue();
        }

        @Test
        void textShouldHaveWhatIsTypedIntoAMailClient() {
            variables.put("PUBLIC_HOST", "mail.example.org");
            variables.put("PUBLIC_SMTPS_PORT", "465");

            CommandRun run = start();

            assertThat(run.out())
                    .contains("Outgoing (SMTP)  mail.example.org, port 465, SSL/TLS")
                    .contains("Incoming (IMAP)  mail.example.org, port " + variables.get("IMAPS_PORT") + ", SSL/TLS")
                    .containsPattern("User name +agent-[a-z0-9]{6}@shared\\.example")
                    .containsPattern("Password +ap_sk_")
                    .containsPattern("Outbound mail +sink");
        }

        @Test
        void progressShouldGoToStandardError() {
            CommandRun run = start();

            assertThat(run.err()).contains("pretending to start Cassandra").contains("ready");
        }

        @Test
        void statusShouldBeReady() throws IOException {
            start();

            CommandRun run = CommandRun.of(new StatusCommand(), "--json", "--data", data.toString());

            assertThat(run.exitCode()).isZero();
            JsonNode status = JSON.readTree(run.out());
            assertThat(status.fieldNames()).toIterable().containsExactly("state", "ports", "versions", "pids");
            assertThat(status.path("state").asText()).isEqualTo("ready");
            assertThat(status.path("ports").path("smtps").asText()).isEqualTo(variables.get("SMTPS_PORT"));
            assertThat(status.path("pids").path("server").asLong())
                    .isEqualTo(DataFolderLock.holder(data).orElseThrow());
        }

        @Test
        void secondStartShouldBeRefusedNamingTheProcess() throws IOException {
            start();
            long pid = DataFolderLock.holder(data).orElseThrow();

            CommandRun run = start();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly("agentpost: a server runs on the data folder " + data + " already, process " + pid
                            + ": stop it with agentpost stop, or give another --data");
            assertThat(DataFolderLock.holder(data)).contains(pid);
        }

        @Test
        void typingErrorInASettingShouldBeWarnedOf() {
            variables.put("SMTP_PORT", "465");

            assertThat(start().err()).contains("warning: SMTP_PORT is not a setting");
        }

        @Test
        void adminInterfaceOffLoopbackShouldBeWarnedOf() {
            variables.put("BIND_ADDRESS", "0.0.0.0");
            variables.put("API_TLS", "proxy");

            assertThat(start().err())
                    .contains("warning: BIND_ADDRESS is 0.0.0.0, and the admin interface on port "
                            + variables.get("WEBADMIN_PORT") + " (WEBADMIN_PORT) has no TLS");
        }

        @Test
        void adminInterfaceOnLoopbackShouldNotBeWarnedOf() {
            assertThat(start().err()).contains("ready").doesNotContain("warning");
        }

        @Test
        void settingOfTheFileShouldReachTheServer() throws IOException {
            String port = variables.remove("SMTPS_PORT");
            writeSettings("SMTPS_PORT=" + port);

            JsonNode message = JSON.readTree(startWithFile("--json").out());

            assertThat(message.path("smtps").asText()).isEqualTo(port);
        }

        @Test
        void relativePathsOfSettingsShouldBeginWhereTheCommandIsCalled() throws IOException {
            Path token = Path.of("target", "token-" + variables.get("SMTPS_PORT"));
            variables.put("ADMIN_TOKEN_FILE", token.toString());

            JsonNode message = JSON.readTree(start("--json").out());

            assertThat(message.path("admin_token_file").asText())
                    .isEqualTo(token.toAbsolutePath().toString());
            Files.delete(token);
        }
    }

    @Nested
    class Deadline {
        @Test
        void embeddedCassandraShouldAddNothing() {
            assertThat(StartCommand.deadline(ServerSettings.from(Map.of("CASSANDRA_WAIT_SECONDS", "100"))))
                    .isEqualTo(StartProgress.DEADLINE);
        }

        /** For its first node, and then for those that a new keyspace needs. */
        @Test
        void clusterShouldBeWaitedForTwice() {
            Map<String, String> cluster =
                    Map.of("CASSANDRA_CONTACT_POINTS", "cassandra.example.org", "CASSANDRA_WAIT_SECONDS", "100");

            assertThat(StartCommand.deadline(ServerSettings.from(cluster)))
                    .isEqualTo(StartProgress.DEADLINE.plusSeconds(200));
        }
    }

    @Nested
    class Trouble {
        @Test
        void failureShouldBeOneLineFromTheServer() {
            variables.put(StandInServer.TROUBLE, StandInServer.FAILS);

            CommandRun run = start();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(lastLine(run))
                    .isEqualTo("agentpost: the server could not start: the database is on strike (log: "
                            + data.resolve("logs/server.log") + ")");
        }

        @Test
        void deathShouldBeToldWithTheLastWords() {
            variables.put(StandInServer.TROUBLE, StandInServer.DIES);

            CommandRun run = start();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(lastLine(run)).startsWith("agentpost: the server could not start: last words (log: ");
        }

        @Test
        void portThatDoesNotGreetShouldEndTheServer() throws IOException {
            variables.put(StandInServer.TROUBLE, StandInServer.GREETS_WRONGLY);

            CommandRun run = start();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(lastLine(run))
                    .isEqualTo("agentpost: the server answers on port " + variables.get("SMTPS_PORT")
                            + " (SMTPS_PORT) with: 421 go away");
            assertThat(DataFolderLock.holder(data)).isEmpty();
        }

        @Test
        void startThatWasCutOffShouldBeGoneOnWith() throws IOException {
            new FirstInboxMarker.File(Files.createDirectories(data)).write(FirstInboxMarker.begun());

            JsonNode message = JSON.readTree(start("--json").out());

            assertThat(message.path("first_key").asText()).startsWith("ap_sk_");
        }

        @Test
        void variableThatIsNoSettingOfOursShouldBeRefused() {
            variables.put("TRASH_RETENTION", "7");

            CommandRun run = start();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly("agentpost: TRASH_RETENTION is not a setting: is TRASH_RETENTION_DAYS meant?");
            assertThat(data).doesNotExist();
        }

        @Test
        void nameInTheFileThatIsNoSettingShouldBeRefused() throws IOException {
            Path file = writeSettings("SMTP_PORT=465");

            CommandRun run = startWithFile();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly("agentpost: " + file + ": SMTP_PORT is not a setting: is SMTPS_PORT meant?");
            assertThat(data).doesNotExist();
        }

        @Test
        void fileThatCannotBeReadShouldBeNamed() throws IOException {
            Path file = writeSettings("SMTPS_PORT");

            CommandRun run = startWithFile();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly("agentpost: " + file + ": line 1 is not of the form NAME=value");
        }

        @Test
        void badSettingShouldBeRefusedBeforeAnythingIsMade() {
            variables.put("SMTPS_PORT", "many");

            CommandRun run = start();

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines())
                    .containsExactly("agentpost: SMTPS_PORT=many is not allowed: a port from 1 to 65535 is expected");
            assertThat(data).doesNotExist();
        }
    }

    private CommandRun start(String... more) {
        return start(new StartCommand(variables, StandInServer.class.getName()), more);
    }

    private Path writeSettings(String line) throws IOException {
        Path folder = Files.createDirectories(parent.resolve("james-conf"));
        return Files.writeString(folder.resolve(WrittenSettings.FILE), line + "\n");
    }

    private CommandRun startWithFile(String... more) {
        Path folder = parent.resolve("james-conf");
        return start(
                new StartCommand(() -> WrittenSettings.read(variables, folder), StandInServer.class.getName()), more);
    }

    private CommandRun start(StartCommand command, String... more) {
        String[] arguments = new String[more.length + 2];
        arguments[0] = "--data";
        arguments[1] = data.toString();
        System.arraycopy(more, 0, arguments, 2, more.length);
        return CommandRun.of(command, arguments);
    }

    private static String lastLine(CommandRun run) {
        Optional<String> last = run.err().lines().reduce((first, second) -> second);
        return last.orElse("");
    }
}
