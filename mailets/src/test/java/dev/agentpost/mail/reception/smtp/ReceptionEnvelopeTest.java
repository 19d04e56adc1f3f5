package dev.agentpost.mail.reception.smtp;

import static dev.agentpost.mail.reception.smtp.ReceptionExtension.ALICE;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.BOB;
import static dev.agentpost.mail.reception.smtp.ReceptionExtension.OUTSIDER;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxStore;
import dev.agentpost.mail.organization.OrganizationStatus;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Product section 4, port 25: who may be written to, and that nothing is relayed. */
class ReceptionEnvelopeTest {
    private static final String MAIL = "MAIL FROM:<" + OUTSIDER + ">";

    @RegisterExtension
    final ReceptionExtension server = new ReceptionExtension();

    private SmtpClient client;

    @BeforeEach
    void begin() throws IOException {
        client = server.greeted();
        client.command(MAIL);
    }

    private String rcpt(String address) {
        return client.command("RCPT TO:<" + address + ">");
    }

    @Nested
    class Recipients {
        @ParameterizedTest
        @ValueSource(strings = {ALICE, "ALICE-A1B2C3@Shared.LocalHost", "alice-a1b2c3+tag@shared.localhost"})
        void inboxShouldBeTaken(String address) {
            assertThat(rcpt(address)).startsWith("250 2.1.5 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "nobody@shared.localhost",
                    "\"nobody here\"@shared.localhost",
                    "\"a@b\"@shared.localhost",
                    "\"a\\\"b\"@shared.localhost",
                    "alice@shared.localhost"
                })
        void unknownRecipientShouldBeRefusedForGood(String address) {
            assertThat(rcpt(address)).startsWith("550 5.1.1 ");
            assertThat(rcpt(ALICE)).startsWith("250 2.1.5 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "alice",
                    "",
                    "@shared.localhost",
                    "alice@",
                    "a b@shared.localhost",
                    "a..b@shared.localhost",
                    "alice@shared..localhost",
                    "alice@shared.localhost.",
                    "\"unclosed@shared.localhost",
                    "hostmaster"
                })
        void malformedRecipientShouldBeRefusedForGood(String address) {
            assertThat(rcpt(address)).startsWith("501 5.1.3 ");
            assertThat(rcpt(ALICE)).startsWith("250 2.1.5 ");
        }

        @Test
        void fullInboxShouldBeRefusedForNow() {
            server.fullInboxes.add(server.alice.email());

            assertThat(rcpt(ALICE)).startsWith("452 4.2.2 ");
            assertThat(rcpt(BOB)).startsWith("250 2.1.5 ");
        }

        @Test
        void suspendedOrganizationShouldBeRefusedForNow() {
            Inbox other = server.inbox(server.organization("Other"), "carol-g7h8j9@shared.localhost");
            server.organizations
                    .update(server.acme.id(), Optional.empty(), Optional.of(OrganizationStatus.SUSPENDED))
                    .block();

            assertThat(rcpt(ALICE)).startsWith("450 4.2.1 ");
            assertThat(rcpt(other.email().asString())).startsWith("250 2.1.5 ");
        }

        @Test
        void pausedInboxShouldGoOnReceiving() {
            server.inboxes
                    .update(server.alice.email(), Optional.of(true), Optional.empty())
                    .block();

            assertThat(rcpt(ALICE)).startsWith("250 2.1.5 ");
        }

        /** RFC 5321 section 4.5.1. */
        @ParameterizedTest
        @ValueSource(strings = {"Postmaster", "postmaster@shared.localhost", "ABUSE@shared.localhost"})
        void operatorShouldBeReachable(String address) {
            assertThat(rcpt(address)).startsWith("250 2.1.5 ");
        }

        @Test
        void operatorOfAnotherDomainShouldBeRelaying() {
            assertThat(rcpt("postmaster@example.com")).startsWith("550 5.7.1 ");
        }

        @Test
        void hundredRecipientsShouldBeTheMost() {
            IntStream.range(0, 99).forEach(i -> assertThat(rcpt("alice-a1b2c3+" + i + "@shared.localhost"))
                    .startsWith("250 "));

            assertThat(rcpt(BOB)).startsWith("250 ");
            assertThat(rcpt(ALICE)).startsWith("452 4.5.3 ");
            assertThat(rcpt(BOB)).startsWith("250 ");
        }

        @Test
        void storeThatIsDownShouldBeATemporaryNo() {
            server.outage.begin(InboxStore.class);

            assertThat(rcpt(ALICE)).startsWith("451 4.3.0 ");

            server.outage.end();
            assertThat(rcpt(ALICE)).startsWith("250 2.1.5 ");
        }

        @Test
        void twentyFirstRefusedRecipientShouldEndTheConnection() {
            IntStream.range(0, 20).forEach(i -> assertThat(rcpt("nobody" + i + "@shared.localhost"))
                    .startsWith("550 5.1.1 "));

            assertThat(rcpt("nobody@shared.localhost")).startsWith("421 4.7.0 ");
            assertThat(client.isClosedByServer()).isTrue();
        }
    }

