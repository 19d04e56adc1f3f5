package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.outbound.smtp.PostfixPrograms;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Mail that Postfix's client brings to port 25. */
class PostfixSourceTest {
    @RegisterExtension
    final ReceptionExtension server = new ReceptionExtension();

    @TempDir
    Path folder;

    private String send(String recipient) throws IOException, InterruptedException {
        Process source = PostfixPrograms.start(
                folder,
                "smtp-source",
                "-s",
                "4",
                "-m",
                "20",
                "-l",
                "20000",
                "-f",
                ReceptionExtension.OUTSIDER,
                "-t",
                recipient,
                "127.0.0.1:" + server.port());
        String output = new String(source.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return source.waitFor() == 0 ? "sent" : output;
    }

    @Test
    void messagesOnSeveralConnectionsShouldAllBeTaken() throws Exception {
        assertThat(send(ALICE)).isEqualTo("sent");

        assertThat(server.spool.mails()).hasSize(20).allSatisfy(mail -> {
            assertThat(mail.recipients()).containsExactly(ALICE);
            assertThat(mail.content()).contains("XXXX");
        });
    }

    @Test
    void nothingShouldBeRelayedForIt() throws Exception {
        assertThat(send("victim@example.com")).contains("550 5.7.1");

        assertThat(server.spool.mails()).isEmpty();
    }
}
