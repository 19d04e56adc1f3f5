package dev.agentpost.mail.suppression;

import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which permanent failures mean that an address does not exist, whatever is sent to it.
 *
 * <p>The enhanced status code tells, or, where a server gives none, its words: {@code 550} alone is said to unwanted content,
 * unwanted servers and full mailboxes too. All else that begins with {@code 5.} may be different with the next message, the next day or another sender:
 * 5.1.0 and 5.1.4 do not say what is wrong, 5.1.7 and 5.1.8 are about the sender, 5.2.1 is also said to mailboxes that get
 * too much at a time, 5.2.2 is a full mailbox, 5.4.x the way there, 5.7.x policy.
 */
public final class HardBounce {
    private static final Pattern REPLY = Pattern.compile("(?:5\\d\\d[ -])?(5\\.\\d{1,3}\\.\\d{1,3})(?:\\s.*)?");

    /**
     * RFC 3463 section 3.2: no such mailbox; no such domain; no address at all; moved without a trace. RFC 7505 section
     * 4.1: the domain takes no mail.
     */
    private static final Set<String> STATUSES = Set.of("5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10");

    private static final Pattern WITHOUT_STATUS = Pattern.compile("55[013][ -](?!\\d\\.\\d)(.*)");
    private static final String NO_SUCH_MAILBOX = "5.1.1";

    /** Of the recipient: what is said of senders and their domains has other words beside it. */
    private static final Pattern NOBODY_THERE = Pattern.compile(
            "\\b(?:no such|unknown|non-?existent|invalid) (?:local )?(?:user|recipient|mailbox|mail ?box|address|account|person)\\b"
                    + "|\\b(?:user|recipient|mailbox|address|account|person)\\b.{0,100}?\\b(?:unknown|not found|does ?n[o']t exist|does not exist|not known|is invalid)"
                    + "|\\bunrouteable address\\b",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern ABOUT_THE_SENDER = Pattern.compile(
            "\\b(?:sender|from|helo|ehlo|host|client|ip|policy|spam|blocked)\\b", Pattern.CASE_INSENSITIVE);

    private HardBounce() {}

    /**
     * @param reply a server's answer in one line, or a status code and a text
     * @return the status code; empty when the address may well exist
     */
    public static Optional<String> status(String reply) {
        Matcher matcher = REPLY.matcher(reply);
        return matcher.matches()
                ? Optional.of(matcher.group(1)).filter(STATUSES::contains)
                : saysNobodyIsThere(reply) ? Optional.of(NO_SUCH_MAILBOX) : Optional.empty();
    }

    private static boolean saysNobodyIsThere(String reply) {
        Matcher matcher = WITHOUT_STATUS.matcher(reply);
        return matcher.matches()
                && NOBODY_THERE.matcher(matcher.group(1)).find()
                && !ABOUT_THE_SENDER.matcher(matcher.group(1)).find();
    }
}