    @Nested
    class OpenRelay {
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "victim@example.com",
                    "victim@sub.shared.localhost",
                    "victim@[127.0.0.1]",
                    "@shared.localhost:victim@example.com",
                    "@shared.localhost,@mail.example.org:victim@example.com",
                    "@[127.0.0.1]:victim@example.com",
                    "victim%example.net@example.com",
                    "alice-a1b2c3@shared.localhost.example.com",
                    "victim@localhost",
                    "victim@xn--shared-9ta.localhost",
                    "\"victim\"@example.com",
                    "\"alice-a1b2c3@shared.localhost\"@example.com"
                })
        void recipientElsewhereShouldBeRefused(String address) {
            assertThat(rcpt(address)).startsWith("550 5.7.1 Relaying denied");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "victim%example.com@shared.localhost",
                    "victim%example.com%shared.localhost@shared.localhost",
                    "example.com!victim@shared.localhost",
                    "\"victim@example.com\"@shared.localhost",
                    "\"victim%example.com\"@shared.localhost",
                    "victim=example.com@shared.localhost"
                })
        void recipientHiddenInALocalPartShouldBeNobody(String address) {
            assertThat(rcpt(address)).startsWith("550 5.1.1 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "victim@example.com@shared.localhost",
                    "shared.localhost!victim@example.com@shared.localhost",
                    "example.com!victim",
                    "victim%example.com",
                    "victim@example.com, alice-a1b2c3@shared.localhost"
                })
        void recipientThatIsNoAddressShouldBeRefused(String address) {
            assertThat(rcpt(address)).startsWith("501 5.1.3 ");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "",
                    ALICE,
                    "victim@example.com",
                    "postmaster@shared.localhost",
                    "alice-a1b2c3+tag@shared.localhost",
                    "mailer-daemon@localhost",
                    "mail.example.org@shared.localhost"
                })
        void noSenderShouldGetAnythingRelayed(String sender) {
            client.command("RSET");
            assertThat(client.command("MAIL FROM:<" + sender + ">")).startsWith("250 2.1.0 ");

            assertThat(rcpt("victim@example.com")).startsWith("550 5.7.1 ");
            assertThat(client.command("DATA")).startsWith("503 5.5.1 ");
            assertThat(server.spool.mails()).isEmpty();
        }

        @Test
        void refusedRecipientShouldNotGetTheMessageOfAnother() {
            rcpt("victim@example.com");
            rcpt(ALICE);
            client.command("DATA");
            client.command("To: victim@example.com\r\nBcc: victim@example.com\r\n\r\nHi\r\n.");

            assertThat(server.spool.mails()).hasSize(1);
            assertThat(server.spool.mails().get(0).recipients()).containsExactly(ALICE);
        }
    }

    @Nested
    class ReceiveRules {
        private FilterRule rule(RuleAction action, String value, Optional<Inbox> inbox) {
            FilterRule rule = new FilterRule(
                    FilterRuleId.generate(),
                    server.acme.id(),
                    Direction.RECEIVE,
                    action,
                    RulePattern.parse(value.contains("@") ? MatchType.ADDRESS : MatchType.DOMAIN, value),
                    inbox.map(Inbox::id),
                    Optional.empty(),
                    Instant.EPOCH);
            server.rules.create(rule).block();
            return rule;
        }

        @Test
        void blockedSenderShouldBeRefusedForThisRecipientOnly() {
            FilterRule rule = rule(RuleAction.BLOCK, "example.com", Optional.of(server.alice));

            assertThat(rcpt(ALICE))
                    .startsWith("550 5.7.1 ")
                    .doesNotContain(rule.id().value());
            assertThat(rcpt(BOB)).startsWith("250 2.1.5 ");
        }

        @Test
        void ruleOfTheOrganizationShouldCountForAllItsInboxes() {
            rule(RuleAction.BLOCK, OUTSIDER, Optional.empty());
            Inbox other = server.inbox(server.organization("Other"), "carol-g7h8j9@shared.localhost");

            assertThat(rcpt(ALICE)).startsWith("550 5.7.1 ");
            assertThat(rcpt(BOB)).startsWith("550 5.7.1 ");
            assertThat(rcpt(other.email().asString())).startsWith("250 2.1.5 ");
        }

        @Test
        void allowListShouldKeepOthersAway() {
            rule(RuleAction.ALLOW, "boss@example.com", Optional.of(server.alice));

            assertThat(rcpt(ALICE)).startsWith("550 5.7.1 ");
            client.command("RSET");
            client.command("MAIL FROM:<boss@example.com>");
            assertThat(rcpt(ALICE)).startsWith("250 2.1.5 ");
        }

        /** "<> always passes them". */
        @Test
        void emptySenderShouldPass() {
            rule(RuleAction.ALLOW, "boss@example.com", Optional.of(server.alice));
            client.command("RSET");
            client.command("MAIL FROM:<>");

            assertThat(rcpt(ALICE)).startsWith("250 2.1.5 ");
        }

        /** "A rule that cannot be read is a temporary failure, never a pass". */
        @Test
        void ruleThatCannotBeReadShouldBeATemporaryNo() {
            server.outage.begin(FilterRuleStore.class);

            assertThat(rcpt(ALICE)).startsWith("451 4.3.0 ");
        }

        @Test
        void blockedSenderShouldStandInTheAuditTrail() {
            rule(RuleAction.BLOCK, "example.com", Optional.empty());

            rcpt(ALICE);
            rcpt("nobody@shared.localhost");
            rcpt("victim@example.com");

            assertThat(server.audited).singleElement().satisfies(event -> {
                assertThat(event.organization()).isEqualTo(server.acme.id());
                assertThat(event.inbox()).contains(ALICE);
                assertThat(event.reason()).contains("mail from " + OUTSIDER + " blocked by a receive rule");
                assertThat(event.remoteAddress()).contains("127.0.0.1");
            });
        }
    }
}
