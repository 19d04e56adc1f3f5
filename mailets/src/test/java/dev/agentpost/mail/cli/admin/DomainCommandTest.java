package dev.agentpost.mail.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code agentpost alias} and {@code agentpost domain}. */
class DomainCommandTest {
    private static final String NAME = "acme.example.com";

    @RegisterExtension
    final AdminCommands commands = AdminCommands.ofAcme();

    private String newInbox() {
        return commands.run("inbox", "create", "alice", "--json")
                .json()
                .path("email")
                .asText();
    }

    private void verified() {
        JsonNode proof = commands.run("domain", "create", NAME, "--json")
                .json()
                .path("records")
                .get(0);
        commands.server()
                .dns()
                .txt(proof.path("name").asText(), proof.path("value").asText());
        assertThat(commands.run("domain", "verify", NAME).exitCode()).isZero();
    }

    /** "with the DNS records to publish (MX, SPF, DKIM, DMARC, SRV) printed and checked one by one". */
    @Test
    void recordsShouldBePrintedOneByOne() {
        commands.run("domain", "create", NAME);
        commands.server().dns().mx(NAME, 10, "mail.example.org");

        String out = commands.run("domain", "get", NAME).out();

        assertThat(out).containsPattern("(?m)^status +pending$");
        assertThat(out).containsPattern("(?m)^true +MX +acme.example.com +10 mail.example.org$");
        assertThat(out).containsPattern("(?m)^false +TXT +acme.example.com +v=spf1 mx ~all$");
        assertThat(out).containsPattern("(?m)^false +TXT +_agentpost.acme.example.com +agentpost-verification=");
        assertThat(out).containsPattern("(?m)^false +SRV +_imaps._tcp.acme.example.com +0 1 993 mail.example.org$");
    }

    @Test
    void recordsOfTheSharedDomainShouldBePrintedWithoutAName() {
        String out = commands.run("domain", "get").out();

        assertThat(out).containsPattern("(?m)^domain +shared.example$");
        assertThat(out).containsPattern("(?m)^false +MX +shared.example +10 mail.example.org$");
        assertThat(out).containsPattern("(?m)^false +TXT +agentpost1._domainkey.shared.example +v=DKIM1; k=rsa; p=");
    }

    /** Whatever organizations there are: it is nobody's. */
    @Test
    void sharedDomainShouldBeKnownByItsName() {
        commands.server().newOrganization("Other");

        CommandRun run = commands.run("domain", "get", "Shared.example", "--json");

        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.json().path("records").findValuesAsText("purpose")).contains("mx", "dkim");
    }

    @Test
    void nameThatIsNobodysShouldNotBeTheSharedDomain() {
        CommandRun run = commands.run("domain", "get", "other.example.com");

        assertThat(run.exitCode()).isEqualTo(4);
        assertThat(run.err()).contains("other.example.com");
    }

    @Test
    void missingProofShouldFailAndSayWhy() {
        commands.run("domain", "create", NAME);

        CommandRun run = commands.run("domain", "verify", NAME);

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("_agentpost." + NAME);
    }

    @Test
    void domainShouldBeListedChangedAndDeleted() {
        String alice = newInbox();
        verified();

        assertThat(commands.run("domain", "catch-all", NAME, alice))
                .extracting(CommandRun::err)
                .isEqualTo("");
        assertThat(commands.run("domain", "list").out()).contains(NAME, "verified", alice);
        commands.run("domain", "catch-all", NAME);
        assertThat(commands.run("domain", "list").out()).doesNotContain(alice);
        assertThat(commands.run("domain", "delete", NAME, "--yes").exitCode()).isZero();
        assertThat(commands.run("domain", "list").out()).doesNotContain(NAME);
    }

    @Test
    void aliasShouldBeAddedListedAndDeleted() {
        String alice = newInbox();

        commands.run("alias", "add", alice, "sales@shared.example");
        assertThat(commands.run("alias", "list", alice).out()).contains("sales@shared.example", alice);
        assertThat(commands.run("alias", "delete", alice, "sales@shared.example", "--yes")
                        .exitCode())
                .isZero();
        assertThat(commands.run("alias", "list", alice).out()).doesNotContain("sales@shared.example");
    }

    @Test
    void refusedAliasShouldSayWhy() {
        CommandRun run = commands.run("alias", "add", newInbox(), "postmaster@shared.example");

        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("reserved");
    }
}
