package dev.agentpost.mail.filterrule.smtp;

import java.time.Instant;
import java.util.Optional;
import org.apache.james.protocols.api.ProtocolSession.AttachmentKey;
import org.apache.james.protocols.api.ProtocolSession.State;
import org.apache.james.protocols.smtp.SMTPSession;

/** When the first recipient of the mail under way was looked at. */
final class CheckedSince {
    private static final AttachmentKey<Instant> KEY = AttachmentKey.of("agentpost.rules_checked_since", Instant.class);

    private CheckedSince() {}

    static void begin(SMTPSession session, Instant now) {
        if (of(session).isEmpty()) {
            session.setAttachment(KEY, now, State.Transaction);
        }
    }

    static Optional<Instant> of(SMTPSession session) {
        return session.getAttachment(KEY, State.Transaction);
    }
}
