package dev.agentpost.mail.submission;

import dev.agentpost.mail.core.HeaderAddresses;
import dev.agentpost.mail.core.MessageHeader;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.mail.internet.ContentType;
import javax.mail.internet.ParseException;

/** Who a message says it is from (RFC 6409 section 6.1), and what may be sent with an empty reverse-path. */
public final class HeaderPolicy {
    public static final String NO_FROM = "message has no From field";

    private static final List<String> OTHER_SENDER_FIELDS = List.of("sender", "resent-from", "resent-sender");

    private final SenderIdentity identity;

    public HeaderPolicy(SenderIdentity identity) {
        this.identity = identity;
    }

    /** Why the message is refused, for the client; empty when it may be sent. */
    public Optional<String> refusal(MessageHeader header) {
        List<String> from = header.values("from");
        if (from.size() != 1) {
            return Optional.of(from.isEmpty() ? NO_FROM : "message has more than one From field");
        }
        return refusalOf("From", from.get(0)).or(() -> OTHER_SENDER_FIELDS.stream()
                .flatMap(name -> header.values(name).stream().flatMap(value -> refusalOf(name, value).stream()))
                .findFirst());
    }

    /** The addresses of the fields that {@link #refusal} looks at. */
    public static Set<String> senders(MessageHeader header) {
        return Stream.concat(Stream.of("from"), OTHER_SENDER_FIELDS.stream())
                .flatMap(name -> header.values(name).stream())
                .flatMap(value -> HeaderAddresses.find(value).stream())
                .collect(Collectors.toSet());
    }

    private Optional<String> refusalOf(String name, String value) {
        List<String> addresses = HeaderAddresses.find(value);
        if (addresses.isEmpty()) {
            return Optional.of("no address can be read from the " + name + " field");
        }
        return addresses.stream().allMatch(identity::owns)
                ? Optional.empty()
                : Optional.of("the " + name + " field holds an address that is not of this inbox");
    }

    /** RFC 8098 section 3: a disposition notification, which alone goes out with an empty reverse-path. */
    public static boolean isReadReceipt(MessageHeader header) {
        List<String> contentTypes = header.values("content-type");
        if (contentTypes.size() != 1) {
            return false;
        }
        try {
            ContentType contentType = new ContentType(contentTypes.get(0).strip());
            return contentType.match("multipart/report")
                    && Optional.ofNullable(contentType.getParameter("report-type"))
                            .map(type -> type.toLowerCase(Locale.ROOT))
                            .filter("disposition-notification"::equals)
                            .isPresent();
        } catch (ParseException unreadable) {
            return false;
        }
    }
}
