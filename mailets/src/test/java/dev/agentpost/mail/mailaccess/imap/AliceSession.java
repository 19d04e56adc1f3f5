package dev.agentpost.mail.mailaccess.imap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** For tests that need one session of an inbox with some mail, on a server of its own. */
abstract class AliceSession {
    @TempDir
    Path folder;

    TestImapServer server;
    ImapClient client;

    /** What is in INBOX before the login. */
    abstract List<String> mail();

    @BeforeEach
    void start() throws Exception {
        server = TestImapServer.start(folder);
        for (String message : mail()) {
            server.deliver(TestAccounts.ALICE, "INBOX", message);
        }
        client = server.login(server.accounts.aliceKey);
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }
}
