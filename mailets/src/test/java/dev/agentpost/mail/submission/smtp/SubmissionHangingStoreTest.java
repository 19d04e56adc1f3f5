package dev.agentpost.mail.submission.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.inbox.InboxStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** "store or queue down: 451 4.3.0", when it does not even say that it is down. */
class SubmissionHangingStoreTest {
    private static final int THREADS = 2;

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension().with("maxExecutorCount", Integer.toString(THREADS));

    private static final String RECIPIENT = "RCPT TO:<" + BOB + ">\r\n";

    private List<SmtpClient> clients(int number) throws IOException {
        List<SmtpClient> clients = new ArrayList<>();
        for (int i = 0; i < number; i++) {
            clients.add(server.loggedIn());
        }
        clients.forEach(client -> client.command("MAIL FROM:<" + ALICE + ">"));
        return clients;
    }

    @Test
    void otherConnectionsShouldGoOnWhileAThreadIsFree() throws Exception {
        List<SmtpClient> others = clients(2 * THREADS);
        SmtpClient waiting = clients(1).get(0);
        server.outage.hang(InboxStore.class);
        waiting.sendRaw(RECIPIENT);

        others.forEach(client -> assertThat(client.command("NOOP")).startsWith("250 "));

        assertThat(waiting.hasAnswer()).isFalse();
        assertThat(waiting.read()).startsWith("451 4.3.0 ");
    }

    /** Those that wait for a thread wait no longer than those that have one. */
    @Test
    void allConnectionsShouldBePutOffTogether() throws Exception {
        List<SmtpClient> clients = clients(5 * THREADS);
        server.outage.hang(InboxStore.class);
        clients.forEach(client -> client.sendRaw(RECIPIENT));

        assertThat(clients.stream().map(SmtpClient::read)).allMatch(answer -> answer.startsWith("451 4.3.0 "));
    }

    /** Within the one patience of the client: one after the other they would take too long for it to listen. */
    @Test
    void pipelinedCommandsShouldBePutOffTogether() throws Exception {
        SmtpClient client = clients(1).get(0);
        server.outage.hang(InboxStore.class);

        client.sendRaw(RECIPIENT.repeat(20));

        assertThat(IntStream.range(0, 20).mapToObj(i -> client.read()))
                .allMatch(answer -> answer.startsWith("451 4.3.0 "));
    }

    /** What needs no store is answered, and is no reason to wait for one again. */
    @Test
    void pipelinedCommandsShouldBePutOffTogetherWhateverIsBetweenThem() throws Exception {
        SmtpClient client = clients(1).get(0);
        server.outage.hang(InboxStore.class);

        client.sendRaw((RECIPIENT + "NOOP\r\n").repeat(20));

        assertThat(IntStream.range(0, 40).mapToObj(i -> client.read().substring(0, 4)))
                .allMatch(code -> code.equals("451 ") || code.equals("250 "))
                .filteredOn("451 "::equals)
                .hasSize(20);
    }
}
