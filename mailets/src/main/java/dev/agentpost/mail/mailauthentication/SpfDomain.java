package dev.agentpost.mail.mailauthentication;

/** Whose permission to send SPF asks for (RFC 7208 section 2.4). */
public final class SpfDomain {
    private SpfDomain() {}

    /** The verdict is still to be found. */
    public static SpfVerdict of(CheckedMessage message) {
        return message.sender()
                .map(sender -> new SpfVerdict(Verdict.NONE, sender.substring(sender.lastIndexOf('@') + 1), false))
                .orElseGet(() -> new SpfVerdict(Verdict.NONE, message.helloName(), true));
    }
}
