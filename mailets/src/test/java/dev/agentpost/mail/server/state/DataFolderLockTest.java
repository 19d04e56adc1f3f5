package dev.agentpost.mail.server.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderLockTest {
    @TempDir
    Path dataFolder;

    @Test
    void holderShouldBeEmptyWhenNoServerEverRan() throws IOException {
        assertThat(DataFolderLock.holder(dataFolder)).isEmpty();
    }

    @Test
    void holderShouldBeTheProcessThatAcquiredTheLock() throws IOException {
        try (DataFolderLock lock = DataFolderLock.acquire(dataFolder).orElseThrow()) {
            assertThat(DataFolderLock.holder(dataFolder))
                    .contains(ProcessHandle.current().pid());
        }
    }

    @Test
    void holderShouldBeEmptyAfterTheLockIsClosed() throws IOException {
        DataFolderLock.acquire(dataFolder).orElseThrow().close();

        assertThat(DataFolderLock.holder(dataFolder)).isEmpty();
    }

    @Test
    void acquireShouldBeRefusedWhileTheLockIsHeld() throws IOException {
        try (DataFolderLock lock = DataFolderLock.acquire(dataFolder).orElseThrow()) {
            assertThat(DataFolderLock.acquire(dataFolder)).isEmpty();
        }
    }

    @Test
    void lockShouldBeSeenByAnotherProcess() throws Exception {
        try (DataFolderLock lock = DataFolderLock.acquire(dataFolder).orElseThrow()) {
            DataFolderLock.acquire(dataFolder);

            assertThat(askAnotherProcess())
                    .isEqualTo("Optional[" + ProcessHandle.current().pid() + "]");
        }
    }

    @Test
    void lockShouldBeFreeForAnotherProcessAfterItIsClosed() throws Exception {
        DataFolderLock.acquire(dataFolder).orElseThrow().close();

        assertThat(askAnotherProcess()).isEqualTo("Optional.empty");
    }

    @Test
    void acquireShouldCreateTheFolder() throws IOException {
        Path missing = dataFolder.resolve("a/b");

        try (DataFolderLock lock = DataFolderLock.acquire(missing).orElseThrow()) {
            assertThat(Files.readString(missing.resolve("server.lock")).strip())
                    .isEqualTo(Long.toString(ProcessHandle.current().pid()));
        }
    }

    private String askAnotherProcess() throws Exception {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        AskForHolder.class.getName(),
                        dataFolder.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return answer.strip();
    }

    /** Started as a process of its own. */
    public static final class AskForHolder {
        private AskForHolder() {}

        public static void main(String[] arguments) throws IOException {
            System.out.println(DataFolderLock.holder(Path.of(arguments[0])));
        }
    }
}
