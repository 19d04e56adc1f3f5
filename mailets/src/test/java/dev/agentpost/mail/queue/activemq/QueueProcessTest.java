package dev.agentpost.mail.queue.activemq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.queue.api.MailQueue.MailQueueItem;
import org.apache.james.server.core.MimeMessageInputStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Flux;

/** What only a process of its own can show. */
class QueueProcessTest {
    private static final int MAILS_BEFORE_THE_KILL = 200;
    private static final int LARGE_BODY_BYTES = 70 << 20;
    private static final String SMALL_HEAP = "-Xmx64m";

    @TempDir
    Path folder;

    @RepeatedTest(3)
    void everyAcceptedMailShouldBeThereAfterAKill() throws Exception {
        Process process = java("-Xmx256m", EnqueueUntilKilled.class, folder.toString());
        Set<String> accepted = new HashSet<>();
        try (BufferedReader output = output(process)) {
            String line = output.readLine();
            while (line != null) {
                if (line.startsWith(EnqueueUntilKilled.ACCEPTED)) {
                    accepted.add(line.substring(EnqueueUntilKilled.ACCEPTED.length()));
                }
                if (accepted.size() == MAILS_BEFORE_THE_KILL) {
                    // SIGKILL on Linux; by way of the handle, since the process itself would close its streams.
                    process.toHandle().destroyForcibly();
                }
                line = output.readLine();
            }
        }
        process.waitFor();

        assertThat(accepted).hasSizeGreaterThanOrEqualTo(MAILS_BEFORE_THE_KILL);
        assertThat(queued(folder)).containsAll(accepted);
    }

    private static Set<String> queued(Path folder) throws Exception {
        Set<String> names = new HashSet<>();
        try (QueueFixture queues = new QueueFixture(folder, Clock.systemUTC())) {
            long size = queues.spool().getSize();
            List<MailQueueItem> items =
                    Flux.from(queues.spool().deQueue()).take(size).collectList().block(QueueFixture.PATIENCE);
            for (MailQueueItem item : items) {
                try (var content = new MimeMessageInputStream(item.getMail().getMessage())) {
                    assertThat(content.readAllBytes()).hasSizeGreaterThan(500);
                }
                names.add(item.getMail().getName());
                item.done(MailQueueItem.CompletionStatus.SUCCESS);
            }
        }
        return names;
    }

    @Test
    void memoryShouldNotGrowWithTheSizeOfAMail() throws Exception {
        Process process =
                java(SMALL_HEAP, EnqueueLargeMail.class, folder.toString(), Integer.toString(LARGE_BODY_BYTES));

        List<String> digests;
        try (BufferedReader output = output(process)) {
            digests =
                    output.lines().filter(line -> line.matches("[0-9a-f]{64}")).toList();
        }

        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(digests).hasSize(2);
        assertThat(digests.get(1)).isEqualTo(digests.get(0));
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void brokerShouldListenNowhere() throws Exception {
        Set<String> before = listeningSockets();

        try (QueueFixture queues = new QueueFixture(folder, Clock.systemUTC())) {
            queues.spool().enQueue(QueueFixture.mail("mail", 1));

            assertThat(before).containsAll(listeningSockets());
        }
    }

    /** The inodes of the TCP sockets of this process that listen (state 0A in proc(5)). */
    private static Set<String> listeningSockets() throws IOException {
        Set<String> own = new HashSet<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                target(descriptor).ifPresent(own::add);
            }
        }
        List<String> sockets = new ArrayList<>(Files.readAllLines(Path.of("/proc/self/net/tcp")));
        if (Files.exists(Path.of("/proc/self/net/tcp6"))) {
            sockets.addAll(Files.readAllLines(Path.of("/proc/self/net/tcp6")));
        }
        return sockets.stream()
                .map(line -> line.trim().split("\\s+"))
                .filter(fields -> fields.length > 9 && fields[3].equals("0A"))
                .map(fields -> fields[9])
                .filter(inode -> own.contains("socket:[" + inode + "]"))
                .collect(Collectors.toSet());
    }

    /** Nothing of a descriptor that was closed meanwhile. */
    private static Optional<String> target(Path descriptor) throws IOException {
        try {
            return Optional.of(Files.readSymbolicLink(descriptor).toString());
        } catch (NoSuchFileException | NotLinkException e) {
            return Optional.empty();
        }
    }

    private static Process java(String heap, Class<?> main, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                main.getName()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
