package dev.agentpost.mail.filterrule.smtp;

import static dev.agentpost.mail.submission.smtp.SubmissionExtension.ALICE;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.BOB;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.OUTSIDER;
import static dev.agentpost.mail.submission.smtp.SubmissionExtension.SHARED_DOMAIN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.agentpost.mail.filterrule.CheckedRecipients;
import dev.agentpost.mail.filterrule.Direction;
import dev.agentpost.mail.filterrule.FilterRule;
import dev.agentpost.mail.filterrule.FilterRuleId;
import dev.agentpost.mail.filterrule.FilterRuleStore;
import dev.agentpost.mail.filterrule.MatchType;
import dev.agentpost.mail.filterrule.RuleAction;
import dev.agentpost.mail.filterrule.RulePattern;
import dev.agentpost.mail.inbox.Inbox;
import dev.agentpost.mail.inbox.InboxId;
import dev.agentpost.mail.organization.Organization;
import dev.agentpost.mail.submission.smtp.SmtpClient;
import dev.agentpost.mail.submission.smtp.SubmissionExtension;
import dev.agentpost.mail.submission.smtp.TestSpool.Spooled;
import java.io.IOException;
import java.time.Instant;
import java.util.Optional;
import org.apache.james.core.MailAddress;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Product table, SMTP submission: "recipient blocked by a rule", and the paragraph "Filter rules". */
class FilterRuleSmtpTest {
    private static final String MAIL = "MAIL FROM:<" + ALICE + ">";
    private static final String OTHER_OUTSIDER = "somebody@example.org";

    @RegisterExtension
    final SubmissionExtension server = new SubmissionExtension();

    private SmtpClient client;

    @BeforeEach
    void begin() throws IOException {
        client = server.loggedIn();
        client.command(MAIL);
    }

    private FilterRule rule(
            Organization owner, Direction direction, RuleAction action, String value, Optional<InboxId> inbox) {
        MatchType type = value.contains("@")
                ? MatchType.ADDRESS
                : value.startsWith("*") ? MatchType.SUBDOMAIN_WILDCARD : MatchType.DOMAIN;
        FilterRule rule = new FilterRule(
                FilterRuleId.generate(),
                owner.id(),
                direction,
                action,
                RulePattern.parse(type, value),
                inbox,
                Optional.of("for internal use"),
                Instant.EPOCH);
        server.rules.create(rule).block();
        return rule;
    }

    private FilterRule send(RuleAction action, String value) {
        return rule(server.acme, Direction.SEND, action, value, Optional.empty());
    }

    private FilterRule receive(RuleAction action, String value, Inbox inbox) {
        return rule(server.acme, Direction.RECEIVE, action, value, Optional.of(inbox.id()));
    }

    private String rcpt(String address) {
        return client.command("RCPT TO:<" + address + ">");
    }

    @Nested
    class Send {
        /** "550 5.7.1 … naming the rule id and what it matched". */
        @ParameterizedTest
        @CsvSource({
            "customer@example.com, address customer@example.com",
            "example.com, domain example.com",
            "*.com, *.com"
        })
        void answerShouldNameTheRuleAndWhatItMatched(String value, String matched) {
            FilterRule rule = send(RuleAction.BLOCK, value);

            assertThat(rcpt(OUTSIDER))
                    .isEqualTo(
                            "550 5.7.1 Recipient blocked by filter rule " + rule.id() + ", which matches " + matched);
        }

        /** "other recipients go on". */
        @Test
        void otherRecipientsShouldGoOn() {
            send(RuleAction.BLOCK, "example.com");
            assertThat(rcpt(OTHER_OUTSIDER)).startsWith("250 ");
            assertThat(rcpt(OUTSIDER)).startsWith("550 5.7.1 ");
            assertThat(rcpt(BOB)).startsWith("250 ");
            client.command("DATA");

            // what the header says does not matter, nor what it does not say: Bcc
            assertThat(client.command("From: " + ALICE + "\r\nTo: " + OUTSIDER + "\r\n\r\nHi\r\n."))
                    .startsWith("250 2.6.0 ");

            assertThat(server.spool.mails()).hasSize(1);
            assertThat(server.spool.mails().get(0).recipients()).containsExactly(OTHER_OUTSIDER, BOB);
        }

