package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.agentpost.mail.admin.webadmin.AdminServer;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code agentpost alias} and {@code agentpost domain}. */
class DomainCommandTest {
    private static final String NAME = "acme.example.com";

    @TempDir
    Path folder;

    private AdminServer server;

    @BeforeEach
    void start() {
        server = new AdminServer(new Random(1));
        server.newOrganization("Acme");
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private CommandRun run(String... arguments) {
        return CommandRun.on(server, folder, arguments);
    }

    private String newInbox() {
        return run("inbox", "create", "alice", "--json").json().path("email").asText();
    }

    private void verified() {
        JsonNode proof =
                run("domain", "create", NAME, "--json").json().path("records").get(0);
        server.dns().txt(proof.path("name").asText(), proof.path("value").asText());
        assertThat(run("domain", "verify", NAME).exitCode()).isZero();
    }

    /** "with the DNS records to publish (MX, SPF, DKIM, DMARC, SRV) printed and checked one by one". */
    @Test
    void recordsShouldBePrintedOneByOne() {
        run("domain", "create", NAME);
        server.dns().mx(NAME, 10, "mail.example.org");

        String out = run("domain", "get", NAME).out();

        assertThat(out).containsPattern("(?m)^status +pending$");
        assertThat(out).containsPattern("(?m)^true +MX +acme.example.com +10 mail.example.org$");
        assertThat(out).containsPattern("(?m)^false +TXT +acme.example.com +v=spf1 mx ~all$");
        assertThat(out).containsPattern("(?m)^false +TXT +_agentpost.acme.example.com +agentpost-verification=");
        assertThat(out).containsPattern("(?m)^false +SRV +_imaps._tcp.acme.example.com +0 1 993 mail.example.org$");
    }

    @Test
    void missingProofShouldFailAndSayWhy() {
        run("domain", "create", NAME);

        CommandRun run = run("domain", "verify", NAME);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("_agentpost." + NAME);
    }

    @Test
    void domainShouldBeListedChangedAndDeleted() {
        String alice = newInbox();
        verified();

        assertThat(run("domain", "catch-all", NAME, alice))
                .extracting(CommandRun::err)
                .isEqualTo("");
        assertThat(run("domain", "list").out()).contains(NAME, "verified", alice);
        run("domain", "catch-all", NAME);
        assertThat(run("domain", "list").out()).doesNotContain(alice);
        assertThat(run("domain", "delete", NAME, "--yes").exitCode()).isZero();
        assertThat(run("domain", "list").out()).doesNotContain(NAME);
    }

    @Test
    void aliasShouldBeAddedListedAndDeleted() {
        String alice = newInbox();

        run("alias", "add", alice, "sales@shared.example");
        assertThat(run("alias", "list", alice).out()).contains("sales@shared.example", alice);
        assertThat(run("alias", "delete", alice, "sales@shared.example").exitCode())
                .isZero();
        assertThat(run("alias", "list", alice).out()).doesNotContain("sales@shared.example");
    }

    @Test
    void refusedAliasShouldSayWhy() {
        CommandRun run = run("alias", "add", newInbox(), "postmaster@shared.example");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("reserved");
    }
}
