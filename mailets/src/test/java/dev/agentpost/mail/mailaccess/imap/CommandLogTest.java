package dev.agentpost.mail.mailaccess.imap;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.agentpost.mail.logging.LogContext;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** Whose request a log line of IMAP belongs to. */
class CommandLogTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger("dev.agentpost.mail");
    private final Level before = logger.getLevel();
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    @TempDir
    private Path folder;

    @BeforeEach
    void listen() {
        LogContext.followSchedulers();
        log.start();
        logger.addAppender(log);
        logger.setLevel(Level.INFO);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(log);
        logger.setLevel(before);
    }

    private Map<String, String> contextOf(String text) {
        return List.copyOf(log.list).stream()
                .filter(event -> event.getFormattedMessage().contains(text))
                .findFirst()
                .orElseThrow()
                .getMDCPropertyMap();
    }

    @Test
    void refusalShouldSayWhose() throws Exception {
        try (TestImapServer server = TestImapServer.start(folder);
                ImapClient client = server.login(server.accounts.readKey)) {
            assertThat(client.status("CREATE Other")).startsWith("NO [NOPERM]");

            assertThat(contextOf("refused"))
                    .containsEntry("organization", server.accounts.acme.id().value())
                    .containsEntry("inbox", server.accounts.alice.id().value())
                    .containsEntry("key", server.accounts.readKey.stored().id().value())
                    .containsEntry("ip", "127.0.0.1")
                    .containsEntry("protocol", "IMAP")
                    .containsKey("sessionId");
            assertThat(List.copyOf(log.list))
                    .noneMatch(event -> event.getFormattedMessage().contains(server.accounts.readKey.text()));
        }
    }

    @Test
    void failedLoginShouldSayItsSessionOnly() throws Exception {
        try (TestImapServer server = TestImapServer.start(folder);
                ImapClient client = server.connect()) {
            client.status("LOGIN " + TestAccounts.ALICE.asString() + " "
                    + server.accounts.unknownSecret().reveal());

            assertThat(contextOf("refused")).containsKeys("sessionId", "ip").doesNotContainKeys("inbox", "key");
        }
    }
}