        @Test
        void sameMailShouldBeAcceptedOnceTheRuleIsGone() {
            FilterRule rule = send(RuleAction.BLOCK, "example.com");
            assertThat(rcpt(OUTSIDER)).startsWith("550 5.7.1 ");

            server.rules.delete(server.acme.id(), rule.id()).block();

            assertThat(rcpt(OUTSIDER)).startsWith("250 2.1.5 ");
        }

        @Test
        void mailWithoutAnyRecipientLeftShouldNotBeTaken() {
            send(RuleAction.BLOCK, "example.com");
            rcpt(OUTSIDER);

            assertThat(client.command("DATA")).startsWith("503 5.5.1 ");
        }

        /** "If none matches: blocked when the set holds an allow rule (it is an allow list), else allowed." */
        @Test
        void allowListShouldBlockEverybodyElse() {
            FilterRule rule = send(RuleAction.ALLOW, "example.org");

            assertThat(rcpt(OTHER_OUTSIDER)).startsWith("250 ");
            assertThat(rcpt(OUTSIDER)).isEqualTo("550 5.7.1 Recipient blocked: no allow rule for send matches");
            server.rules.delete(server.acme.id(), rule.id()).block();
            assertThat(rcpt(OUTSIDER)).startsWith("250 ");
        }

        @Test
        void mostSpecificRuleShouldDecide() {
            send(RuleAction.BLOCK, "*.com");
            send(RuleAction.ALLOW, "example.com");
            send(RuleAction.BLOCK, OUTSIDER);

            assertThat(rcpt(OUTSIDER)).startsWith("550 5.7.1 ");
            assertThat(rcpt("neighbour@example.com")).startsWith("250 ");
            assertThat(rcpt("neighbour@sub.example.com")).startsWith("550 5.7.1 ");
        }

        @Test
        void ruleOfTheInboxShouldGoBeforeThatOfTheOrganization() {
            send(RuleAction.BLOCK, "example.com");
            rule(server.acme, Direction.SEND, RuleAction.ALLOW, "example.com", Optional.of(server.alice.id()));

            assertThat(rcpt(OUTSIDER)).startsWith("250 ");
        }

        @Test
        void ruleOfAnotherInboxShouldNotCount() {
            rule(server.acme, Direction.SEND, RuleAction.BLOCK, "example.com", Optional.of(server.bob.id()));

            assertThat(rcpt(OUTSIDER)).startsWith("250 ");
        }

        @Test
        void ruleOfAnotherOrganizationShouldNotCount() {
            rule(server.otherOrganization(), Direction.SEND, RuleAction.BLOCK, "example.com", Optional.empty());

            assertThat(rcpt(OUTSIDER)).startsWith("250 ");
        }

        /** No spelling of a recipient gets past the rule for it. */
        @ParameterizedTest
        @ValueSource(
                strings = {
                    "CUSTOMER@EXAMPLE.COM",
                    "\"customer\"@example.com",
                    "\"cus\\tomer\"@example.com",
                    "@relay.example.org:customer@example.com"
                })
        void otherSpellingShouldBeBlockedToo(String address) {
            send(RuleAction.BLOCK, OUTSIDER);

            assertThat(rcpt(address)).startsWith("550 5.7.1 ");
        }

        @Test
        void domainShouldBeComparedInItsAsciiForm() {
            send(RuleAction.BLOCK, "M\u00fcnchen.example");

            assertThat(rcpt("a@xn--MNCHEN-3ya.example")).startsWith("550 5.7.1 ");
            assertThat(rcpt("a@munchen.example")).startsWith("250 ");
        }

        @Test
        void addressLiteralShouldBeComparedToo() {
            send(RuleAction.BLOCK, "[192.0.2.1]");

            assertThat(rcpt("a@[192.0.2.1]")).startsWith("550 5.7.1 ");
            assertThat(rcpt("a@[192.0.2.2]")).startsWith("250 ");
        }

        /** "Tags (+x) of local addresses are ignored in matching." */
        @Test
        void tagOfALocalRecipientShouldBeIgnored() {
            send(RuleAction.BLOCK, BOB);

            assertThat(rcpt("bob-d4e5f6+tag@" + SHARED_DOMAIN)).startsWith("550 5.7.1 ");
            assertThat(rcpt(ALICE)).startsWith("250 ");
        }

