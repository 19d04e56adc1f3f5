package dev.agentpost.mail.reception.smtp;

import dev.agentpost.mail.core.smtp.SmtpReply;
import dev.agentpost.mail.mailauthentication.AuthenticationResults;
import dev.agentpost.mail.mailauthentication.DmarcVerdict;
import dev.agentpost.mail.mailauthentication.Verdict;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What is done with messages that the owner of their domain asks to reject (RFC 7489 section 6.3). */
enum DmarcPolicy {
    /** They are taken, and the verdict stands in their header. */
    REPORT,
    /** They are refused; those that nothing could be found out about have to come again. */
    HONOUR;

    static Optional<DmarcPolicy> parse(String value) {
        return Stream.of(values())
                .filter(policy -> policy.name().toLowerCase(Locale.ROOT).equals(value))
                .findFirst();
    }

    Optional<SmtpReply> refusal(AuthenticationResults results) {
        return this == HONOUR ? results.dmarc().flatMap(DmarcPolicy::refusal) : Optional.empty();
    }

    private static Optional<SmtpReply> refusal(DmarcVerdict verdict) {
        if (verdict.asksToReject()) {
            return Optional.of(ReceptionReplies.DMARC_REJECT);
        }
        return verdict.result() == Verdict.TEMPERROR ? Optional.of(ReceptionReplies.DMARC_UNKNOWN) : Optional.empty();
    }
}
