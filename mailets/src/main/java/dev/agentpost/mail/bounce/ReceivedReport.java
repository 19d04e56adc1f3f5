package dev.agentpost.mail.bounce;

import com.google.common.base.Splitter;
import dev.agentpost.mail.core.MessageHeader;
import dev.agentpost.mail.mailboxstore.MessageSource.Body;
import dev.agentpost.mail.mime.MessagePart;
import dev.agentpost.mail.mime.MessagePart.OctetRange;
import dev.agentpost.mail.mime.MessageScanner;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A delivery status notification (RFC 3464) that another server has sent. Nothing in it can be trusted.
 *
 * @param submissionIds what it may be about: ids that this server writes into messages and says to other servers
 */
record ReceivedReport(Set<String> submissionIds, List<Failure> failures) {
    private static final int MAX_OCTETS = 64 * 1024;
    private static final int MAX_RECIPIENTS = 1_000;
    private static final int MAX_IDS = 20;
    private static final String ULID = "[0-7][0-9A-HJKMNP-TV-Z]{25}";
    private static final Pattern TRACE_ID = Pattern.compile("\\sid\\s+(" + ULID + ")(?=[\\s;])");
    private static final Pattern ENVELOPE_ID = Pattern.compile("(" + ULID + ")(-\\d{1,4})?");
    private static final Pattern SMTP_REPLY = Pattern.compile("5\\d\\d[ -]5\\.\\d{1,3}\\.\\d{1,3}\\b.*");

    /**
     * Of one recipient.
     *
     * @param reply what a server said, or a status code
     */
    record Failure(String recipient, String reply) {}

    /** Empty when the message is no such report, or none that can be read. Reads it twice at most, in bounded memory. */
    static Optional<ReceivedReport> read(Body message) throws IOException {
        MessagePart whole = scan(message);
        Optional<MessagePart> status = child(whole, "message/delivery-status");
        if (!isReport(whole) || status.isEmpty()) {
            return Optional.empty();
        }
        List<MessageHeader> groups = groups(text(message, status.get().body()));
        if (groups.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new ReceivedReport(
                submissionIds(groups.get(0), original(message, whole)),
                groups.stream()
                        .skip(1)
                        .limit(MAX_RECIPIENTS)
                        .flatMap(group -> failure(group).stream())
                        .toList()));
    }

    private static MessagePart scan(Body message) throws IOException {
        try (InputStream in = message.open()) {
            return MessageScanner.scan(in);
        }
    }

    private static boolean isReport(MessagePart whole) {
        return whole.descriptor().getMimeType().equalsIgnoreCase("multipart/report")
                && "delivery-status"
                        .equalsIgnoreCase(
                                whole.descriptor().getContentTypeParameters().get("report-type"));
    }

    private static Optional<MessagePart> child(MessagePart whole, String type) {
        return whole.children().stream()
                .filter(part -> part.descriptor().getMimeType().equalsIgnoreCase(type))
                .findFirst();
    }

    private static String text(Body message, OctetRange range) throws IOException {
        try (InputStream in = message.open()) {
            in.skipNBytes(range.start());
            return new String(in.readNBytes((int) Math.min(range.length(), MAX_OCTETS)), StandardCharsets.ISO_8859_1);
        }
    }

    /** The header of what was sent, as far as the report has it. */
    private static Optional<MessageHeader> original(Body message, MessagePart whole) throws IOException {
        Optional<OctetRange> range = child(whole, "text/rfc822-headers")
                .map(MessagePart::body)
                .or(() -> child(whole, "message/rfc822")
                        .flatMap(MessagePart::embedded)
                        .map(MessagePart::header));
        return range.isEmpty() ? Optional.empty() : header(text(message, range.get()));
    }

    private static Optional<MessageHeader> header(String lines) {
        return MessageHeader.parse(lines.strip().getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<MessageHeader> groups(String status) {
        List<MessageHeader> groups = new ArrayList<>();
        for (String group : Splitter.onPattern("\r\n[ \t]*\r\n")
                .trimResults()
                .omitEmptyStrings()
                .split(status)) {
            header(group).ifPresent(groups::add);
        }
        return groups;
    }

    private static Set<String> submissionIds(MessageHeader ofMessage, Optional<MessageHeader> original) {
        Set<String> ids = new LinkedHashSet<>();
        first(ofMessage, "original-envelope-id")
                .map(ENVELOPE_ID::matcher)
                .filter(Matcher::matches)
                .ifPresent(id -> ids.add(id.group(1)));
        original.stream()
                .flatMap(header -> header.values("received").stream())
                .map(TRACE_ID::matcher)
                .filter(Matcher::find)
                .map(id -> id.group(1))
                .limit(MAX_IDS)
                .forEach(ids::add);
        return ids;
    }

    private static Optional<Failure> failure(MessageHeader group) {
        return first(group, "action")
                .filter("failed"::equalsIgnoreCase)
                .flatMap(failed -> first(group, "final-recipient").flatMap(ReceivedReport::address))
                .flatMap(address -> reply(group).map(reply -> new Failure(address, reply)));
    }

    /** What the server said where that has a status code: some programs have one and the same Status for all. */
    private static Optional<String> reply(MessageHeader group) {
        return first(group, "diagnostic-code")
                .map(ReceivedReport::behindType)
                .filter(said -> SMTP_REPLY.matcher(said).matches())
                .or(() -> first(group, "status"));
    }

    private static Optional<String> address(String typed) {
        String address = behindType(typed).replaceAll("^<|>$", "");
        return typed.toLowerCase(Locale.ROOT).startsWith("rfc822") && address.indexOf('@') > 0
                ? Optional.of(address)
                : Optional.empty();
    }

    private static String behindType(String typed) {
        return typed.substring(typed.indexOf(';') + 1).strip();
    }

    private static Optional<String> first(MessageHeader header, String name) {
        return header.values(name).stream().map(String::strip).findFirst();
    }
}
