package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What tests of submitted messages have in common: Alice is logged in. */
abstract class MessageSubmission {
    static final String FROM = "From: " + ALICE + "\r\n";
    static final String HEADER = FROM + "To: " + BOB + "\r\nSubject: hello\r\n";
    static final String ACCEPTED = "250 2\\.6\\.0 [0-9A-HJKMNP-TV-Z]{26} accepted";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension().with("maxMessageBytes", "3000000");

    SmtpClient client;

    @BeforeEach
    void logIn() throws IOException {
        client = server.loggedIn();
    }

    String send(String content) {
        return client.send(ALICE, BOB, content);
    }

    TestSpool.Spooled spooled() {
        assertThat(server.spool.mails()).hasSize(1);
        return server.spool.mails().get(0);
    }
}