        @Test
        void unknownInboxShouldBeToldBeforeAnyRule() {
            send(RuleAction.BLOCK, SHARED_DOMAIN);

            assertThat(rcpt("nobody@" + SHARED_DOMAIN)).startsWith("550 5.1.1 ");
        }

        /** "A rule that cannot be read is a temporary failure, never a pass." */
        @Test
        void recipientShouldBeRefusedForTheTimeBeingWhileTheStoreIsDown() {
            send(RuleAction.BLOCK, "example.com");
            server.outage.begin(FilterRuleStore.class);
            assertThat(rcpt(OUTSIDER)).startsWith("451 4.3.0 ");
            assertThat(rcpt(OTHER_OUTSIDER)).startsWith("451 4.3.0 ");

            server.outage.end();

            assertThat(rcpt(OUTSIDER)).startsWith("550 5.7.1 ");
            assertThat(rcpt(OTHER_OUTSIDER)).startsWith("250 ");
        }

        @Test
        void readReceiptShouldBeSubjectToTheRules() {
            client.command("RSET");
            client.command("MAIL FROM:<>");
            send(RuleAction.BLOCK, "example.com");

            assertThat(rcpt(OUTSIDER)).startsWith("550 5.7.1 ");
            assertThat(rcpt(OTHER_OUTSIDER)).startsWith("250 ");
        }

        @Test
        void acceptedMailShouldSayWhomTheRulesLetPass() throws Exception {
            client.command("RSET");
            client.send(ALICE, OUTSIDER, "From: " + ALICE + "\r\n\r\nHi\r\n");

            Spooled spooled = server.spool.mails().get(0);

            Instant now = server.clock.instant();
            assertThat(CheckedRecipients.read(spooled.mail(), now)).containsExactly(new MailAddress(OUTSIDER));
            assertThat(CheckedRecipients.read(spooled.mail(), now.plusMillis(1)))
                    .isEmpty();
        }
    }

    /** Mail between inboxes of this server is received by one of them. */
    @Nested
    class Receive {
        @Test
        void senderShouldBeBlockedByARuleOfTheRecipient() {
            FilterRule rule = receive(RuleAction.BLOCK, ALICE, server.bob);

            assertThat(rcpt(BOB))
                    .isEqualTo("550 5.7.1 Sender blocked by filter rule " + rule.id() + ", which matches address "
                            + ALICE);
            assertThat(rcpt(ALICE)).startsWith("250 ");
            assertThat(rcpt(OUTSIDER)).startsWith("250 ");
        }

        @Test
        void tagOfALocalSenderShouldBeIgnored() {
            receive(RuleAction.BLOCK, ALICE, server.bob);
            client.command("RSET");
            client.command("MAIL FROM:<alice-a1b2c3+tag@" + SHARED_DOMAIN + ">");

            assertThat(rcpt("bob-d4e5f6+tag@" + SHARED_DOMAIN)).startsWith("550 5.7.1 ");
        }

        @Test
        void allowListOfTheRecipientShouldKeepOutOthers() {
            FilterRule rule = receive(RuleAction.ALLOW, "boss@example.com", server.bob);
            assertThat(rcpt(BOB)).isEqualTo("550 5.7.1 Sender blocked: no allow rule for receive matches");

            server.rules.delete(server.acme.id(), rule.id()).block();

            assertThat(rcpt(BOB)).startsWith("250 ");
        }

        @Test
        void rulesOfAnotherOrganizationShouldNotBeToldToTheSender() {
            Organization other = server.otherOrganization();
            Inbox carol = server.inbox(other, "carol-x1y2z3@" + SHARED_DOMAIN);
            rule(other, Direction.RECEIVE, RuleAction.BLOCK, SHARED_DOMAIN, Optional.empty());

            assertThat(rcpt(carol.email().asString()))
                    .isEqualTo("550 5.7.1 The recipient does not take mail from this sender");
            assertThat(rcpt(BOB)).startsWith("250 ");
        }

        /** "Receive rules look at MAIL FROM; <> always passes them." */
        @Test
        void emptySenderShouldPass() {
            receive(RuleAction.ALLOW, "boss@example.com", server.bob);
            receive(RuleAction.BLOCK, ALICE, server.bob);
            client.command("RSET");
            client.command("MAIL FROM:<>");

            assertThat(rcpt(BOB)).startsWith("250 ");
        }
    }
}
