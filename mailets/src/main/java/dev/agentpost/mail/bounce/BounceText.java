package dev.agentpost.mail.bounce;

import dev.agentpost.mail.core.ReceivedField;
import dev.agentpost.mail.outbound.RecipientState;
import dev.agentpost.mail.suppression.HardBounce;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What a report says to people, and to agents that read like people: what happened, and what can be done. */
final class BounceText {
    private BounceText() {}

    /** Lines that end with LF. */
    static String of(List<RecipientState> failed) {
        return """
                Your message could not be delivered to:

                %s
                Nobody tries again. Other recipients of the message, if there are any, are not concerned.
                The header of your message follows.
                """
                .formatted(failed.stream().map(BounceText::paragraph).collect(Collectors.joining("\n")));
    }

    /** Lines that end with LF. */
    static String ofDelay(List<RecipientState> delayed, Instant acceptedAt, Instant expiresAt) {
        return """
                Your message of %s could not be delivered so far to:
                %s
                You need not do anything: it is tried again until %s. You hear of it once more if it fails for good.
                To take it out of the queue, an administrator says: agentpost delivery cancel ID
                The header of your message follows.
                """
                .formatted(
                        ReceivedField.date(acceptedAt),
                        delayed.stream().map(BounceText::state).collect(Collectors.joining("\n")),
                        ReceivedField.date(expiresAt));
    }

    private static String state(RecipientState recipient) {
        String reply = recipient.reply().orElse("no reason is known").replaceAll("[^ -~]", "?");
        return "  " + recipient.recipient() + "\n"
                + recipient.host().map(host -> "    " + host + " said: ").orElse("    ") + reply + "\n";
    }

    private static String paragraph(RecipientState failed) {
        String reply = failed.reply().orElse("no reason is known").replaceAll("[^ -~]", "?");
        return state(failed) + "    What to do: " + advice(failed.recipient(), reply) + "\n";
    }

    private static String advice(String recipient, String reply) {
        if (HardBounce.status(reply).isPresent()) {
            return "find the right address. This one is suppressed: sending to it is refused from now on,\n"
                    + "    until an administrator removes that: agentpost suppression remove " + recipient;
        }
        String status = EnhancedStatus.of(reply, '5');
        if (status.equals("5.2.2")) {
            return "try again in some days, the mailbox is full.";
        }
        if (status.equals("5.3.4")) {
            return "send less, or send attachments as links.";
        }
        if (status.equals("5.4.7")) {
            return "try again later, or ask an administrator whether the other server is known to be down.";
        }
        return status.startsWith("5.7.")
                ? "change the message, or ask the recipient to allow your mail. The same message is refused again."
                : "see what the server said. The same message is probably refused again.";
    }
}
