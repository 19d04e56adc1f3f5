package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.mailboxstore.webadmin.ServedStore;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoreCommandTest {
    @TempDir
    Path folder;

    private ServedStore store;

    @BeforeEach
    void start() {
        store = new ServedStore();
    }

    @AfterEach
    void stop() {
        store.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(store.server(), folder, arguments);
    }

    @Nested
    class Check {
        @Test
        void soundStoreShouldBeToldInOneLine() {
            store.append();

            CommandRun run = run("store", "check");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines()).containsExactly("1 folders, 1 messages, 0 findings");
            assertThat(run.err()).isEmpty();
        }

        @Test
        void jsonShouldBeTheDetailsOfTheTask() {
            store.append();

            CommandRun run = run("store", "check", "--depth=bodies", "--json");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines()).hasSize(1);
            assertThat(run.json().path("type").asText()).isEqualTo("store-check");
            assertThat(run.json().path("depth").asText()).isEqualTo("bodies");
            assertThat(run.json().path("messages").asInt()).isEqualTo(1);
            assertThat(run.json().path("findings")).isEmpty();
        }

        @Test
        void findingShouldBeALineAndAnExitCode() {
            store.loseContent();

            CommandRun run = run("store", "check");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out().lines())
                    .hasSize(3)
                    .anyMatch(line -> line.matches("content_missing +alice@example\\.com +INBOX +1 .* false"));
            assertThat(run.err().lines())
                    .containsExactly("agentpost: 1 of 1 findings are not repaired; --repair mends what can be mended");
        }

        @Test
        void findingShouldBeAnExitCodeWithJson() {
            store.loseContent();

            CommandRun run = run("store", "check", "--json");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.out().lines()).hasSize(1);
            assertThat(run.json().path("findings").path(0).path("kind").asText())
                    .isEqualTo("content_missing");
        }

        @Test
        void findingThatWasRepairedShouldBeNoFailure() {
            store.loseFolder(ServedStore.OWNER);

            CommandRun run = run("store", "check", "--repair", "--json");

            assertThat(run.exitCode()).isZero();
            assertThat(run.json().path("findings").path(0).path("repaired").asBoolean())
                    .isTrue();
        }

        @Test
        void whatCannotBeRepairedShouldBeAFailure() {
            store.loseFolder(ServedStore.OWNER);
            store.loseContent();

            CommandRun run = run("store", "check", "--repair");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines()).containsExactly("agentpost: 1 of 2 findings are not repaired");
        }

        @Test
        void oneInboxShouldBeCheckedAlone() {
            store.loseContent();

            CommandRun run = run("store", "check", "--inbox=bob@example.com");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out()).startsWith("0 folders");
        }

        @Test
        void unknownDepthShouldBeRefused() {
            CommandRun run = run("store", "check", "--depth=deep");

            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err().lines()).hasSize(1).allMatch(line -> line.startsWith("agentpost: depth"));
        }
    }

    @Nested
    class Scavenge {
        @Test
        void whatWasRemovedShouldBeTold() {
            store.leaveContent(true);

            CommandRun run = run("store", "scavenge");

            assertThat(run.exitCode()).isZero();
            assertThat(run.out().lines()).anyMatch(line -> line.matches("removed +1"));
        }

        @Test
        void sweepShouldFindWhatNobodyReleased() {
            store.leaveContent(false);

            assertThat(run("store", "scavenge", "--json").json().path("removed").asInt(-1))
                    .isZero();
            assertThat(run("store", "scavenge", "--sweep", "--json")
                            .json()
                            .path("removed")
                            .asInt())
                    .isEqualTo(1);
        }
    }
}
