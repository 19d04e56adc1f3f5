package dev.agentpost.mail.delivery;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import dev.agentpost.mail.core.AddressField;
import dev.agentpost.mail.core.MimeBoundaries;
import dev.agentpost.mail.mailboxstore.CopyClaim;
import dev.agentpost.mail.mailboxstore.HeaderBlock;
import dev.agentpost.mail.mailboxstore.MessageSource;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.james.mime4j.dom.address.Mailbox;

/**
 * Which messages in Sent are copies of one message: the one that a client appends, and the one that it submits. Copies
 * have the same fields, in any order and folded anyhow, and the same body; but for what is written on the way (RFC 5322
 * section 3.6.7), what clients keep from their recipients, and what they note for themselves. Line ends, and empty lines
 * at the end, may differ, as IMAP and SMTP libraries disagree about them; so may the boundaries of parts, which Python's
 * library makes anew for each of the two; and so may the date of a message that has a Message-ID, as mutt puts the
 * time of writing into each.
 */
public final class SentIdentity {
    private static final Set<String> TRACE = Set.of(
            "received",
            "return-path",
            "delivered-to",
            "x-original-to",
            "received-spf",
            "authentication-results",
            "arc-authentication-results",
            "arc-message-signature",
            "arc-seal",
            "dkim-signature");

    private static final Set<String> HIDDEN = Set.of("bcc", "resent-bcc", "idempotency-key");

    /** Thunderbird's and its relatives', and the mark of what mbsync has brought. */
    private static final Set<String> NOTES = Set.of(
            "fcc",
            "x-account-key",
            "x-identity-key",
            "x-mozilla-draft-info",
            "x-mozilla-keys",
            "x-mozilla-status",
            "x-mozilla-status2",
            "x-tuid");

    private SentIdentity() {}

    /**
     * Reads the message to its end, with bounded memory.
     *
     * @param addedFields names, in lower case, of fields that the client's own copy lacks
     */
    public static CopyClaim of(MessageSource message, Collection<String> addedFields) throws IOException {
        List<Field> fields = HeaderBlock.fields(message.header()).stream()
                .map(Field::of)
                .filter(field -> !field.isBlank())
                .toList();
        List<Field> common = fields.stream()
                .filter(field -> !addedFields.contains(field.name()))
                .filter(field -> Stream.of(TRACE, HIDDEN, NOTES).noneMatch(names -> names.contains(field.name())))
                .toList();
        boolean hasMessageId = common.stream().anyMatch(Field::isMessageId);
        Hasher hasher = Hashing.sha256().newHasher();
        MimeBoundaries boundaries = new MimeBoundaries();
        common.stream()
                .filter(field -> !hasMessageId || !field.name().equals("date"))
                .map(field -> field.name().equals("content-type") ? boundaries.declared(field.line()) : field.line())
                .sorted()
                .forEach(line -> hasher.putString(line, StandardCharsets.ISO_8859_1));
        hasher.putByte((byte) '\n');
        try (InputStream body = message.body().open();
                TextHasher text = new TextHasher(hasher)) {
            boundaries.copy(body, text);
        }
        return new CopyClaim("sent:" + hasher.hash(), bcc(fields));
    }

    /** Those that To and Cc name are not hidden. */
    private static String bcc(List<Field> fields) {
        Set<String> hidden = addresses(fields, Set.of("bcc"));
        hidden.removeAll(addresses(fields, Set.of("to", "cc")));
        return hidden.isEmpty()
                ? ""
                : Hashing.sha256()
                        .hashString(String.join(",", hidden), StandardCharsets.UTF_8)
                        .toString();
    }

    private static Set<String> addresses(List<Field> fields, Set<String> names) {
        return fields.stream()
                .filter(field -> names.contains(field.name()))
                .flatMap(field -> AddressField.parseLeniently(field.value()).flatten().stream())
                .map(Mailbox::getAddress)
                .map(address -> address.toLowerCase(Locale.ROOT))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /**
     * @param name in lower case; empty for a line that is no field
     * @param value on one line, octets as ISO 8859-1 characters
     */
    private record Field(String name, String value) {
        static Field of(byte[] octets) {
            return new Field(
                    HeaderBlock.name(octets),
                    HeaderBlock.value(octets).replaceAll("[ \\t\\r\\n]+", " ").strip());
        }

        boolean isBlank() {
            return name.isEmpty() && value.isEmpty();
        }

        boolean isMessageId() {
            return name.equals("message-id") && !value.isEmpty();
        }

        String line() {
            return name + ':' + value + '\n';
        }
    }
}
