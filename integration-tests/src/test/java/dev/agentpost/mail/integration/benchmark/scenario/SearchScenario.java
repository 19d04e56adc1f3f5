package dev.agentpost.mail.integration.benchmark.scenario;

import dev.agentpost.mail.integration.benchmark.build.MailboxContent;
import dev.agentpost.mail.integration.benchmark.measure.PreparedMailbox;
import dev.agentpost.mail.integration.benchmark.measure.Sample;
import dev.agentpost.mail.integration.benchmark.measure.ServerUnderTest;
import java.time.Duration;
import java.util.function.ToIntFunction;

/** SEARCH by one criterion. */
public record SearchScenario(Criterion criterion, int size, Duration time) implements Scenario {
    /** The key of a search, with how many messages it finds. */
    public enum Criterion {
        UNSEEN("UNSEEN", PreparedMailbox::unseen),
        SUBJECT("SUBJECT " + MailboxContent.RARE_SUBJECT, mailbox -> 1),
        FROM("FROM " + MailboxContent.RARE_SENDER, mailbox -> 1),
        SINCE("SINCE " + MailboxContent.RARE_DATE, mailbox -> MailboxContent.RARE_MESSAGES),
        MESSAGE_ID("HEADER Message-ID " + MailboxContent.RARE_MESSAGE_ID, mailbox -> 1),
        TEXT("TEXT " + MailboxContent.RARE_WORD, mailbox -> 1);

        private final String key;
        private final ToIntFunction<PreparedMailbox> wanted;

        Criterion(String key, ToIntFunction<PreparedMailbox> wanted) {
            this.key = key;
            this.wanted = wanted;
        }
    }

    @Override
    public String name() {
        return "SEARCH " + criterion.key + ", " + size + " messages";
    }

    @Override
    public Sample measure(ServerUnderTest server) {
        PreparedMailbox mailbox = server.mailbox(size);
        int wanted = criterion.wanted.applyAsInt(mailbox);
        return RepeatedCommand.measure(
                server,
                mailbox.inbox(),
                "INBOX",
                time,
                (imap, number) -> RepeatedCommand.expect(wanted, imap.search(criterion.key), name()));
    }
}
